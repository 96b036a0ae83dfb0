"""What is on a watchlist, and how a CSV file says it.

The columns are those of `sample-watchlist.csv`; lists inside a cell are separated by
`;`.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .addresses import Address, parse_address
from .handles import Handle, handles_in_address, is_platform, parse_listed
from .letters import fold
from .vocabulary import EVERYDAY, LEGAL, STOP, TYPE

KINDS = ("group", "person", "outlet")
ACTIVE = "active"
STATUSES = ("draft", "active", "under review", "under_review", "retracted", "inactive")

REQUIRED_COLUMNS = ("id", "kind", "name")
LIST_COLUMNS = (
    "strong_aliases",
    "weak_aliases",
    "acronyms",
    "countries",
    "websites",
    "handles",
)
COLUMNS = (
    *REQUIRED_COLUMNS,
    *LIST_COLUMNS,
    "language",
    "reason",
    "source_title",
    "source_url",
    "added_on",
    "review_by",
    "status",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A group, an outlet or a person in a public political role that is listed.

    The name and strong aliases find by themselves; weak aliases and acronyms only as
    the whole name of an organiser or beside other evidence. `level` "note" never
    alerts. Only an entry whose status is `active` is matched.
    """

    id: str
    name: str
    kind: str = "group"
    strong_aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    language: str = ""
    websites: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    status: str = ACTIVE
    level: str = "listed"
    reason: str = ""
    source_title: str = ""
    source_url: str = ""
    added_on: str = ""
    review_by: str = ""
    languages: dict[str, str] = field(default_factory=dict, compare=False)
    """Language of single names, where it is not the entry's: name -> code."""

    @property
    def is_active(self) -> bool:
        """Whether the entry is matched."""
        return self.status == ACTIVE

    def language_of(self, name: str) -> str:
        """Give the language code of one of the names, "" where nobody said."""
        return self.languages.get(name, self.language).lower().partition("-")[0]


def listed_addresses(entry: Entry) -> tuple[list[Address], list[Handle]]:
    """Read an entry's websites and handles; a website on a platform is a handle."""
    addresses = []
    handles = [h for h in map(parse_listed, entry.handles) if h]
    for website in entry.websites:
        address = parse_address(website)
        if address is None:
            continue
        if is_platform(address.host):
            handles.extend(list(handles_in_address(address))[:1])
        else:
            addresses.append(address)
    return addresses, handles


def doubts(entry: Entry) -> list[tuple[str, str]]:
    """Name what would make an entry raise false alarms, as (code, value) pairs.

    Codes: `short` (fewer than four letters), `ordinary` (only words that any group
    uses), `shared_host` (a platform's or a public host without a path),
    `unreadable_address`, `unreadable_handle`.
    """
    found = []
    for name in (entry.name, *entry.strong_aliases):
        words = [w for w in fold(name).replace("-", " ").split() if w.isalnum()]
        if sum(map(len, words)) < 4:
            found.append(("short", name))
        elif all(w in STOP or w in LEGAL or w in TYPE or w in EVERYDAY for w in words):
            found.append(("ordinary", name))
    for website in entry.websites:
        address = parse_address(website)
        if address is None:
            found.append(("unreadable_address", website))
        elif not address.path and (
            is_platform(address.host) or address.host in _SHARED_HOSTS
        ):
            found.append(("shared_host", website))
    found.extend(
        ("unreadable_handle", h) for h in entry.handles if parse_listed(h) is None
    )
    return found


_SHARED_HOSTS = frozenset(
    """
    blogspot.com wordpress.com wixsite.com weebly.com jimdofree.com webnode.com tilda.ws
    github.io gitlab.io netlify.app vercel.app pages.dev web.app sites.google.com
    docs.google.com drive.google.com gmail.com googlemail.com mail.ru yandex.ru ya.ru
    list.ru bk.ru inbox.ru ukr.net i.ua meta.ua tut.by gmx.de gmx.net web.de t-online.de
    outlook.com hotmail.com live.com yahoo.com icloud.com proton.me protonmail.com
    tutanota.com posteo.de riseup.net seznam.cz wp.pl onet.pl o2.pl interia.pl free.fr
    orange.fr laposte.net libero.it substack.com tumblr.com livejournal.com narod.ru
    ucoz.ru linktr.ee change.org openpetition.de paypal.me eventbrite.com meetup.com
    """.split()
)


