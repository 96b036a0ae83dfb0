"""The words of our tables in nine languages: columns, kinds, countries, yes and no.

A field is called as the form calls it. The process that reads a stranger's file knows
no settings and no translations, so it gets these words with its order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

from babel import Locale
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.choices import AttendanceMode, EventKind, EventStatus
from events.models import Answer, EventPage
from organizations.countries import names_of_countries

from .table import COLUMNS, NAMES, Options, folded

# Columns whose field in `EventPage` has another name, or none.
_FIELDS = {"date": "starts_on", "end_date": "ends_on", "all_day": "is_all_day"}
_LABELS = {
    "key": _("Your own number"),
    "title": _("Title"),
    "status": _("status"),
}


def label_of(name: str) -> str:
    """Return what a column or field of an event is called, in the active language."""
    label = _LABELS.get(name)
    if label is None:
        label = EventPage._meta.get_field(_FIELDS.get(name, name)).verbose_name
    return str(capfirst(label))


def sentences_of(error: ValidationError) -> list[str]:
    """Return what an action lacks, each with its field's name: no form is shown there.

    Each sentence once, in the order of the error's fields.
    """
    if not hasattr(error, "error_dict"):
        return list(dict.fromkeys(error.messages))
    return list(
        dict.fromkeys(
            sentence if name == NON_FIELD_ERRORS else f"{label_of(name)}: {sentence}"
            for name, sentences in error.message_dict.items()
            for sentence in sentences
        )
    )


@cache
def _names() -> dict[str, str]:
    """Return fields by folded name; what two fields are called is nobody's."""
    names: dict[str, str] = {}
    doubtful = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for field in COLUMNS:
                name = folded(label_of(field))
                if names.setdefault(name, field) != field:
                    doubtful.add(name)
    return {
        name: field
        for name, field in names.items()
        if name not in doubtful and name not in NAMES
    }


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return, for each column that has choices, what a folded word means."""
    choices = {
        "kind": EventKind,
        "attendance": AttendanceMode,
        "status": EventStatus,
        "answer": (Answer.YES, Answer.NO),
    }
    words: dict[str, dict[str, str]] = {name: {} for name in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name, members in choices.items():
                for member in members:
                    words[name].setdefault(folded(str(member.label)), member.value)
    words |= {"month": {}, "weekday": {}}
    for name, word, number in words_of_days():
        words[name][word] = number
    words["country"] = {folded(name): code for name, code in names_of_countries()}
    return words


def words_of_days() -> Iterator[tuple[str, str, str]]:
    """Yield ("month" or "weekday", what CLDR calls it, also for short, its number)."""
    for language, _name in settings.LANGUAGES:
        locale = Locale.parse(language)
        for name, forms in (("month", locale.months), ("weekday", locale.days)):
            for context, width in product(
                ("format", "stand-alone"), ("wide", "abbreviated")
            ):
                for number, word in forms[context][width].items():
                    yield name, word.casefold().rstrip("."), str(number)


def with_words(options: Options | None = None) -> Options:
    """Return options with the names and words of our nine languages."""
    return replace(options or Options(), names=_names(), words=_words())
