"""What a letter is worth: scripts, folding, look-alikes, digits read as letters.

Tables only, and the small functions that read them. Nothing here knows of names or
lists.
"""

import unicodedata
from functools import lru_cache

LATIN, CYRILLIC, GREEK = "latin", "cyrillic", "greek"
GEORGIAN, ARMENIAN, HEBREW = "georgian", "armenian", "hebrew"
OTHER = "other"

# Scripts without upper and lower case: a capital letter can say nothing there. Python
# calls Georgian letters lower case, so `str.islower` must not be asked (screening.md
# 3).
UNCASED = frozenset({GEORGIAN, HEBREW, OTHER})

_RANGES = (
    (0x0041, 0x024F, LATIN),
    (0x0250, 0x02AF, LATIN),
    (0x0370, 0x03FF, GREEK),
    (0x0400, 0x052F, CYRILLIC),
    (0x0531, 0x058F, ARMENIAN),
    (0x0590, 0x05FF, HEBREW),
    (0x10A0, 0x10FF, GEORGIAN),
    (0x1C80, 0x1C8F, CYRILLIC),
    (0x1C90, 0x1CBF, GEORGIAN),
    (0x1D00, 0x1DBF, LATIN),
    (0x1E00, 0x1EFF, LATIN),
    (0x1F00, 0x1FFF, GREEK),
    (0x2C60, 0x2C7F, LATIN),
    (0x2D00, 0x2D2F, GEORGIAN),
    (0xA720, 0xA7FF, LATIN),
)


@lru_cache(maxsize=8192)
def script_of(letter: str) -> str:
    """Name the script of one letter; digits and signs have none ("")."""
    if not letter.isalpha():
        return ""
    code = ord(letter)
    for first, last, script in _RANGES:
        if first <= code <= last:
            return script
    return OTHER


# Letters that Unicode does not take apart into a base letter and a mark.
_FOLDED = {
    "ß": "ss",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ə": "e",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
    "ſ": "s",
    "ς": "σ",
    "ґ": "г",
    "є": "е",
    "և": "եւ",
    "ך": "כ",
    "ם": "מ",
    "ן": "נ",
    "ף": "פ",
    "ץ": "צ",
}


@lru_cache(maxsize=8192)
def _fold_letter(letter: str) -> str:
    special = _FOLDED.get(letter)
    if special is not None:
        return special
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


def fold(text: str) -> str:
    """Write text in small letters without diacritics, in its own script.

    Turkish dotted and dotless i fall together, ё and е, й and и, ς and σ too.
    """
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return "".join(map(_fold_letter, lowered))


# The German and Nordic way to write an umlaut without its dots.
_EXPANDED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ő": "oe", "ű": "ue"}
)


def expand_umlauts(lowered: str) -> str:
    """Write ä, ö, ü, å and ø with two letters: `Größe` as `groesse`."""
    return lowered.translate(_EXPANDED)


# Small capitals and the boxed letters that NFKC leaves alone: letters for the eye.
_STYLED = dict(
    zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢɑɡ", "ABCDEFGHIJKLMNOPQRSTUVWYZAG", strict=True)
)
for _offset in range(26):
    _letter = chr(ord("A") + _offset)
    for _start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):
        _STYLED[chr(_start + _offset)] = _letter

# Signs that NFKC would turn into letters of the word before them.
_SIGNS = frozenset("™℠©®℗ªº№")

# Blank letters: they are letters to Unicode and nothing to the eye.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


@lru_cache(maxsize=65536)
def plain(cluster: str) -> str:
    """Write one letter with its marks as the eye reads it; "" where nothing shows.

    Compatibility forms (full width, mathematical, circled) become plain letters, a mark
    that belongs to the letter stays with it (é), any other mark goes, format characters
    go, and what cannot be part of a word becomes a space.
    """
    base = cluster[0]
    category = unicodedata.category(base)
    if category == "Cf" or category[0] == "M" or base in _BLANK:
        return ""
    if base == "\n":
        return "\n"
    if category[0] in "CZ" or base in _SIGNS:
        return " "
    if base in _STYLED:
        return _STYLED[base]
    composed = unicodedata.normalize("NFKC", cluster)
    shown = [c for c in composed if unicodedata.category(c)[0] != "M"]
    return "".join(" " if c.isspace() else c for c in shown)


