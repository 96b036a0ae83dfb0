"""The CMS form by Django's client: every sort of bad input, and two tabs.

A clear message at the field, everything typed still there, never a 500, nothing stored.
"""

import json
import uuid
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from events.models import Cancellation, EventPage
from tests.factories.actions import decide_on, in_days, make_event
from tests.factories.people import make_editor, make_member, make_organization

pytestmark = pytest.mark.django_db

SENT = {"action-submit": "1"}


@pytest.fixture
def organization():
    return make_organization("Peace House")


@pytest.fixture
def member(client, organization):
    member = make_member(organization)
    client.force_login(member)
    return member


def typed(**fields) -> dict:
    """Return what a browser sends for a valid action, with some fields replaced."""
    return {
        "title": "Vigil at the town hall",
        "kind": "vigil",
        "summary": "",
        "description": rich_text("<p>We stand there.</p>"),
        "text_language": "en",
        "period": "",
        "starts_on": str(in_days(20)),
        "start_time": "18:00",
        "ends_on": "",
        "end_time": "",
        "timezone": "Europe/Berlin",
        "attendance": "in_person",
        "online_url": "",
        "venue": "",
        "street": "",
        "postal_code": "",
        "city": "Bonn",
        "country": "DE",
        "latitude": "",
        "longitude": "",
        "location_precision": "exact",
        "reveals_at": "",
        "co_organizer_names": "",
        "contact": "",
        "private_contact": "",
        "registration_url": "",
        "website": "",
        "picture_alt": "",
        "step_free": "",
        "accessible_toilet": "",
        "sign_language": "",
        "captions": "",
        "quiet_place": "",
        "accessibility_notes": "",
        "uid": str(uuid.uuid4()),
        **fields,
    }


def add_url(organization) -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["events", "eventpage", organization.pk]
    )


def edit_url(event) -> str:
    return reverse("wagtailadmin_pages:edit", args=[event.pk])


def fresh(event) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def still_there(answer, name):
    return answer.context["form"][name].value()


# --- Good input ---


def test_sending_stores_it_and_hands_it_to_the_editors(client, member, organization):
    answer = client.post(add_url(organization), typed(venue="Fountain") | SENT)

    event = EventPage.objects.get()
    assert answer.status_code == 302
    assert (event.live, event.workflow_in_progress, event.owner, event.venue) == (
        False,
        True,
        member,
        "Fountain",
    )
    assert event.organization == organization


def test_draft_needs_a_title_alone(client, member, organization):
    data = typed(starts_on="", kind="", city="", country="", description="null")

    answer = client.post(add_url(organization), data)

    event = EventPage.objects.get()
    assert (answer.status_code, answer.url) == (302, edit_url(event))
    assert (event.live, event.workflow_in_progress) == (False, False)


def test_draft_that_lacks_something_is_asked_for_it_when_sent(
    client, member, organization
):
    client.post(add_url(organization), typed(starts_on="", city=""))
    event = EventPage.objects.get()

    answer = client.post(edit_url(event), typed(starts_on="", city="") | SENT)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"starts_on", "city"}
    assert not fresh(event).workflow_in_progress


def test_case_02_fields_that_the_form_does_not_show_are_ignored(
    client, member, organization
):
    other = make_organization("Another")
    extra = {
        "live": "1",
        "organization": str(other.pk),
        "is_example": "on",
        "slug": "chosen",
        "owner": "1",
        "first_published_at": "2020-01-01",
        "go_live_at": "2020-01-01 00:00",
        "action-publish": "1",
    }

    client.post(add_url(organization), typed() | SENT | extra)

    event = EventPage.objects.get()
    assert (event.live, event.organization, event.is_example, event.slug) == (
        False,
        organization,
        False,
        "vigil-at-the-town-hall",
    )
    assert (event.owner, event.first_published_at, event.go_live_at) == (
        member,
        None,
        None,
    )


def test_place_is_asked_for_when_it_is_sent(client, member, organization):
    answer = client.post(add_url(organization), typed(city=" ", country="") | SENT)

    assert set(answer.context["form"].errors) == {"city", "country"}


# --- Further languages ---

SECOND = {
    "language_2": "uk",
    "title_2": "Мирна варта",
    "summary_2": "",
    "description_2": rich_text("<p>Стоїмо там.</p>"),
}
THIRD = {
    "language_3": "fa",
    "title_3": "ایستادگی",
    "summary_3": "بیایید",
    "description_3": "null",
}


