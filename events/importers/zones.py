"""Which zone a calendar means: IANA names, Windows names, everything in between.

A name that says a place outranks the VTIMEZONE beside it: those are often wrong, the
zone database is not. Where the name says nothing, the VTIMEZONE's offsets are compared
with real zones and, if none has them, used as they are.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from events.towns import find_towns

from .content_lines import Component
from .rules import RuleError, parse_rule, times_of

# Zones that CLDR still calls by a name that the zone database has left.
TODAYS_NAMES = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Etc/UTC": "UTC",
    "Europe/Kiev": "Europe/Kyiv",
}
# Names that people and programs use, and neither the zone database nor CLDR has, or
# that mean something else there. What means several zones (CST, IST) is left out.
OTHER_NAMES = {
    "utc": "UTC",
    "gmt": "UTC",
    "z": "UTC",
    "zulu": "UTC",
    "universal": "UTC",
    "etc/gmt": "UTC",
    "etc/utc": "UTC",
    "coordinated universal time": "UTC",
    "tzone://microsoft/utc": "UTC",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "met": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
    "mitteleuropäische zeit": "Europe/Berlin",
    "central european time": "Europe/Berlin",
    "w. europe": "Europe/Berlin",
    "wet": "Europe/Lisbon",
    "bst": "Europe/London",
    "gmt/bst": "Europe/London",
    "eet": "Europe/Kyiv",
    "eest": "Europe/Kyiv",
    "msk": "Europe/Moscow",
    "est": "America/New_York",
    "edt": "America/New_York",
    "est5edt": "America/New_York",
    "eastern": "America/New_York",
    "eastern time (us & canada)": "America/New_York",
    "cst6cdt": "America/Chicago",
    "central time (us & canada)": "America/Chicago",
    "mst7mdt": "America/Denver",
    "mountain time (us & canada)": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pst8pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "newfoundland": "America/St_Johns",
    # Windows zones that CLDR no longer lists.
    "kamchatka standard time": "Asia/Kamchatka",
    "mid-atlantic standard time": "Atlantic/South_Georgia",
    "armenian standard time": "Asia/Yerevan",
    "mexico standard time": "America/Mexico_City",
    "mexico standard time 2": "America/Chihuahua",
}
# Tried first where only offsets are known: of many with the same, the usual one.
USUAL_ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Kyiv",
    "Europe/Moscow",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
OFFSET_NAME = re.compile(
    r"\(?(?:utc|gmt)?\s*([+-−])\s*(\d{1,2})(?:[:.]?(\d{2}))?\)?", re.IGNORECASE
)
DISPLAY_NAME = re.compile(
    r"\((?:utc|gmt)\s*(?:([+-−])(\d{1,2})[:.](\d{2}))?\)\s*(.+)", re.IGNORECASE
)


class Zone(Protocol):
    """What turns local times into moments and back; `name` is "" if IANA has none."""

    name: str

    def utc(self, local: dt.datetime) -> dt.datetime: ...

    def local(self, moment: dt.datetime) -> dt.datetime: ...


@dataclass(frozen=True)
class NamedZone:
    """A zone of the zone database."""

    name: str

    def utc(self, local: dt.datetime) -> dt.datetime:
        """Return the moment; of two the first, and none that clocks skip (§3.3.5)."""
        return local.replace(tzinfo=ZoneInfo(self.name), fold=0).astimezone(dt.UTC)

    def local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(ZoneInfo(self.name)).replace(tzinfo=None, fold=0)


UTC = NamedZone("UTC")


@dataclass(frozen=True)
class Onset:
    """A change of offset: from `local`, as the clocks showed before, in seconds."""

    local: dt.datetime
    before: dt.timedelta
    after: dt.timedelta

    @property
    def utc(self) -> dt.datetime:
        return self.local - self.before


@dataclass(frozen=True)
class DescribedZone:
    """A zone that only a VTIMEZONE describes."""

    onsets: tuple[Onset, ...]  # in order, at least one
    name: str = ""

    def utc(self, local: dt.datetime) -> dt.datetime:
        place = bisect_right(self.onsets, local, key=lambda onset: onset.local) - 1
        onset = self.onsets[max(place, 0)]
        offset = onset.before if place < 0 else onset.after
        if place >= 0 and local < onset.local + (onset.after - onset.before):
            offset = onset.before  # clocks skip it
        return (local - offset).replace(tzinfo=dt.UTC)

    def local(self, moment: dt.datetime) -> dt.datetime:
        naive = moment.astimezone(dt.UTC).replace(tzinfo=None)
        place = bisect_right(self.onsets, naive, key=lambda onset: onset.utc) - 1
        onset = self.onsets[max(place, 0)]
        return naive + (onset.before if place < 0 else onset.after)


def fixed_zone(offset: dt.timedelta) -> Zone:
    """Return a zone without changes, by its IANA name where there is one."""
    hours = offset / dt.timedelta(hours=1)
    if hours == 0:
        return UTC
    if hours.is_integer() and -12 <= hours <= 14:
        return NamedZone(f"Etc/GMT{-int(hours):+d}")
    onset = Onset(dt.datetime(1970, 1, 1), offset, offset)  # noqa: DTZ001 - local
    return DescribedZone((onset,))


@cache
def _iana_names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name}


@cache
def _cities() -> dict[str, str]:
    """Return zones by the city in their name: "kyiv" is Europe/Kyiv."""
    cities = {}
    for name in sorted(_iana_names().values()):
        if not name.startswith(("Etc/", "US/", "SystemV/", "posix/", "right/")):
            cities[name.rsplit("/", 1)[1].replace("_", " ").lower()] = name
    return cities


@cache
def _windows_names() -> dict[str, str]:
    """Return CLDR's windowsZones, as Babel carries it, by name in lower case."""
    names = {}
    for windows, iana in get_global("windows_zone_mapping").items():
        names[windows.lower()] = TODAYS_NAMES.get(iana, iana)
        # Outlook writes the summer's name too.
        names.setdefault(
            windows.lower().replace("standard", "daylight"), names[windows.lower()]
        )
    return names


