"""VTIMEZONE components (RFC 5545 §3.6.5), from the zone data that Python itself uses.

`icalendar` can write them too, but as lists of dates, which Outlook cannot read. Here a
zone is told as shortly as is true for the dates in use: one offset, two yearly rules,
or its changes one by one.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo

import icalendar

# A rule has to hold until the calendar's weekdays repeat: Chile's "Sunday after the
# 1st" looks like "the first Sunday" for years, and is the second one then.
RULE_YEARS = 28
# When rules and unchanging offsets start, whatever the dates in use.
FIRST_DAY = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - local time, as the RFC asks
# No zone puts its clocks forward and back within a week.
SEARCH_STEP = dt.timedelta(days=7)
# Finds the last change before any date in a zone that has changes every year.
LOOK_BACK = dt.timedelta(days=400)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A moment at which a zone's clocks are put forward or back."""

    at: dt.datetime  # UTC
    offset_from: dt.timedelta
    offset_to: dt.timedelta
    name: str  # of the time that begins: CEST, +0545
    is_daylight: bool  # the time that begins

    @cached_property
    def local(self) -> dt.datetime:
        """What the clocks show just before they are changed; naive."""
        return (self.at + self.offset_from).replace(tzinfo=None)

    @cached_property
    def weeks(self) -> set[int]:
        """Say which such weekday of its month it is: 1 to 4 and, if the last, -1."""
        week = (self.local.day - 1) // 7 + 1
        is_last = self.local.day + 7 > monthrange(self.local.year, self.local.month)[1]
        return ({week} - {5}) | ({-1} if is_last else set())


def vtimezone(tzid: str, first: dt.date, last: dt.date) -> icalendar.Timezone:
    """Build the VTIMEZONE of an IANA zone, right for every hour from `first` to `last`.

    Both dates are the place's own and inclusive. Raises `ZoneInfoNotFoundError`.
    """
    component = icalendar.Timezone()
    component["TZID"] = icalendar.vText(tzid)
    component.subcomponents = _observances(tzid, first, last)
    return component


def _observances(
    tzid: str, first: dt.date, last: dt.date
) -> list[icalendar.TimezoneStandard | icalendar.TimezoneDaylight]:
    changes = _changes(tzid, first.year, last.year)
    start = dt.datetime.combine(first, dt.time(), ZoneInfo(tzid))
    past = [change for change in changes if change.at <= start]
    # A year more than is in use, so that both halves of the year are told.
    coming = [c for c in changes if c.at > start and c.local.year <= last.year + 1]
    if not coming:
        return [_constant(start)]
    return _yearly_rules(changes, range(first.year, last.year + 2)) or [
        _observance(past[-1], past[-1].local) if past else _constant(start),
        *(_observance(change, change.local) for change in coming),
    ]


def _yearly_rules(
    changes: Sequence[Change], years: range
) -> list[icalendar.TimezoneStandard | icalendar.TimezoneDaylight]:
    """Put the changes into two rules, or return nothing where no two rules are true.

    The rules are of the only kind that Outlook reads: the nth weekday of a month
    ([MS-OXCICAL] 2.1.3.1.1.19.2.2). They are true if each of `years` has one change of
    each kind, and no year after them has another.
    """
    by_kind = defaultdict(list)
    for change in changes:
        local = change.local
        if local.year >= years.start:
            by_kind[
                change.offset_from,
                change.offset_to,
                change.name,
                local.month,
                local.weekday(),
                local.time(),
            ].append(change)
    observances = []
    for same in by_kind.values():
        weeks = set.intersection(*(change.weeks for change in same))
        if not weeks or not set(years) <= {change.local.year for change in same}:
            return []
        observances.append(_rule(same[0], min(weeks)))
    return observances if len(observances) == 2 else []


def _rule(
    change: Change, week: int
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """Say that a change happens each year in the given week of its month."""
    local = change.local
    days = [
        day
        for day in range(1, monthrange(FIRST_DAY.year, local.month)[1] + 1)
        if FIRST_DAY.replace(month=local.month, day=day).weekday() == local.weekday()
    ]
    day = days[week - 1 if week > 0 else week]
    observance = _observance(change, local.replace(year=FIRST_DAY.year, day=day))
    observance["RRULE"] = _OutlookRule(
        FREQ="YEARLY", BYMONTH=local.month, BYDAY=f"{week}{WEEKDAYS[local.weekday()]}"
    )
    return observance


def _observance(
    change: Change, starts_at: dt.datetime
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """Describe the time that begins with a change; `starts_at` is naive."""
    observance = (
        icalendar.TimezoneDaylight()
        if change.is_daylight
        else icalendar.TimezoneStandard()
    )
    observance.add("DTSTART", starts_at)
    observance.add("TZOFFSETFROM", change.offset_from)
    observance.add("TZOFFSETTO", change.offset_to)
    observance.add("TZNAME", change.name)
    return observance


def _constant(moment: dt.datetime) -> icalendar.TimezoneStandard:
    """Describe the time at a moment as one that has always been."""
    change = Change(
        at=moment,
        offset_from=moment.utcoffset(),
        offset_to=moment.utcoffset(),
        name=moment.tzname(),
        is_daylight=False,
    )
    return _observance(change, FIRST_DAY)


@lru_cache(maxsize=1024)
def _changes(tzid: str, first_year: int, last_year: int) -> tuple[Change, ...]:
    """Find every change of offset that matters for the years in use, oldest first."""
    zone = ZoneInfo(tzid)
    moment = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC) - LOOK_BACK
    end = dt.datetime(last_year + RULE_YEARS, 1, 1, tzinfo=dt.UTC)
    moments = [moment]
    while moments[-1] < end:
        moments.append(moments[-1] + SEARCH_STEP)
    return tuple(
        _change_between(earlier, later)
        for earlier, later in pairwise(m.astimezone(zone) for m in moments)
        if earlier.utcoffset() != later.utcoffset()
    )


def _change_between(before: dt.datetime, after: dt.datetime) -> Change:
    """Find the second of the change between two local times, by halving."""
    zone = before.tzinfo
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if dt.datetime.fromtimestamp(middle, zone).utcoffset() == before.utcoffset():
            low = middle
        else:
            high = middle
    onset = dt.datetime.fromtimestamp(high, zone)
    return Change(
        at=onset.astimezone(dt.UTC),
        offset_from=before.utcoffset(),
        offset_to=onset.utcoffset(),
        name=onset.tzname(),
        # Not `dst()` alone: the zone data call Ireland's winter the exception, and
        # Morocco's Ramadan, with a saving of minus one hour.
        is_daylight=onset.utcoffset() > before.utcoffset()
        and bool(onset.dst() or before.dst()),
    )


class _OutlookRule(icalendar.vRecur):
    """A recurrence rule with its parts in the order that Outlook itself writes."""

    canonical_order: ClassVar[tuple[str, ...]] = ("FREQ", "BYMONTH", "BYDAY")
