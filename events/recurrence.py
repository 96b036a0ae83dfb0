"""When an event happens: what was typed, as spans of time. Pure functions.

A wall-clock time belongs to its place: it is kept as typed, with the IANA zone, and
becomes UTC here, by the zone rules of today (SECURITY-CASES 68).
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

ZONES = frozenset(
    name for name in available_timezones() if "/" in name or name == "UTC"
) - {name for name in available_timezones() if name.startswith(("Etc/", "SystemV/"))}


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What a group says about when. None means: not said.

    `ends_on` is the last day, inclusive. Without `start_time` and not all-day, the hour
    is to be announced.
    """

    starts_on: dt.date
    timezone: str
    start_time: dt.time | None = None
    ends_on: dt.date | None = None
    end_time: dt.time | None = None
    is_all_day: bool = False


@dataclass(frozen=True, kw_only=True)
class Span:
    """One time that it happens. Moments are UTC; None where nobody said an hour.

    `orders_at` files it in a list, `until_at` is when it counts as past: its end, or
    the end of its last day where no hour is known (exclusive).
    """

    starts_on: dt.date
    ends_on: dt.date | None
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    orders_at: dt.datetime
    until_at: dt.datetime


def moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """Return the UTC moment of a wall-clock time; of two, the first."""
    local = dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    return local.astimezone(dt.UTC)


def is_in_gap(day: dt.date, time: dt.time, zone: str) -> bool:
    """Say whether clocks skip this time, as when summer time begins."""
    local = dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    back = local.astimezone(dt.UTC).astimezone(ZoneInfo(zone))
    return back.replace(tzinfo=None) != local.replace(tzinfo=None)


def spans(schedule: Schedule) -> list[Span]:
    """Return the times that it happens, in order. A series will return several."""
    zone = schedule.timezone
    last_day = schedule.ends_on or schedule.starts_on
    day_begins = moment(schedule.starts_on, dt.time(), zone)
    day_after = moment(last_day + dt.timedelta(days=1), dt.time(), zone)
    starts_at = ends_at = None
    if schedule.start_time is not None and not schedule.is_all_day:
        starts_at = moment(schedule.starts_on, schedule.start_time, zone)
        if schedule.end_time is not None:
            ends_at = moment(last_day, schedule.end_time, zone)
    return [
        Span(
            starts_on=schedule.starts_on,
            ends_on=schedule.ends_on,
            starts_at=starts_at,
            ends_at=ends_at,
            orders_at=starts_at or day_begins,
            until_at=ends_at or day_after,
        )
    ]
