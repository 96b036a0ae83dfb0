"""What is read compared with what is here, and stored as drafts of an organization.

Nothing is published, sent in, called off or deleted by an import, and nothing that a
person changed here is overwritten (SECURITY-CASES 41).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from events.choices import AttendanceMode, EventKind
from events.lifecycle import renew_submission, save_drafts
from events.models import CalendarSource, EventPage, EventSource
from events.recurrence import ZONES, spans
from events.towns import fold, locate, towns_in
from organizations.models import OrganizationPage

from .lookalikes import Lookalikes
from .places import place_of
from .series import fold_series
from .values import (
    CANCELLED,
    ImportedEvent,
    Problem,
    Reading,
    When,
    as_text,
    day_of,
    is_over,
    sort_key,
)

MAX_IN_STEP = 500  # events of a feed that is fetched again and again

# What an import fills in; the rest of an action is people's.
FIELDS = (
    "title",
    "summary",
    "description",
    "kind",
    "starts_on",
    "start_time",
    "ends_on",
    "end_time",
    "is_all_day",
    "timezone",
    "recurrence_rule",
    "changed_dates",
    "attendance",
    "venue",
    "street",
    "postal_code",
    "city",
    "country",
    "latitude",
    "longitude",
    "online_url",
    "languages",
    "contact",
    "website",
    "registration_url",
    "co_organizer_names",
    "text_language",
)
# Each says little without the others: one that a person changed keeps all of them.
_SERIES = {"starts_on", "recurrence_rule", "changed_dates"}
_TEXTS = (
    "summary",
    "kind",
    "venue",
    "street",
    "postal_code",
    "city",
    "country",
    "contact",
    "registration_url",
    "co_organizer_names",
    "text_language",
)


class State(StrEnum):
    """What an import would do with an event, or why it does nothing."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # changed there, but here a person changed the same
    WAITING = "waiting"  # changed there, but editors are reading it
    CALLED_OFF = "called off there"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One event of a reading and what would be done with it.

    `changes` are the fields that get the source's value, `kept` those that changed
    there and, by a person, here. `here` is what a known event says now, by field.
    `resembles`: a public action that may be the same.
    """

    state: State
    imported: ImportedEvent
    key: str
    values: dict[str, Any]
    event: EventPage | None = None
    changes: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    here: dict[str, Any] = field(default_factory=dict)
    resembles: EventPage | None = None
    # Days of a public series that the source has no more: still announced here, or not.
    withdrawn: tuple[dt.date, ...] = ()
    still_off: tuple[dt.date, ...] = ()


def plan_import(
    reading: Reading,
    organization: OrganizationPage,
    *,
    at: dt.datetime | None = None,
    with_past: bool = False,
) -> list[Planned]:
    """Compare a reading with what is here, in order of time. Stores nothing.

    A series that ours can say is one event, others are their dates.
    """
    at = at or timezone.now()
    events = _distinct(reading.events, organization)
    keys = {key_of(event, organization) for event in events}
    keys |= {series_key(event, organization) for event in events}
    sources = _sources(keys, organization)
    plan = []
    for imported, missing in _folded(events, sources, organization, at=at):
        key = key_of(imported, organization)
        values = values_of(imported, organization)
        source = sources.get(key)
        if source is not None:
            planned = _plan_known(imported, key, values, source)
            off = _called_off_days(source.event) if missing else set()
            withdrawn = tuple(day for day in missing if day not in off)
            still_off = tuple(day for day in missing if day in off)
            plan.append(replace(planned, withdrawn=withdrawn, still_off=still_off))
            continue
        state = State.NEW
        if imported.status == CANCELLED:
            state = State.CALLED_OFF
        elif not with_past and is_over(imported, at):
            state = State.PAST
        plan.append(Planned(state=state, imported=imported, key=key, values=values))
    return _with_resembling(plan)


def _distinct(
    events: Iterable[ImportedEvent], organization: OrganizationPage
) -> list[ImportedEvent]:
    """Tell two events of one UID apart by their start; drop what is there twice."""
    found: dict[str, ImportedEvent] = {}
    for event in events:
        key = key_of(event, organization)
        if key in found and found[key].start != event.start:
            event = replace(event, recurrence_id=event.start, rhythm="")
            key = key_of(event, organization)
        found[key] = event
    return list(found.values())


def _folded(
    events: Iterable[ImportedEvent],
    sources: dict[str, EventSource],
    organization: OrganizationPage,
    *,
    at: dt.datetime,
) -> Iterator[tuple[ImportedEvent, tuple[dt.date, ...]]]:
    """Yield events, the dates of a series as one where that says the same.

    With the days that were public here and are withdrawn there. A series of which
    single dates were taken in before stays single dates.
    """
    groups: dict[object, list[ImportedEvent]] = {}
    for number, event in enumerate(events):
        groups.setdefault(_group_of(event) or number, []).append(event)
    for dates in groups.values():
        found = None
        if dates[0].rhythm and not any(
            key_of(date, organization) in sources for date in dates
        ):
            source = sources.get(series_key(dates[0], organization))
            public = _public_days(source.event) if source else set()
            found = fold_series(
                dates,
                zone=values_of(dates[0], organization)["timezone"],
                at=at,
                known=source and source.imported,
                public=public,
            )
        if found is None:
            yield from ((date, ()) for date in dates)
            continue
        yield found.series, found.withdrawn
        yield from ((date, ()) for date in found.alone)


def _public_days(event: EventPage) -> set[dt.date]:
    """Return the days of a series that visitors see, by what the rule gave them."""
    if not event.live:
        return set()
    return {span.recurrence_id for span in spans(event.schedule)}


def _called_off_days(event: EventPage) -> set[dt.date]:
    return {row.recurrence_id for row in event.called_off_dates.all()}


def carry_out(
    plan: Iterable[Planned], organization: OrganizationPage, *, user=None, url: str = ""
) -> dict[State, int]:
    """Store what is new and changed as drafts; return how many there are of each state.

    Options and errors are those of `store`.
    """
    plan = list(plan)
    store(plan, organization, user=user, url=url)
    return {state: sum(p.state == state for p in plan) for state in State}


@transaction.atomic
def store(
    plan: Iterable[Planned],
    organization: OrganizationPage,
    *,
    user=None,
    url: str = "",
    kind: str = "",
    calendar: CalendarSource | None = None,
) -> list[EventPage]:
    """Store what is new and changed as drafts; return those events, the new ones first.

    `url` is where all of it was read, for events without an address of their own;
    `kind` is that of new ones which name none; `calendar` is kept in step with them.
    Of an action that is public, the draft waits beside it.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
    """
    new = [planned for planned in plan if planned.state == State.NEW]
    moved = [p for p in plan if p.state in {State.CHANGED, State.KEPT}]
    # What a person says of the kind is not what the source says.
    events = [EventPage(**p.values | {"kind": p.values["kind"] or kind}) for p in new]
    save_drafts(events=events, organization=organization, user=user)
    EventSource.objects.bulk_create(
        EventSource(
            event=event,
            key=planned.key,
            url=(planned.imported.url or url)[:500],
            imported=as_json(planned.values),
            calendar=calendar,
        )
        for planned, event in zip(new, events, strict=True)
    )
    for planned in moved:
        _update(planned, planned.imported.url or url, user)
    return events + [planned.event for planned in moved]


def _update(planned: Planned, url: str, user) -> None:
    """Give the draft the source's changes, and remember what the source said."""
    source = planned.event.source
    if planned.changes:
        draft = planned.event.get_latest_revision_as_object()
        for name in planned.changes:
            setattr(draft, name, planned.values[name])
        draft.save_revision(user=user, clean=False)
        # Read before, it would still show its last revision but one.
        planned.event.latest_revision = draft.latest_revision
        renew_submission(event=planned.event, user=user)
    source.imported = as_json(planned.values)
    source.url = url[:500]
    source.imported_at = timezone.now()
    source.save(update_fields=["imported", "url", "imported_at"])


