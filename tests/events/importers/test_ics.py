"""Every odd calendar of tests/data/calendars, read with the right times."""

import datetime as dt
import re
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar as Reference

from events.importers.base import in_step
from events.importers.ics import read_ics
from events.importers.problems import TEXTS, text_of
from events.importers.values import as_text

CALENDARS = Path(__file__).resolve().parents[2] / "data" / "calendars"
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def read(name):
    return read_ics((CALENDARS / f"{name}.ics").read_bytes(), at=AT)


def times(reading):
    return [(e.uid, as_text(e.start), as_text(e.end)) for e in reading.events]


def read_event(*lines, head=""):
    body = "\r\n".join(["BEGIN:VEVENT", "UID:e", "SUMMARY:E", *lines, "END:VEVENT"])
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{body}\r\nEND:VCALENDAR\r\n"
    return read_ics(text.encode(), at=AT)


EXPECTED = {
    "windows-zone-names": [
        ("w1", "2026-11-28T13:00:00Z", "2026-11-28T14:30:00Z"),
        ("w4", "2026-11-28T16:00:00Z", None),
        ("w2", "2027-05-15T15:00:00Z", "2027-05-15T16:30:00Z"),
        ("w3", "2027-05-15T16:00:00Z", None),
    ],
    "x-wr-timezone": [
        ("x2", "2026-11-28T16:00:00Z", "2026-11-28T17:00:00Z"),
        ("x1", "2026-11-28T17:00:00Z", "2026-11-28T18:00:00Z"),
        ("x3", "2026-11-28T18:00:00Z", None),
    ],
    "floating-times": [
        ("f1", "~2026-11-28T14:00:00", "~2026-11-28T16:00:00"),
        ("f2", "~2026-12-01T19:00:00", None),
        ("f2", "~2026-12-08T19:00:00", None),
    ],
    "zone-without-vtimezone": [
        ("z2", "2026-11-28T13:00:00Z", None),
        ("z1", "2027-05-15T19:00:00Z", "2027-05-15T20:30:00Z"),
    ],
    "wrong-vtimezone": [("v1", "2027-05-15T12:00:00Z", None)],
    "custom-zone-like-berlin": [
        ("c1", "2026-11-28T13:00:00Z", None),
        ("c2", "2027-05-15T12:00:00Z", None),
    ],
    "custom-zone-of-its-own": [
        ("o1", "2026-11-28T12:40:00Z", None),
        ("o2", "2027-07-15T11:10:00Z", None),
    ],
    "abbreviation-of-another-continent": [("ab", "2027-01-15T07:00:00Z", None)],
    "date-with-tzid": [
        ("d1", "2026-12-10", "2026-12-11"),
        ("d2", "2026-12-10", "2026-12-12"),
        ("d3", "2026-12-10", "2026-12-11"),
        ("d4", "2026-12-10", "2026-12-11"),
        ("d5", "2026-12-10", "2026-12-11"),
    ],
    "weekly-over-the-clock-change": [
        ("s1", "2026-10-17T10:00:00Z", "2026-10-17T11:00:00Z"),
        ("s1", "2026-10-24T10:00:00Z", "2026-10-24T11:00:00Z"),
        ("s1", "2026-10-31T11:00:00Z", "2026-10-31T12:00:00Z"),
        ("s1", "2026-11-07T11:00:00Z", "2026-11-07T12:00:00Z"),
    ],
    "last-friday-by-setpos": [
        ("p1", "2026-11-30T17:00:00Z", None),
        ("p1", "2026-12-31T17:00:00Z", None),
        ("p1", "2027-01-29T17:00:00Z", None),
        ("p1", "2027-02-26T17:00:00Z", None),
    ],
    "excluded-and-further-dates": [
        ("e1", "2026-12-01T09:00:00Z", None),
        ("e2", "2026-12-01T10:00:00Z", None),
        ("e2", "2026-12-03T10:00:00Z", None),
        ("e2", "2026-12-05T10:00:00Z", None),
        ("e1", "2026-12-10T15:00:00Z", None),
        ("e1", "2026-12-22T09:00:00Z", None),
        ("e1", "2026-12-29T09:00:00Z", None),
    ],
    "this-and-future": [
        ("t1", "2026-12-01T18:00:00Z", "2026-12-01T19:00:00Z"),
        ("t1", "2026-12-08T18:00:00Z", "2026-12-08T19:00:00Z"),
        ("t1", "2026-12-16T17:30:00Z", "2026-12-16T19:30:00Z"),
        ("t1", "2026-12-23T17:30:00Z", "2026-12-23T19:30:00Z"),
    ],
    "change-without-its-series": [("q1", "2026-12-09T18:00:00Z", None)],
    "folds-inside-characters": [("g1", "2026-11-28T14:00:00Z", None)],
    "several-calendars": [
        ("n1", "2026-11-28T13:00:00Z", None),
        ("n2", "2026-11-28T14:00:00Z", None),
    ],
    "unescaped-commas": [("r1", "2026-11-28T14:00:00Z", None)],
    "unfolded-description": [("y2", "2026-11-28T14:00:00Z", None)],
    "without-vcalendar": [("nv", "2026-11-28T14:00:00Z", None)],
    "one-uid-for-two-events": [
        ("dup", "2026-11-28T09:00:00Z", None),
        ("dup", "2026-11-28T19:00:00Z", None),
    ],
    "versions-of-one-event": [("ve", "2026-11-29T14:00:00Z", None)],
    "tasks-beside-events": [("tk", "2026-11-28T14:00:00Z", None)],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_calendar_has_right_times_and_nothing_is_lost(name):
    reading = read(name)

    assert times(reading) == EXPECTED[name]
    assert reading.problems == ()
    assert reading.is_whole


# Why each is not read in full, and what is read all the same.
LOSSES = {
    "unknown-zone": (["zone_unknown"], [("u1", "~2026-11-28T14:00:00", None)]),
    "end-before-start": (["end_before_start"], [("b1", "2026-11-28T14:00:00Z", None)]),
    "durations": (
        ["duration_unreadable"],
        [
            ("l2", "2026-10-24T10:00:00Z", "2026-10-25T11:00:00Z"),
            ("l1", "2026-11-28T14:00:00Z", "2026-11-28T15:30:00Z"),
            ("l4", "2026-11-28T14:00:00Z", None),
            ("l3", "2026-12-07", "2026-12-14"),
        ],
    ),
    "junk-between": (["junk"], [("y1", "2026-11-28T14:00:00Z", None)]),
    "truncated": (
        ["event_cut_off", "truncated"],
        [("tr1", "2026-11-28T14:00:00Z", None), ("tr2", "2026-11-29T14:00:00Z", None)],
    ),
    "missing-properties": (
        ["start_missing"],
        [("", "2026-11-28T14:00:00Z", None), ("mp2", "2026-11-29T14:00:00Z", None)],
    ),
}


@pytest.mark.parametrize("name", LOSSES)
def test_calendar_says_what_is_not_read(name):
    reading = read(name)

    codes, expected = LOSSES[name]
    assert [problem.code for problem in reading.problems] == codes
    assert times(reading) == expected


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("folds-inside-characters", "Wir gedenken derer die nein sagen — "
         "Отказ от войны — Україна — 🕊🕊🕊"),
        ("bare-line-feeds", "Folded text"),
        ("bare-carriage-returns", "Folded text"),
        ("doubled-carriage-returns", "Folded text"),
        ("latin-1", "Fête à Genève"),
        ("utf-16", "Fête Отказ"),
        ("utf-16-without-mark", "Fête"),
        ("byte-order-mark", "Fête"),
        ("unescaped-commas", "Peace, bread; land"),
    ],
)  # fmt: skip
def test_title_survives(name, title):
    reading = read(name)

    assert [event.title for event in reading.events] == [title]
    assert reading.problems == ()


