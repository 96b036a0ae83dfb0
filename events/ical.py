"""Actions as iCalendar octets: a feed, or one to download (RFC 5545, 5546 and 7986).

`icalendar` orders, quotes and folds; what calendar programs stumble over is settled
here. Which actions a feed holds is the caller's choice, and so is all of HTTP.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property, lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import icalendar
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from icalendar.parser import param_value

from organizations.languages import long_day

from .choices import AttendanceMode, EventStatus, LocationPrecision
from .public import Coordinates, PublicAction
from .vtimezones import vtimezone

PRODID = "-//objectwar//Actions//EN"
COLOR = "teal"  # a CSS3 name (RFC 7986 §5.9)
REFRESH_INTERVAL = "PT1H"
# Google Calendar loses actions of a feed that is bigger.
MAX_OCTETS = 999_999
MAX_SUMMARY_LENGTH = 255
LINE_OCTETS = 75
END = b"END:VCALENDAR\r\n"
# What an action can do without, where a feed would be too big.
OPTIONAL_PROPERTIES = {
    "CREATED",
    "CLASS",
    "CATEGORIES",
    "IMAGE",
    "GEO",
    "X-APPLE-STRUCTURED-LOCATION",
}
SHORT_DESCRIPTION_LENGTH = 200
# The radius, in metres, is what Apple takes for "there".
APPLE_PIN = {"VALUE": "URI", "X-APPLE-RADIUS": "100"}
# RFC 5545 §3.2.19 allows no TZID with UTC.
UTC_ZONES = {"UTC", "Etc/UTC"}
ONE_DAY = dt.timedelta(days=1)
# How long it lasts, where nobody said an end (docs/decisions/0066).
NO_TIME = dt.timedelta(seconds=1)
# For the zone of an empty feed that has never held anything.
ANY_DAY = dt.date(2023, 5, 15)

# Some parsers end a line at VT, FF, NEL and at Unicode's separators of lines.
LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls but tab and newline, lone surrogates, forced writing directions, the BOM.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]"
)
SPACES = re.compile("[ \t\n]+")


class Cancelled(StrEnum):
    """How a feed tells that an action is called off; the parameter `cancelled`.

    - STATUS: by STATUS, and the word before SUMMARY.
    - MARK: by the word alone, for Google, which hides what STATUS says is cancelled.
    - HIDE: not at all.
    """

    STATUS = "status"
    MARK = "mark"
    HIDE = "hide"


@dataclass(frozen=True, kw_only=True)
class CalendarInfo:
    """What a feed says of itself. Addresses are absolute.

    `changed_at`: when the selection last changed, an action's leaving included; UTC.
    `timezone`: what stands in an empty feed, where RFC 5545 §3.4 wants something.
    """

    name: str
    description: str
    source_url: str  # of the feed itself
    page_url: str  # of the page with the same selection
    language: str
    changed_at: dt.datetime | None = None
    timezone: str = "Europe/Berlin"
    cancelled: Cancelled = Cancelled.STATUS


class Detail(IntEnum):
    """How much a feed says of each action: less where it would become too big."""

    FULL = 0
    SHORT_DESCRIPTION = 1
    NO_OPTIONAL_PROPERTIES = 2


def calendar(
    actions: Iterable[PublicAction], info: CalendarInfo, *, organizer_address: str
) -> bytes:
    """Write a feed; the same actions give the same octets.

    A feed of 1,000,000 octets or more says less of each action and then leaves out the
    oldest past ones, never a coming one. So `actions` come as they may not be missed:
    what is past last, and of that the newest first; what is cut is never asked for.
    `organizer_address` is a mail address of ours.
    """
    with translation.override(info.language):
        written = _Written(info, organizer_address)
        for action in actions:
            if info.cancelled == Cancelled.HIDE and action.is_cancelled:
                continue
            if action.is_past and written.is_full:
                break
            written.add(action)
        return written.octets()


class _Written:
    """What a feed holds so far, as fully told as its size allows."""

    def __init__(self, info: CalendarInfo, organizer_address: str):
        self.info = info
        self.organizer_address = organizer_address
        self.detail = Detail.FULL
        self.items: list[_Item] = []
        self.size = 0  # of the items, in octets

    @property
    def is_full(self) -> bool:
        return self.detail == max(Detail) and self.size > MAX_OCTETS

    def add(self, action: PublicAction) -> None:
        text = "\n\n".join(_paragraphs(action))
        event = _event(action, text, self.organizer_address, self.detail)
        if self.info.cancelled == Cancelled.MARK:
            event["STATUS"] = Value(EventStatus.CONFIRMED)
        item = _Item(action, text, event)
        item.tell_less(self.detail)
        self.items.append(item)
        self.size += item.size
        while self.size > MAX_OCTETS and self.detail < max(Detail):
            self._tell_less()

    def _tell_less(self) -> None:
        self.detail = Detail(self.detail + 1)
        for item in self.items:
            item.tell_less(self.detail)
        self.size = sum(item.size for item in self.items)

    def octets(self) -> bytes:
        self.items.sort(key=lambda item: (item.action.starts_on, item.action.uid))
        shell = self._shell()
        while len(shell) + self.size > MAX_OCTETS and self.detail < max(Detail):
            self._tell_less()
        size = len(shell) + self.size
        if size > MAX_OCTETS:
            kept = []
            for item in self.items:
                if item.action.is_past and size > MAX_OCTETS:
                    size -= item.size
                else:
                    kept.append(item)
            self.items = kept
            shell = self._shell()
        return _assembled(shell, [item.octets for item in self.items])

    def _shell(self) -> bytes:
        return _shell([item.event for item in self.items], self.info)


@dataclass
class _Item:
    action: PublicAction
    text: str
    event: Properties

    @cached_property
    def lines(self) -> dict[str, bytes]:
        """What is written of each property, so that telling less writes one anew."""
        return {name: line_of(name, value) for name, value in self.event.items()}

    @cached_property
    def size(self) -> int:
        return len(_BEGIN) + len(_END) + sum(map(len, self.lines.values()))

    @property
    def octets(self) -> bytes:
        return _event_of(self.lines)

    def tell_less(self, detail: Detail) -> None:
        """Leave out what an action can do without, if its feed is too big for it."""
        if detail >= Detail.SHORT_DESCRIPTION:
            text = shortened(self.text, SHORT_DESCRIPTION_LENGTH)
            if text != self.text:
                self.text = text
                self._write("DESCRIPTION", _description(text, self.event["URL"]))
        if detail >= Detail.NO_OPTIONAL_PROPERTIES:
            for name in OPTIONAL_PROPERTIES & self.event.keys():
                self._write(name, None)

    def _write(self, name: str, value: Value | None) -> None:
        """Change a property, None to leave it out, and what is written of it."""
        if value is None:
            del self.event[name]
        else:
            self.event[name] = value
        if (lines := self.__dict__.get("lines")) is not None:
            size = -len(lines.pop(name))
            if value is not None:
                lines[name] = line_of(name, value)
                size += len(lines[name])
            self.size += size


_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


def octets_of(event: Properties) -> bytes:
    """Write an event: what the library's `Event.to_ical()` says, in less time.

    The library puts the properties in order; it would fold each line letter by letter.
    """
    return _event_of({name: line_of(name, value) for name, value in event.items()})


def _event_of(lines: dict[str, bytes]) -> bytes:
    names = _in_order(frozenset(lines))
    return b"".join([_BEGIN, *[lines[name] for name in names], _END])


def line_of(name: str, value: Value) -> bytes:
    """Write a property, folded, with its end of line."""
    line = f"{name}{value.head}:{value}\r\n".encode()
    return line if len(line) < LINE_OCTETS + 2 else folded(line[:-2]) + b"\r\n"


@lru_cache(maxsize=1024)
def _in_order(names: frozenset[str]) -> list[str]:
    event = icalendar.Event()
    event.update(dict.fromkeys(names, ""))
    return event.sorted_keys()


def folded(line: bytes) -> bytes:
    """Fold a line of UTF-8 between characters, and never between `\\` and its letter.

    RFC 5545 §3.1 allows 75 octets; continued lines begin with a space.
    """
    parts = []
    start = 0
    while len(line) - start >= LINE_OCTETS:
        end = start + LINE_OCTETS - 1
        while line[end] & 0b1100_0000 == 0b1000_0000:  # inside a character
            end -= 1
        if line[end - 1] in b"\\^":
            end -= 1
        parts.append(line[start:end])
        start = end
    parts.append(line[start:])
    return b"\r\n ".join(parts)


def single(*actions: PublicAction, organizer_address: str) -> bytes:
    """Write one action, all dates of a series, as a file in the active language.

    It has no name of its own, with which Outlook would open a new calendar.
    """
    events = [
        _event(action, "\n\n".join(_paragraphs(action)), organizer_address)
        for action in actions
    ]
    shell = _calendar().to_ical()
    return _assembled(shell, [*_zones(events), *map(octets_of, events)])


def _shell(events: list[Properties], info: CalendarInfo) -> bytes:
    """Write the calendar of these events without them, with their time zones.

    It says all of itself that RFC 7986 lets it say.
    """
    changes = [event["LAST-MODIFIED"] for event in events]
    if info.changed_at:
        changes.append(_utc(info.changed_at))
    zones = _zones(events)
    if not events:
        day = info.changed_at.date() if info.changed_at else ANY_DAY
        zones = [_zone(info.timezone, day, day)]
    feed = _calendar()
    name = _text(one_line(info.name))
    feed["NAME"] = name
    feed["X-WR-CALNAME"] = name
    description = _text(clean(info.description))
    feed["DESCRIPTION"] = description
    feed["X-WR-CALDESC"] = description
    feed["REFRESH-INTERVAL"] = Value.having(REFRESH_INTERVAL, VALUE="DURATION")
    feed["X-PUBLISHED-TTL"] = Value(REFRESH_INTERVAL)
    feed["SOURCE"] = _uri(info.source_url, VALUE="URI")
    feed["URL"] = _uri(info.page_url)
    feed["COLOR"] = Value(COLOR)
    if changes:
        feed["LAST-MODIFIED"] = max(changes)
    return _assembled(feed.to_ical(), zones)


def _assembled(shell: bytes, written: list[bytes]) -> bytes:
    return b"".join([shell.removesuffix(END), *written, END])


def _calendar() -> icalendar.Calendar:
    # Not Calendar.new(): it adds a UID, with which vdirsyncer keeps one event only.
    component = icalendar.Calendar()
    component["VERSION"] = Value("2.0")
    component["PRODID"] = Value(PRODID)
    component["CALSCALE"] = Value("GREGORIAN")
    component["METHOD"] = Value("PUBLISH")
    return component


def _zones(events: Iterable[Properties]) -> list[bytes]:
    """Write one VTIMEZONE for each TZID in use, for the dates in use."""
    days = defaultdict(set)
    for event in events:
        for name in ("DTSTART", "DTEND"):
            if "TZID" in event[name].params:
                days[event[name].params["TZID"]].add(event[name][:8])
    return [
        _zone(
            tzid,
            dt.date.fromisoformat(min(days[tzid])),
            dt.date.fromisoformat(max(days[tzid])),
        )
        for tzid in sorted(days)
    ]


@lru_cache(maxsize=1024)
def _zone(tzid: str, first: dt.date, last: dt.date) -> bytes:
    return vtimezone(tzid, first, last).to_ical()


def _event(
    action: PublicAction,
    description: str,
    organizer_address: str,
    detail: Detail = Detail.FULL,
) -> Properties:
    event: Properties = {}
    event["UID"] = Value(action.uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = _utc(action.changed_at)
    event["SEQUENCE"] = Value(action.sequence)
    event.update(_times(action))
    event["STATUS"] = Value(action.status)
    event["TRANSP"] = Value("TRANSPARENT")
    event["SUMMARY"] = _text(shortened(_summary(action), MAX_SUMMARY_LENGTH))
    event["URL"] = _uri(action.url)
    event["DESCRIPTION"] = _description(description, event["URL"])
    # RFC 5546 §3.2.1 wants an organizer with PUBLISH. The address is no person's.
    event["ORGANIZER"] = Value.having(
        f"mailto:{organizer_address}", CN=one_line(action.organizer.name)
    )
    if location := _location(action):
        event["LOCATION"] = _text(location)
    if _is_online(action) or action.attendance == AttendanceMode.ONLINE:
        event["CONFERENCE"] = _conference(action)
    if detail < Detail.NO_OPTIONAL_PROPERTIES:
        event.update(_optional_properties(action, location))
    return event


def _conference(action: PublicAction) -> Value:
    """Say where it is online; until a group tells its address, that is our page."""
    is_known = _is_online(action)
    return _uri(
        action.online_url if is_known else action.url,
        VALUE="URI",
        FEATURE=("AUDIO", "VIDEO"),
        LABEL=one_line(_("Online") if is_known else _("Online: see the action’s page")),
    )


def _description(text: str, address: str) -> Value:
    """Repeat the address below the text, for Google and Outlook, which show no URL."""
    return _text(f"{text}\n\n{address}".lstrip())


def _times(action: PublicAction) -> dict[str, Value]:
    """Say when an action is; what is unknown stays unknown, and is never midnight.

    - All day, or hour to be announced: dates, the last day included.
    - Hours of start and end: both. Hour of the start only: a second is the least that
      RFC 5545 §3.8.2.2 allows; calendars show minutes, and so no end.
    - Several days, of which the last has no hour: dates, since a start without an end
      would hide all days but the first. The hour of the start is in the description.
    """
    if action.starts_at is None or _is_open_ended(action):
        last_day = max(action.starts_on, action.ends_on or action.starts_on)
        return {
            "DTSTART": Value.having(f"{action.starts_on:%Y%m%d}", VALUE="DATE"),
            "DTEND": Value.having(f"{last_day + ONE_DAY:%Y%m%d}", VALUE="DATE"),
        }
    # By way of UTC: an hour that the zone skips becomes a real one (RFC 5545 §3.3.5),
    # and times on both sides of a change of the clocks compare as they follow.
    start = action.starts_at.astimezone(dt.UTC)
    end = (action.ends_at or action.starts_at).astimezone(dt.UTC)
    end = max(end, start + NO_TIME)
    zone = ZoneInfo(action.timezone)
    begins, ends = start.astimezone(zone), end.astimezone(zone)
    if action.timezone in UTC_ZONES or _comes_twice(begins) or _comes_twice(ends):
        return {"DTSTART": _utc(start), "DTEND": _utc(end)}
    return {
        "DTSTART": Value.having(_digits(begins), TZID=action.timezone),
        "DTEND": Value.having(_digits(ends), TZID=action.timezone),
    }


def _comes_twice(time: dt.datetime) -> bool:
    """Tell whether clocks are put back over a time, which only UTC then says clearly.

    RFC 5545 §3.3.5 reads it as the first of the two; Thunderbird's reader does not.
    """
    return time.replace(fold=1 - time.fold).utcoffset() != time.utcoffset()


def _is_open_ended(action: PublicAction) -> bool:
    return action.is_several_days and action.ends_at is None


def _utc(moment: dt.datetime) -> Value:
    return Value(_digits(moment.astimezone(dt.UTC)) + "Z")


def _digits(time: dt.datetime) -> str:
    """Write a date and an hour as RFC 5545 §3.3.5 does; `strftime` is slower by far."""
    return time.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "")


def _summary(action: PublicAction) -> str:
    """Say what it is, and first that it will not be: not all calendars show STATUS."""
    summary = one_line(action.title) or one_line(action.kind_label)
    if action.is_example:
        summary = _("Example: %(title)s") % {"title": summary}
    if action.is_cancelled:
        summary = _("Called off: %(title)s") % {"title": summary}
    return summary


def _paragraphs(action: PublicAction) -> Iterator[str]:
    """Tell all that has no property of its own, or one that calendars do not show."""
    if action.other_language_name:
        yield f"[{action.other_language_name}]"
    for lines in (_notices(action), _ways_in(action)):
        if paragraph := "\n".join(lines):
            yield paragraph
    summary = clean(action.summary).strip()
    description = clean(action.description_text).strip()
    if summary and not description.startswith(summary):
        yield summary
    if description:
        yield description
    if paragraph := "\n".join(_people(action)):
        yield paragraph


def _notices(action: PublicAction) -> Iterator[str]:
    if action.is_cancelled:
        yield _("This action has been called off.")
        if note := clean(action.status_note).strip():
            yield note
    elif action.is_moved:
        if action.moved_from:
            yield _("Moved from %(day)s") % {"day": long_day(action.moved_from)}
        if note := clean(action.date_note).strip():
            yield note
    if action.is_time_to_be_announced:
        yield _("Time to be announced")
    elif action.starts_at and _is_open_ended(action):
        start = action.starts_at.astimezone(ZoneInfo(action.timezone))
        yield _("Starts at %(time)s (%(timezone)s)") % {
            "time": f"{start:%H:%M}",
            "timezone": action.timezone,
        }
    if action.is_example:
        yield _("This is a made-up example.")


def _ways_in(action: PublicAction) -> Iterator[str]:
    if _is_online(action):
        yield _("Online: %(address)s") % {"address": _uri(action.online_url)}
    if (
        action.attendance != AttendanceMode.ONLINE
        and action.place.precision == LocationPrecision.ON_REQUEST
    ):
        yield _("The organisers tell the place on request.")
    if action.registration_url:
        template = (
            _("Registration required: %(address)s")
            if action.registration_required
            else _("Registration: %(address)s")
        )
        yield template % {"address": _uri(action.registration_url)}
    elif action.registration_required:
        yield _("Registration required")


def _people(action: PublicAction) -> Iterator[str]:
    groups = (action.organizer, *action.co_organizers)
    names = ", ".join(filter(None, (one_line(group.name) for group in groups)))
    if names:
        yield _organized_by(names, translation.get_language())
    if contact := one_line(action.contact):
        yield _("Contact: %(contact)s") % {"contact": contact}


@lru_cache(maxsize=1024)
def _organized_by(names: str, language: str) -> str:
    return _("Organised by %(names)s") % {"names": names}


def _location(action: PublicAction) -> str:
    """Join what is known of the place, the smallest part first; "" if online only."""
    if action.attendance == AttendanceMode.ONLINE:
        return ""
    place = action.place
    town = f"{place.postal_code} {place.city}"
    parts = map(one_line, (place.venue, place.street, town, place.country_name))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _is_online(action: PublicAction) -> bool:
    return action.attendance != AttendanceMode.IN_PERSON and _is_web_address(
        action.online_url
    )


def _optional_properties(action: PublicAction, location: str) -> dict[str, Value]:
    """Say what OPTIONAL_PROPERTIES are named for."""
    properties = {
        "CREATED": _utc(min(action.created_at, action.changed_at)),
        "CLASS": Value("PUBLIC"),
    }
    labels = filter(None, map(one_line, (action.kind_label, action.period_name)))
    if categories := ",".join(map(escaped, labels)):
        properties["CATEGORIES"] = Value(categories)
    if action.picture and action.picture.url.startswith("https://"):
        properties["IMAGE"] = _uri(
            action.picture.url, VALUE="URI", FMTTYPE=action.picture.content_type
        )
    place = action.place
    point = _point(place.coordinates)
    # The town's center would send people away from the place that LOCATION names.
    if location and point and not place.pin_is_rougher_than_address:
        properties["GEO"] = Value(";".join(point))
        # Apple shows a map if the title is the LOCATION, to the letter. Places are too
        # many to remember their parameters.
        pin = Value.having("geo:" + ",".join(point), **APPLE_PIN)
        pin.head += f";X-TITLE={param_value(location)}"
        properties["X-APPLE-STRUCTURED-LOCATION"] = pin
    return properties


def _point(coordinates: Coordinates | None) -> tuple[str, str] | None:
    """Write latitude and longitude with 6 decimals, about 0.1 m; None if they are none.

    0;0 is what a missing number becomes on its way, and no place to meet.
    """
    if coordinates is None:
        return None
    latitude, longitude = coordinates.latitude, coordinates.longitude
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # NaN is not, either
        return None
    # Adding zero takes the sign from a zero.
    point = tuple(f"{round(degrees, 6) + 0:.6f}" for degrees in (latitude, longitude))
    return None if point == ("0.000000", "0.000000") else point


def _is_web_address(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _text(text: str) -> Value:
    return Value(escaped(text))


def _uri(address: str, **parameters: str | tuple[str, ...]) -> Value:
    uri = iri_to_uri(clean(address).strip())
    return Value.having(uri, **parameters) if parameters else Value(uri)


def clean(text: str) -> str:
    """Take out what breaks a file or a line of text; line breaks become LF."""
    if text.isprintable():  # most are; saves half of the time
        return text
    return UNWANTED.sub("", LINE_BREAKS.sub("\n", text))


@lru_cache(maxsize=4096)  # of groups, countries and kinds there are few
def one_line(text: str) -> str:
    return SPACES.sub(" ", clean(text)).strip()


def shortened(text: str, length: int) -> str:
    """Cut a text between words, so that no address in it is cut in two."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(maxsplit=1)[0] + "…"