# What sources said of a series before they were asked for it.
_ONCE = {"recurrence_rule": "", "changed_dates": []}


def _plan_known(imported, key, values, source: EventSource) -> Planned:
    """Compare three versions, field by field: there now, there before, here."""
    event = source.event
    now, before = as_json(values), _ONCE | source.imported
    draft = _fields_of(event.get_latest_revision_as_object())
    here = as_json(draft)
    moved = [name for name in FIELDS if now[name] != before.get(name)]
    changes = [name for name in moved if here[name] == before.get(name)]
    if any(here[name] != before.get(name) for name in _SERIES) and (
        now["recurrence_rule"] or here["recurrence_rule"]
    ):
        changes = [name for name in changes if name not in _SERIES]
    kept = [n for n in moved if n not in changes and here[n] != now[n]]
    if imported.status == CANCELLED:
        state = State.CALLED_OFF
    elif not changes and not kept:
        state = State.UNCHANGED
    elif event.workflow_in_progress:
        state = State.WAITING
    else:
        state = State.CHANGED if changes else State.KEPT
    return Planned(
        state=state,
        imported=imported,
        key=key,
        values=values,
        event=event,
        changes=tuple(changes),
        kept=tuple(kept),
        here=draft,
    )


def _sources(keys: Iterable[str], organization) -> dict[str, EventSource]:
    keys = list(keys)
    sources = {}
    for start in range(0, len(keys), 500):
        rows = EventSource.objects.filter(
            key__in=keys[start : start + 500], event__organization=organization
        ).select_related("event", "event__latest_revision")
        sources |= {source.key: source for source in rows}
    return sources


