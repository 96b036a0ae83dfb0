"""One word: the ways to read it, and how like a listed word it is.

A `Word` is built once for each spelling and kept by the watchlist (`WordBook`), since
most words of a text come again. `likeness` answers for two words; names are put
together from it in `names.py`.
"""

from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

from rapidfuzz.distance import OSA

from .inflection import is_inflected, without_prefixes
from .letters import (
    CYRILLIC,
    HEBREW,
    LATIN,
    UNCASED,
    expand_umlauts,
    fold,
    respell,
    script_of,
    scripts_in,
    unleet,
)
from .sounds import coarse, consonants, sounds
from .vocabulary import AGAINST, EVERYDAY, LEGAL, STOP, TITLES, TYPE

LONGEST_WORD = 48
_SERIAL = count()
# Of adjectival surnames only: -ова is also the genitive of -ов.
_FEMININE_ENDINGS = (
    *("ая", "яя", "ую", "юю", "ська", "цька"),
    *("aya", "aja", "aia", "aïa", "ska", "cka"),
)

# How a word came to match, the most telling first: a name takes the first that occurs.
METHODS = (
    "leet",
    "homoglyph",
    "typo",
    "transliteration",
    "inflected",
    "spacing",
    "diacritics",
    "equal",
)


class Likeness(NamedTuple):
    """How like a word is to a listed one: score from 0 to 1, and by which method."""

    score: float
    method: str


class Word:
    """A spelling with its readings; `listed` words also know their language."""

    __slots__ = (
        "_frames",
        "_sounds",
        "apart",
        "bases",
        "has_digit",
        "is_capital",
        "is_person",
        "language",
        "lowered",
        "script",
        "serial",
        "text",
        "weight",
    )

    def __init__(
        self,
        text: str,
        language: str = "",
        *,
        listed: bool = False,
        is_person: bool = False,
    ) -> None:
        text = text[:LONGEST_WORD]
        self.text = text
        # Names the word in the memory of likenesses.
        self.serial = next(_SERIAL)
        self.is_person = is_person
        self.language = language
        self.lowered = lowered = text.lower()
        scripts = scripts_in(text)
        self.script = script = scripts[0] if scripts else ""
        self.has_digit = any(c.isdigit() for c in text)
        self.is_capital = text[0] != lowered[0] or script in UNCASED
        # Folded reading -> how it was come by ("" for the word as it stands).
        self.bases = {}
        # Small letters with diacritics, for the sounds, of each reading.
        self.apart = []
        self._add(lowered, script, "")
        if not listed and not lowered.isascii() and len(scripts) > 1:
            for other in scripts[:3]:
                self._add(respell(text, other), other, "homoglyph")
        if not listed and not lowered.isalpha():
            self._add_signs(text, lowered, scripts)
        if script == HEBREW:
            for shorter in without_prefixes(fold(lowered)):
                self.bases.setdefault(shorter, "inflected")
                self.apart.append((shorter, HEBREW))
        self.weight = _weight(self)
        self._sounds = None
        self._frames = None

    def _add(self, lowered: str, script: str, trick: str) -> None:
        self.apart.append((lowered, script))
        self.bases.setdefault(fold(lowered), trick)
        if not lowered.isascii():
            expanded = expand_umlauts(lowered)
            if expanded != lowered:
                self.bases.setdefault(fold(expanded), trick or "diacritics")

    def _add_signs(self, text: str, lowered: str, scripts: list[str]) -> None:
        """Read apostrophes as nothing, digits and signs as letters."""
        letters = [c for c in lowered if c.isalnum() or c in "@$!|€+"]
        joined = "".join(letters)
        if joined != lowered and joined:
            self.bases.setdefault(fold(joined), "diacritics")
            self.apart.append((joined, self.script))
            head = lowered.split("'")[0].split("’")[0]
            if len(head) >= 3 and len(lowered) - len(head) <= 5:
                self.bases.setdefault(fold(head), "inflected")
        if not scripts or joined.isalpha():
            return
        for script in scripts[:2]:
            spelt = respell(joined, script) if len(scripts) > 1 else joined
            for reading in unleet(spelt, script):
                self._add(reading, script, "leet")
        bare = joined.strip("@$!|€+")
        if bare != joined and bare:
            self._add(bare, self.script, "")

    @property
    def base(self) -> str:
        """The folded word as it stands."""
        return next(iter(self.bases))

    @property
    def sounds(self) -> tuple[str, ...]:
        """The sound keys of all readings."""
        if self._sounds is None:
            keys = []
            for lowered, script in self.apart[:4]:
                if script:
                    keys.extend(sounds(lowered, script, self.language))
                    if self.language:
                        keys.extend(sounds(lowered, script)[:4])
            self._sounds = tuple(dict.fromkeys(keys))
            self.apart = ()
        return self._sounds

    @property
    def frames(self) -> dict[str, None]:
        """The coarse consonants of all readings, in order."""
        if self._frames is None:
            self._frames = {coarse(consonants(key)): None for key in self.sounds}
        return self._frames


