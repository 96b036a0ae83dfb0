"""The tally: all that is counted, in this process's memory, as columns of bytes.

Numbers of map, list and filter come from here, whatever is asked (docs/decisions/0041).
It is written anew when anything public changed. What is shown never comes from it.
"""

from __future__ import annotations

import datetime as dt
import math
import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import compress, pairwise
from operator import gt, itemgetter

from django.core.cache import caches
from django.db import connection
from django.db.models import CharField, IntegerField
from django.db.models.functions import Cast, Coalesce

from .choices import AttendanceMode
from .columns import Column, Order, bits_of, rows_of
from .filters import FEED_PAST, RADIUS_KM, EventFilter, When
from .models import CoOrganizer, Occurrence
from .quadkey import LIMIT, cell_shift, tile_range
from .state import say_behind, site_state
from .stored import KEPT_SECONDS, code_version, turn
from .whereabouts import EARTH_RADIUS_KM, Bounds, box_around

# Columns that hold what they are asked for, in the order of the query.
CODED = ("kind", "country", "attendance", "period", "organization", "languages")
CODED += ("access",)
SECONDS = len("2026-11-26 21:00:00")
# So many rows take longer than a reader should wait: all get the former tally until a
# thread has made the new one, and counts may be seconds behind.
MANY = 2_000
# So many words are remembered with their rows.
WORDS = 64


