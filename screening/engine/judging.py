"""What a name is worth where it was met: the rules that keep false alarms few.

The words themselves give a score (`names.Alignment.score`); the rules here lower it by
what stands around them. A score of `CAP` is a hint at most.
"""

from .letters import HEBREW
from .names import WEAK, Alignment, ListedName
from .passages import CAP, SMALL_BETWEEN, Found, Passage
from .report import Evidence, Note, level_of
from .sounds import consonants
from .submissions import FieldKind
from .vocabulary import LEGAL
from .words import Likeness, Word, is_against, is_aside, is_everyday


def judge(passage: Passage, met: Alignment) -> Found | None:
    """Judge words that were laid beside a name; None where they are too little."""
    name = met.name
    rest = _rest(passage, met)
    is_whole = passage.is_name and not rest and not met.inner_extra
    core_only = bool(name.kinds) and len(met.missing_kinds) == len(name.kinds)
    if name.strength == WEAK:
        return _judge_weak(passage, met, is_whole=is_whole)
    if core_only and name.core_is_weak:
        return _judge_weak(passage, met, is_whole=is_whole) if is_whole else None
    score = met.score
    against: list[Note] = []
    if core_only and len(name.telling) == 1:
        # "Bund Falkenhorn" met by its one telling word: too little to be warned of.
        if not is_whole or met.method == "typo":
            return None
        score = min(score, 0.65)
    elif len(met.pairs) == 1:
        score = _judge_single(passage, met, is_whole=is_whole)
    elif _is_uncertain(passage, met):
        few_sounds = met.method == "transliteration" and _sounds(met) < 6
        if not passage.is_name and (few_sounds or not met.is_in_order):
            return None
        score = min(score, CAP)
    crosses = passage.tokens[met.first].clause != passage.tokens[met.last].clause
    if name.is_person and met.inner_extra:
        if crosses or len(met.inner_extra) > 1:
            return None
        score = min(score, 0.82)
    elif met.inner_extra and len(name.telling) == 1:
        # "Heather Walkers League" is another one than the "Heather League".
        score = min(score, CAP)
    elif met.inner_extra and rest and len(name.telling) == 2:
        # "Granite City Throne Room" only holds the two words of "Granite Throne".
        score = min(score, CAP)
    elif crosses and (rest or met.inner_extra):
        score = min(score, CAP)
    if name.is_generic and not is_whole:
        score = min(score, CAP)
        against.append(Note("generic"))
    if any(_begins_otherwise(passage, *pair) for pair in met.pairs):
        score = min(score, CAP)
    parting = _parting(passage, met)
    if parting and not passage.is_name:
        score = min(score, CAP)
        against.append(Note("parted", {"raw": parting}))
    if not _reads_as_name(passage, met):
        if parting or not met.is_in_order:
            return None
        score = min(score, CAP)
        against.append(Note("ordinary_words"))
    score = _weigh_surroundings(passage, met, score, rest, against)
    if passage.value.kind == FieldKind.HANDLE:
        # Like a listed name, but not a handle that is listed.
        score = min(score, CAP)
    if not level_of(score):
        return None
    return Found(name.entry, _evidence(passage, met, score, against))


def _begins_otherwise(
    passage: Passage, position: int, listed: Word, likeness: Likeness
) -> bool:
    """Say whether the error is in the first letter of a short word.

    People seldom mistype that one, and another word is near: “rose” beside “prose”.
    """
    word = passage.words[position]
    return (
        likeness.method == "typo"
        and len(listed.base) <= 5
        and word.base[:1] != listed.base[:1]
    )


def _rest(passage: Passage, met: Alignment) -> list[int]:
    """Give the foreign words of the clauses in which the name stands, outside it."""
    own = [position for position, _, _ in met.pairs]
    clauses = {passage.tokens[p].clause for p in own}
    return [
        p
        for p in passage.foreign(*own, *met.inner_extra)
        if passage.tokens[p].clause in clauses
    ]


def _judge_single(passage: Passage, met: Alignment, *, is_whole: bool) -> float:
    """Score a name of one word: exact or inflected, more only as a whole name."""
    (_, listed, likeness) = met.pairs[0]
    score = likeness.score
    letters = len(listed.base)
    if likeness.method == "typo" and letters < (8 if is_whole else 10):
        return 0
    if likeness.method == "typo" and score < 1 - 1.5 / letters and letters < 12:
        return min(score, CAP)  # two errors in one short word: perhaps another word
    if likeness.method == "transliteration":
        if letters < 5 or (not is_whole and (letters < 7 or score < 0.92)):
            return 0
        return score if is_whole and letters >= 6 else min(score, CAP)
    if letters < 4:
        return 0.6 if is_whole else 0
    if not is_whole:
        is_short_form = letters < 6 and likeness.method == "inflected"
        if is_short_form or (passage.is_name and letters < 7):
            return min(score, CAP)
    return score


