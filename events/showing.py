"""A field's value as people read it in the CMS, in the active language."""

import datetime as dt

from django.utils.translation import gettext as _

from organizations.countries import country_name
from organizations.languages import language_name
from organizations.text import text_of_html

from .models import EventPage
from .templatetags.format_tags import full_day

NOTHING = "–"


def shown(event: EventPage, name: str) -> str:
    """Return what a field of an event says, “–” where it says nothing."""
    value = getattr(event, name)
    if value in (None, "", []):
        return NOTHING
    if name == "description":
        return text_of_html(value)
    if name in {"recurrence_rule", "changed_dates"}:
        return getattr(event, f"get_{name}_display")()
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
    if EventPage._meta.get_field(name).choices:
        return str(getattr(event, f"get_{name}_display")())
    return str(value)
