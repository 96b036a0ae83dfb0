"""A made-up calendar of the demonstration's group, with proposals that wait.

Its address leads nowhere, so it is paused: what it proposes was never fetched.
"""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from events.importers.base import as_json, key_of, values_of
from events.importers.values import ImportedEvent
from events.models import CalendarSource, EventPage, EventSource, Proposal
from events.recurrence import Change, ChangedDate, Repeats, Rule
from organizations.models import OrganizationPage

from . import examples
from .accounts import HOME_GROUP
from .ledger import remember
from .organizations import example_slug

ADDRESS = "https://calendar.example/lisbon/actions.ics"
KEY = "example/calendar/lisbon"
ZONE = ZoneInfo("Europe/Lisbon")
# UID, title, days from now, hour.
DATES = (
    ("letters", "Letters to people in prison", 16, 18),
    ("walk", "Walk along the river for those who refuse", 23, 15),
)


def load_calendar(known: set[str], today: dt.date) -> int:
    """Add the calendar if it was never added before; return how many were."""
    if KEY in known:
        return 0
    organization = OrganizationPage.objects.get(
        slug=example_slug(examples.groups()[HOME_GROUP])
    )
    calendar = CalendarSource.objects.create(
        organization=organization, url=ADDRESS, is_paused=True
    )
    for uid, title, days, hour in DATES:
        imported = _date(uid, title, today + dt.timedelta(days=days), dt.time(hour))
        _propose(calendar, Proposal.Kind.NEW, imported)
    _propose(calendar, Proposal.Kind.NEW, _series(today + dt.timedelta(days=9)))
    public = EventPage.objects.live().filter(
        organization=organization,
        starts_on__gt=today,
        start_time__isnull=False,
        end_time__isnull=False,
    )
    # One is an hour later there, the other is gone.
    for kind, event in zip(("gone", "changed"), public.order_by("pk"), strict=False):
        there = _known(calendar, event)
        hour = dt.timedelta(hours=1)
        moved = replace(there, start=there.start + hour, end=there.end + hour)
        _propose(calendar, kind, moved if kind == "changed" else None, event)
    remember(calendar, KEY)
    return 1


def _date(uid: str, title: str, day: dt.date, time: dt.time) -> ImportedEvent:
    start = dt.datetime.combine(day, time, ZONE)
    return ImportedEvent(
        uid=f"{uid}@calendar.example",
        title=title,
        start=start.astimezone(dt.UTC),
        end=(start + dt.timedelta(hours=2)).astimezone(dt.UTC),
        timezone=ZONE.key,
        location="1100-001 Lisboa, Portugal",
    )


def _series(first: dt.date) -> ImportedEvent:
    """Return six weekly dates without the third."""
    rule = Rule(repeats=Repeats.WEEKLY, until=first + dt.timedelta(weeks=5))
    left_out = ChangedDate(kind=Change.EXCLUDED, date=first + dt.timedelta(weeks=2))
    return replace(
        _date("tea", "Tea and talk for people who refuse", first, dt.time(17)),
        details={
            "recurrence_rule": rule.as_rrule(first),
            "changed_dates": [left_out.as_json()],
        },
    )


def _known(calendar: CalendarSource, event: EventPage) -> ImportedEvent:
    """Let the calendar have said of an action just what is here."""
    there = _date(f"known-{event.pk}", event.title, event.starts_on, event.start_time)
    end = dt.datetime.combine(event.starts_on, event.end_time, ZONE)
    there = replace(there, end=end.astimezone(dt.UTC))
    said = values_of(there, calendar.organization)
    EventSource.objects.update_or_create(
        event=event,
        defaults={
            "key": key_of(there, calendar.organization),
            "url": calendar.url,
            "imported": as_json(said),
            "calendar": calendar,
        },
    )
    return there


def _propose(calendar, kind: str, imported: ImportedEvent | None, event=None) -> None:
    Proposal.objects.create(
        calendar=calendar,
        kind=kind,
        key=key_of(imported, calendar.organization) if imported else event.source.key,
        event=event,
        imported=imported.as_json() if imported else {},
        starts_on=imported.start.date() if imported else event.starts_on,
    )