def tricks_in(raw: str) -> list[str]:
    """Name the tricks of writing in a piece of raw text, each once, in order.

    `invisible`: a character without width inside; `styled`: letters of another style
    (mathematical, small capitals, full width); `decorated`: strokes or marks laid over.
    """
    found = []
    for position, character in enumerate(raw):
        if character.isascii():
            continue
        category = unicodedata.category(character)
        if category == "Cf" or character in _BLANK:
            if 0 < position < len(raw) - 1:
                found.append("invisible")
        elif character in _STYLED or (
            category[0] in "LSN"
            and len(form := unicodedata.normalize("NFKC", character)) == 1
            and form.isascii()
            and form.isalnum()
        ):
            found.append("styled")
        elif "\u0334" <= character <= "\u0338" or "\u20d0" <= character <= "\u20ff":
            found.append("decorated")
    return list(dict.fromkeys(found))


# Letters of one script that pass for a letter of another, by small letter. Enough for
# the words that people forge; whole tables of confusables flag ordinary Russian text.
_LOOKALIKES = {
    CYRILLIC: {
        "a": "а",
        "b": "в",
        "c": "с",
        "e": "е",
        "h": "н",
        "i": "і",
        "j": "ј",
        "k": "к",
        "m": "м",
        "n": "п",
        "o": "о",
        "p": "р",
        "q": "ԛ",
        "r": "г",
        "s": "ѕ",
        "t": "т",
        "u": "и",
        "w": "ԝ",
        "x": "х",
        "y": "у",
        "α": "а",
        "ε": "е",
        "ι": "і",
        "κ": "к",
        "ο": "о",
        "ρ": "р",
        "τ": "т",
        "υ": "у",
        "χ": "х",
        "ν": "н",
        "η": "н",
        "μ": "м",
        "օ": "о",
        "ո": "п",
        "ï": "ї",
        "ë": "ё",
        "ä": "а",
    },
    LATIN: {
        "а": "a",
        "в": "b",
        "с": "c",
        "е": "e",
        "н": "h",
        "һ": "h",
        "і": "i",
        "ј": "j",
        "к": "k",
        "м": "m",
        "п": "n",
        "о": "o",
        "р": "p",
        "ԛ": "q",
        "г": "r",
        "ѕ": "s",
        "т": "t",
        "и": "u",
        "ν": "v",
        "ѵ": "v",
        "ԝ": "w",
        "х": "x",
        "у": "y",
        "ү": "y",
        "ԁ": "d",
        "ӏ": "l",
        "ɩ": "i",
        "ѡ": "w",
        "ь": "b",
        "з": "z",
        "α": "a",
        "β": "b",
        "ε": "e",
        "γ": "y",
        "η": "n",
        "ι": "i",
        "κ": "k",
        "μ": "m",
        "ο": "o",
        "ρ": "p",
        "σ": "o",
        "τ": "t",
        "υ": "u",
        "χ": "x",
        "ω": "w",
        "ζ": "z",
        "ս": "u",
        "օ": "o",
        "ո": "n",
        "հ": "h",
        "ց": "g",
        "զ": "q",
        "ր": "r",
        "ѐ": "e",
        "ё": "e",
        "ї": "i",
        "ά": "a",
        "έ": "e",
        "ό": "o",
        "ί": "i",
        "ύ": "u",
        "ն": "u",
        "լ": "l",
        "ყ": "y",
    },
    GREEK: {
        "a": "α",
        "b": "β",
        "e": "ε",
        "h": "η",
        "i": "ι",
        "k": "κ",
        "m": "μ",
        "n": "ν",
        "o": "ο",
        "p": "ρ",
        "t": "τ",
        "u": "υ",
        "v": "ν",
        "w": "ω",
        "x": "χ",
        "y": "υ",
        "z": "ζ",
        "а": "α",
        "в": "β",
        "е": "ε",
        "н": "η",
        "і": "ι",
        "к": "κ",
        "м": "μ",
        "о": "ο",
        "р": "ρ",
        "т": "τ",
        "у": "υ",
        "х": "χ",
        "п": "π",
        "г": "γ",
        "ф": "φ",
    },
    ARMENIAN: {
        "o": "օ",
        "u": "ս",
        "n": "ո",
        "h": "հ",
        "g": "ց",
        "q": "զ",
        "о": "օ",
        "ο": "օ",
        "l": "լ",
        "р": "ր",
    },
    GEORGIAN: {"y": "ყ", "о": "ი"},
    HEBREW: {"o": "ס", "о": "ס", "l": "ו", "i": "ו", "n": "ח"},
}
# A capital can resemble another letter than its small form does.
_LOOKALIKE_CAPITALS = {
    CYRILLIC: {"H": "н", "B": "в", "P": "р", "C": "с", "N": "н", "Y": "у", "R": "г"},
    LATIN: {
        "Н": "h",
        "В": "b",
        "Р": "p",
        "У": "y",
        "Η": "h",
        "Ρ": "p",
        "Ν": "n",
        "Υ": "y",
        "Β": "b",
        "Χ": "x",
        "Ζ": "z",
        "Л": "l",
        "Г": "r",
        "Տ": "s",
        "Ս": "u",
        "Լ": "l",
    },
    GREEK: {"H": "η", "P": "ρ", "N": "ν", "Y": "υ", "B": "β", "Н": "η", "Р": "ρ"},
}


