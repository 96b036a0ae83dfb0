"""Reading in a process of its own, and what happens at its limits."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from events.importers.problems import text_of
from events.importers.table import Options
from events.importers.values import Reading
from events.importers.worker import ROOT, Limits, read, read_apart

CALENDARS = Path(__file__).resolve().parents[2] / "data" / "calendars"
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def calendar(number, *lines):
    event = "\r\n".join(["DTSTART:20261128T140000Z", *lines])
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:u{n}\r\n{event}\r\nEND:VEVENT\r\n" for n in range(number)
    )
    return f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode()


@pytest.mark.parametrize(
    "name", ["moved-and-called-off-dates.ics", "bad-rows.csv", "workbook.xlsx"]
)
def test_reading_apart_gives_the_same(name):
    octets = (CALENDARS / name).read_bytes()

    assert read_apart(octets, name=name, at=AT) == read(octets, name=name, at=AT)


def test_reading_survives_json():
    octets = (CALENDARS / "floating-times.ics").read_bytes()
    reading = read(octets, at=AT)

    assert Reading.from_json(reading.as_json()) == reading


def test_options_reach_the_other_process():
    octets = (CALENDARS / "ambiguous-dates.csv").read_bytes()
    options = Options(day_first=True, columns={"title": "title"})

    reading = read_apart(octets, name="a.csv", options=options, at=AT)

    assert reading.problems == ()


def test_case_38_forty_thousand_events_stop_at_the_cpu_limit():
    reading = read_apart(calendar(40_000), limits=Limits(cpu_seconds=1), at=AT)

    assert reading.events == ()
    assert [text_of(problem) for problem in reading.problems] == [
        "Reading took more than 1 seconds of computing and was stopped."
    ]


def test_case_38_memory_has_a_limit():
    reading = read_apart(
        calendar(20_000, f"DESCRIPTION:{'x' * 200}"),
        limits=Limits(memory_mb=100),
        at=AT,
    )

    assert [problem.code for problem in reading.problems] == ["limit_memory"]


def test_case_38_time_on_the_wall_has_a_limit():
    reading = read_apart(calendar(1), limits=Limits(wall_seconds=0), at=AT)

    assert [problem.code for problem in reading.problems] == ["limit_time"]


def test_file_that_is_too_big_is_not_read():
    reading = read_apart(calendar(10), limits=Limits(octets=100), at=AT)

    assert [problem.code for problem in reading.problems] == ["too_big"]


def test_case_39_a_thousand_costly_rules_end():
    rule = "RRULE:FREQ=DAILY;COUNT=1000000000"
    octets = calendar(1000, rule).replace(b"20261128", b"19250101")

    reading = read_apart(octets, limits=Limits(cpu_seconds=2), at=AT)

    assert [problem.code for problem in reading.problems] == ["limit_cpu"]


def test_process_needs_no_settings_and_no_secrets():
    code = (
        "import sys, events.importers.worker, events.importers.csv_file, "
        "events.importers.xlsx_file; "
        "print({'events.models', 'objectwar.settings'} & set(sys.modules))"
    )

    done = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "set()"
