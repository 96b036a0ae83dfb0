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
from itertools import product

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
    "ck": ("k",),
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
    "oi": ("ua", "ae"),
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
    r"(?P<soft>c(?=[eiyéèêëíîě]))|(?P<silent>(?<=[aeouäöü])h(?![aeiouyäöü]))|(?P<mute>(?<=..)e\Z)|"
    + "|".join(sorted(_LATIN, key=len, reverse=True))
    + "|."
)
_SOFT_C = ("s", "x", "k")
_SILENT_H = ("", "h")
_MUTE_E = ("e",)

# Readings of a language go before the general ones: in Hungarian sz is s, in Turkish c
# is dzh. Only the list knows the language; what is screened is read in every way.
_BY_LANGUAGE = {
    "hu": {"sz": ("s",), "s": ("x", "s"), "gy": ("d",), "cs": ("x",), "zs": ("x",)},
    "tr": {"c": ("x", "k"), "soft": ("x",), "ğ": ("", "g"), "j": ("x",)},
    "az": {"c": ("x",), "soft": ("x",), "ğ": ("g", "")},
    "pl": {"w": ("v",), "c": ("s",), "soft": ("s",), "ch": ("h",), "rz": ("x", "r")},
    "cs": {"c": ("s",), "soft": ("s",), "ch": ("h",), "ou": ("au",), "h": ("h", "g")},
    "sk": {"c": ("s",), "soft": ("s",), "ch": ("h",), "ou": ("au",), "h": ("h", "g")},
    "hr": {"c": ("s",), "soft": ("s",), "ou": ("au",)},
    "sl": {"c": ("s",), "soft": ("s",), "ou": ("au",)},
    "lt": {"c": ("s",), "soft": ("s",)},
    "lv": {"c": ("s",), "soft": ("s",)},
    "it": {
        "ch": ("k",),
        "soft": ("x", "s"),
        "sch": ("sk",),
        "gn": ("n",),
        "oi": ("ae",),
    },
    "es": {"ch": ("x",), "j": ("h",), "soft": ("s",), "oi": ("ae",)},
    "pt": {"ch": ("x",), "j": ("x",), "soft": ("s",)},
    "fr": {
        "ch": ("x",),
        "j": ("x",),
        "ou": ("u",),
        "soft": ("s",),
        "gn": ("n",),
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
        "st": ("st", "xt"),
        "sp": ("sp", "xp"),
    },
    "nl": {"ch": ("h",), "oe": ("u",), "sch": ("sh",), "ij": ("e",), "j": ("i",)},
    "en": {"ch": ("x",), "j": ("x",), "oo": ("u",), "mute": ("", "e")},
    "fi": {"j": ("i",)},
    "ro": {"c": ("k",), "soft": ("x",), "j": ("x",), "ou": ("au",)},
}

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
    "х": ("h",),
    "ц": ("s",),
    "ч": ("x",),
    "ш": ("x",),
    "щ": ("x",),
    "ъ": ("",),
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
    "μπ": ("b", "mp"),
    "ντ": ("d", "nt"),
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
    extra = [g for g in own if g not in _LATIN and g not in ("soft", "mute")]
    pattern = _LATIN_GRAPHEME.pattern
    if extra:
        pattern = "|".join(extra) + "|" + pattern
    return {**_LATIN, **own}, re.compile(pattern)


_IOTA_BEFORE_VOWEL = re.compile("i+(?=[aeu])")
_DOUBLED = re.compile(r"(.)\1+")


def _settle(key: str) -> str:
    key = _IOTA_BEFORE_VOWEL.sub("", key).replace("i", "e")
    return _DOUBLED.sub(r"\1", key)


def sounds(word: str, script: str, language: str = "") -> tuple[str, ...]:
    """Give the keys of a word in small letters with its diacritics, likeliest first."""
    if script in _TABLES:
        table, pattern = _TABLES[script]
        graphemes = pattern.findall(word)
        if script == HEBREW and len(graphemes) > 2 and graphemes[-1] == "ה":
            graphemes.pop()
        elif script == GREEK:
            graphemes = pattern.findall(fold(word))
    else:
        if script != LATIN:
            word = anyascii(word).lower()
        table, pattern = _latin_for(language)
        graphemes = []
        for found in pattern.finditer(word):
            kind = found.lastgroup
            graphemes.append(kind if kind else found.group())
    return _read(graphemes, table)


def _read(graphemes: list[str], table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    choices: dict[str, tuple[str, ...]] = {}
    for grapheme in graphemes:
        if grapheme in choices:
            continue
        if grapheme == "soft":
            choices[grapheme] = table.get("soft", _SOFT_C)
        elif grapheme == "silent":
            choices[grapheme] = _SILENT_H
        elif grapheme == "mute":
            choices[grapheme] = table.get("mute", _MUTE_E)
        elif grapheme in table:
            choices[grapheme] = table[grapheme]
        else:
            base = fold(grapheme)
            choices[grapheme] = table.get(base, (base if base.isdigit() else "",))
    open_choices = [g for g, ways in choices.items() if len(ways) > 1]
    keys = []
    for ways in product(*(choices[g] for g in open_choices)):
        chosen = dict(zip(open_choices, ways, strict=True))
        keys.append(
            _settle(
                "".join(chosen[g] if g in chosen else choices[g][0] for g in graphemes)
            )
        )
        if len(keys) == MAX_READINGS:
            break
    return tuple(dict.fromkeys(key for key in keys if key))


_VOWELS = re.compile("(?<!^)[aeu]")
_COARSE = str.maketrans({"b": "p", "v": "p", "g": "k", "h": "k", "x": "s"})


@lru_cache(maxsize=65536)
def consonants(key: str) -> str:
    """Leave the consonants of a key; a vowel at its start stays as `a`."""
    rest = _VOWELS.sub("", key)
    if rest and rest[0] in "eu":
        rest = "a" + rest[1:]
    return _DOUBLED.sub(r"\1", rest)


@lru_cache(maxsize=65536)
def coarse(skeleton: str) -> str:
    """Put b, p, v and g, k, h and s, x together, for writing without diacritics."""
    return _DOUBLED.sub(r"\1", skeleton.translate(_COARSE))
