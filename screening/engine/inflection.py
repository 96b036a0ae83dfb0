"""Whether one word is another in a different grammatical form.

No dictionary: a word is cut at every ending that its language knows, and two words are
forms of one another where a stem is left over on both sides. Checking both endings
keeps `Feuerwehr` and `Feuerrad` apart, which a comparison of beginnings would join.
Everything is in folded letters (`letters.fold`).
"""

import re
from functools import lru_cache

from .letters import ARMENIAN, CYRILLIC, GEORGIAN, GREEK, HEBREW, LATIN, fold

_EAST_SLAVIC = """
а я о е ы и і у ю ь ой ей ою ею ом ем ам ям ами ями ах ях ов ев ий ей иев
ая яя ое ее ые ие ый ий ого его ому ему ым им ых их ыми ими ую юю ою
ія ії ію єю ією єм ів їв ові еві єві ая ої ої ій а я е і ою ього ьому
ага яга аму яму ай яй ым ім ымі імі ае яе ыя ія ую юю аў яў оў
ия ии ию ией ием иям иями иях ья ье ью ьи ьей ьем ьего ьему ьим ьих ови
ьми ьям ьями ьях ьев ени енем ена енам енами
ами ямі амі ах ях ам ям ей
""".split()
_SOUTH_SLAVIC = """
а е и о у ом ем ама има ог ог а ом ој ој их им ите ът ят а та то те ия ият ове ови
ски ска ску ског ском ске ским ских ева ова ју ја је ју јом јама ој у и ћу
""".split()

_ENDINGS: dict[str, frozenset[str]] = {
    "pl": frozenset(
        """
        a e i o u y ego emu ej ie iem ia iu iej ii om ami ach ow owie owi em ym im ymi
        imi ych ich ac ace ka ke ko iego iemu ią iami iach iow io ie mi
        """.split()
    ),
    "cs": frozenset(
        """
        ym
        a e i o u y eho emu em ych ymi ymu im ich imi ou ove ovi um ami ach ech
        am ata ete eti ho mu mi iho imu ej om och ov iam iach ia iu ie ii
        """.split()
    ),
    "hr": frozenset(
        """
        a e i o u om em ama ima og oga omu im ih oj ju ja je jom jama ov ova ski ska
        skog skom ske skim skih iju ija ije ijom
        """.split()
    ),
    "hu": frozenset(
        """
        a e i t k at et ot nak nek val vel ban ben ba be bol rol tol nal nel hoz hez ra
        re ert ig kent ul on en n ok ek ak j ja je jet jat janak jenek ok nak eknek
        aknak kal kel gal gel bal tal tel sal sel szal szel zal zel ral rel lal lel mal
        mel nal dal del al el ai ei jai jei jaban jeben javal jevel anak enek aval evel
        aban eben
        """.split()
    ),
    "tr": frozenset(
        """
        lara lere larda lerde lardan lerden larla lerle larinin lerinin
        i u a e in un nin nun yi yu ya ye na ne da de ta te dan den tan ten nda nde ndan
        nden la le yla yle lar ler larin lerin lari leri nu ni ndaki deki daki teki si
        su
        """.split()
    ),
    "de": frozenset("s es n en e er em ern ens ns in innen".split()),
    "nl": frozenset("s e en".split()),
    "en": frozenset("s es".split()),
    "fr": frozenset("s e es".split()),
    "it": frozenset("a e i o".split()),
    "es": frozenset("s es a o as os".split()),
    "pt": frozenset("s es a o as os".split()),
    "ro": frozenset("a e i ul ului a ei le lor ii ilor ele elor u lui".split()),
    "lt": frozenset(
        """
        as is ys us a e o io iu u ui iui a i e oje eje ose ese ai iai u iu ams iams ais
        iais os es oms ems omis emis uose iuose ies iai aus asis ojo ajam aji uoju ieji
        uju oji osios ajai aja
        """.split()
    ),
    "lv": frozenset(
        "s a e i u am em im ai ei is us as es iem ju ja os ais ajam ajai ajo".split()
    ),
    "fi": frozenset(
        """
        n a t ta ssa sta lla lta lle ksi na en in an on un iin iden ien ja ia nen sen
        sta selle sessa sesta sia set sten
        """.split()
    ),
    "et": frozenset("a e i u d t st s l lt le ga ks ni na ta de te id".split()),
    CYRILLIC: frozenset([*_EAST_SLAVIC, *_SOUTH_SLAVIC]),
    GREEK: frozenset(
        """
        α ας ασ η ησ ην αν οσ ου ο ον οι ων ουσ εσ εισ εωσ ια ιασ ιο ιου ιων ι ιου ιδα
        ιδασ ιδεσ ιδων ει ασ ε υσ υ
        """.replace("ς", "σ").split()
    ),
    GEORGIAN: frozenset(
        """
        ი ის ს მა ით ად ო ა ე ას ამ ათი ისა ისთვის ისგან თან სთან ში ზე იდან დან ება
        ები ების ებს ებმა ებით ებად ებთან ებში ებზე მ თვის სთვის ისთან თა ნი ელი იანი
        ასთან აში აზე ადან ასთვის ული ულ
        """.split()
    ),
    ARMENIAN: frozenset(
        """
        ի ը ն ին ից ով ում ներ ների ներին ներով ներից ները եր երի երը երին ան անը անի
        իս ու այի այից ան ական յան ոց ի ից իցը ինը ումը ովը ա
        """.split()
    ),
}
_ENDINGS["sk"] = _ENDINGS["cs"]
for _code in ("sl", "bs", "sr-latn", "me"):
    _ENDINGS[_code] = _ENDINGS["hr"]
