"""How a word sounds, written so that romanisations fall together.

One romanisation is not enough: `Soyuz`, `Sojus` and `Союз` must become one key. A key
has small letters for classes of sounds:

    p b t d k g h  as they are          s  s, z, ts       x  sh, zh, ch and their like
    v  v, w, f     l r m n as they are  a  a, o           e  e, i, y      u  u

Glides before a vowel are dropped (`ja` is `a`), doubled sounds are written once.
A spelling that can be read in two ways gives two keys; every sign is read in one way
throughout a word.
"""

import re
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

from .letters import ARMENIAN, CYRILLIC, GEORGIAN, GREEK, HEBREW, LATIN, fold

MAX_READINGS = 8

# i stands for the glide and the vowel until `_settle` decides.
_LATIN = {
    "schtsch": ("x",),
    "shch": ("x",),
    "tsch": ("x",),
    "dzsch": ("x",),
    "dsch": ("x",),
    "sch": ("x",),
    "tch": ("x",),
    "dzh": ("x",),
    "szcz": ("x",),
    "zh": ("x",),
    "sh": ("x", "sh"),
    "kh": ("h", "k"),
    "gh": ("g", "h"),
    "ch": ("h", "x", "k"),
    "ck": ("k", "sk"),
    "cz": ("x",),
    "sz": ("x", "s"),
    "cs": ("x", "ks"),
    "zs": ("x", "s"),
    "rzh": ("rx",),
    "rz": ("rs", "x"),
    "tz": ("s",),
    "ts": ("s",),
    "dz": ("s",),
    "dj": ("x", "di"),
    "gj": ("x", "gi"),
    "dzi": ("si", "di"),
    "dž": ("x",),
    "ph": ("v",),
    "th": ("t",),
    "dh": ("d",),
    "qu": ("kv", "k"),
    "q": ("k",),
    "x": ("ks", "h"),
    "w": ("v", "u"),
    "v": ("v",),
    "f": ("v",),
    "j": ("i", "x"),
    "y": ("i",),
    "i": ("i",),
    "č": ("x",),
    "ç": ("x", "s"),
    "ć": ("x", "s"),
    "ĉ": ("x",),
    "š": ("x",),
    "ş": ("x",),
    "ș": ("x",),
    "ś": ("s", "x"),
    "ž": ("x",),
    "ż": ("x",),
    "ź": ("s", "x"),
    "ř": ("r", "rx"),
    "ţ": ("s",),
    "ț": ("s",),
    "ğ": ("g", ""),
    "đ": ("x", "d"),
    "ß": ("s",),
    "ł": ("l",),
    "z": ("s",),
    "s": ("s",),
    "ou": ("u", "au"),
    "oo": ("u", "a"),
    "ow": ("au", "av"),
    "aw": ("au", "av", "a"),
    "ew": ("u", "ev"),
    "oi": ("ua", "ae", "i"),
    "ai": ("ai", "e"),
    "ee": ("i", "e"),
    "ö": ("e",),
    "ő": ("e",),
    "ø": ("e",),
    "œ": ("e",),
    "ä": ("e",),
    "æ": ("e",),
    "ü": ("u", "i"),
    "ű": ("u",),
    "ą": ("a", "an"),
    "ę": ("e", "en"),
    "å": ("a",),
    "ə": ("e", "a"),
    "ı": ("i",),
    "o": ("a",),
    "a": ("a",),
    "e": ("e",),
    "u": ("u",),
    "b": ("b",),
    "p": ("p",),
    "d": ("d",),
    "t": ("t",),
    "k": ("k",),
    "l": ("l",),
    "r": ("r",),
    "m": ("m",),
    "n": ("n",),
    "ñ": ("n",),
    "g": ("g",),
    "c": ("k", "s"),
    "h": ("h",),
}
_LATIN_GRAPHEME = re.compile(
    r"(?P<ccsoft>cc(?=[eiyéèêëíîě]))|(?P<soft>c(?=[eiyéèêëíîě]))|(?P<softg>g(?=[eiyéèêëí]))|(?P<silent>(?<=[aeouäöü])h(?![aeiouyäöü]))|(?P<mute>(?<=..)e\Z)|"
    + "|".join(sorted(_LATIN, key=len, reverse=True))
    + "|."
)

