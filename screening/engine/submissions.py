"""What is screened: named fields of text, each read in its own way.

The field names are those of the sample cases and of the forms; a name that is not known
is read as running text, so that nothing is passed over.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class FieldKind(StrEnum):
    """How a field is read."""

    NAME = "name"  # the field is a name: an organiser, a speaker
    TEXT = "text"  # names stand somewhere in it
    LINK = "link"  # one address
    HANDLE = "handle"  # a name on a platform
    CONTACT = "contact"  # anything: address, handle, name


FIELD_KINDS = {
    "organiser": FieldKind.NAME,
    "co_organisers": FieldKind.NAME,
    "speakers": FieldKind.NAME,
    "name": FieldKind.NAME,
    "vouchers": FieldKind.NAME,
    "title": FieldKind.TEXT,
    "summary": FieldKind.TEXT,
    "description": FieldKind.TEXT,
    "image_alt": FieldKind.TEXT,
    "venue": FieldKind.TEXT,
    "links": FieldKind.LINK,
    "website": FieldKind.LINK,
    "handles": FieldKind.HANDLE,
    "contacts": FieldKind.CONTACT,
    "accessibility": FieldKind.TEXT,
}


@dataclass(frozen=True, slots=True)
class Submission:
    """An action or an application: a country code and the texts by field name."""

    fields: dict[str, str | list[str]]
    country: str = ""

    def values(self) -> Iterator[tuple[str, int, str, FieldKind]]:
        """Give field, position in its list, text and kind; empty texts are left out."""
        for name, value in self.fields.items():
            kind = FIELD_KINDS.get(name, FieldKind.TEXT)
            texts = [value] if isinstance(value, str) else value
            for position, text in enumerate(texts):
                if text:
                    yield name, position, text, kind


@dataclass(frozen=True, slots=True)
class Case:
    """A submission of a cases file, with its identifier."""

    id: str
    submission: Submission = field(repr=False)


class CasesFileError(ValueError):
    """A cases file that cannot be read; `problems` are (line, sentence) pairs."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"line {line}: {text}" for line, text in problems))


def read_cases(path: Path | str) -> list[Case]:
    """Read a JSONL file of cases; every problem of the file is named at once."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CasesFileError(
            [(1, f"the file is not in UTF-8 (byte {error.start})")]
        ) from error
    return parse_cases(text.split("\n"))


def parse_cases(lines: Iterable[str]) -> list[Case]:
    """Read cases, one JSON object a line; empty lines are skipped."""
    cases: list[Case] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append((number, f"not readable as JSON: {error}"))
            continue
        fault = _fault(record)
        if not fault and record["id"] in seen:
            fault = f'id "{record["id"]}" is taken by line {seen[record["id"]]}'
        if fault:
            problems.append((number, fault))
            continue
        seen[record["id"]] = number
        fields = {k: v for k, v in record["fields"].items() if v is not None}
        submission = Submission(fields, record.get("country") or "")
        cases.append(Case(record["id"], submission))
    if problems:
        raise CasesFileError(problems)
    return cases


def _fault(record: object) -> str:
    if not isinstance(record, dict):
        return "not a JSON object"
    if not isinstance(record.get("id"), str) or not record["id"]:
        return "id is missing or not a text"
    if not isinstance(record.get("country") or "", str):
        return "country is not a text"
    fields = record.get("fields")
    if not isinstance(fields, dict):
        return "fields is missing or not an object"
    for name, value in fields.items():
        texts = value if isinstance(value, list) else [value]
        if any(text is not None and not isinstance(text, str) for text in texts):
            return f'field "{name}" is neither a text nor a list of texts'
        if isinstance(value, list) and None in value:
            return f'field "{name}" has an empty place in its list'
    return ""
