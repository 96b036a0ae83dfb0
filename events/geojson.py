"""Actions as GeoJSON (RFC 7946), for our own map and for others'.

The one place besides `map.js` that puts the longitude first (RFC 7946 §3.1.1).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

from .choices import AttendanceMode
from .public import PublicAction

# About 0.1 m.
DECIMALS = 6


def feature_collection(actions: Iterable[PublicAction]) -> dict[str, Any]:
    """Return a FeatureCollection with a feature for each action, in the same order."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(action) for action in actions],
    }


def _feature(action: PublicAction) -> dict[str, Any]:
    """Return a fixed list of properties: a new field does not become public by itself.

    Hours are ISO 8601 with the place's own offset, None where none is known; dates are
    the place's own, `ends_on` is the last day. The geometry is None where an action is
    online or its group keeps the place to itself (RFC 7946 §3.2).
    """
    return {
        "type": "Feature",
        "id": action.uid,
        "geometry": _geometry(action),
        "properties": {
            "uid": action.uid,
            "title": action.title,
            "url": action.url,
            "kind": str(action.kind),
            "kind_label": str(action.kind_label),
            "status": str(action.status),
            "starts_on": _iso(action.starts_on),
            "starts_at": _iso(action.starts_at),
            "ends_on": _iso(action.ends_on),
            "ends_at": _iso(action.ends_at),
            "timezone": action.timezone,
            "is_all_day": action.is_all_day,
            "time_to_be_announced": action.is_time_to_be_announced,
            "city": action.place.city,
            "country": action.place.country,
            "country_name": str(action.place.country_name),
            "precision": str(action.place.pin_precision)
            if action.place.coordinates
            else None,
            "attendance": str(action.attendance),
            "organizer": {"name": action.organizer.name, "url": action.organizer.url},
            "period_slug": action.period_slug,
            "recurrence_id": _iso(action.recurrence_id),
            "text_language": action.text_language or None,
            "is_example": action.is_example,
        },
    }


def _geometry(action: PublicAction) -> dict[str, Any] | None:
    coordinates = action.place.coordinates
    if coordinates is None or action.attendance == AttendanceMode.ONLINE:
        return None
    position = [coordinates.longitude, coordinates.latitude]
    if not all(map(math.isfinite, position)):
        return None  # JSON has no NaN, and one would make all of it unreadable
    return {"type": "Point", "coordinates": [round(n, DECIMALS) for n in position]}


def _iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment else None