def _is_uncertain(passage: Passage, met: Alignment) -> bool:
    """Say whether sounds and typing errors alone are too little to warn of.

    In running text any two words may sound like a name: there the words must stand in
    order, begin with a capital where there are capitals, and be long enough.
    """
    heard = [
        (listed, likeness.score)
        for _, listed, likeness in met.pairs
        if likeness.method == "transliteration"
    ]
    all_heard = len(heard) == len(met.pairs)
    is_exact = all(score >= 0.95 for _, score in heard)
    if passage.is_name:
        letters = sum(len(listed.base) for listed, _ in heard)
        return all_heard and letters < (5 if is_exact else 7)
    if met.method not in ("transliteration", "typo"):
        return False
    first = passage.words[met.first]
    is_marked = first.is_capital or passage.is_quoted(met.first, met.last)
    if not met.is_in_order or not is_marked:
        return True
    if any(
        likeness.method == "typo" and len(listed.base) < 5
        for _, listed, likeness in met.pairs
    ):
        return True
    if not all_heard:
        return False
    if first.script == HEBREW:
        return _sounds(met) < 7
    return _sounds(met) < (4 if is_exact else 5)


def _sounds(met: Alignment) -> int:
    """Count the consonants of the words that were met."""
    return sum(
        len(consonants(listed.sounds[0])) for _, listed, _ in met.pairs if listed.sounds
    )


def _parting(passage: Passage, met: Alignment) -> str:
    """Give the words between those of the name that do not belong there.

    One foreign word may stand inside a name of three words; a small word ("at", "and")
    only where the listed name has one.
    """
    taken = {p for p, _, _ in met.pairs}
    allowed = SMALL_BETWEEN | {word.base for word in met.name.words}
    if len(met.name.telling) >= 3:
        taken.update(met.inner_extra)
    words = passage.words
    parting = [
        p
        for p in range(met.first, met.last)
        if p not in taken
        and words[p].base not in allowed
        and words[p].base not in LEGAL
        and not (words[p].weight and is_aside(words[p]))
    ]
    if met.count("transliteration") and all(not words[p].weight for p in parting):
        # The listed "and" in another script: as many small words are no parting.
        small = sum(not word.weight for word in met.name.words)
        parting = parting[small:]
    return " ".join(passage.tokens[p].text for p in parting)


def _reads_as_name(passage: Passage, met: Alignment) -> bool:
    """Say whether capitals, quotes or the field show that a name is meant.

    Scripts without capitals show nothing and are taken for names.
    """
    if passage.ignores_case(met.first, met.last):
        return True
    if passage.is_quoted(met.first, met.last):
        return True
    tokens = [passage.tokens[p] for p, _, _ in met.pairs]
    capitals = [t for t in tokens if t.text[0].isupper() or not t.text.isalpha()]
    if any(not t.opens or (len(t.text) > 3 and t.text.isupper()) for t in capitals):
        return True
    if capitals and len(met.name.words) == 1:
        # A strong name of one word was listed because it is no ordinary word.
        return len(met.name.text) >= 6
    if any(likeness.method in ("homoglyph", "leet") for _, _, likeness in met.pairs):
        return True
    if met.missing_kinds:
        return False
    if not passage.has_capitals:
        # Typed without capitals: a kind of group beside the rest tells a name.
        return len(met.pairs) >= 3 or bool(met.name.kinds)
    return len(met.pairs) >= 3 and bool(capitals)


def _weigh_surroundings(
    passage: Passage, met: Alignment, score: float, rest: list[int], against: list[Note]
) -> float:
    """Weigh what stands beside a name: streets and shops, foreign words, protest."""
    tokens, words, name = passage.tokens, passage.words, met.name
    before = passage.beside(met.first, -1)
    after = passage.beside(met.last, +1)
    if not name.kinds or met.missing_kinds:
        for position in (before, after):
            if position is not None and is_everyday(words[position]):
                score = min(score, CAP)
                against.append(Note("everyday_word", {"raw": tokens[position].text}))
    if rest and passage.is_name:
        shown = " ".join(tokens[p].text for p in rest[:4])
        against.append(Note("more_words", {"raw": shown}))
        score -= 0.04 * min(len(rest), 2)
    if before is not None and before == met.first - 1 and len(name.telling) == 1:
        # "Pacific Meridian Alliance" is not the Meridian Alliance.
        word = words[before]
        is_english = name.words[0].language == "en" and not tokens[before].opens
        is_foreign = word.is_capital and not is_aside(word)
        if is_foreign and (passage.is_name or is_english) and not name.is_person:
            score = min(score, CAP)
            against.append(Note("word_before", {"raw": tokens[before].text}))
    for position in range(max(0, met.first - 4), met.first):
        if is_against(words[position]):
            against.append(Note("mention", {"raw": tokens[position].text}))
            break
    return score


