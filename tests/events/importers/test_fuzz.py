"""Calendars and tables broken in thousands of ways: reading them never raises.

The suite tries a few hundred; `make fuzz` tries 10,000, of the same fixed seed.
"""

import datetime as dt
import json
import os
import random
from pathlib import Path

from events.importers.base import in_step, local_of
from events.importers.problems import text_of
from events.importers.series import fold_series
from events.importers.worker import read

CALENDARS = Path(__file__).resolve().parents[2] / "data" / "calendars"
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SEED = 20261123
MUTATIONS = int(os.environ.get("OBJECTWAR_FUZZ_MUTATIONS", "400"))
# What has broken readers before, or could.
MORSELS = [
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\n", b"\n ", b";", b":", b'"', b"\\",
    b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"BEGIN:VCALENDAR\n", b"END:VTIMEZONE\n",
    b"RRULE:FREQ=DAILY;COUNT=99999999999\n", b"RRULE:FREQ=YEARLY;BYWEEKNO=53\n",
    b"RRULE:FREQ=MONTHLY;BYDAY=-5SU;BYSETPOS=-366\n", b"DURATION:P999999W\n",
    b"RECURRENCE-ID;RANGE=THISANDFUTURE:20261201\n", b"EXRULE:FREQ=DAILY\n",
    b"RDATE;VALUE=PERIOD:20261201T000000Z/PT1H\n", b"EXDATE:20261201\n",
    b"DTSTART:00010101T000000Z\n", b"DTSTART:99991231T235959Z\n", b"DTSTART:1\n",
    b"DTEND;VALUE=DATE:99991231\n", b"TZOFFSETTO:+9999\n", b"UID:\n", b"9" * 400,
    b"GEO:1e999;nan\n", b"X-WR-TIMEZONE:+99:99\n", b"METHOD:CANCEL\n", b"12/5/2026",
    "٣".encode(), "🕊".encode(), b"=", b"=FC=\n", b"ENCODING=QUOTED-PRINTABLE:",
]  # fmt: skip


def mutated(octets, other, random_):
    """Return octets with one to six things done to them."""
    octets = bytearray(octets)
    for _number in range(random_.randint(1, 6)):
        place = random_.randrange(len(octets) + 1)
        length = random_.randint(1, 60)
        match random_.randrange(8):
            case 0:
                octets[place : place + 1] = bytes([random_.randrange(256)])
            case 1:
                del octets[place : place + length]
            case 2:
                octets[place:place] = random_.choice(MORSELS)
            case 3:
                octets[place:place] = octets[place : place + length] * 3
            case 4:
                start = random_.randrange(len(other) + 1)
                octets[place:place] = other[start : start + 200]
            case 5:
                lines = bytes(octets).split(b"\n")
                random_.shuffle(lines)
                octets = bytearray(b"\n".join(lines[:200]))
            case 6:
                del octets[place:]
            case 7:
                # Numbers are where limits are.
                octets = bytearray(
                    bytes(octets).replace(
                        random_.choice(b"0123456789").to_bytes(1, "big"),
                        random_.choice([*MORSELS, b"9", b"0", b"-"]),
                        random_.randint(1, 3),
                    )
                )
    return bytes(octets)


def test_mutations_never_raise():
    random_ = random.Random(SEED)
    paths = sorted(path for path in CALENDARS.iterdir() if path.stat().st_size < 20_000)
    originals = [(path.name, path.read_bytes()) for path in paths]
    read_some = 0
    for number in range(MUTATIONS):
        name, octets = originals[number % len(originals)]
        _other_name, other = random_.choice(originals)
        octets = mutated(octets, other, random_)

        reading = read(octets, name=name, at=AT)

        json.dumps(reading.as_json())
        in_step(reading, at=AT, limit=10)
        for event in reading.events:
            local_of(event.start, "Asia/Kamchatka")
            local_of(event.end, "America/Los_Angeles")
        for uid in {event.uid for event in reading.events if event.recurrence_id}:
            dates = [e for e in reading.events if e.uid == uid and e.recurrence_id]
            fold_series(dates, zone="Europe/Berlin", at=AT)
        for problem in [*reading.problems, *reading.notes]:
            text_of(problem).encode()
        read_some += bool(reading.events)
    assert read_some > MUTATIONS / 3
