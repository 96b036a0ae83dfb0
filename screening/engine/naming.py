"""Finds listed names among the words of a passage.

Candidates come from the watchlist's index; `names.align` lays words beside a name, and
`judging` says what that is worth.
"""

from collections import Counter
from collections.abc import Iterator

from .judging import judge, judge_joined
from .letters import UNCASED
from .names import ACRONYM, STRONG, Alignment, ListedName, align
from .passages import LONGEST_NAME_FIELD, Found, Passage
from .report import Note
from .sounds import sounds
from .watchlist import Watchlist, heard_initials
from .words import Word

WINDOW = 4  # words that tell something, from the first of a pair to the last
MOST_JOINED = 6  # pieces that one word may be cut into
MOST_PLACES = 20  # places of one name that are looked at in one value


def find_names(passage: Passage, watchlist: Watchlist) -> Iterator[Found]:
    """Find every listed name in a passage, however it is written."""
    if not passage.words:
        return
    seen: set[tuple[int, int, int]] = set()
    for alignment in _alignments(passage, watchlist):
        key = (id(alignment.name), alignment.first, alignment.last)
        if key not in seen:
            seen.add(key)
            found = judge(passage, alignment)
            if found:
                yield found
    places: Counter[int] = Counter()
    for number, first, last, method, score in _joined(passage, watchlist):
        places[number] += 1
        if places[number] <= MOST_PLACES:
            name = watchlist.names[number]
            found = judge_joined(passage, name, first, last, method, score)
            if found:
                yield found
    if passage.is_name:
        yield from _nearly_joined(passage, watchlist)
        yield from _initials(passage, watchlist)
    yield from _acronyms(passage, watchlist)


def _alignments(passage: Passage, watchlist: Watchlist) -> Iterator[Alignment]:
    names = watchlist.names
    telling, tokens = passage.candidates, passage.tokens
    places: Counter[int] = Counter()
    keys = [watchlist.known(passage.keys[p]) for p in telling]
    reach = len(telling) if passage.is_name else WINDOW
    done: set[tuple[int, int]] = set()
    for i, position in enumerate(telling):
        clause = tokens[position].clause
        word = passage.words[position]
        for number in watchlist.with_single(word, cores=passage.is_name):
            if (number, i) in done or places[number] >= MOST_PLACES:
                continue
            done.add((number, i))
            if passage.compare(word, names[number].telling[0]):
                places[number] += 1
                yield from _align(passage, names[number], [position])
        if not any(keys[i]):
            continue
        for j in range(i + 1, min(i + reach, len(telling))):
            if not passage.is_name and tokens[telling[j]].clause != clause:
                break
            other = passage.words[telling[j]]
            for number in watchlist.with_pair(keys[i], keys[j]):
                if (number, -1 - i) in done or places[number] >= MOST_PLACES:
                    continue
                name = names[number]
                if _holds_pair(passage, name, word, other):
                    done.add((number, -1 - i))
                    places[number] += 1
                    yield from _align(passage, name, _region(passage, name, i, j))


def _holds_pair(passage: Passage, name: ListedName, first: Word, second: Word) -> bool:
    """Say whether two words are like one of the pairs by which a name is found."""
    compare = passage.compare
    return any(
        (compare(first, a) and compare(second, b))
        or (compare(first, b) and compare(second, a))
        for a, b in name.pairs
    )


def _region(passage: Passage, name: ListedName, i: int, j: int) -> list[int]:
    """Choose the words that may belong to a name of which two were met."""
    telling = passage.candidates
    if passage.is_name:
        return telling
    around = max(WINDOW - 1, len(name.telling) + len(name.kinds))
    clause = passage.tokens[telling[i]].clause
    return [
        p
        for p in telling[max(0, i - around) : j + around]
        if passage.tokens[p].clause == clause
    ]


def _align(
    passage: Passage, name: ListedName, region: list[int]
) -> Iterator[Alignment]:
    found = align(name, passage.words, passage.tokens, region, passage.compare)
    if found:
        yield found


# Names written as one word, or cut in pieces


