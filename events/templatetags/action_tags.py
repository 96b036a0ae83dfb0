"""Time, place and state of an action, as markup.

As tags, not as templates to include: a list has a hundred of them, and each include
copies the whole context (docs/decisions/0161).
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations.languages import written_day

from ..choices import AttendanceMode
from ..public import PublicAction
from .format_tags import clock, day_range, utc_offset

register = template.Library()


@register.simple_tag
def action_time(
    action: PublicAction,
    *,
    show_day: bool = False,
    hide_zone: bool = False,
    show_offset: bool = False,
) -> SafeString:
    """Return when an action happens: its place's own days and hours, zone named.

    What is not known is said, not guessed. `show_day` writes the day, too (a list by
    days has it above); `hide_zone` leaves out the zone, where it stands beside;
    `show_offset` adds the distance from UTC.
    """
    when = _several_days(action) if action.is_several_days else _hours(action, show_day)
    when = format_html('<span class="action-time">{}</span>', when)
    if action.starts_at is None or hide_zone:
        return when
    zone = action.timezone
    if show_offset:
        zone = f"{zone} · {utc_offset(action.starts_at)}"
    return format_html('{} <span class="action-time__zone">{}</span>', when, zone)


def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


def _several_days(action: PublicAction) -> SafeString:
    days = _time(
        action.starts_on.isoformat(), day_range(action.starts_on, action.ends_on)
    )
    if action.starts_at is None:
        hours = _("all day") if action.is_all_day else _("hours to be announced")
    elif action.ends_at is not None:
        hours = _("%(start)s on the first day to %(end)s on the last") % {
            "start": clock(action.starts_at),
            "end": clock(action.ends_at),
        }
    else:
        hours = _("from %(start)s on the first day") % {
            "start": clock(action.starts_at)
        }
    return format_html("{}, {}", days, hours)


def _hours(action: PublicAction, show_day: bool) -> SafeString:
    day = written_day(action.starts_on, "full") if show_day else ""
    if action.starts_at is None:
        if action.is_all_day:
            words = _("all day") if show_day else _("All day")
        else:
            words = _("time to be announced") if show_day else _("Time to be announced")
        if not show_day:
            return format_html("{}", words)
        return format_html("{}, {}", _time(action.starts_on.isoformat(), day), words)
    hours = [
        _time(moment.isoformat(), clock(moment))
        for moment in (action.starts_at, action.ends_at)
        if moment is not None
    ]
    written = format_html_join("–", "{}", ((each,) for each in hours))
    return format_html("{}, {}", day, written) if show_day else written


@register.simple_tag
def action_place(action: PublicAction) -> SafeString:
    """Return town and country of an action, or that it is online, or both."""
    if action.attendance == AttendanceMode.ONLINE:
        return format_html('<span class="action-place">{}</span>', _("Online"))
    known = ", ".join(filter(None, (action.place.city, action.place.country_name)))
    where = format_html(
        '<span class="action-place" dir="auto">{}</span>',
        known or _("Place to be announced"),
    )
    if action.attendance == AttendanceMode.HYBRID:
        return format_html("{} {}", where, _badge("online", _("Also online")))
    return where


def _badge(kind: str, words: str) -> SafeString:
    return format_html('<span class="badge badge--{}">{}</span>', kind, words)


@register.simple_tag
def status_badge(action: PublicAction) -> SafeString | str:
    """Say that an action is called off, or over; nothing where it takes place."""
    if action.is_cancelled:
        return format_html(
            '<strong class="badge badge--called-off">{}</strong>', _("Called off")
        )
    if action.is_past:
        return _badge("past", pgettext("of an action in the past", "Over"))
    return ""


@register.simple_tag
def example_badge() -> SafeString:
    """Mark what the demonstration site made up."""
    return _badge("example", _("Example, made up"))
