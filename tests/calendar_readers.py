"""Three programs that read calendars, and what the database says of an action.

`disagreements(octets, rows)` is empty where each of them reads what is stored. Nothing
expected here comes from our code for feeds.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from urllib.parse import urlsplit

import icalendar
import vobject
from dateutil.tz import tzical
from django.conf import settings
from ical.calendar_stream import IcsCalendarStream
from vobject.icalendar import registerTzid

ONE_DAY = dt.timedelta(days=1)
NO_TIME = dt.timedelta(seconds=1)
APPLE = "X-APPLE-STRUCTURED-LOCATION"


def plain(moment):
    """Return a date, or a moment in UTC."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(dt.UTC)
    return moment


def read_by_icalendar(octets):
    calendar = icalendar.Calendar.from_ical(octets)
    for event in calendar.events:
        assert not event.errors
        geo, categories = event.get("GEO"), event.get("CATEGORIES")
        organizer, apple = event["ORGANIZER"], event.get(APPLE)
        yield (
            str(event["UID"]),
            {
                "summary": str(event["SUMMARY"]),
                "description": str(event["DESCRIPTION"]),
                "location": str(event.get("LOCATION", "")),
                "start": plain(event["DTSTART"].dt),
                "end": plain(event["DTEND"].dt),
                "status": str(event["STATUS"]),
                "sequence": int(event["SEQUENCE"]),
                "url": str(event["URL"]),
                "geo": (geo.latitude, geo.longitude) if geo else None,
                "apple": apple and apple.params["X-TITLE"],
                "categories": [str(c) for c in categories.cats] if categories else [],
                "conference": str(event.get("CONFERENCE", "")),
                "image": str(event.get("IMAGE", "")),
                "organizer": (str(organizer), organizer.params["CN"]),
                "class": str(event["CLASS"]),
                "transparency": str(event["TRANSP"]),
                "changed": event["LAST-MODIFIED"].dt,
                "stamp": event["DTSTAMP"].dt,
                "created": event["CREATED"].dt,
            },
        )


def read_by_ical(octets):
    for event in IcsCalendarStream.calendar_from_ics(octets.decode()).events:
        titles = {
            parameter.name: parameter.values[0]
            for extra in event.extras
            if extra.name.upper() == APPLE
            for parameter in extra.params
        }
        yield (
            event.uid,
            {
                "summary": event.summary,
                "description": event.description,
                "location": event.location or "",
                "start": plain(event.dtstart),
                "end": plain(event.dtend),
                "status": event.status.value,
                "sequence": event.sequence,
                "url": event.url,
                "geo": (event.geo.lat, event.geo.lng) if event.geo else None,
                "apple": titles.get("X-TITLE"),
                "categories": list(event.categories),
                "conference": _address(event.conference),
                "image": _address(event.image),
                "organizer": (str(event.organizer.uri), event.organizer.common_name),
                "class": event.classification.value,
                "transparency": event.transparency,
                "changed": event.last_modified,
                "stamp": event.dtstamp,
                "created": event.created,
            },
        )


def _address(found) -> str:
    """Return what a property has as its only address, or ""."""
    if not found:
        return ""
    (value,) = found if isinstance(found, list) else [found]
    return str(getattr(value, "uri", value))


def read_by_vobject(octets):
    text = octets.decode()
    # It would ask a database of its own before it looks at our zones.
    for block in re.findall("BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", text, re.DOTALL):
        zones = tzical(io.StringIO(block))
        registerTzid(*zones.keys(), zones.get())
    for event in vobject.readOne(text).vevent_list:

        def value(name, default=None, event=event):
            found = event.contents.get(name)
            return found[0].value if found else default

        def parameter(name, key, event=event):
            found = event.contents.get(name)
            return found[0].params[key][0] if found else None

        geo = value("geo")
        yield (
            value("uid"),
            {
                "summary": value("summary"),
                "description": value("description"),
                "location": value("location", ""),
                "start": plain(value("dtstart")),
                "end": plain(value("dtend")),
                "status": value("status"),
                "sequence": int(value("sequence")),
                "url": value("url"),
                "geo": tuple(map(float, geo.split(";"))) if geo else None,
                # It takes the quotes of RFC 6868 for letters.
                "apple": parameter(APPLE.lower(), "X-TITLE"),
                "categories": value("categories", []),
                "conference": value("conference", ""),
                "image": value("image", ""),
                "organizer": (value("organizer"), parameter("organizer", "CN")),
                "class": value("class"),
                "transparency": value("transp"),
                "changed": value("last-modified"),
                "stamp": value("dtstamp"),
                "created": value("created"),
            },
        )


