# ruff: noqa: E402 - settings come before what reads them
"""Measures an import: a calendar of 500 events with 20 series among them, into drafts.

    python benches/bench_import.py

Into a database of its own. Reading runs in a process of its own, as for strangers'
files; storing is compared with one draft after the other in the same run. Seconds are
of the processor, so that a busy machine counts less, and in all by the clock as well.
To reach: under 5 s and 200 MB.
"""

import datetime as dt
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="objectwar-bench-")
os.environ["OBJECTWAR_DATA_DIR"] = FOLDER.name
os.environ["OBJECTWAR_DATABASE_URL"] = f"sqlite:///{FOLDER.name}/bench.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "objectwar.settings.dev"

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from events.importers.base import carry_out, plan_import
from events.importers.worker import read_apart
from events.lifecycle import save_draft
from events.models import EventPage
from organizations.models import OrganizationPage
from screening.seed import seed_screening

EVENTS, SERIES, DATES = 500, 20, 10
ONE_BY_ONE = 50


def cpu() -> float:
    """Return the seconds that this process and its children have computed so far."""
    return sum(os.times()[:4])


def calendar(today: dt.date) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(EVENTS):
        day = today + dt.timedelta(days=5 + number % 300)
        lines += [
            "BEGIN:VEVENT",
            f"UID:bench-{number}",
            f"SUMMARY:Vigil {number}",
            f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T{10 + number % 10}0000",
            f"DTEND;TZID=Europe/Berlin:{day:%Y%m%d}T{11 + number % 10}3000",
            "LOCATION:Market 1\\, 53111 Bonn\\, Germany",
            "DESCRIPTION:Bring candles and friends.\\n\\nThere is tea afterwards.",
        ]
        if number < SERIES:
            lines.append(f"RRULE:FREQ=WEEKLY;COUNT={DATES}")
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def main() -> None:
    call_command("migrate", verbosity=0)
    index = seed_screening()
    quick, slow = (
        index.add_child(instance=OrganizationPage(title=name, slug=name, country="DE"))
        for name in ("quick", "slow")
    )
    at = timezone.now()
    octets = calendar(at.date())
    started, began = cpu(), time.perf_counter()
    reading = read_apart(octets, name="bench.ics", at=at)
    has_read = cpu()
    plan = plan_import(reading, quick, at=at)
    has_planned = cpu()
    carry_out(plan, quick)
    has_stored, ended = cpu(), time.perf_counter()
    stored = EventPage.objects.child_of(quick).count()
    assert stored == EVENTS  # a series is one of them
    for planned in plan[:ONE_BY_ONE]:
        event = EventPage(**planned.values)
        save_draft(event=event, organization=slow, user=None)
    one = (cpu() - has_stored) / ONE_BY_ONE
    again = plan_import(reading, quick, at=at)
    assert {planned.state.name for planned in again} == {"UNCHANGED"}
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bulk = (has_stored - has_planned) / stored
    print(f"{EVENTS} events, {SERIES} of them series: {stored} drafts")
    print(f"  read     {has_read - started:5.2f} s in a process of {child:.0f} MB")
    print(f"  compared {has_planned - has_read:5.2f} s")
    print(
        f"  stored   {has_stored - has_planned:5.2f} s, {one / bulk:.0f} times faster"
    )
    print(
        f"  in all   {has_stored - started:5.2f} s, {ended - began:.2f} s by the clock "
        f"(goal: under 5), {own:.0f} MB here"
    )


if __name__ == "__main__":
    main()