def is_certain(name: str) -> bool:
    """Say whether a name means one zone whatever a VTIMEZONE says; "EST" does not."""
    key = " ".join(name.lower().split())
    return key in _windows_names() or _iana_zone(key) is not None


@lru_cache(maxsize=1024)
def zone_called(name: str) -> Zone | None:
    """Return the zone that a name means, or None where it could be any or none."""
    name = name.strip().strip("\"'").replace("\\", "").strip()
    key = " ".join(name.lower().split())
    if key in OTHER_NAMES:
        return NamedZone(OTHER_NAMES[key])
    if key in _windows_names():
        return NamedZone(_windows_names()[key])
    if zone := _iana_zone(key):
        return NamedZone(zone)
    if found := OFFSET_NAME.fullmatch(key):
        return _fixed(found[1], found[2], found[3])
    if found := DISPLAY_NAME.fullmatch(name):
        return _displayed(found)
    if key in _cities():
        return NamedZone(_cities()[key])
    return None


def _iana_zone(key: str) -> str | None:
    """Find an IANA name, also at the end of a path ("/mozilla.org/…/Europe/Berlin")."""
    key = key.replace(" ", "_")
    for candidate in (key, re.sub(r"[-_]?\d{1,2}$", "", key)):
        parts = [part for part in candidate.split("/") if part]
        for length in (3, 2):
            if len(parts) >= length:
                name = "/".join(parts[-length:])
                if name in _iana_names():
                    return _iana_names()[name]
    return None


def _fixed(sign: str, hours: str, minutes: str | None) -> Zone | None:
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > dt.timedelta(hours=14):
        return None
    return fixed_zone(offset if sign == "+" else -offset)


def _displayed(found: re.Match) -> Zone | None:
    """Read "(UTC+01:00) Amsterdam, Berlin, Bern": a city in a zone of that offset."""
    sign, hours, minutes, words = found.groups()
    offset = dt.timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    offset = offset if sign in {None, "+"} else -offset
    if words.lower() in OTHER_NAMES:
        return NamedZone(OTHER_NAMES[words.lower()])
    for word in re.split(r"[,;/]", words):
        city = word.strip().lower()
        towns = [_cities()[city]] if city in _cities() else []
        if not towns:
            towns = [town.timezone for town in find_towns(city, limit=3)]
        for name in towns:
            winter = dt.datetime(2026, 1, 15, tzinfo=ZoneInfo(name)).utcoffset()
            summer = dt.datetime(2026, 7, 15, tzinfo=ZoneInfo(name)).utcoffset()
            if offset in {winter, summer}:
                return NamedZone(name)
    return None


# --- VTIMEZONE -----------------------------------------------------------------------


