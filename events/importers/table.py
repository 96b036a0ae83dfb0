"""Rows of a table as events: what our template's columns mean, cell by cell.

`csv_file.py` and `xlsx_file.py` bring the cells. The columns are documented for groups
in docs/importing.md. What may be two things is asked, not guessed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from events.choices import AttendanceMode, EventKind
from events.recurrence import ZONES
from organizations.countries import COUNTRY_CODES
from organizations.text import clean_line, clean_text

from .values import (
    CANCELLED,
    CONFIRMED,
    Column,
    ImportedEvent,
    Problem,
    Reading,
    sort_key,
    unread,
)
from .zones import NamedZone, zone_called

MAX_ROWS = 5_000
MAX_COLUMNS = 100
HEADER_WITHIN = 10  # rows
LONGEST_TEXT = 20_000
LONGEST_DAY = 80
EXAMPLE = "example"  # the key of the template's own row

# Every column, with other names that people give it. The first is the template's.
COLUMNS: dict[str, tuple[str, ...]] = {
    "key": ("key", "id", "uid", "nr", "no", "number"),
    "title": (
        "title",
        "name",
        "summary of action",
        "event",
        "action",
        "titel",
        "titre",
    ),
    "date": ("date", "start date", "first day", "day", "datum", "starts on", "from"),
    "start_time": ("start time", "time", "starts at", "start", "beginn", "uhrzeit"),
    "end_date": ("end date", "last day", "ends on", "until", "to", "enddatum"),
    "end_time": ("end time", "ends at", "end", "ende"),
    "all_day": ("all day", "is all day", "ganztägig"),
    "timezone": ("time zone", "timezone", "zone", "tz"),
    "kind": ("kind", "type", "kind of action", "art"),
    "attendance": ("attendance", "how to take part"),
    "summary": ("summary", "short description"),
    "description": ("description", "text", "details", "beschreibung"),
    "venue": ("place", "venue", "location", "ort der aktion", "treffpunkt"),
    "street": ("street", "address", "street and number", "straße", "strasse"),
    "postal_code": ("postal code", "postcode", "zip", "plz"),
    "city": ("town", "city", "stadt", "ort", "ville"),
    "country": ("country", "land", "pays"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng"),
    "online_url": ("online address", "online url", "online link", "link to join"),
    "languages": ("languages", "language", "sprachen"),
    "contact": ("contact", "public contact", "kontakt"),
    "website": ("website", "url", "web", "link"),
    "registration_url": ("registration address", "registration url", "registration"),
    "co_organizer_names": ("organised with", "co-organisers", "co organizers"),
    "text_language": ("language of the text", "text language"),
    "status": ("status", "state"),
}
TEMPLATE = tuple(names[0] for names in COLUMNS.values())
_LONGEST = {
    "summary": 300,
    "venue": 150,
    "street": 150,
    "postal_code": 20,
    "city": 100,
    "contact": 200,
    "co_organizer_names": 2000,
}
_ADDRESSES = ("online_url", "website", "registration_url")
_YES = {"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "tak", "да", "так"}
_NO = {"no", "n", "false", "0", "nein", "non", "nie", "нет", "ні"}

# For each column that has choices, what a folded word means.
Words = Mapping[str, Mapping[str, str]]
# A cell's value: text, or what a spreadsheet already knows it to be.
Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


FIRST_YEAR, LAST_YEAR = 1900, 2199


class CellError(ValueError):
    """A cell that cannot be read: (`Problem` code, what it says)."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to read what could be read in two ways.

    `day_first`: 12/5 is 12 May (True), 5 December (False), asked (None). `columns` maps
    fields of `COLUMNS` to the names that a group's own table has for them, or to a
    letter in brackets, as `[C]`; `is_complete` says that all others are not read.
    `header_row` names the columns, as a spreadsheet counts; 0 if that is to be found.
    `names` are further names of fields, `words` further words in cells with what they
    mean, both folded: those of our nine languages (`words.py`).
    """

    day_first: bool | None = None
    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    is_complete: bool = False
    header_row: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)


@dataclass
class Table:
    """Cells with the row numbers that a spreadsheet shows, and where its days begin."""

    rows: Iterable[tuple[int, Sequence[Cell]]]
    epoch: dt.date = dt.date(1899, 12, 30)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def column_letter(place: int) -> str:
    """Return a column as a spreadsheet names it; `place` counts from 0."""
    letters = ""
    while place >= 0:
        letters = chr(ord("A") + place % 26) + letters
        place = place // 26 - 1
    return letters


def folded(name: str) -> str:
    """Return a column's name as it is compared."""
    return " ".join(re.sub(r"[\s_:*-]+", " ", clean_line(name).casefold()).split())


