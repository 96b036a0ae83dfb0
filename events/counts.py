"""How many actions each choice of the filter would leave, under all other choices."""

import datetime as dt
import hashlib
from collections import Counter

from django.core.cache import cache
from django.db.models import Count

from .choices import AccessNeed
from .filters import EventFilter
from .models import CoOrganizer
from .selection import site_state

HOLDS = dt.timedelta(minutes=5)
# Each is a column of the occurrence.
COLUMNS = {
    "period": "period__slug",
    "country": "country",
    "kind": "kind",
    "attendance": "attendance",
}


def choice_counts(event_filter: EventFilter, *, at: dt.datetime) -> dict[str, dict]:
    """Return `{parameter: {value: count}}` for a valid filter, from the cache if known.

    What is over leaves the counts within five minutes; all other changes at once.
    """
    asked = f"{site_state()} {event_filter.query}"
    key = "choices-" + hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
    counts = cache.get(key)
    if counts is None:
        counts = count_choices(event_filter, at=at)
        cache.set(key, counts, HOLDS.total_seconds())
    return counts


def count_choices(event_filter: EventFilter, *, at: dt.datetime) -> dict[str, dict]:
    def under_the_others(name):
        return event_filter.for_count(at=at, besides=name).order_by()

    counts = {
        name: _by(under_the_others(name), column) for name, column in COLUMNS.items()
    }
    for name, column in (("lang", "languages"), ("access", "access")):
        # Several may apply to one action, and few sets of them exist.
        found = Counter()
        for codes, number in _by(under_the_others(name), column).items():
            found.update(dict.fromkeys(codes.strip(",").split(","), number))
        counts[name] = {code: number for code, number in found.items() if code}
    # Whoever needs two things wants both: a second one only narrows.
    asked = set(event_filter.cleaned_data["access"])
    if asked:
        both = _by(event_filter.for_count(at=at).order_by(), "access")
        counts["access"] = {
            need: sum(n for codes, n in both.items() if f",{need}," in codes)
            for need in AccessNeed.values
        }
    counts["org"] = _by_organization(under_the_others("org"))
    return counts


def _by(occurrences, column: str) -> dict:
    return {
        value: number
        for value, number in occurrences.values_list(column).annotate(Count("pk"))
        if value
    }


def _by_organization(occurrences) -> dict[str, int]:
    """Count an action with its organizer and with each who takes part."""
    found = Counter(_by(occurrences, "organization__slug"))
    partners = CoOrganizer.objects.filter(
        state=CoOrganizer.State.ACCEPTED, event__occurrences__in=occurrences
    )
    found.update(_by_partner(partners))
    return dict(found)


def _by_partner(partners) -> dict[str, int]:
    rows = partners.values_list("organization__slug")
    return dict(rows.annotate(Count("event__occurrences")))
