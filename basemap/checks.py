"""What an operator should hear before visitors do."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register

from . import tiles

# "co.uk", "com.au": what stands there is nobody's own domain.
LONGEST_SHARED = 3


@register(Tags.security, deploy=True)
def tiles_are_our_own(app_configs, **kwargs):
    """A tile server that every map asks must be the operator's own."""
    address = settings.MAP_STREETS_TILES
    host = urlsplit(address).hostname or ""
    if not address or is_own(host, urlsplit(settings.SITE_URL).hostname or ""):
        return []
    return [
        Error(
            f"Every visitor's address would go to {host or address}.",
            hint="OBJECTWAR_MAP_STREETS_TILES takes only a server under this site's "
            "own domain. Have one there, use OBJECTWAR_MAP_STREETS_FILE, or offer "
            "OpenStreetMap after a click with OBJECTWAR_MAP_OSM_ON_CLICK=1.",
            id="basemap.E001",
        )
    ]


@register()
def streets_can_be_read(app_configs, **kwargs):
    """A street map that cannot be read is said at the start, not on a map."""
    try:
        tiles.streets()
    except (OSError, ValueError) as error:
        return [
            Error(
                f"The street map cannot be read: {error}",
                hint="OBJECTWAR_MAP_STREETS_FILE names a PMTiles file of vector tiles.",
                id="basemap.E002",
            )
        ]
    return []


def is_own(host: str, site: str) -> bool:
    """Say whether a host belongs to those who run the site, as far as names tell.

    It does if it is the site's, under it, or beside it: tiles.example.org is beside
    www.example.org and under example.org.
    """
    domains = [site.removeprefix("www.")]
    parent = site.partition(".")[2]
    label, dot, _ = parent.partition(".")
    if dot and (len(label) > LONGEST_SHARED or parent.count(".") > 1):
        domains.append(parent)
    return any(host == own or host.endswith(f".{own}") for own in domains if own)
