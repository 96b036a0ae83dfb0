"""How many actions each choice of the filter would leave, under all other choices."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict

from django.core.cache import cache
from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast

from organizations.models import OrganizationPage

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
    """Count in two queries: every group in one, then the organizations' addresses."""
    found = _count_groups(event_filter, at=at)
    counts = {name: dict(found[name]) for name in COLUMNS}
    # Several may apply to one action, and few sets of them exist.
    for name in ("lang", "access"):
        counts[name] = Counter()
        for codes, number in found[name].items():
            for code in filter(None, set(codes.split(","))):
                counts[name][code] += number
        counts[name] = dict(counts[name])
    if event_filter.cleaned_data["access"]:
        counts["access"] = dict.fromkeys(AccessNeed.values, 0) | counts["access"]
    slugs = OrganizationPage.objects.filter(pk__in=found["org"])
    counts["org"] = {
        slug: found["org"][str(pk)] for pk, slug in slugs.values_list("pk", "slug")
    }
    return counts


def _count_groups(event_filter: EventFilter, *, at: dt.datetime) -> dict[str, Counter]:
    """Return counts by what the columns hold, for each parameter; by pk for `org`."""

    def under_the_others(name):
        return event_filter.for_count(at=at, besides=name).order_by()

    groups = [
        _group(under_the_others(name), name, column) for name, column in COLUMNS.items()
    ]
    groups.append(_group(under_the_others("lang"), "lang", "languages"))
    # Whoever needs two things wants both: a second one only narrows.
    groups.append(_group(under_the_others(""), "access", "access"))
    # An action counts with its organizer and with each who takes part.
    groups.append(_group(under_the_others("org"), "org", "organization_id"))
    taking_part = under_the_others("org").filter(
        event__co_organizers__state=CoOrganizer.State.ACCEPTED
    )
    column = "event__co_organizers__organization_id"
    groups.append(_group(taking_part, "org", column))
    found = defaultdict(Counter)
    for name, value, number in groups[0].union(*groups[1:], all=True):
        if value:
            found[name][value] += number
    return found


def _group(occurrences, name: str, column: str):
    return (
        occurrences.annotate(
            group=Value(name, output_field=CharField()),
            value=Cast(column, CharField()),
        )
        .values_list("group", "value")
        .annotate(number=Count("pk"))
    )
