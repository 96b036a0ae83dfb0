"""A month of actions as a table of days, for the same filter as the list."""

import calendar
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from .models import Occurrence
from .public import PublicAction, public_action

YEARS = range(1990, 2200)
SHOWN_A_DAY = 5
MOST_OF_SEVERAL_DAYS = 60
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
    found = event_filter.for_list(at=at).values_list("starts_on", flat=True).first()
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

    Days are those of each place. At most `SHOWN_A_DAY` rows a day are read, and so many
    that take several: a month may have thousands. All are counted.
    """
    dates = calendar.Calendar().monthdatescalendar(month.year, month.month)
    first, last = days_of(month)
    found = event_filter.narrow(Occurrence.objects.published(), at=at)
    found = found.between(first, last)
    is_one_day = Q(ends_on=None) | Q(ends_on__lte=F("starts_on"))
    total = Counter(
        dict(
            found.filter(is_one_day)
            .order_by()
            .values_list("starts_on")
            .annotate(Count("pk"))
        )
    )
    for begins, ends, number in (
        found.exclude(is_one_day)
        .order_by()
        .values_list("starts_on", "ends_on")
        .annotate(Count("pk"))
    ):
        for day in _between(max(begins, first), min(ends, last)):
            total[day] += number
    entries = defaultdict(list)
    going_on = found.exclude(is_one_day).in_order()[:MOST_OF_SEVERAL_DAYS]
    for row in going_on.for_output():
        action = public_action(row, at=at)
        for day in _between(max(action.starts_on, first), min(action.ends_on, last)):
            entries[day].append(action)
    rank = Window(RowNumber(), partition_by="starts_on", order_by=["orders_at", "pk"])
    firsts = found.filter(is_one_day).annotate(rank=rank).filter(rank__lte=SHOWN_A_DAY)
    for row in firsts.for_output().in_order():
        action = public_action(row, at=at)
        entries[action.starts_on].append(action)
    return [
        [
            Day(
                date=date,
                is_in_month=date.month == month.month,
                is_today=date == at.date(),
                actions=entries[date][:SHOWN_A_DAY],
                more=total[date] - len(entries[date][:SHOWN_A_DAY]),
            )
            for date in week
        ]
        for week in dates
    ]
