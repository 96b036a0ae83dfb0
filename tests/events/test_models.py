"""What every event must be, whichever way it comes in."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import EventPage
from tests.factories.actions import in_days, make_event, make_period
from tests.factories.people import make_organization

pytestmark = pytest.mark.django_db

PIN = {"latitude": 50.7339174, "longitude": 7.0998134}


def event_with(**fields) -> EventPage:
    """Return a valid event that is not stored, with some fields replaced."""
    event = EventPage(
        **{
            "title": "Vigil at the town hall",
            "slug": "vigil",
            "path": "000100010001",
            "depth": 3,
            "kind": "vigil",
            "starts_on": in_days(20),
            "city": "Bonn",
            "country": "DE",
            **fields,
        }
    )
    event.organization = make_organization()
    return event


def wrong_fields(event) -> set[str]:
    try:
        event.full_clean(exclude=["path", "depth", "content_type", "draft_title"])
    except ValidationError as error:
        return set(error.message_dict)
    return set()


VALID = {
    "town and day alone": {},
    "hours": {"start_time": dt.time(18), "end_time": dt.time(20)},
    "overnight": {
        "start_time": dt.time(22),
        "ends_on": in_days(21),
        "end_time": dt.time(2),
    },
    "all day": {"is_all_day": True},
    "sixty days": {"ends_on": in_days(80)},
    "online": {"attendance": "online", "city": "", "country": ""},
    "pin": PIN,
    "hour that happens twice": {
        "starts_on": dt.date(2026, 10, 25),
        "start_time": dt.time(2, 30),
    },
    "150 characters": {"title": "word " * 29 + "words"},
    "Arabic": {"title": "وقفة احتجاجية"},
    "emoji beside a word": {"title": "🕊 Peace"},
    "Kosovo": {"country": "XK"},
}

INVALID = {
    "no day": ({"starts_on": None}, {"starts_on"}),
    "no title": ({"title": ""}, {"title"}),
    "only spaces": ({"title": " \t\u00a0 "}, {"title"}),
    "only emoji": ({"title": "🕊🕊🕊"}, {"title"}),
    "only marks": ({"title": "\u0301" * 200}, {"title"}),
    "only invisible": ({"title": "\u200b\u202e\x00"}, {"title"}),
    "10,000 characters": ({"title": "word " * 2000}, {"title"}),
    "one word of 500": ({"title": "w" * 500}, {"title"}),
    "one word of 61": ({"title": "w" * 61}, {"title"}),
    "unknown kind": ({"kind": "riot"}, {"kind"}),
    "last day first": ({"ends_on": in_days(19)}, {"ends_on"}),
    "61 days": ({"ends_on": in_days(81)}, {"ends_on"}),
    "end before start": (
        {"start_time": dt.time(18), "end_time": dt.time(17)},
        {"end_time"},
    ),
    "no time at all": (
        {"start_time": dt.time(18), "end_time": dt.time(18)},
        {"end_time"},
    ),
    "end without start": ({"end_time": dt.time(18)}, {"start_time"}),
    "all day with hours": (
        {"is_all_day": True, "start_time": dt.time(18)},
        {"is_all_day"},
    ),
    "year 1": ({"starts_on": dt.date(1, 1, 1)}, {"starts_on"}),
    "year 9999": ({"starts_on": dt.date(9999, 12, 31)}, {"starts_on"}),
    "last day in the year 9999": ({"ends_on": dt.date(9999, 12, 31)}, {"ends_on"}),
    "skipped hour": (
        {"starts_on": dt.date(2027, 3, 28), "start_time": dt.time(2, 30)},
        {"start_time"},
    ),
    "skipped end": (
        {
            "starts_on": dt.date(2027, 3, 27),
            "start_time": dt.time(20),
            "ends_on": dt.date(2027, 3, 28),
            "end_time": dt.time(2, 30),
        },
        {"end_time"},
    ),
    "made-up zone": ({"timezone": "Europe/Nowhere"}, {"timezone"}),
    "fixed offset": ({"timezone": "Etc/GMT+5"}, {"timezone"}),
    "path for a zone": ({"timezone": "../../etc/passwd"}, {"timezone"}),
    "no town": ({"city": ""}, {"city"}),
    "no country": ({"country": ""}, {"country"}),
    "unknown country": ({"country": "ZZ"}, {"country"}),
    "half a pin": ({"latitude": 50.7}, {"latitude"}),
    "pin beyond the pole": ({"latitude": 91.0, "longitude": 7.0}, {"latitude"}),
    "pin beyond the date line": ({"latitude": 50.0, "longitude": 181}, {"longitude"}),
    "address of another kind": ({"website": "javascript:alert(1)"}, {"website"}),
    "address without a host": ({"website": "https://"}, {"website"}),
    "301 characters of summary": ({"summary": "s" * 301}, {"summary"}),
}


@pytest.mark.parametrize("name", VALID)
def test_event_is_accepted(name):
    assert wrong_fields(event_with(**VALID[name])) == set()


@pytest.mark.parametrize("name", INVALID)
def test_event_is_refused_at_the_field(name):
    fields, wrong = INVALID[name]

    assert wrong_fields(event_with(**fields)) == wrong


@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": dt.date(2001, 1, 1)},
        {"is_all_day": True},
        {"start_time": None, "end_time": dt.time(18)},
        {"latitude": 91.0, "longitude": 7.0},
        {"latitude": 50.0},
    ],
    ids=lambda values: " ".join(values),
)
def test_database_refuses_what_the_form_refuses(values):
    event = make_event()

    with pytest.raises(IntegrityError), transaction.atomic():
        EventPage.objects.filter(pk=event.pk).update(**values)


def test_period_must_hold_its_anchor_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_period(anchor_day=in_days(100))


# --- What remains of a place ---


@pytest.mark.parametrize(
    ("precision", "stored"),
    [
        ("exact", (50.733917, 7.099813)),
        ("street", (50.734, 7.1)),
        ("district", (50.73, 7.1)),
        ("town", (None, None)),
        ("on_request", (None, None)),
    ],
)
def test_case_50_no_finer_pin_is_stored_anywhere(precision, stored):
    event = make_event(location_precision=precision, **PIN)

    revisions = [
        (content["latitude"], content["longitude"])
        for content in event.revisions.values_list("content", flat=True)
    ]
    assert {(event.latitude, event.longitude), *revisions} == {stored}


def test_case_50_a_pin_made_coarser_later_leaves_no_finer_draft():
    event = make_event(**PIN)

    event.location_precision = "district"
    event.save_revision(user=event.owner)

    latest = event.revisions.order_by("-pk").first().content
    assert (latest["latitude"], latest["longitude"]) == (50.73, 7.1)


def test_online_action_has_no_place():
    event = make_event(
        attendance="online", venue="Home", street="Our street 5", postal_code="1", **PIN
    )

    assert [
        getattr(event, name)
        for name in (
            *("venue", "street", "postal_code", "city", "country"),
            *("latitude", "longitude"),
        )
    ] == ["", "", "", "", "", None, None]


# --- Texts ---


def test_texts_lose_what_nobody_sees():
    event = make_event(
        title="  Vigil\x00\u202e at\u200b  the\ntown \ud800hall ",
        summary="one\r\ntwo\x0b",
        venue="Squ\u00adare",
        co_organizer_names="A\x07\nB\r\n\r\nA",
        description='<p onclick="x">Hi<script>alert(1)</script></p>',
    )

    event.refresh_from_db()
    assert (event.title, event.summary, event.venue, event.description) == (
        "Vigil at the town hall",
        "one\ntwo",
        "Square",
        "<p>Hi</p>",
    )
    assert event.co_organizer_list == ["A", "B"]


def test_marks_stacked_on_a_letter_are_cut():
    event = make_event(title="Z" + "\u0301" * 200 + "algo")

    assert event.title == "Z" + "\u0301" * 4 + "algo"


def test_slug_is_ascii_short_and_its_own():
    first, second = make_event(title="Мир — сейчас!"), make_event(title="Мир — сейчас!")

    assert first.slug == "mir-seychas"
    assert second.slug.startswith("mir-seychas-")


def test_slug_of_a_title_without_letters_is_a_word():
    assert make_event(title="…").slug == "action"


def test_revision_says_no_more_than_the_row():
    event = make_event(location_precision="town", **PIN)

    content = json.dumps(event.latest_revision.content)
    assert "50.7339" not in content
    assert "7.0998" not in content
