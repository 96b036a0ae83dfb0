"""How the campaign is called and looks, for every page, mail, feed and picture.

What editors set in the CMS stands in for the demonstration's own name, mark and
colours. It is asked anew each time, one small query: what it changes shows at once.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from .colors import Palette, palette
from .models import CampaignIdentity, Picture

LOGO_SPEC = "max-400x88|format-png"
# The opening's picture, and its two colours.
RANK = Path(settings.BASE_DIR, "static", "img", "rank.svg")
BARS, LEAVER = "#0d4a3b", "#ff8a5c"
ICON_SPEC = "fill-64x64|format-png"


@dataclass(frozen=True)
class Identity:
    """`palette` and `logo` are None where the site has its own."""

    name: str
    palette: Palette | None = None
    logo: Picture | None = None

    @cached_property
    def css(self) -> str:
        """Return a style sheet with the campaign's colours, or "" for our own."""
        if self.palette is None:
            return ""
        rank = RANK.read_text("utf-8")
        rank = rank.replace(BARS, self.palette.deep_raised)
        rank = rank.replace(LEAVER, self.palette.accent)
        image = f'url("data:image/svg+xml,{quote(rank)}")'
        return f"{self.palette.css}:root {{--image-rank:{image};}}\n"

    @cached_property
    def style_path(self) -> str:
        """Return the style sheet's address, another one for other colours, or ""."""
        if self.palette is None:
            return ""
        digest = hashlib.sha256(self.css.encode()).hexdigest()[:12]
        return f"{reverse('identity_style')}?v={digest}"

    @cached_property
    def shown_logo(self):
        """Return the logo as pages show it: a rendition of 44 CSS pixels, or None."""
        return self.logo and self.logo.get_rendition(LOGO_SPEC)

    @cached_property
    def icon(self):
        return self.logo and self.logo.get_rendition(ICON_SPEC)

    def logo_octets(self) -> bytes:
        """Return the logo as PNG, to be drawn on a picture, or nothing."""
        if self.shown_logo is None:
            return b""
        with self.shown_logo.file.open() as file:
            return file.read()


def identity() -> Identity:
    """Return what is set now."""
    # There is one at most; to order it would take longer than to read it.
    rows = CampaignIdentity.objects.select_related("logo").order_by()
    row = next(iter(rows[:1]), None)
    if row is None:
        return Identity(settings.SITE_NAME)
    return Identity(
        row.name or settings.SITE_NAME,
        palette(row.color, row.color_dark) if row.color else None,
        row.logo,
    )


def site_name() -> str:
    return identity().name
