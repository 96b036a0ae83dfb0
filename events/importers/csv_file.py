"""CSV octets as a table: any separator, and the encodings that spreadsheets save."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from .content_lines import BYTE_ORDER_MARKS
from .table import (
    MAX_COLUMNS,
    Options,
    Table,
    column_letter,
    header_of,
    read_table,
)
from .values import Problem, Reading, unread

SEPARATORS = ",;\t|"
# In Polish texts these octets are ł ą ś ź ż Ł Ś Ź Ż, in Western ones ³ ¹ œ Ÿ ¿.
POLISH = re.compile(rb"[A-Za-z]?[\xb3\xb9\x9c\x9f\xbf\xa3\x8c\x8f\xaf][a-z]")
CYRILLIC_WORD = re.compile(rb"[\xc0-\xff\xb3\xbf\xba\xa8\xb8]{4,}")


def read_csv(octets: bytes, options: Options) -> Reading:
    """Read a CSV file whose first rows name the columns."""
    if not octets.strip():
        return unread("empty")
    try:
        text, encoding = decoded(octets, options.encoding)
    except LookupError:
        return unread("unreadable_file", detail=options.encoding)
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    separator = None
    if found := re.match(r"(?i)sep=(.)\n", text):  # Excel's own hint
        separator = found[1]
    else:
        separator = _separator(text, options)
    table = Table(rows=())
    if encoding:
        table.notes.append(Problem(code="encoding_guessed", detail=encoding))
    table.rows = _rows(text, separator, table)
    return read_table(table, options)


def _separator(text: str, options: Options) -> str:
    """Return the separator with which one of the first rows names most columns.

    Where no name is known, the one that most rows have most often.
    """

    def merit(separator: str) -> tuple[int, int]:
        rows = [
            cells for _number, cells in islice(_records(text[:20_000], separator), 10)
        ]
        named = max((len(header_of(cells, options)) for cells in rows), default=0)
        widths = sorted(len(cells) for cells in rows if cells)
        return named, widths[len(widths) // 2] if widths else 0

    return max(SEPARATORS, key=merit)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error:
        return


def _rows(text: str, separator: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            table.problems.append(Problem(code="event_unreadable", row=number))
            continue
        if cells is None:
            return
        if len(cells) > MAX_COLUMNS:
            table.problems.append(
                Problem(code="too_many_columns", row=number, detail=str(MAX_COLUMNS))
            )
        yield (
            number,
            [
                _unformulated(cell, number, place, table)
                for place, cell in enumerate(cells[:MAX_COLUMNS])
            ],
        )


def _unformulated(cell: str, row: int, place: int, table: Table) -> str:
    """Leave formulas out: nothing of a stranger's is computed, here or later."""
    if cell.startswith("=") and not re.fullmatch(r'="[^"]*"', cell):
        table.problems.append(
            Problem(code="cell_formula", row=row, column=column_letter(place))
        )
        return ""
    return cell


def decoded(octets: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text, and the encoding's name where it was guessed.

    Raises:
        LookupError: if there is no encoding of the given name.
    """
    if encoding:
        return octets.decode(encoding, "replace"), ""
    for mark, name in BYTE_ORDER_MARKS:
        if octets.startswith(mark):
            return octets.removeprefix(mark).decode(
                name + ("-le" if mark[0] == 0xFF else "-be" if name != "utf-8" else ""),
                "replace",
            ), ""
    try:
        return octets.decode(), ""
    except UnicodeDecodeError:
        guess = _single_octet_encoding(octets)
        return octets.decode(guess, "replace"), guess


def _single_octet_encoding(octets: bytes) -> str:
    """Guess among what Windows saves in the campaign's countries.

    Whole words of high octets are Cyrillic; Polish has octets that are no letters in
    Western Europe's encoding.
    """
    high = sum(octet >= 0x80 for octet in octets)
    in_words = sum(len(word) for word in CYRILLIC_WORD.findall(octets))
    if in_words * 2 > high:
        return "cp1251"
    return "cp1250" if POLISH.search(octets) else "cp1252"
