"""How many actions each choice of the filter would leave, under all other choices."""

import datetime as dt
from collections import Counter

from .choices import AccessNeed
from .filters import EventFilter
from .tally import Tally

# Each is a column of the tally.
COLUMNS = ("period", "country", "kind", "attendance")


def count_choices(
    tally: Tally,
    event_filter: EventFilter,
    *,
    at: dt.datetime,
    parts=None,
    days: tuple[dt.date, dt.date] | None = None,
) -> dict[str, dict]:
    """Return `{parameter: {value: count}}` for a valid filter.

    `parts` are those of the filter, where they are known; `days` are those of a
    calendar, if it is not about the list.
    """
    if parts is None:
        parts = tally.parts(event_filter, at=at)

    def left(besides=""):
        return tally.rows(event_filter, at=at, parts=parts, besides=besides, days=days)

    counts = {name: tally.columns[name].counts(left(name)) for name in COLUMNS}
    # Several may apply to one action, and few sets of them exist.
    counts["lang"] = _single(tally.columns["languages"].counts(left("lang")))
    # Whoever needs two things wants both: a second one only narrows.
    counts["access"] = _single(tally.columns["access"].counts(left()))
    if event_filter.cleaned_data["access"]:
        counts["access"] = dict.fromkeys(AccessNeed.values, 0) | counts["access"]
    by_key = _of_organizations(tally, left("org"))
    counts["org"] = {
        slug: by_key[key]
        for key, slug, _title in event_filter.known_organizations
        if by_key[key]
    }
    for found in counts.values():
        found.pop("", None)
    return counts


def _single(counts: dict[str, int]) -> dict[str, int]:
    """Return counts of `,de,ru,` as counts of each code."""
    found: Counter = Counter()
    for codes, number in counts.items():
        for code in set(codes.split(",")):
            found[code] += number
    return dict(found)


def _of_organizations(tally: Tally, rows: int) -> Counter[int]:
    """Count an action with its organizer and with each who takes part."""
    counts = Counter(tally.columns["organization"].counts(rows))
    for key, partners in tally.taking_part.items():
        counts[key] += sum(rows >> row & 1 for row in partners)
    return counts