def test_texts_typed_in_further_languages_reach_their_readers(
    client, member, organization
):
    client.post(add_url(organization), typed(**SECOND, **THIRD) | SENT)
    event = EventPage.objects.get()
    decide_on(event, make_editor())

    edited = client.get(edit_url(event))
    form = edited.context["form"]
    pages = {
        language: BeautifulSoup(
            Client().get(f"/{language}/actions/{event.slug}/").text, "html.parser"
        )
        for language in ("en", "uk")
    }

    assert [row["language"] for row in fresh(event).other_texts] == ["uk", "fa"]
    assert form["title_3"].value() == "ایستادگی"
    for name in ("title_3", "description_2", "repeats", "repeat_interval"):
        assert f'for="id_{name}"' in edited.text
    assert [(page.h1.get("lang"), page.h1.text) for page in pages.values()] == [
        ("en", "Vigil at the town hall"),
        ("uk", "Мирна варта"),
    ]
    assert "Стоїмо там." in pages["uk"].get_text()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"language_2": ""}, "language_2"),
        ({"language_2": "en"}, "language_2"),
        ({"language_2": "tlh"}, "language_2"),
        ({"title_2": " "}, "title_2"),
        ({"title_2": "w" * 151}, "title_2"),
        ({"summary_2": "w" * 301}, "summary_2"),
        ({"text_language": ""}, "text_language"),
    ],
)
def test_error_in_a_further_language_stands_at_its_field(
    client, member, organization, change, field
):
    answer = client.post(add_url(organization), typed(**SECOND | change) | SENT)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert "Стоїмо там." in str(still_there(answer, "description_2"))
    assert not EventPage.objects.exists()


# --- Bad input ---

WORDS_500 = "w" * 500
BAD = {
    "no title": ({"title": ""}, {"title"}),
    "only spaces": ({"title": "  \t "}, {"title"}),
    "only emoji": ({"title": "🕊🕊"}, {"title"}),
    "only invisible characters": ({"title": "\u200b\u202e"}, {"title"}),
    "only marks": ({"title": "\u0301" * 200}, {"title"}),
    "10,000 characters": ({"title": "word " * 2000}, {"title"}),
    "151 characters": ({"title": ("word " * 31)[:151]}, {"title"}),
    "500-letter word": ({"title": WORDS_500[:150]}, {"title"}),
    "NUL in the title": ({"title": "Vi\x00gil"}, {"title"}),
    "NUL in the town": ({"city": "Bo\x00nn"}, {"city"}),
    "NUL in the names": ({"co_organizer_names": "A\x00B"}, {"co_organizer_names"}),
    "unknown kind": ({"kind": "riot"}, {"kind"}),
    "end before start": ({"end_time": "17:00"}, {"end_time"}),
    "last day before first": ({"ends_on": str(in_days(3))}, {"ends_on"}),
    "past day": ({"starts_on": str(in_days(-2))}, {"starts_on"}),
    "30 February": ({"starts_on": "2027-02-30"}, {"starts_on"}),
    "year 1": ({"starts_on": "0001-01-01"}, {"starts_on"}),
    "year 9999": ({"starts_on": "9999-12-31"}, {"starts_on"}),
    "ten years": ({"ends_on": "2036-12-31"}, {"ends_on"}),
    "last day in the year 9999": ({"ends_on": "9999-12-31"}, {"ends_on"}),
    "no date": ({"starts_on": "tomorrow"}, {"starts_on"}),
    "no hour": ({"start_time": "25:00"}, {"start_time"}),
    "unknown zone": ({"timezone": "Moon/Base"}, {"timezone"}),
    "unknown country": ({"country": "ZZ"}, {"country"}),
    "long country": ({"country": "D" * 500}, {"country"}),
    "long town": ({"city": "B" * 101}, {"city"}),
    "broken web address": ({"website": "http//x y"}, {"website"}),
    "script for an address": ({"website": "javascript:alert(1)"}, {"website"}),
    "data for an address": (
        {"registration_url": "data:text/html,x"},
        {"registration_url"},
    ),
    "file for an address": ({"online_url": "file:///etc/passwd"}, {"online_url"}),
    "pin in the sea": ({"latitude": "0", "longitude": "-30"}, {"latitude"}),
    "pin far from the town": ({"latitude": "52.5", "longitude": "13.4"}, {"latitude"}),
    "pin beyond the pole": ({"latitude": "91", "longitude": "7"}, {"latitude"}),
    "pin beyond everything": ({"latitude": "1e308", "longitude": "7"}, {"latitude"}),
    "pin that is no number": ({"latitude": "NaN", "longitude": "7"}, {"latitude"}),
    "infinite pin": (
        {"latitude": "50", "longitude": "inf"},
        {"latitude", "longitude"},
    ),
    "half a pin": ({"latitude": "50.7"}, {"latitude"}),
    "words for a pin": ({"latitude": "here", "longitude": "7"}, {"latitude"}),
    "unknown language": ({"languages": ["xx"]}, {"languages"}),
    "unknown period": ({"period": "99999"}, {"period"}),
    "words for a period": ({"period": "x\x00"}, {"period"}),
    "unknown precision": ({"location_precision": "roughly"}, {"location_precision"}),
    "unknown answer": ({"step_free": "maybe"}, {"step_free"}),
    "301 characters of summary": ({"summary": "s " * 151}, {"summary"}),
    "reveal in no format": ({"reveals_at": "soon"}, {"reveals_at"}),
    "reveal in the year 1": (
        {"reveals_at": "0001-01-01T00:00", "location_precision": "town"},
        {"reveals_at"},
    ),
    "key that is none": ({"uid": "x\x00"}, {"uid"}),
}


