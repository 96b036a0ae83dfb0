"""A raw text as a row of words, each with its place in the raw text.

Offsets are positions in the Python string as it was submitted, start inclusive and end
exclusive, so that an editor sees the very letters marked.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .letters import LEET_SIGNS, fold, plain

# What a browser or a mail program would take for an address: read by `addresses.py`,
# and left out of the words.
_TOP_LEVEL = """
    [a-z]{2,4} | [A-Z]{2,4} | xn--[a-z0-9-]{1,59} | example | test | online | site
    | info | social | network | media | press | today | world | email | group | club
    | video | radio | museum | events | international | name | moscow | tatar | live
    | chat | blog | рф | рус | укр | бел | бг | срб | мкд | орг | ком | дети | москва
    | сайт | онлайн
    | ελ | გე | հայ
"""
ADDRESS = re.compile(
    rf"""
    # With a scheme.
    (?:h(?:tt|xx)ps?|ftp|tg):/{{1,2}}[^\s<>"«»]{{1,2000}}
    # Mail, and the fediverse's @name@host.
    | (?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}
    # A bare host; `Bund.Falkenhorn` is none.
    | (?<![\w@.])
      (?:[\w-]{{1,63}}(?:\.|\[\.\]|\(\.\)|\[dot\]|\s?\(dot\)\s?)){{1,8}}
      (?-i:{_TOP_LEVEL})(?!\w)
      (?:/[^\s<>"«»]{{0,2000}})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAY_HOLD_ADDRESS = re.compile(r"@|:/|\w\.\w|[\[(]\.|dot[\])]", re.IGNORECASE)
_WORD = re.compile(
    r"\$?[^\W_]+(?:(?:['’ʼ`´ʹ‘׳]|[@$!|€+]{1,3}|(?<=[א-ת])[\"״](?=[א-ת]))[^\W_]+)*"
    r"(?:[$@](?![\w]))?"
)
# Single letters with the same sign between them: `A s h e n`, `G.r.e.y`.
_SPACED = re.compile(
    r"(?<![^\W_])[^\W_]((?:[^\w\n]|_){1,2})[^\W_](?![^\W_])"
    r"(?:\1[^\W_](?![^\W_]))+"
)
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
_CLUSTER = re.compile(rf"(?:[^{_MARK}]|^)[{_MARK}]*", re.DOTALL)
# Letters and signs that are shown as they stand: most texts hold nothing else.
_ORDINARY = re.compile(
    r"[\x00-\x7f¡§«»¿À-ıĴ-ľŁ-ňŊ-žƀ-ǃǍ-ǰǴ-ȯЀ-ЯЁа-ѵҐґΆ-ώა-ჰԱ-Ֆա-և՛-՟։א-ת"
    r"–—‘’‚“”„•‹›€]+\Z"
)
_BREAK = re.compile(r"[,;!?։՝()\[\]{}…•\x00]|:(?!\w)|\s[-–—]\s|[—–]|\n\s*[-*•\n]")
_SENTENCE_END = re.compile(r"[.!?…։\n\x00]")
OPENING_QUOTES = "«„“\"'‹‚‘”"
CLOSING_QUOTES = "»“”\"'›’‘"


class Token(NamedTuple):
    """A word as it is read, with its place in the raw text.

    `clause` counts the stretches between commas, full stops and brackets;
    `opens` says that it stands first in a sentence, `joined` that it was written apart.
    """

    text: str
    start: int
    end: int
    clause: int
    opens: bool
    joined: bool


class Reading(NamedTuple):
    """A text as it is read: its words and the addresses in it, as raw places."""

    raw: str
    tokens: list[Token]
    addresses: list[tuple[int, int]]


def _show(raw: str) -> tuple[str, list[int] | None, list[int] | None]:
    """Write a text as the eye reads it, with the raw start and end of each letter."""
    if _ORDINARY.match(raw):
        return raw.replace("\x00", " "), None, None
    letters, starts, ends = [], [], []
    for cluster in _CLUSTER.finditer(raw):
        # A letter carries a few marks; thousands of them would take quadratic time.
        shown = plain(cluster.group()[:5])
        for letter in shown:
            letters.append(letter)
            starts.append(cluster.start())
            ends.append(cluster.end())
    return "".join(letters), starts, ends


def read(raw: str, *, keep_addresses: bool = False) -> Reading:
    """Read a text: take out addresses, join what is written apart, find the words."""
    shown, starts, ends = _show(raw)
    addresses = []

    def place(first: int, last: int) -> tuple[int, int]:
        if starts is None:
            return first, last
        return starts[first], ends[last - 1]

    def blank(match: re.Match[str]) -> str:
        addresses.append(place(match.start(), match.end()))
        return "\x00" * (match.end() - match.start())

    if not keep_addresses and _MAY_HOLD_ADDRESS.search(shown):
        shown = ADDRESS.sub(blank, shown)
    pieces: list[tuple[int, int, str, bool]] = []
    if _SPACED.search(shown):

        def join(match: re.Match[str]) -> str:
            text = match.group()[:: len(match.group(1)) + 1]
            pieces.append((match.start(), match.end(), text, True))
            return "_" * (match.end() - match.start())

        rest = _SPACED.sub(join, shown)
    else:
        rest = shown
    for match in _WORD.finditer(rest):
        pieces.extend(_pieces(match.start(), match.group()))
    if len(pieces) > 1:
        pieces.sort()
    tokens: list[Token] = []
    clause = 0
    previous_end = 0
    for first, last, text, joined in pieces:
        gap = shown[previous_end:first]
        if not tokens:
            opens = True
        elif gap in (" ", "-", "", "_"):
            opens = False
        else:
            opens = bool(_SENTENCE_END.search(gap))
            full_stop = "." in gap and len(tokens[-1].text) > 3
            if full_stop or _BREAK.search(gap):
                clause += 1
            elif "." in gap:
                opens = False
        start, end = place(first, last)
        previous_end = last
        if joined:
            pieces_of = list(_split_camel(text))
            if len(pieces_of) > 1:
                tokens.extend(
                    Token(piece, start, end, clause, opens and not n, True)
                    for n, (_, piece) in enumerate(pieces_of)
                )
                continue
        tokens.append(Token(text, start, end, clause, opens, joined))
    return Reading(raw, tokens, addresses)


_ELIDED = frozenset(
    "l d qu c j m n s t dell nell sull all dall un quell dagl degl negl".split()
)
_ENGLISH_TAILS = frozenset({"s", "t", "re", "ll", "ve"})
_APOSTROPHES = "'’ʼ`´ʹ‘"


def _pieces(start: int, text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Split a word at elisions, at signs between whole words, and at inner capitals."""
    while text and not text.isalpha():
        cut = _cut(text)
        if cut is None:
            yield start, start + len(text), text, False
            return
        head, skipped = cut
        yield start, start + head, text[:head], False
        start += head + skipped
        text = text[head + skipped :]
    if not text:
        return
    if text.islower() or text.isupper() or text[1:].islower():
        yield start, start + len(text), text, False
        return
    for offset, piece in _split_camel(text):
        begin = start + offset
        yield begin, begin + len(piece), piece, False


def _cut(text: str) -> tuple[int, int] | None:
    """Say where to cut a word with signs in it: letters before, characters to skip."""
    for mark in _APOSTROPHES:
        head, found, tail = text.partition(mark)
        if not found or not tail:
            continue
        if head.lower() in _ELIDED and fold(tail[0]) in "aeiouyhœæ":
            return len(head), 1
        if head.lower() in ("д", "л") and tail[0].isupper() and tail[1:].islower():
            return len(head), 1  # "д’Эрен": French, spelt in Cyrillic
        if tail.lower() in _ENGLISH_TAILS:
            return len(head), 1 + len(tail)
    for sign in "!|+":
        head, found, tail = text.partition(sign)
        if found and len(head) >= 3 and len(tail) >= 3 and _is_word(head, tail):
            return len(head), 1
    return None


def _is_word(*parts: str) -> bool:
    return all(part[-1] not in LEET_SIGNS and part.isalpha() for part in parts)


def _split_camel(text: str) -> Iterator[tuple[int, str]]:
    """Split `AshenCrown` where a capital follows a small letter, pieces of three up."""
    cuts = [0]
    for position in range(2, len(text) - 2):
        if text[position].isupper() and text[position - 1].islower():
            cuts.append(position)
    cuts.append(len(text))
    if len(cuts) == 2 or len(cuts) > 9:
        yield 0, text
        return
    lengths = [b - a for a, b in pairwise(cuts)]
    if min(lengths[1:]) < 3:
        yield 0, text
        return
    for a, b in pairwise(cuts):
        yield a, text[a:b]
