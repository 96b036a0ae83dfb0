"""Every text a person reads exists in nine languages (DOMAIN, rule 12)."""

import re
import shutil
from functools import cache
from gettext import GNUTranslations, c2py
from pathlib import Path

import django
import pytest
from babel import Locale
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

from tools.messages import (
    LANGUAGES,
    ROOT,
    WITHOUT_TEXTS,
    borrowed_catalogs,
    catalogs,
    compile_catalogs,
    extract_messages,
    read_catalog,
    read_file,
)

BORROWED = borrowed_catalogs()
every_file = pytest.mark.parametrize(
    "source",
    [*catalogs().values(), *BORROWED],
    ids=lambda source: f"{source.parts[-4]}-{source.parts[-3]}-{source.stem}",
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


@every_file
def test_translation_is_complete(source):
    unfinished = [
        message.id
        for message in messages_of(read_file(source))
        if message.fuzzy or not all(form.strip() for form in forms_of(message))
    ]

    assert unfinished == []


@every_file
def test_translation_keeps_placeholders_and_tags(source):
    language = source.parts[-3]
    broken = []
    for message in messages_of(read_file(source)):
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


@every_file
def test_marks_and_ways_to_speak_are_those_of_the_glossary(source):
    wrong = re.compile(OTHER_MARKS[source.parts[-3]])
    found = [
        form
        for message in messages_of(read_file(source))
        for form in forms_of(message)
        if wrong.search(PLACEHOLDER.sub("x", form))
    ]

    assert found == []


@cache
def covers_only_one(language):
    """Say whether the first plural form is for 1 alone; in Russian 21 has it too."""
    plural = Locale.parse(language).plural_form
    return [n for n in range(200) if plural(n) == "one"] == [1]


@every_file
def test_translation_has_the_plural_forms_of_its_language(source):
    language, catalog = source.parts[-3], read_file(source)
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


def borrowed_keys(domain):
    """Return the texts of packages that we translate into some language."""
    files = [source for source in BORROWED if source.stem == domain]
    return {key for source in files for key in keys_of(read_file(source))}


def folders(domain):
    """Return where packages keep their words; scripts of the CMS are Wagtail's."""
    every = [Path(app.path, "locale") for app in apps.get_app_configs()]
    if domain == "djangojs":
        return [Path(apps.get_app_config("wagtailadmin").path, "locale")]
    return [Path(django.__file__).parent / "conf" / "locale", *every]


def says(catalog, key):
    """Say whether Django's catalogue of one language has a text, without English."""
    context, text = key
    first = text[0] if isinstance(text, tuple) else text
    name = f"{context}\x04{first}" if context else first
    return any(
        name in part or (name, 0) in part  # plurals lie under (text, form)
        for part in catalog._catalogs
    )


def test_borrowed_words_are_not_our_own():
    assert borrowed_keys("django") & keys_of(read_catalog("de")) == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_borrowed_words_are_still_said_by_a_package(domain):
    """A new release may have dropped or reworded some: those can leave."""
    said = set()
    for folder in folders(domain):
        source = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
        if source.exists():
            said |= keys_of(read_file(source))

    assert borrowed_keys(domain) - said == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_borrowed_words_are_there_in_every_language(language, domain):
    where = None if domain == "django" else folders(domain)
    catalog = DjangoTranslation(language, domain, localedirs=where)._catalog

    assert [key for key in borrowed_keys(domain) if not says(catalog, key)] == []


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
