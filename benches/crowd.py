# ruff: noqa: E402 - settings come before what reads them
"""A site with many made-up actions, for the benchmarks of finding.

In a SQLite file of its own, thrown away at the end; in the empty database that
OBJECTWAR_BENCH_DATABASE_URL names, where one is to be compared. With
OBJECTWAR_BENCH_DIR both stay and are not filled again. Import this before anything of
Django.
"""

import os
import pickle
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
KEPT = os.environ.get("OBJECTWAR_BENCH_DIR")
_TEMPORARY = None if KEPT else tempfile.TemporaryDirectory(prefix="objectwar-bench-")
FOLDER = KEPT or _TEMPORARY.name
os.environ["OBJECTWAR_DATA_DIR"] = FOLDER
os.environ["OBJECTWAR_DATABASE_URL"] = os.environ.get(
    "OBJECTWAR_BENCH_DATABASE_URL", f"sqlite:///{FOLDER}/bench.sqlite3"
)
os.environ["OBJECTWAR_SITE_URL"] = "https://objectwar.example"
os.environ["OBJECTWAR_ALLOWED_HOSTS"] = "testserver"
os.environ["DJANGO_SETTINGS_MODULE"] = "objectwar.settings.dev"

import django

django.setup()

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.lifecycle import note_public_change
from events.state import site_state
from events.stored import forget
from events.tally import forget_tally, make_tally, tally
from objectwar.demo.scale import load_scale
from objectwar.kept import forget_pages

# Each client builds all middleware anew at its first request; a server does so once.
_reader = Client()
NUMBER = int(os.environ.get("OBJECTWAR_BENCH_NUMBER", "100000"))


def fill(number: int = NUMBER) -> None:
    """Have the demonstration site and `number` made-up actions."""
    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silence:
        call_command("load_demo", verbosity=0, stdout=silence)
    added = load_scale(number, timezone.localdate(), report=lambda line: None)
    note_public_change()
    forget_tally()  # or a thread makes a new one while pages are measured
    if connection.vendor == "postgresql" or added:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    import_module("objectwar.wsgi")  # sets what is loaded aside, as in a server
    seconds = time.perf_counter() - started
    print(f"{connection.vendor}: {added:,} of {number:,} added in {seconds:.0f} s")


def forget_everything() -> None:
    """Leave nothing stored but what is asked once in each state of the site."""
    forget()
    forget_pages()
    for cache in caches.all(initialized_only=True):
        cache.clear()
    tally()


def measure_tally() -> None:
    """Print how long the tally takes: after a change, and in another process."""
    forget_tally()
    started, busy = time.perf_counter(), time.process_time()
    made = make_tally(site_state())
    wall, cpu = time.perf_counter() - started, time.process_time() - busy
    octets = pickle.dumps(made)
    started = time.perf_counter()
    pickle.loads(octets)  # noqa: S301 - written just now
    loaded = time.perf_counter() - started
    print(
        f"  tally    made after a change in {wall:.2f} s, {cpu:.2f} s of this process; "
        f"{len(octets) / 1e6:.1f} MB, read by another process in {loaded * 1000:.0f} ms"
    )


@dataclass(frozen=True)
class Answer:
    """Milliseconds until a whole answer was there, on the clock and of this process.

    The second leaves out a database server and what else keeps the machine busy.
    """

    wall: float
    cpu: float
    content: bytes


def ask(address: str, *, cold: bool) -> Answer:
    """Ask as a first reader does where `cold`, else for what may be stored."""
    if cold:
        forget_everything()
    started, busy = time.perf_counter(), time.process_time()
    response = _reader.get(address, headers={"Accept-Encoding": "gzip"})
    wall, cpu = time.perf_counter() - started, time.process_time() - busy
    assert response.status_code == 200, (address, response.status_code)
    assert not _reader.cookies, address
    return Answer(wall * 1000, cpu * 1000, response.content)


def queries_of(address: str) -> int:
    """Return how many queries an answer takes that nothing was stored for."""
    forget_everything()
    with CaptureQueriesContext(connection) as queries:
        _reader.get(address)
    return len(queries)


def at(times: list[float], share: float) -> float:
    """Return the time within which so large a share of the answers came."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def line(label: str, answers: list[Answer], most: float) -> None:
    """Print the middle and the 95th of a hundred, on the clock and of this process."""
    wall, cpu = ([getattr(each, of) for each in answers] for of in ("wall", "cpu"))
    print(
        f"  {label:8} p50 {at(wall, 0.5):.1f}, p95 {at(wall, 0.95):.1f} ms; of this "
        f"process p50 {at(cpu, 0.5):.1f}, p95 {at(cpu, 0.95):.1f} ms "
        f"(p95: at most {most:.0f})"
    )


def print_slowest(answers: dict[str, Answer]) -> None:
    print("  slowest")
    for address, answer in sorted(answers.items(), key=lambda pair: -pair[1].cpu)[:5]:
        print(f"    {answer.wall:7.1f} ms, of this process {answer.cpu:.1f}  {address}")
