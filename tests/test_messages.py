"""Every text a person reads exists in nine languages (DOMAIN, rule 12)."""

import re
import shutil
from gettext import GNUTranslations, c2py

import pytest
from babel import Locale
from django.conf import settings

from tools.messages import (
    LANGUAGES,
    ROOT,
    WITHOUT_TEXTS,
    compile_catalogs,
    extract_messages,
    read_catalog,
)

# What must survive a translation: %(name)s, {name}, %s, tags and the %% of a percent.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd%]|</?[a-z]+\b")


def messages_of(catalog):
    """Return the messages proper, without the header."""
    return [message for message in catalog if message.id]


def forms_of(message):
    """Return a message's translations: several where it has a plural."""
    return message.string if message.pluralizable else (message.string,)


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def keys_of(catalog):
    return {(message.context, message.id) for message in messages_of(catalog)}


def test_languages_are_those_of_the_site():
    assert ["en", *LANGUAGES] == [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_is_complete(language):
    unfinished = [
        message.id
        for message in messages_of(read_catalog(language))
        if message.fuzzy or not all(form.strip() for form in forms_of(message))
    ]

    assert unfinished == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_keeps_placeholders_and_tags(language):
    broken = []
    for message in messages_of(read_catalog(language)):
        sources = message.id if message.pluralizable else (message.id,)
        # "One action" may leave the number out, where that form means just one.
        allowed = [placeholders(sources[-1])]
        if covers_only_one(language):
            allowed.append(placeholders(sources[0]))
        for index, form in enumerate(forms_of(message)):
            if placeholders(form) not in allowed[: 2 if index == 0 else 1]:
                broken.append((message.id, form))

    assert broken == []


# What docs/glossary.md says of each language's marks, as what must not be written.
OTHER_MARKS = {
    "de": r"[«»”]| — |\b(?:du|dir|dich|deine?[mnrs]?)\b",
    "fr": r"[“”„]|«[ \u00a0]|[ \u00a0][»;?!]|[^\s\u00a0]:\s|[ \u202f]:",
    "es": r"[“”„]",
    "it": r"[“”„]|\w'\w",
    "pl": r"[«»“]| — ",
    "ru": r"[“”„]| – |\bна Украин|(?<![.?!] )(?<!^)\b(?:Вы|Вас|Вам|Ваш\w*)\b",
    "uk": r"[“”„ыэъё]| – |\w'\w|\bна Україн|(?<![.?!] )(?<!^)\b(?:Ви|Вас|Вам|Ваш\w*)\b",
    "be": r"[“”„]| – |\w'\w|[ищъ]",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_and_ways_to_speak_are_those_of_the_glossary(language):
    wrong = re.compile(OTHER_MARKS[language])
    found = [
        form
        for message in messages_of(read_catalog(language))
        for form in forms_of(message)
        if wrong.search(PLACEHOLDER.sub("x", form))
    ]

    assert found == []


def covers_only_one(language):
    """Say whether the first plural form is for 1 alone; in Russian 21 has it too."""
    plural = Locale.parse(language).plural_form
    return [n for n in range(200) if plural(n) == "one"] == [1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_plural_forms_of_its_language(language):
    catalog = read_catalog(language)
    plural = Locale.parse(language).plural_form
    of_the_language = [plural(n) for n in range(200)]
    of_the_file = [plural_index(catalog.plural_expr, n) for n in range(200)]

    assert same_groups(of_the_file, of_the_language)
    assert {
        len(message.string) for message in messages_of(catalog) if message.pluralizable
    } <= {catalog.num_plurals}


def plural_index(expression, n):
    """Return which form a Plural-Forms expression picks for n."""
    return int(c2py(expression)(n))


def same_groups(first, second):
    """Say whether two lists sort the same positions together, whatever the labels."""
    return (
        len(set(zip(first, second, strict=True))) == len(set(first)) == len(set(second))
    )


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_translations_hold_what_the_code_says_and_no_more(tmp_path):
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns(".*", "locale", *WITHOUT_TEXTS)
    shutil.copytree(ROOT, copy, ignore=ignored)
    extract_messages(copy)
    in_the_code = keys_of(read_catalog("de", copy))

    differences = {
        (language, key)
        for language in LANGUAGES
        for key in in_the_code ^ keys_of(read_catalog(language))
    }

    assert differences == set()


def test_compiling_makes_a_catalog_that_python_reads(tmp_path):
    source = tmp_path / "locale" / "pl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: \\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n'
        "\n"
        'msgid "March"\n'
        'msgstr "Marsz"\n'
        "\n"
        "#, fuzzy\n"
        'msgid "May"\n'
        'msgstr "Marzec"\n'
        "\n"
        'msgid "%(count)s action"\n'
        'msgid_plural "%(count)s actions"\n'
        'msgstr[0] "%(count)s akcja"\n'
        'msgstr[1] "%(count)s akcje"\n'
        'msgstr[2] "%(count)s akcji"\n'
    )

    first, second = compile_catalogs(tmp_path), compile_catalogs(tmp_path)
    with source.with_suffix(".mo").open("rb") as file:
        polish = GNUTranslations(file)

    assert (first, second) == (["pl"], [])
    assert polish.gettext("March") == "Marsz"
    assert polish.gettext("May") == "May"
    assert [
        polish.ngettext("%(count)s action", "%(count)s actions", n) for n in (1, 2, 5)
    ] == ["%(count)s akcja", "%(count)s akcje", "%(count)s akcji"]
