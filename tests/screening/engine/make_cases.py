"""Makes the development and the held-out cases from invented entries.

    python -m tests.screening.engine.make_cases

Each kind of variant is made by a rule for all entries, or written out by hand where a rule
would only repeat what the engine knows: romanisations, grammatical forms, look-alike
names. Seeded, so that the files stay the same. Every name here is invented.
"""

# ruff: noqa: E501 - tables and sentences stay on their line

import csv
import json
import random
import re
import unicodedata
from pathlib import Path

from tests.screening.engine.invented import (
    DEVELOPMENT,
    HELD_OUT,
    INNOCENT_DEVELOPMENT,
    INNOCENT_HELD_OUT,
)

DATA = Path(__file__).parent / "data"
CLUB = {
    "de": "Stadtteilladen",
    "en": "Community hub",
    "fr": "Maison des voisins",
    "it": "Casa di quartiere",
    "es": "Casa vecinal",
    "nl": "Buurthuis",
    "pl": "Świetlica",
    "cs": "Komunitní centrum",
    "hu": "Közösségi ház",
    "tr": "Mahalle evi",
    "ro": "Casa vecinilor",
    "hr": "Mjesni centar",
    "lt": "Kaimynų namai",
    "sv": "Grannhuset",
    "ru": "Соседский центр",
    "uk": "Сусідський центр",
    "be": "Суседскі цэнтр",
    "bg": "Съседски център",
    "sr": "Месни центар",
    "el": "Στέκι γειτονιάς",
    "ka": "უბნის ცენტრი",
    "hy": "Թաղային կենտրոն",
    "he": "בית השכונה",
}
SENTENCES = {
    "de": ["Den Abend bezahlt {}.", "Mit dabei: {}, Chor und Kuchen."],
    "en": ["The hall was booked by {}.", "Food, music and a stall by {} on Sunday."],
    "fr": ["La salle est prêtée par {}.", "Avec {} et la fanfare du quartier."],
    "it": ["La sala è offerta da {}.", "Con {} e la banda del paese."],
    "es": ["La sala la paga {}.", "Con {} y la banda del barrio."],
    "nl": ["De zaal wordt betaald door {}.", "Met {} en soep."],
    "pl": ["Salę opłaca {}.", "Na scenie: {}, orkiestra i dzieci."],
    "cs": ["Sál platí {}.", "Na pódiu: {}, kapela a děti."],
    "hu": ["A termet fizeti: {}.", "Fellép: {}, zenekar."],
    "tr": ["Salonun parasını {} ödüyor.", "Katılanlar: {}, koro."],
    "ro": ["Sala este plătită de {}.", "Cu {} și fanfara."],
    "hr": ["Dvoranu plaća {}.", "Na pozornici: {}, zbor."],
    "lt": ["Salę apmoka {}.", "Scenoje: {}, choras."],
    "sv": ["Lokalen betalas av {}.", "Med {} och fika."],
    "ru": ["Зал оплачивает {}.", "На сцене: {}, хор и дети."],
    "uk": ["Залу оплачує {}.", "На сцені: {}, хор і діти."],
    "be": ["Залу аплачвае {}.", "На сцэне: {}, хор і дзеці."],
    "bg": ["Залата плаща {}.", "На сцената: {}, хор и деца."],
    "sr": ["Салу плаћа {}.", "На бини: {}, хор и деца."],
    "el": ["Την αίθουσα πληρώνει: {}.", "Στη σκηνή: {}, χορωδία."],
    "ka": ["დარბაზს იხდის {}.", "სცენაზე: {}, ბავშვები."],
    "hy": ["Դահլիճը վճարում է {}։", "Բեմում՝ {}, մանուկներ։"],
    "he": ["את האולם משלם {}.", "על הבמה: {}, ילדים."],
}
LEGAL = {
    "de": ["{} e.V.", "Verein {}", "{} gGmbH", "Förderverein {} e. V."],
    "en": ["{} Ltd", "The {} Foundation", "{} CIC", "{} (registered charity)"],
    "fr": ["Association {}", "{} (loi 1901)", "Asso {}"],
    "it": ["Associazione {}", "{} APS", "{} ETS"],
    "es": ["Asociación {}", "Fundación {}", "{} A.C."],
    "nl": ["Stichting {}", "{} vzw", "Vereniging {}"],
    "pl": ["Stowarzyszenie {}", "Fundacja „{}”", "{} sp. z o.o."],
    "cs": ["{}, z. s.", "{} z.ú.", "Spolek {}"],
    "hu": ["{} Egyesület", "{} Alapítvány", "{} Kft."],
    "tr": ["{} Derneği", "{} Vakfı"],
    "ro": ["Asociația {}", "Fundația {}"],
    "hr": ["Udruga {}", "{} d.o.o."],
    "lt": ["VšĮ „{}“", "Asociacija {}"],
    "sv": ["Föreningen {}", "Stiftelsen {}"],
    "ru": ["АНО «{}»", "Общественная организация «{}»", "ООО «{}»", "Фонд «{}»"],
    "uk": ["ГО «{}»", "Благодійний фонд «{}»", "Громадська організація «{}»"],
    "be": ["ГА «{}»", "Грамадскае аб'яднанне «{}»", "Фонд «{}»"],
    "bg": ["Сдружение „{}“", "Фондация „{}“"],
    "sr": ["Удружење „{}“", "Удружење грађана {}"],
    "el": ["Σωματείο «{}»", "ΑΜΚΕ {}"],
    "ka": ["ა(ა)იპ „{}“", "ფონდი „{}“"],
    "hy": ["«{}» ՀԿ", "«{}» հիմնադրամ"],
    "he": ["עמותת {}", '{} (ע"ר)'],
}
LATIN_TO_CYRILLIC = dict(zip("aceopxyAEOCPXHKMTB", "асеорхуАЕОСРХНКМТВ", strict=True))
CYRILLIC_TO_LATIN = {v: k for k, v in LATIN_TO_CYRILLIC.items()}
GREEK_TO_LATIN = dict(zip("οΑΕΟΡΧΗΚΜΤΒΖΝΥν", "oAEOPXHKMTBZNYv", strict=True))
ARMENIAN_TO_LATIN = dict(zip("օհոս", "ohnu", strict=True))
LEET = dict(zip("aeiostAEIOST", "431057431057", strict=True))
LEET_CYRILLIC = dict(zip("оОзЗвбчЧ", "00338644", strict=True))