def assert_refused(answer, data, wrong):
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert set(errors) == wrong
    assert all(message for messages in errors.values() for message in messages)
    assert len(errors.get("title", [""])) == 1
    for field in typed():
        if field not in {"description", "uid"}:
            assert still_there(answer, field) == data[field]
    assert "We stand there." in str(answer.context["form"]["description"])
    assert not EventPage.objects.exists()


@pytest.mark.parametrize("name", BAD)
def test_case_22_and_26_bad_input_is_refused_at_its_field_and_nothing_is_lost(
    client, member, organization, name
):
    changes, wrong = BAD[name]
    data = typed(**changes)

    answer = client.post(add_url(organization), data | SENT)

    assert_refused(answer, data, wrong)


@pytest.mark.parametrize(
    "name",
    ["no title", "10,000 characters", "year 1", "pin in the sea"],
)
def test_bad_input_is_refused_in_a_draft_too(client, member, organization, name):
    changes, wrong = BAD[name]
    data = typed(**changes)

    answer = client.post(add_url(organization), data)

    assert_refused(answer, data, wrong)


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
CONTROLS = "a\x01b\x0bc\x1bd\x7fe\x85f\u2028g\u202eh\u200bi\ufeffj"
TEXTS = (
    *("title", "summary", "venue", "street", "city", "co_organizer_names"),
    *("contact", "private_contact", "accessibility_notes", "picture_alt"),
)


def test_markup_in_every_field_is_kept_as_text(client, member, organization):
    answer = client.post(
        add_url(organization), typed(**dict.fromkeys(TEXTS, MARKUP)) | SENT
    )

    event = EventPage.objects.get()
    assert answer.status_code == 302
    assert {name: getattr(event, name) for name in TEXTS} == dict.fromkeys(
        TEXTS, MARKUP
    )
    page = client.get(edit_url(event)).text
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_control_characters_in_every_field_are_removed(client, member, organization):
    client.post(add_url(organization), typed(**dict.fromkeys(TEXTS, CONTROLS)) | SENT)

    event = EventPage.objects.get()
    stored = {name: "".join(getattr(event, name).split()) for name in TEXTS}
    assert stored == dict.fromkeys(TEXTS, "abcdefghij")


def contentstate(text="We stand there.", **entity) -> str:
    ranges = [{"offset": 0, "length": 2, "key": 0}] if entity else []
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "00000",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": ranges,
                }
            ],
            "entityMap": {
                "0": {"type": "LINK", "mutability": "MUTABLE", "data": entity}
            }
            if entity
            else {},
        }
    )


