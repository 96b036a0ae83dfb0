"""When an action happens, as spans of time; nothing here needs a database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.recurrence import ZONES, Schedule, Span, is_in_gap, moment, spans

DAY = dt.date(2026, 12, 10)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def span_of(day=DAY, zone="Europe/Berlin", **what):
    (span,) = spans(Schedule(starts_on=day, timezone=zone, **what))
    return span


# What the group says: when it starts, when it ends, where a list files it, and when it
# counts as past.
SCHEDULES = {
    "hours of start and end": (
        {"start_time": dt.time(18), "end_time": dt.time(20)},
        ("2026-12-10 17:00", "2026-12-10 19:00"),
        ("2026-12-10 17:00", "2026-12-10 19:00"),
    ),
    "no end": (
        {"start_time": dt.time(18)},
        ("2026-12-10 17:00", None),
        ("2026-12-10 17:00", "2026-12-10 23:00"),
    ),
    "hour to be announced": (
        {},
        (None, None),
        ("2026-12-09 23:00", "2026-12-10 23:00"),
    ),
    "all day": (
        {"is_all_day": True},
        (None, None),
        ("2026-12-09 23:00", "2026-12-10 23:00"),
    ),
    "several whole days": (
        {"is_all_day": True, "ends_on": dt.date(2026, 12, 12)},
        (None, None),
        ("2026-12-09 23:00", "2026-12-12 23:00"),
    ),
    "several days, no hour": (
        {"ends_on": dt.date(2026, 12, 12)},
        (None, None),
        ("2026-12-09 23:00", "2026-12-12 23:00"),
    ),
    "several days with hours": (
        {
            "start_time": dt.time(18),
            "ends_on": dt.date(2026, 12, 12),
            "end_time": dt.time(9, 30),
        },
        ("2026-12-10 17:00", "2026-12-12 08:30"),
        ("2026-12-10 17:00", "2026-12-12 08:30"),
    ),
    "several days, no hour for the last": (
        {"start_time": dt.time(18), "ends_on": dt.date(2026, 12, 12)},
        ("2026-12-10 17:00", None),
        ("2026-12-10 17:00", "2026-12-12 23:00"),
    ),
    "until midnight of the next day": (
        {
            "start_time": dt.time(22),
            "ends_on": dt.date(2026, 12, 11),
            "end_time": dt.time(0),
        },
        ("2026-12-10 21:00", "2026-12-10 23:00"),
        ("2026-12-10 21:00", "2026-12-10 23:00"),
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_span_says_what_the_group_said_and_no_more(name):
    said, (starts, ends), (orders, until) = SCHEDULES[name]

    assert span_of(**said) == Span(
        recurrence_id=DAY,
        starts_on=DAY,
        ends_on=said.get("ends_on"),
        starts_at=starts and utc(starts),
        ends_at=ends and utc(ends),
        orders_at=utc(orders),
        until_at=utc(until),
    )


@pytest.mark.parametrize(
    ("zone", "starts_at", "until_at"),
    [
        ("UTC", "2026-12-10 18:00", "2026-12-11 00:00"),
        ("Asia/Seoul", "2026-12-10 09:00", "2026-12-10 15:00"),
        ("Asia/Kathmandu", "2026-12-10 12:15", "2026-12-10 18:15"),
        ("America/New_York", "2026-12-10 23:00", "2026-12-11 05:00"),
        ("Pacific/Kiritimati", "2026-12-10 04:00", "2026-12-10 10:00"),
        ("Pacific/Pago_Pago", "2026-12-11 05:00", "2026-12-11 11:00"),
    ],
)
def test_span_is_on_the_clock_of_the_place(zone, starts_at, until_at):
    span = span_of(zone=zone, start_time=dt.time(18))

    assert (span.starts_at, span.until_at) == (utc(starts_at), utc(until_at))


def test_span_of_a_day_on_which_the_clocks_change_is_as_long_as_that_day():
    short = span_of(day=dt.date(2027, 3, 28))
    long = span_of(day=dt.date(2026, 10, 25))

    assert short.until_at - short.orders_at == dt.timedelta(hours=23)
    assert long.until_at - long.orders_at == dt.timedelta(hours=25)


def test_span_across_a_clock_change_keeps_both_wall_clock_times():
    span = span_of(
        day=dt.date(2027, 3, 27),
        start_time=dt.time(18),
        ends_on=dt.date(2027, 3, 28),
        end_time=dt.time(18),
    )

    assert span.ends_at - span.starts_at == dt.timedelta(hours=23)


@pytest.mark.parametrize(
    ("day", "time", "zone", "skipped"),
    [
        (dt.date(2027, 3, 28), dt.time(1, 59), "Europe/Berlin", False),
        (dt.date(2027, 3, 28), dt.time(2, 0), "Europe/Berlin", True),
        (dt.date(2027, 3, 28), dt.time(2, 59), "Europe/Berlin", True),
        (dt.date(2027, 3, 28), dt.time(3, 0), "Europe/Berlin", False),
        (dt.date(2027, 3, 28), dt.time(1, 30), "Europe/London", True),
        (dt.date(2027, 3, 28), dt.time(2, 30), "Europe/Minsk", False),
        (dt.date(2027, 3, 14), dt.time(2, 30), "America/New_York", True),
        (dt.date(2026, 10, 25), dt.time(2, 30), "Europe/Berlin", False),
        (dt.date(2011, 12, 30), dt.time(12), "Pacific/Apia", True),
    ],
)
def test_is_in_gap_for_times_that_clocks_skip(day, time, zone, skipped):
    assert is_in_gap(day, time, zone) is skipped


def test_moment_that_happens_twice_is_the_first():
    assert moment(
        dt.date(2026, 10, 25), dt.time(2, 30), ZoneInfo("Europe/Berlin")
    ) == utc("2026-10-25 00:30")


def test_zones_are_places_and_utc():
    assert {"UTC", "Europe/Kyiv", "Asia/Tbilisi", "America/Argentina/Ushuaia"} <= ZONES
    assert not {"CET", "Etc/GMT+5", "GMT", "EST5EDT", ""} & ZONES
