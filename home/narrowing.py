"""Narrowing a list on a page by what its address says, without script.

A list knows its filters; each has one parameter of the address and takes one value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from organizations.refusals import BadValue


@dataclass(frozen=True)
class Filter:
    """One way to narrow.

    `field`: the name of the entries' value or list of values; an empty list suits all
    where `empty_suits_all`. `choices`: gives all (value, label), in order.
    """

    parameter: str
    field: str
    label: str
    choices: Callable[[], Iterable[tuple[str, str]]]
    empty_suits_all: bool = False


def narrow(
    entries: Iterable[Mapping[str, Any]],
    filters: Iterable[Filter],
    query: Mapping[str, str],
) -> dict[str, Any]:
    """Return what fits, in its order, and the filters with what they offer.

    `{"entries": [...], "is_narrowed": bool, "filters": [{"parameter", "label",
    "chosen", "options": [(value, label), ...]}, ...]}`. A filter offers what occurs in
    the entries, and what is chosen.

    Raises:
        BadValue: if the query has one.
    """
    entries = list(entries)
    fitting = entries
    shown = []
    for one in filters:
        choices = list(one.choices())
        chosen = query.get(one.parameter, "")
        if chosen and chosen not in dict(choices):
            raise BadValue(one.parameter, chosen)
        if chosen:
            fitting = [e for e in fitting if _suits(_values(e, one), chosen, one)]
        occurring = {value for entry in entries for value in _values(entry, one)}
        shown.append(
            {
                "parameter": one.parameter,
                "label": one.label,
                "chosen": chosen,
                "options": [c for c in choices if c[0] in occurring | {chosen}],
            }
        )
    return {
        "entries": fitting,
        "is_narrowed": any(one["chosen"] for one in shown),
        "filters": shown,
    }


def _values(entry: Mapping[str, Any], one: Filter) -> list[str]:
    value = entry[one.field]
    return [value] if isinstance(value, str) else value


def _suits(values: list[str], chosen: str, one: Filter) -> bool:
    return chosen in values or (one.empty_suits_all and not values)