DESCRIPTIONS = {
    "markup": (contentstate("<script>x</script>"), "&lt;script&gt;x&lt;/script&gt;"),
    "controls": (contentstate("a\x01b\x0bc\u202ed"), "abcd"),
    "lone surrogate": (contentstate("a\ud800b"), "ab"),
    "script link": (contentstate("Go", url="javascript:alert(1)"), "Go"),
    "data link": (contentstate("Go", url="data:text/html,x"), "Go"),
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_description_is_cut_down_to_what_is_allowed(client, member, organization, name):
    sent, text = DESCRIPTIONS[name]

    answer = client.post(add_url(organization), typed(description=sent) | SENT)

    assert answer.status_code == 302
    description = EventPage.objects.get().description
    assert text in description
    assert "javascript" not in description
    assert "data:" not in description


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "[]",
        "{}",
        "5",
        '{"blocks": 5}',
        '{"blocks": [{}], "entityMap": {}}',
        '{"blocks": [{"text": "x"}]}',
        "[" * 5000,
        "\x00",
    ],
    ids=lambda sent: repr(sent[:20]),
)
def test_description_that_no_editor_would_send_breaks_nothing(
    client, member, organization, sent
):
    answer = client.post(add_url(organization), typed(description=sent) | SENT)

    assert answer.status_code < 500


def test_bytes_that_are_no_text_break_nothing(client, member, organization):
    body = urlencode(typed() | SENT).replace("Vigil", "Vi%ED%A0%80gil%FF", 1)

    answer = client.post(
        add_url(organization), body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code < 500
    for event in EventPage.objects.all():
        assert "\ud800" not in event.title


# --- Sending twice, two tabs ---


@pytest.mark.parametrize("way", [SENT, {}], ids=["sent", "kept"])
def test_case_64_the_same_form_twice_is_one_action(client, member, organization, way):
    data = typed() | way

    first = client.post(add_url(organization), data)
    second = client.post(add_url(organization), data)

    event = EventPage.objects.get()
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == edit_url(event)
    assert event.revisions.count() == 1


def test_form_with_the_key_of_another_groups_action_is_a_new_action(
    client, member, organization
):
    other = make_event()

    client.post(add_url(organization), typed(uid=str(other.uid)) | SENT)

    event = EventPage.objects.get(organization=organization)
    assert event.uid != other.uid
    assert fresh(other).uid == other.uid


def opened(client, event) -> dict:
    """Return the hidden fields that say which version the form was opened with."""
    context = client.get(edit_url(event)).context
    return {
        "loaded_revision_id": str(event.latest_revision_id),
        "loaded_revision_created_at": context["loaded_revision_created_at"],
    }


@pytest.mark.parametrize(
    "traits", [{}, {"published": True}, {"awaiting_screening": True}]
)
@pytest.mark.parametrize("way", [SENT, {}], ids=["sent", "kept"])
def test_case_69_the_second_tab_is_told_and_loses_nothing(
    client, member, organization, traits, way
):
    event = make_event(organization=organization, user=member, **traits)
    stale = opened(client, event)
    first = client.post(edit_url(event), typed(title="First tab") | stale | way)
    assert first.status_code == 302

    second = client.post(
        edit_url(event), typed(title="Second tab", venue="Fountain") | stale | way
    )

    assert second.status_code == 200
    assert "Not saved: there is a newer version." in second.text
    assert "Open the newer version" in second.text
    assert still_there(second, "title") == "Second tab"
    assert still_there(second, "venue") == "Fountain"
    assert fresh(event).get_latest_revision_as_object().title == "First tab"

    again = client.post(
        edit_url(event),
        typed(title="Second tab", venue="Fountain")
        | {
            "loaded_revision_id": str(fresh(event).latest_revision_id),
            "loaded_revision_created_at": second.context["loaded_revision_created_at"],
        }
        | way,
    )

    assert again.status_code == 302
    assert fresh(event).get_latest_revision_as_object().title == "Second tab"


def test_case_69_the_form_of_the_second_tab_knows_the_newer_version(
    client, member, organization
):
    event = make_event(organization=organization, user=member)
    stale = opened(client, event)
    client.post(edit_url(event), typed(title="First tab") | stale)

    second = client.post(edit_url(event), typed(title="Second tab") | stale)

    newest = fresh(event).latest_revision_id
    assert f'name="loaded_revision_id" value="{newest}"' in second.text


def test_second_tab_with_bad_input_is_told_both(client, member, organization):
    event = make_event(organization=organization, user=member)
    stale = opened(client, event)
    client.post(edit_url(event), typed(title="First tab") | stale)

    answer = client.post(edit_url(event), typed(country="ZZ") | stale)

    assert answer.status_code == 200
    assert {"country", "__all__"} <= set(answer.context["form"].errors)


# --- Editing ---


def test_saving_what_waits_renews_it_for_the_editors(client, member, organization):
    event = make_event(organization=organization, user=member, awaiting_screening=True)

    answer = client.post(edit_url(event), typed(title="Better title"))

    event = fresh(event)
    assert answer.status_code == 302
    task_state = event.current_workflow_task_state
    assert task_state.revision_id == event.latest_revision_id
    assert task_state.revision.as_object().title == "Better title"


@pytest.mark.parametrize("way", [SENT, {}], ids=["sent", "kept"])
def test_what_waits_cannot_be_saved_without_what_is_required(
    client, member, organization, way
):
    event = make_event(organization=organization, user=member, awaiting_screening=True)
    waiting = event.current_workflow_task_state.revision_id

    answer = client.post(edit_url(event), typed(starts_on="", city="") | way)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"starts_on", "city"}
    assert fresh(event).current_workflow_task_state.revision_id == waiting


