"""How exactly a place may be known: coordinates made as coarse as the group asks.

Applied before anything is stored, so that a finer point is nowhere to be found, not
even in a draft's revision (DOMAIN rule 6, SECURITY-CASES 50).
"""

from tzfpy import get_tz

from .choices import LocationPrecision
from .public import Coordinates
from .recurrence import ZONES
from .towns import locate

# Decimals of a degree that remain: 3 is about a hundred meters, 2 about a kilometer.
DECIMALS = {
    LocationPrecision.EXACT: 6,
    LocationPrecision.STREET: 3,
    LocationPrecision.DISTRICT: 2,
}


def coarsened(
    point: Coordinates | None, precision: str, *, city: str, country: str
) -> Coordinates | None:
    """Return what may be shown of `point`, or of the town where there is no point.

    For a town, its center as the gazetteer has it, so that nothing of the pin is
    left; None on request, and where nothing is known.
    """
    if precision == LocationPrecision.ON_REQUEST:
        return None
    if precision == LocationPrecision.TOWN or point is None:
        town = locate(city, country) if city else None
        if town is not None:
            return Coordinates(latitude=town.latitude, longitude=town.longitude)
        if point is None:
            return None
        return Coordinates(
            latitude=round(point.latitude, 1), longitude=round(point.longitude, 1)
        )
    decimals = DECIMALS[LocationPrecision(precision)]
    return Coordinates(
        latitude=round(point.latitude, decimals),
        longitude=round(point.longitude, decimals),
    )


def zone_at(point: Coordinates) -> str:
    """Return the IANA name of the zone that a place keeps, or "" in the open sea."""
    name = get_tz(point.longitude, point.latitude)
    return name if name in ZONES and not name.startswith("Etc/") else ""