def _weight(word: Word) -> float:
    bases = word.bases
    if any(base in STOP or base in LEGAL for base in bases):
        return 0.0
    if word.has_digit:
        return 1.0
    if len(word.text) == 1:
        return 0.0
    return 0.35 if any(base in TYPE for base in bases) else 1.0


def is_aside(word: Word) -> bool:
    """Say whether a word beside a name adds nothing: article, form, title, kind."""
    return (
        word.weight < 1 or not word.script or any(base in TITLES for base in word.bases)
    )


def is_everyday(word: Word) -> bool:
    """Say whether a word beside a name speaks of a street, a shop, a choir."""
    return any(base in EVERYDAY for base in word.bases)


def is_against(word: Word) -> bool:
    """Say whether a word speaks against what follows."""
    return word.base in AGAINST


class Keys(NamedTuple):
    """Short forms of a word, each an integer: two words that are alike share some.

    `sound`: first consonants, coarsely; `head`: first letters; `tail`: last three. For
    short words `start`: first two letters; `bones`: first two consonants.
    """

    sound: tuple[int, ...]
    head: tuple[int, ...]
    tail: tuple[int, ...]
    start: tuple[int, ...]
    bones: tuple[int, ...]


def _hashes(kind: str, forms: Iterable[str]) -> tuple[int, ...]:
    return tuple({hash(kind + form): None for form in forms})


def keys_of(word: Word) -> Keys:
    """Give the keys of a submitted word, short and long: the list may have either."""
    skeletons = list(word.frames)[:16]
    bases = list(word.bases)[:10]
    # What is listed with six letters may be submitted with a longer ending.
    is_short = len(word.text) <= 10
    return Keys(
        _hashes("c", [s[:n] for s in skeletons for n in (3, 4)]),
        _hashes("h", [b[:n] for b in bases for n in (3, 4)]),
        _hashes("t", [b[-3:] for b in bases]),
        _hashes("s", [b[:2] for b in bases]) if is_short else (),
        _hashes("b", [s[:2] for s in skeletons]) if is_short else (),
    )


def listed_keys_of(word: Word) -> Keys:
    """Give the keys of a listed word: long words have long ones, short words loose."""
    skeletons = list(word.frames)[:16]
    bases = list(word.bases)[:4]
    letters = len(word.text)
    return Keys(
        _hashes("c", [s[: 4 if len(s) >= 5 else 3] for s in skeletons]),
        _hashes("h", [b[: 4 if len(b) >= 8 else 3] for b in bases]),
        _hashes("t", [b[-3:] for b in bases]),
        _hashes("s", [b[:2] for b in bases]) if letters <= 6 else (),
        _hashes("b", [s[:2] for s in skeletons]) if letters <= 5 else (),
    )


def likeness(word: Word, listed: Word) -> Likeness | None:
    """Compare a word with a listed one; None where they are not alike.

    A person's name takes no feminine form of a masculine surname and fewer typing
    errors.
    """
    if word.lowered == listed.lowered:
        return Likeness(1.0, "equal")
    shared = word.bases.keys() & listed.bases.keys()
    if shared:
        return min(
            (_reading(word.bases[base] or listed.bases[base]) for base in shared),
            key=lambda found: -found.score,
        )
    if listed.has_digit or not word.script or not listed.script:
        return None
    if listed.is_person and _is_feminine(word) and not _is_feminine(listed):
        return None
    best = None
    for base, trick in list(word.bases.items())[:10]:
        found = _compare_spelling(base, listed)
        if found and trick in ("homoglyph", "leet"):
            found = Likeness(found.score - 0.02, trick)
        if found and (best is None or found.score > best.score):
            best = found
    heard = _compare_sounds(word, listed)
    if heard and (best is None or heard.score > best.score):
        return heard
    return best


def _reading(trick: str) -> Likeness:
    return _READINGS[trick]


