"""A calendar that an organization keeps its actions in step with.

What changes there becomes a proposal; people decide. An empty, broken or unreachable
calendar changes nothing (SECURITY-CASES 37 and 41).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from events import background
from events.fetching import Fetched, FetchError, fetch
from events.imports import FAILURES_UNTIL_TOLD
from events.lifecycle import (
    cancel_date,
    cancel_event,
    reinstate_date,
    reinstate_event,
    submit_for_screening,
    take_back_submission,
    user_can_edit_event_of,
)
from events.models import CalendarSource, EventPage, EventSource, Proposal
from organizations.choices import Role
from organizations.lifecycle import send_mail

from .base import Planned, State, as_json, in_step, plan_import, store
from .values import CANCELLED, ImportedEvent, Problem, Reading
from .worker import Limits, read_apart

LIMITS = Limits(octets=1_000_000, cpu_seconds=10, wall_seconds=15)
FETCH_AGAIN_AFTER = dt.timedelta(minutes=1)
SERIES_DAY = "series_day"  # what a proposal is about, if it is one day of a series
TEXTS = {
    "empty": _("There is no event in it."),
    "unreadable": _("It cannot be read, or breaks off."),
}
# What a reading may lack without a word about which event it was.
NAMELESS = {"junk", "truncated", "event_unreadable", "event_cut_off"}


def claim(calendar: CalendarSource, *, at: dt.datetime) -> bool:
    """Take a calendar for one fetch; False if another process was faster."""
    claimed = CalendarSource.objects.filter(
        pk=calendar.pk, fetched_at=calendar.fetched_at
    ).update(fetched_at=at, begun_at=at)
    calendar.fetched_at = calendar.begun_at = at
    return bool(claimed)


def fetch_soon(calendar: CalendarSource, *, at: dt.datetime) -> None:
    """Keep in step with a calendar while nobody waits, unless somebody else does."""
    if claim(calendar, at=at):
        background.run(_keep_in_step_by_key, calendar.pk)
    calendar.refresh_from_db()


def _keep_in_step_by_key(calendar_id) -> None:
    calendar = CalendarSource.objects.select_related("organization").filter(
        pk=calendar_id
    )
    for found in calendar:  # none, if it was removed meanwhile
        keep_in_step(found)


def keep_in_step(
    calendar: CalendarSource,
    *,
    at: dt.datetime | None = None,
    fetcher: Callable[..., Fetched] = fetch,
) -> None:
    """Fetch a calendar, compare, and propose what has changed. Stores no action.

    Writes the calendar's state and its proposals; tells the organization's coordinators
    by mail when it has failed `FAILURES_UNTIL_TOLD` times in a row. `fetcher` takes an
    address, `etag` and `last_modified`.
    """
    at = at or timezone.now()
    calendar.fetched_at = at
    try:
        fetched = fetcher(
            calendar.url, etag=calendar.etag, last_modified=calendar.last_modified
        )
    except FetchError as error:
        _fail(calendar, error.code)
        return
    if fetched.is_unchanged:
        _succeed(calendar, at=at)
        return
    reading = read_apart(
        fetched.body,
        name=fetched.final_url,
        content_type=fetched.content_type,
        limits=LIMITS,
        at=at,
    )
    if not reading.events or not reading.is_whole:
        _fail(calendar, "unreadable" if reading.problems else "empty")
        return
    with transaction.atomic():
        _propose(calendar, in_step(reading, at=at), at=at)
        calendar.etag, calendar.last_modified = fetched.etag, fetched.last_modified
        calendar.unread = [vars(problem) for problem in reading.problems][:100]
        calendar.total = len(reading.events)
        _succeed(calendar, at=at)


def unread_of(calendar: CalendarSource) -> list[Problem]:
    return [Problem(**problem) for problem in calendar.unread]


def _succeed(calendar: CalendarSource, *, at: dt.datetime) -> None:
    calendar.succeeded_at = at
    calendar.begun_at = None
    calendar.problem = ""
    calendar.failures = 0
    calendar.save()


@transaction.atomic
def _fail(calendar: CalendarSource, code: str) -> None:
    calendar.begun_at = None
    calendar.problem = code
    calendar.failures += 1
    calendar.save()
    if calendar.failures == FAILURES_UNTIL_TOLD:
        _tell(calendar)


def _tell(calendar: CalendarSource) -> None:
    """Write to the coordinators, one mail each, in their language."""
    coordinators = calendar.organization.memberships.active().filter(
        role=Role.COORDINATOR
    )
    for membership in coordinators.select_related("user"):
        user = membership.user
        with translation.override(user.language):
            problem = problem_text(calendar.problem)
        send_mail(
            to=user,
            language=user.language,
            template="events/mail/calendar_fails",
            context={
                "organization": calendar.organization.title,
                "address": calendar.url,
                "problem": problem,
                "link": settings.SITE_URL + reverse("calendars"),
            },
        )


def problem_text(code: str) -> str:
    """Return why a fetch failed, in the active language; "" if it did not."""
    return str(TEXTS.get(code) or FetchError.TEXTS.get(code, ""))


# --- Proposals ------------------------------------------------------------------------


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _propose(calendar: CalendarSource, reading: Reading, *, at: dt.datetime) -> None:
    """Bring the calendar's proposals up to date with what it says now."""
    plan = plan_import(reading, calendar.organization, at=at)
    known = {proposal.key: proposal for proposal in calendar.proposals.all()}
    seen = {planned.key for planned in plan}
    # What came by a file before is this calendar's from now on.
    _follow(calendar, seen)
    for planned in plan:
        for day in planned.withdrawn:
            key = _key_of_day(planned.key, day)
            seen.add(key)
            _put(
                calendar,
                known.get(key),
                key=key,
                kind=Proposal.Kind.GONE,
                digest=_digest([Proposal.Kind.GONE, day]),
                event=planned.event,
                imported={SERIES_DAY: day.isoformat()},
                starts_on=day,
                at=at,
            )
        for day in planned.still_off:
            key = _key_of_day(planned.key, day)
            seen.add(key)
            _agree(known.get(key))
        proposal = known.get(planned.key)
        kind = _kind_of(planned, proposal)
        if kind is None:
            _agree(proposal)
            continue
        digest = _digest([kind, as_json(planned.values)])
        _put(
            calendar,
            proposal,
            key=planned.key,
            kind=kind,
            digest=digest,
            event=planned.event,
            imported=planned.imported.as_json(),
            starts_on=planned.values["starts_on"],
            at=at,
        )
    _propose_gone(calendar, reading, known, seen, at=at)


