"""A field's value as people read it in the CMS, in the active language."""

import datetime as dt

from django.utils.translation import gettext as _
from wagtail.models import Page

from organizations.countries import country_name
from organizations.languages import language_name
from organizations.text import text_of_html

from .templatetags.format_tags import full_day

NOTHING = "–"


def shown(page: Page, name: str) -> str:
    """Return what a field of an action or an organisation says, “–” for nothing."""
    value = getattr(page, name)
    if value in (None, "", []):
        return NOTHING
    if name == "description":
        return text_of_html(value)
    if name == "languages":
        return ", ".join(language_name(code) for code in value)
    if name == "country":
        return country_name(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return full_day(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if in_words := getattr(page, f"get_{name}_display", None):
        return str(in_words())
    return str(value)
