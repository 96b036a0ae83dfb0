"""What reading a stranger's file gives: events, and what could not be read of them.

Plain values without Django's models: they are made in a process that knows no settings
and no database, and travel as JSON.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Self

# A date; a moment in UTC; or a naive time, where the file does not say the zone.
When = dt.date | dt.datetime

CONFIRMED = "CONFIRMED"
CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class ImportedEvent:
    """One time that something happens, as a file has it.

    `start` and `end` are of one kind; `end` is exclusive, None where nobody said it.
    `recurrence_id` is when a date of a series was planned at first. `timezone` is an
    IANA name, "" where unknown. `details` has what only tables and series say, by the
    name of the `EventPage` field. `rhythm` is how the series goes that it is a date of,
    as `rules.rhythm_of` has it; `goes_on`: that has more dates than were read.
    """

    uid: str
    title: str
    start: When
    end: When | None = None
    is_all_day: bool = False
    timezone: str = ""
    recurrence_id: When | None = None
    rhythm: str = ""
    goes_on: bool = False
    location: str = ""
    status: str = CONFIRMED
    description: str = ""
    url: str = ""
    online_url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    categories: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        values = asdict(self)
        for name in ("start", "end", "recurrence_id"):
            values[name] = as_text(values[name])
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        values = dict(values)
        for name in ("start", "end", "recurrence_id"):
            values[name] = from_text(values[name])
        values["categories"] = tuple(values["categories"])
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that was not read as it stands. `problems.text_of` puts it in words.

    `row` counts as a spreadsheet does, from 1; 0 where there are no rows. `day` is when
    the event is, as its calendar writes it first; "" where that is not known.
    """

    code: str
    detail: str = ""
    uid: str = ""
    title: str = ""
    day: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: its letter, name, first values, and what it was taken for.

    `field` is one of `table.COLUMNS`, "" where it is not read.
    """

    letter: str
    name: str
    field: str = ""
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All of a file. `problems` lost something, `notes` are only good to know.

    `is_whole` is false where a file breaks off: what it does not have may be missing
    by accident. `columns` are those of a table, whether they were understood or not.
    """

    events: tuple[ImportedEvent, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    is_whole: bool = True
    columns: tuple[Column, ...] = ()
    header_row: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "events": [event.as_json() for event in self.events],
            "problems": [asdict(problem) for problem in self.problems],
            "notes": [asdict(note) for note in self.notes],
            "is_whole": self.is_whole,
            "columns": [asdict(column) for column in self.columns],
            "header_row": self.header_row,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        return cls(
            events=tuple(map(ImportedEvent.from_json, values["events"])),
            problems=tuple(Problem(**problem) for problem in values["problems"]),
            notes=tuple(Problem(**note) for note in values["notes"]),
            is_whole=values["is_whole"],
            columns=tuple(
                Column(**column | {"samples": tuple(column["samples"])})
                for column in values["columns"]
            ),
            header_row=values["header_row"],
        )


def unread(code: str, **details: Any) -> Reading:
    """Return the reading of a file of which nothing could be read."""
    return Reading(problems=(Problem(code=code, **details),), is_whole=False)


def as_text(when: When | None) -> str | None:
    """Write a date, a moment as UTC with `Z`, a time without a zone after `~`."""
    if when is None:
        return None
    if not isinstance(when, dt.datetime):
        return when.isoformat()
    if when.tzinfo is None:
        return f"~{when.replace(microsecond=0).isoformat()}"
    moment = when.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
    return f"{moment.isoformat()}Z"


def from_text(text: str | None) -> When | None:
    """Undo `as_text`."""
    if text is None:
        return None
    if text.startswith("~"):
        return dt.datetime.fromisoformat(text[1:])
    if text.endswith("Z"):
        return dt.datetime.fromisoformat(text[:-1]).replace(tzinfo=dt.UTC)
    return dt.date.fromisoformat(text)


def day_of(when: When) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when


def sort_key(event: ImportedEvent) -> tuple[str, str]:
    """Return what puts events in order of time, whatever their kinds of time."""
    when = event.start
    if not isinstance(when, dt.datetime):
        when = dt.datetime.combine(when, dt.time())
    return when.replace(tzinfo=None).isoformat(), event.uid


def is_over(event: ImportedEvent, at: dt.datetime) -> bool:
    """Say whether it is past at `at`; a day lasts until it is over everywhere."""
    last = event.end or event.start
    if isinstance(last, dt.datetime):
        if event.end is None:
            last += dt.timedelta(hours=1)
        if last.tzinfo is not None:
            return last <= at
        last = last.date()
    elif event.end is None:
        last += dt.timedelta(days=1)
    return last < (at - dt.timedelta(hours=12)).date()
