"""Where a reader looks: around a town, inside a part of the map, at one spot of it.

Reads what is typed or comes with the address, and says what it means in degrees.
"""

import math
import re
from dataclasses import dataclass

from geopy.distance import EARTH_RADIUS, great_circle

from organizations.countries import country_name

from .public import Coordinates
from .towns import Town, beside, find_towns, has_namesakes

EARTH_RADIUS_KM = EARTH_RADIUS  # one for what is reckoned here and by the database
CANDIDATES = 5

_DEGREES = r"[+-]?\d{1,3}(?:\.\d{1,12})?"
_POINT = re.compile(rf"\s*({_DEGREES})\s*,\s*({_DEGREES})\s*", re.ASCII)
_BOUNDS = re.compile(rf"({_DEGREES}),({_DEGREES}),({_DEGREES}),({_DEGREES})", re.ASCII)


@dataclass(frozen=True)
class Bounds:
    """A part of the map, in degrees; it crosses the 180th meridian if west > east."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Center:
    """What "near" means: a point, its name, and the other towns it could have been.

    The name says region and country where it alone may mean another town.
    """

    coordinates: Coordinates
    name: str
    others: tuple[Town, ...] = ()


def read_bounds(text: str) -> Bounds | None:
    """Return `west,south,east,north` (as RFC 7946 §5 orders it), or None."""
    found = _BOUNDS.fullmatch(text)
    if found is None:
        return None
    west, south, east, north = map(float, found.groups())
    if not (-90 <= south < north <= 90):
        return None
    if max(abs(west), abs(east)) > 540 or west == east:
        return None
    if west < east and east - west >= 360:
        return Bounds(-180, south, 180, north)
    return Bounds(_wrapped(west), south, _wrapped(east), north)


def _wrapped(longitude: float) -> float:
    """Return a longitude of a map that was turned around as one of the globe."""
    if -180 <= longitude <= 180:
        return longitude
    return (longitude + 180) % 360 - 180


def find_center(text: str, country: str = "") -> Center | None:
    """Return the point that is meant, `latitude,longitude` or a town, or None.

    A town in `country` (ISO 3166-1 alpha-2) comes before one elsewhere.
    """
    if found := _POINT.fullmatch(text):
        latitude, longitude = map(float, found.groups())
        if abs(latitude) > 90 or abs(longitude) > 180:
            return None
        return Center(Coordinates(latitude=latitude, longitude=longitude), text.strip())
    towns = find_towns(text, country, CANDIDATES)
    if not towns:
        return None
    first, *others = towns
    name = address_of(first) if has_namesakes(first) else first.name
    point = Coordinates(latitude=first.latitude, longitude=first.longitude)
    return Center(point, name, tuple(others))


def address_of(town: Town) -> str:
    """Return name, region and country, as candidates are told apart by people.

    Of two towns of one name in one region, "Name (larger town near it)". `find_towns`
    reads all of it again.
    """
    neighbor = beside(town)
    name = f"{town.name} ({neighbor})" if neighbor else town.name
    region = "" if town.region == town.name else town.region
    return ", ".join(filter(None, [name, region, country_name(town.country)]))


def distance_km(center: Coordinates, point: Coordinates) -> float:
    """Return how far two points are apart, along the globe."""
    return great_circle(
        (center.latitude, center.longitude), (point.latitude, point.longitude)
    ).km


def box_around(center: Coordinates, radius_km: float) -> Bounds:
    """Return the smallest part of the map that holds a circle."""
    reach = math.degrees(radius_km / EARTH_RADIUS_KM)
    south, north = center.latitude - reach, center.latitude + reach
    if south <= -90 or north >= 90:
        return Bounds(-180, max(south, -90), 180, min(north, 90))
    # The parallel that touches the circle's side lies a little nearer to the pole.
    sine = math.sin(math.radians(reach)) / math.cos(math.radians(center.latitude))
    if sine >= 1:
        return Bounds(-180, south, 180, north)
    width = math.degrees(math.asin(sine))
    return Bounds(
        _wrapped(center.longitude - width),
        south,
        _wrapped(center.longitude + width),
        north,
    )
