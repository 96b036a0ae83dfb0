"""The invented watchlist: no real group is named anywhere in this repository."""

import datetime as dt

from django.utils import timezone

from screening.choices import EntryStatus, ListChange, PolicyPoint
from screening.models import (
    Policy,
    WatchlistChange,
    WatchlistEntry,
    WatchlistSource,
)

from . import examples
from .ledger import remember


def load_watchlist(known: set[str]) -> int:
    """Add the invented groups that were never added before; return how many."""
    added = 0
    for example in examples.watchlist():
        key = f"example/watchlist/{example.name}"
        if key in known:
            continue
        entry = add_example(example)
        remember(entry, key)
        added += 1
    return added


# By the demonstration's own policy; whoever is both stands under the first.
CRITERION = {PolicyPoint.ANTI_DEMOCRATIC: 2}


def add_example(example: examples.ExampleWatchlistEntry) -> WatchlistEntry:
    today = timezone.localdate()
    is_active = example.status == EntryStatus.ACTIVE
    policy = Policy.objects.current()
    entry = WatchlistEntry.objects.create(
        name=example.name,
        kind=example.kind,
        aliases="\n".join(example.aliases),
        weak_aliases="\n".join(example.weak_aliases),
        acronyms="\n".join(example.acronyms),
        websites="\n".join(example.websites),
        handles="\n".join(example.handles),
        countries=",".join(example.countries),
        language=example.language,
        level=example.level,
        policy_point=example.policy_point,
        criterion=policy.criteria.filter(
            number=CRITERION.get(example.policy_point, 1)
        ).first()
        if policy
        else None,
        reason=example.reason,
        source_title=example.source_title,
        source_url=example.source_url,
        source_archived_url=example.source_archived_url,
        source_dated_on=example.source_dated_on,
        review_by=today + dt.timedelta(days=example.review_in_days),
        status=example.status,
        confirmed_at=timezone.now() if is_active else None,
        is_example=True,
    )
    for title, url in example.more_sources.items():
        WatchlistSource.objects.create(entry=entry, title=title, url=url)
    for action in [ListChange.ADDED] + [ListChange.CONFIRMED] * is_active:
        WatchlistChange.objects.create(
            entry=entry, entry_name=entry.name, action=action
        )
    return entry
