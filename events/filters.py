"""One filter for list, map, calendar and feeds: a query string that narrows.

Values may be repeated or separated by commas. Unknown parameters change nothing; an
unknown or broken value is an error that names it (DOMAIN, addresses that last).
"""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.countries import country_choices, country_name
from organizations.languages import language_choices, language_name
from organizations.models import OrganizationPage

from .choices import AccessNeed, AttendanceMode, EventKind
from .lifecycle import searchable
from .models import ActionPeriod, CoOrganizer, Occurrence
from .quadkey import read_quadkey
from .state import asked_once
from .towns import main_names
from .whereabouts import find_center, read_bounds

MAX_VALUES = 50
MAX_WORDS = 10
FEED_PAST_DAYS = 90
FEED_PAST = dt.timedelta(days=FEED_PAST_DAYS)
RADIUS_KM = 50
MOST_KM = 1000
SHOWN_LENGTH = 300  # characters


def shown(text: str) -> str:
    """Return what was asked as it may be shown: short, control characters replaced."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "�", text[:SHOWN_LENGTH])


class When(models.TextChoices):
    UPCOMING = "upcoming", _("Upcoming")
    TODAY = "today", _("Today")
    WEEKEND = "weekend", _("This weekend")
    PERIOD = "period", _("In the action period")
    PAST = "past", pgettext_lazy("actions", "Past")
    ALL = "all", _("At any time")


class Sort(models.TextChoices):
    DATE = "date", _("By date")
    DISTANCE = "distance", _("Nearest first")


# These say from which day to which.
DAYS = {When.TODAY, When.WEEKEND, When.PERIOD}


class CommaSeparatedSelect(forms.SelectMultiple):
    """Reads `a,b` as it reads `a` and `b` given separately."""

    def value_from_datadict(self, data, files, name):
        values = super().value_from_datadict(data, files, name) or []
        parts = [part.strip() for value in values for part in str(value).split(",")]
        return list(dict.fromkeys(part for part in parts if part))


class _Many(forms.MultipleChoiceField):
    widget = CommaSeparatedSelect
    default_error_messages = {
        "invalid_choice": _("“%(value)s” is not known here."),
    }

    def validate(self, value):
        if len(value) > MAX_VALUES:
            raise forms.ValidationError(
                _("These are more than %(limit)s values."), params={"limit": MAX_VALUES}
            )
        super().validate(value)


class _Towns(_Many):
    def valid_value(self, value):
        return len(value) <= 100 and "\x00" not in value


class _Radius(forms.Field):
    """Kilometers as a plain number: no exponent, no infinity, no other digits."""

    widget = forms.NumberInput(attrs={"min": 1, "max": MOST_KM, "inputmode": "numeric"})

    def to_python(self, value):
        if not value:
            return None
        if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value, re.ASCII) or not (
            1 <= float(value) <= MOST_KM
        ):
            raise forms.ValidationError(
                _("Please write a number of kilometres from 1 to %(most)s."),
                params={"most": MOST_KM},
            )
        return float(value)


class _Bounds(forms.Field):
    widget = forms.HiddenInput

    def to_python(self, value):
        if not value:
            return None
        if (bounds := read_bounds(value)) is None:
            raise forms.ValidationError(
                _("This is no part of the map: west, south, east, north in degrees.")
            )
        return bounds


class _Spot(forms.Field):
    widget = forms.HiddenInput

    def to_python(self, value):
        if not value:
            return None
        if (key := read_quadkey(value)) is None:
            raise forms.ValidationError(_("This is no spot of the map."))
        return key


@dataclass(frozen=True)
class Chip:
    """A choice in force, and the query string without it."""

    label: str
    remove_query: str


@dataclass(frozen=True)
class Option:
    """A choice that is offered, and how many actions it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class FilterError:
    parameter: str
    value: str
    message: str
    drop_query: str


@asked_once
def _known_organizations() -> tuple[tuple[int, str, str], ...]:
    approved = OrganizationPage.objects.approved().order_by("title")
    return tuple(approved.values_list("pk", "slug", "title"))


