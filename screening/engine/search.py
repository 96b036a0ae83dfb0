"""Screening one submission: every field is read, every place that points at an entry noted.

`screen` is the only entrance. What a place is worth is decided in `_NameFinder` (names)
and in the small functions for addresses and handles; `_decide` puts the places of one
entry together. Score and level come from here alone, for every reader.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from .addresses import unwrap
from .handles import (
    Mention,
    handles_in_address,
    handles_in_field,
    handles_in_text,
)
from .letters import UNCASED, tricks_in
from .names import ACRONYM, STRONG, WEAK, Alignment, ListedName, align
from .report import ALERT, Evidence, Match, Note, Report, level_of
from .sounds import sounds
from .submissions import FieldKind, Submission
from .text import CLOSING_QUOTES, OPENING_QUOTES, Reading, read
from .watchlist import Watchlist, heard_initials
from .vocabulary import LEGAL
from .words import Word, is_against, is_aside, is_everyday

ENGINE_VERSION = "1.0"

WINDOW = 4  # words that tell something, from the first of a pair to the last
LONGEST_NAME_FIELD = 16  # words; a longer "name" is read as running text
MOST_JOINED = 6  # pieces that one word may be cut into
MOST_TEXT = 200_000  # characters of one value that are read
MOST_EVIDENCE = 6  # places kept for one entry
MOST_PLACES = 20  # places of one name that are looked at in one value
CAP = 0.75  # the score of what is a hint at most

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SMALL_BETWEEN = frozenset(
    "of the de la le les du des del della der die das di d l dell dem den van".split()
)


def screen(submission: Submission, watchlist: Watchlist) -> Report:
    """Look for every entry of the watchlist in every field of a submission."""
    found: dict[int, list[Evidence]] = {}
    support: dict[int, list[Evidence]] = {}
    unread = []
    for field, index, text, kind in submission.values():
        if len(text) > MOST_TEXT:
            unread.append(Note("cut", {"field": field, "characters": str(MOST_TEXT)}))
            text = text[:MOST_TEXT]
        finder = _FieldFinder(watchlist, field, index, text, kind)
        for entry, evidence, is_support in finder.find():
            (support if is_support else found).setdefault(entry, []).append(evidence)
    matches = []
    for number in found.keys() | support.keys():
        match = _decide(
            watchlist, number, found.get(number, []), support.get(number, []), submission
        )
        if match:
            matches.append(match)
    matches.sort(key=_urgency)
    return Report(tuple(matches), watchlist.version, ENGINE_VERSION, tuple(unread))


def _urgency(match: Match) -> tuple[bool, int, float, str]:
    # Scores saturate: level first, then how many places, then the score.
    return match.level != ALERT, -len(match.evidence), -match.score, match.entry_id


class _FieldFinder:
    """Finds what points at entries in one value of one field."""

    def __init__(
        self, watchlist: Watchlist, field: str, index: int, text: str, kind: FieldKind
    ) -> None:
        self.watchlist = watchlist
        self.field = field
        self.index = index
        self.text = text
        self.kind = kind

    def find(self) -> Iterator[tuple[int, Evidence, bool]]:
        """Give (entry, evidence, whether it only counts beside other evidence)."""
        if self.kind == FieldKind.LINK:
            yield from self._addresses(0, len(self.text))
            return
        reading = read(self.text)
        for start, end in reading.addresses:
            yield from self._addresses(start, end)
        if self.kind == FieldKind.HANDLE:
            for mention in handles_in_field(self.text):
                yield from self._handles(mention, in_field=True)
        elif "@" in self.text or ":" in self.text:
            for mention in handles_in_text(self.text):
                yield from self._handles(mention, in_field=False)
        yield from _NameFinder(self, reading).find()

    def evidence(
        self,
        start: int,
        end: int,
        listed: str,
        strength: str,
        method: str,
        score: float,
        steps: tuple[Note, ...] = (),
        against: tuple[Note, ...] = (),
    ) -> Evidence:
        """Make an evidence for a place of this value."""
        raw = self.text[start:end]
        return Evidence(
            self.field,
            self.index,
            _UNSTORABLE.sub("\ufffd", raw),
            start,
            end,
            listed,
            strength,
            method,
            round(min(score, 1.0), 3),
            steps,
            tuple(tricks_in(raw)),
            against,
        )

    def _addresses(self, start: int, end: int) -> Iterator[tuple[int, Evidence, bool]]:
        raw = self.text[start:end]
        seen = set()
        for address, is_inner in unwrap(raw):
            steps = (Note("unwrapped", {"address": address.shown}),) if is_inner else ()
            for number, listed in self.watchlist.with_address(address):
                if number in seen:
                    continue
                seen.add(number)
                method = "mail_domain" if address.is_mail else "address"
                score = 0.97 if address.is_mail else 0.99 if is_inner else 1.0
                yield (
                    number,
                    self.evidence(
                        start, end, listed.shown, "address", method, score, steps
                    ),
                    False,
                )
            for handle in handles_in_address(address):
                for evidence in self._handles(
                    Mention(handle, start, end), in_field=True, steps=steps
                ):
                    yield evidence

    def _handles(
        self, mention: Mention, *, in_field: bool, steps: tuple[Note, ...] = ()
    ) -> Iterator[tuple[int, Evidence, bool]]:
        handle, start, end = mention
        for number, listed in self.watchlist.with_handle(handle):
            shown = f"{listed.platform}:{listed.name}" if listed.platform else listed.name
            against: tuple[Note, ...] = ()
            if handle.platform == listed.platform:
                method, score = "handle", 0.98
            elif not handle.platform or not listed.platform:
                method, score = "handle_anywhere", 0.95
                if not in_field:
                    score = 0.9 if len(handle.name) >= 6 else CAP
            else:
                method, score = "handle_elsewhere", 0.7
                against = (Note("other_platform", {"platform": listed.platform}),)
            yield (
                number,
                self.evidence(start, end, shown, "handle", method, score, steps, against),
                False,
            )


class _NameFinder:
    """Finds listed names among the words of one reading."""

    def __init__(self, finder: _FieldFinder, reading: Reading) -> None:
        self.finder = finder
        self.watchlist = watchlist = finder.watchlist
        self.text = finder.text
        self.tokens = reading.tokens
        book = watchlist.book
        self.compare = book.likeness
        held = [book.word(token.text) for token in reading.tokens]
        self.words = [word for word, _ in held]
        self.keys = [keys for _, keys in held]
        # Words that can belong to a name: all but articles and legal forms.
        self.telling = [p for p, word in enumerate(self.words) if word.weight > 0]
        self.is_name = (
            finder.kind == FieldKind.NAME and len(self.telling) <= LONGEST_NAME_FIELD
        )
        self.has_capitals = any(c.isupper() for c in self.text)
        # Names written as typed on a phone, or all in capitals, say nothing by their case.
        self.is_shouting = self.text.isupper()

    def find(self) -> Iterator[tuple[int, Evidence, bool]]:
        """Give (entry, evidence, whether it only counts beside other evidence)."""
        if not self.words:
            return
        seen: set[tuple[int, int, int]] = set()
        for alignment in self._alignments():
            key = (id(alignment.name), alignment.first, alignment.last)
            if key in seen:
                continue
            seen.add(key)
            yield from self._judge(alignment)
        yield from self._joined()
        if self.is_name:
            yield from self._nearly_joined()
        yield from self._acronyms()

    # Candidates

    def _alignments(self) -> Iterator[Alignment]:
        names = self.watchlist.names
        telling = self.telling
        tokens = self.tokens
        places: Counter[int] = Counter()
        known = self.watchlist.known
        keys = [known(self.keys[p]) for p in telling]
        reach = len(telling) if self.is_name else WINDOW
        done: set[tuple[int, int]] = set()
        for i, position in enumerate(telling):
            clause = tokens[position].clause
            word = self.words[position]
            for number in self.watchlist.with_single(word, cores=self.is_name):
                if (number, i) in done or places[number] >= MOST_PLACES:
                    continue
                done.add((number, i))
                if self.compare(word, names[number].telling[0]):
                    places[number] += 1
                    yield from self._align(names[number], [position])
            if not any(keys[i]):
                continue
            for j in range(i + 1, min(i + reach, len(telling))):
                if not self.is_name and tokens[telling[j]].clause != clause:
                    break
                for number in self.watchlist.with_pair(keys[i], keys[j]):
                    name = names[number]
                    if (number, -1 - i) in done or places[number] >= MOST_PLACES:
                        continue
                    if self._holds_pair(name, word, self.words[telling[j]]):
                        done.add((number, -1 - i))
                        places[number] += 1
                        yield from self._align(name, self._region(name, i, j))

    def _holds_pair(self, name: ListedName, first: Word, second: Word) -> bool:
        """Say whether two words are like one of the pairs by which a name is found."""
        compare = self.compare
        return any(
            (compare(first, a) and compare(second, b))
            or (compare(first, b) and compare(second, a))
            for a, b in name.pairs
        )

    def _region(self, name: ListedName, i: int, j: int) -> list[int]:
        telling = self.telling
        if self.is_name:
            return telling
        around = max(WINDOW - 1, len(name.telling) + len(name.kinds))
        clause = self.tokens[telling[i]].clause
        return [
            p
            for p in telling[max(0, i - around) : j + around]
            if self.tokens[p].clause == clause
        ]

    def _align(self, name: ListedName, region: list[int]) -> Iterator[Alignment]:
        found = align(name, self.words, self.tokens, region, self.compare)
        if found:
            yield found

    # Judging an alignment

    def _judge(self, found: Alignment) -> Iterator[tuple[int, Evidence, bool]]:
        name = found.name
        score = found.score
        against = []
        rest = self._rest(found)
        is_whole = self.is_name and not rest and not found.inner_extra
        core_only = bool(found.missing_kinds) and len(found.missing_kinds) == len(
            name.kinds
        )
        if name.strength == WEAK or (core_only and name.core_is_weak):
            if name.strength == WEAK or is_whole:
                yield self._weak(found, is_whole=is_whole)
            return
        is_single = len(found.pairs) == 1
        if core_only and len(name.telling) == 1:
            # "Bund Falkenhorn" met by its one telling word: too little to be warned of.
            if not is_whole or found.method == "typo":
                return
            score = min(score, 0.65)
        elif is_single:
            score = self._single(found, is_whole=is_whole)
            if not score:
                return
        elif self._is_uncertain_sound(found):
            score = min(score, CAP)
        if name.is_person and found.inner_extra:
            score = min(score, 0.82) if len(found.inner_extra) == 1 else 0
            if self._crosses_clause(found):
                return
        elif self._crosses_clause(found) and (rest or found.inner_extra):
            score = min(score, CAP)
        if name.is_generic and not is_whole:
            score = min(score, CAP)
            against.append(Note("generic"))
        parted = self._is_parted(found)
        if parted and not self.is_name:
            score = min(score, CAP)
            against.append(Note("parted", {"raw": parted}))
        if not self._reads_as_name(found):
            if parted or not found.is_in_order:
                return
            score = min(score, CAP)
            against.append(Note("ordinary_words"))
        score, against = self._surroundings(found, score, against, rest)
        if self.finder.kind == FieldKind.HANDLE:
            score = min(score, CAP)
        if level_of(score):
            yield name.entry, self._evidence(found, score, against), False

    def _rest(self, found: Alignment) -> list[int]:
        """Foreign words of the clauses in which the name stands, outside it."""
        clauses = {self.tokens[p].clause for p, _, _ in found.pairs}
        taken = {p for p, _, _ in found.pairs}
        return [
            p
            for p in self.telling
            if p not in taken
            and p not in found.inner_extra
            and self.tokens[p].clause in clauses
            and not is_aside(self.words[p])
        ]

    def _single(self, found: Alignment, *, is_whole: bool) -> float:
        """Judge a name of one word: exact or inflected, more only as a whole name."""
        (_, listed, likeness) = found.pairs[0]
        score = likeness.score
        letters = len(listed.base)
        if likeness.method == "typo" and letters < (8 if is_whole else 10):
            return 0
        if likeness.method == "transliteration":
            if letters < 5 or (not is_whole and (letters < 7 or score < 0.92)):
                return 0
            return score if is_whole and letters >= 6 else min(score, CAP)
        if letters < 2 and not is_whole:
            return 0
        if letters < 4:
            return 0.6 if is_whole else 0
        if not is_whole and letters < 6 and likeness.method == "inflected":
            return min(score, CAP)
        if not is_whole and self.is_name and letters < 7:
            return min(score, CAP)
        return score

    def _is_uncertain_sound(self, found: Alignment) -> bool:
        """Say whether a name is met by sounds alone, and by too few of them."""
        heard = [
            (listed, likeness)
            for _, listed, likeness in found.pairs
            if likeness.method == "transliteration"
        ]
        if len(heard) < len(found.pairs):
            return False
        return sum(len(listed.base) for listed, _ in heard) < 7

    def _is_parted(self, found: Alignment) -> str:
        """Give the words between those of the name that do not belong there.

        One foreign word may stand inside a name of three words; a small word ("at",
        "and") only where the listed name has one.
        """
        taken = {p for p, _, _ in found.pairs}
        own = {word.base for word in found.name.words}
        parting = [
            self.tokens[p].text
            for p in range(found.first, found.last)
            if p not in taken
            and (p not in found.inner_extra or len(found.name.telling) < 3)
            and self.words[p].base not in _SMALL_BETWEEN | own
            and not (self.words[p].weight and is_aside(self.words[p]))
            and not self.words[p].base in LEGAL
        ]
        return " ".join(parting)

    def _crosses_clause(self, found: Alignment) -> bool:
        return self.tokens[found.first].clause != self.tokens[found.last].clause

    def _surroundings(
        self, found: Alignment, score: float, against: list[Note], rest: list[int]
    ) -> tuple[float, list[Note]]:
        """Weigh what stands beside a name: streets and shops, foreign words, protest."""
        before = self._beside(found.first, -1)
        after = self._beside(found.last, +1)
        if not found.name.kinds or found.missing_kinds:
            for position in (before, after):
                if position is not None and is_everyday(self.words[position]):
                    score = min(score, CAP)
                    raw = self.tokens[position].text
                    against.append(Note("everyday_word", {"raw": raw}))
        few_words = len(found.name.telling) == 1 and not found.name.is_person
        if rest and self.is_name:
            shown = " ".join(self.tokens[p].text for p in rest[:4])
            against.append(Note("more_words", {"raw": shown}))
            score -= 0.04 * min(len(rest), 2)
        if few_words and before is not None and before == found.first - 1:
            word = self.words[before]
            foreign = not is_aside(word) and word.is_capital
            english = found.name.words[0].language == "en"
            opens = self.tokens[before].opens and not self.is_name
            if foreign and (self.is_name or english) and not opens:
                score = min(score, CAP)
                raw = self.tokens[before].text
                against.append(Note("word_before", {"raw": raw}))
        for position in range(max(0, found.first - 4), found.first):
            if is_against(self.words[position]):
                against.append(Note("mention", {"raw": self.tokens[position].text}))
                break
        return score, against

    def _beside(self, position: int, step: int) -> int | None:
        """The next word in the same clause, over articles where one looks back."""
        clause = self.tokens[position].clause
        other = position + step
        while 0 <= other < len(self.words) and self.tokens[other].clause == clause:
            if step > 0 or self.words[other].base not in _SMALL_BETWEEN:
                return other
            other += step
        return None

    def _reads_as_name(self, found: Alignment) -> bool:
        """Say whether capitals, quotes or the field show that a name is meant.

        Scripts without capitals show nothing and are taken for names.
        """
        if self.is_name or self.is_shouting or self.finder.kind != FieldKind.TEXT:
            return True
        first, last = found.first, found.last
        tokens, words = self.tokens, self.words
        if words[first].script in UNCASED or any(
            tokens[p].joined for p, _, _ in found.pairs
        ):
            return True
        start, end = tokens[first].start, tokens[last].end
        if self._is_quoted(start, end):
            return True
        capitals = [
            p for p, w, _ in found.pairs if tokens[p].text[0].isupper() or w.has_digit
        ]
        if any(not tokens[p].opens for p in capitals):
            return True
        if any(len(tokens[p].text) > 3 and tokens[p].text.isupper() for p in capitals):
            return True
        if capitals and len(found.name.words) == 1:
            # A strong name of one word was listed because it is no ordinary word.
            return len(found.name.text) >= 6
        if any(like.method in ("homoglyph", "leet") for _, _, like in found.pairs):
            return True
        full = not found.missing_kinds and len(found.pairs) >= 3
        return full and (not self.has_capitals or bool(capitals))

    def _is_quoted(self, start: int, end: int) -> bool:
        before = self.text[max(0, start - 1) : start]
        after = self.text[end : end + 1]
        if before in ("#", "@", "&"):
            return True
        return (before != "" and before in OPENING_QUOTES) or (
            after != "" and after in CLOSING_QUOTES and after != "'"
        )

    def _weak(
        self, found: Alignment, *, is_whole: bool
    ) -> tuple[int, Evidence, bool]:
        """Judge a weak alias: a hint as the whole name, else only a support."""
        fits = found.method not in ("typo",) or len(found.name.core) >= 8
        if is_whole and fits:
            score = 0.65 if found.score >= 0.9 else 0.6
            against = [Note("weak_alias")]
            return found.name.entry, self._evidence(found, score, against), False
        if found.method in ("typo", "transliteration") or not self._reads_as_name(found):
            score = 0.3
        else:
            score = 0.5
        evidence = self._evidence(found, score, [Note("weak_alias")])
        return found.name.entry, evidence, True

    def _evidence(
        self, found: Alignment, score: float, against: list[Note]
    ) -> Evidence:
        tokens = self.tokens
        pairs = sorted(found.pairs, key=lambda pair: pair[0])
        steps = [
            Note(
                likeness.method,
                {
                    "raw": _UNSTORABLE.sub("\ufffd", self._raw(position)),
                    "listed": listed.text,
                },
            )
            for position, listed, likeness in pairs
            if likeness.method != "equal"
        ]
        if not found.is_in_order:
            steps.append(Note("word_order"))
        if any(tokens[p].joined for p, _, _ in pairs):
            steps.insert(0, Note("written_apart"))
        steps.extend(Note("kind_missing", {"listed": w.text}) for w in found.missing_kinds)
        steps.extend(
            Note("extra_word", {"raw": tokens[p].text}) for p in found.inner_extra
        )
        asides = self._asides(found)
        if asides:
            steps.append(Note("aside_ignored", {"raw": " ".join(asides)}))
        method = found.method
        if method in ("equal", "diacritics") and any(tokens[p].joined for p, _, _ in pairs):
            method = "spacing"
        start = min(tokens[p].start for p, _, _ in pairs)
        end = max(tokens[p].end for p, _, _ in pairs)
        return self.finder.evidence(
            start,
            end,
            found.name.text,
            found.name.strength,
            method,
            score,
            tuple(steps),
            tuple(against),
        )

    def _raw(self, position: int) -> str:
        token = self.tokens[position]
        return self.text[token.start : token.end]

    def _asides(self, found: Alignment) -> list[str]:
        """Legal forms and kinds of group that stand beside a name in a name field."""
        if not self.is_name:
            return []
        taken = {p for p, _, _ in found.pairs}
        return [
            self._raw(p)
            for p, word in enumerate(self.words)
            if p not in taken and is_aside(word) and len(word.text) > 1
        ][:6]

    # Names written as one word, or cut in pieces

    def _joined(self) -> Iterator[tuple[int, Evidence, bool]]:
        places: Counter[int] = Counter()
        for number, i, j, method, score in self._joined_places():
            places[number] += 1
            if places[number] <= MOST_PLACES:
                yield from self._judge_joined(number, i, j, method, score)

    def _joined_places(self) -> Iterator[tuple[int, int, int, str, float]]:
        """Give (name, first word, last word, method, score) of names as one word."""
        watchlist = self.watchlist
        tokens, words = self.tokens, self.words
        for i, word in enumerate(words):
            joined = ""
            for j in range(i, min(i + MOST_JOINED, len(words))):
                if tokens[j].clause != tokens[i].clause and not self.is_name:
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
        if self.is_name and self.telling and 1 < len(words) <= LONGEST_NAME_FIELD:
            whole = "".join(words[p].lowered for p in self.telling)
            for key in sounds(whole, words[self.telling[0]].script)[:4]:
                for number in watchlist.with_sound(key):
                    yield number, 0, len(words) - 1, "transliteration", 0.9

    def _judge_joined(
        self, number: int, i: int, j: int, method: str, score: float
    ) -> Iterator[tuple[int, Evidence, bool]]:
        name = self.watchlist.names[number]
        tokens = self.tokens
        if i == j and len(name.words) == 1 and method == "spacing":
            return  # the same one word on both sides: `_alignments` has it
        plain = [w.base for w in self.words[i : j + 1]]
        if plain == [w.base for w in name.words] and any(w.weight for w in name.words):
            return  # likewise; but `_alignments` passes over "The Foundation"
        outside = [
            p
            for p in self.telling
            if not i <= p <= j and not is_aside(self.words[p])
        ]
        is_whole = self.is_name and not outside
        against: list[Note] = []
        is_support = False
        letters = len(name.core) + sum(len(w.base) for w in name.kinds)
        if name.strength == WEAK or (name.core_is_weak and name.kinds):
            core = "".join(w.base for w in self.words[i : j + 1])
            if name.strength == WEAK or core == name.core:
                against.append(Note("weak_alias"))
                score = 0.65 if is_whole else 0.5
                is_support = not is_whole
        if name.is_generic and not is_whole:
            score = min(score, CAP)
        if letters < 8 and not is_whole:
            score = min(score, CAP)
        if self.finder.kind == FieldKind.HANDLE:
            # Like a listed name, but not a handle that is listed.
            score = min(score, CAP)
        elif not self.is_name and score > CAP and not self._joined_reads_as_name(i, j):
            score = CAP
            against.append(Note("ordinary_words"))
        step = Note(
            "joined" if method != "transliteration" else "joined_sound",
            {
                "raw": _UNSTORABLE.sub(
                    "\ufffd", self.text[tokens[i].start : tokens[j].end]
                ),
                "listed": name.text,
            },
        )
        evidence = self.finder.evidence(
            tokens[i].start,
            tokens[j].end,
            name.text,
            name.strength,
            method,
            score,
            (step,),
            tuple(against),
        )
        yield name.entry, evidence, is_support

    def _joined_reads_as_name(self, i: int, j: int) -> bool:
        tokens = self.tokens
        if self.is_shouting or self.words[i].script in UNCASED:
            return True
        if any(tokens[p].joined for p in range(i, j + 1)):
            return True
        if self.finder.kind != FieldKind.TEXT:
            return True
        if self._is_quoted(tokens[i].start, tokens[j].end):
            return True
        # One long word that spells a whole name is no accident, however it begins.
        letters = sum(len(self.words[p].base) for p in range(i, j + 1))
        return any(c.isupper() for c in tokens[i].text) or (i == j and letters >= 12)

    def _nearly_joined(self) -> Iterator[tuple[int, Evidence, bool]]:
        """Typing errors in names that are written as one word on one side."""
        words = [self.words[p] for p in self.telling]
        joined = "".join(word.base for word in words)
        if not words or len(words) > 8:
            return
        for number, errors in self.watchlist.near_spelling(joined):
            name = self.watchlist.names[number]
            one_sided = (len(words) == 1) != (len(name.telling + name.kinds) == 1)
            if name.strength != STRONG or not one_sided or name.core_is_weak:
                continue
            tokens = self.tokens
            first, last = self.telling[0], self.telling[-1]
            score = 1 - 0.8 * errors / len(joined) - 0.03
            step = Note(
                "typo",
                {
                    "raw": self.text[tokens[first].start : tokens[last].end],
                    "listed": name.text,
                },
            )
            evidence = self.finder.evidence(
                tokens[first].start,
                tokens[last].end,
                name.text,
                name.strength,
                "typo",
                score,
                (step,),
            )
            yield name.entry, evidence, False

    # Acronyms

    def _acronyms(self) -> Iterator[tuple[int, Evidence, bool]]:
        rest = [p for p in self.telling if not is_aside(self.words[p])]
        for position, word in enumerate(self.words):
            token = self.tokens[position]
            if len(word.text) > 10:
                continue
            is_whole = self.is_name and (not rest or rest == [position])
            numbers = []
            for base in word.bases:
                numbers += self.watchlist.with_acronym(base)
            if is_whole and not numbers:
                for key in heard_initials(word.lowered):
                    numbers += self.watchlist.with_acronym(key)
            for number in dict.fromkeys(numbers):
                name = self.watchlist.names[number]
                if is_whole:
                    score = 0.65
                elif token.text.isupper() or word.script in UNCASED:
                    score = 0.5
                else:
                    continue
                evidence = self.finder.evidence(
                    token.start,
                    token.end,
                    name.text,
                    ACRONYM,
                    "acronym",
                    score,
                    (),
                    (Note("acronym"),),
                )
                yield name.entry, evidence, not is_whole


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
    score = found[0].score
    strengths = {evidence.strength for evidence in found}
    if score < 0.8 and strengths <= {WEAK, ACRONYM}:
        others = {e.strength for e in support if e.score >= 0.5} | strengths
        country = submission.country.upper()
        if {WEAK, ACRONYM} <= others:
            score = 0.8
        elif country and country in entry.countries:
            score = min(score + 0.05, CAP)
    against = []
    country = submission.country.upper()
    if country and entry.countries and country not in entry.countries:
        listed = ", ".join(entry.countries)
        against.append(Note("other_country", {"country": country, "listed": listed}))
    if entry.level == "note":
        score = min(score, CAP)
        against.append(Note("note_only"))
    level = level_of(score)
    if not level:
        return None
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

