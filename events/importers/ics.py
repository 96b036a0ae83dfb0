"""iCalendar and vCalendar octets as events (RFC 5545, RFC 5546, vCalendar 1.0).

A series is given as its dates. What cannot be read is said with the event's UID and
title; the rest of the event, and of the file, is read all the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from organizations.text import clean_line, clean_text, text_of_html

from .content_lines import Component, Line, Tree, read_tree, unescaped
from .rules import Rule, RuleError, modern_rule, parse_rule, rhythm_of, times_of
from .values import (
    CANCELLED,
    CONFIRMED,
    ImportedEvent,
    Problem,
    Reading,
    When,
    sort_key,
    unread,
)
from .zones import (
    UTC,
    Zone,
    described_zone,
    is_certain,
    local_time,
    offset_of,
    old_zone,
    zone_called,
)

MAX_DATES = 100  # of a series
SERIES_SPAN = dt.timedelta(days=2 * 365 + 1)
# A series without an end is given from its beginning if that still reaches so far.
STILL_TO_COME = dt.timedelta(days=183)
FIRST_YEAR, LAST_YEAR = 1000, 9000
LONGEST_EVENT = dt.timedelta(days=3660)
LONGEST_DESCRIPTION = 20_000
ONE_DAY = dt.timedelta(days=1)

STATUSES = {
    "CONFIRMED": CONFIRMED,
    "TENTATIVE": "TENTATIVE",
    "CANCELLED": CANCELLED,
    "CANCELED": CANCELLED,
    "NEEDS ACTION": "TENTATIVE",  # vCalendar 1.0
    "ACCEPTED": CONFIRMED,
    "DECLINED": CANCELLED,
}
DURATION = re.compile(
    r"([+-]?)P(?=.)(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?"
)
OFFSET_AT_THE_END = re.compile(r"[Tt ]\d{2}:?\d{2}(?::?\d{2})?([+-]\d{2}:?\d{2})$")
PLAIN_TIME = re.compile(r"^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d)(?::?00)?(?=Z?$)")
DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
HAS_HOUR = re.compile(r"\d{4}-?\d\d-?\d\d[Tt ]?\d\d:?\d\d")
HTML = re.compile(r"</?(?:p|br|div|span|a|b|i|u|ul|ol|li|strong|em|html|body)\b[^<]*>")


@dataclass(frozen=True)
class Time:
    """A date or local time as the file has it, in its zone; None is a floating one."""

    local: dt.datetime
    is_date: bool = False
    zone: Zone | None = None

    @property
    def when(self) -> When:
        if self.is_date:
            return self.local.date()
        return self.zone.utc(self.local) if self.zone else self.local

    def at(self, local: dt.datetime) -> Time:
        return replace(self, local=local)

    def in_zone_of(self, other: Time) -> dt.datetime:
        """Return what the clocks at the other time's place show at this one."""
        if self.is_date or other.is_date or not (self.zone and other.zone):
            return self.local
        return other.zone.local(self.zone.utc(self.local))


@dataclass
class Calendar:
    """A VCALENDAR's own facts: its zones, what it calls off."""

    component: Component
    zone: Zone | None
    is_cancelled: bool
    described: dict[str, Component]
    known: dict[str, Zone | None] = field(default_factory=dict)

    def zone_of(self, tzid: str, year: int) -> Zone | None:
        if tzid not in self.known:
            zone = None
            if tzid in self.described and not is_certain(tzid):
                zone = described_zone(self.described[tzid], year)
            self.known[tzid] = zone or zone_called(tzid)
        return self.known[tzid]


@dataclass
class Item:
    """A VEVENT: what all of its dates share, and when the first of them is."""

    component: Component
    calendar: Calendar
    uid: str
    title: str
    start: Time
    end: Time | None
    duration: tuple[dt.timedelta, dt.timedelta] | None  # days by the clock, exact rest
    is_all_day: bool
    recurrence_id: Time | None
    facts: ImportedEvent
    sequence: int

    @property
    def has_series(self) -> bool:
        return any(map(self.component.first, ("RRULE", "RDATE")))


