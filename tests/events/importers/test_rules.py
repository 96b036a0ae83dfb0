"""Recurrence rules: the same dates as dateutil's, and always an end."""

import datetime as dt
import random
from itertools import islice

import pytest
from dateutil.rrule import rrulestr

from events.importers.rules import (
    FREQUENCIES,
    WEEKDAYS,
    RuleError,
    modern_rule,
    parse_rule,
    times_of,
)

START = dt.datetime.fromisoformat("2026-01-30T18:00")
FAR = dt.datetime.fromisoformat("2030-01-01")


def times(text, start=START, until=FAR, after=None):
    return list(times_of(parse_rule(text), start, until=until, after=after or start))


def some_rule(random_):
    """Make up a rule of which dateutil and RFC 5545 have the same idea."""
    frequency = random_.choice(FREQUENCIES)
    parts = [f"FREQ={frequency}"]

    def some(name, choices, chance):
        if random_.random() < chance:
            picked = random_.sample(choices, random_.randint(1, 3))
            parts.append(f"{name}=" + ",".join(map(str, picked)))

    parts.append(f"INTERVAL={random_.randint(1, 3)}")
    some("BYMONTH", range(1, 13), 0.3)
    if frequency != "WEEKLY":
        some("BYMONTHDAY", [1, 2, 15, 28, 29, 30, 31, -1, -2, -31], 0.3)
    days = list(WEEKDAYS)
    if frequency in {"MONTHLY", "YEARLY"} and random_.random() < 0.5:
        days = [f"{n}{day}" for n in (1, 2, 5, -1) for day in WEEKDAYS]
    some("BYDAY", days, 0.5)
    if frequency == "YEARLY":
        some("BYYEARDAY", [1, 100, 200, 366, -1, -366], 0.1)
    if frequency != "WEEKLY" and len(parts) > 2:
        some("BYSETPOS", [1, 2, -1], 0.3)
    if random_.random() < 0.4:
        parts.append(f"COUNT={random_.randint(1, 30)}")
    return ";".join(parts)


def test_rules_have_the_dates_that_dateutil_finds():
    random_ = random.Random(20261128)
    for _number in range(1500):
        text = some_rule(random_)
        start = START + dt.timedelta(days=random_.randint(0, 900))
        after = start + dt.timedelta(days=random_.randint(0, 400))

        ours = times(text, start)

        theirs = islice(rrulestr(text, dtstart=start), len(ours))
        assert (text, ours) == (text, list(theirs))
        skipped = [time for time in times(text, start, after=after) if time >= after]
        assert skipped == [time for time in ours if time >= after]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FREQ=SECONDLY", "rule_sub_daily"),
        ("FREQ=MINUTELY;COUNT=5", "rule_sub_daily"),
        ("FREQ=HOURLY;INTERVAL=48", "rule_sub_daily"),
        ("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,20,40", "rule_sub_daily"),
        ("FREQ=DAILY;INTERVAL=0", "rule_unreadable"),
        ("FREQ=DAILY;COUNT=0", "rule_unreadable"),
        ("FREQ=DAILY;COUNT=-1", "rule_unreadable"),
        ("FREQ=WEEKLY;BYDAY=XX", "rule_unreadable"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "rule_unreadable"),
        ("FREQ=YEARLY;RSCALE=HEBREW", "rule_unreadable"),
        ("", "rule_unreadable"),
    ],
)
def test_case_39_rule_is_refused(text, code):
    with pytest.raises(RuleError, match=code):
        parse_rule(text)


@pytest.mark.parametrize(
    "text",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
)
def test_case_39_rule_without_a_date_ends(text):
    assert times(text) == []


def test_case_39_rule_over_centuries_is_given_up():
    start = dt.datetime.min  # noqa: DTZ901 - local, as all times of rules

    with pytest.raises(RuleError, match="rule_too_long"):
        times("FREQ=DAILY;COUNT=1000000000", start, after=FAR)


def test_huge_interval_has_one_date():
    assert times("FREQ=YEARLY;INTERVAL=100000000") == [START]


@pytest.mark.parametrize(
    ("old", "modern"),
    [
        ("D1 #5", "FREQ=DAILY;INTERVAL=1;COUNT=5"),
        ("W2 MO WE #0", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"),
        ("MP1 1+ MO 2- FR #3", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1MO,-2FR;COUNT=3"),
        ("MD1 15 LD #2", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15,-1;COUNT=2"),
        ("YM1 6 12", "FREQ=YEARLY;INTERVAL=1;BYMONTH=6,12;COUNT=2"),
        (
            "W1 TU 20261231T000000Z",
            "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=20261231T000000Z",
        ),
        ("FREQ=DAILY", "FREQ=DAILY"),
    ],
)
def test_rule_of_vcalendar_1_0_is_said_anew(old, modern):
    assert modern_rule(old) == modern
