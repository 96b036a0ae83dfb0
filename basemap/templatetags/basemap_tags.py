"""What a map's element must know about its ground."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from basemap import tiles

register = template.Library()

OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


@register.simple_tag
def basemap_attributes() -> SafeString:
    """Return data attributes for `static/js/map/basemap.js`."""
    values = {
        "ground": address_of("world"),
        "painter": static("js/map/painter.js"),
        "language": get_language(),
    }
    if streets := tiles.streets():
        values["streets"] = address_of("streets")
        values["streets-zooms"] = "-".join(map(str, streets.zooms))
        values["streets-credit"] = "© OpenStreetMap"
    elif settings.MAP_STREETS_TILES:
        values["street-tiles"] = settings.MAP_STREETS_TILES
        values["streets-credit"] = settings.MAP_STREETS_CREDIT
    elif settings.MAP_OSM_ON_CLICK:
        values["osm"] = OSM_TILES
        values["streets-credit"] = "© OpenStreetMap"
        values["text-osm"] = _("Show streets from OpenStreetMap")
        values["text-osm-warning"] = _(
            "The OpenStreetMap Foundation in the United Kingdom will then see your "
            "internet address and which places you look at."
        )
        values["text-osm-yes"] = _("Show them")
        values["text-osm-no"] = _("Rather not")
    return format_html_join(" ", 'data-{}="{}"', values.items())


@register.simple_tag
def has_streets() -> bool:
    """Say whether a map shows streets, perhaps after a click."""
    return bool(
        settings.MAP_STREETS_FILE
        or settings.MAP_STREETS_TILES
        or settings.MAP_OSM_ON_CLICK
    )


def address_of(source: str) -> str:
    """Return a file's tile address with {z}, {x} and {y} for the browser to fill in."""
    file = {"world": tiles.world, "streets": tiles.streets}[source]()
    parts = {"source": source, "version": file.version, "zoom": 0, "x": 0, "y": 0}
    address = reverse("basemap:tile", kwargs=parts)
    return address.removesuffix("0/0/0.mvt") + "{z}/{x}/{y}.mvt"


@register.simple_tag
def map_preloads(media: str = "") -> SafeString:
    """Return links that fetch Leaflet at once where `media` holds, which says where the
    map is open; its own script would ask for it only when it runs."""
    files = (("style", "leaflet/leaflet.css"), ("script", "leaflet/leaflet.js"))
    return format_html_join(
        "\n",
        '<link rel="preload" as="{}" href="{}" media="{}">',
        [(kind, static(path), media or "all") for kind, path in files],
    )
