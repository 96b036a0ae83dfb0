"""Measures finding towns: hits, times, start-up and memory.

    python benches/bench_geocoder.py

Asks for 204 European towns in three spellings, then for the same with one letter left
out, wrong, too much or swapped (fixed seed). Where the list is from says
`tests/events/european_towns.py`; nothing of it is from the gazetteer. Times are
processor time, so that a busy machine does not count; each name is asked for once.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from events.gazetteer import FILE, Gazetteer  # noqa: E402 - needs the path above
from events.towns import find_towns, locate  # noqa: E402
from tests.events.european_towns import (  # noqa: E402
    SPELLINGS,
    read_european_towns,
    with_one_mistake,
)

# What a process has in memory, of its own and of the file, before and after the list.
MEMORY = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

import sqlite3, zlib, dataclasses, unicodedata, rapidfuzz.process, rapidfuzz.distance
from tests.events.european_towns import read_european_towns
towns = read_european_towns()
before = resident()
from events.towns import find_towns
for town in towns:
    for name in (town.native, town.english, town.cyrillic, town.english[:3]):
        find_towns(name)
    find_towns("q" + town.english[1:])
print(resident() - before)
"""


def measured(function, cases):
    """Return the answers, and milliseconds of each call in order of length."""
    answers, times = [], []
    for case in cases:
        started = time.process_time()
        answers.append(function(*case))
        times.append((time.process_time() - started) * 1000)
    return answers, sorted(times)


def line(label, times):
    middle, most = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"  {label:<28} p50 {middle:.2f}, p95 {most:.2f}, max {times[-1]:.2f} ms")


def bench_start():
    times = measured(Gazetteer, [()] * 5)[1]
    print(f"Start: {FILE.stat().st_size / 1e6:.1f} MB on disk")
    line("opening the file", times)
    command = [sys.executable, "-c", MEMORY.format(root=str(ROOT))]
    process = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 - ours
    megabytes = int(process.stdout) / 1024
    print(f"  memory after {len(TOWNS) * 5} questions: {megabytes:.1f} MB")


def bench_hits():
    print(f"{len(TOWNS)} European towns, right country and place first:")
    for spelling in SPELLINGS:
        names = [getattr(town, spelling) for town in TOWNS]
        answers, _times = measured(find_towns, [(name, "", 1) for name in names])
        hits = sum(
            bool(found) and town.is_meant_by(found[0])
            for town, found in zip(TOWNS, answers, strict=True)
        )
        print(f"  {spelling:<28} {hits} of {len(TOWNS)} ({hits / len(TOWNS):.1%})")


def bench_times():
    print("Exact names:")
    names = [(getattr(town, each), town) for town in TOWNS for each in SPELLINGS]
    line("the likeliest", measured(find_towns, [(n, "", 1) for n, _ in names])[1])
    line("ten candidates", measured(find_towns, [(n, "", 10) for n, _ in names])[1])
    line("locate", measured(locate, [(n, town.country) for n, town in names])[1])
    print("Others:")
    beginnings = sorted({town.english[:3] for town in TOWNS})
    line("three letters", measured(find_towns, [(n,) for n in beginnings])[1])
    nonsense = ["x" * 5000, "\x00", " " * 5000, "a, " * 2000, "qqqq qqqq 1 qqqq"]
    line("nonsense", measured(find_towns, [(n,) for n in nonsense])[1])


def bench_mistakes():
    rng = random.Random(2027)  # noqa: S311 - mistakes, not secrets
    cases = [
        (town, with_one_mistake(rng, name))
        for town in TOWNS
        for spelling in SPELLINGS
        if len(name := getattr(town, spelling)) >= 5
    ]
    answers, times = measured(find_towns, [(name, "", 5) for _town, name in cases])
    pairs = list(zip(cases, answers, strict=True))
    first = sum(bool(f) and town.is_meant_by(f[0]) for (town, _name), f in pairs)
    five = sum(any(map(town.is_meant_by, f)) for (town, _name), f in pairs)
    print(f"One letter wrong in {len(cases)} names of five letters and more:")
    print(f"  first                        {first} ({first / len(cases):.1%})")
    print(f"  among the first five         {five} ({five / len(cases):.1%})")
    line("five candidates", times)


TOWNS = read_european_towns()

if __name__ == "__main__":
    bench_start()
    bench_hits()
    bench_times()
    bench_mistakes()
