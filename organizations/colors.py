"""The campaign's colour: whether it can be read, and the shades that follow from it.

Colours are written `#rrggbb`. Contrast is WCAG 2.2's (success criterion 1.4.3): from 1,
the same colour, to 21, black on white.
"""

import re
from dataclasses import dataclass

WRITTEN = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 4.5  # AA, for text of any size
BLACK, WHITE = "#000000", "#ffffff"
# What stands in tokens.css: the ground that is hardest to read on, in either theme.
LIGHT_PAGE, LIGHT_GROUND = "#fdfdfc", "#f1f4f0"
DARK_PAGE, DARK_GROUND = "#0f1513", "#1b2521"
# The relative luminance of the opening's and the footer's ground: dark enough for what
# can be read on DARK_GROUND.
DEEP, DEEP_RAISED = 0.016, 0.03


def _parts(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def luminance(color: str) -> float:
    """Return the relative luminance, 0 for black to 1 for white."""
    linear = [
        part / 255 / 12.92
        if part / 255 <= 0.04045
        else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in _parts(color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(color: str, other: str, share: float) -> str:
    """Return `color` with a share of `other` from 0 to 1 in it."""
    pairs = zip(_parts(color), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(color: str, ground: str, towards: str) -> str:
    """Return the nearest colour, on the way to another one, that can be read."""
    for percent in range(101):
        found = mix(color, towards, percent / 100)
        if contrast(found, ground) >= LEAST_CONTRAST:
            return found
    return towards


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The tokens that follow from the campaign's colour, in either theme."""

    primary: tuple[str, str]  # light, dark
    primary_soft: tuple[str, str]
    on_primary: tuple[str, str]
    deep: str
    deep_raised: str
    accent: str
    on_accent: str

    @property
    def css(self) -> str:
        """Return a style sheet that puts these in the place of our own tokens."""
        pairs = {
            "primary": self.primary,
            "primary-soft": self.primary_soft,
            "on-primary": self.on_primary,
            "mark": self.primary,
        }
        single = {
            "deep": self.deep,
            "deep-raised": self.deep_raised,
            "deep-veil": self.deep + "d1",
            "accent": self.accent,
            "on-accent": self.on_accent,
        }
        plain = {name: light for name, (light, _dark) in pairs.items()} | single
        both = {name: f"light-dark({a}, {b})" for name, (a, b) in pairs.items()}
        both |= {name: single[name] for name in ("deep", "deep-raised")}
        rule, known = _rule(plain), _rule(both)
        return f"{rule}@supports (color: light-dark(#000, #fff)) {{{known}}}\n"


def _rule(colors: dict[str, str]) -> str:
    declared = "".join(f"--color-{name}:{value};" for name, value in colors.items())
    return f":root {{{declared}}}"


def _soft(color: str, page: str) -> str:
    """Return a tint of the page on which the colour itself can be read."""
    for percent in range(86, 100):
        ground = mix(color, page, percent / 100)
        if contrast(color, ground) >= LEAST_CONTRAST:
            return ground
    return page


def _as_dark_as(color: str, most: float) -> str:
    for percent in range(101):
        found = mix(color, BLACK, percent / 100)
        if luminance(found) <= most:
            return found
    return BLACK


def palette(light: str, dark: str = "") -> Palette:
    """Return the shades of a colour; without one for the dark theme it is lightened."""
    dark = dark or readable(light, DARK_GROUND, WHITE)
    ink = mix(dark, BLACK, 0.88)
    return Palette(
        primary=(light, dark),
        primary_soft=(_soft(light, LIGHT_PAGE), _soft(dark, DARK_PAGE)),
        on_primary=(WHITE, ink),
        deep=_as_dark_as(light, DEEP),
        deep_raised=_as_dark_as(light, DEEP_RAISED),
        accent=dark,
        on_accent=ink,
    )