@dataclass(kw_only=True)
class Tally:
    """Rows in the order of the map's squares; those without a place come last.

    The dates of a series follow each other, as they come. `order` names all rows in
    the list's order. Degrees are 0 where there is no place.
    """

    state: str
    keys: array
    squares: array
    latitudes: array
    longitudes: array
    directions: tuple[array, array, array]  # x, y, z from the globe's middle, 1 long
    order: Order
    eastwards: Order
    northwards: Order
    changes: Order
    columns: dict[str, Column]
    events: array
    first_dates: int  # the rows with which a series, or what happens once, begins
    last_dates: int
    lasting: int  # on more than one day
    called_off: int  # single dates
    row_of: dict[int, int]
    taking_part: dict[int, list[int]]  # rows by the co-organizing member
    words: dict[tuple[str, ...], int] = field(default_factory=dict)  # rows that have it
    not_over: tuple[str, int] = ("", 0)  # the moment asked for last, and its rows

    @property
    def number(self) -> int:
        return len(self.keys)

    @property
    def everything(self) -> int:
        return (1 << self.number) - 1

    @property
    def placed(self) -> int:
        """The rows that have a place on the map."""
        return (1 << bisect_left(self.squares, LIMIT)) - 1

    # --- what a filter leaves ---------------------------------------------------

    def parts(self, event_filter: EventFilter, *, at: dt.datetime) -> dict[str, int]:
        """Return what each parameter in force leaves, of a valid filter."""
        data, columns = event_filter.cleaned_data, self.columns
        found = {
            name: columns[name].equal_to(data[name])
            for name in ("period", "country", "kind", "attendance")
            if data[name]
        }
        if data["city"]:
            towns = {city.casefold() for city in data["city"]}
            found["city"] = columns["city"].equal_to(towns)
        if data["org"]:
            found["org"] = self._of_organizations(event_filter.organization_keys())
        if data["lang"]:
            found["lang"] = columns["languages"].where(
                lambda spoken: any(f",{code}," in spoken for code in data["lang"])
            )
        if data["access"]:
            found["access"] = columns["access"].where(
                lambda has: all(f",{need}," in has for need in data["access"])
            )
        if data["center"]:
            reach = data["radius"] or RADIUS_KM
            found["near"] = self._around(data["center"].coordinates, reach)
        if data["bounds"]:
            found["bounds"] = self._within(data["bounds"])
        if data["spot"] is not None:
            found["spot"] = self.within_squares(data["spot"], data["spot"] + 1)
        if words := event_filter.words():
            found["q"] = self._containing(words)
        found["from"] = self._between(data["from"], data["to"])
        if data["when"]:
            found["when"] = self._when(event_filter, at)
        return found

    def rows(
        self,
        event_filter: EventFilter,
        *,
        at: dt.datetime,
        parts=None,
        besides="",
        days: tuple[dt.date, dt.date] | None = None,
    ) -> int:
        """Return what the list shows for a valid filter, `besides` one parameter.

        Of a series that is one date. With `days`, what a calendar of these shows: each
        date, and what is over, too.
        """
        rows = self.dates(event_filter, at=at, parts=parts, besides=besides, days=days)
        return rows if days else self.once(rows, last=is_backwards(event_filter))

    def feed(self, event_filter: EventFilter, *, at: dt.datetime) -> int:
        """Return what `EventFilter.for_feed` does, of a valid filter."""
        rows = self._ever(event_filter, at)
        if not event_filter.names_a_time:
            rows &= self.ends_after(at - FEED_PAST)
        return rows

    def last_left_at(
        self, event_filter: EventFilter, *, at: dt.datetime
    ) -> dt.datetime | None:
        """Return what `EventFilter.last_left_at` does, to the second."""
        rows = self._ever(event_filter, at) & ~self.ends_after(at - FEED_PAST)
        if event_filter.names_a_time or not rows:
            return None
        last = dt.datetime.fromisoformat(self.columns["until"].greatest(rows))
        return last.replace(tzinfo=dt.UTC) + FEED_PAST

    def _ever(self, event_filter: EventFilter, at: dt.datetime) -> int:
        rows = self.everything
        for part in self.parts(event_filter, at=at).values():
            rows &= part
        return rows

    def dates(
        self,
        event_filter: EventFilter,
        *,
        at: dt.datetime,
        parts=None,
        besides="",
        days: tuple[dt.date, dt.date] | None = None,
    ) -> int:
        """Return what `rows` does, with each date of a series."""
        if parts is None:
            parts = self.parts(event_filter, at=at)
        rows = self.everything
        for name, part in parts.items():
            if name != besides:
                rows &= part
        if days:
            rows &= self._between(*days)
        elif not event_filter.names_a_time:
            rows &= self.upcoming(at)
        return rows

    def once(self, rows: int, *, last: bool = False) -> int:
        """Return these rows with one for each series, its first or its last date.

        A date that is called off stays as well: somebody may have it in mind.
        """
        called_off = rows & self.called_off
        dates = rows ^ called_off
        if last:
            often = dates & ~(self.first_dates & self.last_dates)
            latest = {self.events[row]: row for row in rows_of(often)}
            chosen = dates ^ often | bits_of(latest.values(), self.number)
        else:
            # Taking 1 from a series clears its lowest bit and sets those below, and
            # its last bit, lent, keeps the taking inside of it.
            filled = dates | self.last_dates
            chosen = dates & filled & ~(filled - self.first_dates)
        return chosen | called_off

    def more_dates(self, rows: int, key: int) -> int:
        """Return how many of these rows are other dates of a key's series.

        What is called off does not count, and has no others.
        """
        row = self.row_of[key]
        if self.called_off >> row & 1:
            return 0
        first = (self.first_dates & ((2 << row) - 1)).bit_length() - 1
        behind = self.last_dates >> row
        last = row + (behind & -behind).bit_length() - 1
        dates = (rows & ~self.called_off) >> first & ((1 << last - first + 1) - 1)
        return dates.bit_count() - 1

    def upcoming(self, at: dt.datetime) -> int:
        """Return what is not over; a page asks for it with each choice it counts."""
        now = _written(at)
        moment, rows = self.not_over
        if moment != now:
            rows = self.ends_after(at)
            self.not_over = now, rows
        return rows

    def ends_after(self, at: dt.datetime) -> int:
        return self.columns["until"].after(_written(at))

    def _when(self, event_filter, at) -> int:
        when = event_filter.cleaned_data["when"]
        if when == When.UPCOMING:
            return self.upcoming(at)
        if when == When.PAST:
            return self.everything & ~self.upcoming(at)
        if when == When.ALL:
            return self.everything
        days = event_filter.days(at)
        return self._between(*days) if days else 0

    def _between(self, first: dt.date | None, last: dt.date | None) -> int:
        rows = self.everything
        if first:
            rows &= self.columns["last_day"].between(least=first.isoformat())
        if last:
            rows &= self.columns["first_day"].between(most=last.isoformat())
        return rows

    def _of_organizations(self, keys) -> int:
        rows = self.columns["organization"].equal_to(keys)
        partners = [row for key in keys for row in self.taking_part.get(key, ())]
        return rows | bits_of(partners, self.number)

    def _containing(self, all_of: list[tuple[str, ...]]) -> int:
        rows = self.everything
        for words in all_of:
            if words not in self.words:
                if len(self.words) >= WORDS:
                    self.words.clear()
                self.words[words] = self._with(words)
            rows &= self.words[words]
        return rows

    def _with(self, words: tuple[str, ...]) -> int:
        """Return the rows with one of these words: the database's index knows."""
        found = Occurrence.objects.containing(*words).values_list("pk", flat=True)
        rows = map(self.row_of.get, found)
        return bits_of((row for row in rows if row is not None), self.number)

    def within_squares(self, first: int, behind: int) -> int:
        """Return the rows from one square to another, the second one excluded."""
        start, end = (bisect_left(self.squares, edge) for edge in (first, behind))
        return (1 << end) - (1 << start)

    def _within(self, bounds: Bounds) -> int:
        longitudes = self.columns["longitude"]
        if bounds.west <= bounds.east:
            rows = longitudes.between(bounds.west, bounds.east)
        else:
            rows = longitudes.between(bounds.west) | longitudes.between(
                most=bounds.east
            )
        rows &= self.columns["latitude"].between(bounds.south, bounds.north)
        return rows & self.placed

    def _around(self, center, radius_km: float) -> int:
        """Return what is at most so far from a point, along the globe."""
        rows = self._within(box_around(center, radius_km))
        # The nearer two points are, the more their directions from its middle agree.
        least = math.cos(min(radius_km / EARTH_RADIUS_KM, math.pi))
        agreement = self._agreement(center)
        near = [row for row in rows_of(rows) if agreement(row) >= least]
        return bits_of(near, self.number)

    def _agreement(self, center) -> Callable[[int], float]:
        """Return how much a row's direction is a point's: 1 at it, -1 opposite."""
        x, y, z = direction(center.latitude, center.longitude)
        xs, ys, zs = self.directions
        return lambda row: xs[row] * x + ys[row] * y + zs[row] * z

    # --- what is told of it -----------------------------------------------------

    def page(self, rows: int, start: int, end: int, *, backwards=False) -> list[int]:
        """Return the keys of these rows from `start` on, in the list's order."""
        found = self.order.of(rows, start, end, backwards=backwards)
        return [self.keys[row] for row in found]

    def spans(self, rows: int) -> Iterator[tuple[int, dt.date, dt.date]]:
        """Yield key, first and last day of each of these rows, in the list's order."""
        first, last = self.columns["first_day"], self.columns["last_day"]
        begins, ends = (
            list(map(dt.date.fromisoformat, column.values)) for column in (first, last)
        )
        for row in self.order.of(rows, 0, self.number):
            yield (
                self.keys[row],
                begins[first.number_of(row)],
                ends[last.number_of(row)],
            )

    def beginning(self, day: dt.date) -> int:
        """Return the rows whose first day this is."""
        return self.columns["first_day"].having(day.isoformat())

    def first_day(self, rows: int, *, backwards=False) -> dt.date | None:
        """Return the day on which the first of these rows in the list begins."""
        found = self.order.of(rows, 0, 1, backwards=backwards)
        days = self.columns["first_day"]
        return dt.date.fromisoformat(days.value_of(found[0])) if found else None

    def last_changed(self, rows: int) -> int | None:
        """Return the key of the row of these that changed last."""
        if not rows:
            return None
        return self.keys[self.changes.edges(rows)[1]]

    def nearest(self, rows: int, center, start: int, end: int) -> list[int]:
        """Return the keys of these rows, the nearest first; at one place by date."""
        agreement = self._agreement(center)
        by_date = self.order.of(rows, 0, self.number)
        found = sorted(by_date, key=lambda row: -round(agreement(row), 12))
        return [self.keys[row] for row in found[start:end]]

    def online(self, rows: int) -> int:
        return rows & self.columns["attendance"].equal_to([AttendanceMode.ONLINE])

    def edges(self, rows: int) -> Bounds | None:
        """Return the part of the map that holds these rows, None if none has a place.

        Never across the 180th meridian.
        """
        placed = rows & self.placed
        if not placed:
            return None
        west, east = self.eastwards.edges(placed)
        south, north = self.northwards.edges(placed)
        return Bounds(
            self.longitudes[west],
            self.latitudes[south],
            self.longitudes[east],
            self.latitudes[north],
        )

    def cells(self, rows: int, tile: tuple[int, int, int]) -> Iterator[list[int]]:
        """Yield the rows in each cell of a tile that has some, in the squares' order.

        A tile is cut into as many cells as `cell_shift` says.
        """
        first, behind = tile_range(*tile)
        side = 1 << cell_shift(tile[0])
        start = bisect_left(self.squares, first)
        for edge in range(first + side, behind + 1, side):
            end = bisect_left(self.squares, edge, start)
            if inside := (rows >> start) & ((1 << end - start) - 1):
                yield rows_of(inside, start)
            start = end


