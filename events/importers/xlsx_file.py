"""XLSX octets as a table: by openpyxl with defusedxml, never unpacked unseen."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .table import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Options,
    Table,
    column_letter,
    header_of,
    read_table,
)
from .values import Problem, Reading, unread

MAX_FILES = 500  # in the archive
MAX_UNPACKED = 40_000_000  # octets, of the whole archive
MAX_BLANK_ROWS = 1_000  # in a row, before a sheet counts as ended
ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#N/A")


def read_xlsx(octets: bytes, options: Options) -> Reading:
    """Read the first sheet that names columns we know. Formulas are not computed."""
    if not openpyxl.DEFUSEDXML:
        return unread("reader_failed")  # never XML with entities (SECURITY-CASES 40)
    try:
        if code := _refusal(octets):
            return unread(code)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which we skip
            return _read(octets, options)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - damaged archives raise a dozen kinds
        return unread("bad_workbook")


def _refusal(octets: bytes) -> str:
    """Look at the archive's list before anything is unpacked; return why not, or "".

    `zipfile` unpacks no more of a file than the list says.
    """
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        entries = archive.infolist()
    if len(entries) > MAX_FILES or sum(e.file_size for e in entries) > MAX_UNPACKED:
        return "workbook_bomb"
    if "[Content_Types].xml" not in {entry.filename for entry in entries}:
        return "bad_workbook"
    return "bad_workbook" if _has_document_type(octets) else ""


def _has_document_type(octets: bytes) -> bool:
    """Look for DTDs, which no spreadsheet program writes (SECURITY-CASES 40).

    defusedxml refuses entities only; here nothing is parsed that could name a DTD.
    """
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for entry in archive.infolist():
            rest = b""
            with archive.open(entry) as file:
                while chunk := file.read(1_000_000):
                    # Without NULs, for XML may be UTF-16.
                    text = rest + chunk.replace(b"\0", b"").upper()
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        return True
                    rest = text[-10:]
    return False


def _read(octets: bytes, options: Options) -> Reading:
    workbook = openpyxl.load_workbook(
        io.BytesIO(octets), read_only=True, data_only=False, keep_links=False
    )
    names = workbook.sheetnames[:20]
    sheets = [s for s in map(workbook.__getitem__, names) if hasattr(s, "iter_rows")]
    best = max(sheets, key=lambda sheet: _named(sheet, options), default=None)
    if best is None:
        return unread("empty")
    epoch = dt.date(1899, 12, 30)
    if workbook.epoch == CALENDAR_MAC_1904:
        epoch = CALENDAR_MAC_1904.date()
    table = Table(rows=(), epoch=epoch)
    others = [name for name in workbook.sheetnames if name != best.title]
    if others:
        table.notes.append(Problem(code="other_sheets", detail=", ".join(others[:20])))
    results = _Results(octets, best.title)
    table.rows = _rows(best, table, results)
    return read_table(table, options)


def _named(sheet, options: Options) -> int:
    rows = sheet.iter_rows(max_row=HEADER_WITHIN, max_col=MAX_COLUMNS)
    return max(
        (len(header_of([cell.value for cell in cells], options)) for cells in rows),
        default=0,
    )


def _rows(sheet, table: Table, results: _Results) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what the file says of its size may be a lie
    blank = 0
    most = MAX_ROWS + HEADER_WITHIN + MAX_BLANK_ROWS
    for number, cells in enumerate(
        sheet.iter_rows(max_row=most, max_col=MAX_COLUMNS), start=1
    ):
        values = [
            _value(cell, (number, place), table, results)
            for place, cell in enumerate(cells)
        ]
        blank = 0 if any(value not in {None, ""} for value in values) else blank + 1
        if blank > MAX_BLANK_ROWS:
            return
        yield number, values


def _value(cell, at: tuple[int, int], table: Table, results: _Results) -> Cell:
    value = cell.value
    row, column = at[0], column_letter(at[1])
    if getattr(cell, "data_type", "") == "f":
        value = results.at(row, at[1] + 1)
        if value is None:
            table.problems.append(Problem(code="cell_formula", row=row, column=column))
    if isinstance(value, str) and value in ERRORS:
        table.problems.append(
            Problem(code="cell_error", row=row, column=column, detail=value)
        )
        return None
    return value


class _Results:
    """What formulas came to when the file was saved; looked up if there are any."""

    def __init__(self, octets: bytes, title: str) -> None:
        self.octets = octets
        self.title = title
        self.values: dict[tuple[int, int], Cell] | None = None

    def at(self, row: int, column: int) -> Cell:
        if self.values is None:
            workbook = openpyxl.load_workbook(
                io.BytesIO(self.octets),
                read_only=True,
                data_only=True,
                keep_links=False,
            )
            sheet = workbook[self.title]
            sheet.reset_dimensions()
            self.values = {
                (cell.row, cell.column): cell.value
                for cells in sheet.iter_rows(
                    max_row=MAX_ROWS + HEADER_WITHIN, max_col=MAX_COLUMNS
                )
                for cell in cells
                if cell.value is not None
            }
        return self.values.get((row, column))