# Readings of a language go before the general ones: in Hungarian sz is s, in Turkish c
# is dzh. Only the list knows the language; what is screened is read in every way.
_BY_LANGUAGE = {
    "hu": {"sz": ("s",), "s": ("x", "s"), "gy": ("d",), "cs": ("x",), "zs": ("x",)},
    "tr": {"c": ("x", "k"), "soft": ("x",), "ğ": ("", "g"), "j": ("x",)},
    "az": {"c": ("x",), "soft": ("x",), "ğ": ("g", "")},
    "pl": {
        "w": ("v",),
        "c": ("s",),
        "soft": ("s",),
        "ch": ("h",),
        "rz": ("x", "r"),
        "ó": ("u", "a"),
        "ąb": ("amb",),
        "ąp": ("amp",),
        "ęb": ("emb",),
        "ęp": ("emp",),
    },
    "cs": {"c": ("s",), "soft": ("s",), "ch": ("h",), "ou": ("au",), "h": ("h", "g")},
    "sk": {"c": ("s",), "soft": ("s",), "ch": ("h",), "ou": ("au",), "h": ("h", "g")},
    "hr": {"c": ("s",), "soft": ("s",), "ou": ("au",)},
    "sl": {"c": ("s",), "soft": ("s",), "ou": ("au",)},
    "lt": {"c": ("s",), "soft": ("s",)},
    "lv": {"c": ("s",), "soft": ("s",)},
    "it": {
        "ch": ("k",),
        "gh": ("g",),
        "softg": ("x", "g"),
        "soft": ("x", "s"),
        "ccsoft": ("x",),
        "sch": ("sk",),
        "gn": ("n",),
        "oi": ("ae",),
    },
    "es": {
        "ch": ("x",),
        "h": ("", "h"),
        "j": ("h",),
        "ll": ("i", "l"),
        "gue": ("ge",),
        "gui": ("gi",),
        "softg": ("h", "g"),
        "soft": ("s",),
        "oi": ("ae",),
        "v": ("b", "v"),
    },
    "pt": {"ch": ("x",), "j": ("x",), "soft": ("s",), "softg": ("x",)},
    "fr": {
        "ch": ("x",),
        "j": ("x",),
        "ou": ("u",),
        "soft": ("s",),
        "gn": ("n",),
        "ill": ("i", "il"),
        "aill": ("ai", "ail"),
        "eill": ("ei",),
        "softg": ("x", "g"),
        "mute": ("", "e"),
    },
    "de": {
        "w": ("v",),
        "ei": ("ai",),
        "eu": ("ai",),
        "oo": ("a",),
        "dsch": ("dx", "x"),
        "ch": ("h",),
        "j": ("i",),
        "h": ("h", ""),
        "st": ("st", "xt"),
        "sp": ("sp", "xp"),
    },
    "nl": {"ch": ("h",), "oe": ("u",), "sch": ("sh",), "ij": ("e",), "j": ("i",)},
    "en": {
        "ch": ("x",),
        "j": ("x",),
        "oo": ("u",),
        "ea": ("i", "e"),
        "th": ("t", "s"),
        "wh": ("u", "v"),
        "igh": ("ai",),
        "softg": ("g", "x"),
        "mute": ("", "e"),
    },
    "fi": {"j": ("i",)},
    "ro": {"c": ("k",), "soft": ("x",), "j": ("x",), "ou": ("au",)},
    "bg": {"щ": ("xt",), "ъ": ("a", "u", "e")},
    "sr": {"ђ": ("x", "di"), "х": ("h",)},
}
# Groups of the pattern, named by what they hold: c before e or i, and so on.
_GROUPS = {
    "soft": ("s", "x", "k"),
    "softg": ("g",),
    "ccsoft": ("ks", "x", "s"),
    "silent": ("", "h"),
    "mute": ("e",),
    "unsaid": ("", "s"),
    "iersaid": ("ie", "ier"),
}
_FRENCH_ENDS = r"(?P<iersaid>(?<=..)iers?\Z)|(?P<unsaid>(?<=...)(?:es|s|t|ts|d|x)\Z)|"
# The magic e: `white` is said as if it were written `whait`.
_MAGIC_E = re.compile(r"([aiou])([bdfgklmnprstvz])e(s?)\Z")
_LONG_VOWELS = {"a": "ei", "i": "ai", "o": "ou", "u": "iu"}