def is_backwards(event_filter: EventFilter) -> bool:
    """Say whether the newest comes first in a list."""
    return event_filter.cleaned_data["when"] == When.PAST


# --- How it is made and kept ---------------------------------------------------------


class _Memory:
    """The tally that this process used last."""

    known: Tally | None = None
    lock = threading.Lock()


def tally(state: str | None = None) -> Tally:
    """Return the tally of what is public now; `state` is the site's, where it is known.

    Who comes while it is made anew gets the former one, and so do all if it is large:
    nothing made from that may be kept as what is true now (`selection.say_behind`).
    """
    state, known = site_state() if state is None else state, _Memory.known
    if known is None or known.state != state:
        known = _former_or_new(state, known)
        if known.state != state:
            say_behind()
    return known


def _former_or_new(state: str, known: Tally | None) -> Tally:
    if known is None:
        # A process that has just begun takes what another one had.
        known = _Memory.known = caches["feeds"].get(_name())
    if known is None or known.state == state or known.number < MANY:
        return _renewed(state, wait=known is None)
    if not _Memory.lock.locked():
        threading.Thread(target=_renew_beside, args=[state], daemon=True).start()
    return known


def _renewed(state: str, *, wait: bool) -> Tally:
    if not _Memory.lock.acquire(blocking=wait):
        return _Memory.known
    try:
        if _Memory.known is None or _Memory.known.state != state:
            _Memory.known = _shared(state)
        return _Memory.known
    finally:
        _Memory.lock.release()


