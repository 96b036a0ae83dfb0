"""The watchlist as a CSV file: read into drafts after a look, written with provenance.

The columns are those of the `screen` command (engine/entries.py) and a few more; lists
inside a cell are separated by `;`.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.records import as_cell

from .choices import EntryStatus, ListChange
from .criteria import list_version
from .models import Criterion, WatchlistEntry, WatchlistSource
from .models.watchlist import lines_of
from .watchlists import add_entry, change_entry, differences, values_of

LARGEST_FILE = 1_000_000  # characters
MOST_ROWS = 2000
MOST_SHOWN_ERRORS = 20  # of one row
_FORMULA = "=+-@"

# Column of the file -> field of the entry.
TEXTS = {
    "kind": "kind",
    "name": "name",
    "language": "language",
    "level": "level",
    "policy_point": "policy_point",
    "reason": "reason",
    "source_title": "source_title",
    "source_url": "source_url",
    "source_archived_url": "source_archived_url",
}
LISTS = {
    "strong_aliases": "aliases",
    "weak_aliases": "weak_aliases",
    "acronyms": "acronyms",
    "websites": "websites",
    "handles": "handles",
}
DAYS = {"source_dated_on": "source_dated_on", "review_by": "review_by"}
# Read by nobody: a file cannot make an entry active, nor say who confirmed it.
ONLY_WRITTEN = ("added_on", "confirmed_on", "status", "list_version", "more_sources")
COLUMNS = (
    "id",
    "kind",
    "name",
    *LISTS,
    "countries",
    "language",
    "level",
    "policy_point",
    "criterion",
    "reason",
    "source_title",
    "source_url",
    "source_archived_url",
    "source_dated_on",
    "more_sources",
    "review_by",
    "status",
    "added_on",
    "confirmed_on",
    "list_version",
)
REQUIRED = ("id", "kind", "name", "reason", "source_title", "source_url")


@dataclass
class Row:
    """A row of a file and what would become of it. `number` counts the header as 1.

    `fate`: new, changed (a draft that exists), same, listed (differs from an entry that
    is listed, and stays away from it), wrong.
    """

    number: int
    name: str
    fate: str = "new"
    entry: WatchlistEntry | None = None
    errors: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def read_rows(text: str) -> list[Row]:
    """Say for each row of a CSV file what would become of it; nothing is stored.

    Raises:
        ValidationError: if the file as a whole cannot be read.
    """
    if len(text) > LARGEST_FILE:
        raise ValidationError(
            _("The file is larger than %(limit)s characters. Please send it in parts.")
            % {"limit": LARGEST_FILE}
        )
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        header = [cell.strip() for cell in next(reader)]
    except StopIteration:
        raise ValidationError(_("The file is empty.")) from None
    except csv.Error as error:
        raise ValidationError(_("This is no CSV file.")) from error
    _check_header(header)
    existing = _Existing()
    rows: list[Row] = []
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            rows.append(Row(number, "", "wrong", errors=[_("Not readable as CSV.")]))
            break
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise ValidationError(
                _("The file has more than %(limit)s rows. Please send it in parts.")
                % {"limit": MOST_ROWS}
            )
        rows.append(_row(number, header, cells, existing))
    return rows


def _check_header(header: list[str]) -> None:
    missing = [column for column in REQUIRED if column not in header]
    unknown = [column for column in header if column not in COLUMNS]
    problems = []
    if missing:
        problems.append(
            ngettext(
                "This column is missing: %(columns)s.",
                "These columns are missing: %(columns)s.",
                len(missing),
            )
            % {"columns": ", ".join(missing)}
        )
    if unknown:
        problems.append(
            ngettext(
                "This column is not known here: %(columns)s.",
                "These columns are not known here: %(columns)s.",
                len(unknown),
            )
            % {"columns": ", ".join(f"“{column[:60]}”" for column in unknown[:10])}
        )
    if len(set(header)) < len(header):
        problems.append(_("A column stands there twice."))
    if problems:
        raise ValidationError(problems)


class _Existing:
    """The list as it is, by the reference of a file and by name."""

    def __init__(self):
        entries = list(WatchlistEntry.objects.all())
        self.by_reference = {e.reference: e for e in entries if e.reference}
        self.by_name = {e.name.casefold(): e for e in entries}
        self.seen: set[str] = set()


def _row(number: int, header: list[str], cells: list[str], existing: _Existing) -> Row:
    if len(cells) != len(header):
        error = _("%(cells)s cells where the header has %(columns)s.")
        values = {"cells": len(cells), "columns": len(header)}
        return Row(number, "", "wrong", errors=[error % values])
    record = {
        column: _unescaped(cell) for column, cell in zip(header, cells, strict=True)
    }
    reference, name = record["id"][:60], record["name"][:200]
    row = Row(number, name)
    if not reference:
        row.errors.append(_("The id is empty."))
    elif reference in existing.seen:
        row.errors.append(_("This id stands in another row, too."))
    existing.seen.add(reference)
    old = existing.by_reference.get(reference) or existing.by_name.get(name.casefold())
    entry = _entry(record, old, row)
    before = values_of(old) if old else {}
    try:
        entry.full_clean(exclude=["added_by", "confirmed_by"])
    except ValidationError as error:
        for name_of_field, messages in error.message_dict.items():
            label = (
                capfirst(WatchlistEntry._meta.get_field(name_of_field).verbose_name)
                if name_of_field != "__all__"
                else ""
            )
            row.errors += [f"{label}: {m}" if label else m for m in messages]
    if row.errors:
        row.fate = "wrong"
        row.errors = row.errors[:MOST_SHOWN_ERRORS]
        return row
    row.entry = entry
    if old is not None:
        row.changes = [
            (capfirst(WatchlistEntry._meta.get_field(key).verbose_name), b, a)
            for key, (b, a) in differences(before, values_of(entry)).items()
            if key != "sources"
        ]
        if not row.changes:
            row.fate = "same"
        else:
            is_draft = old.status == EntryStatus.DRAFT
            row.fate = "changed" if is_draft else "listed"
    return row


def _unescaped(cell: str) -> str:
    cell = cell.strip()
    is_escaped = cell.startswith("'") and cell[1:2] in _FORMULA and len(cell) > 1
    return cell[1:] if is_escaped else cell


def _entry(record: dict[str, str], old, row: Row) -> WatchlistEntry:
    entry = (
        WatchlistEntry.objects.get(pk=old.pk)
        if old is not None
        else WatchlistEntry(status=EntryStatus.DRAFT)
    )
    entry.reference = record["id"][:60]
    for column, name in TEXTS.items():
        if record.get(column):
            setattr(entry, name, record[column])
        elif column in REQUIRED:
            setattr(entry, name, "")
    for column, name in LISTS.items():
        if column in record:
            setattr(entry, name, "\n".join(lines_of(record[column].replace(";", "\n"))))
    if "countries" in record:
        parts = record["countries"].replace(";", ",").split(",")
        entry.countries = ",".join(
            part.strip().upper() for part in parts if part.strip()
        )
    if record.get("criterion"):
        entry.criterion = _criterion(record["criterion"])
        if entry.criterion is None:
            row.errors.append(
                _("“%(value)s” is no criterion of our policy; an example is 1.3.")
                % {"value": record["criterion"][:40]}
            )
    for column, name in DAYS.items():
        if record.get(column):
            try:
                setattr(entry, name, dt.date.fromisoformat(record[column]))
            except ValueError:
                row.errors.append(
                    _("“%(value)s” is no date; please write it as 2026-12-31.")
                    % {"value": record[column][:40]}
                )
    return entry


def _criterion(code: str) -> Criterion | None:
    """Find a criterion by version and number, as `criterion_code` writes them."""
    version, _dot, number = code.partition(".")
    if not (version.isdecimal() and number.isdecimal()):
        return None
    return (
        Criterion.objects.filter(policy__number=int(version), number=int(number))
        .exclude(policy__published_at=None)
        .first()
    )


@transaction.atomic
def import_rows(rows: list[Row], *, by) -> dict[str, int]:
    """Store what is new and what changes a draft; return how many of each fate."""
    counts = dict.fromkeys(("new", "changed", "same", "listed", "wrong"), 0)
    for row in rows:
        counts[row.fate] += 1
        if row.fate == "new":
            add_entry(entry=row.entry, by=by, action=ListChange.IMPORTED)
        elif row.fate == "changed":
            change_entry(entry=row.entry, by=by, action=ListChange.IMPORTED)
    return counts


def export_csv() -> str:
    """Return the whole list, drafts and retracted entries too, as RFC 4180 text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    version = list_version()
    for entry in WatchlistEntry.objects.select_related(
        "criterion__policy"
    ).prefetch_related("more_sources"):
        values = {
            "id": entry.reference or f"ow-{entry.pk}",
            "countries": entry.countries.replace(",", ";"),
            "more_sources": ";".join(map(_source_cell, entry.more_sources.all())),
            "criterion": entry.criterion_code,
            "status": entry.status,
            "added_on": entry.added_on,
            "confirmed_on": entry.confirmed_at and entry.confirmed_at.date(),
            "list_version": version,
        }
        values |= {column: getattr(entry, name) for column, name in TEXTS.items()}
        values |= {column: getattr(entry, name) for column, name in DAYS.items()}
        values |= {
            column: ";".join(lines_of(getattr(entry, name)))
            for column, name in LISTS.items()
        }
        writer.writerow([as_cell(values[column]) for column in COLUMNS])
    return out.getvalue()


def _source_cell(source: WatchlistSource) -> str:
    return f"{source.title} {source.url}"
