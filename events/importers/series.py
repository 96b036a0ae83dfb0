"""The dates of a calendar's series as one series of ours, where that says the same.

The reader gives every date of a series. Where a weekly or monthly rule with a few
moved, extra and left-out dates gives the very same times, a group gets one action
rather than fifty. Where it does not, the dates stay what they are: nothing is bent.

A series without an end has to end here. It is not to change with every fetch, so what
was said of it before holds until its end comes near.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from events.recurrence import (
    MAX_DATES,
    MAX_DAYS,
    Change,
    ChangedDate,
    Rule,
    Schedule,
    dates_of,
    spans,
)

from .values import CANCELLED, ImportedEvent, When, day_of, is_over

MAX_ODD = 10  # dates that are moved, extra or stand alone; more is another series
RENEWED_BEFORE = dt.timedelta(days=60)

RULE, CHANGES = "recurrence_rule", "changed_dates"
NOTHING = {CHANGES: []}

# Hour of the start, hour of the end, days between them.
Shape = tuple[dt.time | None, dt.time | None, int]


@dataclass(frozen=True, kw_only=True)
class Folded:
    """One event that stands for a series, and the dates that stand alone beside it.

    `withdrawn` are days that are public here and that the calendar has no more.
    """

    series: ImportedEvent
    alone: tuple[ImportedEvent, ...]
    withdrawn: tuple[dt.date, ...] = ()
    # How much has to be said beside the rule: changed dates, and coming ones alone.
    beside: int = 0


def fold_series(
    dates: Sequence[ImportedEvent],
    *,
    zone: str,
    at: dt.datetime,
    known: Mapping[str, Any] | None = None,
    public: Collection[dt.date] = (),
) -> Folded | None:
    """Return the dates of one UID as a series; None where one cannot say the same.

    `known` is what the calendar said before, as `EventSource.imported` keeps it: its
    first day holds on and, where the series has no end, its last one. `public` are the
    days of the series that visitors see: none of them is left out in silence.
    """
    rhythm = dates[0].rhythm
    days = {_planned(date, zone): date for date in dates}
    if not rhythm or len(days) < len(dates) or any(d.rhythm != rhythm for d in dates):
        return None
    if known is not None and not known.get("recurrence_rule"):
        known = None
    coming = {
        day: date
        for day, date in days.items()
        if date.status != CANCELLED and not is_over(date, at)
    }
    if not coming:
        return known and Folded(series=_as_known(dates[-1], known, zone), alone=())
    model = _model(coming, zone)
    if model is None:
        return None
    shape = _shape(model, zone)
    fitting = {
        day: date
        for day, date in coming.items()
        if _facts(date) == _facts(model)
        and _shape(date, zone)[2] == shape[2]
        and date.is_all_day == model.is_all_day
    }
    folding = _Folding(
        days=days, fitting=fitting, model=model, zone=zone, at=at, public={*public}
    )
    if known is not None and known["recurrence_rule"].startswith(f"{rhythm};"):
        start = dt.date.fromisoformat(known["starts_on"])
        if found := folding.begun_on(start, known):
            return found
    regular = [day for day, date in fitting.items() if folding.is_regular(day, date)]
    best = None
    # The very first may be an extra one, off the rhythm.
    for start in sorted(regular)[:3]:
        found = folding.begun_on(start)
        if found and (best is None or found.beside < best.beside):
            best = found
        if best and best.beside == 0:
            break
    return best


@dataclass(frozen=True, kw_only=True)
class _Folding:
    """What `fold_series` knows: dates by planned day, `fitting` those of one kind."""

    days: dict[dt.date, ImportedEvent]
    fitting: dict[dt.date, ImportedEvent]
    model: ImportedEvent
    zone: str
    at: dt.datetime
    public: set[dt.date]

    def is_regular(self, day: dt.date, date: ImportedEvent) -> bool:
        is_there = day_of(_local(date.start, self.zone)) == day
        return is_there and _shape(date, self.zone) == _shape(self.model, self.zone)

    def begun_on(self, start: dt.date, known=None) -> Folded | None:
        """Return the series with this first day, if it says what the calendar says."""
        model, today = self.model, self.at.astimezone(ZoneInfo(self.zone)).date()
        end = start + dt.timedelta(days=MAX_DAYS)
        rhythm = dates_of(f"{model.rhythm};UNTIL={end:%Y%m%d}", start)[:MAX_DATES]
        own = {day for day in self.fitting if day in rhythm}
        if not own or (known is None and len(own) < 2):
            return None
        last = max(own | (self.public & {*rhythm}))
        if known is not None and model.goes_on:
            last = _last_day(known["recurrence_rule"])
            if last < today + RENEWED_BEFORE:
                return None
        within = {
            day: date
            for day, date in self.fitting.items()
            if day >= start and (day <= last or not model.goes_on)
        }
        extra = within.keys() - {*rhythm}
        over = {d for d, date in self.days.items() if is_over(date, self.at)}
        planned = {day for day in rhythm if day <= last}
        missing = {d for d in planned if d >= today} - within.keys() - over
        moved = [
            _moved(day, date, self.zone)
            for day, date in within.items()
            if not self.is_regular(day, date)
        ]
        if max(len(moved), len(extra)) > MAX_ODD:
            return None
        # Of the past nothing is known any more but what was said then.
        rows = [
            change
            for change in map(ChangedDate.from_json, (known or NOTHING)[CHANGES])
            if change.date < today and change.date not in within
        ]
        rows += [
            ChangedDate(kind=Change.EXCLUDED, date=d) for d in missing - self.public
        ]
        rows += [ChangedDate(kind=Change.EXTRA, date=day) for day in extra]
        rows = sorted([*rows, *moved], key=lambda row: (row.date, row.kind))
        rule = f"{model.rhythm};UNTIL={last:%Y%m%d}"
        if Rule.from_rrule(rule).as_rrule(start) != rule:
            return None  # the form would say something else
        wanted = {(day, *_time(date, self.zone)) for day, date in within.items()}
        found = _times(_schedule(start, model, self.zone, rule, rows))
        if {time for time in found if time[0] in within} != wanted:
            return None
        # Of a series without an end, what follows its end here comes with its renewal.
        is_later = {d for d in self.fitting if model.goes_on and d > last}
        taken = within.keys() | is_later | (over & planned)
        alone = {day: date for day, date in self.days.items() if day not in taken}
        if sum(d not in over and alone[d].status != CANCELLED for d in alone) > MAX_ODD:
            return None
        details = {RULE: rule, CHANGES: [row.as_json() for row in rows]}
        return Folded(
            series=replace(_on(start, model, self.zone), details=details),
            alone=tuple(alone.values()),
            withdrawn=tuple(sorted(missing & self.public)),
            beside=len(rows) + len(alone.keys() - over),
        )


def _last_day(rule: str) -> dt.date:
    return dt.date.fromisoformat(rule.rpartition("UNTIL=")[2])


def _as_known(date: ImportedEvent, known, zone: str) -> ImportedEvent:
    """Return a series of which nothing is to come any more as it was."""
    start = dt.date.fromisoformat(known["starts_on"])
    details = {name: known[name] for name in (RULE, CHANGES)}
    return replace(_on(start, date, zone), details=details)


# --- Single dates ---------------------------------------------------------------------


def _local(when: When | None, zone: str) -> When | None:
    if isinstance(when, dt.datetime) and when.tzinfo is not None:
        return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return when


def _planned(date: ImportedEvent, zone: str) -> dt.date:
    """Return the day that the rule gave a date, wherever it was moved to."""
    return day_of(_local(date.recurrence_id or date.start, zone))


def _time(date: ImportedEvent, zone: str) -> tuple[When, When | None]:
    """Return start and end on the clock of the place."""
    return _local(date.start, zone), _local(date.end, zone)


def _shape(date: ImportedEvent, zone: str) -> Shape:
    start, end = _time(date, zone)
    if not isinstance(start, dt.datetime):
        return None, None, (end - start).days if end else 1
    if end is None:
        return start.time(), None, 0
    return start.time(), end.time(), (end.date() - start.date()).days


def _facts(date: ImportedEvent) -> tuple:
    """Return all that a series says once."""
    return (
        date.title, date.description, date.location, date.url, date.online_url,
        date.latitude, date.longitude, date.categories,
    )  # fmt: skip


def _model(coming: Mapping[dt.date, ImportedEvent], zone: str) -> ImportedEvent | None:
    """Return the first date of those that most are like."""
    kinds = {
        day: (_facts(date), _shape(date, zone), date.is_all_day)
        for day, date in coming.items()
        if day_of(_local(date.start, zone)) == day
    }
    if not kinds:
        return None
    ((usual, _number),) = Counter(kinds.values()).most_common(1)
    return coming[min(day for day, kind in kinds.items() if kind == usual)]


def _moved(day: dt.date, date: ImportedEvent, zone: str) -> ChangedDate:
    start_time, end_time, _days = _shape(date, zone)
    return ChangedDate(
        kind=Change.MOVED,
        date=day,
        starts_on=day_of(_local(date.start, zone)),
        start_time=start_time,
        end_time=end_time,
    )


def _on(day: dt.date, date: ImportedEvent, zone: str) -> ImportedEvent:
    """Return a date as it would be on another day, at the same hours."""
    start, end = _time(date, zone)
    by = day - day_of(start)

    def shifted(local, when):
        if local is None or not isinstance(when, dt.datetime) or when.tzinfo is None:
            return local and local + by
        moved = (local + by).replace(tzinfo=ZoneInfo(zone))
        return moved.astimezone(dt.UTC)

    return replace(
        date,
        start=shifted(start, date.start),
        end=shifted(end, date.end),
        recurrence_id=None,
        rhythm="",
        goes_on=False,
        status=date.status if date.status != CANCELLED else "CONFIRMED",
    )


# --- What our own rule makes of it ----------------------------------------------------


def _schedule(start, model, zone: str, rule: str, rows) -> Schedule:
    start_time, end_time, days = _shape(model, zone)
    if not start_time:
        days -= 1  # the end of a day is exclusive there, inclusive here
    return Schedule(
        starts_on=start,
        start_time=start_time,
        ends_on=start + dt.timedelta(days=days) if days else None,
        end_time=end_time,
        is_all_day=model.is_all_day,
        timezone=zone,
        recurrence_rule=rule,
        changed_dates=tuple(rows),
    )


def _times(schedule: Schedule) -> set[tuple[dt.date, When, When | None]]:
    """Return planned day, start and end of each date, on the clock of the place."""
    found = set()
    for span in spans(schedule):
        if span.starts_at is None:
            last = (span.ends_on or span.starts_on) + dt.timedelta(days=1)
            end = last if schedule.is_all_day else None
            found.add((span.recurrence_id, span.starts_on, end))
        else:
            zone = schedule.timezone
            start, end = _local(span.starts_at, zone), _local(span.ends_at, zone)
            found.add((span.recurrence_id, start, end))
    return found
