"""An action as the public may know it: the one source of every output.

Page, list, map, feed, API, share text and mail read `PublicAction` and nothing else,
so that a hidden place, an unknown hour or a private contact is hidden in all of them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from organizations.countries import country_name
from organizations.languages import language_name
from organizations.text import text_of_html

from .choices import AttendanceMode, EventKind, EventStatus, LocationPrecision
from .recurrence import Rule

PLAIN_SLUG = re.compile("[a-zA-Z0-9_-]+")
_SLUG = "any-slug-at-all"
PICTURE_SPEC = "max-1200x1200|format-webp"


@dataclass(frozen=True, kw_only=True)
class Coordinates:
    """A point on WGS 84, in degrees."""

    latitude: float
    longitude: float

    def __str__(self):
        return f"{self.latitude},{self.longitude}"


@dataclass(frozen=True, kw_only=True)
class PublicGroup:
    """A group by name; `url` is its absolute address here, or "" if not a member."""

    name: str
    url: str = ""
    slug: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicPlace:
    """The part of an address that the organiser wants known.

    Texts are "" where unknown or hidden. `coordinates` are already as coarse as
    `precision` asks for, and None where nothing may or can be pinned.
    """

    venue: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, "" if online only
    country_name: str = ""  # in the reader's language
    precision: LocationPrecision = LocationPrecision.EXACT
    coordinates: Coordinates | None = None
    # What the coordinates are: the place itself, or as rough as the town's center.
    pin_precision: LocationPrecision = LocationPrecision.EXACT

    @property
    def pin_is_rougher_than_address(self) -> bool:
        """Say whether the words tell more than the pin, which then would mislead."""
        return self.pin_precision == LocationPrecision.TOWN and bool(
            self.venue or self.street
        )


@dataclass(frozen=True, kw_only=True)
class PublicPicture:
    """A picture at an absolute address; `width` and `height` in pixels."""

    url: str
    width: int
    height: int
    content_type: str
    alternative_text: str


@dataclass(frozen=True, kw_only=True)
class Accessibility:
    """What the organiser says about access. None means: not said."""

    step_free: bool | None = None
    toilet: bool | None = None
    sign_language: bool | None = None
    captions: bool | None = None
    quiet_place: bool | None = None
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicAction:
    """One occurrence of an approved event, with everything a reader may see.

    Dates are the place's own. `starts_at` and `ends_at` are aware, in `timezone`, and
    None where no hour is known or the action is all-day; `ends_at` is exclusive.
    `ends_on` is the last day, inclusive, and None where no end was said.
    `created_at`, `changed_at`: UTC. `sequence`: RFC 5545 §3.8.7.4.
    """

    uid: str
    slug: str
    url: str  # absolute, in the reader's language
    title: str
    kind: EventKind
    kind_label: str
    organizer: PublicGroup
    starts_on: dt.date
    timezone: str
    created_at: dt.datetime
    changed_at: dt.datetime
    sequence: int = 0
    status: EventStatus = EventStatus.CONFIRMED
    status_note: str = ""  # what the group says about calling it off
    recurrence_id: dt.date | None = None  # the date's own day; None if it happens once
    recurrence_label: str = ""  # how it repeats, in the reader's language
    recurrence_rule: str = ""  # an RRULE's value
    is_moved: bool = False  # from `recurrence_id`
    date_note: str = ""  # what the group says about moving this date
    starts_at: dt.datetime | None = None
    ends_on: dt.date | None = None
    ends_at: dt.datetime | None = None
    is_all_day: bool = False
    is_past: bool = False
    is_example: bool = False  # made-up, of the demonstration site
    summary: str = ""  # plain text, one paragraph
    description_html: str = ""  # cleaned by the allow-list
    description_text: str = ""  # the same without tags
    text_language: str = ""  # BCP 47, "" if not said
    text_languages: tuple[str, ...] = ()  # all in which the group wrote
    reader_language: str = ""  # BCP 47
    attendance: AttendanceMode = AttendanceMode.IN_PERSON
    place: PublicPlace = field(default_factory=PublicPlace)
    online_url: str = ""
    languages: tuple[str, ...] = ()  # held in, BCP 47
    accessibility: Accessibility = field(default_factory=Accessibility)
    picture: PublicPicture | None = None
    co_organizers: tuple[PublicGroup, ...] = ()
    contact: str = ""  # public; plain text: a mail address, number or sentence
    registration_url: str = ""
    registration_required: bool = False
    website: str = ""
    source_url: str = ""  # where an imported action was read
    period_name: str = ""
    period_slug: str = ""
    # What only a list says:
    distance_km: int | None = None  # from where the reader looks, rounded
    more_dates: int = 0  # of its series, that the list does not show
    recurs_until: dt.date | None = None  # inclusive

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def is_time_to_be_announced(self) -> bool:
        return self.starts_at is None and not self.is_all_day

    @property
    def is_series(self) -> bool:
        return self.recurrence_id is not None

    @property
    def moved_from(self) -> dt.date | None:
        """The day on which it would have been; None also where only the hour moved."""
        if self.is_moved and self.recurrence_id != self.starts_on:
            return self.recurrence_id
        return None

    @property
    def other_language_name(self) -> str:
        """The name of the texts' language where it is not the reader's, else ""."""
        if not self.text_language or not self.reader_language:
            return ""
        if self.text_language == self.reader_language:
            return ""
        return language_name(self.text_language, self.reader_language)

    @property
    def is_several_days(self) -> bool:
        return self.ends_on is not None and self.ends_on > self.starts_on


def absolute_url(name: str, *args: str, language: str | None = None) -> str:
    """Return a route's address with our own host, in `language` (the active one)."""
    language = language or get_language()
    if len(args) == 1 and PLAIN_SLUG.fullmatch(args[0]):
        return settings.SITE_URL + _path(name, language).replace(_SLUG, args[0])
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)