def escaped(text: str) -> str:
    """Escape a clean text as RFC 5545 §3.3.11 says."""
    for character, escape in (("\\", r"\\"), (";", r"\;"), (",", r"\,"), ("\n", r"\n")):
        text = text.replace(character, escape)
    return text


class Value(str):
    r"""A property's value as it is written, and its parameters.

    The library's own types take longer to make than to write, call the time of Iceland
    UTC, give GEO any number of decimals and read a typed `\N` as a line break.
    """

    params: icalendar.Parameters = icalendar.Parameters()
    head: str = ""  # the parameters as they are written

    @classmethod
    def having(cls, value: object, **params: str | tuple[str, ...]) -> Self:
        """Make a value with parameters; `Value(…)` itself stays that of `str`."""
        self = cls(value)
        self.params, self.head = _parameters(*params.items())
        return self

    def to_ical(self) -> bytes:
        return self.encode()


# The properties of an event by name; their order is `_in_order`.
Properties = dict[str, Value]


@lru_cache(maxsize=1024)
def _parameters(
    *items: tuple[str, str | tuple[str, ...]],
) -> tuple[icalendar.Parameters, str]:
    """Make parameters once for all values that have the same: they cost the most."""
    parameters = icalendar.Parameters(items)
    return parameters, f";{parameters.to_ical().decode()}"
