"""Finding towns by name, in any spelling people use, without asking anyone.

Exact names first, then names that begin so, then names with one letter wrong. What is
known of towns is in `events/gazetteer.py`; streets are `events/geocoding.py`'s.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .gazetteer import Area, Gazetteer, Town, load_gazetteer, read_entries

__all__ = ["Town", "beside", "find_towns", "fold", "fold_text", "has_namesakes"]
__all__ += ["locate", "main_names", "towns_in"]

LONGEST_QUERY = 200  # characters
MOST_PARTS = 6  # of a query between commas

# A town so large is meant where its name is typed.
LIKELY_FROM = 10_000
# So many towns are looked at for what else they are called.
MOST_TOWNS = 3
# So much larger than another of its name is a town that is meant without more words: of
# all towns of that name, and of those in one region.
FAR_LARGER = 50
LARGER = 4
# So many towns around are looked at for one to tell a town by.
MOST_AROUND = 40
# Names read for one question at most: nobody's two letters may keep a server busy.
MOST_NAMES = 60_000
# So few letters have too many towns that begin so, or that differ in one.
LEAST_LETTERS = {"beginning": 3, "misspelled": 4}

# What a match is worth, in powers of ten of inhabitants: an exact name weighs as much
# as a town three hundred times the size, the organisers' own country more than that.
EXACT = 2.5
WHOLE_WORDS = 1.0
BEGINNING = 0.0
MISSPELLED = -0.5
MAIN_NAME = 0.6
IN_REGION = 1.0
IN_COUNTRY = 3.5
NEAR = 0.5

# Where the campaign acts: Europe and its neighbors.
# fmt: off
NEAR_COUNTRIES = frozenset((
    "AD", "AL", "AM", "AT", "AX", "AZ", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE",
    "DK", "EE", "ES", "FI", "FO", "FR", "GB", "GE", "GG", "GI", "GR", "HR", "HU", "IE",
    "IM", "IS", "IT", "JE", "KZ", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT",
    "NL", "NO", "PL", "PT", "RO", "RS", "RU", "SE", "SI", "SJ", "SK", "SM", "TR", "UA",
    "VA", "XK",
))
# fmt: on

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
        **dict.fromkeys("'\u2018\u2019\u02b9\u02bb\u02bc`", None),
    }
)
# Other ways to write a name, tried where the one typed leads nowhere.
_OTHER_WAYS = (
    (r"ae", "a"),
    (r"oe", "o"),
    (r"ue", "u"),
    (r"^(sankt|saint|sant) ", "st "),
    (r"^st ", "sankt "),
    (r"^st ", "saint "),
)
_PARTS = re.compile(r"[,;\n]")
_BESIDE = re.compile(r"([^(),;]+)\(([^(),;]+)\)(.*)", re.DOTALL)


def find_towns(query: str, country: str = "", limit: int = 10) -> list[Town]:
    """Return the towns that `query` may mean, the likeliest first.

    It may be a name or its beginning in any language, with a postal code before it and
    region or country after it ("97070 Würzburg", "Paris, Texas", "Київ, Україна"), or
    an address that ends so. Exact names come before longer and misspelled ones, the
    larger town before the smaller, and `country` (ISO 3166-1 alpha-2) before others,
    though it leaves none out. Of two towns of one name in one region, "Name (Town)"
    means the one nearer to that town, as `beside` tells it.
    """
    if limit < 1:
        return []
    gazetteer = load_gazetteer()
    query, country = query[:LONGEST_QUERY], country.upper()
    if (said := _BESIDE.match(query)) and not gazetteer.named(fold(query)):
        name, neighbor, rest = said.groups()
        towns = find_towns(name + rest, country, MOST_AROUND)
        return _nearest_first(towns, name, neighbor)[:limit]
    scores: dict[int, float] = {}
    for readings in _readings(query, gazetteer):
        scores = _search(gazetteer, readings, country, limit)
        if scores:
            break
    best = _best(gazetteer, scores, country)
    return [gazetteer.town(number) for number in best[:limit]]


def locate(city: str, country: str) -> Town | None:
    """Return the likeliest town in `country` that has exactly this name, or None."""
    gazetteer = load_gazetteer()
    country = country.upper()
    there = frozenset([Area(country, "")])
    for name in _without_codes(fold(city)):
        if scores := _exact(gazetteer, _Reading(name, (there,))):
            return gazetteer.town(_best(gazetteer, scores, country)[0])
    return None


def towns_in(country: str, limit: int | None = None) -> list[Town]:
    """Return a country's towns, the largest first; with `limit`, so many of them."""
    gazetteer = load_gazetteer()
    numbers = gazetteer.numbers_in(country.upper())
    return [gazetteer.town(number) for number in numbers[:limit]]


