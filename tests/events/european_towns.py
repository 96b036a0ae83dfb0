"""204 European towns in three spellings, for tests and `benches/bench_geocoder.py`.

Written by hand, with coordinates from memory to about ten kilometers, so that the list
owes nothing to the data that it judges: each town in its own country's language, in
English, and in Russian.
"""

from __future__ import annotations

import csv
import math
import random
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "european_towns.csv"

SPELLINGS = ("native", "english", "cyrillic")
NEAR_KM = 30
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщыьэюя"


@dataclass(frozen=True)
class EuropeanTown:
    country: str
    native: str
    english: str
    cyrillic: str
    latitude: float
    longitude: float

    def is_meant_by(self, town) -> bool:
        """Say whether a town of the gazetteer is in this country and place."""
        north = town.latitude - self.latitude
        east = (town.longitude - self.longitude) * math.cos(math.radians(self.latitude))
        return (
            town.country == self.country and 111.2 * math.hypot(north, east) < NEAR_KM
        )


def read_european_towns() -> list[EuropeanTown]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            EuropeanTown(
                **row | {name: float(row[name]) for name in ("latitude", "longitude")}
            )
            for row in csv.DictReader(file)
        ]


def with_one_mistake(rng: random.Random, name: str) -> str:
    """Return the name with one letter left out, wrong, doubled up or swapped.

    The first and last letters stay, as people seldom get them wrong.
    """
    own = "".join(sorted({letter for letter in name.lower() if letter.isalpha()}))
    letters = "abcdefghijklmnopqrstuvwxyz" if name.isascii() else own
    if "а" <= name[1].lower() <= "я":
        letters = CYRILLIC
    wrong = name
    while wrong == name:
        at = rng.randrange(1, len(name) - 1)
        before, here, after = name[:at], name[at], name[at + 1 :]
        wrong = rng.choice(
            [
                before + after,
                before + rng.choice(letters) + after,
                before + rng.choice(letters) + here + after,
                before + after[0] + here + after[1:],
            ]
        )
    return wrong