def _with_resembling(plan: list[Planned]) -> list[Planned]:
    """Point from what is new at public actions that may be the same, whoever's."""
    lookalikes = Lookalikes(p.values["starts_on"] for p in plan if p.state == State.NEW)
    return [
        replace(planned, resembles=lookalikes.of(planned.values))
        if planned.state == State.NEW
        else planned
        for planned in plan
    ]


def in_step(reading: Reading, *, at: dt.datetime, limit: int = MAX_IN_STEP) -> Reading:
    """Return what of a feed is kept in step: the next `limit` events, then others.

    The dates of a series stay together, and twenty of them count as one event.
    """
    groups: dict[object, list[ImportedEvent]] = {}
    for number, event in enumerate(reading.events):
        groups.setdefault(_group_of(event) or number, []).append(event)
    whole = sorted(groups.values(), key=lambda dates: _comes_at(dates, at))
    kept: list[ImportedEvent] = []
    for dates in whole:
        limit -= 1 + len(dates) // 20
        if limit < 0:
            break
        kept += dates
    if len(kept) == len(reading.events):
        return reading
    cut = Problem(code="cut_at_limit", detail=f"{len(kept)}/{len(reading.events)}")
    return Reading(
        events=tuple(sorted(kept, key=sort_key)),
        problems=(*reading.problems, cut),
        notes=reading.notes,
        is_whole=reading.is_whole,
    )


def _group_of(event: ImportedEvent) -> str:
    """Return the UID of the series that an event may be folded into, else ""."""
    is_date = event.rhythm and event.recurrence_id is not None
    return event.uid if is_date else ""


def _comes_at(dates: Sequence[ImportedEvent], at: dt.datetime) -> tuple[bool, int]:
    """Return what puts first what comes next, then what is over, the latest first."""
    coming = [date for date in dates if not is_over(date, at)]
    if coming:
        return False, min(day_of(date.start).toordinal() for date in coming)
    return True, -max(day_of(date.start).toordinal() for date in dates)


def key_of(event: ImportedEvent, organization: OrganizationPage) -> str:
    """Return what an event is known by: organization, UID, and its date in a series.

    The organization's number rather than its address, which may change. A UID that
    looks like ours is a stranger's all the same.
    """
    uid = event.uid
    if not uid:
        essence = f"{fold(event.title)}|{as_text(event.start)}"
        uid = "no-uid-" + hashlib.sha256(essence.encode()).hexdigest()[:20]
    if event.recurrence_id is not None:
        uid = f"{uid}#{as_text(event.recurrence_id)}"
    key = f"import:{organization.pk}:{uid}"
    if len(key) <= 200:
        return key
    digest = hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()
    return f"import:{organization.pk}:{digest}"


def series_key(event: ImportedEvent, organization: OrganizationPage) -> str:
    """Return what the series is known by that an event is a date of."""
    return key_of(replace(event, recurrence_id=None), organization)


