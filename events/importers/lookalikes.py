"""Public actions that may be the same as what a file has: told to people, never joined.

Same place, overlapping time, similar title. The words that every group uses ("vigil",
"for peace") make titles alike, so the place has to agree as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz

from events.choices import AttendanceMode
from events.models import EventPage
from events.towns import fold

SIMILAR = 70  # of 100, by the words that two titles share


class Lookalikes:
    """The public actions of some days, asked for once."""

    def __init__(self, days: Iterable[dt.date | None]) -> None:
        self.by_day: dict[dt.date, list[EventPage]] = {}
        days = {day for day in days if day is not None}
        if not days:
            return
        public = EventPage.objects.published().filter(
            starts_on__lte=max(days), starts_on__gte=min(days) - dt.timedelta(days=60)
        )
        for event in public:
            last = event.ends_on or event.starts_on
            for number in range((last - event.starts_on).days + 1):
                day = event.starts_on + dt.timedelta(days=number)
                self.by_day.setdefault(day, []).append(event)

    def of(self, values: Mapping[str, Any]) -> EventPage | None:
        """Return the likeliest public action, None where there is none."""
        title = fold(values["title"])
        likely = [
            (fuzz.token_set_ratio(title, fold(event.title)), event)
            for event in self.by_day.get(values["starts_on"], [])
            if _same_place(values, event) and _overlap(values, event)
        ]
        score, event = max(likely, key=lambda pair: pair[0], default=(0, None))
        return event if score >= SIMILAR else None


def _same_place(values: Mapping[str, Any], event: EventPage) -> bool:
    """Compare towns; both online is one place, and an unknown town may be any."""
    online = AttendanceMode.ONLINE
    if online in {values["attendance"], event.attendance}:
        return values["attendance"] == event.attendance
    town = fold(values["city"])
    return not town or town == fold(event.city)


def _overlap(values: Mapping[str, Any], event: EventPage) -> bool:
    """Compare hours of the day where both are said; without an end it lasts two."""
    if values["start_time"] is None or event.start_time is None:
        return True
    if values["ends_on"] or event.ends_on:
        return True
    first = _hours(values["start_time"], values["end_time"])
    second = _hours(event.start_time, event.end_time)
    return first[0] < second[1] and second[0] < first[1]


def _hours(start: dt.time, end: dt.time | None) -> tuple[float, float]:
    begins = start.hour + start.minute / 60
    return begins, end.hour + end.minute / 60 if end else begins + 2
