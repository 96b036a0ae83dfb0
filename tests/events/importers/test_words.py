"""Tables in nine languages: what we hand out, we can read, and what groups write."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import translation

from events.importers import template_files
from events.importers.table import COLUMNS, folded
from events.importers.words import label_of, with_words, words_of_days
from events.importers.worker import read
from organizations.countries import names_of_countries

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def read_here(octets, name):
    return read(octets, name=name, options=with_words(), at=AT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_template_is_read_in_every_language_and_its_example_left_out(language, kind):
    with translation.override(language):
        octets = getattr(template_files, f"as_{kind}")()

    reading = read_here(octets, f"template.{kind}")

    assert [column.field for column in reading.columns] == list(COLUMNS)
    assert (reading.events, reading.problems) == ((), ())
    assert [note.code for note in reading.notes] == ["example_row"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_have_one_name(language):
    with translation.override(language):
        names = [folded(label_of(name)) for name in COLUMNS]

    assert sorted(names) == sorted(set(names))


def test_words_of_another_language_are_understood():
    with translation.override("uk"):
        header = ";".join(template_files.header())
        row = dict.fromkeys(COLUMNS, "") | {
            "title": "Варта", "date": "2026-12-10", "kind": "мирна варта",
            "attendance": "Онлайн", "status": "Скасовано", "all_day": "так",
        }  # fmt: skip

    (event,) = read_here(f"{header}\n{';'.join(row.values())}".encode(), "a.csv").events

    assert event.details["kind"] == "vigil"
    assert event.details["attendance"] == "online"
    assert (event.status, event.is_all_day) == ("CANCELLED", True)


def test_word_that_nobody_knows_is_told():
    reading = read_here(b"title,date,kind\nA,2026-12-10,riot\n", "a.csv")

    assert [(p.code, p.row) for p in reading.problems] == [("cell_choice", 2)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "DE"),
        ("Deutschland", "DE"),
        ("  ALLEMAGNE ", "DE"),
        ("Німеччина", "DE"),
        ("Vereinigtes Königreich", "GB"),
        ("UK", "GB"),
        ("usa", "US"),
        ("Беларусь", "BY"),
        ("Weißrussland", "BY"),
    ],
)
def test_country_is_read_by_code_and_by_name_in_nine_languages(written, code):
    table = f"title,date,country\nA,2026-12-10,{written}\n"

    (event,) = read_here(table.encode(), "a.csv").events

    assert event.details["country"] == code


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("12. Dezember 2026", "2026-12-12"),
        ("Samstag 12. Dez. 2026", "2026-12-12"),
        ("December 12th 2026", "2026-12-12"),
        ("1er mars 2027", "2027-03-01"),
        ("mar 2 mar 2027", "2027-03-02"),
        ("12 de diciembre de 2026", "2026-12-12"),
        ("12 grudnia 2026", "2026-12-12"),
        ("12 декабря 2026 г.", "2026-12-12"),
        ("п'ятниця 11 грудня 2026 р.", "2026-12-11"),
        ("12 снежня 2026", "2026-12-12"),
        ("12 May 2027 18:30", "2027-05-12T18:30:00"),
        ("12. Mai 2027 18 Uhr", "2027-05-12T18:00:00"),
    ],
)
def test_day_is_read_with_its_month_as_a_word_in_nine_languages(written, start):
    (event,) = read_here(f"title;date\nA;{written}\n".encode(), "a.csv").events

    assert event.start.isoformat() == start


@pytest.mark.parametrize(
    "written",
    [
        "12. Dezember",
        "Dezember 2026",
        "12.-14. Dezember 2026",
        "32. Dezember 2026",
        "12. Quintilis 2026",
        "12 May or June 2027",
        "probably 12 May 2027",
        "A" * 20_000 + " 12 May 2027",
    ],
)
def test_words_that_are_not_one_day_are_told(written):
    reading = read_here(f"title;date\nA;{written}\n".encode(), "a.csv")

    assert [(p.code, p.row) for p in reading.problems] == [("cell_date", 2)]


def test_no_two_countries_have_one_name():
    codes = {}
    for name, code in names_of_countries():
        codes.setdefault(folded(name), set()).add(code)

    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


def test_no_word_means_two_months():
    numbers = {}
    for name, word, number in words_of_days():
        if name == "month":
            numbers.setdefault(word, set()).add(number)

    assert {word: found for word, found in numbers.items() if len(found) > 1} == {}
