"""Draws what a link to this site looks like where people share it: a card with words.

1200 x 630 pixels, as Open Graph's readers cut it; PNG of few colours. Latin, Greek and
Cyrillic letters come from an installed package; words in a script that the font lacks
are left out, for boxes say nothing.
"""

import io
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = (1200, 630)
MARGIN = 72
# The tokens' values: --color-deep, --color-on-deep, --color-on-deep-soft, --color-mark.
DEEP, ON_DEEP, SOFT, MARK = "#06382d", "#f3f8f5", "#b9cfc6", "#ff8a5c"
# A logo's ground (--color-page), and the most that it takes of the card.
PLATE, LOGO_SIZE = "#fdfdfc", (300, 56)
COLORS, COLORS_WITH_LOGO = 32, 128
TITLE_SIZES = (84, 72, 60, 50, 42)
LINE = 1.12


@dataclass(frozen=True, kw_only=True)
class Card:
    """The words of a picture, in the reader's language: each may be "", but the title.

    `above` stands over the title, `below` under it, `badge` in a box of its own colour.
    `logo` is a picture's octets, drawn in place of our mark.
    """

    title: str
    above: str = ""
    below: str = ""
    badge: str = ""
    name: str = ""  # of the site
    logo: bytes = b""
    deep: str = DEEP
    mark: str = MARK


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(str(path), size)


@cache
def _has_letter(letter: str) -> bool:
    if letter.isspace():
        return True
    if unicodedata.category(letter)[0] == "C" or "\ufe00" <= letter <= "\ufe0f":
        return False
    face = font("Regular", 40)
    # What a font lacks, it draws as the same box.
    return bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


def readable(text: str) -> str:
    """Return `text` without what the font cannot draw, "" where that is its most.

    Of parts with a dot between them each is looked at by itself.
    """
    parts = map(_readable, text.split(" · "))
    return " · ".join(part for part in parts if part)


def _readable(text: str) -> str:
    words = unicodedata.normalize("NFC", " ".join(text.split()))
    drawn = "".join(letter for letter in words if _has_letter(letter))
    letters = sum(letter.isalpha() for letter in words)
    if sum(letter.isalpha() for letter in drawn) * 2 < letters:
        return ""
    return " ".join(drawn.split())


def lines_of(text: str, face, width: int) -> list[str]:
    """Return a text in lines that fit; a word that is too long is broken."""
    lines = [""]
    for word in text.split():
        while face.getlength(word) > width:
            cut = next(
                n
                for n in range(len(word) - 1, 0, -1)
                if face.getlength(word[:n]) <= width
            )
            lines += [word[:cut], ""]
            word = word[cut:]
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def cut(lines: list[str], most: int) -> list[str]:
    """Return at most so many lines, of which the last says that there were more."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1].rstrip(" ·") + " …"]


def fitted(text: str, width: int, height: int) -> tuple[list[str], int]:
    """Return a title's lines and their size: the largest that fits, else cut short."""
    for size in TITLE_SIZES:
        face, most = font("Bold", size), int(height / (size * LINE))
        lines = lines_of(text, face, width)
        if len(lines) <= most:
            return lines, size
    last = lines[most - 1]
    while face.getlength(last + "…") > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"], size


@lru_cache(maxsize=256)
def draw(card: Card) -> bytes:
    """Return a card as PNG: the same octets for the same words."""
    image = Image.new("RGB", SIZE, card.deep)
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    left = _draw_logo(image, card) if card.logo else _draw_mark(pen, card)
    pen.text((left, 84), readable(card.name), SOFT, font("Semibold", 34), anchor="lm")
    y = 168
    if badge := readable(card.badge):
        face = font("Bold", 34)
        box = (MARGIN, y, MARGIN + face.getlength(badge) + 40, y + 56)
        pen.rounded_rectangle(box, 8, card.mark)
        pen.text((MARGIN + 20, y + 28), badge, card.deep, face, anchor="lm")
        y += 76
    elif above := readable(card.above):
        pen.text((MARGIN, y), above, card.mark, font("Semibold", 42), anchor="lt")
        y += 70
    below = cut(lines_of(readable(card.below), font("Regular", 40), width), 2)
    end = SIZE[1] - 64 - 50 * len(below)
    title = readable(card.title) or readable(card.name)
    lines, size = fitted(title, width, end - y)
    for line in lines:
        pen.text((MARGIN, y), line, ON_DEEP, font("Bold", size), anchor="la")
        y += round(size * LINE)
    for number, line in enumerate(below, start=1):
        place = (MARGIN, end + 50 * number)
        pen.text(place, line, ON_DEEP, font("Regular", 40), anchor="ls")
    colors = COLORS_WITH_LOGO if card.logo else COLORS
    file = io.BytesIO()
    image.quantize(colors, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _draw_logo(image, card: Card) -> int:
    """Draw a logo on light ground. Returns where the name begins."""
    with Image.open(io.BytesIO(card.logo), formats=["PNG"]) as file:
        logo = ImageOps.contain(file.convert("RGBA"), LOGO_SIZE)
    pen, (x, y) = ImageDraw.Draw(image), (MARGIN, 56)
    box = (x - 8, y - 8, x + logo.width + 8, y + 64)
    pen.rounded_rectangle(box, 8, PLATE)
    image.paste(logo, (x, y + (56 - logo.height) // 2), logo)
    return x + logo.width + 26


def _draw_mark(pen, card: Card) -> int:
    """Draw the site's mark: a rank of bars that one has left."""
    x, y = MARGIN, 56
    for number in range(3):
        left = x + number * 15
        pen.rounded_rectangle((left, y, left + 9, y + 56), 4, ON_DEEP)
    pen.line(((x + 47, y + 54), (x + 64, y + 4)), card.mark, 10)
    return x + 76
