"""Made-up actions by the thousand, to see how the site carries them.

The n-th is the same on every machine. Written in bulk, past revisions, log and search
index: good for measuring what visitors see, not for working in the CMS.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from functools import cache
from itertools import accumulate

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from events.choices import AttendanceMode, EventKind, LocationPrecision
from events.lifecycle import searchable
from events.models import ActionPeriod, EventPage, EventSource, Occurrence
from events.recurrence import spans
from events.towns import Town, towns_in
from organizations.models import OrganizationPage

from . import examples
from .actions import period_slug

SEED = 2011  # the year of the European Court of Human Rights' judgment
CHUNK = 1000
NAMESPACE = uuid.UUID("5f0d9b6e-3a0c-4c43-9b53-0e0f3a1c2d11")
KEY = "scale/"

# Of a hundred actions: so many in the next periods, the others in the two years before.
COMING = 60
# As often as it stands here.
# fmt: off
COUNTRIES = (
    "DE", "DE", "DE", "DE", "FR", "FR", "IT", "IT", "ES", "ES", "GB", "GB", "PL", "PL",
    "US", "US", "AM", "AT", "BE", "BG", "CA", "CH", "CZ", "DK", "EE", "FI", "GE", "GR",
    "HR", "HU", "IE", "JP", "KR", "KZ", "LT", "LV", "NL", "NO", "PT", "RO", "RS", "SE",
    "SI", "SK", "TR",
)
# fmt: on
# By language, in the order of KINDS.
KINDS = (
    EventKind.VIGIL,
    EventKind.RALLY,
    EventKind.INFO_STAND,
    EventKind.LETTER_WRITING,
    EventKind.TALK,
    EventKind.FILM,
)
TITLES = {
    "en": (
        "Vigil for those who refuse",
        "Rally for open borders",
        "Information stand",
        "Letters to prisoners",
        "An evening on asylum",
        "Film night",
    ),
    "de": (
        "Mahnwache für Verweigerer",
        "Kundgebung für offene Grenzen",
        "Infostand",
        "Briefe ins Gefängnis",
        "Abend zum Asylrecht",
        "Filmabend",
    ),
    "fr": (
        "Veillée pour les objecteurs",
        "Rassemblement pour des frontières ouvertes",
        "Stand d’information",
        "Lettres en prison",
        "Soirée sur l’asile",
        "Soirée cinéma",
    ),
    "es": (
        "Vigilia por quienes se niegan",
        "Concentración por las fronteras abiertas",
        "Mesa informativa",
        "Cartas a la cárcel",
        "Charla sobre asilo",
        "Noche de cine",
    ),
    "it": (
        "Veglia per chi rifiuta",
        "Presidio per frontiere aperte",
        "Banchetto informativo",
        "Lettere in carcere",
        "Serata sul diritto d’asilo",
        "Serata di cinema",
    ),
    "pl": (
        "Czuwanie za odmawiających",
        "Wiec za otwartymi granicami",
        "Stoisko informacyjne",
        "Listy do więzienia",
        "Wieczór o azylu",
        "Wieczór filmowy",
    ),
    "ru": (
        "Свеча за отказавшихся",
        "Митинг за открытые границы",
        "Информационный стенд",
        "Письма за решётку",
        "Разговор об убежище",
        "Киновечер",
    ),
}
LANGUAGE_OF = {
    "DE": "de", "AT": "de", "CH": "de", "FR": "fr", "BE": "fr", "ES": "es", "IT": "it",
    "PL": "pl", "KZ": "ru", "AM": "ru",
}  # fmt: skip


def load_scale(number: int, today: dt.date, *, report: Callable[[str], None]) -> int:
    """Have the first `number` made-up actions; return how many were added.

    Each chunk is a transaction, so that a stopped run goes on where it stood.
    """
    done = next_number()
    for first in range(done, number, CHUNK):
        last = min(first + CHUNK, number)
        with transaction.atomic():
            add_chunk(range(first, last), today)
        report(f"Made-up actions: {last} of {number}")
    return max(number - done, 0)


def next_number() -> int:
    """Return the number after the last one that is there; keys have equal lengths."""
    keys = EventSource.objects.filter(key__startswith=KEY).order_by("-key")
    last = keys.values_list("key", flat=True).first()
    return int(last.removeprefix(KEY)) + 1 if last else 0


def add_chunk(numbers: range, today: dt.date) -> None:
    organizations = list(
        OrganizationPage.objects.filter(is_example=True).order_by("path")
    )
    periods = {period.slug: period for period in ActionPeriod.objects.all()}
    by_organization: dict[int, list[EventPage]] = {}
    for number in numbers:
        organization = organizations[number % len(organizations)]
        event = made_up_event(number, today, periods)
        event.organization = organization
        by_organization.setdefault(organization.pk, []).append(event)
    events = []
    for organization in organizations:
        below = by_organization.get(organization.pk, [])
        place_below(organization, below)
        events += below
    insert_pages(events)
    Occurrence.objects.bulk_create(map(occurrence_of, events))
    EventSource.objects.bulk_create(
        EventSource(event=event, key=f"{KEY}{event.number:07}") for event in events
    )


def made_up_event(
    number: int, today: dt.date, periods: dict[str, ActionPeriod]
) -> EventPage:
    """Return the n-th made-up event, not stored."""
    rng = random.Random(f"{SEED}-{number}")  # noqa: S311 - the same on every machine
    country = rng.choice(COUNTRIES)
    towns, sizes = towns_by_size(country)
    town = rng.choices(towns, cum_weights=sizes)[0]
    season = rng.choice(list(examples.SEASONS.values()))
    anchor_day = season.anchor_day(today)
    if rng.randrange(100) >= COMING:
        anchor_day = anchor_day.replace(year=anchor_day.year - rng.choice((1, 2)))
    day = anchor_day + dt.timedelta(days=rng.randint(season.first_day, season.last_day))
    language = LANGUAGE_OF.get(country, "en")
    has_hour = rng.random() < 0.85
    start_time = dt.time(rng.randint(9, 20), rng.choice((0, 30))) if has_hour else None
    is_online = rng.random() < 0.08
    choice = rng.randrange(len(KINDS))
    title = TITLES[language][choice]
    slug = f"made-up-{number:07}"
    event = EventPage(
        title=title if is_online else f"{title}, {town.name}",
        slug=slug,
        summary="Made up to see how the site carries many actions.",
        text_language=language,
        kind=KINDS[choice],
        period=periods.get(period_slug(season, anchor_day)),
        starts_on=day,
        start_time=start_time,
        timezone=town.timezone,
        attendance=AttendanceMode.ONLINE if is_online else AttendanceMode.IN_PERSON,
        city="" if is_online else town.name,
        country="" if is_online else country,
        # Within about three kilometers of the town's center.
        latitude=None if is_online else round(town.latitude + rng.gauss(0, 0.015), 5),
        longitude=None if is_online else round(town.longitude + rng.gauss(0, 0.02), 5),
        location_precision=LocationPrecision.EXACT,
        languages=[language],
        is_example=True,
        uid=uuid.uuid5(NAMESPACE, slug),
    )
    event.number = number
    return event


@cache
def towns_by_size(country: str) -> tuple[list[Town], list[int]]:
    """Return larger towns, and their populations added up, to draw by size."""
    towns = towns_in(country, limit=1_000)
    return towns, list(accumulate(town.population for town in towns))


def place_below(organization: OrganizationPage, events: list[EventPage]) -> None:
    """Give pages their place in the tree, after the children that are there."""
    if not events:
        return
    now = timezone.now()
    content_type = ContentType.objects.get_for_model(EventPage)
    last = organization.get_last_child()
    step = int(last.path[-Page.steplen :], 36) if last else 0
    for event in events:
        step += 1
        event.path = Page._get_path(organization.path, organization.depth + 1, step)
        event.depth = organization.depth + 1
        event.numchild = 0
        event.url_path = f"{organization.url_path}{event.slug}/"
        event.draft_title = event.title
        event.content_type = content_type
        event.locale_id = organization.locale_id
        event.translation_key = uuid.uuid5(NAMESPACE, f"translation-{event.slug}")
        event.live = True
        event.has_unpublished_changes = False
        event.first_published_at = event.last_published_at = now
        event.latest_revision_created_at = now
    Page.objects.filter(pk=organization.pk).update(
        numchild=organization.numchild + len(events)
    )


def insert_pages(events: list[EventPage]) -> None:
    """Insert parent rows, then child rows, which Django's bulk_create refuses to."""
    parents = Page.objects.bulk_create(
        Page(
            **{
                field.attname: getattr(event, field.attname)
                for field in Page._meta.concrete_fields
                if not field.primary_key
            }
        )
        for event in events
    )
    for event, parent in zip(events, parents, strict=True):
        event.pk = event.id = event.page_ptr_id = parent.pk
    EventPage._base_manager._insert(
        events, fields=EventPage._meta.local_concrete_fields, using=Page.objects.db
    )


def occurrence_of(event: EventPage) -> Occurrence:
    (span,) = spans(event.schedule)
    now = event.first_published_at
    occurrence = Occurrence(
        event=event,
        uid=f"event-{event.uid}@{settings.UID_DOMAIN}",
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        orders_at=span.orders_at,
        until_at=span.until_at,
        search_text=searchable(f"{event.title} {event.summary} {event.city}"),
        created_at=now,
        changed_at=now,
    )
    occurrence.place_at(event.public_coordinates())
    occurrence.sort_under(event)
    occurrence.is_counted = True
    return occurrence