def _agree(proposal: Proposal | None) -> None:
    """Withdraw an open question that has no point any more.

    One whether it takes place after all stays as the answer that called it off, for the
    next time that it comes back.
    """
    if proposal is None or proposal.state != Proposal.State.OPEN:
        return
    if proposal.kind != Proposal.Kind.BACK:
        proposal.delete()
        return
    proposal.kind, proposal.state = Proposal.Kind.GONE, Proposal.State.ACCEPTED
    proposal.digest = ""
    proposal.save()


def _kind_of(planned: Planned, known: Proposal | None) -> str | None:
    if planned.state != State.CALLED_OFF and _was_called_off(planned.event, known):
        return Proposal.Kind.BACK
    match planned.state:
        case State.NEW:
            return Proposal.Kind.NEW
        case State.CHANGED | State.WAITING:
            return Proposal.Kind.CHANGED if planned.changes else None
        case State.CALLED_OFF if planned.event is not None:
            return None if _is_off(planned.event) else Proposal.Kind.GONE
    return None


def _is_off(event: EventPage) -> bool:
    return getattr(event, "cancellation", None) is not None


def _was_called_off(event: EventPage | None, known: Proposal | None) -> bool:
    """Say whether ours is called off because the calendar once had it so."""
    asked = {Proposal.Kind.GONE, Proposal.Kind.BACK}
    return (
        event is not None and _is_off(event) and known is not None
    ) and known.kind in asked


def _follow(calendar: CalendarSource, keys: set[str]) -> None:
    EventSource.objects.filter(
        key__in=list(keys)[:500],
        calendar=None,
        event__organization=calendar.organization,
    ).update(calendar=calendar)


def _propose_gone(calendar, reading, known, seen, *, at: dt.datetime) -> None:
    """Ask about coming actions that the calendar has no more.

    Not where something was read so badly that it may be the missing one, and not where
    the reading was cut at a limit.
    """
    codes = {problem.code for problem in reading.problems}
    if codes & (NAMELESS | {"cut_at_limit"}):
        return
    unread = {problem.uid for problem in reading.problems if problem.uid}
    today = timezone.localdate(at)
    sources = calendar.sources.exclude(key__in=seen).select_related(
        "event", "event__cancellation"
    )
    for source in sources:
        event = source.event
        is_over = event.starts_on is None or event.starts_on < today
        if is_over or _is_off(event) or any(uid in source.key for uid in unread):
            continue
        _put(
            calendar,
            known.get(source.key),
            key=source.key,
            kind=Proposal.Kind.GONE,
            digest=_digest(Proposal.Kind.GONE),
            event=event,
            imported={},
            starts_on=event.starts_on,
            at=at,
        )
    _ask_for_days_that_are_back(calendar, known, seen, at=at)
    # What was new there, not taken in yet, and is gone again.
    calendar.proposals.filter(
        kind=Proposal.Kind.NEW, state=Proposal.State.OPEN
    ).exclude(key__in=seen).delete()


def _key_of_day(key: str, day: dt.date) -> str:
    if len(key) > 180:
        key = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    return f"{key}@{day.isoformat()}"


