# ruff: noqa: E402 - settings come before what reads them
"""Measures feeds: writing 2,000 and 10,000 actions, handing out what is stored.

    python benches/bench_feeds.py

Made-up actions in a database of its own; nothing of the demonstration site is touched.
Writing is measured in processor time against `icalendar` serialising the same
components in the same run; handing out against whitenoise's static file with the same
octets, behind the same gunicorn on loopback.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="objectwar-bench-")
os.environ["OBJECTWAR_DATA_DIR"] = FOLDER.name
os.environ["OBJECTWAR_DATABASE_URL"] = f"sqlite:///{FOLDER.name}/bench.sqlite3"
os.environ["OBJECTWAR_SITE_URL"] = "https://objectwar.example"
os.environ["OBJECTWAR_ALLOWED_HOSTS"] = "testserver,127.0.0.1"
os.environ["DJANGO_SETTINGS_MODULE"] = "objectwar.settings.dev"

import django

django.setup()

import icalendar
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation

from events import feeds
from events.filters import EventFilter
from events.lifecycle import note_public_change
from events.state import site_state
from events.stored import forget
from objectwar.demo.scale import load_scale

PATH = "/en/feeds/actions.ics"
EVERYTHING = "when=all"
RUNS = 5
REQUESTS = 400
SECONDS = 4


def write(query: str) -> tuple[float, bytes]:
    """Write a feed from the database as a first reader's request does; CPU seconds."""
    forget()
    event_filter = EventFilter(QueryDict(query))
    assert event_filter.is_valid()
    started = time.process_time()
    octets = feeds.feed_octets(
        event_filter,
        feeds.ICAL,
        path=PATH,
        alias=PATH,
        state=site_state(),
        at=timezone.now(),
    )
    return time.process_time() - started, octets.body


def serialise(body: bytes) -> float:
    calendar = icalendar.Calendar.from_ical(body)
    started = time.process_time()
    calendar.to_ical()
    return time.process_time() - started


def measure_writing(query: str) -> float:
    pairs = []
    for _run in range(RUNS):
        ours, body = write(query)
        pairs.append((ours, serialise(body)))
    ours, theirs = (min(column) for column in zip(*pairs, strict=True))
    events = body.count(b"BEGIN:VEVENT")
    print(
        f"  {query:28} {events:6} events {len(body):9,} octets  "
        f"written {ours:.3f} s  icalendar itself {theirs:.3f} s  "
        f"ratio {ours / theirs:.2f}"
    )
    return ours


def p95(headers: dict) -> float:
    client, times = Client(), []
    client.get(f"{PATH}?{EVERYTHING}")
    for _request in range(REQUESTS):
        started = time.perf_counter()
        client.get(f"{PATH}?{EVERYTHING}", headers=headers)
        times.append(time.perf_counter() - started)
    return sorted(times)[int(REQUESTS * 0.95)] * 1000


def measure_handing_out() -> None:
    tag = Client().get(f"{PATH}?{EVERYTHING}")["ETag"]
    for what, headers in {
        "stored 200": {},
        "stored 200, gzip": {"Accept-Encoding": "gzip"},
        "304": {"If-None-Match": tag},
    }.items():
        print(f"  {what:28} p95 {p95(headers):.2f} ms in this process")


def throughput(port: int, path: str) -> float:
    """Return answers per second that two clients get, each on one connection."""
    counts = []

    def ask():
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        count, until = 0, time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            connection.request("GET", path)
            response = connection.getresponse()
            assert response.status == 200, (path, response.status)
            response.read()
            count += 1
        connection.close()
        counts.append(count)

    threads = [threading.Thread(target=ask) for _client in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def measure_behind_a_server() -> None:
    small = "country=FR"
    static = Path(FOLDER.name, "static")
    static.mkdir(exist_ok=True)
    for name, query in {"large": EVERYTHING, "small": small}.items():
        body = Client().get(f"{PATH}?{query}").content
        (static / f"{name}.ics").write_bytes(body)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 - our own server
        [
            sys.executable,
            "-m",
            "gunicorn",
            f"--bind=127.0.0.1:{port}",
            "--workers=1",
            "--threads=2",
            "--log-level=error",
            "objectwar.wsgi",
        ],
        cwd=ROOT,
    )
    try:
        for _try in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        for name, query in {"large": EVERYTHING, "small": small}.items():
            address = f"{PATH}?{query}"
            for path in (f"/static/{name}.ics", address):
                throughput_of_warm_up(port, path)
            theirs = throughput(port, f"/static/{name}.ics")
            ours = throughput(port, address)
            size = (static / f"{name}.ics").stat().st_size
            print(
                f"  {name} feed, {size:9,} octets      ours {ours:.0f}/s  "
                f"whitenoise {theirs:.0f}/s  ratio {ours / theirs:.2f}"
            )
    finally:
        server.terminate()
        server.wait(10)


def throughput_of_warm_up(port: int, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    for _request in range(3):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()


def fill(number: int) -> None:
    load_scale(number, timezone.localdate(), report=lambda line: None)
    note_public_change()


def main() -> None:
    translation.activate("en")
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    fill(2000)
    print("2,000 actions (ratio: at most 1.3, and under 1 s)")
    two = measure_writing(EVERYTHING)
    measure_writing("country=DE,FR,IT&when=all")
    print("Handing out (p95: under 3 ms)")
    measure_handing_out()
    print("Behind gunicorn, one process with two threads (ratio: at least 0.5)")
    measure_behind_a_server()
    fill(10_000)
    print("10,000 actions (linear: five times 2,000)")
    ten = measure_writing(EVERYTHING)
    print(f"  {ten / two:.1f} times as long as 2,000")


if __name__ == "__main__":
    try:
        main()
    finally:
        FOLDER.cleanup()
