"""One whole number for a place: which square of the map it lies in, at every zoom.

The x and y of a Web Mercator square at zoom 24 with their bits interleaved, a quadkey
as a number. Everything in a tile is one contiguous range of numbers, and to drop two
bits leads to the square that holds four: a plain index is all it takes.
"""

import math
import re

ZOOM = 24
# Web Mercator ends there (EPSG:3857): beyond it the map would be infinitely high.
LATITUDE_LIMIT = 85.051128779806604
SIDE = 1 << ZOOM
LIMIT = 1 << 2 * ZOOM
# A tile is cut into 8 x 8 cells, each of which shows one number.
CELL_BITS = 3

_NUMBER = re.compile(r"\d{1,15}", re.ASCII)


def quadkey(latitude: float, longitude: float) -> int:
    """Return the number of the square that holds a point (degrees, WGS 84).

    Latitudes that no map of the web shows count as its edge.
    """
    latitude = max(-LATITUDE_LIMIT, min(LATITUDE_LIMIT, latitude))
    x = (longitude + 180) / 360
    sine = math.sin(math.radians(latitude))
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    column, row = (max(0, min(SIDE - 1, int(part * SIDE))) for part in (x, y))
    return _spread(column) | _spread(row) << 1


def tile_range(zoom: int, x: int, y: int) -> tuple[int, int]:
    """Return the first number in a tile, and the first one behind it."""
    shift = 2 * (ZOOM - zoom)
    number = _spread(x) | _spread(y) << 1
    return number << shift, (number + 1) << shift


def cell_shift(zoom: int) -> int:
    """Return how many bits to drop so that a tile's squares become its cells."""
    return 2 * max(0, ZOOM - zoom - CELL_BITS)


def read_quadkey(text: str) -> int | None:
    """Return the number that a text is, or None if it is none of ours."""
    if not _NUMBER.fullmatch(text):
        return None
    number = int(text)
    return number if number < LIMIT else None


def _spread(number: int) -> int:
    """Return a number of 24 bits with a zero between each two of them."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        number = (number | number << shift) & mask
    return number