@lru_cache
def _path(name: str, language: str) -> str:
    """Return a route's path with `_SLUG` in it: looking it up takes longest."""
    with translation.override(language):
        return reverse(name, args=[_SLUG])


def precision_at(event, at: dt.datetime) -> LocationPrecision:
    """Return how exactly the place may be told at `at`: fully once it is revealed."""
    if event.reveals_at is not None and event.reveals_at <= at:
        return LocationPrecision.EXACT
    return LocationPrecision(event.location_precision)


def public_place(
    event,
    coordinates: Coordinates | None,
    at: dt.datetime,
    *,
    language: str | None = None,
) -> PublicPlace:
    """Return the part of the address that may be told at `at`, in the active language.

    `language` is that one, where it is known: asking for it takes time.
    """
    precision = precision_at(event, at)
    shows_venue = precision == LocationPrecision.EXACT
    shows_street = precision in {LocationPrecision.EXACT, LocationPrecision.STREET}
    shows_postal_code = shows_street or precision == LocationPrecision.DISTRICT
    return PublicPlace(
        venue=event.venue if shows_venue else "",
        street=street_without_number(event.street, exact=shows_venue)
        if shows_street
        else "",
        postal_code=event.postal_code if shows_postal_code else "",
        city=event.city,
        country=event.country,
        country_name=country_name(event.country, language) if event.country else "",
        precision=precision,
        coordinates=coordinates,
        # Revealing tells the address; the pin stays as coarse as it was stored.
        pin_precision=LocationPrecision.TOWN
        if event.latitude is None
        else LocationPrecision(event.location_precision),
    )


def street_without_number(street: str, *, exact: bool) -> str:
    """Return the street as typed, or without words that hold a digit."""
    if exact:
        return street
    words = [word for word in street.split() if not any(c.isdigit() for c in word)]
    return " ".join(words).rstrip(" ,;")


# Python itself keeps eight, and reads the file of a ninth anew.
_zone = lru_cache(maxsize=None)(ZoneInfo)
_ANSWERS = {"yes": True, "no": False}


def _answer(value: str) -> bool | None:
    return _ANSWERS.get(value)


def public_group(organization, language: str | None = None) -> PublicGroup:
    return member_group(organization.title, organization.slug, language)


def member_group(title: str, slug: str, language: str | None = None) -> PublicGroup:
    url = absolute_url("organizations:organization_detail", slug, language=language)
    return _group(title, slug, url)


@lru_cache(maxsize=1024)
def _group(name: str, slug: str, url: str) -> PublicGroup:
    """Return one value for all actions of a group."""
    return PublicGroup(name=name, slug=slug, url=url)


@lru_cache(maxsize=1024)
def label_in(choice, language: str) -> str:
    """Return a choice's label in `language`, which is the active one."""
    return str(choice.label)


def _co_organizers(rows) -> tuple[PublicGroup, ...]:
    groups = []
    for row in rows:
        if row.state == "declined":
            continue
        organization = row.organization
        is_shown = (
            row.state == "accepted"
            and organization is not None
            and organization.live
            and not organization.is_suspended
        )
        groups.append(
            public_group(organization) if is_shown else PublicGroup(name=row.name)
        )
    return tuple(groups)


def public_picture(event) -> PublicPicture | None:
    """Return the picture at 1,200 pixels at most; makes the file on the first call."""
    if event.picture is None:
        return None
    try:
        rendition = event.picture.get_rendition(PICTURE_SPEC)
    except OSError:  # its file is lost; the action is not
        return None
    return PublicPicture(
        url=settings.SITE_URL + rendition.url,
        width=rendition.width,
        height=rendition.height,
        content_type="image/webp",
        alternative_text=event.picture_alt,
    )


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What a group wrote in one language; `language` is "" if it did not say which."""

    language: str
    title: str
    summary: str
    description: str  # HTML


def texts_for(event, language: str) -> Texts:
    """Return an event's texts in a language, or those that it was first written in."""
    if event.text_language != language:
        for row in event.other_texts:
            if row["language"] == language:
                return Texts(**row)
    return Texts(
        language=event.text_language,
        title=event.title,
        summary=event.summary,
        description=event.description,
    )