class Reader:
    """Reads one file; collects events, problems and notes on the way."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def problem(
        self, code: str, item: Item | Component | None = None, detail=""
    ) -> None:
        self.problems.append(_about(code, item, detail))

    def note(self, code: str, item: Item | Component | None = None, detail="") -> None:
        self.notes.append(_about(code, item, detail))

    def read(self, tree: Tree) -> Reading:
        items = []
        for calendar in self._calendars(tree.root):
            for component in calendar.component.children:
                if component.name != "VEVENT":
                    continue
                try:
                    item = self._item(component, calendar)
                except (ValueError, OverflowError):
                    self.problem("event_unreadable", component)
                    continue
                if item is not None:
                    items.append(item)
        events = []
        for group in _by_uid(items).values():
            events += self._events_of(group)
        self._tell_about(tree)
        events.sort(key=sort_key)
        return Reading(
            events=tuple(events),
            problems=tuple(dict.fromkeys(self.problems)),
            notes=tuple(dict.fromkeys(self.notes)),
            is_whole=not tree.ends_inside,
        )

    # --- Calendars and events ---

    def _calendars(self, root: Component) -> Iterator[Calendar]:
        strays = [c for c in root.children if c.name != "VCALENDAR"]
        calendars = [c for c in root.children if c.name == "VCALENDAR"]
        if strays:
            # Without BEGIN:VCALENDAR: what stands around belongs together.
            calendars.append(Component("VCALENDAR", root.lines, strays, True))
        for component in calendars:
            name = component.text("X-WR-TIMEZONE")
            zone = zone_called(name) if name else None
            if name and zone is None:
                self.problem("zone_unknown", detail=name[:80])
            yield Calendar(
                component=component,
                zone=zone or old_zone(component),
                is_cancelled=component.text("METHOD").upper() == "CANCEL",
                described={
                    child.text("TZID"): child
                    for child in component.children
                    if child.name == "VTIMEZONE"
                },
            )

    def _item(self, component: Component, calendar: Calendar) -> Item | None:
        """Read a VEVENT; None, and a problem, where it has no time."""
        line = component.first("DTSTART")
        if line is None or not line.value.strip():
            self.problem("start_missing", component)
            return None
        start = self._time(line, calendar, component)
        if start is None:
            self.problem("start_unreadable", component, line.value[:60])
            return None
        is_all_day = start.is_date
        marker = component.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper()
        if marker == "TRUE" and not is_all_day and start.local.time() == dt.time():
            # Outlook's days from midnight to midnight.
            is_all_day = True
            start = replace(start, is_date=True)
        end, duration = self._end(component, calendar, start, is_all_day)
        recurrence_id = None
        if line := component.first("RECURRENCE-ID"):
            recurrence_id = self._time(line, calendar, component)
            if recurrence_id is None:
                self.problem("recurrence_id_unreadable", component, line.value[:60])
        if not component.is_closed:
            self.problem("event_cut_off", component)
        uid = clean_line(component.text("UID"))[:1000]
        if not uid:
            self.note("uid_missing", component)
        sequence = component.text("SEQUENCE")
        return Item(
            component=component,
            calendar=calendar,
            uid=uid,
            title=_title(component),
            start=start,
            end=end,
            duration=duration,
            is_all_day=is_all_day,
            recurrence_id=recurrence_id,
            facts=self._facts(component, calendar, uid, start, is_all_day),
            sequence=int(sequence) if re.fullmatch(r"\d{1,9}", sequence) else 0,
        )

    def _facts(self, component, calendar, uid, start, is_all_day) -> ImportedEvent:
        """Return all that has nothing to do with when."""
        status = component.text("STATUS").upper()
        if status and status not in STATUSES:
            self.note("status_unknown", component, status[:40])
        latitude, longitude = _point(component.text("GEO"))
        zone = start.zone or (calendar.zone if start.is_date else None)
        if start.zone is UTC and calendar.zone is not None:
            zone = calendar.zone
        return ImportedEvent(
            uid=uid,
            title=_title(component),
            start=start.when,
            is_all_day=is_all_day,
            timezone=zone.name if zone else "",
            location=_as_line(component.first("LOCATION"))[:500],
            status=CANCELLED
            if calendar.is_cancelled
            else STATUSES.get(status, CONFIRMED),
            description=_description(component),
            url=_address(component.text("URL")),
            online_url=_online_address(component),
            latitude=latitude,
            longitude=longitude,
            categories=_categories(component),
        )

    # --- Times ---

    def _time(self, line: Line, calendar: Calendar, about: Component) -> Time | None:
        return self._time_of(line.value, line, calendar, about)

    def _time_of(
        self, value: str, line: Line, calendar: Calendar, about: Component
    ) -> Time | None:
        value = value.strip()
        local = local_time(value)
        # At either end of the calendar another zone's clock would leave it.
        if local is None or not FIRST_YEAR <= local.year <= LAST_YEAR:
            return None
        is_date = line.parameters.get("VALUE", "").upper() == "DATE"
        is_date = is_date or HAS_HOUR.match(value) is None
        tzid = line.parameters.get("TZID", "")
        zone = calendar.zone_of(tzid, local.year) if tzid else None
        if is_date:
            return Time(local, is_date=True, zone=zone)
        if value[-1] in "zZ":
            if zone is not None:
                # Forbidden (RFC 5545 §3.2.19), and clear: the moment is UTC's.
                return Time(zone.local(UTC.utc(local)), zone=zone)
            return Time(local, zone=UTC)
        if found := OFFSET_AT_THE_END.search(value):
            local -= offset_of(found[1]) or dt.timedelta()
            return Time(local, zone=UTC)
        if tzid and zone is None:
            self.problem("zone_unknown", about, tzid[:80])
            return Time(local)
        return Time(local, zone=zone or calendar.zone)

    def _end(self, component, calendar, start: Time, is_all_day: bool):
        """Return (DTEND, DURATION), one of them at most."""
        line = component.first("DTEND")
        if line is not None and line.value.strip():
            end = self._time(line, calendar, component)
            if end is None:
                self.problem("end_unreadable", component, line.value[:60])
                return None, None
            if is_all_day and not end.is_date:
                # Outlook's midnight; or an hour of the last day, which then counts.
                day = dt.datetime.combine(end.local.date(), dt.time())
                end = Time(day if end.local == day else day + ONE_DAY, is_date=True)
            if not is_all_day and end.is_date:
                self.problem("end_unreadable", component, line.value[:60])
                return None, None
            if is_all_day and end.local.date() == start.local.date():
                # Wrong (RFC 5545 §3.6.1: exclusive) and common: this one day.
                end = end.at(start.local + ONE_DAY)
            elif end.in_zone_of(start) < start.local:
                self.problem("end_before_start", component, _plainly(line.value))
                return None, None
            elif end.local - start.local > LONGEST_EVENT:
                self.problem("end_unreadable", component, line.value[:60])
                return None, None
            return end, None
        line = component.first("DURATION")
        if line is not None and line.value.strip():
            duration = _duration(line.value.strip().upper())
            if duration is None:
                self.problem("duration_unreadable", component, line.value[:60])
            return None, duration
        if is_all_day:
            return None, (ONE_DAY, dt.timedelta())  # RFC 5545 §3.6.1
        return None, None

    # --- Series ---

    def _events_of(self, group: list[Item]) -> list[ImportedEvent]:
        """Return the dates of all items with one UID."""
        masters, overrides = [], []
        for item in self._newest(group):
            (masters if item.recurrence_id is None else overrides).append(item)
        if not masters:
            return list(filter(None, map(self._lone_override, overrides)))
        events = []
        for item in masters:
            # Two events of one UID are two, but a changed date belongs to the series.
            is_series = item.has_series or len(masters) == 1
            try:
                events += self._dates_of(item, overrides if is_series else [])
            except (ValueError, OverflowError):
                self.problem("event_unreadable", item)
                continue
            if is_series:
                overrides = []
        return events + list(filter(None, map(self._lone_override, overrides)))

    def _newest(self, group: list[Item]) -> list[Item]:
        """Leave out what a later version in the same file replaces, and doubles."""
        kept: dict[tuple, Item] = {}
        for item in group:
            rid = item.recurrence_id and item.recurrence_id.when
            versions = [k for k in kept if k[0] == rid]
            older = [k for k in versions if kept[k].sequence < item.sequence]
            if any(kept[k].sequence > item.sequence for k in versions):
                self.note("version_replaced", item)
                continue
            for key in older:
                self.note("version_replaced", kept.pop(key))
            key = (rid, item.start.when, item.title)
            if item.uid and key in kept:
                self.note("double", item)
            elif rid is not None and versions and not older:
                self.note("version_replaced", kept.pop(versions[0]))
            kept[key if item.uid else (*key, len(kept))] = item
        return list(kept.values())

    def _lone_override(self, item: Item) -> ImportedEvent | None:
        try:
            return self._event(item, item.start, item.recurrence_id)
        except (ValueError, OverflowError):
            self.problem("event_unreadable", item)
            return None

    def _dates_of(self, master: Item, overrides: list[Item]) -> list[ImportedEvent]:
        if not master.has_series:
            return [self._event(master, master.start, None)] + [
                self._event(item, item.start, item.recurrence_id) for item in overrides
            ]
        left = {_key(item.recurrence_id, master.start): item for item in overrides}
        from_here_on = sorted(
            (key, item)
            for key, item in left.items()
            if item.component.first("RECURRENCE-ID").parameters.get("RANGE", "").upper()
            == "THISANDFUTURE"
        )
        events = []
        for local in self._locals(master, set(left)):
            planned = master.start.at(local)
            if item := left.pop(local, None):
                events.append(self._event(item, item.start, item.recurrence_id))
                continue
            item, start = master, planned
            earlier = [o for key, o in from_here_on if key < local]
            if earlier:
                item = earlier[-1]
                moved = item.start.local - item.recurrence_id.in_zone_of(item.start)
                start = item.start.at(planned.in_zone_of(item.start) + moved)
            events.append(self._event(item, start, planned))
        events += [
            self._event(item, item.start, item.recurrence_id) for item in left.values()
        ]
        return self._with_rhythm(events, master)

    def _with_rhythm(self, events: list[ImportedEvent], master: Item):
        """Say on each date how its series goes, where a single rule says it all."""
        rules = list(self._rules(master, "RRULE"))
        if len(rules) != 1 or master.component.first("EXRULE"):
            return events
        rhythm = rhythm_of(rules[0], master.start.local.date())
        goes_on = rules[0].is_open_ended or len(events) >= MAX_DATES
        return [replace(event, rhythm=rhythm, goes_on=goes_on) for event in events]

    def _event(self, item: Item, start: Time, planned: Time | None) -> ImportedEvent:
        """Return one date of an item, which lasts as long as the item says."""
        end: When | None = None
        if item.end is not None:
            if item.is_all_day or not (start.zone and item.end.zone):
                end = start.at(start.local + (item.end.local - item.start.local)).when
            else:  # exact, over a clock change too (RFC 5545 §3.8.5.3)
                end = start.when + (item.end.when - item.start.when)
        elif item.duration is not None:
            days, rest = item.duration
            if item.is_all_day:
                end = start.at(start.local + days + rest).when
                end = max(end, start.local.date() + ONE_DAY)
            else:
                end = start.at(start.local + days).when + rest
        return replace(
            item.facts,
            start=start.when,
            end=end,
            recurrence_id=planned.when if planned else None,
        )

    def _locals(self, master: Item, changed: set[dt.datetime]) -> list[dt.datetime]:
        """Return when the series is planned, on the clock of its place, in order.

        At most `MAX_DATES` in two years from its start or, if it started long ago, from
        now; its first date is always among them.
        """
        start = master.start
        today = self.at.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
        excluded = _Excluded(self, master)
        rules = list(self._rules(master, "RRULE"))
        is_open = any(rule.is_open_ended for rule in rules)
        last = max(start.local, today) + SERIES_SPAN
        if is_open and start.local + SERIES_SPAN > today + STILL_TO_COME:
            last = start.local + SERIES_SPAN
        more = [t for t in self._further_dates(master) if t != start.local]
        found = self._first_dates(master, rules, more, start.local, last, excluded)
        reaches_far = found and found[-1] > today + STILL_TO_COME
        if (is_open and not reaches_far) or (
            len(found) > MAX_DATES and not reaches_far
        ):
            coming = self._first_dates(master, rules, more, today, last, excluded)
            if coming or is_open:
                found = [t for t in found[:1] if t < today] + coming
        is_cut = len(found) > MAX_DATES
        found = found[:MAX_DATES]
        if is_open:
            until = found[-1].date().isoformat() if found else ""
            self.note("series_open_ended", master, until)
        elif is_cut or self._goes_on(master, rules, last):
            self.problem("series_cut", master, str(len(found)))
        return found

    def _first_dates(self, master, rules, more, after, last, excluded):
        """Return up to one more than `MAX_DATES` dates from `after` on, in order."""
        start = master.start
        times = {start.local} if start.local >= after else set()
        times |= {time for time in more if after <= time <= last}
        for rule in rules:
            # The first date counts, also where the rule does not have it.
            wanted = MAX_DATES + 1 + len(excluded)
            number = 0
            try:
                for time in times_of(
                    self._counting_start(rule, start.local),
                    start.local,
                    until=min(last, self._until(rule, master)),
                    after=after,
                ):
                    if time < after:
                        continue
                    times.add(time)
                    number += 1
                    if number >= wanted:
                        break
            except RuleError as error:
                self.problem(str(error), master)
        kept = [time for time in sorted(times) if time not in excluded]
        return kept[: MAX_DATES + 1]

    def _counting_start(self, rule: Rule, start: dt.datetime) -> Rule:
        """Take one from COUNT if the rule itself leaves out DTSTART (§3.8.5.3)."""
        if rule.count is None:
            return rule
        first = next(times_of(rule, start, until=start, after=start), None)
        return rule if first == start else replace(rule, count=rule.count - 1)

    def _goes_on(self, master: Item, rules: list[Rule], last: dt.datetime) -> bool:
        """Say whether a rule with an end has more dates than were looked at."""
        for rule in rules:
            until = self._until(rule, master)
            if until <= last:
                continue
            far = min(until, last + 5 * SERIES_SPAN)
            try:
                if next(self._later(rule, master, far, last), None) is not None:
                    return True
            except RuleError:
                continue
        return any(time > last for time in self._further_dates(master))

    def _later(self, rule, master, until, after):
        start = master.start.local
        rule = self._counting_start(rule, start)
        times = times_of(rule, start, until=until, after=after)
        return (time for time in times if time > after)

    def _rules(self, master: Item, name: str) -> Iterator[Rule]:
        for line in master.component.all(name)[:10]:
            try:
                yield parse_rule(modern_rule(line.value))
            except RuleError as error:
                self.problem(str(error), master, line.value[:80])

    def _until(self, rule: Rule, master: Item) -> dt.datetime:
        """Return the last local time that UNTIL allows, inclusive."""
        if not rule.until:
            return dt.datetime.max  # noqa: DTZ901 - local
        until = local_time(rule.until)
        if until is None:
            self.problem("rule_unreadable", master, rule.until[:40])
            return master.start.local
        if "T" not in rule.until:
            return dt.datetime.combine(until.date(), dt.time.max)
        if master.start.is_date:
            return dt.datetime.combine(until.date(), dt.time.max)
        if rule.until.endswith("Z") and master.start.zone is not None:
            return master.start.zone.local(UTC.utc(until))
        return until

    def _further_dates(self, master: Item) -> list[dt.datetime]:
        times = []
        for line in master.component.all("RDATE"):
            for value in re.split("[,;]", line.value):
                text, _slash, period = value.partition("/")
                if period:  # RFC 5545 §3.8.5.2
                    self.note("period_end", master, value[:60])
                if not text.strip():
                    continue
                time = self._time_of(text, line, master.calendar, master.component)
                if time is None:
                    self.problem("date_unreadable", master, text[:60])
                else:
                    times.append(_key(time, master.start))
        return times

    # --- The file ---

    def _tell_about(self, tree: Tree) -> None:
        others = Counter(
            child.name
            for calendar in [tree.root, *tree.root.children]
            for child in calendar.children
            if child.name in {"VTODO", "VJOURNAL", "VFREEBUSY"}
        )
        for name, number in others.items():
            self.note("other_component", detail=f"{number} {name}")
        if tree.encoding == "":
            self.note("encoding_guessed", detail="Windows-1252")
        if tree.junk:
            first = clean_line(tree.junk[0])
            self.problem("junk", detail=f"{len(tree.junk)}: {first}")
        if tree.unclosed:
            self.note("end_missing", detail=str(tree.unclosed))
        if tree.ends_inside:
            self.problem("truncated")


def read_ics(octets: bytes, *, at: dt.datetime) -> Reading:
    """Read a calendar; `at` is now, from which endless series are given."""
    if not octets.strip():
        return unread("empty")
    tree = read_tree(octets)
    if not any(child.name.startswith("V") for child in tree.root.children):
        return unread("not_a_calendar")
    return Reader(at).read(tree)


class _Excluded:
    """What EXDATE and EXRULE take out, also where they are written carelessly."""

    def __init__(self, reader: Reader, master: Item) -> None:
        self.times: set[dt.datetime] = set()
        self.days: set[dt.date] = set()
        for line in master.component.all("EXDATE"):
            for value in re.split("[,;]", line.value):
                if not value.strip():
                    continue
                time = reader._time_of(value, line, master.calendar, master.component)
                if time is None:
                    reader.problem("date_unreadable", master, value[:60])
                elif time.is_date:
                    self.days.add(time.local.date())
                else:
                    self.times.add(_key(time, master.start))
        start = master.start.local
        last = max(start, reader.at.replace(tzinfo=None)) + SERIES_SPAN
        for rule in reader._rules(master, "EXRULE"):
            until = min(last, reader._until(rule, master))
            try:
                times = times_of(rule, start, until=until, after=start)
                self.times |= {t for _n, t in zip(range(2000), times, strict=False)}
            except RuleError as error:
                reader.problem(str(error), master)

    def __contains__(self, time: dt.datetime) -> bool:
        return time in self.times or time.date() in self.days

    def __len__(self) -> int:
        return len(self.times) + len(self.days)


def _key(time: Time, start: Time) -> dt.datetime:
    """Return when a date of a series is, on the clock of the series."""
    if time.is_date and not start.is_date:
        return dt.datetime.combine(time.local.date(), start.local.time())
    if start.is_date:
        return dt.datetime.combine(time.local.date(), dt.time())
    return time.in_zone_of(start)


def _by_uid(items: list[Item]) -> dict:
    groups = defaultdict(list)
    for number, item in enumerate(items):
        groups[item.uid or number].append(item)
    return groups


def _about(code: str, item: Item | Component | None, detail: str) -> Problem:
    component = item.component if isinstance(item, Item) else item
    if component is None:
        return Problem(code=code, detail=detail)
    return Problem(
        code=code,
        detail=clean_line(detail),
        uid=clean_line(component.text("UID"))[:200],
        title=_title(component)[:100],
        day=_day(component),
    )


def _plainly(value: str) -> str:
    """Write a time of a calendar as people do: 2026-12-15 19:30."""
    return PLAIN_TIME.sub(r"\1-\2-\3 \4:\5", value.strip()[:60])


def _day(component: Component) -> str:
    """Return the day that DTSTART names, for people to know the event by."""
    found = DAY.match(component.text("DTSTART"))
    return "-".join(found.groups()) if found else ""


# --- Texts ---------------------------------------------------------------------------


def _title(component: Component) -> str:
    return _as_line(component.first("SUMMARY"))[:500]


def _as_line(line: Line | None) -> str:
    return clean_line(line.text) if line else ""


def _description(component: Component) -> str:
    text = clean_text(component.text("DESCRIPTION")).strip()
    if not text:
        text = clean_text(component.text("X-ALT-DESC")).strip()
    if HTML.search(text):
        text = clean_text(text_of_html(text)).strip()
    return text[:LONGEST_DESCRIPTION]


def _address(text: str) -> str:
    if not text:
        return ""
    text = "".join(clean_text(text).split())
    is_web = text.lower().startswith(("https://", "http://"))
    return text if is_web and len(text) <= 500 else ""


def _online_address(component: Component) -> str:
    for name in (
        "CONFERENCE",
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "LOCATION",
    ):
        if address := _address(component.text(name)):
            return address
    return ""


def _categories(component: Component) -> tuple[str, ...]:
    names = []
    for line in component.all("CATEGORIES"):
        parts = re.split(r"(?<!\\),", line.value)
        names += [clean_line(unescaped(part))[:80] for part in parts]
    return tuple(dict.fromkeys(filter(None, names)))[:20]


def _point(text: str) -> tuple[float | None, float | None]:
    """Read GEO: latitude;longitude (RFC 5545 §3.8.1.6)."""
    found = re.fullmatch(
        r"([+-]?\d{1,2}(?:\.\d+)?)\s*[;,]\s*([+-]?\d{1,3}(?:\.\d+)?)", text
    )
    if found is None:
        return None, None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0, 0):
        return None, None
    return latitude, longitude


def _duration(text: str) -> tuple[dt.timedelta, dt.timedelta] | None:
    """Read a positive DURATION as days by the clock and an exact rest (§3.3.6)."""
    found = DURATION.fullmatch(text)
    if found is None or found[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (
        int(part or 0) for part in found.groups()[1:]
    )
    length = dt.timedelta(weeks=weeks, days=days)
    rest = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return None if length + rest > LONGEST_EVENT else (length, rest)