def respell(word: str, script: str) -> str:
    """Write the look-alike letters of other scripts in `script`, in small letters.

    >>> respell("Fаlke", LATIN)  # the а is Cyrillic
    'falke'
    """
    capitals = _LOOKALIKE_CAPITALS.get(script, {})
    table = _LOOKALIKES.get(script, {})
    letters = []
    for letter in word:
        if script_of(letter) in ("", script):
            letters.append(letter.lower())
        else:
            small = letter.lower()
            letters.append(capitals.get(letter) or table.get(small, small))
    return "".join(letters)


def scripts_in(word: str) -> list[str]:
    """List the scripts of a word's letters, the most frequent first."""
    counts: dict[str, int] = {}
    for letter in word:
        script = script_of(letter)
        if script:
            counts[script] = counts.get(script, 0) + 1
    return sorted(counts, key=counts.__getitem__, reverse=True)


LEET_SIGNS = "@$!|€+"

_LEET = {
    "0": ("o",),
    "1": ("i", "l"),
    "2": ("z",),
    "3": ("e",),
    "4": ("a",),
    "5": ("s",),
    "6": ("g", "b"),
    "7": ("t",),
    "8": ("b",),
    "9": ("g",),
    "@": ("a",),
    "$": ("s",),
    "!": ("i", "l"),
    "|": ("l", "i"),
    "€": ("e",),
    "+": ("t",),
}
_LEET_CYRILLIC = {
    "0": ("о",),
    "1": ("і", "и"),
    "3": ("з", "е"),
    "4": ("ч", "а"),
    "5": ("с",),
    "6": ("б",),
    "7": ("т",),
    "8": ("в",),
    "9": ("я", "д"),
    "@": ("а",),
    "$": ("с",),
    "!": ("и", "і"),
    "|": ("і", "и"),
    "€": ("е",),
    "+": ("т",),
}
_LEET_GREEK = {
    "0": ("ο",),
    "1": ("ι",),
    "3": ("ε", "ξ"),
    "4": ("α",),
    "5": ("σ",),
    "7": ("τ",),
    "8": ("θ", "β"),
    "9": ("θ",),
    "@": ("α",),
    "€": ("ε",),
    "!": ("ι",),
}
_LEET_BY_SCRIPT = {LATIN: _LEET, CYRILLIC: _LEET_CYRILLIC, GREEK: _LEET_GREEK}


def unleet(word: str, script: str) -> list[str]:
    """Read digits and signs inside a word as letters; each sign one way per reading.

    At most eight readings, small letters; none where a digit has no letter in `script`.
    """
    table = _LEET_BY_SCRIPT.get(script)
    if table is None:
        return []
    word = word.lower()
    signs = [c for c in dict.fromkeys(word) if not c.isalpha()]
    if any(sign not in table for sign in signs):
        return []
    readings = [word]
    for sign in signs:
        readings = [r.replace(sign, letter) for letter in table[sign] for r in readings]
    return readings[:8]
