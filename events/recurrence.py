"""When an event happens: what was typed, as spans of time. Pure functions.

A wall-clock time belongs to its place: it is kept as typed, with the IANA zone, and
becomes UTC here, by the zone rules of today (SECURITY-CASES 68).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr

ZONES = frozenset(
    name for name in available_timezones() if "/" in name or name == "UTC"
) - {name for name in available_timezones() if name.startswith(("Etc/", "SystemV/"))}


MAX_DATES = 100
MAX_DAYS = 731  # two years
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = f"(?:{'|'.join(WEEKDAYS)})"
# What the form can say, and no more: no rule that never ends or never yields a date.
_RULE = re.compile(
    r"FREQ=(?P<frequency>WEEKLY|MONTHLY);INTERVAL=(?P<interval>[1-9]\d?);"
    rf"(?P<which>BYDAY=(?:{_DAY}(?:,{_DAY})*|(?:-1|[1-5]){_DAY})|"
    r"BYMONTHDAY=\d\d?);(?:UNTIL=(?P<until>\d{8})|COUNT=(?P<count>\d{1,4}))"
)


class Repeats(StrEnum):
    """How a series goes on from its first day."""

    WEEKLY = "weekly"
    MONTHLY_BY_DATE = "monthly"
    MONTHLY_BY_WEEKDAY = "weekday"  # the n-th, as the first day is
    MONTHLY_BY_LAST_WEEKDAY = "last"


class Change(StrEnum):
    """What is said of a single date of a series."""

    MOVED = "moved"
    EXTRA = "extra"  # RDATE
    EXCLUDED = "excluded"  # EXDATE: it was never announced


@dataclass(frozen=True, kw_only=True)
class ChangedDate:
    """One date of a series that is not as the rule says. `date` is its RECURRENCE-ID.

    `starts_on` and the hours are those of a moved date; `note` is for everyone to read.
    """

    kind: Change
    date: dt.date
    starts_on: dt.date | None = None
    start_time: dt.time | None = None
    end_time: dt.time | None = None
    note: str = ""

    @classmethod
    def from_json(cls, row: dict) -> ChangedDate:
        """Read what `as_json` wrote.

        Raises:
            KeyError, ValueError: if it is nothing of the kind.
        """
        day, start, end = (row.get(n) for n in ("starts_on", "start_time", "end_time"))
        return cls(
            kind=Change(row["kind"]),
            date=dt.date.fromisoformat(row["date"]),
            starts_on=dt.date.fromisoformat(day) if day else None,
            start_time=dt.time.fromisoformat(start) if start else None,
            end_time=dt.time.fromisoformat(end) if end else None,
            note=row.get("note", ""),
        )

    def as_json(self) -> dict[str, str]:
        row = {"kind": str(self.kind), "date": self.date.isoformat()}
        if self.kind == Change.MOVED:
            row |= {
                "starts_on": self.starts_on.isoformat(),
                "start_time": self.start_time.isoformat() if self.start_time else "",
                "end_time": self.end_time.isoformat() if self.end_time else "",
                "note": self.note,
            }
        return row


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What a group says about when. None means: not said.

    `ends_on` is the last day, inclusive. Without `start_time` and not all-day, the hour
    is to be announced. `recurrence_rule` is an RRULE's value (RFC 5545 §3.3.10), with
    `starts_on` as its first date; "" if it happens once.
    """

    starts_on: dt.date
    timezone: str
    start_time: dt.time | None = None
    ends_on: dt.date | None = None
    end_time: dt.time | None = None
    is_all_day: bool = False
    recurrence_rule: str = ""
    changed_dates: tuple[ChangedDate, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Span:
    """One time that it happens. Moments are UTC; None where nobody said an hour.

    `orders_at` files it in a list, `until_at` is when it counts as past: its end, or
    the end of its last day where no hour is known (exclusive). `recurrence_id` is the
    day that the rule gave it, wherever it was moved to.
    """

    recurrence_id: dt.date
    starts_on: dt.date
    ends_on: dt.date | None
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    orders_at: dt.datetime
    until_at: dt.datetime
    is_moved: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A series as a group describes it, with the first day known beside it.

    `weekdays` count from Monday, 0; only of a weekly rule. Either `until` (inclusive)
    or `count` is there: a series ends.
    """

    repeats: Repeats
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    until: dt.date | None = None
    count: int | None = None

    def as_rrule(self, first: dt.date) -> str:
        """Return the value of an RRULE whose first date is `first`."""
        if self.repeats == Repeats.WEEKLY:
            days = sorted(set(self.weekdays) or {first.weekday()})
            which = "BYDAY=" + ",".join(WEEKDAYS[day] for day in days)
        elif self.repeats == Repeats.MONTHLY_BY_DATE:
            which = f"BYMONTHDAY={first.day}"
        elif self.repeats == Repeats.MONTHLY_BY_LAST_WEEKDAY:
            which = f"BYDAY=-1{WEEKDAYS[first.weekday()]}"
        else:
            which = f"BYDAY={(first.day + 6) // 7}{WEEKDAYS[first.weekday()]}"
        frequency = "WEEKLY" if self.repeats == Repeats.WEEKLY else "MONTHLY"
        end = f"UNTIL={self.until:%Y%m%d}" if self.until else f"COUNT={self.count}"
        return f"FREQ={frequency};INTERVAL={self.interval};{which};{end}"

    @classmethod
    def from_rrule(cls, text: str) -> Rule:
        """Read what `as_rrule` wrote.

        Raises:
            ValueError: if it is another rule.
        """
        found = _RULE.fullmatch(text)
        if found is None:
            raise ValueError(text)
        weekdays: tuple[int, ...] = ()
        if found["frequency"] == "WEEKLY":
            repeats = Repeats.WEEKLY
            weekdays = tuple(map(WEEKDAYS.index, found["which"][6:].split(",")))
        elif found["which"].startswith("BYMONTHDAY"):
            repeats = Repeats.MONTHLY_BY_DATE
        elif found["which"].startswith("BYDAY=-1"):
            repeats = Repeats.MONTHLY_BY_LAST_WEEKDAY
        else:
            repeats = Repeats.MONTHLY_BY_WEEKDAY
        return cls(
            repeats=repeats,
            interval=int(found["interval"]),
            weekdays=weekdays,
            until=dt.date.fromisoformat(found["until"]) if found["until"] else None,
            count=int(found["count"]) if found["count"] else None,
        )


def moment(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """Return the UTC moment of a wall-clock time; of two, the first."""
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)


def is_in_gap(day: dt.date, time: dt.time, zone: str) -> bool:
    """Say whether clocks skip this time, as when summer time begins."""
    local = dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    back = local.astimezone(dt.UTC).astimezone(ZoneInfo(zone))
    return back.replace(tzinfo=None) != local.replace(tzinfo=None)


def dates_of(rule: str, first: dt.date) -> list[dt.date]:
    """Return the dates of an RRULE of ours in order, `first` among them.

    Stops after two years, and at the first date that is one too many (MAX_DATES).
    """
    start = dt.datetime.combine(first, dt.time())
    last = start + dt.timedelta(days=MAX_DAYS)
    found = takewhile(lambda date: date <= last, rrulestr(rule, dtstart=start))
    dates = [date.date() for date in islice(found, MAX_DATES + 1)]
    return dates if first in dates else [first, *dates]


def last_date(rule: str, first: dt.date) -> dt.date | None:
    """Return until when an RRULE of ours goes on, inclusive; None if it is not ours.

    That is the day that its group has named, or the last of a number of dates.
    """
    try:
        return Rule.from_rrule(rule).until or dates_of(rule, first)[-1]
    except ValueError:
        return None


def spans(
    schedule: Schedule, *, zone_of: Callable[[str], dt.tzinfo] = ZoneInfo
) -> list[Span]:
    """Return the times that it happens, in order; one where it does not repeat.

    Each date keeps the clock time of its place, whatever the clocks do between them:
    `zone_of` knows what they do.
    """
    zone = zone_of(schedule.timezone)
    if not schedule.recurrence_rule and not schedule.changed_dates:
        return [_span(schedule, zone, recurrence_id=schedule.starts_on)]
    days = {schedule.starts_on}
    if schedule.recurrence_rule:
        days.update(dates_of(schedule.recurrence_rule, schedule.starts_on))
    by_kind = {kind: {} for kind in Change}
    for change in schedule.changed_dates:
        by_kind[change.kind][change.date] = change
    days |= by_kind[Change.EXTRA].keys()
    days -= by_kind[Change.EXCLUDED].keys()
    length = (schedule.ends_on or schedule.starts_on) - schedule.starts_on
    found = []
    for day in days:
        moved = by_kind[Change.MOVED].get(day)
        first = moved.starts_on if moved else day
        own = replace(
            schedule,
            starts_on=first,
            ends_on=first + length if schedule.ends_on else None,
        )
        if moved:
            own = replace(
                own,
                start_time=moved.start_time,
                end_time=moved.end_time,
                is_all_day=schedule.is_all_day and moved.start_time is None,
            )
        found.append(
            _span(
                own,
                zone,
                recurrence_id=day,
                is_moved=moved is not None,
                note=moved.note if moved else "",
            )
        )
    return sorted(found, key=lambda span: (span.orders_at, span.recurrence_id))


def skipped_days(schedule: Schedule) -> list[dt.date]:
    """Return the days on which the clocks skip an hour that the schedule names."""
    changed = {change.date: change for change in schedule.changed_dates}
    days = []
    for span in spans(schedule):
        change = changed.get(span.recurrence_id)
        own = change if change and change.kind == Change.MOVED else schedule
        for day, time in (
            (span.starts_on, own.start_time),
            (span.ends_on or span.starts_on, own.end_time),
        ):
            if time is not None and is_in_gap(day, time, schedule.timezone):
                days.append(day)
    return days


def _span(schedule: Schedule, zone: dt.tzinfo, **facts) -> Span:
    last_day = schedule.ends_on or schedule.starts_on
    day_begins = moment(schedule.starts_on, dt.time(), zone)
    day_after = moment(last_day + dt.timedelta(days=1), dt.time(), zone)
    starts_at = ends_at = None
    if schedule.start_time is not None and not schedule.is_all_day:
        starts_at = moment(schedule.starts_on, schedule.start_time, zone)
        if schedule.end_time is not None:
            ends_at = moment(last_day, schedule.end_time, zone)
    return Span(
        starts_on=schedule.starts_on,
        ends_on=schedule.ends_on,
        starts_at=starts_at,
        ends_at=ends_at,
        orders_at=starts_at or day_begins,
        until_at=ends_at or day_after,
        **facts,
    )