def test_case_04_edit_of_a_public_action_leaves_it_as_it_is(
    client, member, organization
):
    event = make_event(organization=organization, user=member, published=True)

    client.post(edit_url(event), typed(title="New title") | SENT)

    assert (fresh(event).title, fresh(event).live) == ("Vigil at the town hall", True)
    assert fresh(event).workflow_in_progress


def test_past_action_can_be_mended(client, member, organization):
    event = make_event(
        organization=organization, user=member, published=True, starts_on=in_days(-5)
    )

    answer = client.post(
        edit_url(event),
        typed(starts_on=str(in_days(-5)), summary="It was good.") | SENT,
    )

    assert answer.status_code == 302
    assert fresh(event).get_latest_revision_as_object().summary == "It was good."


JSON = {"Accept": "application/json"}


def test_new_action_does_not_save_itself(client, member, organization):
    page = client.get(add_url(organization))
    answer = client.post(add_url(organization), typed(), headers=JSON)

    assert page.context["autosave_enabled"] is False
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert not EventPage.objects.exists()


@pytest.mark.parametrize("way", [SENT, {}], ids=["sent", "kept"])
@pytest.mark.parametrize("traits", [{}, {"awaiting_screening": True}])
def test_action_does_not_save_itself(client, member, organization, traits, way):
    event = make_event(organization=organization, user=member, **traits)

    page = client.get(edit_url(event))
    answer = client.post(edit_url(event), typed(title="Half a ti") | way, headers=JSON)

    assert page.context["autosave_enabled"] is False
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert fresh(event).latest_revision_id == event.latest_revision_id


# --- Preview ---

HALF_FILLED = {
    "nothing": {},
    "title alone": {"title": "Vigil"},
    "no day": typed(starts_on=""),
    "no kind": typed(kind=""),
    "no zone": typed(timezone=""),
    "no town": typed(city="", country=""),
    "no hour": typed(start_time=""),
    "end before start": typed(end_time="01:00"),
    "all day": typed(is_all_day="on", start_time=""),
    "online": typed(attendance="online", online_url="https://meet.example/"),
    "half a pin": typed(latitude="50.7"),
    "year 9999": typed(starts_on="9999-12-31"),
    "broken": typed(starts_on="x", latitude="x", website="x", country="ZZ"),
    "names": typed(co_organizer_names="A\nPeace House\nA"),
    "whole": typed(),
}


@pytest.mark.parametrize("name", HALF_FILLED)
def test_preview_of_a_new_action_never_breaks(client, member, organization, name):
    url = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["events", "eventpage", organization.pk],
    )

    sent = client.post(url, HALF_FILLED[name])
    shown = client.get(url, {"in_preview_panel": "true"})

    assert sent.status_code == 200
    assert shown.status_code == 200
    if sent.json()["is_available"] and HALF_FILLED[name].get("starts_on"):
        assert "Vigil at the town hall" in shown.text


@pytest.mark.parametrize("name", HALF_FILLED)
def test_preview_of_an_edit_never_breaks(client, member, organization, name):
    event = make_event(organization=organization, user=member, published=True)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[event.pk])

    sent = client.post(url, HALF_FILLED[name])
    shown = client.get(url)

    assert (sent.status_code, shown.status_code) == (200, 200)


