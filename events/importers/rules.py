"""Recurrence rules (RFC 5545 §3.3.10) as dates, never endless and never stuck.

Not by dateutil: it looks for the next date of a rule that has none until the year 9999,
by the second if the rule says so, and no count of results stops that. Here one period
after the other is looked at, up to a last day, and the number of periods is limited.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
SUB_DAILY = ("HOURLY", "MINUTELY", "SECONDLY")
TIMES_A_DAY = 8  # more is a rule by the hour in another dress
MAX_PERIODS = 40_000  # a century of days

ONE_DAY = dt.timedelta(days=1)
NUMBERED_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


class RuleError(ValueError):
    """A rule that is not followed; the argument is a `Problem` code."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule's parts. `until` is as written; what it means depends on the event."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    week_start: int = 0
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()  # (which one, or 0 for all; weekday)
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def is_open_ended(self) -> bool:
        return self.count is None and not self.until


def parse_rule(text: str) -> Rule:
    """Read the value of an RRULE.

    Raises:
        RuleError: if it is finer than daily, or cannot be read.
    """
    parts = {}
    for part in text.upper().replace(" ", "").strip(";").split(";"):
        name, _equals, value = part.partition("=")
        if value:
            parts[name] = value
    frequency = parts.get("FREQ", "")
    if frequency in SUB_DAILY:
        raise RuleError("rule_sub_daily")
    if frequency not in FREQUENCIES or parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise RuleError("rule_unreadable")
    try:
        rule = Rule(
            frequency=frequency,
            interval=int(parts.get("INTERVAL", 1)),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
            until=parts.get("UNTIL", ""),
            week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
            months=_numbers(parts, "BYMONTH", 1, 12),
            month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
            year_days=_numbers(parts, "BYYEARDAY", -366, 366),
            weeks=_numbers(parts, "BYWEEKNO", -53, 53),
            days=_days(parts.get("BYDAY", "")),
            hours=_numbers(parts, "BYHOUR", 0, 23),
            minutes=_numbers(parts, "BYMINUTE", 0, 59),
            seconds=_numbers(parts, "BYSECOND", 0, 60),
            positions=_numbers(parts, "BYSETPOS", -366, 366),
        )
    except ValueError as error:
        raise RuleError("rule_unreadable") from error
    if rule.interval < 1 or (rule.count is not None and rule.count < 1):
        raise RuleError("rule_unreadable")
    times = len(rule.hours or [0]) * len(rule.minutes or [0]) * len(rule.seconds or [0])
    if times > TIMES_A_DAY:
        raise RuleError("rule_sub_daily")
    return rule


def rhythm_of(rule: Rule, start: dt.date) -> str:
    """Return a rule without its end as `events.recurrence` writes it, if it knows it.

    "" for what a group's own form cannot say: by the year, by the hour, by the week's
    number, every twentieth week.
    """
    by_others = (rule.months, rule.year_days, rule.weeks)
    if any((*by_others, rule.hours, rule.minutes, rule.seconds)) or rule.interval > 12:
        return ""
    weekdays = sorted({weekday for _number, weekday in rule.days})
    is_plain = not rule.month_days and not rule.positions
    match rule.frequency:
        case "DAILY" if is_plain and rule.interval == 1:
            frequency, weekdays = "WEEKLY", weekdays or range(7)
        case "WEEKLY" if is_plain:
            frequency, weekdays = "WEEKLY", weekdays or [start.weekday()]
        case "MONTHLY":
            frequency = "MONTHLY"
        case _:
            return ""
    if frequency == "WEEKLY":
        which = "BYDAY=" + ",".join(WEEKDAYS[day] for day in weekdays)
    elif not rule.days and not rule.positions:
        if rule.month_days not in {(), (start.day,)}:
            return ""
        which = f"BYMONTHDAY={start.day}"
    elif len(rule.days) == 1 and not rule.month_days and len(rule.positions) < 2:
        ((number, weekday),) = rule.days
        if number and rule.positions:
            return ""
        number = number or (rule.positions or (0,))[0]
        if number not in {-1, 1, 2, 3, 4, 5}:
            return ""
        which = f"BYDAY={number}{WEEKDAYS[weekday]}"
    else:
        return ""
    return f"FREQ={frequency};INTERVAL={rule.interval};{which}"