def described_zone(component: Component, year: int) -> Zone | None:
    """Return the zone of a VTIMEZONE (RFC 5545 §3.6.5), by name if one is the same.

    The same is: has its offsets on every day of `year` and the next. None where the
    component describes nothing.
    """
    for name in ("X-LIC-LOCATION", "TZID-ALIAS-OF"):
        if zone := zone_called(component.text(name)):
            return zone
    onsets = sorted(_onsets(component, year), key=lambda onset: onset.local)
    if not onsets:
        return None
    described = DescribedZone(tuple(onsets))
    return _same_named_zone(described, component.text("TZID"), year) or described


def _onsets(component: Component, year: int):
    for observance in component.children:
        line = observance.first("DTSTART")
        before = offset_of(observance.text("TZOFFSETFROM"))
        after = offset_of(observance.text("TZOFFSETTO"))
        if after is None:
            continue
        before = after if before is None else before
        start = local_time(line.value) if line else None
        if start is None:
            start = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - local, as the RFC asks
        locals_ = [start]
        for rule in observance.all("RRULE"):
            locals_ += _yearly(rule.value, start, year)
        for dates in observance.all("RDATE"):
            locals_ += [local_time(value) for value in dates.value.split(",")]
        for local in locals_:
            if local is not None:
                yield Onset(local, before, after)


def _yearly(text: str, start: dt.datetime, year: int) -> list[dt.datetime]:
    """Return an observance's onsets around a year; those long past have no effect."""
    end = dt.datetime(min(year + 12, 9999), 1, 1)  # noqa: DTZ001 - local
    after = dt.datetime(max(year - 12, 1), 1, 1)  # noqa: DTZ001 - local
    try:
        rule = parse_rule(text)
        if rule.until and (until := local_time(rule.until)):
            end = min(end, until + dt.timedelta(days=1))
        times = times_of(rule, start, until=end, after=after)
        return [time for _number, time in zip(range(4000), times, strict=False)]
    except RuleError:
        return []


def _same_named_zone(
    zone: DescribedZone, tzid: str, year: int, *, number_of_days: int = 730
) -> NamedZone | None:
    year = min(max(year, 1971), 9990)
    days = [
        dt.datetime(year, 1, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=n)
        for n in range(number_of_days)
    ]
    named = [city for word, city in _cities().items() if word in tzid.lower()]
    for name in dict.fromkeys([*named, *USUAL_ZONES, *_windows_names().values()]):
        candidate = NamedZone(name)
        # Two days first: most zones differ there already.
        if all(
            candidate.local(day) == zone.local(day)
            for day in (days[14], days[195], *days)
        ):
            return candidate
    return None


def offset_of(text: str) -> dt.timedelta | None:
    """Read a UTC offset (RFC 5545 §3.3.14), also as `+01:00` or `+1`."""
    found = re.fullmatch(r"([+-]?)(\d{1,2}):?(\d{2})?:?(\d{2})?", text.strip())
    if found is None:
        return None
    offset = dt.timedelta(
        hours=int(found[2]), minutes=int(found[3] or 0), seconds=int(found[4] or 0)
    )
    if offset > dt.timedelta(hours=16):
        return None
    return -offset if found[1] == "-" else offset


def old_zone(calendar: Component) -> Zone | None:
    """Return the zone of a vCalendar 1.0: its TZ, and DAYLIGHT where it has changes."""
    standard = offset_of(calendar.text("TZ"))
    if standard is None:
        return None
    onsets = []
    for line in calendar.all("DAYLIGHT"):
        parts = [part.strip() for part in line.value.split(";")]
        if len(parts) < 4 or parts[0].upper() != "TRUE":
            continue
        summer = offset_of(parts[1])
        begins, ends = (local_time(part.rstrip("Zz")) for part in parts[2:4])
        if summer is None or begins is None or ends is None:
            continue
        if parts[2].upper().endswith("Z"):
            begins, ends = begins + standard, ends + summer
        onsets += [Onset(begins, standard, summer), Onset(ends, summer, standard)]
    if not onsets:
        return fixed_zone(standard)
    onsets.sort(key=lambda onset: onset.local)
    described = DescribedZone(tuple(onsets))
    year = onsets[0].local.year
    return _same_named_zone(described, "", year, number_of_days=365) or described


TIME = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ]?(\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?)?"
)


def local_time(text: str) -> dt.datetime | None:
    """Read a date or time without looking at its zone; None where there is none."""
    found = TIME.match(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        if (hour, minute) == (24, 0):  # ISO 8601's end of the day
            return dt.datetime(year, month, day) + dt.timedelta(days=1)  # noqa: DTZ001
        return dt.datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None
