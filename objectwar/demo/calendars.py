"""A made-up calendar of the demonstration's group, with proposals that wait.

Its address leads nowhere, so it is paused: what it proposes was never fetched.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from events.importers.base import key_of
from events.importers.values import ImportedEvent
from events.models import CalendarSource, Proposal
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
        start = dt.datetime.combine(
            today + dt.timedelta(days=days), dt.time(hour), ZONE
        )
        imported = ImportedEvent(
            uid=f"{uid}@calendar.example",
            title=title,
            start=start.astimezone(dt.UTC),
            end=(start + dt.timedelta(hours=2)).astimezone(dt.UTC),
            timezone=ZONE.key,
            location="1100-001 Lisboa, Portugal",
        )
        Proposal.objects.create(
            calendar=calendar,
            kind=Proposal.Kind.NEW,
            key=key_of(imported, organization),
            imported=imported.as_json(),
            starts_on=start.date(),
        )
    remember(calendar, KEY)
    return 1
