"""Days, hours and numbers in the reader's words, by CLDR.

But for `moment`, nothing here converts a time: dates and hours are written as they are
given, in the place's own zone.
"""

import datetime as dt
from functools import cache

from babel.dates import format_interval, format_skeleton
from babel.numbers import (
    format_compact_decimal,
    get_decimal_symbol,
    get_group_symbol,
)
from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from organizations.languages import long_day, reader_locale, written_day

register = template.Library()
register.filter(long_day)


@register.filter
def full_day(day: dt.date) -> str:
    """Return a day with its weekday and year: “Saturday, 15 May 2027”."""
    return written_day(day, "full")


@register.filter(expects_localtime=True)
def moment(stored: dt.datetime) -> str:
    """Return a stored moment in the site's zone: “15 May 2027, 18:30”."""
    return f"{long_day(stored)}, {clock(stored)}"


@register.filter(expects_localtime=True)
def moment_day(stored: dt.datetime) -> str:
    """Return the day of a stored moment in the site's zone: “15 May 2027”."""
    return long_day(stored)


@register.simple_tag
def day_range(first: dt.date, last: dt.date) -> str:
    """Return both days, what they share said once: “8–21 May 2027”. `last` counts."""
    if last == first:
        return long_day(first)
    return format_interval(first, last, "yMMMd", locale=reader_locale())


@register.filter
def weekday(day: dt.date) -> str:
    """Return the short name of the weekday, as it stands alone: “Sat”."""
    return written_day(day, "ccc")


@register.filter
def month(day: dt.date) -> str:
    """Return the short name of the month, as it stands alone: “May”."""
    return written_day(day, "LLL")


@register.filter
def clock(moment: dt.datetime) -> str:
    """Return hours and minutes in the moment's own zone: “18:30”."""
    return moment.strftime("%H:%M")


@register.filter
def utc_offset(moment: dt.datetime) -> str:
    """Return how far the moment's zone is from UTC: “UTC+2”, “UTC+5:30”."""
    minutes = round(moment.utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


@register.filter
def whole_number(number: int) -> str:
    """Return a number with its language's marks for thousands: “12,345”."""
    if 0 <= number < 1000:  # no marks yet, in any language
        return str(number)
    # Babel reads a number's pattern each time, and a page has a hundred numbers.
    return f"{number:,}".replace(",", _mark_of_thousands(reader_locale()))


@cache
def _mark_of_thousands(locale: str) -> str:
    return get_group_symbol(locale)


@register.simple_tag
def month_and_year(day: dt.date) -> str:
    """Return the month as it stands alone, with a capital: “December 2026”."""
    words = format_skeleton("yMMMM", day, locale=reader_locale())
    return words[:1].upper() + words[1:]


@register.simple_tag
def compact_marks() -> SafeString:
    """Return data attributes for `static/js/map/compact.js`: how the reader's language
    shortens thousands (empty: it does not) and millions, and its decimal sign."""
    locale = reader_locale()
    shortened = {
        "thousand": format_compact_decimal(1000, locale=locale),
        "million": format_compact_decimal(1_000_000, locale=locale),
    }
    marks = {
        name: "".join(sign for sign in text if not sign.isdecimal())
        for name, text in shortened.items()
    }
    marks["point"] = get_decimal_symbol(locale)
    return format_html_join(" ", 'data-{}="{}"', marks.items())