def _numbers(parts: dict[str, str], name: str, least: int, most: int):
    if name not in parts:
        return ()
    numbers = [int(number) for number in parts[name].split(",") if number]
    if not all(least <= number <= most for number in numbers):
        raise ValueError(name)
    return tuple(sorted(set(numbers)))


def _days(text: str) -> tuple[tuple[int, int], ...]:
    days = []
    for part in filter(None, text.split(",")):
        match = NUMBERED_DAY.fullmatch(part)
        if match is None:
            raise ValueError(part)
        days.append((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(days)


def times_of(
    rule: Rule, start: dt.datetime, *, until: dt.datetime, after: dt.datetime
) -> Iterator[dt.datetime]:
    """Yield the rule's times in order, from `start` to `until`; all local and naive.

    `start` itself comes only if the rule has it. A rule without COUNT may skip to
    `after`; with one, all are counted.

    Raises:
        RuleError: if it would take too long.
    """
    clock = sorted(
        dt.time(hour, minute, min(second, 59))
        for hour, minute, second in product(
            rule.hours or (start.hour,),
            rule.minutes or (start.minute,),
            rule.seconds or (start.second,),
        )
    )
    left = rule.count
    rule = _with_defaults(rule, start)
    for number, days in enumerate(_periods(rule, start.date(), until, after)):
        if number > MAX_PERIODS:
            raise RuleError("rule_too_long")
        times = [dt.datetime.combine(day, time) for day in days for time in clock]
        for time in _at_positions(times, rule.positions):
            if time < start:
                continue
            if time > until or left == 0:
                return
            yield time
            if left is not None:
                left -= 1


def _at_positions(times, positions):
    if not positions:
        return times
    places = {
        position - 1 if position > 0 else len(times) + position
        for position in positions
        if position
    }
    return [time for place, time in enumerate(times) if place in places]


def _with_defaults(rule: Rule, start: dt.datetime) -> Rule:
    """Take from the first time what the rule leaves open."""
    values = vars(rule)
    if rule.weeks and not (rule.days or rule.month_days or rule.year_days):
        return Rule(**values | {"days": ((0, start.weekday()),)})
    if rule.weeks or rule.days or rule.month_days or rule.year_days:
        return rule
    if rule.frequency == "WEEKLY":
        return Rule(**values | {"days": ((0, start.weekday()),)})
    if rule.frequency == "MONTHLY":
        return Rule(**values | {"month_days": (start.day,)})
    if rule.frequency == "YEARLY":
        return Rule(
            **values
            | {"month_days": (start.day,), "months": rule.months or (start.month,)}
        )
    return rule


def _periods(
    rule: Rule, first: dt.date, until: dt.datetime, after: dt.datetime
) -> Iterator[list[dt.date]]:
    """Yield the days that fit, period by period: days, weeks, months or years."""
    last = until.date()
    skip_to = max(first, after.date()) if rule.count is None else first
    try:
        if rule.frequency in {"DAILY", "WEEKLY"}:
            length = 1
            if rule.frequency == "WEEKLY":
                length = 7
                first -= dt.timedelta((first.weekday() - rule.week_start) % 7)
            step = dt.timedelta(days=length * rule.interval)
            day = first + max(0, (skip_to - first) // step - 1) * step
            while day <= last:
                days = [day + dt.timedelta(n) for n in range(length)]
                yield [d for d in days if _fits(d, rule)]
                day += step
        elif rule.frequency == "MONTHLY":
            month = first.year * 12 + first.month - 1
            months = skip_to.year * 12 + skip_to.month - 1 - month
            month += max(0, months // rule.interval - 1) * rule.interval
            while month <= last.year * 12 + last.month - 1:
                year, index = divmod(month, 12)
                yield _days_of_month(rule, year, index + 1)
                month += rule.interval
        else:
            skipped = max(0, (skip_to.year - first.year) // rule.interval - 1)
            year = first.year + skipped * rule.interval
            while year <= last.year:
                months = rule.months or range(1, 13)
                yield [d for m in months for d in _days_of_month(rule, year, m)]
                year += rule.interval
    except OverflowError:
        return  # beyond the year 9999


def _days_of_month(rule: Rule, year: int, month: int) -> list[dt.date]:
    if rule.months and month not in rule.months:
        return []
    length = monthrange(year, month)[1]
    return [
        day
        for number in range(1, length + 1)
        if _fits(day := dt.date(year, month, number), rule)
    ]


def _fits(day: dt.date, rule: Rule) -> bool:
    """Say whether a day is one of the rule's, by every part that limits days."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if not {day.day, day.day - length - 1} & set(rule.month_days):
            return False
    if rule.year_days:
        number = day.timetuple().tm_yday
        length = 366 if isleap(day.year) else 365
        if not {number, number - length - 1} & set(rule.year_days):
            return False
    if rule.weeks and not _week_numbers(day, rule.week_start) & set(rule.weeks):
        return False
    return not rule.days or _is_one_of_the_days(day, rule)


def _is_one_of_the_days(day: dt.date, rule: Rule) -> bool:
    """Read `2TU` within the month or, in a yearly rule without months, the year."""
    for number, weekday in rule.days:
        if day.weekday() != weekday:
            continue
        if number == 0 or rule.frequency in {"DAILY", "WEEKLY"} or rule.weeks:
            return True
        if rule.frequency == "YEARLY" and not rule.months:
            place, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        else:
            place, length = day.day, monthrange(day.year, day.month)[1]
        if number in {(place - 1) // 7 + 1, -((length - place) // 7 + 1)}:
            return True
    return False


@lru_cache(maxsize=4096)
def _week_numbers(day: dt.date, week_start: int) -> frozenset[int]:
    """Return the number of a day's week, from its year's start and from its end.

    A week belongs to the year that has four of its days (RFC 5545 §3.3.10).
    """
    middle = day + dt.timedelta(3 - (day.weekday() - week_start) % 7)
    number = (middle.timetuple().tm_yday - 1) // 7 + 1
    left = dt.date(middle.year, 12, 31).timetuple().tm_yday - middle.timetuple().tm_yday
    return frozenset({number, -(left // 7) - 1})


# --- The rules of vCalendar 1.0 (its specification, "Recurrence Rule Grammar") --------

OLD_RULE = re.compile(r"(MP|MD|YM|YD|D|W)(\d+)((?:\s+[\w+$-]+)*?)(?:\s+#(\d+))?")
OLD_FREQUENCIES = {
    "D": "DAILY",
    "W": "WEEKLY",
    "MP": "MONTHLY",
    "MD": "MONTHLY",
    "YM": "YEARLY",
    "YD": "YEARLY",
}


def modern_rule(text: str) -> str:
    """Say a vCalendar rule ("W1 TU TH #10") as an RRULE; others are returned as is.

    Without an end it means two times; `#0` is without one.
    """
    text = text.strip().upper()
    until = re.search(r"\s(\d{8}(?:T\d{6}Z?)?)$", text)
    if until:
        text = text[: until.start()]
    match = OLD_RULE.fullmatch(text)
    if match is None:
        return text if not until else f"{text} {until[1]}"
    kind, interval, words, count = match[1], match[2], match[3].split(), match[4]
    parts = [f"FREQ={OLD_FREQUENCIES[kind]}", f"INTERVAL={interval}"]
    parts += _old_days(kind, words)
    if until:
        parts.append(f"UNTIL={until[1]}")
    elif count != "0":
        parts.append(f"COUNT={count or 2}")
    return ";".join(parts)


def _old_days(kind: str, words: list[str]) -> list[str]:
    if not words:
        return []
    if kind == "W":
        return ["BYDAY=" + ",".join(words)]
    if (
        kind == "MP"
    ):  # 1+ MO WE 2- FR: the first Monday and Wednesday, last Friday but one
        days, number = [], ""
        for word in words:
            if found := re.fullmatch(r"(\d)([+-])", word):
                number = f"{found[2].replace('+', '')}{found[1]}"
            else:
                days.append(f"{number}{word}")
        return ["BYDAY=" + ",".join(days)]
    if kind == "MD":
        numbers = ["-1" if word == "LD" else _signed(word) for word in words]
        return ["BYMONTHDAY=" + ",".join(numbers)]
    name = {"YM": "BYMONTH", "YD": "BYYEARDAY", "D": "BYHOUR"}[kind]
    if kind == "D":  # times of day, HHMM
        return ["BYHOUR=" + ",".join(str(int(word[:2])) for word in words)]
    return [f"{name}=" + ",".join(words)]


def _signed(word: str) -> str:
    """Turn `3-` into -3 and `3+` into 3."""
    return f"-{word[:-1]}" if word.endswith("-") else word.rstrip("+")
