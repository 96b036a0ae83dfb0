"""A small built-in table of towns: name in, coordinates and time zone out.

It places an action whose organisers said only the town, without asking anyone. Streets,
small places and spelling mistakes are the geocoder's. The table and its licence:
`events/data/README.md`.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from pathlib import Path

TABLE = Path(__file__).with_name("data") / "towns.tsv"

LONGEST_QUERY = 100  # characters; the longest name in the table has fewer

# Letters that Unicode does not decompose into a plain one and a mark.
# Hyphens and dashes separate words, apostrophes of every shape do not.
_PLAIN_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ə": "e",
        "\N{CYRILLIC SMALL LETTER GHE WITH UPTURN}": "\N{CYRILLIC SMALL LETTER GHE}",
        **dict.fromkeys("-\u2010\u2011\u2013\u2014/.,;:()", " "),
        **dict.fromkeys("'\u2018\u2019\u02b9\u02bc`", None),
    }
)
_WRITTEN_OUT_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place. Degrees on WGS 84; `country` is ISO 3166-1 alpha-2.

    `name` is GeoNames' main one, often the English; `region` is the first-level
    division ("Hessen"), "" where none is known; `timezone` is an IANA name.
    """

    name: str
    region: str
    country: str
    latitude: float
    longitude: float
    timezone: str
    population: int


def find_towns(query: str, country: str = "", limit: int = 10) -> list[Town]:
    """Return towns whose name, in any spelling of the table, begins with `query`.

    Those in `country` come first, then exact names before longer ones, then the
    larger before the smaller. Case and diacritics do not matter.
    """
    table = _table()
    key = fold(query)
    if not key or limit < 1:
        return []
    rank_of_row: dict[int, tuple[bool, bool, int]] = {}
    for found_key, row in table.beginning_with(key):
        # Rows stand in order of population, so the row number is the rank.
        rank = (table.country(row) != country.upper(), found_key != key, row)
        rank_of_row[row] = min(rank, rank_of_row.get(row, rank))
    best = nsmallest(limit, rank_of_row, key=rank_of_row.__getitem__)
    return [table.town(row) for row in best]


def locate(city: str, country: str) -> Town | None:
    """Return the largest town in `country` that has exactly this name, or None."""
    table = _table()
    rows = [
        row
        for found_key, row in table.beginning_with(fold(city))
        if found_key == fold(city) and table.country(row) == country.upper()
    ]
    return table.town(min(rows)) if rows else None


def towns_in(country: str) -> list[Town]:
    """Return all towns of a country that the table has, the largest first."""
    table = _table()
    rows = range(len(table))
    return [table.town(row) for row in rows if table.country(row) == country.upper()]


def fold(text: str) -> str:
    """Return what names are compared by: no case, diacritics, hyphens, apostrophes.

    Control characters (a NUL, say) count as spaces, and only the first
    `LONGEST_QUERY` characters are read.
    """
    text = text[:LONGEST_QUERY].casefold()
    if not text.isascii():
        text = "".join(
            char
            for char in unicodedata.normalize("NFKD", text)
            if not unicodedata.combining(char)
        )
    text = text.translate(_PLAIN_LETTERS)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())


class _Table:
    """The lines of the file, and every name's folded key in alphabetical order."""

    def __init__(self, path: Path) -> None:
        self._lines = path.read_text(encoding="utf-8").splitlines()
        pairs = sorted(
            (fold(name), row)
            for row, line in enumerate(self._lines)
            for name in _names(line)
        )
        self._keys = [key for key, _row in pairs]
        self._rows = array("H", [row for _key, row in pairs])

    def __len__(self) -> int:
        return len(self._lines)

    def beginning_with(self, key: str) -> Iterator[tuple[str, int]]:
        """Yield (folded name, row) in the order of names.

        Where "Goettingen" leads nowhere, "Gottingen" is what Göttingen folds to.
        """
        if not key:
            return
        if not self._begins_with(bisect_left(self._keys, key), key):
            for written_out, plain in _WRITTEN_OUT_UMLAUTS:
                key = key.replace(written_out, plain)
        index = bisect_left(self._keys, key)
        while self._begins_with(index, key):
            yield self._keys[index], self._rows[index]
            index += 1

    def _begins_with(self, index: int, key: str) -> bool:
        return index < len(self._keys) and self._keys[index].startswith(key)

    def country(self, row: int) -> str:
        return self._lines[row].split("\t", 3)[2]

    def town(self, row: int) -> Town:
        name, region, country, latitude, longitude, timezone, population, _aliases = (
            self._lines[row].split("\t")
        )
        return Town(
            name=name,
            region=region,
            country=country,
            latitude=float(latitude),
            longitude=float(longitude),
            timezone=timezone,
            population=int(population),
        )


def _names(line: str) -> list[str]:
    """Return the name and the other spellings of one line of the table."""
    columns = line.split("\t")
    return [columns[0], *filter(None, columns[-1].split("|"))]


@cache
def _table() -> _Table:
    """Read the table once, on the first question."""
    return _Table(TABLE)