NAMES = {
    folded(name): fieldname for fieldname, names in COLUMNS.items() for name in names
} | {folded(fieldname): fieldname for fieldname in COLUMNS}


def header_of(cells: Sequence[Cell], options: Options) -> dict[str, int]:
    """Return which column holds which field, as far as the names are known."""
    own = {folded(name): fieldname for fieldname, name in options.columns.items()}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = folded(cell) if isinstance(cell, str) else ""
        fieldname = own.get(folded(f"[{column_letter(place)}]")) or own.get(name)
        if not fieldname and not options.is_complete:
            fieldname = NAMES.get(name) or options.names.get(name)
            if fieldname in options.columns:
                continue
        if fieldname and fieldname not in found:
            found[fieldname] = place
    return found


def read_table(table: Table, options: Options) -> Reading:
    """Return the events of all rows below the one that names the columns."""
    rows = []
    for row in table.rows:
        if any(cell not in {None, ""} for cell in row[1]):
            rows.append(row)
        if len(rows) > MAX_ROWS + HEADER_WITHIN:
            break
    if not rows:
        reading = unread("empty")
        return Reading(problems=(*reading.problems, *table.problems), is_whole=False)
    place = _header_place(rows, options)
    header = header_of(rows[place][1], options)
    columns = _columns(rows, place, header, options)
    if not {"title", "date"} <= header.keys():
        return Reading(
            problems=(*unread("no_header").problems, *table.problems),
            is_whole=False,
            columns=columns,
            header_row=rows[place][0],
        )
    reader = _Rows(header, options, table)
    reader.tell_about(rows, place)
    for number, cells in rows[place + 1 :][:MAX_ROWS]:
        reader.read(number, cells)
    return Reading(
        events=tuple(sorted(reader.events, key=sort_key)),
        problems=tuple(table.problems),
        notes=tuple(table.notes),
        is_whole=not table.problems or len(rows) <= MAX_ROWS,
        columns=columns,
        header_row=rows[place][0],
    )


def _header_place(rows: list, options: Options) -> int:
    """Return which of the rows names the columns: most of those we know, or most."""
    first = rows[:HEADER_WITHIN]
    if options.header_row:
        for place, (number, _cells) in enumerate(first):
            if number == options.header_row:
                return place

    def merit(place: int) -> tuple[bool, int, int, int]:
        cells = first[place][1]
        header = header_of(cells, options)
        texts = sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
        return {"title", "date"} <= header.keys(), len(header), texts, -place

    return max(range(len(first)), key=merit)


def _columns(
    rows: list, place: int, header: dict[str, int], options: Options
) -> tuple[Column, ...]:
    """Return the columns for people to look at, those that hold anything."""
    fields = {number: fieldname for fieldname, number in header.items()}
    below = [cells for _number, cells in rows[place + 1 : place + 40]]
    names = rows[place][1]
    columns = []
    for number in range(min(max(len(cells) for _n, cells in rows[:40]), MAX_COLUMNS)):
        values = [text_of_cell(c[number]) for c in below if number < len(c)]
        name = text_of_cell(names[number]) if number < len(names) else ""
        samples = tuple(value[:60] for value in values if value)[:3]
        if name or samples:
            columns.append(
                Column(
                    letter=column_letter(number),
                    name=name[:80],
                    field=fields.get(number, ""),
                    samples=samples,
                )
            )
    return tuple(_guessed(columns, options.words))


