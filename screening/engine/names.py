"""Listed names, and how words of a submission are laid beside one.

A name's words weigh differently: what tells it from others counts whole and must be
met, a word for a kind of group ("league") counts a third, articles and legal forms
nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from .text import Token, read
from .words import METHODS, Likeness, Word, is_aside

STRONG, WEAK, ACRONYM = "strong", "weak", "acronym"
MOST_WORDS = 12
MOST_EXTRA = 1


class ListedName:
    """One name of an entry, its words weighed."""

    __slots__ = (
        "core_is_weak",
        "entry",
        "is_generic",
        "is_person",
        "kinds",
        "pairs",
        "strength",
        "telling",
        "text",
        "words",
    )

    def __init__(
        self,
        text: str,
        entry: int,
        strength: str,
        make_word: Callable[[str], Word],
    ) -> None:
        self.text = text
        self.entry = entry
        self.strength = strength
        self.core_is_weak = False
        tokens = read(text, keep_addresses=True).tokens[:MOST_WORDS]
        self.words = tuple(make_word(token.text) for token in tokens)
        self.is_person = any(word.is_person for word in self.words)
        self.telling = tuple(w for w in self.words if w.weight == 1)
        self.kinds = tuple(w for w in self.words if 0 < w.weight < 1)
        # "The Front": nothing but words that any group uses. Then they must all be met.
        self.is_generic = not self.telling
        if self.is_generic:
            self.telling = self.kinds or self.words
            self.kinds = ()
        self.pairs = tuple(_pairs(self))

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two names of one entry the same name."""
        return (self.strength, *sorted(w.base for w in self.telling + self.kinds))

    @property
    def core(self) -> str:
        """The telling words, joined."""
        return "".join(word.base for word in self.telling)

    def spellings(self) -> set[str]:
        """Give the name as one word: with and without small words and kinds."""
        words = self.words
        choices = [
            words,
            [w for w in words if w.weight > 0],
            [w for w in words if w in self.telling or w in self.kinds],
        ]
        if len(self.telling) > 1:
            choices.append(self.telling)
        significant = choices[1]
        if len(significant) == 2:
            choices.append(significant[::-1])
        joined = set()
        for choice in choices:
            joined.add("".join(word.base for word in choice))
            expanded = [list(word.bases)[-1] for word in choice]
            joined.add("".join(expanded))
        return {spelling for spelling in joined if len(spelling) >= 2}


def _pairs(name: ListedName) -> Iterator[tuple[Word, Word]]:
    """Choose the pairs by which a name is found: telling words, else kind and word."""
    telling = name.telling
    if len(telling) > 1:
        yield telling[0], telling[1]
        if len(telling) > 2:
            yield telling[-2], telling[-1]
        if len(telling) == 3:
            yield telling[0], telling[2]  # the middle word may hold the error
    else:
        for kind in name.kinds[:2]:
            yield kind, telling[0]


@dataclass(slots=True)
class Alignment:
    """Words of a text laid beside a listed name.

    `pairs` holds (token position, listed word, likeness) for every word that was met.
    """

    name: ListedName
    pairs: list[tuple[int, Word, Likeness]]
    missing_kinds: list[Word]
    inner_extra: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Position of the first token that belongs to the name."""
        return min(position for position, _, _ in self.pairs)

    @property
    def last(self) -> int:
        """Position of the last one."""
        return max(position for position, _, _ in self.pairs)

    @property
    def is_in_order(self) -> bool:
        """Whether the words stand as on the list."""
        order = {id(word): n for n, word in enumerate(self.name.words)}
        places = [order[id(word)] for _, word, _ in sorted(self.pairs, key=_position)]
        return places == sorted(places)

    @property
    def method(self) -> str:
        """The most telling method among the words."""
        found = {likeness.method for _, _, likeness in self.pairs}
        method = next(m for m in METHODS if m in found)
        if method in ("equal", "diacritics") and not self.is_in_order:
            return "word_order"
        return method

    def count(self, method: str) -> int:
        """Count the words that were met by a method."""
        return sum(likeness.method == method for _, _, likeness in self.pairs)

    @property
    def score(self) -> float:
        """How well the words fit, before anything around them is looked at."""
        weights = [word.weight or 1.0 for _, word, _ in self.pairs]
        fit = sum(
            weight * likeness.score
            for weight, (_, _, likeness) in zip(weights, self.pairs, strict=True)
        ) / sum(weights)
        missed = sum(word.weight for word in self.missing_kinds)
        coverage = sum(weights) / (sum(weights) + missed)
        score = fit * (0.88 + 0.12 * coverage)
        score -= 0.08 * len(self.inner_extra)
        typos = self.count("typo")
        if typos > 1:
            score -= 0.06 * (typos - 1)
        return score


def _position(pair: tuple[int, Word, Likeness]) -> int:
    return pair[0]


def align(
    name: ListedName,
    words: Sequence[Word],
    tokens: Sequence[Token],
    region: Sequence[int],
    compare: Callable[..., Likeness | None],
) -> Alignment | None:
    """Lay the words of a region (positions in the text) beside a name.

    None where a telling word of the name is not met, or where more than one foreign
    word stands between those that are.
    """
    pairs: list[tuple[int, Word, Likeness]] = []
    taken: set[int] = set()
    missing: list[Word] = []
    for listed in (*name.telling, *name.kinds):
        best: tuple[float, int, Likeness] | None = None
        for position in region:
            if position in taken:
                continue
            found = compare(words[position], listed)
            if found and (best is None or found.score > best[0] + 1e-9):
                best = (found.score, position, found)
            elif found and best and abs(found.score - best[0]) < 1e-9 and pairs:
                # Of two equal words the one nearer to what was met already.
                anchor = pairs[-1][0]
                if abs(position - anchor) < abs(best[1] - anchor):
                    best = (found.score, position, found)
        if best is not None:
            taken.add(best[1])
            pairs.append((best[1], listed, best[2]))
        elif listed in name.telling:
            return None
        else:
            missing.append(listed)
    alignment = Alignment(name, pairs, missing)
    first, last = alignment.first, alignment.last
    extra = [
        position
        for position in range(first + 1, last)
        if position not in taken and not is_aside(words[position])
    ]
    if len(extra) > MOST_EXTRA:
        # A kind word far away is no part of the name.
        return _without_kinds(alignment, words)
    if extra and tokens[first].clause != tokens[last].clause:
        return _without_kinds(alignment, words)
    alignment.inner_extra = extra
    return alignment


def _without_kinds(alignment: Alignment, words: Sequence[Word]) -> Alignment | None:
    name = alignment.name
    kept = [pair for pair in alignment.pairs if pair[1] not in name.kinds]
    if len(kept) == len(alignment.pairs) or not kept:
        return None
    shorter = Alignment(name, kept, list(name.kinds))
    inside = range(shorter.first + 1, shorter.last)
    taken = {position for position, _, _ in kept}
    extra = [p for p in inside if p not in taken and not is_aside(words[p])]
    if len(extra) > MOST_EXTRA:
        return None
    shorter.inner_extra = extra
    return shorter
