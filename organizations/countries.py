"""Countries by ISO 3166-1 alpha-2 code, named by CLDR in the reader's language."""

import unicodedata
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# CLDR's territories hold more than countries: groupings and codes kept in reserve.
_NOT_COUNTRIES = frozenset(
    "AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ AQ BV HM TF UM".split()
)

# What people write and CLDR does not.
_ALSO_CALLED = {
    "USA": "US",
    "UK": "GB",
    "England": "GB",
    "Turkey": "TR",
    "Czech Republic": "CZ",
    "Holland": "NL",
    "Weißrussland": "BY",
    "Белоруссия": "BY",
    "Moldawien": "MD",
    "Молдавия": "MD",
}


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return {
        code: name
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


COUNTRY_CODES = frozenset(_territories("en"))


def country_name(code: str, language: str | None = None) -> str:
    """Return the country's name in `language` (the active one), or `code` itself."""
    return _territories(language or get_language() or "en").get(code, code)


@cache
def names_of_countries() -> tuple[tuple[str, str], ...]:
    """Return (name, code) of each country in each of our languages, and by-names."""
    return tuple(
        (name, code)
        for language, _name in settings.LANGUAGES
        for code, name in _territories(language).items()
    ) + tuple(_ALSO_CALLED.items())


def country_choices() -> list[tuple[str, str]]:
    """Return (code, name) in the active language, by name."""
    return list(_by_name(get_language() or "en"))


@cache
def _by_name(language: str) -> tuple[tuple[str, str], ...]:
    names = _territories(language)
    return tuple(sorted(names.items(), key=lambda pair: sort_key(pair[1])))


def validate_country(code: str) -> None:
    """Refuse what is no country's code.

    Raises:
        ValidationError: if CLDR does not know it as a country.
    """
    if code not in COUNTRY_CODES:
        raise ValidationError(_("Please choose a country from the list."), "unknown")


# "И", "і", "ї", "й"; in Belarusian "і" stands where "и" would.
_AFTER = str.maketrans(
    {
        "і": "и\uffff",
        "ї": "и\uffff\uffff",
        "й": "и\uffff\uffff\uffff",
        "є": "е\uffff",
        "ґ": "г\uffff",
        "ł": "l\uffff",
    }
)


def sort_key(text: str) -> str:
    """Return a key that files letters with marks beside those without.

    Some letters stand after others whose codes do not say so, as in Ukrainian.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_AFTER))
    return "".join(char for char in folded if not unicodedata.combining(char))
