"""From words to places, through geopy's interface.

`GazetteerGeocoder` answers for towns, offline. `geocode_address` asks the operator's
Nominatim for a street, where settings name one, and keeps its usage policy
(https://operations.osmfoundation.org/policies/nominatim/) across processes. Ask it on
an organiser's press of a button only, never for visitors or while somebody types.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from dataclasses import asdict
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeopyError
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from .public import Coordinates
from .towns import find_towns
from .whereabouts import address_of

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5
SECONDS_BETWEEN = 1.1  # the policy allows one request a second
LONGEST_WAIT_SECONDS = 3
KEPT_SECONDS = 30 * 24 * 60 * 60
NOT_FOUND_KEPT_SECONDS = 24 * 60 * 60


# --- Towns, offline ------------------------------------------------------------------


class _NoNetwork(BaseSyncAdapter):
    """What geopy wants to send requests with: nothing is ever sent."""

    def get_text(self, url, *, timeout, headers):
        raise NotImplementedError

    get_json = get_text


class GazetteerGeocoder(Geocoder):
    """A geopy geocoder of towns that asks nobody.

    `raw` of its locations has the fields of `Town`; the address ends with the country's
    name in the active language.
    """

    def __init__(self, *, country: str = "") -> None:
        """Prefer towns of `country` (ISO 3166-1 alpha-2) wherever names are alike."""
        super().__init__(adapter_factory=_NoNetwork)
        self.country = country

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout=DEFAULT_SENTINEL,
        country: str | None = None,
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Return the likeliest place, or up to `limit` of them; None where none is.

        `timeout` is there because geopy's other geocoders have it.
        """
        preferred = self.country if country is None else country
        towns = find_towns(query, preferred, limit=1 if exactly_one else limit)
        locations = [
            Location(address_of(town), (town.latitude, town.longitude), asdict(town))
            for town in towns
        ]
        if not locations:
            return None
        return locations[0] if exactly_one else locations


# --- Addresses, by the operator's Nominatim ------------------------------------------


def geocode_address(
    *,
    street: str,
    postal_code: str = "",
    city: str = "",
    country: str = "",
    wait_seconds: float = LONGEST_WAIT_SECONDS,
) -> Coordinates | None:
    """Return where an address is, or None.

    None also where no server is configured, where it is busy with our other questions
    for longer than `wait_seconds`, and where it fails: the town and the pin remain.
    Answers are kept for 30 days, those of nothing found for one.
    """
    if not settings.NOMINATIM_URL or not street.strip():
        return None
    address = {
        "street": street,
        "postalcode": postal_code,
        "city": city,
        "country": country,
    }
    address = {
        part: " ".join(text.split())[:200]
        for part, text in address.items()
        if text.strip()
    }
    key = _cache_key(address)
    if (kept := cache.get(key)) is not None:
        return Coordinates(**kept) if kept else None
    if not _take_turn(wait_seconds):
        return None
    try:
        location = _nominatim().geocode(address)
    except (GeopyError, AttributeError, LookupError, TypeError, ValueError):
        # geopy reads an answer without looking whether it is one.
        log.warning("The geocoder of addresses did not answer as it should.")
        return None
    if location is None:
        cache.set(key, {}, NOT_FOUND_KEPT_SECONDS)
        return None
    found = {"latitude": location.latitude, "longitude": location.longitude}
    cache.set(key, found, KEPT_SECONDS)
    return Coordinates(**found)


def _nominatim() -> Nominatim:
    url = urlsplit(settings.NOMINATIM_URL)
    return Nominatim(
        scheme=url.scheme,
        domain=f"{url.netloc}{url.path}".rstrip("/"),
        user_agent=f"objectwar ({settings.SITE_URL}; {settings.NOMINATIM_CONTACT})",
        timeout=TIMEOUT_SECONDS,
    )


def _cache_key(address: dict[str, str]) -> str:
    """Return a key that does not show the address to whoever lists the cache."""
    text = json.dumps([settings.NOMINATIM_URL, address], sort_keys=True).casefold()
    return f"address-{hashlib.sha256(text.encode()).hexdigest()}"


def _take_turn(wait_seconds: float) -> bool:
    """Wait until no process has asked for a second; say whether that came in time."""
    give_up_at = time.monotonic() + wait_seconds
    while not _take_slot():
        if time.monotonic() >= give_up_at:
            return False
        time.sleep(0.1)
    return True


def _take_slot() -> bool:
    # A cache of files does not add in one step, so processes of one machine queue; one
    # of several machines is Redis, which does.
    with (settings.DATA_DIR / "geocoder.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        return cache.add("geocoder-slot", True, SECONDS_BETWEEN)