def _judge_weak(passage: Passage, met: Alignment, *, is_whole: bool) -> Found:
    """Judge a weak alias: a hint as the whole name, else only a support."""
    against = [Note("weak_alias")]
    if is_whole and (met.method != "typo" or len(met.name.core) >= 8):
        score = 0.65 if met.score >= 0.9 else 0.6
        return Found(met.name.entry, _evidence(passage, met, score, against))
    is_exact = met.method not in ("typo", "transliteration")
    score = 0.5 if is_exact and _reads_as_name(passage, met) else 0.3
    return Found(met.name.entry, _evidence(passage, met, score, against), True)


def _evidence(
    passage: Passage, met: Alignment, score: float, against: list[Note]
) -> Evidence:
    pairs = sorted(met.pairs, key=lambda pair: pair[0])
    is_joined = any(passage.tokens[p].joined for p, _, _ in pairs)
    steps = [Note("written_apart")] if is_joined else []
    steps += [
        Note(likeness.method, {"raw": passage.raw(position), "listed": listed.text})
        for position, listed, likeness in pairs
        if likeness.method != "equal"
    ]
    if not met.is_in_order:
        steps.append(Note("word_order"))
    steps += [Note("kind_missing", {"listed": w.text}) for w in met.missing_kinds]
    steps += [Note("extra_word", {"raw": passage.raw(p)}) for p in met.inner_extra]
    asides = _asides(passage, met)
    if asides:
        steps.append(Note("aside_ignored", {"raw": " ".join(asides)}))
    method = met.method
    if is_joined and method in ("equal", "diacritics"):
        method = "spacing"
    return passage.value.evidence(
        *passage.place(met.first, met.last),
        met.name.text,
        met.name.strength,
        method,
        score,
        tuple(steps),
        tuple(against),
    )


def _asides(passage: Passage, met: Alignment) -> list[str]:
    """Give legal forms and kinds of group that stand beside a name in a name field."""
    if not passage.is_name:
        return []
    taken = {p for p, _, _ in met.pairs}
    return [
        passage.raw(p)
        for p, word in enumerate(passage.words)
        if p not in taken and is_aside(word) and len(word.text) > 1
    ][:6]


def judge_joined(
    passage: Passage, name: ListedName, first: int, last: int, method: str, score: float
) -> Found | None:
    """Judge words that make a name when they are written as one."""
    words = passage.words[first : last + 1]
    if len(words) == len(name.words) == 1 and method == "spacing":
        return None  # the same one word on both sides: an alignment has it
    plain = {word.base for word in words}
    if plain <= {w.base for w in name.words} and any(w.weight for w in name.words):
        return None  # likewise; but alignments pass over "The Foundation"
    is_whole = passage.is_name and not passage.foreign(*range(first, last + 1))
    is_support = False
    against: list[Note] = []
    core = "".join(word.base for word in words)
    if name.strength == WEAK or (name.core_is_weak and core == name.core):
        against.append(Note("weak_alias"))
        score = 0.65 if is_whole else 0.5
        is_support = not is_whole
    letters = len(name.core) + sum(len(w.base) for w in name.kinds)
    if not is_whole and (name.is_generic or letters < 8):
        score = min(score, CAP)
    if passage.value.kind == FieldKind.HANDLE:
        score = min(score, CAP)
    elif score > CAP and not _joined_reads_as_name(passage, first, last):
        score = CAP
        against.append(Note("ordinary_words"))
    step = Note(
        "joined_sound" if method == "transliteration" else "joined",
        {"raw": passage.raw(first, last), "listed": name.text},
    )
    evidence = passage.value.evidence(
        *passage.place(first, last),
        name.text,
        name.strength,
        method,
        score,
        (step,),
        tuple(against),
    )
    return Found(name.entry, evidence, is_support)


def _joined_reads_as_name(passage: Passage, first: int, last: int) -> bool:
    if passage.ignores_case(first, last) or passage.is_quoted(first, last):
        return True
    if any(c.isupper() for c in passage.tokens[first].text):
        return True
    # One long word that spells a whole name is no accident, however it begins.
    return first == last and len(passage.words[first].base) >= 12
