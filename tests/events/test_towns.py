import csv
from pathlib import Path

import pytest

from events.towns import TABLE, Town, find_towns, fold, locate, towns_in

REAL_ACTIONS = (
    Path(__file__).resolve().parents[2] / "objectwar" / "demo" / "real" / "actions.csv"
)


def names(towns):
    return [town.name for town in towns]


@pytest.mark.parametrize(
    ("city", "country", "name"),
    [
        ("Torino", "IT", "Turin"),
        ("Turin", "IT", "Turin"),
        ("Frankfurt am Main", "DE", "Frankfurt am Main"),
        ("Frankfurt", "DE", "Frankfurt am Main"),
        ("Istanbul", "TR", "Istanbul"),
        ("İSTANBUL", "TR", "Istanbul"),
        ("Seoul", "KR", "Seoul"),
        ("서울", "KR", "Seoul"),
        ("Tampere", "FI", "Tampere"),
        ("göttingen", "DE", "Göttingen"),
        ("Goettingen", "DE", "Göttingen"),
        ("Lubeck", "DE", "Lübeck"),
        ("Köln", "DE", "Köln"),
        ("Cologne", "DE", "Köln"),
        ("Kijów", "UA", "Kyiv"),
        ("Київ", "UA", "Kyiv"),
        ("Мінск", "BY", "Minsk"),
        ("თბილისი", "GE", "Tbilisi"),
        ("Lodz", "PL", "Łódź"),
        ("L’Aquila", "IT", "L'Aquila"),
        ("Kleine Brogel", "BE", "Kleine-Brogel"),
    ],
)
def test_locate_finds_a_town_in_the_spelling_people_use(city, country, name):
    assert locate(city, country).name == name


def test_locate_gives_coordinates_zone_and_region():
    assert locate("Büchel", "DE") == Town(
        name="Büchel",
        region="Rheinland-Pfalz",
        country="DE",
        latitude=50.1729,
        longitude=7.0832,
        timezone="Europe/Berlin",
        population=1143,
    )


def test_locate_with_the_town_in_another_country_finds_nothing():
    assert locate("Göttingen", "FR") is None


def test_locate_with_only_the_beginning_of_a_name_finds_nothing():
    assert locate("Götting", "DE") is None


def test_locate_puts_crimea_in_ukraine():
    assert locate("Севастополь", "UA").name == "Sevastopol"
    assert locate("Севастополь", "RU") is None


def test_locate_knows_every_town_of_the_real_actions():
    with REAL_ACTIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["city"]]

    assert [
        (row["city"], located.timezone)
        for row in rows
        if (located := locate(row["city"], row["country"]))
    ] == [(row["city"], row["timezone"]) for row in rows]


def test_find_towns_puts_the_country_then_the_exact_name_then_the_larger_first():
    assert names(find_towns("Halle", country="DE")) == [
        "Halle (Saale)",
        "Halle",
        "Halle-Neustadt",
        "Halle",
    ]
    assert names(find_towns("Halle", country="BE", limit=1)) == ["Halle"]


def test_find_towns_without_a_country_orders_by_population():
    found = find_towns("Frankfurt", limit=2)

    assert [(town.name, town.country) for town in found] == [
        ("Frankfurt am Main", "DE"),
        ("Frankfurt (Oder)", "DE"),
    ]


def test_find_towns_gives_a_town_once_whatever_its_spellings():
    found = find_towns("Istan", country="TR")

    assert names(found).count("Istanbul") == 1


def test_find_towns_keeps_to_the_limit():
    assert len(find_towns("s", limit=3)) == 3
    assert find_towns("s", limit=0) == []


def test_towns_in_gives_a_country_the_largest_first():
    assert names(towns_in("GE"))[:3] == ["Tbilisi", "Batumi", "Kutaisi"]


@pytest.mark.parametrize(
    "query", ["", " ", "\x00", "x" * 5000, "-", "\ud800", "%", "Xyzzy"]
)
def test_odd_input_finds_nothing_and_raises_nothing(query):
    assert find_towns(query, country=query) == []
    assert locate(query, query) is None


def test_control_characters_around_a_name_do_not_matter():
    assert locate("\x00Berlin\r\n", "de").name == "Berlin"


def test_fold_reads_only_the_beginning_of_a_long_text():
    assert len(fold("ﷺ" * 5000)) < 5000


def test_table_is_complete_and_bounded():
    lines = TABLE.read_text(encoding="utf-8").splitlines()

    assert {line.count("\t") for line in lines} == {7}
    assert TABLE.stat().st_size < 1_500_000
