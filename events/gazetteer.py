"""The file of the world's towns, read where it lies: names in, numbers and towns out.

A SQLite file whose rows are compressed blocks of text, so that nothing is unpacked at
set-up and only what a question needs is read. `tools/build_gazetteer.py` writes it; its
licence and its tables are described in `events/data/README.md`. How people spell and
mean names is known in `events/towns.py`.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("data") / "gazetteer.sqlite3"

TOWNS_PER_BLOCK = 256
DEGREE = 10_000  # coordinates are kept as whole numbers, to about ten meters


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


class Area(NamedTuple):
    """A first-level region; or a whole country, where `region` is ""."""

    country: str
    region: str


class Gazetteer:
    """Towns by number: those of one country in a row, the largest first.

    Names are in the shape of `events.towns.fold`. In memory are five numbers for each
    town; names are read on demand, by each thread through a connection of its own.
    """

    def __init__(self, path: Path = FILE) -> None:
        self._uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._populations = self._column("populations", "I")
        self._latitudes = self._column("latitudes", "i")
        self._longitudes = self._column("longitudes", "i")
        self._area_numbers = self._column("areas", "H")
        self._zone_numbers = self._column("zones", "H")
        rows = self._query("SELECT country, region FROM areas ORDER BY number")
        self._areas = [Area(country, _turned(region)) for country, region in rows]
        rows = self._query("SELECT name FROM zones ORDER BY number")
        self._zones = [name for (name,) in rows]
        rows = self._query("SELECT code, first, end FROM countries")
        self._countries = {code: range(first, end) for code, first, end in rows}
        # The largest towns of a country share a block, and are asked for most.
        self._main_names = lru_cache(maxsize=128)(self._read_main_names)

    def named(self, name: str) -> list[tuple[int, bool]]:
        """Return (number, whether it is the main name) of the towns of this name."""
        for block in self._blocks("names", name):
            return read_entries(_find(block, name))
        return []

    def beginning_with(self, start: str) -> Iterator[tuple[str, str]]:
        """Yield (name, its entries for `read_entries`), in the order of names."""
        for line in self._lines("names", start):
            name, _tab, entries = line.partition("\t")
            yield name, entries

    def ending_with(self, end: str) -> Iterator[str]:
        """Yield the names of larger towns that end so."""
        for line in self._lines("endings", end[::-1]):
            yield line[::-1]

    def areas_called(self, name: str) -> frozenset[Area]:
        """Return the countries and regions of this name, code or telling word."""
        first, _space, rest = name.partition(" ")
        turned = f"{rest} {first}"  # "respublika komi", kept as "komi respublika"
        for each in [name, turned] if rest else [name]:
            block = next(self._blocks("area_names", each), "")
            if numbers := _find(block, each).split():
                return frozenset(self._areas[int(number)] for number in numbers)
        return frozenset()

    def numbers_in(self, country: str) -> range:
        """Return the numbers of a country's towns, the largest first."""
        return self._countries.get(country, range(0))

    def town(self, number: int) -> Town:
        block, line = divmod(number, TOWNS_PER_BLOCK)
        area = self.area(number)
        latitude, longitude = self.point(number)
        return Town(
            name=self._main_names(block)[line],
            region=area.region,
            country=area.country,
            latitude=latitude,
            longitude=longitude,
            timezone=self._zones[self._zone_numbers[number]],
            population=self.population(number),
        )

    def point(self, number: int) -> tuple[float, float]:
        """Return latitude and longitude in degrees."""
        return self._latitudes[number] / DEGREE, self._longitudes[number] / DEGREE

    def area(self, number: int) -> Area:
        return self._areas[self._area_numbers[number]]

    def population(self, number: int) -> int:
        return self._populations[number]

    def _read_main_names(self, block: int) -> list[str]:
        sql = "SELECT block FROM main_names WHERE number = ?"
        (packed,) = next(self._query(sql, block))
        return _unpack(packed).split("\n")

    def _lines(self, table: str, start: str) -> Iterator[str]:
        """Yield the lines that begin so, over as many blocks as they fill."""
        if not start:
            return
        for block in self._blocks(table, start):
            position = block.find(f"\n{start}")
            if position >= 0:
                for line in block[position + 1 : -1].split("\n"):
                    if not line.startswith(start):
                        return
                    yield line
            elif block[1 : len(start) + 1] > start:
                return  # else the first of them may open the next block

    def _blocks(self, table: str, start: str) -> Iterator[str]:
        """Yield the block in which `start` stands or would stand, and those after it.

        A block is lines in the order of code points, a line break around each.
        """
        sql = (
            f"SELECT block FROM {table} WHERE number >= coalesce("  # noqa: S608 - ours
            f"(SELECT number FROM {table} WHERE first <= ? ORDER BY first DESC LIMIT 1)"
            ", 0) ORDER BY number"
        )
        for (packed,) in self._query(sql, start):
            yield _unpack(packed)

    def _column(self, name: str, typecode: str) -> array:
        (packed,) = next(self._query("SELECT data FROM columns WHERE name = ?", name))
        column = array(typecode, zlib.decompress(packed))
        if sys.byteorder == "big":
            column.byteswap()
        return column

    def _query(self, sql: str, *values) -> Iterator[tuple]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._uri, uri=True)
            self._local.connection = connection
        return connection.execute(sql, values)


def _turned(region: str) -> str:
    """Return the name of a region as people say it: "Madrid, Comunidad de" in order."""
    if ", " not in region:
        return region
    name, kind = region.split(", ", 1)
    return region if " y " in kind else f"{kind} {name}"  # that is two islands


def _unpack(packed: bytes) -> str:
    return zlib.decompress(packed).decode()


def _find(block: str, name: str) -> str:
    """Return what stands behind a name in a block, "" where the name is not there."""
    start = block.find(f"\n{name}\t")
    if start < 0:
        return ""
    start += len(name) + 2
    return block[start : block.index("\n", start)]


def read_entries(text: str) -> list[tuple[int, bool]]:
    """Read the towns of a name, as `Gazetteer.named` returns them.

    They are written as numbers in base 36, doubled, and odd for a main name.
    """
    numbers = [int(number, 36) for number in text.split()]
    return [(number >> 1, bool(number & 1)) for number in numbers]


@cache
def load_gazetteer() -> Gazetteer:
    """Open the file once, on the first question."""
    return Gazetteer()
