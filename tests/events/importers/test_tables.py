"""Tables: our template, other people's spreadsheets, and what is asked, not guessed."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from events.importers.problems import TEXTS, text_of
from events.importers.table import (
    TEMPLATE,
    CellError,
    Options,
    as_day,
    as_time,
    column_letter,
)
from events.importers.values import as_text
from events.importers.worker import read

CALENDARS = Path(__file__).resolve().parents[2] / "data" / "calendars"
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
EPOCH = dt.date(1899, 12, 30)


def read_named(name, **options):
    octets = (CALENDARS / name).read_bytes()
    return read(octets, name=name, options=Options(**options), at=AT)


def read_rows(*rows, **options):
    octets = "\n".join(rows).encode()
    return read(octets, name="rows.csv", options=Options(**options), at=AT)


def read_workbook(build):
    workbook = openpyxl.Workbook()
    build(workbook.active)
    file = io.BytesIO()
    workbook.save(file)
    return read(file.getvalue(), name="book.xlsx", at=AT)


def rows(reading):
    return [(e.title, as_text(e.start), as_text(e.end)) for e in reading.events]


def problems(reading):
    return [(p.row, p.column, p.code) for p in reading.problems]


def test_template_has_the_columns_that_the_documentation_names():
    header = (CALENDARS / "template.csv").read_text().splitlines()[0].split(",")

    assert header == list(TEMPLATE)


def test_template_row_fills_every_field():
    reading = read_named("template.csv")
    first, *_others = reading.events

    assert reading.problems == ()
    assert first.uid == "a-1"
    assert first.timezone == "Europe/Berlin"
    assert first.description == "Bring candles."
    assert (first.latitude, first.longitude) == (50.732, 7.1)
    assert first.details == {
        "kind": "vigil",
        "attendance": "in_person",
        "summary": "A quiet hour.",
        "venue": "Kaiserplatz",
        "street": "Kaiserplatz 1",
        "postal_code": "53113",
        "city": "Bonn",
        "country": "DE",
        "languages": ["de", "ru"],
        "contact": "group@example.org",
        "website": "https://example.org/vigil",
        "co_organizer_names": "Example Group\n Another Group",
        "text_language": "de",
    }


def test_template_tells_all_day_from_an_unknown_hour():
    assert [
        (e.uid, as_text(e.start), as_text(e.end), e.is_all_day, e.status)
        for e in read_named("template.csv").events
    ] == [
        ("a-1", "2026-11-28T17:00:00Z", "2026-11-28T18:30:00Z", False, "CONFIRMED"),
        ("a-2", "2026-12-10", "2026-12-13", True, "CANCELLED"),
        ("a-3", "2026-12-10", None, False, "CONFIRMED"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "semicolons-quotes-and-mark.csv",
            [
                ('Mahnwache "Nein"; still', "~2026-11-28T18:00:00", None),
                ("Zwei Zeilen", "~2026-11-29T18:00:00", None),
            ],
        ),
        ("tabs-in-utf-16.csv", [("Fête", "2026-11-28", None)]),
        ("cyrillic-cp1251.csv", [("Пикет за отказников", "2026-11-28", None)]),
        ("polish-cp1250.csv", [("Łańcuch światła za wolność", "2026-11-28", None)]),
        ("western-cp1252.csv", [("Fête à Genève", "2026-11-28", None)]),
        (
            "serial-dates.csv",
            [
                ("Serial", "~2026-11-28T18:00:00", None),
                ("Both in one", "~2026-11-28T18:00:00", None),
            ],
        ),
        ("two-header-rows.csv", [("Vigil", "~2026-11-28T18:00:00", None)]),
        (
            "workbook-of-1904.xlsx",
            [("Mac", "2026-11-28", None), ("Serial", "2026-11-28", None)],
        ),
    ],
)
def test_table_is_read_in_full(name, expected):
    reading = read_named(name)

    assert rows(reading) == expected
    assert reading.problems == ()


def test_date_that_may_be_two_is_asked_not_guessed():
    reading = read_named("ambiguous-dates.csv")

    assert [title for title, _start, _end in rows(reading)] == [
        "Clear",
        "Clear too",
        "Same both ways",
    ]
    assert problems(reading) == [(2, "date", "date_ambiguous")]
    assert text_of(reading.problems[0]) == (
        "Row 2 date: 12/5/2027 may be two dates. Please write it as 2026-05-12, or say "
        "whether the day or the month comes first."
    )


@pytest.mark.parametrize(
    ("day_first", "date"), [(True, "2027-05-12"), (False, "2027-12-05")]
)
def test_date_that_may_be_two_is_read_as_said(day_first, date):
    reading = read_named("ambiguous-dates.csv", day_first=day_first)

    assert ("Asked", date, None) in rows(reading)
    assert reading.problems == ()


def test_bad_cells_are_told_by_row_and_column():
    assert problems(read_named("bad-rows.csv")) == [
        (2, "title", "row_without_title"),
        (3, "date", "row_without_date"),
        (4, "date", "cell_date"),
        (5, "start time", "cell_time"),
        (6, "end time", "row_end_before_start"),
        (7, "country", "cell_country"),
        (7, "website", "cell_address"),
        (7, "time zone", "cell_zone"),
    ]


def test_end_before_its_beginning_is_told_at_the_column_that_says_it():
    reading = read_rows("title;date;time", "A;2026-12-12;22:00-01:00")

    assert problems(reading) == [(2, "time", "row_end_before_start")]


def test_formulas_are_left_out_and_told():
    reading = read_named("formulas.csv")

    assert [event.title for event in reading.events] == ["Vigil", "007"]
    assert [event.url for event in reading.events] == ["", ""]
    assert problems(reading) == [
        (2, "A", "cell_formula"),
        (3, "C", "cell_formula"),
        (2, "title", "row_without_title"),
    ]


def test_workbook_is_read_from_the_sheet_with_columns_we_know():
    reading = read_named("workbook.xlsx")

    assert rows(reading) == [
        ("Vigil", "~2026-11-28T18:00:00", "~2026-11-28T19:30:00"),
        ("As text", "~2026-11-29T18:00:00", None),
    ]
    assert [event.uid for event in reading.events] == ["1", "2"]
    assert problems(reading) == [
        (5, "B", "cell_formula"),
        (5, "Date", "row_without_date"),
        (6, "Date", "date_ambiguous"),
    ]


def test_same_row_twice_is_one_event():
    reading = read_named("same-row-twice.csv")

    assert len(reading.events) == 1
    assert problems(reading) == [(3, "key", "row_double")]


def test_row_without_a_key_has_the_same_one_each_time():
    first, second = (
        read_named("western-cp1252.csv"),
        read_rows("Country;Date;Town;Title", "CH;2026-11-28;Genève;Fête à Genève"),
    )

    assert first.events[0].uid == second.events[0].uid


def test_other_peoples_columns_are_read_by_a_mapping():
    columns = {"title": "Veranstaltung", "date": "Wann", "city": "Stadtteil"}

    assert problems(read_named("their-own-columns.csv")) == [(0, "", "no_header")]
    assert rows(read_named("their-own-columns.csv", columns=columns)) == [
        ("Mahnwache", "2026-11-28", None)
    ]


def test_mapping_to_no_column_is_told():
    reading = read_rows("title,date", "A,2026-11-28", columns={"city": "Stadt"})

    assert problems(reading) == [(0, "", "no_such_column")]


def test_encoding_can_be_said():
    reading = read_named("cyrillic-cp1251.csv", encoding="cp1251")

    assert [event.title for event in reading.events] == ["Пикет за отказников"]
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-28", "2026-11-28"),
        ("2026/11/28", "2026-11-28"),
        ("28.11.2026", "2026-11-28"),
        ("5.12.26", "2026-12-05"),
        ("28/11/2026", "2026-11-28"),
        ("11/28/2026", "2026-11-28"),
        (46354, "2026-11-28"),
        (46354.0, "2026-11-28"),
    ],
)
def test_day_is_read(cell, day):
    assert as_day(cell, None, EPOCH, {}) == (dt.date.fromisoformat(day), None)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30",
        "tomorrow",
        "28.11.",
        "1/2",
        "99999",
        "2026",
        "28 November",
        "0001-01-01",
        "9999-12-31",
        # With an offset it would be another hour than the one written.
        "2026-11-28T14:00:00+01:00",
        "2026-11-28T14:00:00Z",
    ],
)
def test_day_that_is_none_is_refused(cell):
    with pytest.raises(CellError):
        as_day(cell, None, EPOCH, {})


def test_day_and_time_may_share_a_cell():
    assert as_day("28.11.2026, 18:30", None, EPOCH, {}) == (
        dt.date(2026, 11, 28),
        dt.time(18, 30),
    )


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("18:30", "18:30", None),
        ("6 p.m.", "18:00", None),
        ("18:00-20:00", "18:00", "20:00"),
        ("18.00 – 20.30 Uhr", "18:00", "20:30"),
        ("18 bis 20 Uhr", "18:00", "20:00"),
        ("18h à 20h30", "18:00", "20:30"),
        ("18-00", None, None),
        ("18:00 - open end", None, None),
        ("a" * 5_000 + "-20:00", None, None),
    ],
)
def test_cell_of_the_beginning_may_say_the_end_too(cell, start, end):
    reading = read_rows("title;date;time", f"A;2026-12-12;{cell}")

    (event,) = reading.events
    assert [p.code for p in reading.problems] == ([] if start else ["cell_time"])
    if start:
        assert (f"{event.start:%H:%M}", event.end and f"{event.end:%H:%M}") == (
            start,
            end,
        )


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("18:30", "18:30"),
        ("18.30", "18:30"),
        ("18h30", "18:30"),
        ("18h", "18:00"),
        ("18 Uhr", "18:00"),
        ("6:30 pm", "18:30"),
        ("6 p.m.", "18:00"),
        ("12 am", "00:00"),
        ("18:30:00", "18:30"),
        (0.75, "18:00"),
        (dt.time(18, 30), "18:30"),
    ],
)
def test_time_is_read(cell, time):
    assert as_time(cell) == dt.time.fromisoformat(time)


@pytest.mark.parametrize("cell", ["25:00", "18", "evening", "18:75", "13 pm", "-1:00"])
def test_time_that_is_none_is_refused(cell):
    with pytest.raises(CellError):
        as_time(cell)


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA")])
def test_column_is_named_as_a_spreadsheet_does(place, letter):
    assert column_letter(place) == letter


# --- Files made to do damage ---


def archive(files, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, octets in files.items():
            made.writestr(name, octets)
    return file.getvalue()


def test_case_31_workbook_that_unpacks_to_too_much_is_refused():
    octets = (CALENDARS / "workbook-bomb.xlsx").read_bytes()

    reading = read(octets, name="workbook-bomb.xlsx", at=AT)

    assert len(octets) < 50_000
    assert [text_of(problem) for problem in reading.problems] == [
        "This .xlsx file unpacks to too much."
    ]


def test_workbook_of_thousands_of_files_is_refused():
    files = {"[Content_Types].xml": b"<Types/>"} | {f"f{n}": b"" for n in range(600)}

    reading = read(archive(files), name="many.xlsx", at=AT)

    assert problems(reading) == [(0, "", "workbook_bomb")]


def with_entities(name, entities):
    """Return our workbook with a document type in one of its XML files."""
    source = zipfile.ZipFile(CALENDARS / "workbook.xlsx")
    files = {entry: source.read(entry) for entry in source.namelist()}
    text = files[name]
    end = text.index(b"?>") + 2 if text.startswith(b"<?") else 0
    files[name] = text[:end] + entities + text[end:]
    return archive(files)


@pytest.mark.parametrize(
    "entities",
    [
        b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "&b;&b;&b;">]>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/evil.dtd">',
    ],
)
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
def test_case_40_workbook_with_entities_is_refused(name, entities):
    reading = read(with_entities(name, entities), name="evil.xlsx", at=AT)

    assert reading.events == ()
    assert len(reading.problems) == 1


def test_workbook_of_a_million_rows_ends_where_nothing_follows():
    def build(sheet):
        sheet.append(["Title", "Date"])
        sheet.append(["Vigil", "2026-11-28"])
        sheet.cell(row=1_000_000, column=1).value = "Far away"

    assert rows(read_workbook(build)) == [("Vigil", "2026-11-28", None)]


def test_too_many_rows_are_cut_and_told():
    reading = read_rows("title,date", *[f"Vigil {n},2026-11-28" for n in range(5_100)])

    assert len(reading.events) == 5_000
    assert [problem.code for problem in reading.problems] == ["too_many_rows"]


@pytest.mark.parametrize(
    ("octets", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls", "old_excel"),
        (b"PK\x03\x04broken", "broken.xlsx", "bad_workbook"),
        (b"<!doctype html><title>Calendar</title>", "calendar.ics", "web_page"),
        (b"\x89PNG\r\n\x1a\n", "picture.png", "unknown_format"),
        (b"BEGIN:NOTHING", "x.ics", "not_a_calendar"),
        (b"", "empty.csv", "empty"),
        (b"title;date", "x.csv", None),
    ],
)
def test_file_of_another_kind_is_named(octets, name, code):
    reading = read(octets, name=name, at=AT)

    assert [problem.code for problem in reading.problems] == ([code] if code else [])


def test_every_problem_of_tables_has_words():
    seen = [
        problem
        for path in [*CALENDARS.glob("*.csv"), *CALENDARS.glob("*.xlsx")]
        for reading in [read_named(path.name)]
        for problem in [*reading.problems, *reading.notes]
    ]

    assert {problem.code for problem in seen} <= TEXTS.keys()
