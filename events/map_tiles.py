"""One tile of the map: how many actions are where, and which one is alone.

`/map/{z}/{x}/{y}.json` takes the filter of the list and counts what the list shows. A
tile has 8 x 8 cells; the reader's map merges neighbours that would overlap.
"""

import datetime as dt
import json
import re
from statistics import fmean

from django.db.models import Q
from django.utils import timezone

from .choices import EventStatus
from .filters import EventFilter
from .models import Occurrence
from .octets import answer, for_machines, refusal
from .state import site_state
from .stored import Look, remembered, stored
from .tally import Tally, tally

ZOOMS = range(19)
CONTENT_TYPE = "application/json"
# What is over leaves the map so soon.
HOLDS = dt.timedelta(minutes=5)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


@for_machines
def map_tile(request, z, x, y):
    """Answer a tile in the slippy scheme: z 0 to 18, x from west, y from north.

    `{"v": 1, "clusters": [[latitude, longitude, count, key or null]], "points":
    [[latitude, longitude, key, slug, title, kind, starts_on, status, language,
    town]]}`. A key is what `spot=` takes; a cluster has one where all of it is at one
    spot.
    """
    tile = read_tile(z, x, y)
    if tile is None:
        return _refused(
            "There is no such tile: z is 0 to 18, x and y are 0 to 2^z - 1."
        )
    at, state = timezone.now(), site_state()
    alias = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
    octets = remembered(alias, state=state, at=at)
    if octets is None:
        event_filter = EventFilter(request.GET)
        if not event_filter.is_valid():
            return _refused(
                " ".join(
                    f"{problem.parameter}={problem.value}: {problem.message}"
                    for problem in event_filter.problems()
                )
            )
        known = tally(state)
        # Of the former tally, while a new one is made: then this is a former tile.
        state = known.state
        changed_at = dt.datetime.fromisoformat(state) if state else at
        octets = stored(
            f"map {tile} {event_filter.query}",
            alias=alias,
            state=state,
            at=at,
            look=lambda: Look(fingerprint=f"{state} {at}", until=at + HOLDS),
            write=lambda moment: (
                _json(read_cells(known, event_filter, tile, at)),
                moment or min(changed_at, at),
            ),
        )
    return answer(request, octets, CONTENT_TYPE)


def read_tile(z: str, x: str, y: str) -> tuple[int, int, int] | None:
    """Return a tile's numbers, or None where there is no such tile."""
    if not all(_NUMBER.fullmatch(text) for text in (z, x, y)):
        return None
    zoom, column, row = int(z), int(x), int(y)
    if zoom not in ZOOMS or max(column, row) >= 1 << zoom:
        return None
    return zoom, column, row


def read_cells(
    known: Tally, event_filter, tile: tuple[int, int, int], at: dt.datetime
) -> dict:
    """Return what a valid filter leaves in a tile, as `map_tile` answers it."""
    clusters, alone = [], []
    for rows in known.cells(known.rows(event_filter, at=at), tile):
        if len(rows) == 1:
            alone.append(known.keys[rows[0]])
            continue
        # Where the middle of so many is, a hundred of them say well enough.
        some = rows[:: len(rows) // 100 + 1]
        first, last = known.squares[rows[0]], known.squares[rows[-1]]
        clusters.append(
            [
                round(fmean(map(known.latitudes.__getitem__, some)), 5),
                round(fmean(map(known.longitudes.__getitem__, some)), 5),
                len(rows),
                str(first) if first == last else None,
            ]
        )
    return {"v": 1, "clusters": clusters, "points": _points(alone)}


def _points(pks: list[int]) -> list[list]:
    if not pks:
        return []
    rows = (
        Occurrence.objects.published()
        .filter(pk__in=pks)
        .order_by("quadkey")
        .annotate(is_off=Q(is_called_off=True) | Q(event__cancellation__isnull=False))
        .values_list(
            "latitude",
            "longitude",
            "quadkey",
            "event__slug",
            "event__title",
            "event__kind",
            "starts_on",
            "is_off",
            "event__text_language",
            "event__city",  # told at every precision (public.public_place)
        )
    )
    points = []
    for latitude, longitude, key, slug, title, kind, day, is_off, *words in rows:
        status = EventStatus.CANCELLED if is_off else EventStatus.CONFIRMED
        point = [latitude, longitude, str(key), slug, title, kind, day.isoformat()]
        points.append([*point, status, *words])
    return points


def _json(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _refused(sentence: str):
    text = json.dumps({"error": sentence}, ensure_ascii=False)
    return refusal(text, status=400, content_type=CONTENT_TYPE)
