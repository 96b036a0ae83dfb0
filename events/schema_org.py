"""Actions as schema.org's Event, for search engines (JSON-LD in a page).

Terms as on https://schema.org/Event; what is not known is left out.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .choices import AttendanceMode, LocationPrecision
from .public import Accessibility, PublicAction, PublicGroup, PublicPicture, PublicPlace
from .recurrence import Repeats, Rule

ATTENDANCE_MODES = {
    AttendanceMode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    AttendanceMode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# What may not stand in a script element: markup, what JavaScript once took for the end
# of a line, and lone surrogates, which are no UTF-8.
UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def event_json_ld(
    action: PublicAction, dates: Sequence[PublicAction] = ()
) -> dict[str, Any]:
    """Return an action as an Event, without a key for what is unknown.

    Of a series it is one date, with all `dates` as its subEvent and the rule beside
    them as its eventSchedule.

    A date stands alone where no hour is known: a search engine that reads midnight
    would announce it.
    """
    event = {
        "@context": "https://schema.org",
        **_date(action),
        "@id": action.url,
        "description": action.summary or action.description_text,
        "eventAttendanceMode": ATTENDANCE_MODES[action.attendance],
        "organizer": _one_or_all(
            [_group(group) for group in (action.organizer, *action.co_organizers)]
        ),
        "image": _picture(action.picture) if action.picture else None,
        "inLanguage": _one_or_all(list(action.languages)),
        "eventSchedule": _schedule(dates) if action.recurrence_rule else None,
        "subEvent": [_known({"@id": _date_id(date), **_date(date)}) for date in dates]
        if action.is_series
        else None,
    }
    return _known(event)


def _date(action: PublicAction) -> dict[str, Any]:
    """Return what a search engine wants of every single date."""
    status = "EventScheduled"
    if action.is_cancelled:
        status = "EventCancelled"
    elif action.moved_from:
        status = "EventRescheduled"
    return {
        "@type": "Event",
        "url": action.url,
        "name": action.title,
        "eventStatus": f"https://schema.org/{status}",
        "startDate": (action.starts_at or action.starts_on).isoformat(),
        "endDate": _end(action),
        "previousStartDate": action.moved_from.isoformat()
        if status == "EventRescheduled"
        else None,
        "location": _one_or_all(_locations(action)),
    }


def _date_id(action: PublicAction) -> str:
    return f"{action.url}#{action.recurrence_id.isoformat()}"


def _schedule(dates: Sequence[PublicAction]) -> dict[str, Any]:
    """Return the rule as a Schedule: ISO 8601 durations, schema.org's days."""
    first = dates[0]
    rule = Rule.from_rrule(first.recurrence_rule)
    start = first.starts_at
    is_weekly = rule.repeats == Repeats.WEEKLY
    numbered = {
        Repeats.MONTHLY_BY_WEEKDAY: (first.recurrence_id.day + 6) // 7,
        Repeats.MONTHLY_BY_LAST_WEEKDAY: -1,
    }
    days = [DAYS[day] for day in rule.weekdays]
    if rule.repeats in numbered:
        days = [DAYS[first.recurrence_id.weekday()]]
    return _known(
        {
            "@type": "Schedule",
            "startDate": first.recurrence_id.isoformat(),
            "endDate": max(date.recurrence_id for date in dates).isoformat(),
            "repeatFrequency": f"P{rule.interval}{'W' if is_weekly else 'M'}",
            "byDay": _one_or_all([f"https://schema.org/{day}" for day in days]),
            "byMonthDay": first.recurrence_id.day
            if rule.repeats == Repeats.MONTHLY_BY_DATE
            else None,
            "byMonthWeek": numbered.get(rule.repeats),
            "startTime": f"{start:%H:%M:%S}" if start and not first.is_moved else None,
            "scheduleTimezone": first.timezone,
        }
    )


def json_for_script(data: Any) -> SafeString:
    """Write JSON that can stand in `<script type="application/ld+json">` as it is.

    `json_script` of Django does so for its own element, whose type it fixes. Raises
    `ValueError` for NaN and infinity, which JSON does not have.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    text = UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return mark_safe(text)  # noqa: S308 - nothing is left that could end the element


def _end(action: PublicAction) -> str | None:
    end = action.ends_at or action.ends_on
    return end.isoformat() if end else None


def _locations(action: PublicAction) -> list[dict[str, Any]]:
    locations = []
    if action.attendance != AttendanceMode.ONLINE:
        place = _place(action.place, action.accessibility)
        if place.keys() - {"@type", "amenityFeature"}:
            locations.append(place)
    if action.attendance != AttendanceMode.IN_PERSON:
        # Without an address of its own, the page says how to get in.
        url = action.online_url or action.registration_url or action.url
        locations.append({"@type": "VirtualLocation", "url": url})
    return locations


def _place(place: PublicPlace, accessibility: Accessibility) -> dict[str, Any]:
    address = {
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.city,
        "addressCountry": place.country,
    }
    coordinates = place.coordinates
    # A blurred point would be read as an exact one: then the address says it all.
    is_exact = (
        place.pin_precision == LocationPrecision.EXACT
        and coordinates is not None
        and math.isfinite(coordinates.latitude)
        and math.isfinite(coordinates.longitude)
    )
    return _known(
        {
            "@type": "Place",
            "name": place.venue or place.city or str(place.country_name),
            "address": {"@type": "PostalAddress", **_known(address)}
            if any(address.values())
            else None,
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": coordinates.latitude,
                "longitude": coordinates.longitude,
            }
            if is_exact
            else None,
            "amenityFeature": _amenities(accessibility),
        }
    )


def _amenities(accessibility: Accessibility) -> list[dict[str, Any]]:
    """Return what was said about access; schema.org has terms for it on places only."""
    answers = [
        (_("step-free"), accessibility.step_free),
        (_("accessible toilet"), accessibility.toilet),
        (_("sign language"), accessibility.sign_language),
        (_("captions"), accessibility.captions),
        (_("quiet place"), accessibility.quiet_place),
    ]
    return [
        {"@type": "LocationFeatureSpecification", "name": name, "value": answer}
        for name, answer in answers
        if answer is not None
    ]


def _group(group: PublicGroup) -> dict[str, str]:
    return _known({"@type": "Organization", "name": group.name, "url": group.url})


def _picture(picture: PublicPicture) -> dict[str, Any]:
    return _known(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "encodingFormat": picture.content_type,
            "caption": picture.alternative_text,
        }
    )


def _one_or_all(values: list[Any]) -> Any:
    """Return the only value by itself, as search engines' examples have it."""
    return values[0] if len(values) == 1 else values


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty; an answer of False is none."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}
