"""The editors' screens, by Django's client: the queue, one submission, the record."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.html import escape

from events.lifecycle import take_back_submission
from events.models import EventPage
from screening.choices import Outcome
from screening.models import Decision, ScreeningRun, WatchlistEntry
from tests.factories.actions import decide_on, edit_event, in_days, make_event
from tests.factories.people import make_editor, make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def fresh(event) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def make_entry(name="Iron Sparrow Front"):
    return WatchlistEntry.objects.create(
        status="active",
        name=name,
        reason="Invented for tests.",
        source_title="Nobody",
        source_url="https://example.org/",
    )


def desk_of(event) -> str:
    return reverse("screen_submission", args=[event.current_workflow_task_state.pk])


def marked(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<mark class="ow-mark ow-mark--(\w+)">(.*?)</mark>', html)


def titles(answer) -> list[str]:
    return [row["page"].title for row in answer.context["rows"]]


# --- The queue ---


def test_queue_shows_what_is_due_first(client, editor):
    for day in (30, 3, 12):
        make_event(
            title=f"In {day} days", starts_on=in_days(day), awaiting_screening=True
        )
    make_event(title="A draft")
    make_event(title="Public", published=True)

    answer = client.get(reverse("screening_queue"))

    assert titles(answer) == ["In 3 days", "In 12 days", "In 30 days"]
    assert "3 days left" in answer.text


def test_queue_goes_by_the_day_of_the_edit_that_waits(client, editor):
    event = make_event(title="Moved", starts_on=in_days(50), published=True)
    make_event(title="New", starts_on=in_days(10), awaiting_screening=True)
    edit_event(
        event, event.owner, title="Moved", starts_on=in_days(4), summary="Sooner"
    )

    answer = client.get(reverse("screening_queue"))

    assert titles(answer) == ["Moved", "New"]
    assert answer.text.count("Change of something public") == 1


def test_queue_is_paginated(client, editor):
    organization = make_organization()
    user = make_member(organization)
    for number in range(27):
        make_event(
            title=f"Number {number:02}",
            starts_on=in_days(5 + number),
            organization=organization,
            user=user,
            awaiting_screening=True,
        )

    first = titles(client.get(reverse("screening_queue")))
    second = titles(client.get(reverse("screening_queue"), {"page": "2"}))

    assert first + second == [f"Number {number:02}" for number in range(27)]
    assert len(first) == 25


def test_next_page_of_the_queue_shows_what_was_chosen(client, editor):
    organization = make_organization()
    user = make_member(organization)
    for number in range(26):
        make_event(
            title=f"Number {number}",
            starts_on=in_days(5 + number),
            organization=organization,
            user=user,
            awaiting_screening=True,
        )

    page = BeautifulSoup(
        client.get(reverse("screening_queue"), {"show": "reading"}).content,
        "html.parser",
    )

    link = page.select_one(".ow-pages a")
    assert (link.text, link["href"]) == ("Next", "?show=reading&page=2")


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "١", "\x00"])
def test_queue_answers_odd_page_numbers(client, editor, page):
    make_event(awaiting_screening=True)

    assert len(titles(client.get(reverse("screening_queue"), {"page": page}))) == 1


def test_queue_marks_what_others_must_decide(client, editor):
    event = make_event(awaiting_screening=True)
    editor.memberships.create(organization=event.organization)

    assert "Yours: others decide" in client.get(reverse("screening_queue")).text


def test_queue_tells_not_screened_from_nothing_found(client, editor):
    event = make_event(awaiting_screening=True)
    assert "Not screened" not in client.get(reverse("screening_queue")).text

    ScreeningRun.objects.update(has_failed=True)

    assert "Not screened" in client.get(reverse("screening_queue")).text
    page = client.get(desk_of(event)).text
    assert "Not screened" in page
    assert "Nothing found" not in page


def test_submission_that_no_machine_has_read_is_not_screened(client, editor):
    event = make_event(awaiting_screening=True)
    ScreeningRun.objects.all().delete()

    for url in (reverse("screening_queue"), desk_of(event)):
        page = client.get(url).text
        assert "Not screened" in page
        assert "Nothing found" not in page


def test_empty_queue_says_thanks(client, editor):
    assert "Nothing waits" in client.get(reverse("screening_queue")).text


# --- One submission ---


def test_desk_marks_the_words_in_question(client, editor):
    make_entry()
    event = make_event(
        awaiting_screening=True,
        co_organizer_names="Another group\nIron Sparrow Front",
        description="<p>Together with <b>Iron Sparrow Front</b>, at six.</p>",
    )

    page = client.get(desk_of(event)).text

    assert {words for _level, words in marked(page)} == {"Iron Sparrow Front"}
    assert ("alert", "Iron Sparrow Front") in marked(page)
    assert "Invented for tests." in page
    assert "Nothing found" not in page


def test_desk_marks_right_behind_letters_of_several_bytes(client, editor):
    make_entry()
    event = make_event(
        awaiting_screening=True, summary="🕊🕊 Мир & <Frieden>: Iron Sparrow Front 🕊"
    )

    page = client.get(desk_of(event)).text

    assert {words for _level, words in marked(page)} == {"Iron Sparrow Front"}
    assert escape("🕊🕊 Мир & <Frieden>: ") in page


def test_desk_shows_markup_as_text(client, editor):
    event = make_event(
        awaiting_screening=True,
        title="<script>alert(1)</script>",
        summary="<img src=x onerror=alert(1)>",
        co_organizer_names="<svg onload=alert(1)>",
        private_contact="<b>Olena</b>",
    )

    page = client.get(desk_of(event)).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    assert "<b>Olena" not in page
    assert escape("<b>Olena</b>") in page


def test_case_27_arabic_and_hebrew_are_set_in_their_direction(client, editor):
    arabic, hebrew = "وقفة للسلام (Bonn)", "ערב שירה: Peace"
    group = make_organization(hebrew, description=f"<p>{arabic}</p>")
    texts = {
        "title": arabic,
        "summary": hebrew,
        "description": f"<p>{arabic}</p>",
        "venue": hebrew,
        "city": "بون",
        "co_organizer_names": arabic,
    }
    event = make_event(organization=group, editor=editor, published=True, **texts)
    waiting = make_event(organization=group, awaiting_screening=True, **texts)
    undirected = {}
    for path in (
        desk_of(waiting),
        reverse("screening_queue"),
        reverse("screening_history"),
        event.get_absolute_url(),
        "/en/actions/",
        group.get_absolute_url(),
        "/en/organizations/",
    ):
        page = BeautifulSoup(client.get(path).text, "html.parser")
        shown = page.main.find_all(string=re.compile("[א-ת؀-ۿ]"))
        assert shown
        if wrong := [
            t.strip()
            for t in shown
            if not (t.find_parent(dir="auto") or t.find_parent("bdi"))
        ]:
            undirected[path] = wrong
    assert undirected == {}


def test_desk_says_that_nothing_was_found_and_where_it_looked(client, editor):
    make_entry()

    page = client.get(desk_of(make_event(awaiting_screening=True))).text

    assert "Nothing found. Compared with one entry of the watchlist" in page


def test_desk_shows_what_an_edit_would_change(client, editor):
    event = make_event(published=True, website="https://example.org/")
    waiting = edit_event(event, event.owner, title="A new title", website="")

    rows = client.get(desk_of(waiting)).context["changes"]

    assert [(str(r["label"]), r["before"], r["after"]) for r in rows] == [
        ("title", "Vigil at the town hall", "A new title"),
        ("website about it", "https://example.org/", "–"),
    ]


def test_desk_points_to_what_is_perhaps_the_same(client, editor):
    same = {"title": "Candles at the river", "city": "Bonn"}
    public = make_event(published=True, editor=editor, **same)
    make_event(published=True, editor=editor, **same | {"city": "Trier"})
    make_event(published=True, editor=editor, **same | {"starts_on": in_days(31)})
    make_event(published=True, editor=editor, city="Bonn", title="Film and talk")
    waiting = make_event(awaiting_screening=True, **same | {"title": "Candles, river"})

    answer = client.get(desk_of(waiting))

    assert answer.context["duplicates"] == [public]
    assert f'href="{public.get_absolute_url()}"' in answer.text


def test_preview_is_the_page_that_waits_and_not_the_public_one(client, editor):
    event = make_event(published=True)
    waiting = edit_event(event, event.owner, title="A new title")

    page = client.get(
        reverse("preview_submission", args=[waiting.current_workflow_task_state.pk])
    )

    assert page.status_code == 200
    assert "A new title" in page.text
    assert "Visitors do not see this yet" in page.text


@pytest.mark.parametrize(
    ("outcome", "live"),
    [("approved", True), ("changes_requested", False), ("rejected", False)],
)
def test_editor_decides(client, editor, outcome, live):
    event = make_event(awaiting_screening=True)
    form = client.get(desk_of(event)).context["form"]

    answer = client.post(
        desk_of(event),
        {
            "outcome": outcome,
            "reason": "Because.",
            "revision": form["revision"].value(),
        },
    )

    assert answer.status_code == 302
    assert answer.url == reverse("screening_queue")
    assert fresh(event).live is live
    if outcome == "rejected":  # takes two
        assert not Decision.objects.exists()
        decide_on(fresh(event), make_editor(), outcome)
        assert Decision.objects.get().agreed_by == editor
        return
    decision = Decision.objects.get()
    assert (decision.outcome, decision.decided_by) == (outcome, editor)


@pytest.mark.parametrize("outcome", ["changes_requested", "rejected"])
def test_reason_that_is_missing_is_asked_for_at_the_field(client, editor, outcome):
    event = make_event(awaiting_screening=True)
    form = client.get(desk_of(event)).context["form"]

    answer = client.post(
        desk_of(event),
        {"outcome": outcome, "reason": " ", "revision": form["revision"].value()},
    )

    assert answer.status_code == 200
    assert answer.context["errors"] == {
        "reason": ["Please give a reason: the group will read it."]
    }
    page = BeautifulSoup(answer.content, "html.parser")
    error = page.find(id="reason-error")
    assert error.find_next(["textarea", "button"])["id"] == "id_reason"
    assert error.find_previous("label")["for"] == "id_reason"
    assert fresh(event).workflow_in_progress


def test_case_05_editor_is_told_of_a_change_and_keeps_the_reason(client, editor):
    event = make_event(awaiting_screening=True)
    read = client.get(desk_of(event)).context["form"]["revision"].value()
    edit_event(event, event.owner, title="Something else")

    answer = client.post(
        desk_of(event),
        {"outcome": "rejected", "reason": "A long reason.", "revision": read},
    )

    assert "The group has changed its text since you opened it" in answer.text
    assert answer.context["form"]["reason"].value() == "A long reason."
    assert answer.context["form"]["revision"].value() != read
    assert answer.context["page"].title == "Something else"
    assert "Something else" in answer.text
    assert not Decision.objects.exists()
    assert fresh(event).workflow_in_progress


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"outcome": "approved"},
        {"outcome": "approved", "revision": ""},
        {"outcome": "approved", "revision": "x"},
        {"outcome": "approved", "revision": "9" * 40},
        {"outcome": "publish"},
        {"outcome": "rejected", "reason": "x\x00y"},
        {"outcome": "rejected", "reason": "x" * 5000},
    ],
    ids=str,
)
def test_broken_decision_decides_nothing_and_breaks_nothing(client, editor, data):
    event = make_event(awaiting_screening=True)
    if "revision" not in data and data.get("outcome") == "rejected":
        data = data | {"revision": event.latest_revision_id}

    answer = client.post(desk_of(event), data)

    assert answer.status_code == 200
    assert fresh(event).workflow_in_progress
    assert not Decision.objects.exists()


def test_decided_submission_offers_no_decision(client, editor):
    event = make_event(awaiting_screening=True)
    url = desk_of(event)
    decide_on(event, make_editor())

    answer = client.get(url)

    assert answer.context["can_decide"] is False
    page = BeautifulSoup(answer.content, "html.parser")
    assert "This is decided." in page.text
    headings = [heading.text.strip() for heading in page.select(".ow-desk h2")]
    assert "Decisions" in headings
    assert {"Messages", "Internal notes", "Earlier decisions"}.isdisjoint(headings)


def test_what_was_taken_back_says_so(client, editor):
    event = make_event(awaiting_screening=True)
    url = desk_of(event)
    take_back_submission(event=event, user=event.owner)

    page = client.get(url).text

    assert "This was taken back: nobody needs to decide." in page
    assert "This is decided." not in page


@pytest.mark.parametrize("before_and_after", ["named anew", "no longer named"])
def test_desk_offers_no_decision_where_an_edit_touches_the_editors_group(
    client, editor, before_and_after
):
    before, after = ("", "Co Group")
    if before_and_after == "no longer named":
        before, after = after, before
    editor.memberships.create(organization=make_organization("Co Group"))
    event = make_event(published=True, co_organizer_names=before)
    waiting = edit_event(event, event.owner, co_organizer_names=after)

    page = client.get(desk_of(waiting))

    assert page.context["can_decide"] is False
    assert "so others decide" in page.text


def test_unknown_submission_is_404(client, editor):
    assert client.get(reverse("screen_submission", args=[99999])).status_code == 404


# --- What was decided ---


def test_history_says_who_when_and_why_the_latest_first(client, editor):
    other = make_editor()
    for number, outcome in enumerate(Outcome.values):
        event = make_event(title=f"Number {number}", awaiting_screening=True)
        decide_on(event, other, outcome, f"Reason {number}.")

    page = client.get(reverse("screening_history"))

    rows = page.context["page_obj"].object_list
    assert [row.title for row in rows] == ["Number 2", "Number 1", "Number 0"]
    for number, outcome in enumerate(Outcome):
        assert f"Number {number}" in page.text
        assert f"Reason {number}." in page.text
        assert str(outcome.label) in page.text
    assert page.text.count(str(other)) >= 3
    assert page.text.count("<time") >= 3


def test_history_is_paginated(client, editor):
    Decision.objects.bulk_create(
        Decision(
            title=f"Number {number}",
            organization_name="Group",
            outcome="approved",
            decided_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(number),
        )
        for number in range(30)
    )

    second = client.get(reverse("screening_history"), {"page": "2"})

    assert [d.title for d in second.context["page_obj"]] == [
        f"Number {number}" for number in (4, 3, 2, 1, 0)
    ]


@pytest.mark.parametrize("outcome", [Outcome.CHANGES_REQUESTED, Outcome.REJECTED])
def test_reason_stands_on_the_actions_page_in_the_cms(client, outcome):
    event = make_event(awaiting_screening=True)
    decide_on(event, make_editor(), outcome, "Who is the <second> speaker?")
    client.force_login(event.owner)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk]))

    assert escape("Who is the <second> speaker?") in page.text
    assert "<second>" not in page.text


def test_rejected_action_offers_its_group_no_way_to_send_it(client):
    event = make_event(rejected=True)
    client.force_login(event.owner)
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])

    page = client.get(url)
    answer = client.post(
        url,
        {
            "action-submit": "1",
            "title": "Vigil",
            "kind": "vigil",
            "description": "null",
            "starts_on": str(in_days(20)),
            "timezone": "Europe/Berlin",
            "attendance": "in_person",
            "city": "Bonn",
            "country": "DE",
            "location_precision": "exact",
        },
    )

    assert 'name="action-submit"' not in page.text
    assert answer.status_code < 500
    assert not fresh(event).workflow_in_progress


def test_finding_says_how_it_came_and_what_speaks_against_it(client):
    WatchlistEntry.objects.create(
        status="active",
        name="Железный Воробей",
        language="ru",
        countries="RU",
        acronyms="ЖВ",
        reason="Invented for tests.",
        source_title="Nobody",
        source_url="https://example.org/",
    )
    event = make_event(
        summary="We rally against the Zheleznyy Vorobey.",
        co_organizer_names="Z\u200bheleznyy Vorobey",
        awaiting_screening=True,
    )
    client.force_login(make_editor())
    desk = reverse("screen_submission", args=[event.current_workflow_task_state.pk])

    text = BeautifulSoup(client.get(desk).text, "html.parser").article.get_text(" ")

    words = " ".join(text.split())
    assert "What speaks against it" in words
    assert "the entry names Russia" in words
    assert "the text may speak against the group" in words
    assert "by its sound" in words
    assert "engine 1." in words
