"""Public actions, the values that every output reads."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from events.choices import EventKind
from events.public import PublicAction, PublicGroup, PublicPlace

CREATED = dt.datetime(2026, 10, 1, 8, 0, tzinfo=dt.UTC)
CHANGED = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 10)


def public_action(**overrides: Any) -> PublicAction:
    """Make a vigil in Berlin whose hour is to be announced."""
    slug = overrides.get("slug", "vigil")
    values = {
        "uid": f"action-{slug}@objectwar.example",
        "slug": slug,
        "url": f"https://objectwar.example/en/actions/{slug}/",
        "title": "Vigil for deserters",
        "kind": EventKind.VIGIL,
        "kind_label": "Vigil",
        "organizer": PublicGroup(
            name="Peace Group",
            slug="peace-group",
            url="https://objectwar.example/en/organizations/peace-group/",
        ),
        "starts_on": DAY,
        "timezone": "Europe/Berlin",
        "created_at": CREATED,
        "changed_at": CHANGED,
        "place": PublicPlace(city="Berlin", country="DE", country_name="Germany"),
    }
    return PublicAction(**values | overrides)


def timed_action(start: str, end: str = "", **overrides: Any) -> PublicAction:
    """Make one with hours, such as "2026-12-10 18:00" by the clocks of its place."""
    zone = ZoneInfo(overrides.get("timezone", "Europe/Berlin"))
    starts_at = dt.datetime.fromisoformat(start).replace(tzinfo=zone)
    ends_at = dt.datetime.fromisoformat(end).replace(tzinfo=zone) if end else None
    times = {
        "starts_on": starts_at.date(),
        "starts_at": starts_at,
        "ends_on": ends_at.date() if ends_at else None,
        "ends_at": ends_at,
    }
    return public_action(**times | overrides)
