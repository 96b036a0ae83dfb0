"""VTIMEZONEs, read back by dateutil and held against Python's own zone data."""

import datetime as dt
import io
import re
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from events.vtimezones import vtimezone

RULE_ZONES = [
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Kyiv",
    "America/St_Johns",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
]
CONSTANT_ZONES = [
    "Asia/Kathmandu",
    "Asia/Seoul",
    "Asia/Tbilisi",
    "Atlantic/Reykjavik",
    "Europe/Istanbul",
    "Europe/Minsk",
    "UTC",
]
DATED_ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Nuuk",
    "America/Santiago",
    "Asia/Gaza",
    "Asia/Jerusalem",
]
RULE = re.compile(r"FREQ=YEARLY;BYMONTH=\d+;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$")
FIRST = dt.date(2025, 11, 3)
LAST = dt.date(2027, 12, 11)


def lines_of(tzid: str, first: dt.date = FIRST, last: dt.date = LAST) -> list[str]:
    return vtimezone(tzid, first, last).to_ical().decode().split("\r\n")[:-1]


def values_of(name: str, lines: list[str]) -> list[str]:
    return [line.partition(":")[2] for line in lines if line.startswith(f"{name}:")]


def read_back(lines: list[str]) -> dt.tzinfo:
    """Let another library make a zone of it, which knows nothing of the IANA's data."""
    return tzical(io.StringIO("\r\n".join(lines))).get()


def real_times(zone: dt.tzinfo, day: dt.date) -> list[dt.datetime]:
    """Return each half hour that the clocks show on a day, but none that they skip."""
    midnight = dt.datetime.combine(day, dt.time(), zone)
    times = [midnight + dt.timedelta(minutes=30) * half for half in range(48)]
    return [time for time in times if not is_skipped(time)]


def is_skipped(time: dt.datetime) -> bool:
    there_and_back = time.astimezone(dt.UTC).astimezone(time.tzinfo)
    return there_and_back.replace(tzinfo=None) != time.replace(tzinfo=None)


def days_worth_a_look(zone: dt.tzinfo, first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first and last day, each month's first, and those next to a change."""
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        day
        for day in days
        if day in {first, last}
        or day.day == 1
        or midnight_offset(zone, day, -1) != midnight_offset(zone, day, +2)
    ]


def midnight_offset(zone: dt.tzinfo, day: dt.date, days_later: int) -> dt.timedelta:
    date = day + dt.timedelta(days=days_later)
    return dt.datetime.combine(date, dt.time(), zone).utcoffset()


def assert_same_times(tzid: str, first: dt.date, last: dt.date) -> None:
    zone = ZoneInfo(tzid)
    other = read_back(lines_of(tzid, first, last))
    wrong = [
        time.isoformat()
        for day in days_worth_a_look(zone, first, last)
        for time in real_times(zone, day)
        if time.replace(tzinfo=other).utcoffset() != time.utcoffset()
        or time.replace(tzinfo=other).tzname() != time.tzname()
    ]
    assert wrong == []


@pytest.mark.parametrize("tzid", RULE_ZONES + CONSTANT_ZONES + DATED_ZONES)
def test_vtimezone_is_right_for_each_half_hour_in_use(tzid):
    assert_same_times(tzid, FIRST, LAST)


@settings(deadline=None, max_examples=40)
@given(
    tzid=st.sampled_from(RULE_ZONES + CONSTANT_ZONES + DATED_ZONES),
    first=st.dates(dt.date(2022, 2, 24), dt.date(2035, 12, 31)),
    days=st.integers(0, 40),
)
def test_vtimezone_is_right_for_any_dates(tzid, first, days):
    assert_same_times(tzid, first, first + dt.timedelta(days=days))


@pytest.mark.parametrize("tzid", RULE_ZONES)
def test_vtimezone_with_yearly_changes_has_two_open_ended_rules_from_1970(tzid):
    lines = lines_of(tzid)

    assert lines.count("BEGIN:STANDARD") == 1
    assert lines.count("BEGIN:DAYLIGHT") == 1
    assert [rule for rule in values_of("RRULE", lines) if not RULE.match(rule)] == []
    assert {start[:4] for start in values_of("DTSTART", lines)} == {"1970"}