def test_vcalendar_1_0_is_read_with_its_own_zone_rule_and_encoding():
    reading = read("vcalendar-1.0")

    assert times(reading) == [
        ("", "2026-07-01T16:00:00Z", "2026-07-01T17:00:00Z"),
        ("", "2026-07-08T16:00:00Z", "2026-07-08T17:00:00Z"),
        ("", "2026-07-15T16:00:00Z", "2026-07-15T17:00:00Z"),
        ("k2", "2026-12-07T18:00:00Z", None),
        ("k2", "2027-01-04T18:00:00Z", None),
    ]
    assert reading.events[0].title == "Mahnwache für die Geflüchteten"
    assert reading.events[0].description == "One\nTwo"
    assert reading.problems == ()


def test_moved_and_called_off_dates_keep_when_they_were_planned():
    reading = read("moved-and-called-off-dates")

    assert [
        (as_text(e.recurrence_id), as_text(e.start), e.status) for e in reading.events
    ] == [
        ("2026-12-01T18:00:00Z", "2026-12-01T18:00:00Z", "CONFIRMED"),
        ("2026-12-08T18:00:00Z", "2026-12-09T19:00:00Z", "CONFIRMED"),
        ("2026-12-15T18:00:00Z", "2026-12-15T18:00:00Z", "CANCELLED"),
    ]


