"""The command `import_events`: its lines, its exit code, what it stores."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.models import EventPage
from tests.factories.actions import in_days
from tests.factories.people import make_organization

ROOT = Path(__file__).resolve().parents[2]
CALENDARS = ROOT / "tests" / "data" / "calendars"


def run(*arguments):
    """Return (exit code, what was written, what was complained)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_events", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue() + str(error)
    return 0, out.getvalue(), err.getvalue()


def lines_of(out):
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def coming(tmp_path):
    """A calendar with one event in twenty days."""
    path = tmp_path / "coming.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:c1\nSUMMARY:Vigil\n"
        f"DTSTART;TZID=Europe/Berlin:{in_days(20):%Y%m%d}T180000\n"
        "LOCATION:Market\\, 53111 Bonn\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return path


def test_json_is_one_object_a_line_in_the_order_of_files():
    files = [CALENDARS / "floating-times.ics", CALENDARS / "date-with-tzid.ics"]

    code, out, _err = run(*files, "--dry-run", "--json")

    assert code == 0
    assert [line["file"] for line in lines_of(out)] == [str(path) for path in files]


def test_json_has_the_format_that_is_agreed():
    _code, out, _err = run(CALENDARS / "windows-zone-names.ics", "--dry-run", "--json")

    (line,) = lines_of(out)
    assert list(line) == ["file", "events", "errors"]
    assert line["events"][0] == {
        "uid": "w1",
        "title": "Vigil",
        "start": "2026-11-28T13:00:00Z",
        "end": "2026-11-28T14:30:00Z",
        "all_day": False,
        "recurrence_id": None,
        "timezone": "Europe/Berlin",
        "location": "",
        "status": "CONFIRMED",
    }


def test_dates_end_exclusively_and_zoneless_times_are_marked():
    _code, out, _err = run(
        CALENDARS / "date-with-tzid.ics",
        CALENDARS / "floating-times.ics",
        "--dry-run",
        "--json",
    )

    days, floating = lines_of(out)
    assert [(e["start"], e["end"], e["all_day"]) for e in days["events"][:2]] == [
        ("2026-12-10", "2026-12-11", True),
        ("2026-12-10", "2026-12-12", True),
    ]
    assert floating["events"][0]["start"] == "~2026-11-28T14:00:00"
    assert floating["events"][0]["timezone"] is None


def test_what_is_not_read_is_told_and_exits_with_one():
    code, out, err = run(
        CALENDARS / "end-before-start.ics",
        CALENDARS / "floating-times.ics",
        "/nowhere/a.ics",
        "http://127.0.0.1/a.ics",
        CALENDARS,
        "--dry-run",
        "--json",
    )

    assert code == 1
    assert [(len(line["events"]), line["errors"]) for line in lines_of(out)] == [
        (
            1,
            [
                "“Backwards” 2026-11-28 (b1): "
                "Its end is before its start: 2026-11-28 13:00Z"
            ],
        ),
        (3, []),
        (0, ["The file cannot be opened: No such file or directory"]),
        (0, ["The address cannot be read: This address cannot be fetched."]),
        (0, ["The file cannot be opened: Is a directory"]),
    ]
    assert "Of 5 files, 4 were not read in full." in err


def test_options_of_tables_are_followed():
    path = CALENDARS / "ambiguous-dates.csv"

    asked, _out, _err = run(path, "--dry-run", "--json")
    code, out, _err = run(path, "--dry-run", "--json", "--day-first")

    assert (asked, code) == (1, 0)
    assert lines_of(out)[0]["events"][-1]["start"] == "2027-05-12"


def test_columns_can_be_mapped():
    code, out, _err = run(
        CALENDARS / "their-own-columns.csv",
        "--dry-run",
        "--json",
        *("--column=title=Veranstaltung", "--column=date=Wann"),
    )

    assert code == 0
    assert lines_of(out)[0]["events"][0]["title"] == "Mahnwache"


def test_unknown_column_field_is_refused():
    code, out, err = run("a.csv", "--dry-run", "--column=colour=Farbe")

    assert (code, out) == (1, "")
    assert "--column colour=Farbe" in err


def test_limits_are_arguments():
    path = CALENDARS / "thousands-of-old-events.ics"

    code, out, _err = run(path, "--dry-run", "--json", "--memory-mb=10")

    assert code == 1
    assert lines_of(out)[0]["errors"] == [
        "Reading took more than 10 MB of memory and was stopped."
    ]


def test_dry_run_works_where_there_is_no_database(tmp_path):
    done = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "manage.py", "import_events",
         str(CALENDARS / "floating-times.ics"),
         "--organization", "nobody", "--dry-run", "--json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "OBJECTWAR_DATA_DIR": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "objectwar.settings.dev"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0
    assert len(lines_of(done.stdout)[0]["events"]) == 3


@pytest.mark.django_db
def test_dry_run_stores_nothing(coming):
    organization = make_organization()

    code, out, _err = run(coming, "--organization", organization.slug, "--dry-run")

    assert code == 0
    assert "new" in out
    assert EventPage.objects.count() == 0


@pytest.mark.django_db
def test_without_dry_run_drafts_are_stored_once(coming):
    organization = make_organization()
    arguments = (coming, "--organization", organization.slug)

    first = run(*arguments)
    second = run(*arguments, "--json")

    assert (first[0], second[0]) == (0, 0)
    event = EventPage.objects.get()
    assert (event.title, event.live, event.organization) == (
        "Vigil",
        False,
        organization,
    )
    assert event.start_time == dt.time(18)
    assert "1 new" in first[1]
    assert len(lines_of(second[1])[0]["events"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["--organization", "nobody"], []])
def test_unknown_organization_is_told_and_nothing_is_stored(coming, arguments):
    code, out, err = run(coming, *arguments, "--json")

    assert code == 1
    assert len(lines_of(out)[0]["events"]) == 1
    assert "organi" in err
    assert EventPage.objects.count() == 0


@pytest.mark.django_db
def test_good_events_of_a_bad_file_are_stored(coming):
    organization = make_organization()
    coming.write_text(
        coming.read_text().replace(
            "END:VCALENDAR",
            "BEGIN:VEVENT\nUID:bad\nSUMMARY:Bad\nEND:VEVENT\nEND:VCALENDAR",
        )
    )

    code, out, _err = run(coming, "--organization", organization.slug)

    assert code == 1
    assert "not read: “Bad” (bad): It has no start." in out
    assert [event.title for event in EventPage.objects.all()] == ["Vigil"]