class EventFilter(forms.Form):
    """Clean a query string; `narrow` applies it to occurrences."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False, strip=True)
    period = _Many(label=_("Action period"), required=False)
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", _("When")), *When.choices],
        error_messages={"invalid_choice": _("“%(value)s” is not known here.")},
    )
    country = _Many(label=_("Country"), required=False)
    city = _Towns(label=_("Town"), required=False)
    near = forms.CharField(label=_("Near"), max_length=100, required=False, strip=True)
    radius = _Radius(label=_("Within kilometres"), required=False)
    kind = _Many(label=_("Kind of action"), required=False, choices=EventKind.choices)
    org = _Many(label=_("Organisation"), required=False)
    attendance = _Many(
        label=_("How to take part"), required=False, choices=AttendanceMode.choices
    )
    lang = _Many(label=_("Language spoken"), required=False)
    access = _Many(label=_("Access"), required=False, choices=AccessNeed.choices)
    bounds = _Bounds(required=False)
    spot = _Spot(required=False)

    def __init__(self, data: QueryDict | None = None):
        super().__init__(data if data is not None else QueryDict())
        # `from` is a word of Python, so these two are not attributes.
        self.fields["from"] = forms.DateField(label=_("From"), required=False)
        self.fields["to"] = forms.DateField(label=_("To"), required=False)
        for name in ("from", "to"):
            self.fields[name].input_formats = ["%Y-%m-%d"]
            self.fields[name].widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
            self.fields[name].error_messages["invalid"] = _(
                "Please write the date as year-month-day, for example 2026-12-10."
            )
        # How the list is ordered; by date where "near" is not said.
        self.fields["sort"] = forms.ChoiceField(
            required=False,
            choices=[("", ""), *Sort.choices],
            error_messages={"invalid_choice": _("“%(value)s” is not known here.")},
        )
        self.fields["period"].choices = self._periods()
        self.fields["org"].choices = self._organizations
        self.fields["country"].choices = self._countries
        self.fields["lang"].choices = self._languages

    def _periods(self):
        return [(p.slug, p.label) for p in ActionPeriod.objects.all()]

    @cached_property
    def known_organizations(self) -> tuple[tuple[int, str, str], ...]:
        """Key, slug and title of each approved organization, by title."""
        return _known_organizations()

    def _organizations(self):
        return [(slug, title) for _key, slug, title in self.known_organizations]

    def _countries(self):
        # All are valid values; those with actions are offered (`offered_countries`).
        return country_choices()

    def _languages(self):
        return language_choices()

    def offer(self, counts: dict[str, dict[str, int]]) -> None:
        """Cut the choices down to what exists, each with its count, for the form.

        `counts` comes from `counts.count_choices`; what was asked for stays.
        """
        for name, found in counts.items():
            field = self.fields[name]
            given = set(self.given(name))
            field.options = [
                Option(
                    value=value,
                    label=str(label),
                    count=found.get(value, 0),
                    is_chosen=value in given,
                )
                for value, label in field.choices
                if value in found or value in given
            ]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day is before the first day."))
        cleaned["center"] = None
        if near := cleaned.get("near"):
            country = (cleaned.get("country") or [""])[0]
            cleaned["center"] = find_center(near, country)
            if cleaned["center"] is None:
                self.add_error("near", _("We know no town of this name."))
        return cleaned

    # --- what was asked ---------------------------------------------------------

    def given(self, name: str) -> list[str]:
        """Return the raw values of a parameter, as far as they are there."""
        value = self.fields[name].widget.value_from_datadict(self.data, {}, name)
        if not value:
            return []
        return value if isinstance(value, list) else [value]

    def pairs(self) -> list[tuple[str, str]]:
        """Return every (parameter, value) in force, in the form's order."""
        return [(name, value) for name in self.fields for value in self.given(name)]

    @property
    def query(self) -> str:
        """The query string of this selection, without a question mark."""
        return urlencode(self.pairs())

    def query_without(self, name: str, value: str | None = None) -> str:
        return urlencode(
            [
                pair
                for pair in self.pairs()
                if pair[0] != name or (value is not None and pair[1] != value)
            ]
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.pairs())

    def problems(self) -> list[FilterError]:
        """Return one error for each broken parameter, with the way to drop it."""
        return [
            FilterError(
                parameter=name,
                value=shown(", ".join(self.given(name))),
                message=shown(" ".join(str(error) for error in errors)),
                drop_query=self.query_without(name),
            )
            for name, errors in self.errors.items()
        ]

    def chips(self) -> list[Chip]:
        """Return what is in force, in the reader's words, each with its way out."""
        return [
            Chip(
                label=self._words(name, value),
                remove_query=self.query_without(name, value),
            )
            for name, value in self.pairs()
            if name != "sort"
        ]

    def _words(self, name: str, value: str) -> str:
        if name == "country":
            return country_name(value)
        if name == "lang":
            return language_name(value)
        if name == "q":
            return _("“%(words)s”") % {"words": value}
        if name in {"from", "to"}:
            return f"{self.fields[name].label} {value}"
        if name == "near":
            center = self.cleaned_data.get("center") if self.is_valid() else None
            return f"{self.fields[name].label}: {center.name if center else value}"
        if name == "radius":
            return _("%(number)s km") % {"number": value}
        if name == "bounds":
            return str(_("In this part of the map"))
        if name == "spot":
            return str(_("At one spot of the map"))
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, value))

    def selection_name(self) -> str:
        """Return the selection in a few words, for a calendar's name; "" for all."""
        return " · ".join(chip.label for chip in self.chips())

    # --- what it leaves ---------------------------------------------------------

    @property
    def is_by_distance(self) -> bool:
        data = self.cleaned_data
        return data["sort"] == Sort.DISTANCE and data["center"] is not None

    @property
    def names_a_time(self) -> bool:
        return any(self.cleaned_data.get(n) for n in ("when", "from", "to", "period"))

    def narrow(self, occurrences, *, at: dt.datetime | None = None):
        """Return the occurrences that fit; call it on a valid filter only.

        `Tally.rows` says the same of what is counted, and a test compares them.
        """
        at = at or timezone.now()
        data = self.cleaned_data
        if data["period"]:
            occurrences = occurrences.filter(period__slug__in=data["period"])
        if data["country"]:
            occurrences = occurrences.filter(country__in=data["country"])
        if data["city"]:
            anywhere = models.Q()
            for city in data["city"]:
                anywhere |= models.Q(event__city__iexact=city)
            occurrences = occurrences.filter(anywhere)
        if data["kind"]:
            occurrences = occurrences.filter(kind__in=data["kind"])
        if data["org"]:
            # Not by a join: it would count an action once for each who takes part.
            accepted = CoOrganizer.objects.filter(
                organization__slug__in=data["org"], state=CoOrganizer.State.ACCEPTED
            )
            occurrences = occurrences.filter(
                models.Q(organization__slug__in=data["org"])
                | models.Q(event__in=accepted.values("event"))
            )
        if data["attendance"]:
            occurrences = occurrences.filter(attendance__in=data["attendance"])
        if data["lang"]:
            spoken = models.Q()
            for code in data["lang"]:
                spoken |= models.Q(languages__contains=f",{code},")
            occurrences = occurrences.filter(spoken)
        for need in data["access"]:
            occurrences = occurrences.filter(access__contains=f",{need},")
        if data["center"]:
            occurrences = occurrences.around(
                data["center"].coordinates, data["radius"] or RADIUS_KM
            )
        if data["bounds"]:
            occurrences = occurrences.within(data["bounds"])
        if data["spot"] is not None:
            occurrences = occurrences.filter(quadkey=data["spot"])
        for words in self.words():
            occurrences = occurrences.containing(*words)
        occurrences = occurrences.between(data["from"], data["to"])
        return self._narrow_when(occurrences, at)

    def words(self) -> list[tuple[str, ...]]:
        """Return what is looked for: of each, one has to stand in `search_text`.

        A word, and how else a town of that name is called. A town's name of several
        words is looked for as it stands.
        """
        asked = self.cleaned_data["q"]
        # Of signs alone nothing is left, and they are found nowhere.
        text = searchable(asked) or asked
        if " " in text and (names := main_names(text)):
            return [(text, *names)]
        return [(word, *main_names(word)) for word in text.split()[:MAX_WORDS]]

    def organization_keys(self) -> list[int]:
        """Return the keys of the organizations that are asked for."""
        asked = OrganizationPage.objects.filter(slug__in=self.cleaned_data["org"])
        return list(asked.values_list("pk", flat=True))

    def _narrow_when(self, occurrences, at):
        when = self.cleaned_data["when"]
        if when == When.UPCOMING:
            return occurrences.upcoming(at)
        if when == When.PAST:
            return occurrences.past(at)
        if when in DAYS:
            days = self.days(at)
            return occurrences.between(*days) if days else occurrences.none()
        return occurrences

    def days(self, at: dt.datetime) -> tuple[dt.date, dt.date] | None:
        """Return the first and last day of `when`, one of DAYS; None if there are none.

        The reader's day is not known; the days are those of each place.
        """
        when, today = self.cleaned_data["when"], at.date()
        if when == When.PERIOD:
            period = ActionPeriod.objects.current_or_next(on=today)
            return period and (period.starts_on, period.ends_on)
        if when == When.TODAY:
            return today, today
        saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7)
        if today.weekday() == 6:
            saturday = today - dt.timedelta(days=1)
        return max(saturday, today), saturday + dt.timedelta(days=1)

    def for_list(self, *, at: dt.datetime | None = None):
        """Return what the list and the map show: upcoming unless a time is named."""
        return self._in_order(self._of_time(Occurrence.objects.published(), at=at))

    def _of_time(self, occurrences, *, at):
        occurrences = self.narrow(occurrences, at=at)
        return occurrences if self.names_a_time else occurrences.upcoming(at)

    def _in_order(self, occurrences):
        if self.cleaned_data["when"] == When.PAST:
            return occurrences.order_by("-orders_at", "-pk")
        return occurrences.in_order()

    def last_left_at(self, *, at: dt.datetime) -> dt.datetime | None:
        """Return when the last occurrence left the feed by getting old, or None."""
        if self.names_a_time:
            return None
        horizon = at - FEED_PAST
        newest = (
            self.narrow(Occurrence.objects.published(), at=at)
            .filter(until_at__lte=horizon)
            .aggregate(newest=models.Max("until_at"))["newest"]
        )
        return newest and newest + FEED_PAST

    def for_feed(self, *, at: dt.datetime | None = None):
        """Return what a calendar holds: from 90 days back unless a time is named."""
        at = at or timezone.now()
        occurrences = self.narrow(Occurrence.objects.published(), at=at)
        if not self.names_a_time:
            horizon = at - FEED_PAST
            occurrences = occurrences.filter(until_at__gt=horizon)
        return occurrences.in_order()
