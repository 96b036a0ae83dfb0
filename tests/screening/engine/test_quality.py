"""How well the engine does on the cases of tests/screening/engine/data/."""

import json
from collections import Counter
from pathlib import Path

import pytest

from screening.engine import Entry, Submission, Watchlist, read_watchlist, screen
from tests.screening.engine.forms import ELSEWHERE, PARADIGMS, SENTENCES
from tests.screening.engine.romanised import ROMANISED

DATA = Path(__file__).parent / "data"
RANK = {"hint": 1, "alert": 2}
# Kinds of which none may be missed.
ALWAYS = ("exact", "alias", "diacritics", "legal_form", "domain", "social_url")
NEVER = ("alliance", "long_text", "link_lookalike", "common_word_text")


def judge(part):
    """Count, by variant, what was expected, found, and alerted to wrongly."""
    number = part.partition("-")[0]
    which = number + "-" if number in ("second", "third") else ""
    watchlist = Watchlist(read_watchlist(DATA / f"{which}watchlist.csv"))
    expected, found, false = Counter(), Counter(), Counter()
    innocent = alarmed = 0
    for line in (DATA / f"{part}-cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        variant = case["variant"]
        report = screen(Submission(case["fields"], case["country"]), watchlist)
        levels = {match.entry_id: match.level for match in report.matches}
        wanted = {e["watchlist_id"]: e["min_level"] for e in case["expected"]}
        for entry, level in wanted.items():
            expected[variant] += 1
            found[variant] += RANK.get(levels.get(entry), 0) >= RANK[level]
        wrong = [e for e, lvl in levels.items() if lvl == "alert" and e not in wanted]
        false[variant] += len(wrong)
        innocent += not wanted
        alarmed += bool(wrong and not wanted)
    return expected, found, false, 100 * alarmed / innocent


@pytest.mark.parametrize(
    "part",
    ["development", "held-out", "second-development", "second-held-out", "third"],
)
def test_engine_reaches_the_numbers(part):
    expected, found, false, alerts_per_100_innocent = judge(part)
    hits = found.total()

    assert hits / (hits + false.total()) >= 0.95
    assert hits / expected.total() >= 0.94
    assert alerts_per_100_innocent <= 3
    assert [v for v in ALWAYS if found[v] < expected[v]] == []
    assert [v for v in NEVER if false[v]] == []
    low = {"transliteration": 0.83, "inflected": 0.88, "weak_alias": 0.96}
    missed = [v for v in expected if found[v] / expected[v] < low.get(v, 0.96)]
    assert missed == []


def test_engine_knows_grammatical_forms():
    entries, tries = [], []
    for language, lines in PARADIGMS.items():
        sentence = SENTENCES.get(language, ELSEWHERE)
        for line in lines.split("\n")[1:-1]:
            name, *forms = line.split("|")
            entries.append(Entry(id=name, name=name, language=language))
            tries += [(name, sentence.format(form)) for form in forms]
    watchlist = Watchlist(entries)

    met = 0
    for name, text in tries:
        report = screen(Submission({"description": text}), watchlist)
        met += (name, "alert") in [(m.entry_id, m.level) for m in report.matches]

    assert met / len(tries) >= 0.95


@pytest.mark.parametrize("field", ["organiser", "description"])
def test_engine_knows_writings_in_other_scripts(field):
    watchlist = Watchlist(
        Entry(id=name, name=name, language=language) for language, name, _ in ROMANISED
    )
    tries = [(name, writing) for _, name, ways in ROMANISED for writing in ways]

    met = 0
    for name, writing in tries:
        text = writing if field == "organiser" else f"xx yy, {writing} zz."
        report = screen(Submission({field: text}), watchlist)
        met += (name, "alert") in [(m.entry_id, m.level) for m in report.matches]

    assert met / len(tries) >= 0.9