class Maker:
    """Collects the cases of one part of the entries."""

    def __init__(self, prefix: str, seed: int) -> None:
        self.prefix = prefix
        self.random = random.Random(seed)
        self.cases: list[dict] = []

    def add(self, variant, country, fields, entry=None, field=None, level="alert"):
        """Write one case; without an entry it is an innocent one."""
        expected = []
        if entry:
            expected = [
                {"watchlist_id": entry["id"], "field": field, "min_level": level}
            ]
        self.cases.append(
            {
                "id": f"{self.prefix}{len(self.cases) + 1:04d}",
                "variant": variant,
                "country": country,
                "fields": fields,
                "expected": expected,
                "also_ok": [],
                "hint_ok": variant in ("common_word_text", "acronym_collision"),
            }
        )

    def named(self, variant, entry, name, *, level="alert", n=0):
        """Put a name into a name field or a sentence, in turn."""
        language = entry["language"]
        country = entry["countries"][0]
        club = CLUB[language]
        if entry["kind"] == "person":
            fields = {"organiser": club, "speakers": [name]}
            field = "speakers"
        elif n % 3 == 0:
            fields, field = {"organiser": name}, "organiser"
        elif n % 3 == 1:
            fields, field = (
                {"organiser": club, "co_organisers": [name]},
                "co_organisers",
            )
        else:
            text = self.random.choice(SENTENCES[language]).format(name)
            fields, field = {"organiser": club, "description": text}, "description"
        self.add(variant, country, fields, entry, field, level)


def words_of(name):
    """Split a name at spaces, quotes left out."""
    return re.sub('[«»„“”"]', "", name).split()


