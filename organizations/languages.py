"""Languages by BCP 47 tag, and days, as CLDR writes them in the reader's language."""

import datetime as dt
from functools import cache, lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language

from .countries import sort_key

# Those in which actions have been held or are likely to be: Europe's, the Caucasus',
# Central Asia's, and those that people who fled speak.
SPOKEN = (
    "ab ar az be bg bs ca cs cy da de el en es et eu fa fi fr ga gl he hr hu hy is it "
    "ja ka kk ko ku ky lb lt lv mk mt nl no os pl pt ro ru se sk sl sq sr sv tg tk tr "
    "tt uk uz yi zh"
).split()

# Day before month, and 24 hours: the spelling of our English is British, too.
LOCALES = {"en": "en_GB"}


def reader_locale() -> str:
    """Return what CLDR calls the active language."""
    language = get_language() or "en"
    return LOCALES.get(language, language)


def long_day(day: dt.date) -> str:
    """Return a day without its weekday: “15 May 2027”."""
    return written_day(day, "long")


def written_day(day: dt.date, form: str) -> str:
    """Return a day in the reader's words; `form` is CLDR's name of it or a pattern."""
    if isinstance(day, dt.datetime):
        day = day.date()
    return _written_day(day, form, reader_locale())


@lru_cache(maxsize=4096)
def _written_day(day: dt.date, form: str, locale: str) -> str:
    return format_date(day, form, locale=locale)


def day_and_month(day: dt.date) -> str:
    """Return a day without its year, in figures: “15/05”, “15.5.”."""
    return format_skeleton("Md", day, locale=reader_locale())


@cache
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").languages)
    except (UnknownLocaleError, ValueError):
        return dict(Locale.parse("en").languages)


def language_name(code: str, language: str | None = None) -> str:
    """Return the language's name in `language` (the active one), or `code` itself."""
    return _names(language or get_language() or "en").get(code, code)


def language_choices() -> list[tuple[str, str]]:
    """Return (tag, name) in the active language, by name; no sign languages."""
    pairs = [(code, language_name(code)) for code in SPOKEN]
    return sorted(pairs, key=lambda pair: sort_key(pair[1]))