_CYRILLIC = {
    "дж": ("x",),
    "дз": ("s",),
    "тс": ("s",),
    "а": ("a",),
    "б": ("b",),
    "в": ("v",),
    "г": ("g", "h"),
    "ґ": ("g",),
    "д": ("d",),
    "е": ("e",),
    "ё": ("ia", "e"),
    "є": ("e",),
    "ж": ("x",),
    "з": ("s",),
    "и": ("i",),
    "і": ("i",),
    "ї": ("i",),
    "й": ("i",),
    "ј": ("i",),
    "к": ("k",),
    "л": ("l",),
    "м": ("m",),
    "н": ("n",),
    "о": ("a",),
    "п": ("p",),
    "р": ("r",),
    "с": ("s",),
    "т": ("t",),
    "у": ("u",),
    "ў": ("u", "v"),
    "ф": ("v",),
    "тх": ("th", "t"),
    "х": ("h",),
    "ц": ("s",),
    "ч": ("x",),
    "ш": ("x",),
    "щ": ("x", "xt"),
    "ъ": ("", "a"),
    "ы": ("i",),
    "ь": ("",),
    "э": ("e",),
    "ю": ("iu",),
    "я": ("ia",),
    "ђ": ("x",),
    "ћ": ("x",),
    "љ": ("l",),
    "њ": ("n",),
    "џ": ("x",),
    "ѓ": ("x",),
    "ќ": ("k",),
    "ѕ": ("s",),
}
_GREEK = {
    "ου": ("u",),
    "αι": ("e",),
    "ει": ("i",),
    "οι": ("i",),
    "αυ": ("av", "au"),
    "ευ": ("ev", "eu"),
    "μπ": ("b", "mb", "mp"),
    "ντ": ("d", "nd", "nt"),
    "γκ": ("g",),
    "γγ": ("ng",),
    "γχ": ("nh",),
    "τσ": ("s",),
    "τζ": ("s",),
    "α": ("a",),
    "β": ("v",),
    "γ": ("g", "i"),
    "δ": ("d",),
    "ε": ("e",),
    "ζ": ("s",),
    "η": ("i",),
    "θ": ("t",),
    "ι": ("i",),
    "κ": ("k",),
    "λ": ("l",),
    "μ": ("m",),
    "ν": ("n",),
    "ξ": ("ks",),
    "ο": ("a",),
    "π": ("p",),
    "ρ": ("r",),
    "σ": ("s",),
    "τ": ("t",),
    "υ": ("i",),
    "φ": ("v",),
    "χ": ("h",),
    "ψ": ("ps",),
    "ω": ("a",),
}
_GEORGIAN = {
    "ა": ("a",),
    "ბ": ("b",),
    "გ": ("g",),
    "დ": ("d",),
    "ე": ("e",),
    "ვ": ("v",),
    "ზ": ("s",),
    "თ": ("t",),
    "ი": ("i",),
    "კ": ("k",),
    "ლ": ("l",),
    "მ": ("m",),
    "ნ": ("n",),
    "ო": ("a",),
    "პ": ("p",),
    "ჟ": ("x",),
    "რ": ("r",),
    "ს": ("s",),
    "ტ": ("t",),
    "უ": ("u",),
    "ფ": ("p", "v"),
    "ქ": ("k",),
    "ღ": ("g",),
    "ყ": ("k",),
    "შ": ("x",),
    "ჩ": ("x",),
    "ც": ("s",),
    "ძ": ("s",),
    "წ": ("s",),
    "ჭ": ("x",),
    "ხ": ("h",),
    "ჯ": ("x",),
    "ჰ": ("h",),
}
_ARMENIAN = {
    "ու": ("u",),
    "եւ": ("ev",),
    "ա": ("a",),
    "բ": ("b",),
    "գ": ("g",),
    "դ": ("d",),
    "ե": ("e",),
    "զ": ("s",),
    "է": ("e",),
    "ը": ("e",),
    "թ": ("t",),
    "ժ": ("x",),
    "ի": ("i",),
    "լ": ("l",),
    "խ": ("h",),
    "ծ": ("s",),
    "կ": ("k",),
    "հ": ("h",),
    "ձ": ("s",),
    "ղ": ("g",),
    "ճ": ("x",),
    "մ": ("m",),
    "յ": ("i",),
    "ն": ("n",),
    "շ": ("x",),
    "ո": ("a", "va"),
    "չ": ("x",),
    "պ": ("p",),
    "ջ": ("x",),
    "ռ": ("r",),
    "ս": ("s",),
    "վ": ("v",),
    "տ": ("t",),
    "ր": ("r",),
    "ց": ("s",),
    "ւ": ("v",),
    "փ": ("p",),
    "ք": ("k",),
    "օ": ("a",),
    "ֆ": ("v",),
}
# Vowels are not written: only the consonants of such a key are compared.
_HEBREW = {
    "א": ("a",),
    "ב": ("b",),
    "ג": ("g",),
    "ד": ("d",),
    "ה": ("h",),
    "ו": ("u", "v"),
    "ז": ("s",),
    "ח": ("h",),
    "ט": ("t",),
    "י": ("i",),
    "כ": ("k",),
    "ל": ("l",),
    "מ": ("m",),
    "נ": ("n",),
    "ס": ("s",),
    "ע": ("a",),
    "פ": ("p",),
    "צ": ("s",),
    "ק": ("k",),
    "ר": ("r",),
    "ש": ("x",),
    "ת": ("t",),
}