def has_namesakes(town: Town) -> bool:
    """Return whether its name alone may mean another town somewhere in the world."""
    return any(
        other.population * FAR_LARGER >= town.population for other in _namesakes(town)
    )


@lru_cache(maxsize=2048)
def beside(town: Town) -> str:
    """Return the larger town near it, where its region has another of its name.

    "" where name and region tell enough: this town is alone there, or so much larger
    than the others that it is meant. Its namesakes are farther from the town returned.
    """
    rest = [each for each in _namesakes(town) if each.country == town.country]
    if not any(
        each.region == town.region and each.population * LARGER >= town.population
        for each in rest
    ):
        return ""
    for neighbor in _larger_around(town):
        own_way = _way(neighbor, town)
        if (
            all(own_way < _way(neighbor, each) for each in rest)
            and fold(neighbor.name).replace(" ", "").isalpha()
            and not _BESIDE.match(neighbor.name)
            and locate(neighbor.name, town.country) == neighbor
        ):
            return neighbor.name
    return ""


def _namesakes(town: Town) -> list[Town]:
    """Return the other towns that are mainly called so."""
    gazetteer = load_gazetteer()
    named = gazetteer.named(fold(town.name))
    towns = [gazetteer.town(number) for number, is_main in named if is_main]
    return [each for each in towns if each != town]


def _larger_around(town: Town) -> list[Town]:
    """Return larger towns of its country, the nearest first."""
    gazetteer = load_gazetteer()
    least = max(LIKELY_FROM, town.population + 1)
    larger = takewhile(
        lambda number: gazetteer.population(number) >= least,
        gazetteer.numbers_in(town.country),
    )
    here = (town.latitude, town.longitude)
    ways = ((_way_squared(here, gazetteer.point(number)), number) for number in larger)
    return [gazetteer.town(number) for _way, number in nsmallest(MOST_AROUND, ways)]


def _nearest_first(towns: list[Town], name: str, neighbor: str) -> list[Town]:
    """Return towns with the first of this very name led by the one near a neighbor."""
    name = fold(name)
    meant = next((town for town in towns if fold(town.name) == name), None)
    known = meant and locate(neighbor, meant.country)
    if known is None:
        return towns
    alike = [
        town
        for town in towns
        if town.country == meant.country and fold(town.name) == name
    ]
    alike.sort(key=lambda town: _way(known, town))
    return alike + [town for town in towns if town not in alike]


def _way(start: Town, end: Town) -> float:
    return _way_squared(
        (start.latitude, start.longitude), (end.latitude, end.longitude)
    )