# --- Values --------------------------------------------------------------------------


def values_of(event: ImportedEvent, organization: OrganizationPage) -> dict[str, Any]:
    """Return an event as `EventPage` fields, cleaned as the model does it."""
    details = event.details
    values: dict[str, Any] = {name: details.get(name, "") for name in _TEXTS}
    values["recurrence_rule"] = details.get("recurrence_rule", "")
    values["changed_dates"] = list(details.get("changed_dates", []))
    values["languages"] = list(details.get("languages", []))
    values["kind"] = details.get("kind") or _kind_of(event)
    values["website"] = details.get("website") or event.url
    values["online_url"] = event.online_url
    values["description"] = _paragraphs(event.description)
    values["latitude"], values["longitude"] = event.latitude, event.longitude
    place = "" if event.location.startswith(("http://", "https://")) else event.location
    if not values["city"] and "venue" not in details:
        values |= place_of(place, organization.country)
    values["attendance"] = details.get("attendance") or _attendance(event, place)
    values |= _when(event, values, organization)
    values["title"] = event.title[:255] or _("Action of %(date)s") % {
        "date": values["starts_on"].isoformat()
    }
    page = EventPage(organization=organization, slug="draft", **values)
    page.tidy()
    return _fields_of(page)


def _when(event: ImportedEvent, values: dict, organization) -> dict[str, Any]:
    zone = _zone_of(event, values, organization)
    start, end = local_of(event.start, zone), local_of(event.end, zone)
    result = {
        "starts_on": day_of(start),
        "start_time": None,
        "ends_on": None,
        "end_time": None,
        "is_all_day": event.is_all_day,
        "timezone": zone,
    }
    if isinstance(start, dt.datetime):
        result["start_time"] = start.time()
        if isinstance(end, dt.datetime) and end > start:
            result["end_time"] = end.time()
            result["ends_on"] = end.date()
    elif end is not None:
        result["ends_on"] = end - dt.timedelta(days=1)
    if "ends_on" in event.details:
        result["ends_on"] = dt.date.fromisoformat(event.details["ends_on"])
    if result["ends_on"] == result["starts_on"]:
        result["ends_on"] = None
    return result


def _zone_of(event: ImportedEvent, values: dict, organization) -> str:
    """Return the event's own zone, its town's, or that of the group's country.

    UTC is what programs write, hardly ever where people meet.
    """
    if event.timezone in ZONES and event.timezone != "UTC":
        return event.timezone
    town = locate(values["city"], values["country"]) if values["city"] else None
    towns = [town] if town else towns_in(organization.country)[:1]
    return towns[0].timezone if towns else EventPage().timezone


def local_of(when: When | None, zone: str) -> When | None:
    """Return a moment on the clock of a zone; dates and floating times as they are."""
    if not isinstance(when, dt.datetime) or when.tzinfo is None:
        return when
    return when.astimezone(timezone.zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


def _attendance(event: ImportedEvent, place: str) -> str:
    if not event.online_url:
        return AttendanceMode.IN_PERSON.value
    return (AttendanceMode.HYBRID if place else AttendanceMode.ONLINE).value


def _kind_of(event: ImportedEvent) -> str:
    """Return the kind that a category names in English; "" is for people to choose."""
    names = {fold(kind.value.replace("_", " ")): kind.value for kind in EventKind}
    return next((names[fold(c)] for c in event.categories if fold(c) in names), "")


def _paragraphs(text: str) -> str:
    """Return plain text as rich text: nothing in it becomes markup."""
    paragraphs = [p.strip() for p in text.split("\n\n") if p.strip()]
    return "".join("<p>" + escape(p).replace("\n", "<br>") + "</p>" for p in paragraphs)


def _fields_of(event: EventPage) -> dict[str, Any]:
    return {name: getattr(event, name) for name in FIELDS}


def as_json(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as JSON keeps them, so that versions can be compared."""
    return {
        name: value.isoformat() if isinstance(value, (dt.date, dt.time)) else value
        for name, value in values.items()
    }


def sorted_plan(plan: Sequence[Planned]) -> list[Planned]:
    return sorted(plan, key=lambda planned: sort_key(planned.imported))