def without_marks(text):
    """Drop the diacritics, as on a foreign keyboard."""
    text = text.translate(str.maketrans("łŁøØıđĐ", "lLoOidD")).replace("ß", "ss")
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(c for c in parts if unicodedata.category(c) != "Mn")
    )


def typo(name, rng):
    """Put one typing error into a word of five letters or more."""
    words = name.split()
    long = [n for n, w in enumerate(words) if len(re.sub(r"\W", "", w)) >= 5]
    if not long:
        return None
    n = rng.choice(long)
    word = words[n]
    at = rng.randrange(1, len(word) - 1)
    kind = rng.choice(["swap", "drop", "double", "wrong"])
    if kind == "swap" and word[at] != word[at + 1]:
        word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif kind == "drop":
        word = word[:at] + word[at + 1 :]
    elif kind == "double":
        word = word[:at] + word[at] + word[at:]
    else:
        letters = [c for c in name.lower() if c.isalpha() and c != word[at].lower()]
        word = word[:at] + rng.choice(letters) + word[at + 1 :]
    words[n] = word
    return " ".join(words)


def homoglyph(name, rng):
    """Swap about half of the letters that have a look-alike in another script."""
    for table in (
        LATIN_TO_CYRILLIC,
        CYRILLIC_TO_LATIN,
        GREEK_TO_LATIN,
        ARMENIAN_TO_LATIN,
    ):
        hits = [n for n, c in enumerate(name) if c in table]
        if len(hits) >= 2:
            chosen = set(rng.sample(hits, max(2, len(hits) // 2)))
            return "".join(table[c] if n in chosen else c for n, c in enumerate(name))
    return None


def leet(name, rng):
    """Swap letters for digits, some or all."""
    table = LEET_CYRILLIC if re.search("[а-я]", name) else LEET
    hits = [n for n, c in enumerate(name) if c in table]
    if len(hits) < 2:
        return None
    chosen = set(rng.sample(hits, rng.randint(2, len(hits))))
    text = "".join(table[c] if n in chosen else c for n, c in enumerate(name))
    if rng.random() < 0.25:
        text = text.replace("4", "@").replace("5", "$")
    return text


def spacings(name, rng):
    """Write a name apart, together, with invisible characters, in other styles."""
    words = words_of(name)
    at = rng.randrange(2, max(3, len(words[-1]) - 1))
    yield "  ".join(" ".join(w) for w in words)
    yield " ".join([*words[:-1], ".".join(words[-1])])
    yield " ".join([*words[:-1], words[-1][:at] + "\u200b" + words[-1][at:]])
    yield " ".join([*words[:-1], words[-1][:at] + "\u00ad" + words[-1][at:]])
    yield "#" + "".join(w[0].upper() + w[1:] for w in words)
    yield "_".join(words)
    yield " ".join([*words[:-1], words[-1][:at] + " " + words[-1][at:]])
    if words[0].isascii():
        base = 0x1D41A
        yield " ".join(
            "".join(
                chr(base + ord(c) - 97)
                if "a" <= c <= "z"
                else chr(base - 26 + ord(c) - 65)
                if "A" <= c <= "Z"
                else c
                for c in w
            )
            for w in words
        )


def group_cases(make, entry):
    """All variants of a group or an outlet."""
    rng = make.random
    names = [entry["name"], *entry["strong"]]
    language, country = entry["language"], entry["countries"][0]
    club = CLUB[language]
    for n, name in enumerate(names):
        make.named("exact" if n == 0 else "alias", entry, name, n=n)
        make.named("exact" if n == 0 else "alias", entry, name, n=2)
    make.add(
        "exact", country, {"organiser": club, "title": names[0].upper()}, entry, "title"
    )
    short = names[-1]
    for n, name in enumerate(names[:2]):
        plain = without_marks(name)
        if plain != name:
            make.named("diacritics", entry, plain, n=rng.randrange(3))
            make.named("diacritics", entry, plain.upper(), n=n)
    for n in range(2):
        name = homoglyph(names[n % len(names)], rng)
        if name:
            make.named("homoglyph", entry, name, n=n * 2)
        name = leet(names[n % len(names)], rng)
        if name:
            make.named("leet", entry, name, n=n)
    variants = list(spacings(short, rng))
    for n, name in enumerate(rng.sample(variants, 4)):
        if len(words_of(short)) > 1 or not name.startswith("#"):
            make.named("spacing", entry, name, n=n)
    for n in range(4):
        name = typo(names[n % len(names)], rng)
        if name and name not in names:
            make.named("typo", entry, name, n=n)
    words = words_of(short)
    if len(words) > 1:
        make.named("word_order", entry, " ".join(words[1:] + words[:1]), n=0)
        make.named("word_order", entry, f"{' '.join(words[1:])}, {words[0]}", n=1)
    for n, form in enumerate(rng.sample(LEGAL[language], 2)):
        make.named("legal_form", entry, form.format(short), n=n)
    for n, name in enumerate(entry.get("translit", [])):
        make.named("transliteration", entry, name, n=n)
    for text in entry.get("inflected", []):
        make.add(
            "inflected",
            country,
            {"organiser": club, "description": text},
            entry,
            "description",
        )
    make.add(
        "image_alt",
        country,
        {"organiser": club, "image_alt": [f"Banner: {names[0].upper()}"]},
        entry,
        "image_alt",
    )
    for weak in entry["weak"]:
        make.named("weak_alias", entry, weak, level="hint", n=0)
        make.named(
            "weak_alias",
            entry,
            rng.choice(LEGAL[language][:1]).format(weak),
            level="hint",
            n=1,
        )
    for acronym in entry["acronyms"]:
        make.named("acronym", entry, acronym, level="hint", n=0)
        make.named("acronym", entry, ".".join(acronym) + ".", level="hint", n=1)


def address_cases(make, entry):
    """Addresses and handles, and some that only look alike."""
    country = entry["countries"][0]
    club = CLUB[entry["language"]]

    def link(variant, text, *, innocent=False):
        make.add(
            variant,
            country,
            {"organiser": club, "links": [text]},
            None if innocent else entry,
            None if innocent else "links",
        )

    for site in entry["websites"]:
        host, _, path = site.partition("/")
        tail = f"/{path}" if path else ""
        link("domain", f"https://www.{host}{tail}/seite?x=1#a")
        link("domain", f"http://shop.{host.upper()}{tail}")
        link(
            "domain",
            f"https://web.archive.org/web/20260101000000*/http://{host}{tail}/",
        )
        link(
            "domain",
            f"https://l.facebook.com/l.php?u=https%3A%2F%2F{host}%2F{path}&h=a",
        )
        link("domain", f"hxxps://{host.replace('.', '[.]')}{tail}")
        goog = host.replace("-", "--").replace(".", "-")
        link("domain", f"https://{goog}.translate.goog{tail}/a?_x_tr_sl=auto")
        text = f"Info: {host}{tail} (Anmeldung)"
        make.add(
            "domain",
            country,
            {"organiser": club, "description": text},
            entry,
            "description",
        )
        if not path:
            make.add(
                "domain",
                country,
                {"organiser": club, "contacts": [f"info@{host}"]},
                entry,
                "contacts",
            )
        link("link_lookalike", f"https://{host}.evil.example/", innocent=True)
        link("link_lookalike", f"https://new{host}/", innocent=True)
        link(
            "link_lookalike",
            f"https://news.example/{host.split('.')[0]}-report",
            innocent=True,
        )
        link("link_lookalike", f"https://{host}@news.example/", innocent=True)
        if path:
            link("link_lookalike", f"https://{host}/{path}x/", innocent=True)
            link("link_lookalike", f"https://{host}/", innocent=True)
    urls = {
        "telegram": [
            "https://t.me/s/{}/12",
            "tg://resolve?domain={}",
            "https://telegram.me/{}",
        ],
        "instagram": [
            "https://www.instagram.com/{}/?hl=de",
            "https://instagram.com/stories/{}/",
        ],
        "facebook": [
            "https://m.facebook.com/{}",
            "https://www.facebook.com/pg/{}/events/",
        ],
        "x": [
            "https://twitter.com/{}/status/1",
            "https://mobile.twitter.com/{}",
            "https://x.com/{}",
        ],
        "vk": ["https://vk.com/{}", "https://m.vk.com/{}?w=wall"],
        "youtube": ["https://www.youtube.com/@{}", "https://youtube.com/c/{}/videos"],
        "tiktok": ["https://www.tiktok.com/@{}"],
        "bluesky": ["https://bsky.app/profile/{}"],
    }
    for handle in entry["handles"]:
        platform, _, name = handle.partition(":")
        for url in urls.get(platform, []):
            link("social_url", url.format(name))
            link("link_lookalike", url.format(name + "_fans"), innocent=True)
        for text in (f"@{name}", name.upper(), f"{platform}: @{name}"):
            make.add(
                "handle",
                country,
                {"organiser": club, "handles": [text]},
                entry,
                "handles",
            )
        text = f"Mehr: {platform.title()} @{name} oder am Tresen."
        make.add(
            "handle",
            country,
            {"organiser": club, "description": text},
            entry,
            "description",
        )
        make.add(
            "link_lookalike", country, {"organiser": club, "handles": [f"@{name}2"]}
        )


def person_cases(make, entry):
    """Persons: order, titles, other scripts, forms, and others of a near name."""
    names = [entry["name"], *entry["strong"]]
    for name in names:
        make.named("person", entry, name)
    given, surname = words_of(entry["name"])[0], words_of(entry["name"])[-1]
    make.named("person", entry, f"{surname}, {given}")
    make.named("person", entry, f"Dr. {given} {surname}")
    make.named("person", entry, f"{surname.upper()} {given}")
    for name in entry.get("translit", []):
        make.named("person", entry, name)
    club = CLUB[entry["language"]]
    country = entry["countries"][0]
    for text in entry.get("inflected", []):
        make.add(
            "person",
            country,
            {"organiser": club, "description": text},
            entry,
            "description",
        )
    for near in entry.get("near", []):
        make.add("person_near", country, {"organiser": club, "speakers": [near]})
        text = SENTENCES[entry["language"]][0].format(near)
        make.add("person_near", country, {"organiser": club, "description": text})


def innocents(make, entry):
    """Other groups of a near name, and the words of a name in ordinary use."""
    country = entry["countries"][0]
    club = CLUB[entry["language"]]
    for n, name in enumerate(entry.get("lookalikes", [])):
        if n % 2:
            text = SENTENCES[entry["language"]][n % 4 // 2].format(name)
            fields = {"organiser": club, "description": text}
        else:
            fields = {"organiser": name}
        make.add("lookalike_org", country, fields)
    for text in entry.get("common", []):
        make.add("common_word_text", country, {"organiser": club, "description": text})
    for text in entry.get("vocabulary", []):
        make.add(
            "denial_or_vocabulary", country, {"organiser": club, "description": text}
        )
    for text in entry.get("places", []):
        make.add("place", country, {"organiser": club, "title": text})
    for text in entry.get("collisions", []):
        make.add("acronym_collision", country, {"organiser": club, "description": text})


# Romanisations by rule, one letter at a time: scholarly, English, German, French, Polish.
_SOURCE = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў".split()
_SYSTEMS = {
    "scholarly": "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč ʺ y ʹ è ju ja i ï je g ŭ",
    "english": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g u",
    "german": "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja i ji je g u",
    "french": "a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia i ï ie g ou",
    "polish": "a b w g d e jo ż z i j k ł m n o p r s t u f ch c cz sz szcz - y - e ju ja i ji je g u",
}
_UKRAINIAN = {"г": "h", "и": "y"}
_GREEK_LETTERS = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_GEORGIAN_LETTERS = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_ARMENIAN_LETTERS = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts w p k o f ev".split(),
        strict=True,
    )
)


def _spell(name, table):
    out = []
    for word in words_of(name):
        text = "".join(table.get(c, c) for c in without_tonos(word.lower()))
        out.append(text[:1].upper() + text[1:])
    return " ".join(out)


def without_tonos(text):
    """Drop Greek accents, keeping Cyrillic letters whole."""
    if not re.search("[α-ωά-ώ]", text):
        return text
    return without_marks(text)


def romanised(name, language):
    """Write a name in Latin letters by every system for its script."""
    if re.search("[а-яА-Я]", name) and language != "sr":
        for letters in _SYSTEMS.values():
            table = dict(zip(_SOURCE, letters.replace("-", "").split(" "), strict=True))
            if language in ("uk", "be"):
                table |= {"г": "h"}
            if language == "uk":
                table |= {"и": "y"}
            yield _spell(name, table)
    for table in (_GREEK_LETTERS, _GEORGIAN_LETTERS, _ARMENIAN_LETTERS):
        if (
            words_of(name)[0].lower()[-1] in table
            or without_tonos(name.lower())[1] in table
        ):
            yield _spell(name, table)


def mixed_names(entries):
    """Put words of two entries of one language together: other groups, near names."""
    by_language: dict[str, list] = {}
    for entry in entries:
        if entry["kind"] != "person":
            short = words_of([entry["name"], *entry["strong"]][-1])
            if len(short) >= 2:
                by_language.setdefault(entry["language"], []).append((entry, short))
    for group in by_language.values():
        for one, first in group:
            for _, second in group:
                if first is not second:
                    yield one, " ".join([*first[:-1], second[-1]])


def mixed_persons(entries):
    """Put the given name of one person before the surname of another."""
    people = [e for e in entries if e["kind"] == "person"]
    for one in people:
        for other in people:
            if one is not other:
                yield one, f"{words_of(one['name'])[0]} {words_of(other['name'])[-1]}"


def make_part(prefix, seed, entries, more):
    """Make all cases of one part."""
    make = Maker(prefix, seed)
    for entry, name in mixed_names(entries):
        country = entry["countries"][0]
        make.add("lookalike_org", country, {"organiser": name})
        text = SENTENCES[entry["language"]][0].format(name)
        fields = {"organiser": CLUB[entry["language"]], "description": text}
        make.add("lookalike_org", country, fields)
    for entry, name in mixed_persons(entries):
        make.add(
            "person_near",
            entry["countries"][0],
            {"organiser": "Klub", "speakers": [name]},
        )
    for entry in entries:
        for n, name in enumerate(
            romanised([entry["name"], *entry["strong"]][-1], entry["language"])
        ):
            make.named("transliteration", entry, name, n=n)
    for entry in entries:
        if entry["kind"] == "person":
            person_cases(make, entry)
        else:
            group_cases(make, entry)
        address_cases(make, entry)
        innocents(make, entry)
    for variant, country, fields in more:
        make.add(variant, country, fields)
    return make.cases


def main():
    """Write the watchlist and both files of cases."""
    columns = (
        "id,kind,name,strong_aliases,weak_aliases,acronyms,countries,language,websites,"
        "handles,reason,source_title,source_url,added_on,review_by,status"
    ).split(",")
    with (DATA / "watchlist.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        for entry in DEVELOPMENT + HELD_OUT:
            out.writerow(
                [
                    entry["id"],
                    entry["kind"],
                    entry["name"],
                    *(
                        ";".join(entry[key])
                        for key in ("strong", "weak", "acronyms", "countries")
                    ),
                    entry["language"],
                    ";".join(entry["websites"]),
                    ";".join(entry["handles"]),
                    "Invented entry for testing",
                    "Invented source",
                    f"https://source.example/{entry['id'].lower()}",
                    "2026-11-01",
                    "2027-05-01",
                    "active",
                ]
            )
    for name, cases in (
        ("development-cases", make_part("E", 1, DEVELOPMENT, INNOCENT_DEVELOPMENT)),
        ("held-out-cases", make_part("H", 2, HELD_OUT, INNOCENT_HELD_OUT)),
    ):
        with (DATA / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for case in cases:
                file.write(json.dumps(case, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
