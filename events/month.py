"""A month of actions as a table of days, for the same filter as the list."""

import calendar
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from .public import PublicAction
from .selection import actions_of
from .tally import is_backwards, tally

YEARS = range(1990, 2200)
SHOWN_A_DAY = 5
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(kw_only=True)
class Day:
    """A day's actions, those that go on since an earlier day first."""

    date: dt.date
    is_in_month: bool
    is_today: bool
    actions: list[PublicAction] = field(default_factory=list)
    more: int = 0  # so many are not among `actions`


def read_month(text: str) -> dt.date | None:
    """Return the first day of `2026-12`, or None where that is no month."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year, number = map(int, found.groups())
    if year not in YEARS or not 1 <= number <= 12:
        return None
    return dt.date(year, number, 1)


def written(month: dt.date) -> str:
    return month.strftime("%Y-%m")


def beside(month: dt.date, step: int) -> dt.date | None:
    """Return the first day of the month before (-1) or after (1), if we show it."""
    number = month.year * 12 + month.month - 1 + step
    if number // 12 not in YEARS:
        return None
    return dt.date(number // 12, number % 12 + 1, 1)


def first_month(event_filter, *, at: dt.datetime) -> dt.date:
    """Return the month of the next action that fits, this month if there is none."""
    known = tally()
    rows = known.dates(event_filter, at=at)
    found = known.first_day(rows, backwards=is_backwards(event_filter))
    day = max(found or at.date(), at.date()) if not event_filter.names_a_time else found
    return (day or at.date()).replace(day=1)


def days_of(month: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the whole weeks that a month lies in."""
    dates = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return dates[0][0], dates[-1][-1]


def _between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for step in range((last - first).days + 1):
        yield first + dt.timedelta(days=step)


def weeks_of(event_filter, month: dt.date, *, at: dt.datetime) -> list[list[Day]]:
    """Return whole weeks from Monday on, with what a valid filter leaves of them.

    Days are those of each place. At most `SHOWN_A_DAY` actions a day are read: a month
    may have thousands. All are counted.
    """
    first, last = days_of(month)
    known = tally()
    total: Counter[dt.date] = Counter()
    going_on, begin = defaultdict(list), defaultdict(list)  # keys by day
    rows = known.rows(event_filter, at=at, days=(first, last))
    lasting = rows & known.lasting
    for key, begins, ends in known.spans(lasting):
        for day in _between(max(begins, first), min(ends, last)):
            total[day] += 1
            if len(going_on[day]) < SHOWN_A_DAY:
                going_on[day].append(key)
    for day in _between(first, last):
        if short := (rows ^ lasting) & known.beginning(day):
            total[day] += short.bit_count()
            begin[day] = known.page(short, 0, SHOWN_A_DAY)
    shown = {
        day: [*going_on[day], *begin[day]][:SHOWN_A_DAY]
        for day in _between(first, last)
    }
    actions = actions_of({key for keys in shown.values() for key in keys}, at=at)
    dates = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [
        [
            Day(
                date=date,
                is_in_month=date.month == month.month,
                is_today=date == at.date(),
                actions=[actions[key] for key in shown[date] if key in actions],
                more=total[date] - len(shown[date]),
            )
            for date in week
        ]
        for week in dates
    ]