class WatchlistFileError(ValueError):
    """A watchlist file that cannot be read; `problems` are (row, sentence) pairs.

    Row 1 is the header, as a spreadsheet counts.
    """

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"row {row}: {text}" for row, text in problems))


def read_watchlist(path: Path | str) -> list[Entry]:
    """Read a watchlist file in UTF-8; every problem of the file is named at once.

    Raises WatchlistFileError where a row cannot be used, OSError where there is no
    file.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise WatchlistFileError(
            [(1, f"the file is not in UTF-8 (byte {error.start})")]
        ) from error
    return parse_watchlist(io.StringIO(text, newline=""))


def parse_watchlist(lines: Iterable[str]) -> list[Entry]:
    """Read a watchlist from the lines of a CSV file."""
    csv.field_size_limit(10_000_000)
    reader = csv.reader(lines, strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
    except StopIteration:
        raise WatchlistFileError([(1, "the file is empty")]) from None
    except csv.Error as error:
        raise WatchlistFileError([(1, str(error))]) from error
    _check_header(header)
    problems: list[tuple[int, str]] = []
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    row = 1
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append((row, f"not readable as CSV: {error}"))
            break
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append(
                (row, f"{len(cells)} cells where the header has {len(header)}")
            )
            continue
        record = {h: c.strip() for h, c in zip(header, cells, strict=True)}
        faults = _faults(record)
        number = record["id"]
        if number in seen:
            faults.append(f'id "{number}" is taken by row {seen[number]}')
        seen.setdefault(number, row)
        problems.extend((row, fault) for fault in faults)
        if not faults:
            entries.append(_entry(record))
    if problems:
        raise WatchlistFileError(problems)
    return entries


def _check_header(header: list[str]) -> None:
    problems = []
    missing = [column for column in REQUIRED_COLUMNS if column not in header]
    unknown = [column for column in header if column not in (*COLUMNS, "level")]
    if missing:
        text = "column missing: " + ", ".join(missing)
        if unknown:
            text += "; not known: " + ", ".join(f'"{column}"' for column in unknown)
        problems.append((1, text))
    twice = {column for column in header if header.count(column) > 1}
    if twice:
        problems.append((1, "column given twice: " + ", ".join(sorted(twice))))
    if problems:
        raise WatchlistFileError(problems)


def _faults(record: dict[str, str]) -> list[str]:
    faults = [f"{c} is empty" for c in ("id", "name") if not record[c]]
    if record["name"] and not any(c.isalnum() for c in record["name"]):
        faults.append("name has no letter")
    if record["kind"] not in KINDS:
        faults.append(f'kind "{record["kind"]}" is none of {", ".join(KINDS)}')
    status = record.get("status", "")
    if status and status not in STATUSES:
        faults.append(f'status "{status}" is none of {", ".join(STATUSES)}')
    for cell in _list(record.get("websites", "")):
        if parse_address(cell) is None:
            faults.append(f'website "{cell}" is no address')
    for cell in _list(record.get("handles", "")):
        if parse_listed(cell) is None:
            faults.append(f'handle "{cell}" is not written as platform:name')
    return faults


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _entry(record: dict[str, str]) -> Entry:
    values = {c: record[c] for c in COLUMNS if c in record and c not in LIST_COLUMNS}
    for column in LIST_COLUMNS:
        values[column] = _list(record.get(column, ""))
    values["status"] = record.get("status") or ACTIVE
    values["level"] = record.get("level") or "listed"
    return Entry(**values)
