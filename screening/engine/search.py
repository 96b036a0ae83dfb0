"""Screening one submission: every field is read, every place that points at an entry
noted.

`screen` is the only entrance, and score and level come from here alone, for every
reader.
"""

from collections.abc import Iterator
from dataclasses import replace

from .links import find_address, find_handles
from .names import ACRONYM, WEAK
from .naming import find_names
from .passages import CAP, Found, Passage, Value
from .report import ALERT, ALERT_FROM, Evidence, Match, Note, Report, level_of
from .submissions import FieldKind, Submission
from .text import read
from .watchlist import Watchlist

ENGINE_VERSION = "1.2"

MOST_TEXT = 200_000  # characters of one value that are read
MOST_EVIDENCE = 6  # places kept for one entry


def screen(submission: Submission, watchlist: Watchlist) -> Report:
    """Look for every entry of the watchlist in every field of a submission."""
    found: dict[int, list[Evidence]] = {}
    support: dict[int, list[Evidence]] = {}
    unread = []
    for field, index, text, kind in submission.values():
        if len(text) > MOST_TEXT:
            unread.append(Note("cut", {"field": field, "characters": str(MOST_TEXT)}))
            text = text[:MOST_TEXT]
        for entry, evidence, is_support in _find(
            Value(field, index, text, kind), watchlist
        ):
            (support if is_support else found).setdefault(entry, []).append(evidence)
    matches = []
    for number in found.keys() | support.keys():
        match = _decide(
            watchlist,
            number,
            found.get(number, []),
            support.get(number, []),
            submission,
        )
        if match:
            matches.append(match)
    matches.sort(key=_urgency)
    return Report(tuple(matches), watchlist.version, ENGINE_VERSION, tuple(unread))


def _find(value: Value, watchlist: Watchlist) -> Iterator[Found]:
    """Find what points at entries in one value."""
    if value.kind == FieldKind.LINK:
        yield from find_address(value, watchlist, 0, len(value.text))
        return
    reading = read(value.text)
    for start, end in reading.addresses:
        yield from find_address(value, watchlist, start, end)
    yield from find_handles(value, watchlist)
    yield from find_names(Passage(value, reading, watchlist.book), watchlist)


def _urgency(match: Match) -> tuple[bool, int, float, str]:
    # Scores saturate: level first, then how many places, then the score.
    return match.level != ALERT, -len(match.evidence), -match.score, match.entry_id


def _decide(
    watchlist: Watchlist,
    number: int,
    found: list[Evidence],
    support: list[Evidence],
    submission: Submission,
) -> Match | None:
    """Put the places that point at one entry together; None where they are too weak."""
    entry = watchlist.entries[number]
    found = _distinct(found)
    support = _distinct(support)
    if not found:
        # Alone in a text, weak aliases and acronyms are ordinary words.
        kinds = {evidence.strength for evidence in support if evidence.score >= 0.5}
        if not {WEAK, ACRONYM} <= kinds:
            return None
        found = [replace(evidence, score=0.6) for evidence in support[:2]]
        support = support[2:]
    country = submission.country.upper()
    score = found[0].score
    strengths = {evidence.strength for evidence in found}
    if score < ALERT_FROM and strengths <= {WEAK, ACRONYM}:
        others = {e.strength for e in support if e.score >= 0.5} | strengths
        if {WEAK, ACRONYM} <= others:
            score = ALERT_FROM
        elif country and country in entry.countries:
            score = min(score + 0.05, CAP)
    against = []
    if country and entry.countries and country not in entry.countries:
        listed = ", ".join(entry.countries)
        against.append(Note("other_country", {"country": country, "listed": listed}))
    if entry.level == "note":
        score = min(score, CAP)
        against.append(Note("note_only"))
    level = level_of(score)
    if not level:
        return None
    # Part of a place that is kept already is no second sign.
    support = [e for e in support if not any(_overlap(e, other) for other in found)]
    evidence = (found + support)[:MOST_EVIDENCE]
    return Match(entry.id, level, round(score, 3), tuple(evidence), tuple(against))


def _distinct(places: list[Evidence]) -> list[Evidence]:
    """Keep the best evidence for each place, the best place first."""
    kept: list[Evidence] = []
    for evidence in sorted(places, key=lambda e: (-e.score, e.start - e.end)):
        if len(kept) >= MOST_EVIDENCE * 4:
            break
        if not any(_overlap(evidence, other) for other in kept):
            kept.append(evidence)
    return kept


def _overlap(one: Evidence, other: Evidence) -> bool:
    return (
        one.field == other.field
        and one.index == other.index
        and one.start < other.end
        and other.start < one.end
    )