def _renew_beside(state: str) -> None:
    try:
        _renewed(state, wait=False)
    finally:
        connection.close()


def forget_tally() -> None:
    """Make it anew when it is next asked for."""
    _Memory.known = None
    caches["feeds"].delete(_name())


def _name() -> str:
    return f"tally-{code_version()}"


def _shared(state: str) -> Tally:
    """Return what another process made of the same state, or make it: one of them."""
    with turn(_name(), wait=True):
        found = caches["feeds"].get(_name())
        if found is None or found.state != state:
            found = make_tally(state)
            caches["feeds"].set(_name(), found, KEPT_SECONDS)
    return found


def make_tally(state: str) -> Tally:
    """Read all that is counted, in two queries; two to three seconds for 100,000."""
    found = (
        Occurrence.objects.counted()
        .annotate(
            square=Coalesce("quadkey", LIMIT),
            orders=Cast("orders_at", CharField()),
            until=Cast("until_at", CharField()),
            first_day=Cast("starts_on", CharField()),
            last_day=Cast(Coalesce("ends_on", "starts_on"), CharField()),
            # As texts and numbers, nothing of a row has to be converted.
            is_off=Cast("is_called_off", IntegerField()),
            changed=Cast("changed_at", CharField()),
        )
        .values_list(
            "square", "pk", "event_id", "orders", "until", "first_day", "last_day",
            "latitude", "longitude", "kind", "country", "attendance", "period__slug",
            "organization_id", "languages", "access", "event__city", "is_off",
            "changed",
        )
    )  # fmt: skip
    rows = sorted(found, key=itemgetter(0, 2, 3))
    squares, keys, events, orders, until, first_day, last_day, *rest = (
        zip(*rows, strict=True) if rows else [()] * 19
    )
    latitudes, longitudes, *coded, cities, called_off, changed = rest
    latitudes = [degrees or 0.0 for degrees in latitudes]
    longitudes = [degrees or 0.0 for degrees in longitudes]
    columns = {
        "until": [text[:SECONDS] for text in until],
        "first_day": first_day,
        "last_day": last_day,
        "latitude": latitudes,
        "longitude": longitudes,
        "city": [city.casefold() for city in cities],
        **dict(zip(CODED, coded, strict=True)),
    }
    columns["period"] = [slug or "" for slug in columns["period"]]
    columns["organization"] = [key or 0 for key in columns["organization"]]
    in_order = sorted(zip(orders, keys, range(len(keys)), strict=True))
    begins = [
        row for row, pair in enumerate(pairwise((None, *events))) if pair[0] != pair[1]
    ]
    return Tally(
        state=state,
        keys=array("q", keys),
        squares=array("q", squares),
        latitudes=array("d", latitudes),
        longitudes=array("d", longitudes),
        directions=tuple(
            array("d", values)
            for values in zip(*map(direction, latitudes, longitudes), strict=True)
        )
        or (array("d"),) * 3,
        order=Order([row for _order, _key, row in in_order]),
        eastwards=Order(sorted(range(len(keys)), key=longitudes.__getitem__)),
        northwards=Order(sorted(range(len(keys)), key=latitudes.__getitem__)),
        changes=Order(sorted(range(len(keys)), key=changed.__getitem__)),
        columns={name: Column(values) for name, values in columns.items()},
        events=array("q", events),
        first_dates=bits_of(begins, len(keys)),
        last_dates=bits_of([row - 1 for row in (*begins[1:], len(keys))], len(keys))
        if begins
        else 0,
        lasting=bits_of(
            compress(range(len(keys)), map(gt, last_day, first_day)), len(keys)
        ),
        called_off=bits_of(compress(range(len(keys)), called_off), len(keys)),
        row_of={key: row for row, key in enumerate(keys)},
        taking_part=_taking_part(events),
    )


def _written(at: dt.datetime) -> str:
    """Return a moment as the column `until` has it."""
    return str(at.astimezone(dt.UTC))[:SECONDS]


def direction(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return where a point lies from the globe's middle, at a distance of 1."""
    south, west = math.radians(latitude), math.radians(longitude)
    flat = math.cos(south)
    return flat * math.cos(west), flat * math.sin(west), math.sin(south)


def _taking_part(events) -> dict[int, list[int]]:
    partners = CoOrganizer.objects.filter(
        state=CoOrganizer.State.ACCEPTED, organization__isnull=False
    ).values_list("organization_id", "event_id")
    by_event: dict[int, list[int]] = {event: [] for _org, event in partners}
    for row, event in enumerate(events):
        if event in by_event:
            by_event[event].append(row)
    found: dict[int, list[int]] = {}
    for organization, event in partners:
        found.setdefault(organization, []).extend(by_event[event])
    return found
