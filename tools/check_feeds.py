"""Reads a running site's feed as other programs do: ical.js, and vdirsyncer twice.

    SITE=http://127.0.0.1:8000 .venv/bin/python tools/check_feeds.py

Both are installed into a temporary folder, ical.js where node and npm are. Ends with 1
where a program reads something else than `icalendar` does, or copies an item again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import icalendar
import requests

SITE = os.environ.get("SITE", "http://127.0.0.1:8000")
FEED = f"{SITE}/en/feeds/actions.ics?when=all"
READ_BY_NODE = """
import fs from "fs";
import ICAL from "ical.js";
const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync("feed.ics", "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const told = (time) => (time.isDate ? time.toString() : time.toUnixTime());
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const ends = component.getFirstPropertyValue("dtend");
  const status = component.getFirstPropertyValue("status");
  const times = [told(event.startDate), ends && told(event.endDate)];
  return [event.uid, ...times, event.summary, status];
});
console.log(JSON.stringify(events));
"""
TWO_STORES = """
[general]
status_path = "{folder}/status"
[pair both]
a = "site"
b = "files"
collections = null
[storage site]
type = "http"
url = "{feed}"
[storage files]
type = "filesystem"
path = "{folder}/items"
fileext = ".ics"
"""


def told(value) -> int | str | None:
    """Return a moment in seconds since 1970, a day as ISO 8601, or None for none."""
    if value is None:
        return None
    moment = value.dt
    if isinstance(moment, dt.datetime):
        return int(moment.timestamp())
    return moment.isoformat()


def read_by_icalendar(feed: bytes) -> list[list]:
    return [
        [
            str(event["UID"]),
            told(event["DTSTART"]),
            told(event.get("DTEND")),
            str(event["SUMMARY"]),
            str(event["STATUS"]),
        ]
        for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")
    ]


def read_by_ical_js(feed: bytes, folder: Path) -> list[list]:
    (folder / "feed.ics").write_bytes(feed)
    (folder / "read.mjs").write_text(READ_BY_NODE, encoding="utf-8")
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "ical.js"]
    node = ["node", "read.mjs"]
    subprocess.run(npm, cwd=folder, check=True)
    read = subprocess.run(node, cwd=folder, check=True, capture_output=True)
    return json.loads(read.stdout)


def copied_by_vdirsyncer(folder: Path) -> list[int]:
    """Return how many items the first run copies, and how many the second."""
    venv.create(folder / "venv", with_pip=True)
    bin_folder = folder / "venv" / "bin"
    subprocess.run([bin_folder / "pip", "install", "--quiet", "vdirsyncer"], check=True)
    (folder / "items").mkdir()
    config = folder / "config"
    config.write_text(TWO_STORES.format(folder=folder, feed=FEED), encoding="utf-8")
    vdirsyncer = [bin_folder / "vdirsyncer", "--config", config]
    subprocess.run([*vdirsyncer, "discover"], check=True, capture_output=True)
    copied = []
    for _run in range(2):
        run = subprocess.run(
            [*vdirsyncer, "sync"],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        copied.append(run.stdout.count(b"Copying"))
    return copied


def main() -> int:
    feed = requests.get(FEED, timeout=60).content
    expected = read_by_icalendar(feed)
    print(f"{FEED}: {len(expected)} events")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        other = []
        if shutil.which("node") and shutil.which("npm"):
            found = read_by_ical_js(feed, folder)
            pairs = zip(expected, found, strict=True)
            other = [(ours, theirs) for ours, theirs in pairs if ours != theirs]
            print(f"ical.js reads {len(found)}, otherwise:", *other[:3] or ["none"])
        else:
            print("ical.js is not asked: there is no node here.")
        first, second = copied_by_vdirsyncer(folder)
        print(f"vdirsyncer copies {first}, then {second}")
    return int(bool(other) or first != len(expected) or second != 0)


if __name__ == "__main__":
    sys.exit(main())