def test_preview_stores_nothing(client, member, organization):
    event = make_event(organization=organization, user=member, published=True)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[event.pk])
    before = EventPage.objects.filter(pk=event.pk).values().get()

    client.post(url, typed(title="Only looking", latitude="50.73", longitude="7.1"))
    assert "Only looking" in client.get(url).text

    assert EventPage.objects.filter(pk=event.pk).values().get() == before
    assert event.revisions.count() == 1


# --- Calling off, copies, taking back ---


def call(client, name, event, **data):
    return client.post(reverse(name, args=[event.pk]), data)


@pytest.mark.parametrize(
    "name", ["reinstate_action", "duplicate_action", "take_back_action"]
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_case_10_reading_an_address_changes_nothing(
    client, member, organization, name, method
):
    event = make_event(organization=organization, user=member, cancelled=True)

    answer = getattr(client, method)(reverse(name, args=[event.pk]))

    assert answer.status_code == 405
    assert fresh(event).status == "CANCELLED"
    assert EventPage.objects.count() == 1


def test_looking_at_the_question_calls_nothing_off(client, member, organization):
    event = make_event(organization=organization, user=member, published=True)

    answer = client.get(reverse("call_off_action", args=[event.pk]))

    assert answer.status_code == 200
    assert fresh(event).status == "CONFIRMED"


def test_calling_off_and_reinstating(client, member, organization):
    event = make_event(organization=organization, user=member, published=True)

    call(client, "call_off_action", event, note="Storm")
    assert (fresh(event).status, fresh(event).cancellation.note) == (
        "CANCELLED",
        "Storm",
    )

    call(client, "reinstate_action", event)
    assert fresh(event).status == "CONFIRMED"


def test_what_is_called_off_is_not_called_off_again(client, member, organization):
    event = make_event(organization=organization, user=member, cancelled=True)
    Cancellation.objects.update(note="Storm")

    asked = client.get(reverse("call_off_action", args=[event.pk]))
    sent = call(client, "call_off_action", event, note="Another")

    for answer in (asked, sent):
        assert "is called off already" in answer.text
        assert "Storm" in answer.text
        assert reverse("reinstate_action", args=[event.pk]) in answer.text
        assert 'name="note"' not in answer.text
    assert fresh(event).cancellation.note == "Storm"


def test_long_note_is_refused_and_kept(client, member, organization):
    event = make_event(organization=organization, user=member, published=True)

    answer = call(client, "call_off_action", event, note="x" * 1001)

    assert set(answer.context["form"].errors) == {"note"}
    assert still_there(answer, "note") == "x" * 1001
    assert fresh(event).status == "CONFIRMED"


def test_duplicate_opens_as_a_draft_without_a_day(client, member, organization):
    event = make_event(organization=organization, user=member, published=True)

    answer = call(client, "duplicate_action", event)

    draft = EventPage.objects.exclude(pk=event.pk).get()
    assert answer.url == edit_url(draft)
    form = client.get(answer.url).context["form"]
    assert (form["title"].value(), form["starts_on"].value()) == (event.title, None)


def test_taking_back(client, member, organization):
    event = make_event(organization=organization, user=member, awaiting_screening=True)

    call(client, "take_back_action", event)

    assert not fresh(event).workflow_in_progress


@pytest.mark.parametrize(
    "name",
    ["call_off_action", "reinstate_action", "duplicate_action", "take_back_action"],
)
def test_case_01_what_belongs_to_others_is_not_there(client, member, name):
    event = make_event(published=True)

    assert call(client, name, event).status_code == 404
    assert fresh(event).status == "CONFIRMED"
    assert EventPage.objects.count() == 1


# --- The map on which the pin is set ---


@pytest.mark.parametrize("server", ["", "https://nominatim.example"])
def test_form_finds_streets_only_where_the_operator_named_a_server(
    client, member, organization, settings, server
):
    settings.NOMINATIM_URL = server

    page = client.get(add_url(organization)).text

    address = reverse("event_locate_address") if server else ""
    assert f'data-map-picker-address-value="{address}"' in page


def test_what_has_to_be_chosen_says_so(client, member, organization):
    url = reverse(
        "wagtailadmin_pages:add", args=["events", "eventpage", organization.pk]
    )

    page = BeautifulSoup(client.get(url).content, "html.parser")

    for name in ("kind", "country"):
        assert page.find("select", attrs={"name": name}).option.text == "Please choose"