def test_zone_is_told_by_its_iana_name():
    zones = {
        event.uid: event.timezone
        for name in ("windows-zone-names", "custom-zone-like-berlin", "x-wr-timezone")
        for event in read(name).events
    }

    assert zones == {
        "w1": "Europe/Berlin",
        "w2": "Europe/Kyiv",
        "w3": "Europe/Amsterdam",
        "w4": "Europe/Helsinki",
        "c1": "Europe/Berlin",
        "c2": "Europe/Berlin",
        "x1": "Europe/Kyiv",
        "x2": "Europe/Kyiv",
        "x3": "Europe/London",
    }


def test_status_is_one_of_the_standards():
    statuses = {e.uid: e.status for e in read("statuses").events}

    assert statuses == {"a2": "TENTATIVE", "a3": "CANCELLED", "a4": "CONFIRMED"}


def test_method_cancel_calls_all_off():
    assert [event.status for event in read("method-cancel").events] == ["CANCELLED"]


def test_html_description_becomes_text_without_scripts():
    (event,) = read("html-in-description").events

    assert event.description == "With two speakers.\n\n- One\n- Two"


def test_description_that_nobody_folded_keeps_its_lines():
    (event,) = read("unfolded-description").events

    assert event.description == "First line\nSecond line\nWhere: here"


# --- Series and their limits (SECURITY-CASES 38, 39) ---


def test_case_39_rules_are_daily_or_slower_and_end():
    reading = read("rules-to-refuse")

    numbers = {}
    for event in reading.events:
        numbers[event.uid] = numbers.get(event.uid, 0) + 1
    assert numbers == {
        "h-secondly": 1,
        "h-never": 1,
        "h-count": 100,
        "h-zero": 1,
        "h-minutes": 1,
        "h-rdate": 100,
        "h-alarm": 1,
    }
    assert {problem.uid: problem.code for problem in reading.problems} == {
        "h-secondly": "rule_sub_daily",
        "h-count": "series_cut",
        "h-zero": "rule_unreadable",
        "h-minutes": "rule_sub_daily",
        "h-rdate": "series_cut",
    }


def test_endless_series_of_long_ago_has_its_first_and_its_next_dates():
    reading = read("long-running-weekly")

    starts = [as_text(event.start) for event in reading.events]
    assert len(starts) == 100
    assert starts[:3] == [
        "2019-01-05T11:00:00Z",
        "2026-11-28T11:00:00Z",
        "2026-12-05T11:00:00Z",
    ]
    assert [note.code for note in reading.notes] == ["series_open_ended"]
    assert reading.problems == ()


def test_finite_series_of_long_ago_is_given_in_full():
    reading = read_event("DTSTART:20190101T100000Z", "RRULE:FREQ=DAILY;COUNT=5")

    assert len(reading.events) == 5
    assert reading.problems == ()


def test_first_date_counts_though_the_rule_leaves_it_out():
    reading = read_event(
        "DTSTART:20261130T100000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3"
    )

    assert [as_text(event.start)[:10] for event in reading.events] == [
        "2026-11-30",
        "2026-12-01",
        "2026-12-08",
    ]


@pytest.mark.parametrize(
    ("until", "number"),
    [
        ("20261215", 3),
        ("20261215T180000", 3),
        ("20261215T170000Z", 3),
        ("20261215T165959Z", 2),
    ],
)
def test_until_is_inclusive_in_every_way_of_writing_it(until, number):
    reading = read_event(
        "DTSTART;TZID=Europe/Berlin:20261201T180000",
        f"RRULE:FREQ=WEEKLY;UNTIL={until}",
    )

    assert len(reading.events) == number