READERS = {
    "icalendar": read_by_icalendar,
    "ical": read_by_ical,
    "vobject": read_by_vobject,
}


def expected(occurrence) -> dict:
    """Return what an English calendar is to say (docs/decisions/0057 and 0066)."""
    event = occurrence.event
    url = f"{settings.SITE_URL}/en/actions/{event.slug}/"
    is_online = event.attendance == "online"
    location = "" if is_online else _location(event)
    point = None
    texts = _shown(event)
    is_rough = event.latitude is None and (texts.get("venue") or texts.get("street"))
    if occurrence.latitude is not None and location and not is_rough:
        point = (round(occurrence.latitude, 6), round(occurrence.longitude, 6))
    is_off = occurrence.is_called_off or hasattr(event, "cancellation")
    conference = event.online_url if event.attendance != "in_person" else ""
    image = ""
    if event.picture:
        rendition = event.picture.get_rendition("max-1200x1200|format-webp")
        image = settings.SITE_URL + rendition.url
    changed = occurrence.changed_at.replace(microsecond=0)
    return {
        "summary": ("Called off: " if is_off else "")
        + ("Example: " if event.is_example else "")
        + " ".join(_title(event).split()),
        "location": location,
        **times_of(occurrence),
        "status": "CANCELLED" if is_off else "CONFIRMED",
        "sequence": occurrence.sequence,
        "url": url,
        "geo": point,
        "apple": location if point else None,
        "categories": [
            event.get_kind_display(),
            *([event.period.label] if event.period else []),
        ],
        "conference": conference or (url if is_online else ""),
        "image": image,
        "organizer": (
            f"mailto:{settings.FEED_ORGANIZER_EMAIL}",
            event.organization.title,
        ),
        "class": "PUBLIC",
        "transparency": "TRANSPARENT",
        "changed": changed,
        "stamp": changed,
        "created": occurrence.created_at.replace(microsecond=0),
    }


def _title(event) -> str:
    titles = {row["language"]: row["title"] for row in event.other_texts}
    return event.title if event.text_language == "en" else titles.get("en", event.title)


def times_of(occurrence) -> dict:
    """Return what a calendar is to say of an occurrence's, or a span's, times."""
    last_day = occurrence.ends_on or occurrence.starts_on
    lasts_days = last_day > occurrence.starts_on
    if occurrence.starts_at is None or (lasts_days and occurrence.ends_at is None):
        return {"start": occurrence.starts_on, "end": last_day + ONE_DAY}
    end = occurrence.ends_at or occurrence.starts_at + NO_TIME
    return {"start": occurrence.starts_at, "end": end}


def _shown(event) -> dict:
    """Return what a group wants known of a place below its town."""
    all_of_it = ["venue", "street", "postal_code"]
    known = {
        "exact": all_of_it,
        "street": all_of_it[1:],
        "district": all_of_it[2:],
    }.get(event.location_precision, [])
    texts = {name: getattr(event, name) for name in known}
    if event.location_precision == "street":
        words = [w for w in event.street.split() if not re.search(r"\d", w)]
        texts["street"] = " ".join(words)
    return texts


def _location(event) -> str:
    texts = _shown(event)
    town = f"{texts.get('postal_code', '')} {event.city}".strip()
    country = event.country_name if event.country else ""
    parts = (texts.get("venue"), texts.get("street"), town, country)
    return ", ".join(dict.fromkeys(filter(None, parts)))  # not Luxembourg twice


def disagreements(octets: bytes, rows) -> list[tuple]:
    """Return (reader, address, what it says otherwise) for all that is not as stored.

    `rows` are all occurrences that a feed in English is to hold.
    """
    said = {name: dict(read(octets)) for name, read in READERS.items()}
    wanted = {row.uid: expected(row) for row in rows}
    found = [
        (name, "holds others", set(events) ^ set(wanted))
        for name, events in said.items()
        if set(events) != set(wanted)
    ]
    for name, events in said.items():
        for uid, event in events.items():
            text = event.pop("description")
            others = {
                key: (event[key], value)
                for key, value in wanted.get(uid, {}).items()
                if event[key] != value
            }
            if not text.endswith(f"\n\n{event['url']}"):
                others["description"] = text
            if others:
                found.append((name, urlsplit(event["url"]).path, others))
    return found
