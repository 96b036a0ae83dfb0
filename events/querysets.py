"""Which events and occurrences. `published()` alone says whether one is public."""

import datetime as dt
import math

from django.db import connections, models
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Cos, Power, Radians, Sin
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from organizations.querysets import approved_q

from .public import Coordinates
from .text_index import MATCHING, SHORTEST, phrase
from .whereabouts import EARTH_RADIUS_KM, Bounds, box_around


def published_q(prefix: str = "") -> models.Q:
    """Return the condition of `published()`: live, its organization still approved."""
    return models.Q(**{f"{prefix}live": True}) & approved_q(f"{prefix}organization__")


class EventQuerySet(PageQuerySet):
    def published(self):
        """Keep what visitors may see."""
        return self.filter(published_q())


EventManager = PageManager.from_queryset(EventQuerySet)


class OccurrenceQuerySet(models.QuerySet):
    def published(self):
        """Keep what visitors may see."""
        return self.filter(published_q("event__"), is_dropped=False)

    def counted(self):
        """Keep the same as `published()`, from a column: for numbers, never to show."""
        return self.filter(is_counted=True)

    def containing(self, *words: str):
        """Keep what has one of these words, or a part of it, as `searchable` writes it.

        A word may be several, which then stand together.
        """
        any_of_them = models.Q()
        for word in words:
            any_of_them |= self._with_word(word)
        return self.filter(any_of_them)

    def _with_word(self, word: str) -> models.Q:
        # PostgreSQL's index serves LIKE by itself (docs/decisions/0046).
        if connections[self.db].vendor == "sqlite" and len(word) >= SHORTEST:
            return models.Q(pk__in=RawSQL(MATCHING, [phrase(word)]))  # noqa: S611
        return models.Q(search_text__contains=word)

    def upcoming(self, at=None):
        """Keep what is not over at `at` (now), judged in the place's own zone."""
        return self.filter(until_at__gt=at or timezone.now())

    def past(self, at=None):
        return self.filter(until_at__lte=at or timezone.now())

    def between(self, first: dt.date | None, last: dt.date | None):
        """Keep what touches these days, both included, on the calendar of its place."""
        found = self
        if first:
            found = found.alias(last_day=Coalesce("ends_on", "starts_on")).filter(
                last_day__gte=first
            )
        if last:
            found = found.filter(starts_on__lte=last)
        return found

    def within(self, bounds: Bounds):
        """Keep what lies in a part of the map, its edges included."""
        east_of = models.Q(longitude__gte=bounds.west)
        west_of = models.Q(longitude__lte=bounds.east)
        return self.filter(
            east_of & west_of if bounds.west <= bounds.east else east_of | west_of,
            latitude__range=(bounds.south, bounds.north),
        )

    def around(self, center: Coordinates, radius_km: float):
        """Keep what is at most so far from a point, along the globe (haversine)."""
        half_chord = math.sin(min(radius_km / EARTH_RADIUS_KM / 2, math.pi / 2)) ** 2
        from_south = Power(Sin(Radians(F("latitude") - center.latitude) / 2), 2)
        from_west = Power(Sin(Radians(F("longitude") - center.longitude) / 2), 2)
        shrunk = Cos(Radians("latitude")) * math.cos(math.radians(center.latitude))
        return (
            self.within(box_around(center, radius_km))
            .alias(half_chord=from_south + from_west * shrunk)
            .filter(half_chord__lte=half_chord)
        )

    def in_order(self):
        return self.order_by("orders_at", "pk")

    def with_own_facts(self):
        """Load what `public_action` reads of the event alone."""
        return self.select_related("event__cancellation", "event__source")

    def for_output(self):
        """Load what `public_action` reads, in a fixed number of queries.

        `selection.public_actions` does so for thousands.
        """
        return (
            self.with_own_facts()
            .select_related("event__organization", "event__period", "event__picture")
            .prefetch_related("event__co_organizers__organization__suspension")
        )


class PeriodQuerySet(models.QuerySet):
    def current_or_next(self, on=None):
        """Return the period that is running or comes next, or None."""
        return (
            self.filter(ends_on__gte=on or timezone.localdate())
            .order_by("starts_on")
            .first()
        )
