"""The campaign's own texts as they lie in the files: nine languages, one structure."""

import re

import pytest
from django.conf import settings

from objectwar.demo.home import CONTENT_DIR, read_content

LANGUAGES = [code for code, _name in settings.LANGUAGES]

# What is the same in every language: where links lead, figures, names.
FIXED = {
    "amount",
    "below",
    "count",
    "counted_on",
    "country_code",
    "currency",
    "date",
    "file",
    "goal",
    "kind",
    "page",
    "phone",
    "postal_code",
    "section",
    "signatures",
    "slug",
    "street",
    "type",
    "url",
    "website",
}

RULES = {
    "en": "Nationalist and anti-democratic groups and people have no place",
    "de": "Nationalistische und antidemokratische Gruppen und Personen haben",
    "fr": "Les groupes et les personnes nationalistes ou antidémocratiques",
    "es": "Los grupos y las personas nacionalistas o antidemocráticos",
    "it": "non c’è posto per gruppi e persone di orientamento nazionalista",
    "pl": "nie ma miejsca dla grup i osób nacjonalistycznych ani antydemokratycznych",
    "ru": "Националистическим и антидемократическим группам и людям не место",
    "uk": "Націоналістичним і антидемократичним групам і людям не місце",
    "be": "Нацыяналістычным і антыдэмакратычным групам і людзям не месца",
}


def structure(value, key=None):
    """Return the content with every text replaced by the sequence of its tags."""
    if isinstance(value, dict):
        return {name: structure(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [structure(item) for item in value]
    if key in FIXED:
        return value
    return re.findall(r"</?\w+", value)


def texts(value):
    """Yield every text of the content, whatever it is nested in."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def test_content_is_there_in_nine_languages():
    assert {path.stem for path in CONTENT_DIR.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_content_has_the_same_structure_as_the_english(language):
    assert structure(read_content(language)) == structure(read_content("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_content_has_no_empty_text(language):
    empty = [
        text
        for text in texts(read_content(language))
        if not re.sub(r"<[^>]*>", "", text).strip()
    ]

    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_of_exclusion_is_on_home_page_and_how_to_take_part(language):
    content = read_content(language)
    how_to_take_part = next(p for p in content["pages"] if p["slug"] == "take-part")

    for page in (content["home"], how_to_take_part):
        assert RULES[language] in "\n".join(texts(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_differ_so_that_editors_can_tell_pages_apart(language):
    pages = read_content(language)["pages"]

    assert len({page["title"] for page in pages}) == len(pages)


@pytest.mark.parametrize("language", ["ru", "uk", "be"])
def test_no_word_mixes_latin_and_cyrillic_letters(language):
    source = (CONTENT_DIR / f"{language}.toml").read_text("utf-8")

    mixed = re.findall(r"\b(?=\w*[a-zA-Z])(?=\w*[а-яёА-ЯЁіїєґўІЇЄҐЎ])\w+", source)

    assert mixed == []


@pytest.mark.parametrize(
    ("language", "foreign"),
    [("ru", "іїєґў"), ("uk", "ыэёъў"), ("be", "иїєґщъ")],
)
def test_text_uses_only_letters_of_its_alphabet(language, foreign):
    text = "\n".join(texts(read_content(language))).lower()

    assert sorted(set(text) & set(foreign)) == []


def test_only_known_addresses_are_linked():
    sources = [path.read_text("utf-8") for path in CONTENT_DIR.glob("*.toml")]

    links = {
        link for text in sources for link in re.findall(r"https?://[^\s\"<]+", text)
    }

    assert links == {
        "https://connection-ev.org/",
        "https://objectwarcampaign.org/",
        "https://www.wikipedia.org/",  # where the button to leave quickly leads
    }
