"""The ground under our maps as it is committed: whose towns it shows where.

Borders follow the United Nations: docs/data/basemap.md.
"""

import gzip
import itertools
from functools import cache
from math import floor, log, pi, radians, sin

import pytest

from basemap import tiles
from tests.vector_tiles import read_tile

DEEPEST = 6
NINE = {"de", "fr", "es", "it", "pl", "ru", "uk", "be"}

# Longitude and latitude of the town's center, in degrees.
TOWNS = {
    "Simferopol": (34.10, 44.95, "UA"),
    "Sevastopol": (33.53, 44.60, "UA"),
    "Kerch": (36.44, 45.36, "UA"),
    "Armiansk": (33.69, 46.10, "UA"),
    "Donetsk": (37.80, 48.01, "UA"),
    "Luhansk": (39.31, 48.57, "UA"),
    "Mariupol": (37.54, 47.11, "UA"),
    "Melitopol": (35.37, 46.85, "UA"),
    "Kherson": (32.62, 46.64, "UA"),
    "Rostov-on-Don": (39.71, 47.24, "RU"),
    "Kaliningrad": (20.50, 54.71, "RU"),
    "Markovo": (170.42, 64.68, "RU"),
    "Iultin, beyond the 180th meridian": (-178.8, 67.85, "RU"),
    "Minsk": (27.56, 53.90, "BY"),
    "Tbilisi": (44.79, 41.71, "GE"),
    "Sukhumi": (41.02, 43.00, "GE"),
    "Tiraspol": (29.63, 46.84, "MD"),
    "Stepanakert": (46.75, 39.82, "AZ"),
    "Pristina": (21.17, 42.66, "XK"),
    "Northern Nicosia": (33.36, 35.20, "CY"),
    "Akrotiri": (32.97, 34.58, "CY"),
    "Hargeisa": (44.06, 9.56, "SO"),
    "Baikonur": (63.3, 45.63, "KZ"),
    "Laayoune": (-13.20, 27.15, "EH"),
    "Agadir": (-9.57, 30.41, "MA"),
    "Frankfurt am Main": (8.68, 50.11, "DE"),
}

# West, south, east, north of the isthmus between Crimea and the mainland.
PEREKOP = (33.0, 45.9, 34.5, 46.3)


def on_the_map(longitude, latitude, zoom):
    """Return how many tiles to the east and to the south a place is (Web Mercator)."""
    sine = sin(radians(latitude))
    down = 0.5 - log((1 + sine) / (1 - sine)) / (4 * pi)
    return (longitude + 180) / 360 * 2**zoom, down * 2**zoom


@cache
def layer(name, zoom, x, y):
    data = tiles.world().tile(zoom, x, y)
    return read_tile(gzip.decompress(data), name) if data else []


def is_inside(rings, x, y):
    """Count the rings' edges east of the point: an odd number means inside."""
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            if (ay > y) != (by > y):
                inside ^= x < (bx - ax) * (y - ay) / (by - ay) + ax
    return inside


def countries_at(longitude, latitude, zoom=DEEPEST):
    x, y = on_the_map(longitude, latitude, zoom)
    return [
        tags["code"]
        for tags, rings in layer("countries", zoom, floor(x), floor(y))
        if is_inside(rings, x % 1, y % 1)
    ]


def labels(zoom, *, country):
    return {
        tags["name"]: tags
        for x in range(2**zoom)
        for y in range(2**zoom)
        for tags, _ in layer("labels", zoom, x, y)
        if ("country" in tags) == country
    }


@pytest.mark.parametrize("town", TOWNS)
def test_map_puts_the_town_into_its_country(town):
    longitude, latitude, country = TOWNS[town]

    assert countries_at(longitude, latitude) == [country]


@pytest.mark.parametrize("zoom", [4, 5, DEEPEST])
def test_map_draws_no_border_at_perekop(zoom):
    west, north = on_the_map(PEREKOP[0], PEREKOP[3], zoom)
    east, south = on_the_map(PEREKOP[2], PEREKOP[1], zoom)

    assert [
        (tags, column + px, row + py)
        for column in range(floor(west), floor(east) + 1)
        for row in range(floor(north), floor(south) + 1)
        for tags, lines in layer("borders", zoom, column, row)
        for line in lines
        for px, py in line
        if west <= column + px <= east and north <= row + py <= south
    ] == []


@pytest.mark.parametrize(
    ("name", "west", "south", "east", "north"),
    [
        ("Serbia and Kosovo", 20.5, 42.2, 21.8, 43.3),
        ("Western Sahara", -12, 27.6, -9, 27.7),
        ("the Golan", 35.6, 32.7, 35.9, 33.2),
        ("Kashmir", 73.9, 34.0, 76.0, 35.2),
        ("the West Bank", 34.9, 31.4, 35.2, 32.5),
    ],
)
def test_disputed_lines_are_told_apart(name, west, south, east, north):
    left, top = on_the_map(west, north, DEEPEST)
    right, bottom = on_the_map(east, south, DEEPEST)

    found = {
        bool(tags.get("disputed"))
        for column in range(floor(left), floor(right) + 1)
        for row in range(floor(top), floor(bottom) + 1)
        for tags, lines in layer("borders", DEEPEST, column, row)
        for line in lines
        for (ax, ay), (bx, by) in itertools.pairwise(line)
        for share in (0, 0.25, 0.5, 0.75)
        if left <= column + ax + share * (bx - ax) <= right
        and top <= row + ay + share * (by - ay) <= bottom
    }

    assert True in found


@pytest.mark.parametrize("latitude", [70.0, 66.0, -17.0, 0.0])
def test_no_country_is_painted_across_the_world(latitude):
    # The middle of the Atlantic and the Pacific, at any detail, is nobody's.
    for zoom in range(5):
        assert countries_at(-30.0 if latitude < 60 else 0.0, latitude, zoom) == []
        assert countries_at(-150.0 if latitude < 60 else -1.0, latitude, zoom) == []


def test_countries_are_named_in_nine_languages():
    countries = labels(4, country=True)

    assert len(countries) > 150
    assert countries["Germany"]["de"] == "Deutschland"
    assert countries["Ukraine"]["uk"] == "Україна"
    assert countries["Germany"].keys() >= NINE
    # Russian and Belarusian need a name of their own for each country.
    assert [
        name for name, tags in countries.items() if not {"ru", "be"} <= set(tags)
    ] == []


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "Warschau"),
        ("fr", "Varsovie"),
        ("es", "Varsovia"),
        ("it", "Varsavia"),
        ("pl", "Warszawa"),
        ("ru", "Варшава"),
        ("uk", "Варшава"),
        ("be", "Варшава"),
    ],
)
def test_towns_are_named_in_the_readers_language(language, name):
    assert labels(3, country=False)["Warsaw"][language] == name


def test_a_label_stands_once_at_a_zoom():
    named = [
        (tags["name"], tags["people"])
        for x in range(16, 20)
        for y in range(8, 12)
        for tags, _ in layer("labels", 5, x, y)
        if "people" in tags
    ]

    assert len(named) > 300
    assert len(named) == len(set(named))


def test_file_is_small_enough_to_commit_and_its_tiles_for_a_phone():
    assert tiles.WORLD_FILE.stat().st_size <= 5_000_000
    shown_first = [
        len(tiles.world().tile(zoom, x, y) or b"")
        for zoom in range(5)
        for x in range(2**zoom)
        for y in range(2**zoom)
    ]
    assert max(shown_first) < 35_000
