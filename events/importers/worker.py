"""Reads a stranger's file in a process of its own, with limits (SECURITY-CASES 38).

The process has no database, no settings and no secrets; it gets octets and gives JSON.
It limits itself before it looks at them, and is killed when its time is over.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from .ics import read_ics
from .table import Options
from .values import Reading, unread

ROOT = Path(__file__).resolve().parent.parent.parent
OUT_OF_MEMORY = 3  # the process's exit code


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What reading may take; memory is address space, of which Python itself has 60."""

    octets: int = 20_000_000
    cpu_seconds: int = 20
    wall_seconds: int = 40
    memory_mb: int = 600


def read(
    octets: bytes,
    *,
    name: str = "",
    content_type: str = "",
    options: Options | None = None,
    at: dt.datetime,
) -> Reading:
    """Read a file of any format that we know, here and now; `at` is now.

    For a stranger's file use `read_apart`.
    """
    options = options or Options()
    match format_of(octets, name, content_type):
        case "ics":
            return read_ics(octets, at=at)
        case "csv":
            from .csv_file import read_csv  # noqa: PLC0415 - only what is needed

            return read_csv(octets, options)
        case "xlsx":
            from .xlsx_file import read_xlsx  # noqa: PLC0415 - takes a third of a second

            return read_xlsx(octets, options)
        case code:
            return unread(code)


def format_of(octets: bytes, name: str, content_type: str = "") -> str:
    """Tell the format by content first: names and types are often wrong.

    Returns `ics`, `csv`, `xlsx`, or the code of the problem that it is none of them.
    """
    start = octets[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    if not octets.strip():
        return "empty"
    if octets.startswith(b"PK"):
        return "xlsx"
    if octets.startswith(b"\xd0\xcf\x11\xe0"):
        return "old_excel"
    if b"BEGIN:V" in start.upper().replace(b" ", b""):
        return "ics"
    if start[:1] == b"<":
        return "web_page"
    suffix = Path(name.split("?")[0]).suffix.lower()
    if (
        suffix in {".ics", ".ical", ".ifb", ".icalendar", ".vcs"}
        or "calendar" in content_type
    ):
        return "ics" if b"BEGIN:" in octets.upper() else "not_a_calendar"
    if suffix in {".csv", ".tsv", ".txt", ""} or content_type.startswith("text/"):
        return "csv" if suffix or content_type else "unknown_format"
    return "unknown_format"


def read_apart(
    octets: bytes,
    *,
    name: str = "",
    content_type: str = "",
    options: Options | None = None,
    limits: Limits | None = None,
    at: dt.datetime,
) -> Reading:
    """Read a stranger's file in another process; where a limit strikes, say which."""
    limits = limits or Limits()
    if len(octets) > limits.octets:
        return unread("too_big", detail=f"{limits.octets / 1e6:.0f} MB")
    order = {
        "name": name,
        "content_type": content_type,
        "options": asdict(options or Options()),
        "limits": asdict(limits),
        "at": at.isoformat(),
        "octets": base64.b64encode(octets).decode(),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "events.importers.worker"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=limits.wall_seconds,
            cwd=ROOT,
            # No zone data but our own (docs/decisions/0067).
            env={"PYTHONUTF8": "1", "PYTHONTZPATH": ""},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return unread("limit_time", detail=str(limits.wall_seconds))
    if done.returncode == -signal.SIGXCPU or done.returncode == -signal.SIGKILL:
        return unread("limit_cpu", detail=str(limits.cpu_seconds))
    if done.returncode == OUT_OF_MEMORY:
        return unread("limit_memory", detail=str(limits.memory_mb))
    try:
        return Reading.from_json(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        return unread("reader_failed")


def main() -> int:
    """Read an order on standard input, write a reading on standard output."""
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    _limit(resource.RLIMIT_AS, limits.memory_mb * 1024 * 1024)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        reading = read(
            base64.b64decode(order["octets"]),
            name=order["name"],
            content_type=order["content_type"],
            options=Options(**order["options"]),
            at=dt.datetime.fromisoformat(order["at"]),
        )
        json.dump(reading.as_json(), sys.stdout)
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _limit(what: int, amount: int) -> None:
    """Limit this process for good; a second more of CPU lets the signal speak."""
    hard = amount + 1 if what == resource.RLIMIT_CPU else amount
    resource.setrlimit(what, (amount, hard))


if __name__ == "__main__":
    sys.exit(main())