_READINGS = {
    "": Likeness(0.99, "diacritics"),
    "diacritics": Likeness(0.98, "diacritics"),
    "homoglyph": Likeness(0.97, "homoglyph"),
    "leet": Likeness(0.97, "leet"),
    "inflected": Likeness(0.95, "inflected"),
}


def _compare_spelling(base: str, listed: Word) -> Likeness | None:
    target = listed.base
    script = listed.script
    if not base or not target or script_of(base[0]) != script_of(target[0]):
        return None
    is_near = base[:2] == target[:2] or len(target) <= 5 or script == HEBREW
    if is_near and is_inflected(base, target, script, listed.language):
        return Likeness(0.93, "inflected")
    length = len(target)
    if length < 4 or abs(length - len(base)) > 2:
        return None
    allowed = 2 if length >= 9 and not listed.is_person else 1
    distance = OSA.distance(base, target, score_cutoff=allowed)
    if distance > allowed:
        return None
    # Four letters change into another word easily; a kind of group may change more.
    if length == 4 and base[0] != target[0]:
        return None
    if length == 4 and base[-1] != target[-1] and listed.weight == 1:
        return None
    return Likeness(round(1 - 0.8 * distance / length, 3), "typo")


def _is_feminine(word: Word) -> bool:
    return word.lowered.endswith(_FEMININE_ENDINGS)


def _compare_sounds(word: Word, listed: Word) -> Likeness | None:
    same_script = word.script == listed.script
    alike_frames = word.frames.keys() & listed.frames.keys()
    if HEBREW in (word.script, listed.script):
        # Vowels are not written there: consonants decide, two at least.
        if not same_script and any(len(frame) >= 2 for frame in alike_frames):
            return Likeness(0.9, "transliteration")
        return None
    if same_script and (not alike_frames or listed.script not in (LATIN, CYRILLIC)):
        return None
    ours, theirs = word.sounds, listed.sounds
    if any(len(key) >= 3 for key in set(ours).intersection(theirs)):
        return Likeness(0.92 if same_script else 0.95, "transliteration")
    best = _compare_frames(ours, theirs, same_script) if alike_frames else 0
    if not best and not same_script and _is_misheard(ours, theirs):
        best = 0.86
    return Likeness(best, "transliteration") if best else None


def _compare_frames(
    ours: tuple[str, ...], theirs: tuple[str, ...], same_script: bool
) -> float:
    """Score keys that differ in vowels, or in sounds that lost their diacritics."""
    best = 0.0
    for key in ours:
        bones = consonants(key)
        for other in theirs:
            if abs(len(key) - len(other)) > 2:
                continue
            if coarse(consonants(key[0])) != coarse(consonants(other[0])):
                continue
            frame = consonants(other)
            same_length = not same_script and len(key) == len(other)
            if bones == frame and (len(bones) >= 3 or same_length):
                best = max(best, 0.88 if same_script else 0.9)
            elif not same_script and len(bones) >= 3 and coarse(bones) == coarse(frame):
                best = max(best, 0.88)
    return best


def _is_misheard(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Say whether long keys differ in one sound, very long ones in two."""
    for key in ours[:4]:
        for other in theirs[:8]:
            longest = max(len(key), len(other))
            if longest >= 6 and key[0] == other[0]:
                allowed = 2 if longest >= 10 else 1
                if OSA.distance(key, other, score_cutoff=allowed) <= allowed:
                    return True
    return False


class WordBook:
    """Remembers words and likenesses, up to a number: texts repeat themselves."""

    def __init__(self, size: int = 20_000) -> None:
        self.size = size
        self._words: dict[str, tuple[Word, Keys]] = {}
        # By number, not by pair of words: the garbage collector passes numbers over.
        self._alike: dict[int, Likeness | None] = {}

    def word(self, text: str) -> tuple[Word, Keys]:
        """Give a submitted word with its keys."""
        held = self._words.get(text)
        if held is None:
            if len(self._words) >= self.size:
                self._words = {}
                self._alike = {}
            word = Word(text)
            held = self._words[text] = (word, keys_of(word))
        return held

    def likeness(self, word: Word, listed: Word) -> Likeness | None:
        """Compare a submitted word with a listed one."""
        pair = word.serial << 40 | listed.serial
        try:
            return self._alike[pair]
        except KeyError:
            pass
        if len(self._alike) >= self.size * 8:
            self._alike = {}
        found = self._alike[pair] = likeness(word, listed)
        return found
