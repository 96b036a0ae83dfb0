"""Which events and occurrences. `published()` alone says whether one is public."""

from django.db import models
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from organizations.querysets import approved_q


def published_q(prefix: str = "") -> models.Q:
    """Return the condition of `published()`: live, its organization still approved."""
    return models.Q(**{f"{prefix}live": True}) & approved_q(f"{prefix}organization__")


class EventQuerySet(PageQuerySet):
    def published(self):
        """Keep what visitors may see."""
        return self.filter(published_q())

    def for_organization(self, organization):
        return self.filter(organization=organization)


EventManager = PageManager.from_queryset(EventQuerySet)


class OccurrenceQuerySet(models.QuerySet):
    def published(self):
        """Keep what visitors may see."""
        return self.filter(published_q("event__"))

    def upcoming(self, at=None):
        """Keep what is not over at `at` (now), judged in the place's own zone."""
        return self.filter(until_at__gt=at or timezone.now())

    def past(self, at=None):
        return self.filter(until_at__lte=at or timezone.now())

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
