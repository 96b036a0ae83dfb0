"""Holds octets of a calendar against the rules for our feeds, with no library's help.

A strict reader of its own: what `icalendar` forgives, another program may not.
`broken_rules(octets)` is an empty list for a good feed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

MAX_OCTETS_OF_LINE = 75
MAX_OCTETS_OF_FEED = 1_000_000

UTC_TIME = re.compile(r"\d{8}T\d{6}Z")
LOCAL_TIME = re.compile(r"\d{8}T\d{6}")
DATE = re.compile(r"\d{8}")
WEB_ADDRESS = re.compile(r"https://[!#-;=?-Z\[\]_a-z~]+")
NAME = re.compile(r"[A-Z0-9-]+")
DEGREES = r"-?\d{1,3}\.\d{6}"
# A backslash with what may follow it, or any other character that needs none.
ESCAPED_TEXT = re.compile(r"(?:\\[\\;,nN]|[^\\;,])*")
YEARLY_RULE = re.compile(r"FREQ=YEARLY;BYMONTH=\d+;BYDAY=(-1|[1-4])[A-Z]{2}")

TEXTS = {
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "UID",
    "STATUS",
    "TRANSP",
    "CLASS",
    "TZID",
    "TZNAME",
    "PRODID",
}
FEED_PROPERTIES = {
    "NAME",
    "X-WR-CALNAME",
    "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL",
    "SOURCE",
    "URL",
}
EVENT_PROPERTIES = {
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "URL",
    "STATUS",
    "TRANSP",
    "ORGANIZER",
}
FORBIDDEN = {"ATTENDEE", "ATTACH", "REQUEST-STATUS", "CONTACT", "X-ALT-DESC"}


@dataclass
class Property:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)

    def get(self, name: str) -> Property | None:
        return next((p for p in self.properties if p.name == name), None)

    def value(self, name: str) -> str:
        found = self.get(name)
        return found.value if found else ""

    def named(self, name: str) -> list[Component]:
        return [component for component in self.components if component.name == name]


def broken_rules(octets: bytes, *, is_feed: bool = True) -> list[str]:
    """Return a sentence for each rule that is broken."""
    broken = list(_in_octets(octets))
    if broken:
        return broken
    text = octets.decode().replace("\r\n ", "").replace("\r\n\t", "")
    calendar = _component([_property(line) for line in text.split("\r\n")[:-1]])
    return [
        *_in_calendar(calendar, is_feed=is_feed),
        *_in_zones(calendar),
        *(
            f"{event.value('UID')}: {rule}"
            for event in calendar.named("VEVENT")
            for rule in _in_event(event, calendar)
        ),
    ]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


def _in_octets(octets):
    if not octets.startswith(b"BEGIN:VCALENDAR\r\n"):
        yield "does not begin with BEGIN:VCALENDAR"
    if not octets.endswith(b"\r\nEND:VCALENDAR\r\n"):
        yield "does not end with END:VCALENDAR and CRLF"
    if len(octets) >= MAX_OCTETS_OF_FEED:
        yield "is too big"
    lines = octets.split(b"\r\n")[:-1]
    for line in lines:
        if not line.strip():
            yield "has a blank line"
        if len(line) > MAX_OCTETS_OF_LINE:
            yield f"has a line of {len(line)} octets"
        if any((octet < 32 and octet != 9) or octet == 127 for octet in line):
            yield f"has a control character: {line!r}"
        try:
            characters = line.decode()
        except UnicodeDecodeError:
            yield f"has a line that is not UTF-8: {line!r}"
        else:
            # What Python and others take for the end of a line, controls of C1, BOM.
            if re.search("[\x80-\x9f\u2028\u2029\ufeff]", characters):
                yield f"has an unwanted character: {line!r}"


def _property(line: str) -> Property:
    """Parse a line by the grammar of RFC 5545 §3.1; raise where it does not fit."""
    match = re.fullmatch(
        r'(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)'
        r'(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)',
        line,
        re.DOTALL,
    )
    if match is None:
        raise ValueError(f"Not a content line: {line!r}")
    pairs = re.findall(r';([A-Z0-9-]+)=((?:"[^"]*"|[^";:])*)', match["parameters"])
    return Property(
        name=match["name"],
        parameters={name: _parameter(value) for name, value in pairs},
        value=match["value"],
    )


def _parameter(value: str) -> str:
    """Undo RFC 6868."""
    plain = {"^^": "^", "^n": "\n", "^'": '"'}
    return re.sub(r"\^[\^n']", lambda m: plain[m[0]], value.replace('"', ""))


def _component(properties: list[Property]) -> Component:
    stack = [Component("")]
    for found in properties:
        if found.name == "BEGIN":
            stack.append(Component(found.value))
        elif found.name == "END":
            done = stack.pop()
            if done.name != found.value:
                raise ValueError(f"{done.name} ends as {found.value}")
            stack[-1].components.append(done)
        else:
            stack[-1].properties.append(found)
    (calendar,) = stack[0].components
    return calendar


def _common(component: Component):
    names = Counter(found.name for found in component.properties)
    for name, count in names.items():
        if count > 1:
            yield f"{name} stands {count} times"
        if name in FORBIDDEN:
            yield f"{name} has no place here"
    for found in component.properties:
        if not found.value:
            yield f"{found.name} is empty"
        if found.name in TEXTS and not ESCAPED_TEXT.fullmatch(found.value):
            yield f"{found.name} is not escaped: {found.value}"


def _in_calendar(calendar: Component, *, is_feed: bool):
    yield from _common(calendar)
    value, get = calendar.value, calendar.get
    if value("VERSION") != "2.0" or value("METHOD") != "PUBLISH":
        yield "VERSION or METHOD is wrong"
    if not re.fullmatch(r"-//objectwar//.+//EN", value("PRODID")):
        yield "PRODID is wrong"
    if value("CALSCALE") not in {"", "GREGORIAN"}:
        yield "CALSCALE is wrong"
    for name in ("UID", "X-WR-RELCALID", "X-WR-TIMEZONE"):
        if get(name):
            yield f"{name} has no place in a calendar of ours"
    if not calendar.components:
        yield "has no component"
    if not is_feed:
        if FEED_PROPERTIES & {found.name for found in calendar.properties}:
            yield "a single action has a feed's properties"
        return
    for name in FEED_PROPERTIES:
        if not get(name):
            yield f"{name} is missing"
            return
    if value("NAME") != value("X-WR-CALNAME"):
        yield "NAME and X-WR-CALNAME differ"
    if value("DESCRIPTION") != value("X-WR-CALDESC"):
        yield "DESCRIPTION and X-WR-CALDESC differ"
    if value("REFRESH-INTERVAL") != "PT1H" or value("X-PUBLISHED-TTL") != "PT1H":
        yield "the interval is wrong"
    if get("REFRESH-INTERVAL").parameters != {"VALUE": "DURATION"}:
        yield "REFRESH-INTERVAL says no VALUE"
    if get("SOURCE").parameters != {"VALUE": "URI"}:
        yield "SOURCE says no VALUE"
    for name in ("SOURCE", "URL"):
        if not WEB_ADDRESS.fullmatch(value(name)):
            yield f"{name} is no https address"
    if not re.fullmatch("[a-z]*", value("COLOR")):
        yield "COLOR is no name"
    newest = [event.value("LAST-MODIFIED") for event in calendar.named("VEVENT")]
    if newest and value("LAST-MODIFIED") < max(newest):
        yield "LAST-MODIFIED is older than an event's"


def _in_zones(calendar: Component):
    names = [component.name for component in calendar.components]
    if names != sorted(names, key=["VTIMEZONE", "VEVENT"].index):
        yield "a zone comes after an event"
    zones = [zone.value("TZID") for zone in calendar.named("VTIMEZONE")]
    used = {
        found.parameters["TZID"]
        for event in calendar.named("VEVENT")
        for found in event.properties
        if "TZID" in found.parameters
    }
    if len(zones) != len(set(zones)):
        yield "a zone stands twice"
    if calendar.named("VEVENT") and set(zones) != used:
        yield f"zones {zones} stand there, {used} are used"
    for zone in calendar.named("VTIMEZONE"):
        observances = zone.components
        if (
            not {"STANDARD"}
            <= {o.name for o in observances}
            <= {"STANDARD", "DAYLIGHT"}
        ):
            yield "a zone has no STANDARD"
        for observance in observances:
            yield from _common(observance)
            if not LOCAL_TIME.fullmatch(observance.value("DTSTART")):
                yield "an observance does not start in local time"
            for name in ("TZOFFSETFROM", "TZOFFSETTO"):
                if not re.fullmatch(r"[+-]\d{4}", observance.value(name)):
                    yield f"{name} is wrong"
            rule = observance.value("RRULE")
            if rule and (
                not YEARLY_RULE.fullmatch(rule)
                or observance.value("DTSTART")[:4] != "1970"
                or len(observances) != 2
            ):
                yield f"Outlook does not read {rule}"


def _in_event(event: Component, calendar: Component):
    yield from _common(event)
    value, get = event.value, event.get
    missing = EVENT_PROPERTIES - {found.name for found in event.properties}
    if missing:
        yield f"{sorted(missing)} are missing"
        return
    if event.components:
        yield "has an alarm"
    uids = [other.value("UID") for other in calendar.named("VEVENT")]
    if uids.count(value("UID")) != 1:
        yield "UID is not its own"
    if not re.fullmatch(r"[A-Za-z0-9._+=@-]+", value("UID")):
        yield "UID has odd characters"
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        if get(name) and not UTC_TIME.fullmatch(value(name)):
            yield f"{name} is not UTC"
    if value("CREATED") > value("LAST-MODIFIED"):
        yield "is changed before it is made"
    if not re.fullmatch(r"\d+", value("SEQUENCE")):
        yield "SEQUENCE is no number"
    yield from _in_times(event)
    if not 1 <= len(unescaped(value("SUMMARY"))) <= 255:
        yield "SUMMARY is too long or empty"
    for name in ("SUMMARY", "LOCATION"):
        if r"\n" in value(name).replace(r"\\", ""):
            yield f"{name} has several lines"
    if not unescaped(value("DESCRIPTION")).endswith(value("URL")):
        yield "DESCRIPTION does not end with the address"
    if not WEB_ADDRESS.fullmatch(value("URL")):
        yield "URL is no https address"
    if value("STATUS") not in {"CONFIRMED", "TENTATIVE", "CANCELLED"}:
        yield "STATUS is unknown"
    if value("TRANSP") != "TRANSPARENT" or value("CLASS") not in {"", "PUBLIC"}:
        yield "TRANSP or CLASS is wrong"
    if not re.fullmatch(r"mailto:no-reply@[a-z.]+", value("ORGANIZER")):
        yield "ORGANIZER is not our own address"
    if not get("ORGANIZER").parameters.get("CN"):
        yield "ORGANIZER has no name"
    categories = re.split(r"(?<!\\)(?:\\\\)*,", value("CATEGORIES"))
    if get("CATEGORIES") and "" in categories:
        yield "a category is empty"
    yield from _in_place(event)


def _in_times(event: Component):
    start, end = event.get("DTSTART"), event.get("DTEND")
    for found in filter(None, (start, end)):
        form = {
            frozenset({("VALUE", "DATE")}): DATE,
            frozenset(): UTC_TIME,
        }.get(frozenset(found.parameters.items()), LOCAL_TIME)
        if form is LOCAL_TIME and set(found.parameters) != {"TZID"}:
            yield f"{found.name} has odd parameters"
        if not form.fullmatch(found.value):
            yield f"{found.name} is {found.value}"
    if start.parameters != end.parameters or start.value >= end.value:
        yield "DTEND does not fit DTSTART"


def _in_place(event: Component):
    geo, apple = event.get("GEO"), event.get("X-APPLE-STRUCTURED-LOCATION")
    if geo and not re.fullmatch(f"{DEGREES};{DEGREES}", geo.value):
        yield f"GEO is {geo.value}"
    if geo and geo.value == "0.000000;0.000000":
        yield "GEO is nowhere"
    if apple:
        if not geo or apple.value != "geo:" + geo.value.replace(";", ","):
            yield "Apple's place is not GEO"
        if apple.parameters["X-TITLE"] != unescaped(event.value("LOCATION")):
            yield "Apple's title is not LOCATION"
        if (apple.parameters["VALUE"], apple.parameters["X-APPLE-RADIUS"]) != (
            "URI",
            "100",
        ):
            yield "Apple's place says no VALUE, or another radius"
    for name, required in (
        ("CONFERENCE", {"VALUE", "FEATURE", "LABEL"}),
        ("IMAGE", {"VALUE", "FMTTYPE"}),
    ):
        found = event.get(name)
        if found and (
            set(found.parameters) != required or found.parameters["VALUE"] != "URI"
        ):
            yield f"{name} has the parameters {found.parameters}"
        if found and not WEB_ADDRESS.fullmatch(found.value):
            yield f"{name} is {found.value}"