def _guessed(columns: list[Column], words: Words) -> list[Column]:
    """Say what columns without a known name look like, where title or date is missing.

    Only shown: nothing is read by it before a person has agreed.
    """
    known = {column.field for column in columns}
    if {"title", "date"} <= known:
        return columns
    looks = {"date": _looks_like_a_day(words), "start_time": _looks_like_a_time}
    looks["title"] = lambda sample: len(sample) > 2 and not sample[0].isdigit()
    for fieldname in ("date", "start_time", "title"):
        for place, column in enumerate(columns):
            if fieldname in known:
                break
            if not column.field and any(map(looks[fieldname], column.samples)):
                columns[place] = replace(column, field=fieldname)
                known.add(fieldname)
    return columns


def _looks_like_a_day(words: Words):
    def looks(sample: str) -> bool:
        try:
            as_day(sample, True, Table(rows=()).epoch, words)
        except CellError:
            return False
        return True

    return looks


def _looks_like_a_time(sample: str) -> bool:
    try:
        as_hours(sample)
    except CellError:
        return False
    return True


class _Rows:
    """Reads one row after the other."""

    def __init__(self, header: dict[str, int], options: Options, table: Table) -> None:
        self.header = header
        self.options = options
        self.table = table
        self.events: list[ImportedEvent] = []
        self.names: Sequence[Cell] = ()
        self.keys: dict[str, int] = {}

    def tell_about(self, rows: list, place: int) -> None:
        number, self.names = rows[place]
        if place:
            self.table.notes.append(Problem(code="header_row", detail=str(number)))
        unknown = [
            clean_line(str(name))[:40]
            for column, name in enumerate(self.names)
            if name not in {None, ""} and column not in self.header.values()
        ]
        if unknown:
            self.table.notes.append(
                Problem(code="unknown_columns", detail=", ".join(unknown[:30]))
            )
        for fieldname, name in self.options.columns.items():
            if fieldname not in self.header:
                self._problem("no_such_column", 0, "", name)
        if len(rows) - place - 1 > MAX_ROWS:
            self._problem("too_many_rows", 0, "", str(MAX_ROWS))

    def read(self, number: int, cells: Sequence[Cell]) -> None:
        again = header_of(cells, self.options)
        if len(again) >= 2 and len(again) * 2 >= len(self.header):
            self.table.notes.append(Problem(code="second_header", row=number))
            return
        row = {
            fieldname: cells[place] if place < len(cells) else None
            for fieldname, place in self.header.items()
        }
        title = text_of_cell(row["title"])
        if not title and not any(text_of_cell(cell) for cell in row.values()):
            return
        if folded(text_of_cell(row.get("key"))) == EXAMPLE:
            self.table.notes.append(Problem(code="example_row", row=number))
            return
        if not title:
            self._problem("row_without_title", number, "title")
            return
        day, time = self._day(number, row, "date")
        if day is None:
            return
        event = self._event(number, row, title, day, time)
        if event.uid in self.keys:
            self._problem("row_double", number, "key", str(self.keys[event.uid]))
            return
        self.keys[event.uid] = number
        self.events.append(event)

    def _event(self, number, row, title, day, time) -> ImportedEvent:
        details = self._details(number, row)
        hours = self._cell(number, row, "start_time", as_hours) or (time, None)
        time, until = hours
        last, end_time = self._day(number, row, "end_date", required=False)
        end_time = self._cell(number, row, "end_time", as_time) or end_time
        says_end = "end_time" if end_time or not until else "start_time"
        end_time = end_time or until
        words = self.options.words
        is_all_day = bool(self._cell(number, row, "all_day", as_answer(words)))
        zone = self._cell(number, row, "timezone", as_zone)
        if is_all_day:
            time = end_time = None
        if end_time is not None and time is None:
            self._problem("row_end_without_start", number, "end_time")
            end_time = None
        last = last or day
        if (last, end_time or dt.time.max) <= (day, time or dt.time.min):
            self._problem("row_end_before_start", number, says_end)
            last, end_time = day, None
        start: Any = day
        end: Any = last + dt.timedelta(days=1) if is_all_day or last > day else None
        if time is not None:
            start = dt.datetime.combine(day, time)
            end = dt.datetime.combine(last, end_time) if end_time else None
            if end is None and last > day:
                details["ends_on"] = last.isoformat()
            if zone:
                start = NamedZone(zone).utc(start)
                end = end and NamedZone(zone).utc(end)
        key = text_of_cell(row.get("key"))
        if not key:
            essence = f"{folded(title)}|{day}|{folded(details.get('city', ''))}"
            key = "row-" + hashlib.sha256(essence.encode()).hexdigest()[:20]
        return ImportedEvent(
            uid=key[:500],
            title=title[:500],
            start=start,
            end=end,
            is_all_day=is_all_day,
            timezone=zone or "",
            location=", ".join(
                filter(None, (details.get(n) for n in ("venue", "street", "city")))
            ),
            status=self._cell(number, row, "status", as_status(words)) or CONFIRMED,
            description=clean_text(str(row.get("description") or "")).strip()[
                :LONGEST_TEXT
            ],
            url=details.get("website", ""),
            online_url=details.get("online_url", ""),
            latitude=self._cell(number, row, "latitude", as_degrees(90)),
            longitude=self._cell(number, row, "longitude", as_degrees(180)),
            details=details,
        )

    def _details(self, number: int, row: dict[str, Cell]) -> dict[str, Any]:
        details: dict[str, Any] = {}
        for name, longest in _LONGEST.items():
            details[name] = text_of_cell(row.get(name))[:longest]
        details["co_organizer_names"] = clean_text(
            str(row.get("co_organizer_names") or "").replace(";", "\n")
        ).strip()[: _LONGEST["co_organizer_names"]]
        words = self.options.words
        details["country"] = self._cell(
            number, row, "country", as_country(words.get("country", {}))
        )
        details["kind"] = self._cell(
            number, row, "kind", as_choice(EventKind, words.get("kind", {}))
        )
        details["attendance"] = self._cell(
            number,
            row,
            "attendance",
            as_choice(AttendanceMode, words.get("attendance", {})),
        )
        for name in _ADDRESSES:
            details[name] = self._cell(number, row, name, as_address)
        details["text_language"] = text_of_cell(row.get("text_language")).lower()[:10]
        languages = re.split(r"[,;/\s]+", text_of_cell(row.get("languages")).lower())
        details["languages"] = [
            code for code in languages if re.fullmatch(r"[a-z]{2,3}", code)
        ]
        return {name: value for name, value in details.items() if value}

    def _day(self, number, row, name, *, required=True):
        """Return the day and, where the cell has it too, the time; or (None, None)."""
        cell = row.get(name)
        if text_of_cell(cell) == "":
            if required:
                self._problem("row_without_date", number, name)
            return None, None
        try:
            options = self.options
            return as_day(cell, options.day_first, self.table.epoch, options.words)
        except CellError as error:
            self._problem(*error.args[:1], number, name, error.args[1])
            return None, None

    def _cell(self, number, row, name, read):
        """Return a cell's value, None where it is empty or cannot be read."""
        if text_of_cell(row.get(name)) == "":
            return None
        try:
            return read(row[name])
        except CellError as error:
            self._problem(error.args[0], number, name, error.args[1])
            return None

    def _problem(self, code: str, row: int, fieldname: str, detail: str = "") -> None:
        column = ""
        if fieldname:
            place = self.header.get(fieldname)
            column = (
                clean_line(str(self.names[place])) if place is not None else fieldname
            )
        self.table.problems.append(
            Problem(code=code, row=row, column=column, detail=clean_line(detail)[:80])
        )