_ENDINGS["az"] = _ENDINGS["tr"]
_ENDINGS = {key: frozenset(map(fold, ends)) for key, ends in _ENDINGS.items()}
# A Latin name whose language nobody gave: the endings that others put on foreign names.
_ENDINGS[LATIN] = _ENDINGS["pl"] | _ENDINGS["de"]
_BY_SCRIPT = {s: _ENDINGS[s] for s in (CYRILLIC, GREEK, GEORGIAN, ARMENIAN, LATIN)}

# What changes at the end of a stem: the stem as it is and as it may have been.
_ALTERNATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    CYRILLIC: (
        ("ц", "к"),
        ("з", "г"),
        ("ж", "г"),
        ("с", "х"),
        ("ч", "к"),
        ("дз", "г"),
        ("дз", "д"),
        ("ц", "т"),
        ("ао", "ал"),
    ),
    "pl": (
        ("dz", "d"),
        ("dz", "g"),
        ("rz", "r"),
        ("c", "k"),
        ("ci", "t"),
        ("c", "t"),
        ("sc", "st"),
        ("zdzi", "zd"),
        ("dzi", "d"),
        ("rzi", "r"),
        ("ni", "n"),
    ),
    "cs": (("z", "h"), ("c", "k"), ("s", "ch"), ("st", "sk"), ("c", "ck")),
    "hr": (("z", "g"), ("c", "k"), ("s", "h"), ("ao", "al")),
    "tr": (("g", "k"), ("b", "p"), ("d", "t")),
    "fi": (("d", "t"), ("v", "p"), ("ng", "nk"), ("ll", "lt")),
    "et": (("d", "t"), ("b", "p"), ("g", "k")),
}
_ALTERNATIONS["sk"] = _ALTERNATIONS["cs"]

# Vowels that change inside a stem, the last one: кінь, коня; dąb, dębu; бял, белия.
_VOWEL_CHANGES = {
    "uk": (("і", "о"), ("і", "е")),
    "pl": (("a", "e"), ("o", "e")),
    "bg": (("я", "е"),),
    "cs": (("u", "o"), ("i", "e")),
}
# Belarusian writes unstressed vowels as they sound: воўк, ваўка.
_REDUCED = str.maketrans("оэя", "аае")

_VOWELS = frozenset("aeiouyаеиоуыэюяіёєαεηιουωաեիոուըօაეიოუ")
_FLEETING = re.compile(
    f"[{''.join(_VOWELS)}](ny|gy|ly|sz|cs|zs|[^{''.join(_VOWELS)}])\\Z"
)
_FLEETING_BEFORE_TWO = re.compile("[աեիոուըէ](..)\\Z")
_LAST_DOUBLED = re.compile(r"(.)\1(y?)\Z")
_HEBREW_PREFIXES = frozenset("והבלמשכ")


@lru_cache(maxsize=100_000)
def stems(word: str, script: str, language: str) -> frozenset[str]:
    """Cut a folded word at every known ending; a fleeting vowel goes too."""
    endings = _ENDINGS.get(language) if script == LATIN else None
    alternations = _ALTERNATIONS.get(language if script == LATIN else script, ())
    if endings is None:
        endings = _BY_SCRIPT.get(script, frozenset())
    if language == "be":
        word = word.translate(_REDUCED)
    shortest = 3 if len(word) > 4 else 2
    found = {word}
    for cut in range(max(shortest, len(word) - 6), len(word)):
        if word[cut:] in endings:
            found.add(word[:cut])
    for stem in list(found):
        if stem[-1] in "ьъ":
            found.add(stem[:-1])
        if len(stem) > 3 and _LAST_DOUBLED.search(stem):
            found.add(_LAST_DOUBLED.sub(r"\1\2", stem))
        for changed, original in alternations:
            if stem.endswith(changed) and len(stem) >= len(changed) + 2:
                found.add(stem[: -len(changed)] + original)
    for stem in list(found):
        found.update(_other_vowels(stem, language))
        if len(stem) >= 3 and stem[-1] not in _VOWELS:
            without = _FLEETING.sub(r"\1", stem)
            found.add(without.replace("ь", ""))
            if script == ARMENIAN:
                found.add(_FLEETING_BEFORE_TWO.sub(r"\1", stem))
            if language == "be":
                found.add(without.replace("цр", "тр"))
            if language == "pl":
                found.add(without.replace("rz", "r"))
    return frozenset(found)


def _other_vowels(stem: str, language: str) -> list[str]:
    for position in range(len(stem) - 1, 0, -1):
        if stem[position] in _VOWELS:
            return [
                stem[:position] + original + stem[position + 1 :]
                for changed, original in _VOWEL_CHANGES.get(language, ())
                if stem[position] == changed
            ]
    return []


def is_inflected(word: str, listed: str, script: str, language: str) -> bool:
    """Say whether a folded word is a form of the listed one, both in `script`."""
    if script == HEBREW:
        return listed in without_prefixes(word)
    if word[0] != listed[0]:
        return False
    common = stems(word, script, language) & stems(listed, script, language)
    longest = max(map(len, common), default=0)
    return longest >= min(3, len(listed) - 1) and longest * 2 + 1 >= len(listed)


def without_prefixes(word: str) -> list[str]:
    """Take up to two of the Hebrew prefix letters off a word, keeping three letters."""
    shorter = []
    for _ in range(2):
        if len(word) < 4 or word[0] not in _HEBREW_PREFIXES:
            break
        word = word[1:]
        shorter.append(word)
    return shorter
