"""One value of one field while it is read: its words, and what stands around them."""

import re
from typing import NamedTuple

from .letters import UNCASED, tricks_in
from .report import Evidence, Note
from .submissions import FieldKind
from .text import CLOSING_QUOTES, OPENING_QUOTES, Reading
from .words import WordBook, is_aside

LONGEST_NAME_FIELD = 16  # words; a longer "name" is read as running text
SHORT_NAME_FIELD = 6
CAP = 0.75  # the score of what is a hint at most

# What a database does not take: U+0000 and lone surrogates.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Articles and what stands for a genitive, also as other scripts write them.
SMALL_BETWEEN = frozenset(
    """
    of the de la le les du des del della dello dei degli delle der die das di do da d l
    dell dem den van von het ha he ve tou tis tes ton i el los las
    оф зе тхе де ля ла ле дю дес дель делла дер ди дас ден ван фон ха га
    του της τησ των η ο το
    """.split()
)


class Found(NamedTuple):
    """An evidence for an entry (a position in the watchlist).

    `is_support`: it counts only beside other evidence.
    """

    entry: int
    evidence: Evidence
    is_support: bool = False


class Value:
    """A text that was submitted, and where."""

    def __init__(self, field: str, index: int, text: str, kind: FieldKind) -> None:
        self.field = field
        self.index = index
        self.text = text
        self.kind = kind

    def raw(self, start: int, end: int) -> str:
        """Give a piece of the text as it can be stored."""
        return _UNSTORABLE.sub("\ufffd", self.text[start:end])

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
        """Make an evidence for a place in the text."""
        return Evidence(
            self.field,
            self.index,
            self.raw(start, end),
            start,
            end,
            listed,
            strength,
            method,
            round(min(score, 1.0), 3),
            steps,
            tuple(tricks_in(self.text[start:end])),
            against,
        )


class Passage:
    """The words of a value. Positions count words, from 0."""

    def __init__(self, value: Value, reading: Reading, book: WordBook) -> None:
        self.value = value
        self.tokens = reading.tokens
        held = [book.word(token.text) for token in reading.tokens]
        self.words = [word for word, _ in held]
        self.keys = [keys for _, keys in held]
        self.compare = book.likeness
        # Words that can belong to a name: all but articles and legal forms.
        self.telling = [p for p, word in enumerate(self.words) if word.weight > 0]
        self.is_name = (
            value.kind == FieldKind.NAME and len(self.telling) <= LONGEST_NAME_FIELD
        )
        # In a short name, small words, too: “sur” is an article of sorts in French, and
        # how an Armenian word is written in Latin letters.
        self.candidates = (
            [p for p, w in enumerate(self.words) if w.weight or len(w.text) > 2]
            if self.is_name and len(self.words) <= SHORT_NAME_FIELD
            else self.telling
        )
        self.has_capitals = any(c.isupper() for c in value.text)
        # All in capitals: case says nothing.
        self.is_shouting = value.text.isupper()

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Give the raw start and end of the words from first to last."""
        return self.tokens[first].start, self.tokens[last].end

    def raw(self, first: int, last: int | None = None) -> str:
        """Give words as they were written."""
        return self.value.raw(*self.place(first, first if last is None else last))

    def foreign(self, *own: int) -> list[int]:
        """Give the telling words but those given, asides left out."""
        return [p for p in self.telling if p not in own and not is_aside(self.words[p])]

    def beside(self, position: int, step: int) -> int | None:
        """Give the next word of the same clause, over articles where one looks back."""
        clause = self.tokens[position].clause
        other = position + step
        while 0 <= other < len(self.words) and self.tokens[other].clause == clause:
            if step > 0 or self.words[other].base not in SMALL_BETWEEN:
                return other
            other += step
        return None

    def is_quoted(self, first: int, last: int) -> bool:
        """Say whether quotation marks or a # stand at the words from first to last."""
        start, end = self.place(first, last)
        before = self.value.text[max(0, start - 1) : start]
        after = self.value.text[end : end + 1]
        if before in ("#", "@", "&"):
            return True
        return (before != "" and before in OPENING_QUOTES) or (
            after != "" and after in CLOSING_QUOTES and after != "'"
        )

    def ignores_case(self, first: int, last: int) -> bool:
        """Say whether capitals can tell nothing about the words from first to last."""
        if self.is_name or self.is_shouting or self.value.kind != FieldKind.TEXT:
            return True
        return self.words[first].script in UNCASED or any(
            self.tokens[p].joined for p in range(first, last + 1)
        )