@pytest.mark.parametrize("tzid", CONSTANT_ZONES)
def test_vtimezone_without_changes_has_one_standard_and_no_rule(tzid):
    lines = lines_of(tzid)

    assert lines.count("BEGIN:STANDARD") == 1
    assert lines.count("BEGIN:DAYLIGHT") == 0
    assert values_of("RRULE", lines) == []
    assert values_of("TZOFFSETFROM", lines) == values_of("TZOFFSETTO", lines)


@pytest.mark.parametrize("tzid", DATED_ZONES)
def test_vtimezone_without_a_true_rule_has_the_changes_of_the_years_in_use(tzid):
    lines = lines_of(tzid)

    starts = values_of("DTSTART", lines)
    assert values_of("RRULE", lines) == []
    assert starts == sorted(starts)
    # One before the first date, to say what holds then; and the year after the last.
    assert [start[:8] for start in starts if start[:8] < f"{FIRST:%Y%m%d}"] == [
        starts[0][:8]
    ]
    zone, last_day = ZoneInfo(tzid), dt.date(LAST.year + 1, 12, 30)
    while midnight_offset(zone, last_day, 0) == midnight_offset(zone, last_day, 1):
        last_day -= dt.timedelta(days=1)
    last_start = dt.date.fromisoformat(starts[-1][:8])  # a change may be at midnight
    assert abs(last_start - last_day) <= dt.timedelta(days=1)


def test_vtimezone_of_berlin_to_the_letter():
    assert lines_of("Europe/Berlin") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_vtimezone_of_ireland_has_its_daylight_in_summer():
    """The zone data call Ireland's summer the rule and its winter the exception."""
    lines = lines_of("Europe/Dublin")

    daylight = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
    assert values_of("TZNAME", daylight) == ["IST"]
    assert values_of("TZOFFSETTO", daylight) == ["+0100"]


def test_vtimezone_is_the_same_for_other_dates_where_a_rule_holds():
    assert lines_of("Europe/Berlin", dt.date(2023, 5, 8)) == lines_of("Europe/Berlin")


def test_vtimezone_of_a_rule_that_only_looks_true_is_dated():
    """In 2026 and 2027 Chile's changes are on first Sundays; in 2029 they are not."""
    lines = lines_of("America/Santiago", dt.date(2026, 12, 1), dt.date(2026, 12, 9))

    assert values_of("RRULE", lines) == []


def test_vtimezone_of_a_zone_that_moved_once_tells_both_times():
    """Kazakhstan's east left UTC+6 for UTC+5 on 1 March 2024."""
    lines = lines_of("Asia/Almaty", dt.date(2024, 2, 1), dt.date(2024, 4, 1))

    assert values_of("DTSTART", lines) == ["19700101T000000", "20240301T000000"]
    assert values_of("TZOFFSETTO", lines) == ["+0600", "+0500"]
    assert lines.count("BEGIN:STANDARD") == 2


def test_vtimezone_leaves_out_a_change_before_the_first_date():
    lines = lines_of("Asia/Almaty", dt.date(2024, 3, 2), dt.date(2024, 4, 1))

    assert values_of("TZOFFSETTO", lines) == ["+0500"]


@pytest.mark.parametrize("tzid", RULE_ZONES + CONSTANT_ZONES + DATED_ZONES)
def test_vtimezone_has_local_starts_and_whole_minutes(tzid):
    lines = lines_of(tzid)

    assert [start for start in values_of("DTSTART", lines) if len(start) != 15] == []
    offsets = values_of("TZOFFSETFROM", lines) + values_of("TZOFFSETTO", lines)
    assert [offset for offset in offsets if len(offset) != 5] == []


def test_zones_are_those_of_the_pinned_package():
    """Debian's of 2025 let Morocco keep UTC+1, which it left in 2026."""
    december = dt.datetime(2026, 12, 10, 18, tzinfo=ZoneInfo("Africa/Casablanca"))

    assert TZPATH == ()
    assert december.utcoffset() == dt.timedelta(0)


def test_vtimezone_of_an_unknown_zone_raises():
    with pytest.raises(ZoneInfoNotFoundError):
        vtimezone("Europe/Nowhere", FIRST, LAST)
