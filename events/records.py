"""An action as one flat or nested record: JSON and CSV. A fixed list of fields.

A new field of `PublicAction` does not appear here by itself (SECURITY-CASES 47).
"""

import csv
import io
from collections.abc import Iterable

from organizations.text import clean_line

from .public import PublicAction, PublicGroup

# What a spreadsheet would take for a formula (SECURITY-CASES 44).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


FIELDS = (
    "uid url title summary description text_language kind kind_label status "
    "status_note starts_on starts_at ends_on ends_at timezone is_all_day "
    "time_to_be_announced attendance venue street postal_code city country "
    "country_name latitude longitude location_precision online_url languages "
    "step_free accessible_toilet sign_language captions quiet_place "
    "accessibility_notes organizer co_organizers contact registration_required "
    "registration_url website period recurrence_id recurrence_rule moved_from "
    "date_note text_languages is_example sequence created_at changed_at"
).split()


def _iso(moment) -> str | None:
    return moment.isoformat() if moment is not None else None


def _group(group: PublicGroup) -> dict:
    return {"name": group.name, "url": group.url or None, "slug": group.slug or None}


def record(action: PublicAction) -> dict:
    """Return the action as JSON values. Moments are ISO 8601 with the place's offset.

    `starts_at` is null where no hour is known, `ends_on` (the last day, inclusive) and
    `ends_at` where no end was said; coordinates are degrees on WGS 84.
    """
    place, point, access = action.place, action.place.coordinates, action.accessibility
    return {
        "uid": action.uid,
        "url": action.url,
        "title": action.title,
        "summary": action.summary,
        "description": action.description_text,
        "text_language": action.text_language or None,
        "kind": str(action.kind),
        "kind_label": str(action.kind_label),
        "status": str(action.status),
        "status_note": action.status_note,
        "starts_on": _iso(action.starts_on),
        "starts_at": _iso(action.starts_at),
        "ends_on": _iso(action.ends_on),
        "ends_at": _iso(action.ends_at),
        "timezone": action.timezone,
        "is_all_day": action.is_all_day,
        "time_to_be_announced": action.is_time_to_be_announced,
        "attendance": str(action.attendance),
        "venue": place.venue,
        "street": place.street,
        "postal_code": place.postal_code,
        "city": place.city,
        "country": place.country or None,
        "country_name": str(place.country_name),
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "location_precision": str(place.pin_precision) if point else None,
        "online_url": action.online_url or None,
        "languages": list(action.languages),
        "step_free": access.step_free,
        "accessible_toilet": access.toilet,
        "sign_language": access.sign_language,
        "captions": access.captions,
        "quiet_place": access.quiet_place,
        "accessibility_notes": access.notes,
        "organizer": _group(action.organizer),
        "co_organizers": [_group(group) for group in action.co_organizers],
        "contact": action.contact,
        "registration_required": action.registration_required,
        "registration_url": action.registration_url or None,
        "website": action.website or None,
        "period": action.period_slug or None,
        "recurrence_id": _iso(action.recurrence_id),
        "recurrence_rule": action.recurrence_rule or None,
        "moved_from": _iso(action.moved_from),
        "date_note": action.date_note,
        "text_languages": [code for code in action.text_languages if code],
        "is_example": action.is_example,
        "sequence": action.sequence,
        "created_at": _iso(action.created_at),
        "changed_at": _iso(action.changed_at),
    }


def as_cell(value) -> str:
    """Return a value as a spreadsheet's cell: one line, and never a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        value = value["name"]
    elif isinstance(value, list):
        value = "; ".join(as_cell(item).removeprefix("'") for item in value)
    elif isinstance(value, float):
        return repr(value)  # a number of ours: a minus in front is no formula
    text = clean_line(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(actions: Iterable[PublicAction]) -> str:
    """Return RFC 4180 text: a header, then a row an action, CRLF after each."""
    rows = [record(action) for action in actions]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([as_cell(row[name]) for name in FIELDS])
    return out.getvalue()