def _grapheme(table: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(table, key=len, reverse=True)) + "|.")


_TABLES = {
    CYRILLIC: (_CYRILLIC, _grapheme(_CYRILLIC)),
    GREEK: (_GREEK, _grapheme(_GREEK)),
    GEORGIAN: (_GEORGIAN, _grapheme(_GEORGIAN)),
    ARMENIAN: (_ARMENIAN, _grapheme(_ARMENIAN)),
    HEBREW: (_HEBREW, _grapheme(_HEBREW)),
}


@lru_cache(maxsize=64)
def _latin_for(language: str) -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    own = _BY_LANGUAGE.get(language)
    if own is None:
        return _LATIN, _LATIN_GRAPHEME
    extra = [g for g in own if g not in _LATIN and g not in _GROUPS]
    pattern = _LATIN_GRAPHEME.pattern
    if extra:
        pattern = "|".join(sorted(extra, key=len, reverse=True)) + "|" + pattern
    if language == "fr":
        pattern = _FRENCH_ENDS + pattern
    return {**_LATIN, **own}, re.compile(pattern)


_IOTA_BEFORE_VOWEL = re.compile("i+(?=[aeu])")
_DOUBLED = re.compile(r"(.)\1+")


def _settle(key: str, *, has_vowels: bool) -> str:
    key = _IOTA_BEFORE_VOWEL.sub("", key).replace("i", "e")
    if not has_vowels:
        return key  # two consonants have a vowel between them that is not written
    return _DOUBLED.sub(r"\1", key)


def sounds(word: str, script: str, language: str = "") -> tuple[str, ...]:
    """Give the keys of a word in small letters with its diacritics, likeliest first."""
    if script in _TABLES:
        table, pattern = _TABLES[script]
        if script == CYRILLIC and language in _BY_LANGUAGE:
            table = {**table, **_BY_LANGUAGE[language]}
        graphemes = pattern.findall(word)
        if script == HEBREW and len(graphemes) > 2 and graphemes[-1] == "ה":
            graphemes.pop()
        elif script == GREEK:
            graphemes = pattern.findall(fold(word))
    else:
        if script != LATIN:
            word = anyascii(word).lower()
        table, pattern = _latin_for(language)
        graphemes = [m.lastgroup or m.group() for m in pattern.finditer(word)]
        if language == "en" and _MAGIC_E.search(word):
            said = _MAGIC_E.sub(lambda m: _LONG_VOWELS[m[1]] + m[2] + m[3], word)
            return (*_read(graphemes, table)[:4], *sounds(said, LATIN, language)[:4])
    keys = _read(graphemes, table, has_vowels=script != HEBREW)
    if script == GREEK and keys and keys[0][0] in "aeu":
        # Latin writes a breathing that Greek no longer does: hieros, helios.
        keys += tuple(f"h{key}" for key in keys[:2])
    return keys


def _read(
    graphemes: list[str], table: dict[str, tuple[str, ...]], *, has_vowels: bool = True
) -> tuple[str, ...]:
    """Join what the graphemes may sound like, each one way throughout a key."""
    choices = {g: _ways(g, table) for g in dict.fromkeys(graphemes)}
    open_choices = [g for g, ways in choices.items() if len(ways) > 1]
    chosen = {g: ways[0] for g, ways in choices.items()}
    keys = []
    for ways in islice(product(*(choices[g] for g in open_choices)), MAX_READINGS):
        chosen.update(zip(open_choices, ways, strict=True))
        key = "".join(chosen[g] for g in graphemes)
        keys.append(_settle(key, has_vowels=has_vowels))
    return tuple(dict.fromkeys(key for key in keys if key))


def _ways(grapheme: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    ways = table.get(grapheme) or _GROUPS.get(grapheme)
    if ways is None:
        base = fold(grapheme)
        ways = table.get(base, (base if base.isdigit() else "",))
    return ways


_VOWELS = re.compile("(?<!^)[aeu]")
_COARSE = str.maketrans({"b": "p", "v": "p", "g": "k", "h": "k", "x": "s"})


@lru_cache(maxsize=65536)
def consonants(key: str) -> str:
    """Leave the consonants of a key; a vowel at its start stays as `a`."""
    rest = _VOWELS.sub("", key)
    return "a" + rest[1:] if rest and rest[0] in "eu" else rest


@lru_cache(maxsize=65536)
def coarse(skeleton: str) -> str:
    """Put b, p, v and g, k, h and s, x together, for writing without diacritics."""
    return skeleton.translate(_COARSE)
