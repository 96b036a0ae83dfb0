"""A calendar's one line of place as venue, street, town, country, as far as clear."""

from __future__ import annotations

import re
from functools import cache

from events.towns import fold, locate
from organizations.countries import names_of_countries

# "10115 Berlin", "SK-811 01 Bratislava", "00-950 Warszawa", "1100-001 Lisboa"
POSTAL_CODE = re.compile(
    r"(?:[A-Z]{1,2}-)?(\d{4}-\d{3}|\d{4,6}|\d{3} \d{2}|\d{2}-\d{3})\s+(\D.*)"
)


@cache
def _countries() -> dict[str, str]:
    """Return country codes by folded name."""
    return {fold(name): code for name, code in names_of_countries()}


def place_of(location: str, country: str) -> dict[str, str]:
    """Split a location by `EventPage` field; `country` is where the group is at home.

    What is not clear stays in the venue, where a person finds it.
    """
    parts = [part.strip() for part in re.split(r"[,;|\n]", location) if part.strip()]
    place: dict[str, str] = {}
    for part in reversed(parts):
        if code := _countries().get(fold(part)):
            place["country"] = country = code
            parts.remove(part)
            break
    for part in reversed(parts):
        found = POSTAL_CODE.fullmatch(part)
        town = found[2] if found else part
        if found or locate(town, country):
            place["city"] = town[:100]
            if found:
                place["postal_code"] = found[1]
            if locate(town, country):
                place.setdefault("country", country)
            parts.remove(part)
            break
    if parts:
        place["venue"] = parts[0][:150]
    if len(parts) > 1:
        place["street"] = ", ".join(parts[1:])[:150]
    return place
