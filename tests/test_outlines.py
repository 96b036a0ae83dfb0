"""The country outlines under our maps: whose towns they show where.

Reads the committed file as the browser does (TopoJSON 1.0) and asks which country
a town lies in. Borders follow the United Nations: docs/data/outlines.md.
"""

import gzip
import json
from itertools import accumulate
from pathlib import Path

import pytest

OUTLINES = Path(__file__).parent.parent / "static" / "map" / "outlines.json"

# Longitude and latitude of the town's center, in degrees.
TOWNS = {
    "Simferopol": (34.10, 44.95, "UKR"),
    "Sevastopol": (33.53, 44.60, "UKR"),
    "Kerch": (36.44, 45.36, "UKR"),
    "Armiansk": (33.69, 46.10, "UKR"),
    "Donetsk": (37.80, 48.01, "UKR"),
    "Luhansk": (39.31, 48.57, "UKR"),
    "Mariupol": (37.54, 47.11, "UKR"),
    "Melitopol": (35.37, 46.85, "UKR"),
    "Kherson": (32.62, 46.64, "UKR"),
    "Rostov-on-Don": (39.71, 47.24, "RUS"),
    "Kaliningrad": (20.50, 54.71, "RUS"),
    "Markovo": (170.42, 64.68, "RUS"),
    "Iultin, beyond the 180th meridian": (181.2, 67.85, "RUS"),
    "Minsk": (27.56, 53.90, "BLR"),
    "Tbilisi": (44.79, 41.71, "GEO"),
    "Sukhumi": (41.02, 43.00, "GEO"),
    "Tiraspol": (29.63, 46.84, "MDA"),
    "Northern Nicosia": (33.36, 35.20, "CYP"),
    "Hargeisa": (44.06, 9.56, "SOM"),
    "Laayoune": (-13.20, 27.15, "ESH"),
    "Frankfurt am Main": (8.68, 50.11, "DEU"),
}

# West, south, east, north of the isthmus between Crimea and the mainland.
PEREKOP = (33.0, 45.9, 34.5, 46.3)


@pytest.fixture(scope="module")
def outlines():
    return json.loads(OUTLINES.read_text())


def points_of(outlines, index):
    """Return an arc as (longitude, latitude) pairs; below 0 the index reverses it."""
    (x_scale, y_scale), (west, south) = outlines["transform"].values()
    moves = outlines["arcs"][index if index >= 0 else ~index]
    steps = accumulate(moves, lambda a, b: (a[0] + b[0], a[1] + b[1]))
    points = [(x * x_scale + west, y * y_scale + south) for x, y in steps]
    return points if index >= 0 else points[::-1]


def is_inside(rings, longitude, latitude):
    """Count the rings' edges east of the point: an odd number means inside."""
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (ay > latitude) != (by > latitude):
                inside ^= longitude < (bx - ax) * (latitude - ay) / (by - ay) + ax
    return inside


def rings_of(outlines, polygon):
    return [
        [point for arc in ring for point in points_of(outlines, arc)]
        for ring in polygon
    ]


def countries_at(outlines, longitude, latitude):
    return [
        country["id"]
        for country in outlines["objects"]["countries"]["geometries"]
        for polygon in country["arcs"]
        if is_inside(rings_of(outlines, polygon), longitude, latitude)
    ]


@pytest.mark.parametrize("town", TOWNS)
def test_outlines_put_the_town_into_its_country(outlines, town):
    longitude, latitude, country = TOWNS[town]

    assert countries_at(outlines, longitude, latitude) == [country]


@pytest.mark.parametrize("kind", ["borders", "disputed"])
def test_outlines_draw_no_border_at_perekop(outlines, kind):
    west, south, east, north = PEREKOP

    assert [
        (longitude, latitude)
        for line in outlines["objects"][kind]["arcs"]
        for arc in line
        for longitude, latitude in points_of(outlines, arc)
        if west <= longitude <= east and south <= latitude <= north
    ] == []


def test_outlines_are_small_enough_for_a_phone():
    assert len(gzip.compress(OUTLINES.read_bytes())) < 120_000
