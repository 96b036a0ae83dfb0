import csv
import random
from pathlib import Path

import pytest

from events.gazetteer import FILE, Town
from events.towns import find_towns, fold, locate, towns_in

from .european_towns import SPELLINGS, read_european_towns, with_one_mistake

REAL_ACTIONS = (
    Path(__file__).resolve().parents[2] / "objectwar" / "demo" / "real" / "actions.csv"
)
EUROPEAN_TOWNS = read_european_towns()


def names(towns):
    return [town.name for town in towns]


def first(query, country=""):
    """Return (name, country) of the likeliest town."""
    town = find_towns(query, country, limit=1)[0]
    return town.name, town.country


# --- One town in one country ---------------------------------------------------------


@pytest.mark.parametrize(
    ("city", "country", "name"),
    [
        ("Torino", "IT", "Turin"),
        ("Turin", "IT", "Turin"),
        ("Frankfurt am Main", "DE", "Frankfurt am Main"),
        ("Frankfurt", "DE", "Frankfurt am Main"),
        ("Frankfurt (Oder)", "DE", "Frankfurt (Oder)"),
        ("Frankfurt/Oder", "DE", "Frankfurt (Oder)"),
        ("Istanbul", "TR", "Istanbul"),
        ("İSTANBUL", "TR", "Istanbul"),
        ("Seoul", "KR", "Seoul"),
        ("서울", "KR", "Seoul"),
        ("Tampere", "FI", "Tampere"),
        ("göttingen", "DE", "Göttingen"),
        ("Goettingen", "DE", "Göttingen"),
        ("97070 Würzburg", "DE", "Würzburg"),
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
        ("Volkel", "NL", "Volkel"),
        ("St. Gallen", "CH", "Sankt Gallen"),
        ("Saint Gallen", "CH", "Sankt Gallen"),
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
    assert locate("Göttinge", "DE") is None


def test_locate_with_a_letter_wrong_finds_nothing():
    assert locate("Göttimgen", "DE") is None


@pytest.mark.parametrize(
    "city",
    ["Севастополь", "Сімферополь", "Керч", "Ялта", "Донецьк", "Маріуполь", "Херсон"],
)
def test_locate_puts_crimea_and_donbas_in_ukraine(city):
    assert locate(city, "UA").country == "UA"
    assert first(city)[1] == "UA"


def test_locate_finds_no_sevastopol_in_russia():
    assert locate("Севастополь", "RU") is None


def test_locate_knows_every_town_of_the_real_actions():
    with REAL_ACTIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["city"]]

    assert [
        (row["city"], located.timezone)
        for row in rows
        if (located := locate(row["city"], row["country"]))
    ] == [(row["city"], row["timezone"]) for row in rows]


# --- Candidates ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Lemberg", ("Lviv", "UA")),
        ("Lwów", ("Lviv", "UA")),
        ("Danzig", ("Gdańsk", "PL")),
        ("Kiew", ("Kyiv", "UA")),
        ("Kyjev", ("Kyiv", "UA")),
        ("Pressburg", ("Bratislava", "SK")),
        ("Königsberg", ("Kaliningrad", "RU")),
        ("Monaco di Baviera", ("Munich", "DE")),
        ("Мюнхен", ("Munich", "DE")),
        ("Атэны", ("Athens", "GR")),
        ("Αθήνα", ("Athens", "GR")),
        ("Երևան", ("Yerevan", "AM")),
        ("Берн", ("Bern", "CH")),
        ("Ниш", ("Niš", "RS")),
        ("Wuerzburg", ("Würzburg", "DE")),
        ("Freiburg i. Br.", ("Freiburg", "DE")),
    ],
)
def test_find_towns_knows_other_languages_names(query, expected):
    assert first(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("97070 Würzburg", ("Würzburg", "DE")),
        ("D-97070 Würzburg", ("Würzburg", "DE")),
        ("1012 AB Amsterdam", ("Amsterdam", "NL")),
        ("100 00 Praha 1", ("Prague", "CZ")),
        ("London SW1A 1AA", ("London", "GB")),
        ("Schloßplatz 1, 70173 Stuttgart, Deutschland", ("Stuttgart", "DE")),
        ("Rathausplatz 1, Hamburg", ("Hamburg", "DE")),
    ],
)
def test_find_towns_reads_over_postal_codes_and_streets(query, expected):
    assert first(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Paris, Texas", ("Texas", "US")),
        ("Paris, TX", ("Texas", "US")),
        ("Paris Texas", ("Texas", "US")),
        ("Paris, France", ("Île-de-France", "FR")),
        ("Neustadt, Bayern", ("Bayern", "DE")),
        ("Neustadt, Bavaria, Germany", ("Bayern", "DE")),
        ("Neustadt, Pfalz", ("Rheinland-Pfalz", "DE")),
        ("Athens, Georgia", ("Georgia", "US")),
        ("Brest, FR", ("Bretagne", "FR")),
        ("Brest, BLR", ("Bresckaja voblasć", "BY")),
    ],
)
def test_find_towns_reads_region_or_country_behind_a_name(query, expected):
    town = find_towns(query, limit=1)[0]

    assert (town.region, town.country) == expected