# --- Cells ---------------------------------------------------------------------------


def text_of_cell(cell: Cell) -> str:
    """Return a cell as one clean line; a whole number has no `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    # A spreadsheet's way to keep a number as text.
    if found := re.fullmatch(r'="(.*)"', text):
        text = found[1]
    return clean_line(text)


def as_day(
    cell: Cell, day_first: bool | None, epoch: dt.date, words: Words
) -> tuple[dt.date, dt.time | None]:
    """Read a date, perhaps with a time.

    Raises:
        CellError: if it is none, or may be two.
    """
    day, time = _day_in_words(text_of_cell(cell), words) or _read_day(
        cell, day_first, epoch
    )
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError("cell_date", text_of_cell(cell))
    return day, time


# "Saturday, 12 December 2026", "12. Dezember 2026, 18:00", "12 декабря 2026 г."
_DAY_IN_WORDS = re.compile(
    r"(.*[^\W\d_].*?\b\d{4}\b(?:\s*[гр]\.?)?)"
    r"(?:,?\s+(\d{1,2}(?:[:.hH]|\s*[Uap]).*))?"
)
_AROUND_A_DAY = frozenset("de del of the st nd rd th er г р".split())


def _day_in_words(text: str, words: Words) -> tuple[dt.date, dt.time | None] | None:
    """Read a date whose month is a word; None where it is no such date.

    The rest of the words may be that of the weekday, which nobody checks.
    """
    found = _DAY_IN_WORDS.fullmatch(text) if len(text) <= LONGEST_DAY else None
    if found is None:
        return None
    months, weekdays = words.get("month", {}), words.get("weekday", {})
    numbers = re.findall(r"\d+", found[1])
    # CLDR's apostrophe is a letter: "пʼятниця".
    plain = found[1].casefold().replace("'", "ʼ").replace("’", "ʼ")
    said = set(re.findall(r"[^\W\d_]+", plain)) - _AROUND_A_DAY
    named = [word for word in said if word in months]
    if len(named) > 1:  # "mar" is a Tuesday, too
        named = [word for word in named if word not in weekdays]
    if len(numbers) != 2 or len(named) != 1 or said - set(named) - set(weekdays):
        return None
    time = as_time(found[2]) if found[2] else None
    return _date(numbers[1], months[named[0]], numbers[0], text), time


def _read_day(
    cell: Cell, day_first: bool | None, epoch: dt.date
) -> tuple[dt.date, dt.time | None]:
    if isinstance(cell, dt.datetime):
        return cell.date(), cell.time() if cell.time() != dt.time() else None
    if isinstance(cell, dt.date):
        return cell, None
    text = text_of_cell(cell)
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return _from_serial(float(text.replace(",", ".")), epoch, text)
    date, time = text, None
    if found := re.fullmatch(r"(\S+?),?[T ]\s*(\d{1,2}(?:[:.hH]|\s*[Uap]).*)", text):
        date, time = found[1], as_time(found[2])
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", date):
        return _date(found[1], found[2], found[3], text), time
    if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", date):
        return _date(found[3], found[2], found[1], text), time
    if found := re.fullmatch(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})", date):
        first, second, year = int(found[1]), int(found[3]), found[4]
        if first > 12:
            return _date(year, second, first, text), time
        if second > 12:
            return _date(year, first, second, text), time
        if first == second:
            return _date(year, first, second, text), time
        if day_first is None:
            raise CellError("date_ambiguous", text)
        day, month = (first, second) if day_first else (second, first)
        return _date(year, month, day, text), time
    raise CellError("cell_date", text)


def _date(year: str, month, day, text: str) -> dt.date:
    century = 2000 if len(year) == 2 else 0
    try:
        return dt.date(century + int(year), int(month), int(day))
    except ValueError as error:
        raise CellError("cell_date", text) from error


def _from_serial(number: float, epoch: dt.date, text: str):
    """Read a spreadsheet's day number, of the years 2000 to 2099 only."""
    if not 36_000 <= number < 73_051:
        raise CellError("cell_date", text)
    seconds = round((number % 1) * 86_400)
    moment = dt.datetime.combine(epoch, dt.time()) + dt.timedelta(
        days=int(number), seconds=seconds
    )
    return moment.date(), moment.time() if seconds else None


