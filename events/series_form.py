"""The part of the CMS form that says how an action repeats: fields for one rule."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from .recurrence import MAX_DAYS, Repeats, Rule

SERIES_FIELDS = (
    "repeats",
    "repeat_interval",
    "repeat_weekdays",
    "repeat_until",
    "repeat_count",
)
REPEATS = [
    ("", _("No, it happens once")),
    (Repeats.WEEKLY, _("Every week, or every few weeks")),
    (Repeats.MONTHLY_BY_DATE, _("Every month on the same date, such as the 15th")),
    (
        Repeats.MONTHLY_BY_WEEKDAY,
        _("Every month on the same weekday, such as the third Thursday"),
    ),
    (
        Repeats.MONTHLY_BY_LAST_WEEKDAY,
        _("Every month on the last one of its weekday, such as the last Thursday"),
    ),
]


class SeriesFields(forms.Form):
    """Fields that become `EventPage.recurrence_rule`; see `rule_of`."""

    repeats = forms.ChoiceField(label=_("Does it repeat?"), required=False)
    repeat_interval = forms.IntegerField(
        label=_("Every how many weeks or months"),
        required=False,
        min_value=1,
        max_value=12,
        help_text=_("2 is every other week or month. Empty: each one."),
    )
    repeat_weekdays = forms.TypedMultipleChoiceField(
        label=_("On these weekdays"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for weeks. Empty: the weekday of the first day."),
    )
    repeat_until = forms.DateField(
        label=_("Until, this day included"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    repeat_count = forms.IntegerField(
        label=_("Or: how many dates in all"), required=False, min_value=1
    )


def choices() -> dict[str, list]:
    return {"repeats": REPEATS, "repeat_weekdays": list(WEEKDAYS.items())}


def initial_of(rrule: str) -> dict:
    """Return the fields' values for a stored rule; none for one that is not ours."""
    try:
        rule = Rule.from_rrule(rrule)
    except ValueError:
        return {}
    return {
        "repeats": rule.repeats,
        "repeat_interval": rule.interval,
        "repeat_weekdays": list(rule.weekdays),
        "repeat_until": rule.until,
        "repeat_count": rule.count,
    }


def rule_of(cleaned: dict) -> str:
    """Return the RRULE that cleaned fields ask for, "" if it happens once.

    Raises:
        ValidationError: with the field and what to do.
    """
    first = cleaned.get("starts_on")
    if not cleaned.get("repeats") or first is None:
        return ""
    repeats = Repeats(cleaned["repeats"])
    until, count = cleaned.get("repeat_until"), cleaned.get("repeat_count")
    weekdays = cleaned.get("repeat_weekdays") or []
    weekday = WEEKDAYS[first.weekday()]
    if until and count:
        _refuse("repeat_count", _("Please fill in one of the two ends only."))
    if not until and not count:
        _refuse("repeat_until", _("Please say when the series ends."))
    if until and until <= first:
        _refuse("repeat_until", _("The series ends before its second date."))
    if until and until > first + dt.timedelta(days=MAX_DAYS):
        _refuse("repeat_until", _("A series lasts two years at most."))
    if repeats == Repeats.WEEKLY and weekdays and first.weekday() not in weekdays:
        _refuse(
            "repeat_weekdays",
            _(
                "The first day has another weekday (%(weekday)s). "
                "Tick it, too, or choose another first day."
            )
            % {"weekday": weekday},
        )
    if (
        repeats == Repeats.MONTHLY_BY_LAST_WEEKDAY
        and (first + dt.timedelta(days=7)).month == first.month
    ):
        _refuse(
            "repeats",
            _("The first day is not the last one of its weekday in that month."),
        )
    return Rule(
        repeats=repeats,
        interval=cleaned.get("repeat_interval") or 1,
        weekdays=tuple(weekdays) if repeats == Repeats.WEEKLY else (),
        until=until,
        count=count,
    ).as_rrule(first)


def _refuse(field: str, sentence) -> None:
    raise ValidationError({field: sentence})
