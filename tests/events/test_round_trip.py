"""Our feed, as it is served, read by three other libraries: each says the same."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from events import ical
from events.lifecycle import cancel_date
from events.models import Occurrence
from events.recurrence import Change, ChangedDate, Repeats, Rule, Schedule, spans
from tests.calendar_readers import READERS, disagreements, times_of
from tests.factories.actions import in_days, make_event
from tests.factories.people import make_editor, make_member, make_organization
from tests.factories.public import public_action, timed_action
from tests.factories.world import make_picture
from tests.ical_rules import broken_rules

FEED = "/en/feeds/actions.ics"
ZONES = [
    "Europe/Dublin",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
]


@pytest.fixture
def world(db):
    """Publish every sort of action, in zones whose clocks change oddly."""
    organization = make_organization("Peace House")
    member, editor = make_member(organization), make_editor()

    def publish(**fields):
        return make_event(
            organization=organization,
            user=member,
            editor=editor,
            published=True,
            **fields,
        )

    publish(title="All day; with, signs \\ and 🕯️", start_time=None, is_all_day=True)
    publish(title="No hour yet", start_time=None)
    publish(
        title="A picture", picture=make_picture(organization), picture_alt="A candle"
    )
    publish(title="שלום עולם", start_time=None, ends_on=in_days(23))
    publish(
        title="Online",
        attendance="online",
        city="",
        country="",
        online_url="https://meet.example/a?b=c",
        end_time=dt.time(21),
    )
    make_event(
        organization=organization,
        user=member,
        editor=editor,
        cancelled=True,
        title="Off",
    )
    first = in_days(5)
    rule = Rule(repeats=Repeats.WEEKLY, interval=12, count=5).as_rrule(first)
    moved = ChangedDate(
        kind=Change.MOVED,
        date=first + dt.timedelta(weeks=12),
        starts_on=first + dt.timedelta(weeks=12, days=1),
        start_time=dt.time(9),
        note="Hall",
    )
    for zone in ZONES:
        series = publish(
            title=zone,
            timezone=zone,
            starts_on=first,
            start_time=dt.time(18, 30),
            end_time=dt.time(20),
            recurrence_rule=rule,
            changed_dates=[moved.as_json()],
        )
        cancel_date(
            event=series,
            recurrence_id=first + dt.timedelta(weeks=24),
            user=member,
            note="Storm",
        )


def test_every_reader_says_what_the_database_says(world):
    octets = Client().get(FEED).content
    rows = list(Occurrence.objects.published().for_output().in_order())
    assert len(rows) == 6 + 5 * len(ZONES)
    assert broken_rules(octets) == []

    assert disagreements(octets, rows) == []


TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from([*'\r\n\t\x00\x0b\\;,:"^\u202e\u2028אב🕯️', "\ud800"]),
    ),
    max_size=90,
)


@given(title=TEXT, description=TEXT, note=TEXT)
@settings(max_examples=60, deadline=None)
def test_case_42_no_text_breaks_a_reader(title, description, note):
    action = timed_action(
        "2027-03-28 18:00",
        "2027-03-28 19:00",
        title=title,
        description_text=description,
        recurrence_id=dt.date(2027, 3, 27),
        is_moved=True,
        date_note=note,
    )

    octets = ical.single(action, organizer_address="no-reply@objectwar.example")

    assert broken_rules(octets, is_feed=False) == []
    said = [dict(read(octets)) for read in READERS.values()]
    assert [list(events) for events in said] == [[action.uid]] * len(READERS)
    assert len({events[action.uid]["summary"] for events in said}) == 1
    assert len({events[action.uid]["description"] for events in said}) == 1


# Clocks change on these days in Europe, North America and Chile; on the last, nowhere.
DAYS = [dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2027, 3, 14)]
DAYS += [dt.date(2027, 11, 7), dt.date(2027, 4, 3), dt.date(2026, 12, 10)]
HOURS = st.none() | st.sampled_from([dt.time(h, 30) for h in (0, 1, 2, 3, 18, 23)])


@given(
    zone=st.sampled_from([*ZONES, "Europe/Berlin", "UTC"]),
    day=st.sampled_from(DAYS),
    lasts=st.none() | st.integers(0, 3),
    start=HOURS,
    end=HOURS,
    is_all_day=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_every_reader_reads_every_kind_of_time(
    zone, day, lasts, start, end, is_all_day
):
    schedule = Schedule(
        starts_on=day,
        ends_on=None if lasts is None else day + dt.timedelta(days=lasts),
        start_time=start,
        end_time=end,
        is_all_day=is_all_day,
        timezone=zone,
    )
    (span,) = spans(schedule)
    assume(span.ends_at is None or span.ends_at > span.starts_at)
    names = ("starts_on", "ends_on", "starts_at", "ends_at")
    action = public_action(
        timezone=zone,
        is_all_day=is_all_day,
        **{name: getattr(span, name) for name in names},
    )

    octets = ical.single(action, organizer_address="no-reply@objectwar.example")

    assert broken_rules(octets, is_feed=False) == []
    for read in READERS.values():
        ((_uid, said),) = read(octets)
        assert {name: said[name] for name in ("start", "end")} == times_of(span)


def test_zones_of_the_series_are_on_both_sides_of_a_change():
    """The test above would say little if no clock changed between its dates."""
    today = timezone.localdate()
    days = [today + dt.timedelta(days=5, weeks=12 * n) for n in range(5)]
    offsets = {
        zone: {
            dt.datetime.combine(day, dt.time(18), ZoneInfo(zone)).utcoffset()
            for day in days
        }
        for zone in ZONES
    }
    assert sum(len(found) > 1 for found in offsets.values()) >= 4
