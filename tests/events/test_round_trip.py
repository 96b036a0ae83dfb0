"""Our feed, as it is served, read by three other libraries: each says the same."""

import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from vobject.icalendar import registerTzid

from events import ical
from events.lifecycle import cancel_date
from events.models import Occurrence
from events.public import public_action
from events.recurrence import Change, ChangedDate, Repeats, Rule
from tests.factories.actions import in_days, make_event
from tests.factories.people import make_editor, make_member, make_organization
from tests.factories.public import timed_action
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


def plain(moment):
    """Return a date, or a moment in UTC."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(dt.UTC)
    return moment


def read_by_icalendar(octets):
    for event in icalendar.Calendar.from_ical(octets).events:
        assert not event.errors
        geo = event.get("GEO")
        categories = event.get("CATEGORIES")
        yield (
            str(event["UID"]),
            {
                "summary": str(event["SUMMARY"]),
                "description": str(event["DESCRIPTION"]),
                "location": str(event.get("LOCATION", "")),
                "start": plain(event["DTSTART"].dt),
                "end": plain(event["DTEND"].dt) if "DTEND" in event else None,
                "status": str(event["STATUS"]),
                "sequence": int(event["SEQUENCE"]),
                "url": str(event["URL"]),
                "geo": (geo.latitude, geo.longitude) if geo else None,
                "categories": [str(c) for c in categories.cats] if categories else [],
                "changed": event["LAST-MODIFIED"].dt,
                "created": event["CREATED"].dt,
            },
        )


def read_by_ical(octets):
    for event in IcsCalendarStream.calendar_from_ics(octets.decode()).events:
        yield (
            event.uid,
            {
                "summary": event.summary,
                "description": event.description,
                "location": event.location or "",
                "start": plain(event.dtstart),
                "end": plain(event.dtend) if event.dtend else None,
                "status": event.status.value,
                "sequence": event.sequence,
                "url": event.url,
                "geo": (event.geo.lat, event.geo.lng) if event.geo else None,
                "categories": list(event.categories),
                "changed": event.last_modified,
                "created": event.created,
            },
        )


def read_by_vobject(octets):
    text = octets.decode()
    # It would ask a database of its own before it looks at our zones.
    for block in re.findall("BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", text, re.DOTALL):
        zones = tzical(io.StringIO(block))
        registerTzid(*zones.keys(), zones.get())
    calendar = vobject.readOne(text)
    for event in calendar.vevent_list:

        def value(name, default=None, event=event):
            return getattr(event, name).value if hasattr(event, name) else default

        geo = value("geo")
        yield (
            event.uid.value,
            {
                "summary": event.summary.value,
                "description": event.description.value,
                "location": value("location", ""),
                "start": plain(event.dtstart.value),
                "end": plain(value("dtend")) if hasattr(event, "dtend") else None,
                "status": event.status.value,
                "sequence": int(event.sequence.value),
                "url": event.url.value,
                "geo": tuple(map(float, geo.split(";"))) if geo else None,
                "categories": value("categories", []),
                "changed": event.last_modified.value,
                "created": event.created.value,
            },
        )


READERS = {
    "icalendar": read_by_icalendar,
    "ical": read_by_ical,
    "vobject": read_by_vobject,
}


def expected(occurrence) -> dict:
    """Return what the database says, by the rules of docs/decisions/0009 and 0057."""
    event = occurrence.event
    action = public_action(occurrence)
    start = occurrence.starts_at or occurrence.starts_on
    end = occurrence.ends_at
    if occurrence.starts_at is None:
        end = (occurrence.ends_on or occurrence.starts_on) + dt.timedelta(days=1)
    prefix = "Called off: " if action.is_cancelled else ""
    place = ", ".join(
        part
        for part in (
            event.venue,
            event.street,
            f"{event.postal_code} {event.city}".strip(),
            event.country_name if event.country else "",
        )
        if part
    )
    return {
        "summary": prefix + event.title,
        "location": place,
        "start": start,
        "end": end,
        "status": "CANCELLED" if action.is_cancelled else "CONFIRMED",
        "sequence": occurrence.sequence,
        "url": action.url,
        "geo": (occurrence.latitude, occurrence.longitude)
        if occurrence.latitude is not None
        else None,
        "categories": [event.get_kind_display()],
        "changed": occurrence.changed_at.replace(microsecond=0),
        "created": occurrence.created_at.replace(microsecond=0),
    }


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
    publish(title="שלום עולם", start_time=None, ends_on=in_days(23))
    publish(
        title="Online",
        attendance="online",
        city="",
        country="",
        online_url="https://meet.example/a,b;c",
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
    rows = {
        row.uid: row for row in Occurrence.objects.published().for_output().in_order()
    }
    assert len(rows) == 5 + 5 * len(ZONES)
    assert broken_rules(octets) == []
    said = {name: dict(read(octets)) for name, read in READERS.items()}

    for uid, row in rows.items():
        wanted = expected(row)
        for name, events in said.items():
            event = dict(events[uid])
            description = event.pop("description")
            assert event == wanted, (name, row.event.title)
            assert description.endswith(wanted["url"])
            assert description == said["icalendar"][uid]["description"]


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
