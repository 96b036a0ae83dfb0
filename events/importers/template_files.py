"""Our own table, empty but for an example, in the reader's language."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.utils import timezone
from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from events.choices import AttendanceMode, EventKind

from .table import COLUMNS, EXAMPLE
from .words import label_of

# Where a comma is part of a number, spreadsheets separate cells by semicolons.
COMMA_LANGUAGES = {"en"}


def header() -> list[str]:
    return [label_of(name) for name in COLUMNS]


def example_row() -> list[object]:
    """Return an invented action's cells, by column; a reader leaves this row out."""
    today = timezone.localdate()
    day = dt.date(today.year, 12, 10)
    if day <= today:
        day = day.replace(year=day.year + 1)
    cells = {
        "key": EXAMPLE,
        "title": str(EventKind.VIGIL.label),
        "date": day,
        "start_time": "18:00",
        "end_time": "19:30",
        "timezone": "Europe/Berlin",
        "kind": str(EventKind.VIGIL.label),
        "attendance": str(AttendanceMode.IN_PERSON.label),
        "street": "Markt 1",
        "postal_code": "53111",
        "city": "Bonn",
        "country": "DE",
        "languages": "de;ru",
        "contact": "peace@example.org",
        "website": "https://example.org/",
        "text_language": get_language(),
    }
    return [cells.get(name, "") for name in COLUMNS]


def as_csv() -> bytes:
    """Return the template as UTF-8 with a mark, which spreadsheets ask for."""
    out = io.StringIO(newline="")
    separator = "," if get_language() in COMMA_LANGUAGES else ";"
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(header())
    writer.writerow(example_row())
    return out.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(header())
    sheet.append(example_row())
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header(), start=1):
        sheet.cell(1, number).font = Font(bold=True)
        width = max(12, min(len(name) + 2, 30))
        sheet.column_dimensions[get_column_letter(number)].width = width
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