@pytest.mark.parametrize(
    "query",
    [
        "Brest, France",
        "Brest, Frankreich",
        "Brest, Francia",
        "Brest, Francja",
        "Брест, Франция",
        "Брест, Франція",
        "Брэст, Францыя",
    ],
)
def test_find_towns_knows_countries_in_nine_languages(query):
    assert first(query) == ("Brest", "FR")


def test_find_towns_with_a_wrong_country_behind_the_name_still_finds_the_town():
    assert first("Севастополь, Россия") == ("Sevastopol", "UA")


def test_find_towns_puts_the_exact_name_and_the_larger_town_first():
    found = find_towns("Halle", country="DE", limit=3)

    assert [(town.name, town.region) for town in found] == [
        ("Halle (Saale)", "Sachsen-Anhalt"),
        ("Halle", "Nordrhein-Westfalen"),
        ("Halle", "Niedersachsen"),
    ]


def test_find_towns_prefers_the_country_and_leaves_none_out():
    assert first("Halle", country="be") == ("Halle", "BE")
    assert first("Berlin", country="FR") == ("Berlin", "DE")


def test_find_towns_without_a_country_orders_by_population():
    assert names(find_towns("Frankfurt", limit=2)) == [
        "Frankfurt am Main",
        "Frankfurt (Oder)",
    ]


def test_find_towns_completes_the_beginning_of_a_name():
    assert first("Götti") == ("Göttingen", "DE")


@pytest.mark.parametrize(
    "query", ["Berln", "Brelin", "Berlim", "Hamburk", "Aschafenburg", "Wurzbrug"]
)
def test_find_towns_forgives_a_letter(query):
    meant = {"Berlin", "Hamburg", "Aschaffenburg", "Würzburg"}

    assert first(query)[0] in meant


def test_find_towns_forgives_a_letter_of_a_town_whose_mistake_a_village_bears():
    assert "Glasgow" in names(find_towns("Glasgo", limit=5))


def test_find_towns_gives_a_town_once_whatever_its_spellings():
    found = find_towns("Istan", country="TR")

    assert names(found).count("Istanbul") == 1


def test_find_towns_keeps_to_the_limit():
    assert len(find_towns("san", limit=3)) == 3
    assert find_towns("san", limit=0) == []
    assert find_towns("san", limit=-1) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_find_towns_puts_european_towns_first_in_three_spellings(spelling):
    missed = [
        town
        for town in EUROPEAN_TOWNS
        if not town.is_meant_by(find_towns(getattr(town, spelling), limit=1)[0])
    ]

    assert missed == []


def test_find_towns_has_nearly_every_misspelled_town_among_the_first_five():
    rng = random.Random(2027)
    cases = [
        (town, with_one_mistake(rng, getattr(town, spelling)))
        for town in EUROPEAN_TOWNS
        for spelling in SPELLINGS
        if len(getattr(town, spelling)) >= 5
    ]
    missed = [
        (town.english, typed)
        for town, typed in cases
        if not any(map(town.is_meant_by, find_towns(typed, limit=5)))
    ]

    assert len(missed) <= 0.05 * len(cases), missed


# --- A country's towns ---------------------------------------------------------------


def test_towns_in_gives_a_country_the_largest_first():
    assert names(towns_in("ge", limit=3)) == ["Tbilisi", "Batumi", "Kutaisi"]


def test_towns_in_without_a_limit_gives_all_of_them():
    populations = [town.population for town in towns_in("GE")]

    assert populations == sorted(populations, reverse=True)
    assert len(populations) > 100


def test_towns_in_of_an_unknown_country_is_empty():
    assert towns_in("ZZ") == []


# --- Odd input -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["", " ", " " * 500, "\x00", "x" * 5000, "-", "\ud800", "%", ",,,", "Xyzzy", "\n"],
)
def test_odd_input_finds_nothing_and_raises_nothing(query):
    assert find_towns(query, country=query) == []
    assert locate(query, query) is None


@pytest.mark.parametrize("query", ["a, " * 2000, "12 " * 2000, "Berlin " * 700])
def test_long_input_is_bounded(query):
    assert len(find_towns(query)) <= 10


def test_control_characters_around_a_name_do_not_matter():
    assert locate("\x00Berlin\r\n", "de").name == "Berlin"


def test_fold_reads_only_the_beginning_of_a_long_text():
    assert len(fold("ﷺ" * 5000)) < 5000


def test_gazetteer_keeps_to_its_size():
    assert FILE.stat().st_size < 12_500_000