def _joined(
    passage: Passage, watchlist: Watchlist
) -> Iterator[tuple[int, int, int, str, float]]:
    """Give (name, first word, last word, method, score) of names as one word."""
    tokens, words = passage.tokens, passage.words
    for i, word in enumerate(words):
        joined = ""
        for j in range(i, min(i + MOST_JOINED, len(words))):
            if tokens[j].clause != tokens[i].clause and not passage.is_name:
                break
            joined += words[j].base
            if len(joined) >= 4 and not watchlist.may_begin(joined):
                break
            for number in watchlist.with_spelling(joined):
                yield number, i, j, "spacing", 0.97
        for base, trick in word.bases.items():
            if trick in ("leet", "homoglyph"):
                for number in watchlist.with_spelling(base):
                    yield number, i, i, trick, 0.96
        if len(word.text) >= 8:
            for key in word.sounds[:4]:
                for number in watchlist.with_sound(key):
                    yield number, i, i, "transliteration", 0.9
    telling = passage.telling
    if passage.is_name and telling and 1 < len(words) <= LONGEST_NAME_FIELD:
        whole = "".join(words[p].lowered for p in telling)
        for key in sounds(whole, words[telling[0]].script)[:4]:
            for number in watchlist.with_sound(key):
                yield number, 0, len(words) - 1, "transliteration", 0.9


def _nearly_joined(passage: Passage, watchlist: Watchlist) -> Iterator[Found]:
    """Find typing errors in names that are written as one word on one side."""
    telling = passage.telling
    if not telling or len(telling) > 8:
        return
    joined = "".join(passage.words[p].base for p in telling)
    for number, errors in watchlist.near_spelling(joined):
        name = watchlist.names[number]
        one_sided = (len(telling) == 1) != (len(name.telling + name.kinds) == 1)
        if name.strength != STRONG or not one_sided or name.core_is_weak:
            continue
        score = 1 - 0.8 * errors / len(joined) - 0.03
        raw = passage.raw(telling[0], telling[-1])
        step = Note("typo", {"raw": raw, "listed": name.text})
        start, end = passage.place(telling[0], telling[-1])
        evidence = passage.value.evidence(
            start, end, name.text, name.strength, "typo", score, (step,)
        )
        yield Found(name.entry, evidence)


# Initials and acronyms


def _initials(passage: Passage, watchlist: Watchlist) -> Iterator[Found]:
    """Find persons who are named by surname and initial alone: a hint."""
    words = passage.words
    whole = passage.foreign()
    letters = [p for p, word in enumerate(words) if len(word.text) == 1]
    if len(whole) != 1 or not letters:
        return
    surname = words[whole[0]]
    for number in dict.fromkeys(watchlist.with_surname(surname)):
        name = watchlist.names[number]
        found = passage.compare(surname, name.telling[-1])
        given = {key[0] for key in name.telling[0].sounds}
        initials = {key[0] for p in letters for key in words[p].sounds}
        if not found or found.score < 0.9 or given.isdisjoint(initials):
            continue
        # Two initials that both fit are as good as a name.
        fits = [
            initials & {key[0] for key in word.sounds} for word in name.telling[:-1]
        ]
        is_full = len(fits) > 1 and len(letters) == len(fits) and all(fits)
        start, end = passage.place(
            min(letters[0], whole[0]), max(letters[-1], whole[0])
        )
        evidence = passage.value.evidence(
            start,
            end,
            name.text,
            STRONG,
            "initials",
            0.82 if is_full else 0.6,
            (),
            (Note("initials"),),
        )
        yield Found(name.entry, evidence)


def _acronyms(passage: Passage, watchlist: Watchlist) -> Iterator[Found]:
    """Find acronyms: a hint as the whole name, else only a support."""
    rest = passage.foreign()
    for position, word in enumerate(passage.words):
        if len(word.text) > 10:
            continue
        is_whole = passage.is_name and (not rest or rest == [position])
        numbers = [n for base in word.bases for n in watchlist.with_acronym(base)]
        if is_whole and not numbers:
            for key in heard_initials(word.lowered):
                numbers += watchlist.with_acronym(key)
        start, end = passage.place(position, position)
        is_capital = passage.tokens[position].text.isupper()
        for number in dict.fromkeys(numbers):
            if not (is_whole or is_capital or word.script in UNCASED):
                continue
            name = watchlist.names[number]
            score = 0.65 if is_whole else 0.5
            against = (Note("acronym"),)
            evidence = passage.value.evidence(
                start, end, name.text, ACRONYM, "acronym", score, (), against
            )
            yield Found(name.entry, evidence, not is_whole)
