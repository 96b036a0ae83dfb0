"""Squares of the map as numbers: ranges, cells, edges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.quadkey import LIMIT, cell_shift, quadkey, read_quadkey, tile_range

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def tile_of(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Return the slippy tile of a point by the textbook's formula (OpenStreetMap)."""
    side = 2**zoom
    x = int((longitude + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * side)
    return x, y


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(52.52, 13.405), (-33.87, 151.21), (64.15, -21.94), (0.001, -0.001), (41.7, 44.8)],
)
@pytest.mark.parametrize("zoom", [0, 1, 6, 12, 18])
def test_number_lies_in_the_range_of_its_tile_and_of_no_other(
    latitude, longitude, zoom
):
    number = quadkey(latitude, longitude)
    x, y = tile_of(latitude, longitude, zoom)

    first, behind = tile_range(zoom, x, y)

    assert first <= number < behind
    if zoom:
        other_first, other_behind = tile_range(zoom, x ^ 1, y)
        assert not other_first <= number < other_behind


@given(latitudes, longitudes)
def test_every_point_of_the_globe_has_a_number(latitude, longitude):
    assert 0 <= quadkey(latitude, longitude) < LIMIT


def test_tile_has_sixty_four_cells():
    first, behind = tile_range(3, 4, 2)
    shift = cell_shift(3)

    assert ((behind - 1) >> shift) - (first >> shift) + 1 == 64
    assert cell_shift(24) == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), (str(LIMIT - 1), LIMIT - 1), (str(LIMIT), None)]
    + [(text, None) for text in ("", "-1", "1.0", "1e3", "x", "٣", " 1", "9" * 40)],
)
def test_number_is_read_or_refused(text, number):
    assert read_quadkey(text) == number