@lru_cache(maxsize=512)
def recurrence_label(rule: str, language: str) -> str:
    """Say in a language how a series repeats; its dates say the rest."""
    try:
        known = Rule.from_rrule(rule)
    except ValueError:
        return ""
    names = Locale.parse(language).days["stand-alone"]["wide"]
    days = ", ".join(names[day] for day in known.weekdays)
    with translation.override(language):
        values = {"days": days, "n": known.interval}
        # In Russian 21 has the form of 1: "every week" would say it of both.
        if known.interval == 1:
            words = _("Every week: %(days)s") if known.weekdays else _("Every month")
        elif known.weekdays:
            words = ngettext(
                "Every %(n)s week: %(days)s",
                "Every %(n)s weeks: %(days)s",
                known.interval,
            )
        else:
            words = ngettext("Every %(n)s month", "Every %(n)s months", known.interval)
        return words % values


def _beside(event, name: str):
    """Return the one row that may stand beside an event, or None.

    Django raises for each event that has none, which takes longer than the rest of it.
    """
    descriptor = getattr(type(event), name)
    if descriptor.is_cached(event):
        return descriptor.related.get_cached_value(event)
    return getattr(event, name, None)


def public_action(
    occurrence,
    *,
    at: dt.datetime | None = None,
    event=None,
    organizer: PublicGroup | None = None,
    co_organizers=None,
    with_picture: bool = False,
) -> PublicAction:
    """Return what may be told of an occurrence at `at` (now), in the active language.

    `occurrence` comes from `OccurrenceQuerySet.for_output`. A preview passes its draft
    as `event`, with names not yet stored as `co_organizers`. Whoever knows the
    `organizer` already says so. Pictures are left out of
    lists, which show none, and told by calendars.
    """
    at = at or timezone.now()
    event = event or occurrence.event
    zone = _zone(event.timezone)
    cancellation = _beside(event, "cancellation")
    coordinates = None
    if occurrence.latitude is not None:
        coordinates = Coordinates(
            latitude=occurrence.latitude, longitude=occurrence.longitude
        )
    changed_at = occurrence.changed_at
    if event.reveals_at is not None and event.reveals_at <= at:
        changed_at = max(changed_at, event.reveals_at)
    source = _beside(event, "source")
    language = translation.get_language() or "en"
    texts = texts_for(event, language)
    kind = EventKind(event.kind or EventKind.OTHER)
    is_series = event.is_series
    is_cancelled = occurrence.is_called_off or cancellation is not None
    note = occurrence.note if occurrence.is_called_off else ""
    rows = event.co_organizers.all() if co_organizers is None else co_organizers
    return PublicAction(
        uid=occurrence.uid,
        slug=event.slug,
        url=absolute_url("events:action_detail", event.slug, language=language),
        title=texts.title,
        kind=kind,
        # Not get_kind_display(), which hashes all labels each time.
        kind_label=label_in(kind, language),
        organizer=organizer or public_group(event.organization, language),
        starts_on=occurrence.starts_on,
        ends_on=occurrence.ends_on,
        starts_at=occurrence.starts_at and occurrence.starts_at.astimezone(zone),
        ends_at=occurrence.ends_at and occurrence.ends_at.astimezone(zone),
        is_all_day=event.is_all_day and occurrence.starts_at is None,
        is_past=occurrence.until_at <= at,
        is_example=event.is_example,
        timezone=event.timezone,
        created_at=occurrence.created_at,
        changed_at=changed_at,
        sequence=occurrence.sequence,
        status=EventStatus.CANCELLED if is_cancelled else EventStatus.CONFIRMED,
        status_note=cancellation.note if cancellation is not None else note,
        recurrence_id=occurrence.recurrence_id if is_series else None,
        recurrence_rule=event.recurrence_rule,
        recurrence_label=recurrence_label(event.recurrence_rule, language)
        if event.recurrence_rule
        else "",
        is_moved=is_series and occurrence.is_moved,
        date_note="" if occurrence.is_called_off or not is_series else occurrence.note,
        summary=texts.summary,
        description_html=texts.description,
        description_text=text_of_html(texts.description),
        text_language=texts.language,
        text_languages=(
            event.text_language,
            *(row["language"] for row in event.other_texts),
        )
        if event.other_texts
        else (event.text_language,),
        reader_language=language,
        attendance=AttendanceMode(event.attendance),
        place=PublicPlace(precision=LocationPrecision(event.location_precision))
        if event.attendance == AttendanceMode.ONLINE
        else public_place(event, coordinates, at, language=language),
        online_url=event.online_url
        if event.attendance != AttendanceMode.IN_PERSON
        else "",
        languages=tuple(event.languages),
        accessibility=Accessibility(
            step_free=_answer(event.step_free),
            toilet=_answer(event.accessible_toilet),
            sign_language=_answer(event.sign_language),
            captions=_answer(event.captions),
            quiet_place=_answer(event.quiet_place),
            notes=event.accessibility_notes,
        ),
        picture=public_picture(event) if with_picture else None,
        co_organizers=_co_organizers(rows),
        contact=event.contact,
        registration_url=event.registration_url,
        registration_required=event.registration_required,
        website=event.website,
        source_url=source.url if source is not None else "",
        period_name=event.period.label if event.period else "",
        period_slug=event.period.slug if event.period else "",
    )