def test_case_38_feed_kept_in_step_has_500_events_the_coming_ones_first():
    reading = read("thousands-of-old-events")

    kept = in_step(reading, at=AT)

    assert len(reading.events) == 2001
    assert len(kept.events) == 500
    assert kept.events[-1].uid == "coming"
    assert [problem.code for problem in kept.problems] == ["cut_at_limit"]


@pytest.mark.parametrize(
    "name",
    [
        "weekly-over-the-clock-change",
        "last-friday-by-setpos",
        "moved-and-called-off-dates",
        "this-and-future",
    ],
)
def test_times_agree_with_another_reader(name):
    octets = (CALENDARS / f"{name}.ics").read_bytes()
    found = recurring_ical_events.of(Reference.from_ical(octets)).between(
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
    )
    theirs = sorted(
        (str(event["UID"]), as_text(as_utc(event.start))) for event in found
    )

    ours = sorted((e.uid, as_text(e.start)) for e in read(name).events)

    assert ours == theirs


def as_utc(when):
    return when.astimezone(dt.UTC) if isinstance(when, dt.datetime) else when


# --- Files that are none ---


@pytest.mark.parametrize(
    ("octets", "code"),
    [(b"", "empty"), (b" \r\n", "empty"), (b"Hello\nworld\n", "not_a_calendar")],
)
def test_file_that_is_no_calendar_says_so(octets, code):
    assert [problem.code for problem in read_ics(octets, at=AT).problems] == [code]


def test_documentation_tells_of_every_odd_file():
    text = (CALENDARS.parents[2] / "docs" / "importing.md").read_text()
    told = set(re.findall(r"[\w.-]+\.(?:ics|csv|xlsx)\b", text.split("## Odd")[1]))

    assert told == {path.name for path in CALENDARS.iterdir()}


def test_every_problem_has_words():
    seen = [
        problem
        for path in CALENDARS.glob("*.ics")
        for problem in [
            *read(path.stem).problems,
            *read(path.stem).notes,
        ]
    ]

    assert {problem.code for problem in seen} <= TEXTS.keys()
    assert all("%(" not in text_of(problem) for problem in seen)


def test_problem_names_the_event_and_its_day():
    (problem,) = read("end-before-start").problems

    assert text_of(problem) == (
        "“Backwards” 2026-11-28: Its end is before its start: 2026-11-28 13:00Z"
    )


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("DTSTART;VALUE=DATE:20261128T000000", "2026-11-28"),
        ("DTSTART;TZID=Europe/Berlin:20261128T140000Z", "2026-11-28T14:00:00Z"),
        ("DTSTART:20261128T140000+0100", "2026-11-28T13:00:00Z"),
        ("DTSTART:2026-11-28T14:00:00Z", "2026-11-28T14:00:00Z"),
        ("DTSTART:20261128T1400Z", "2026-11-28T14:00:00Z"),
        ("DTSTART:20261128T240000Z", "2026-11-29T00:00:00Z"),
        ("dtstart;tzid=europe/berlin:20261128t140000", "2026-11-28T13:00:00Z"),
        ('DTSTART;TZID="Europe/Berlin:20261128T140000', "2026-11-28T13:00:00Z"),
        # A time that clocks skip, and one that comes twice (RFC 5545 §3.3.5).
        ("DTSTART;TZID=Europe/Berlin:20270328T023000", "2027-03-28T01:30:00Z"),
        ("DTSTART;TZID=Europe/Berlin:20261025T023000", "2026-10-25T00:30:00Z"),
    ],
)
def test_start_is_read_in_many_ways_of_writing_it(line, start):
    reading = read_event(line)

    assert [as_text(event.start) for event in reading.events] == [start]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "value",
    [
        "20261328",
        "20260230",
        "99999999",
        "soon",
        "20261128T",
        "00000101",
        "00010101T000000Z",
        "99991231",
    ],
)
def test_start_that_is_none_is_told(value):
    reading = read_event(f"DTSTART:{value}")

    codes = [problem.code for problem in reading.problems]
    assert codes == ([] if value == "20261128T" else ["start_unreadable"])