def _way_squared(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return a number that grows with the way from a start to points around it."""
    east = abs(end[1] - start[1])
    east = min(east, 360 - east) * math.cos(math.radians(start[0]))
    return (end[0] - start[0]) ** 2 + east**2


def main_names(name: str) -> list[str]:
    """Return how else the towns of a name are mainly called: of "Kiev", "kyiv".

    Folded. Only towns that are likely to be meant, the largest first.
    """
    gazetteer = load_gazetteer()
    folded = fold(name)
    if len(folded) < LEAST_LETTERS["beginning"]:
        return []
    towns = sorted(
        {number for number, _is_main in gazetteer.named(folded)},
        key=gazetteer.population,
        reverse=True,
    )
    names = [
        fold(gazetteer.town(number).name)
        for number in towns[:MOST_TOWNS]
        if gazetteer.population(number) >= LIKELY_FROM
    ]
    return [each for each in dict.fromkeys(names) if each != folded]


def fold(text: str) -> str:
    """Return what names are compared by: no case, diacritics, hyphens, apostrophes.

    Only the first `LONGEST_QUERY` characters are read.
    """
    return fold_text(text[:LONGEST_QUERY])


def fold_text(text: str) -> str:
    """Do the same for a text of any length; control characters count as spaces."""
    text = text.casefold()
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


# --- What a query may mean -----------------------------------------------------------


@dataclass(frozen=True)
class _Reading:
    """One way to read a query: a town's folded name, and where it is said to be.

    Each of `places` is what one word may mean: "Georgia" is a country and a region.
    What is a guess already is not stretched to names that are merely similar.
    """

    name: str
    places: tuple[frozenset[Area], ...] = ()
    is_guess: bool = False

    def allows(self, area: Area) -> bool:
        country = Area(area.country, "")
        return all(area in each or country in each for each in self.places)

    def names_region(self, area: Area) -> bool:
        """Return whether the region itself is said: people say England for Britain."""
        return any(area in each for each in self.places)


def _readings(query: str, gazetteer: Gazetteer) -> Iterator[list[_Reading]]:
    """Yield the ways to read a query, the likeliest first, in sets of like trust.

    Any part between commas may be the town. Parts after it say where it is; the fewer
    of them that nobody knows, the likelier the reading. Where that leads nowhere, the
    last words may say where, or what is said of the place may be wrong, or a country's
    name is a town's, or the first words are enough ("Freiburg i. Br.").
    """
    parts = [part for part in map(fold, _PARTS.split(query)) if part][:MOST_PARTS]
    areas = [gazetteer.areas_called(part) for part in parts]
    ranked, countries = [], []
    for index, part in enumerate(parts):
        known = tuple(filter(None, areas[index + 1 :]))
        unknown = len(parts) - index - 1 - len(known)
        readings = [_Reading(name, known) for name in _without_codes(part)]
        if index and any(not area.region for area in areas[index]):
            countries += readings
        else:
            ranked += [(unknown, reading) for reading in readings]
    ranked.sort(key=lambda pair: pair[0])
    readings = [reading for _unknown, reading in ranked]
    yield readings
    if len(parts) == 1:
        yield list(_spaced_out(parts[0], gazetteer))
    yield [_Reading(reading.name) for reading in readings if reading.places]
    yield countries
    yield [
        _Reading(" ".join(words[:end]), is_guess=True)
        for words in (reading.name.split() for reading in readings)
        for end in range(len(words) - 1, 0, -1)
        if len(words[0]) >= LEAST_LETTERS["misspelled"]
    ][:MOST_PARTS]


def _without_codes(part: str) -> Iterator[str]:
    """Yield the part, and what is left of it without postal codes at its ends.

    A code is words with digits in them, and words of one or two letters between those
    and the name: "1012 AB Amsterdam", "D 97070 Würzburg", "London SW1A 1AA".
    """
    yield part
    words = part.split()
    for _end in range(2):
        if any(map(_has_digit, words[:2])):
            while words and (_has_digit(words[0]) or len(words[0]) < 3):
                words.pop(0)
        words.reverse()
    name = " ".join(words)
    if name and name != part:
        yield name


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _spaced_out(part: str, gazetteer: Gazetteer) -> Iterator[_Reading]:
    """Yield readings where a country or region follows without a comma."""
    words = part.split()
    for split in range(len(words) - 1, max(0, len(words) - 4), -1):
        if place := gazetteer.areas_called(" ".join(words[split:])):
            yield _Reading(" ".join(words[:split]), (place,))


# --- Which towns match ---------------------------------------------------------------
# Each returns scores by the number of the town, for those that a reading allows.


def _search(
    gazetteer: Gazetteer, readings: list[_Reading], country: str, limit: int
) -> dict[int, float]:
    """Follow the first reading that names a town, else the first that nearly does.

    A village far away may be called what is a town's name with a letter wrong: where
    only such are found, misspelled names are looked for, too.
    """
    for reading in readings:
        if exact := _exact(gazetteer, reading):
            scores = _longer(gazetteer, reading) if len(exact) < limit else {}
            if not any(_is_likely(gazetteer, town, country) for town in exact):
                scores = _misspelled(gazetteer, reading) | scores
            return scores | exact
    for reading in readings:
        if reading.is_guess:
            continue
        if scores := _misspelled(gazetteer, reading) | _longer(gazetteer, reading):
            return scores
    return {}


def _is_likely(gazetteer: Gazetteer, number: int, country: str) -> bool:
    return (
        gazetteer.population(number) >= LIKELY_FROM
        or gazetteer.area(number).country == country
    )


def _exact(gazetteer: Gazetteer, reading: _Reading) -> dict[int, float]:
    return _scores(gazetteer, reading, [(EXACT, _named(gazetteer, reading.name))])


def _longer(gazetteer: Gazetteer, reading: _Reading) -> dict[int, float]:
    """Find names that only begin so."""
    start = reading.name
    if len(start) < LEAST_LETTERS["beginning"]:
        return {}
    names = islice(gazetteer.beginning_with(start), MOST_NAMES)
    return _scores(
        gazetteer,
        reading,
        (
            (
                WHOLE_WORDS if name.startswith(" ", len(start)) else BEGINNING,
                read_entries(entries),
            )
            for name, entries in names
        ),
    )


def _misspelled(gazetteer: Gazetteer, reading: _Reading) -> dict[int, float]:
    """Find names with one letter more, less, wrong, or swapped with the next.

    One mistake leaves one half of a name whole, and names are stored from both ends.
    Only two letters swapped across the middle touch both halves.
    """
    name = reading.name
    if len(name) < LEAST_LETTERS["misspelled"]:
        return {}
    middle = len(name) // 2
    first, second = name[:middle], name[middle:]
    beginnings = islice(gazetteer.beginning_with(first), MOST_NAMES)
    half_right = {
        f"{first[:-1]}{second[0]}{first[-1]}{second[1:]}",
        *(found for found, _entries in beginnings),
        *islice(gazetteer.ending_with(second), MOST_NAMES),
    }
    meant = process.extract(
        name, half_right, scorer=OSA.distance, score_cutoff=1, limit=None
    )
    return _scores(
        gazetteer,
        reading,
        [(MISSPELLED, gazetteer.named(found)) for found, *_distance in meant],
    )


def _named(gazetteer: Gazetteer, name: str) -> list[tuple[int, bool]]:
    """Return the towns of this name, or of the first other way to write it."""
    others = [re.sub(pattern, other, name) for pattern, other in _OTHER_WAYS]
    for each in dict.fromkeys([name, *others]):
        if entries := gazetteer.named(each):
            return entries
    return []


def _scores(
    gazetteer: Gazetteer,
    reading: _Reading,
    found: Iterable[tuple[float, list[tuple[int, bool]]]],
) -> dict[int, float]:
    """Return the best score of each town found, of those that the reading allows."""
    scores: dict[int, float] = {}
    for worth, entries in found:
        for number, is_main in entries:
            score = worth + is_main * MAIN_NAME
            if score > scores.get(number, -math.inf):
                scores[number] = score
    if reading.places:
        return {
            number: score + IN_REGION * reading.names_region(area)
            for number, score in scores.items()
            if reading.allows(area := gazetteer.area(number))
        }
    return scores


def _best(gazetteer: Gazetteer, scores: dict[int, float], country: str) -> list[int]:
    """Return the towns found, in the order of their scores and all else we know."""

    def rank(number: int) -> tuple[float, int]:
        here = gazetteer.area(number).country
        score = (
            scores[number]
            + math.log10(max(gazetteer.population(number), 10))
            + IN_COUNTRY * (here == country)
            + NEAR * (here in NEAR_COUNTRIES)
        )
        return -score, number

    return sorted(scores, key=rank)
