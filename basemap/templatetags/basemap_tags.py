"""What a map's element must know about its ground."""

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from basemap import tiles

register = template.Library()


@register.simple_tag
def basemap_attributes() -> SafeString:
    """Return data attributes for `static/js/map/basemap.js`."""
    values = {"ground": address_of("world"), "language": get_language()}
    return format_html_join(" ", 'data-{}="{}"', values.items())


def address_of(source: str) -> str:
    """Return a file's tile address with {z}, {x} and {y} for the browser to fill in."""
    file = {"world": tiles.world, "streets": tiles.streets}[source]()
    parts = {"source": source, "version": file.version, "zoom": 0, "x": 0, "y": 0}
    address = reverse("basemap:tile", kwargs=parts)
    return address.removesuffix("0/0/0.mvt") + "{z}/{x}/{y}.mvt"