def as_time(cell: Cell) -> dt.time:
    """Read a time of day.

    Raises:
        CellError: if it is none.
    """
    if isinstance(cell, dt.datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, dt.time):
        return cell.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(cell, dt.timedelta):
        cell = cell / dt.timedelta(days=1)
    text = text_of_cell(cell)
    if re.fullmatch(r"0?[.,]\d+", text):  # a spreadsheet's part of a day
        minutes = round(float("0" + text.lstrip("0").replace(",", ".")) * 1440)
        return dt.time(minutes // 60 % 24, minutes % 60)
    found = re.fullmatch(
        r"(\d{1,2})(?:[:.hH]\s?(\d{2})?(?::\d{2})?)?\s*(Uhr|h|[ap]\.?m\.?)?",
        text,
        re.IGNORECASE,
    )
    if found is None or not (found[2] or found[3] or text[-1:] in "hH"):
        raise CellError("cell_time", text)
    hour, minute, suffix = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if suffix[:1] in {"a", "p"}:
        if not 1 <= hour <= 12:
            raise CellError("cell_time", text)
        hour = hour % 12 + (12 if suffix[0] == "p" else 0)
    try:
        return dt.time(hour, minute)
    except ValueError as error:
        raise CellError("cell_time", text) from error


# "18:00-20:00", "18 bis 20 Uhr"
_HOURS = re.compile(r"(.+?)\s*(?:[-–—]|\b(?:to|bis|à|a|do|до|да)\b)\s*(.+)")


def as_hours(cell: Cell) -> tuple[dt.time, dt.time | None]:
    """Read a time of day, perhaps with that of the end.

    Raises:
        CellError: if it is none.
    """
    try:
        return as_time(cell), None
    except CellError:
        text = text_of_cell(cell)
        found = _HOURS.fullmatch(text) if len(text) <= LONGEST_DAY else None
        if found is None:
            raise
    try:
        start = f"{found[1]}:00" if found[1].isdecimal() else found[1]
        return as_time(start), as_time(found[2])
    except CellError as error:
        raise CellError("cell_time", text) from error


def as_answer(words: Words):
    """Return a reader of yes and no."""
    known = dict.fromkeys(_YES, "yes") | dict.fromkeys(_NO, "no")
    known |= words.get("answer", {})

    def read(cell: Cell) -> bool:
        text = text_of_cell(cell)
        if folded(text) not in known:
            raise CellError("cell_choice", text)
        return known[folded(text)] == "yes"

    return read


def as_zone(cell: Cell) -> str:
    zone = zone_called(text_of_cell(cell))
    if zone is None or zone.name not in ZONES:
        raise CellError("cell_zone", text_of_cell(cell))
    return zone.name


def as_country(names: Mapping[str, str]):
    """Return a reader of a country's code or name."""

    def read(cell: Cell) -> str:
        text = text_of_cell(cell)
        code = names.get(folded(text), text.upper())
        if code not in COUNTRY_CODES:
            raise CellError("cell_country", text)
        return code

    return read


def as_address(cell: Cell) -> str:
    text = "".join(text_of_cell(cell).split())
    if re.match(r"(?i)www\.", text):
        text = f"https://{text}"
    if not re.match(r"(?i)https?://[^/\s]+\.", text) or len(text) > 500:
        raise CellError("cell_address", text)
    return text


def as_status(words: Mapping[str, Mapping[str, str]]):
    """Return a reader of whether it takes place."""
    known = dict.fromkeys(
        ("cancelled", "canceled", "called off", "abgesagt"), CANCELLED
    ) | dict.fromkeys(("confirmed", "takes place", "findet statt"), CONFIRMED)
    known |= words.get("status", {})

    def read(cell: Cell) -> str:
        text = text_of_cell(cell)
        if folded(text) not in known:
            raise CellError("cell_choice", text)
        return known[folded(text)]

    return read


def as_choice(choices, words: Mapping[str, str]):
    """Return a reader of one of `choices`, by value or word; spaces for underscores."""
    known = dict(words) | {folded(choice.value): choice.value for choice in choices}

    def read(cell: Cell) -> str:
        text = text_of_cell(cell)
        if folded(text) not in known:
            raise CellError("cell_choice", text)
        return known[folded(text)]

    return read


def as_degrees(limit: int):
    def read(cell: Cell) -> float:
        text = text_of_cell(cell).replace(",", ".")
        if not re.fullmatch(r"[+-]?\d{1,3}(\.\d+)?", text) or abs(float(text)) > limit:
            raise CellError("cell_number", text)
        return float(text)

    return read