def _ask_for_days_that_are_back(calendar, known, seen: set[str], *, at) -> None:
    """Ask about days of a series that were called off here, and take place there.

    Where nobody has answered whether they are called off, there is nothing to ask.
    """
    for key, proposal in known.items():
        day = proposal.imported.get(SERIES_DAY)
        if day is None or key in seen:
            continue
        off = proposal.event.called_off_dates.filter(recurrence_id=day)
        if off.exists():
            _put(
                calendar,
                proposal,
                kind=Proposal.Kind.BACK,
                digest=_digest([Proposal.Kind.BACK, day]),
                at=at,
            )
        elif proposal.state == Proposal.State.OPEN:
            proposal.delete()


def _put(calendar, proposal: Proposal | None, *, digest: str, at, **fields) -> None:
    """Store or renew a proposal; one that people answered is not asked again."""
    if proposal is not None and proposal.digest == digest:
        if proposal.state != Proposal.State.ACCEPTED:
            return
    elif proposal is None:
        proposal = Proposal(calendar=calendar)
    for name, value in (fields | {"digest": digest}).items():
        setattr(proposal, name, value)
    proposal.state = Proposal.State.OPEN
    proposal.created_at = at
    proposal.answered_at = proposal.answered_by = None
    proposal.save()


def planned_of(proposal: Proposal, *, at: dt.datetime | None = None) -> Planned | None:
    """Compare a proposal with what is here now; None where it is about a withdrawal."""
    if not proposal.imported or proposal.asks_whether:
        return None
    imported = ImportedEvent.from_json(proposal.imported)
    if imported.status == CANCELLED:
        return None
    reading = Reading(events=(imported,))
    (planned,) = plan_import(
        reading, proposal.calendar.organization, at=at, with_past=True
    )
    return planned


@transaction.atomic
def accept_proposal(
    proposal: Proposal, *, user, send: bool = False, kind: str = ""
) -> EventPage | None:
    """Do what a proposal says: a draft, a changed draft, calling off or undoing that.

    With `send` the draft goes to the editors at once. What was never public is removed
    where it is gone. Returns the event, None where it was removed.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
        ValidationError: if it is to be sent and lacks something; nothing is stored.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    calendar = proposal.calendar
    if proposal.state != Proposal.State.OPEN:
        return proposal.event
    if not user_can_edit_event_of(user, calendar.organization):
        raise PermissionDenied
    if proposal.kind == Proposal.Kind.GONE:
        day = proposal.imported.get(SERIES_DAY, "")
        event = _call_off(proposal.event, day=day, user=user)
        if event is None:
            return None  # and the proposal with it
    elif proposal.kind == Proposal.Kind.BACK:
        event = _reinstate(proposal, user=user)
    else:
        event = _take_over(proposal, user=user, kind=kind)
        if send and event is not None:
            submit_for_screening(event=event, user=user)
    proposal.event = event
    _answer(proposal, Proposal.State.ACCEPTED, user)
    return event


def _take_over(proposal: Proposal, *, user, kind: str) -> EventPage | None:
    planned = planned_of(proposal)
    if planned.state == State.WAITING:
        # A person asks for it, so what the editors are reading is renewed.
        planned = Planned(**vars(planned) | {"state": State.CHANGED})
    events = store(
        [planned],
        proposal.calendar.organization,
        user=user,
        url=proposal.calendar.url,
        kind=kind,
        calendar=proposal.calendar,
    )
    return events[0] if events else planned.event


def _call_off(event: EventPage, *, day: str, user) -> EventPage | None:
    """Call off an action, or one day of a series; remove what was never public."""
    if day:
        if event.live:
            planned = dt.date.fromisoformat(day)
            cancel_date(event=event, recurrence_id=planned, user=user)
        return event
    if event.live:
        cancel_event(event=event, user=user)
        return event
    take_back_submission(event=event, user=user)
    event.delete(user=user)
    return None


def _reinstate(proposal: Proposal, *, user) -> EventPage:
    event = proposal.event
    if day := proposal.imported.get(SERIES_DAY):
        planned = dt.date.fromisoformat(day)
        reinstate_date(event=event, recurrence_id=planned, user=user)
    else:
        reinstate_event(event=event, user=user)
    return event


@transaction.atomic
def decline_proposal(proposal: Proposal, *, user) -> None:
    """Remember that people here do not want it; ours stays as it is.

    What the calendar says now counts as known, so that only its next change is asked.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
    """
    if not user_can_edit_event_of(user, proposal.calendar.organization):
        raise PermissionDenied
    if proposal.state != Proposal.State.OPEN:
        return
    planned = planned_of(proposal)
    if planned is not None and planned.event is not None:
        source = planned.event.source
        source.imported = as_json(planned.values)
        source.save(update_fields=["imported"])
    _answer(proposal, Proposal.State.DECLINED, user)


def _answer(proposal: Proposal, state: str, user) -> None:
    proposal.state = state
    proposal.answered_at = timezone.now()
    proposal.answered_by = user
    proposal.save()
