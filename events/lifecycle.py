"""Everything that writes about events. Each function says what it does, in order."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from organizations.models import OrganizationPage
from organizations.text import clean_text, text_of_html

from .bulk import insert_drafts
from .choices import EventStatus
from .models import (
    CalledOffDate,
    Cancellation,
    CoOrganizer,
    EventPage,
    Occurrence,
    PublicState,
)
from .permissions import user_can_cancel_event, user_can_edit_event
from .recurrence import ChangedDate, Span, spans
from .towns import fold_text, locate

# Sent with `event` and `user` after something that editors look at afterwards.
event_cancelled = Signal()
event_reinstated = Signal()
submission_changed = Signal()
# Sent with `event` and `user` once a revision has been handed to the editors, anew too.
event_submitted = Signal()


def _hash(value) -> str:
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _essence(event, span, status) -> str:
    """Return a fingerprint of time, place and status (RFC 5545 §3.8.7.4)."""
    return _hash(
        [
            span.starts_on,
            span.ends_on,
            span.starts_at,
            span.ends_at,
            event.is_all_day,
            event.timezone,
            event.attendance,
            event.venue,
            event.street,
            event.postal_code,
            event.city,
            event.country,
            event.latitude,
            event.longitude,
            event.location_precision,
            event.online_url,
            status,
        ]
    )


# What a single date is about is in its own row's digest.
_OUTSIDE_DIGEST = frozenset({"private_contact", "uid", "slug", "changed_dates"})


def _digest(event, cancellation) -> str:
    """Return a fingerprint of everything that readers see."""
    columns = {
        field.attname: getattr(event, field.attname)
        for field in EventPage._meta.local_fields
        if field.attname not in _OUTSIDE_DIGEST
    }
    columns["title"] = event.title
    columns["co"] = sorted(
        event.co_organizers.values_list("name", "organization_id", "state")
    )
    columns["note"] = cancellation.note if cancellation else ""
    columns["status"] = event.status
    return _hash(columns)


def _search_text(event) -> str:
    town = locate(event.city, event.country) if event.city else None
    parts = [
        event.title,
        event.summary,
        text_of_html(event.description),
        *(
            text
            for row in event.other_texts
            for text in (row["title"], row["summary"], text_of_html(row["description"]))
        ),
        event.city,
        town.name if town else "",  # whatever else it is called leads there
        event.organization.title,
        event.organization.short_name,
        *event.co_organizers.exclude(state=CoOrganizer.State.DECLINED).values_list(
            "name", flat=True
        ),
    ]
    if event.location_precision == "exact":
        parts.append(event.venue)
    return searchable(" ".join(parts))


def searchable(text: str) -> str:
    """Return text as it is compared: no case, accents or hyphens, single spaces."""
    return fold_text(clean_text(text))


def refresh_occurrences(event: EventPage, *, zone_of=ZoneInfo) -> None:
    """Make occurrences and co-organizers say what the approved row says.

    Keeps each row's UID, and raises its SEQUENCE when time, place or status changed and
    it had been public before. Rows of a withdrawn event, of dates that are over and of
    those that its series no longer has are left as they are, for UID and SEQUENCE.
    `zone_of` is that of `recurrence.spans`.
    """
    event = EventPage.objects.select_related("organization", "cancellation").get(
        pk=event.pk
    )
    if not event.live or event.starts_on is None:
        return
    with transaction.atomic():
        _refresh_co_organizers(event)
        now = timezone.now()
        called_off = {
            row.recurrence_id: row.note for row in event.called_off_dates.all()
        }
        shared = _shared_columns(event)
        digest = _digest(event, getattr(event, "cancellation", None))
        rows = list(event.occurrences.order_by("pk"))
        found = spans(event.schedule, zone_of=zone_of)
        pairs = _paired(event, rows, found, now)
        for occurrence, span in pairs:
            is_off = span.recurrence_id in called_off
            status = EventStatus.CANCELLED if is_off else event.status
            essence = _essence(event, span, status)
            if occurrence.essence and (
                occurrence.essence != essence or occurrence.is_dropped
            ):
                occurrence.sequence += 1
            note = called_off.get(span.recurrence_id) or span.note
            own = _hash(
                [digest, span.recurrence_id, span.is_moved, is_off, note, essence]
            )
            if occurrence.digest and occurrence.digest != own:
                occurrence.changed_at = now
            _put(
                occurrence,
                **shared,
                essence=essence,
                digest=own,
                recurrence_id=span.recurrence_id,
                is_moved=span.is_moved,
                is_called_off=is_off,
                note=note,
                is_dropped=False,
                starts_on=span.starts_on,
                ends_on=span.ends_on,
                starts_at=span.starts_at,
                ends_at=span.ends_at,
                orders_at=span.orders_at,
                until_at=span.until_at,
            )
        kept = {occurrence.pk for occurrence, _span in pairs}
        for occurrence in rows:
            if occurrence.pk in kept:
                continue
            if occurrence.until_at > now:
                _put(occurrence, is_dropped=True)
            else:
                own = _hash([digest, occurrence.essence])
                if own != occurrence.digest:
                    _put(occurrence, **shared, digest=own, changed_at=now)
        note_public_change(event.occurrences.all())


def follow_zone_data(*, zone_of=ZoneInfo) -> int:
    """Put right the moments of coming dates whose place's clocks go otherwise now.

    What a group has typed is a time at its place: when zone data change, the moment
    does, and with it SEQUENCE. Returns how many dates have moved.
    """
    now = timezone.now()
    coming = Occurrence.objects.filter(until_at__gt=now, is_dropped=False)
    events = EventPage.objects.filter(live=True, pk__in=coming.values("event_id"))
    moved = 0
    for event in events.prefetch_related("occurrences").iterator(chunk_size=500):
        true = {_moments(span) for span in spans(event.schedule, zone_of=zone_of)}
        wrong = [
            row
            for row in event.occurrences.all()
            if row.until_at > now and not row.is_dropped and _moments(row) not in true
        ]
        if wrong:
            moved += len(wrong)
            refresh_occurrences(event, zone_of=zone_of)
    return moved


def _moments(span: Span | Occurrence) -> tuple:
    return span.starts_at, span.ends_at, span.orders_at, span.until_at


def _put(occurrence: Occurrence, **columns) -> None:
    for name, value in columns.items():
        setattr(occurrence, name, value)
    occurrence.place_at(occurrence.event.public_coordinates())
    occurrence.sort_under(occurrence.event)
    occurrence.save()


def _shared_columns(event) -> dict:
    """Return what all dates of an event have in common."""
    return {"event": event, "search_text": _search_text(event)}


def _paired(event, rows, found, now) -> list[tuple[Occurrence, Span]]:
    """Give each date its row: what happens once has one for life, wherever it moves.

    A date of a series is the one that its rule put on that day.
    """
    by_day = {row.recurrence_id or row.starts_on: row for row in rows}
    was_single = len(rows) == 1
    pairs = []
    for number, span in enumerate(found):
        row = by_day.pop(span.recurrence_id, None)
        if row is None and number == 0 and rows and not event.is_series:
            row = rows[0]
        if row is None and number == 0 and was_single and by_day:
            row = rows[0]
            by_day.clear()
        if row is None:
            suffix = f"-{span.recurrence_id:%Y%m%d}" if rows or number else ""
            row = Occurrence(
                uid=f"event-{event.uid}{suffix}@{settings.UID_DOMAIN}",
                created_at=now,
                changed_at=now,
            )
        pairs.append((row, span))
    return pairs


def note_public_change(occurrences=None) -> None:
    """Remember that something public changed, came or went, just now.

    Counts the given occurrences if they are public, and leaves them out if not.
    """
    if occurrences is not None:
        public = occurrences.published().values("pk")
        occurrences.exclude(pk__in=public).update(is_counted=False)
        occurrences.filter(pk__in=public).update(is_counted=True)
    PublicState.objects.update_or_create(pk=1, defaults={"changed_at": timezone.now()})


def _refresh_co_organizers(event: EventPage) -> None:
    names = event.co_organizer_list
    event.co_organizers.exclude(name__in=names).delete()
    for position, name in enumerate(names):
        CoOrganizer.objects.update_or_create(
            event=event,
            name=name,
            defaults={"position": position},
            create_defaults={
                "position": position,
                "organization": member_called(name, besides=event.organization),
            },
        )


def member_called(name: str, *, besides=None) -> OrganizationPage | None:
    """Return the approved member with this name or short name, whatever its case."""
    for field in ("title__iexact", "short_name__iexact"):
        found = OrganizationPage.objects.approved().filter(**{field: name})
        if besides is not None:
            found = found.exclude(pk=besides.pk)
        if (organization := found.first()) is not None:
            return organization
    return None


def answer_co_organizing(*, co_organizer: CoOrganizer, accept: bool) -> None:
    """Store what a named organization says to being named; its coordinator asks."""
    state = CoOrganizer.State
    co_organizer.state = state.ACCEPTED if accept else state.DECLINED
    co_organizer.save(update_fields=["state"])
    refresh_occurrences(co_organizer.event)


@transaction.atomic
def submit_event(*, event: EventPage, organization, user) -> EventPage:
    """Store a new event below its organization and hand it to the editors.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
        ValidationError: if something required is missing or wrong.
    """
    event = save_draft(event=event, organization=organization, user=user)
    submit_for_screening(event=event, user=user)
    return event


@transaction.atomic
def save_draft(*, event: EventPage, organization, user) -> EventPage:
    """Store a new event below its organization, with its first revision, not public.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
    """
    if user is not None and not user_can_edit_event_of(user, organization):
        raise PermissionDenied
    event.organization = organization
    event.live = False
    event.has_unpublished_changes = True
    event.owner = user
    organization.refresh_from_db(fields=["numchild", "path"])
    organization.add_child(instance=event)
    # A draft may lack what is required: a copy has no day yet.
    event.save_revision(user=user, log_action=False, clean=False)
    return event


@transaction.atomic
def save_drafts(*, events: Sequence[EventPage], organization, user) -> None:
    """Store many new events as `save_draft` does one, in a tenth of its time.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
    """
    if user is not None and not user_can_edit_event_of(user, organization):
        raise PermissionDenied
    insert_drafts(events, organization, user)


def user_can_edit_event_of(user, organization) -> bool:
    return user.is_superuser or user_can_edit_event(
        user, EventPage(organization=organization)
    )


@transaction.atomic
def submit_for_screening(*, event: EventPage, user) -> None:
    """Hand the latest revision to the editors: start, or renew what waits already.

    Raises:
        ValidationError: if something required is missing or wrong, with the code
            `too_many` if the group has sent too many (SECURITY-CASES 63).
    """
    draft = event.get_latest_revision_as_object()
    draft.full_clean()
    state = event.current_workflow_state
    if state is None:
        refuse_flood(draft)
        workflow = event.get_workflow()
        if workflow is None:
            raise ValidationError(
                _("The editors have refused this action. Please write to them."),
                code="refused",
            )
        workflow.start(event, user)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
    else:
        renew_submission(event=event, user=user)
    event_submitted.send(sender=EventPage, event=event, user=user)


MAX_SENT_AN_HOUR = 100
MAX_SENT_ALIKE = 10


def refuse_flood(draft) -> None:
    """Keep one organization from filling the editors' queue (SECURITY-CASES 63).

    Raises:
        ValidationError: with the code `too_many`.
    """
    if not isinstance(draft, EventPage):
        return
    hour_ago = timezone.now() - dt.timedelta(hours=1)
    sent = PageLogEntry.objects.filter(
        action="wagtail.workflow.start",
        timestamp__gt=hour_ago,
        page__path__startswith=draft.organization.path,
    ).count()
    if sent >= MAX_SENT_AN_HOUR:
        raise ValidationError(
            _(
                "Your organisation has sent %(limit)s actions within an hour. "
                "This one is a draft: please send it later."
            ),
            code="too_many",
            params={"limit": MAX_SENT_AN_HOUR},
        )
    alike = EventPage.objects.filter(
        organization=draft.organization,
        title=draft.title,
        starts_on=draft.starts_on,
        start_time=draft.start_time,
        city=draft.city,
    ).exclude(pk=draft.pk)
    waiting = WorkflowState.objects.active().filter(
        base_content_type=draft.get_base_content_type(),
        object_id__in=[str(pk) for pk in alike.values_list("pk", flat=True)[:100]],
    )
    if waiting.count() >= MAX_SENT_ALIKE:
        raise ValidationError(
            _(
                "The editors have this action several times already. "
                "This one is a draft: is it really another one?"
            ),
            code="too_many",
        )


def renew_submission(*, event: EventPage, user) -> None:
    """Bind what waits for the editors to the latest revision, after an edit."""
    task_state = event.current_workflow_task_state
    if task_state is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
        return
    revision = event.get_latest_revision()
    if task_state.revision_id == revision.pk:
        return
    task_state.revision = revision
    task_state.save(update_fields=["revision"])
    submission_changed.send(sender=EventPage, task_state=task_state, user=user)


@transaction.atomic
def take_back_submission(*, event: EventPage, user) -> None:
    """Take what waits away from the editors; it stays a draft.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
    """
    if not user_can_edit_event(user, event):
        raise PermissionDenied
    state = event.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        state.cancel(user=user)


@transaction.atomic
def cancel_event(*, event: EventPage, user, note: str = "") -> Cancellation:
    """Call a public event off, at once and beside whatever edit waits.

    Writes the `Cancellation`, raises SEQUENCE, logs, tells the editors.

    Raises:
        PermissionDenied: if it is not public or not the user's group's.
    """
    if not user_can_cancel_event(user, event):
        raise PermissionDenied
    cancellation, created = Cancellation.objects.get_or_create(
        event=event,
        defaults={"note": clean_text(note).strip()[:1000], "cancelled_by": user},
    )
    if created:
        refresh_occurrences(event)
        log(instance=event, action="events.cancel", user=user)
        event_cancelled.send(sender=EventPage, event=event, user=user)
    return cancellation


@transaction.atomic
def reinstate_event(*, event: EventPage, user) -> None:
    """Undo calling it off: the approved text says again that it takes place.

    Raises:
        PermissionDenied: as for `cancel_event`.
    """
    if not user_can_cancel_event(user, event):
        raise PermissionDenied
    deleted, _rows = Cancellation.objects.filter(event=event).delete()
    if deleted:
        refresh_occurrences(event)
        log(instance=event, action="events.reinstate", user=user)
        event_reinstated.send(sender=EventPage, event=event, user=user)


@transaction.atomic
def change_dates(*, event: EventPage, user, changes: list[ChangedDate]) -> None:
    """Store what is said of single dates in the draft; of a public event, send it in.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
        ValidationError: if the dates do not fit together.
    """
    if not user_can_edit_event(user, event):
        raise PermissionDenied
    draft = event.get_latest_revision_as_object()
    draft.changed_dates = [
        change.as_json() for change in sorted(changes, key=lambda c: (c.date, c.kind))
    ]
    draft.is_unfinished = not event.live
    draft.clean()
    draft.save_revision(user=user, log_action=True, clean=False)
    event.refresh_from_db()
    if event.live:
        submit_for_screening(event=event, user=user)
    else:
        renew_submission(event=event, user=user)


@transaction.atomic
def cancel_date(*, event: EventPage, recurrence_id, user, note: str = "") -> None:
    """Call one date of a public series off, at once and beside whatever edit waits.

    Writes the `CalledOffDate`, raises that date's SEQUENCE, logs, tells the editors.

    Raises:
        PermissionDenied: if it is not public or not the user's group's.
        ValidationError: if it is no date of the series.
    """
    if not user_can_cancel_event(user, event):
        raise PermissionDenied
    if not event.occurrences.filter(
        recurrence_id=recurrence_id, is_dropped=False
    ).exists():
        raise ValidationError(_("This is no date of the series."))
    _row, created = CalledOffDate.objects.get_or_create(
        event=event,
        recurrence_id=recurrence_id,
        defaults={"note": clean_text(note).strip()[:1000], "cancelled_by": user},
    )
    if created:
        refresh_occurrences(event)
        log(
            instance=event,
            action="events.cancel",
            user=user,
            data={"date": recurrence_id.isoformat()},
        )
        event_cancelled.send(sender=EventPage, event=event, user=user)


@transaction.atomic
def reinstate_date(*, event: EventPage, recurrence_id, user) -> None:
    """Undo calling one date off.

    Raises:
        PermissionDenied: as for `cancel_date`.
    """
    if not user_can_cancel_event(user, event):
        raise PermissionDenied
    deleted, _rows = event.called_off_dates.filter(recurrence_id=recurrence_id).delete()
    if deleted:
        refresh_occurrences(event)
        log(
            instance=event,
            action="events.reinstate",
            user=user,
            data={"date": recurrence_id.isoformat()},
        )
        event_reinstated.send(sender=EventPage, event=event, user=user)


# What a copy starts without: it is another day's action.
_NOT_DUPLICATED = (
    "starts_on",
    "ends_on",
    "reveals_at",
    "period",
    "recurrence_rule",
    "changed_dates",
)


@transaction.atomic
def duplicate_event(*, event: EventPage, user) -> EventPage:
    """Store a draft with the texts, place and hours of `event` and no date.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
    """
    if not user_can_edit_event(user, event):
        raise PermissionDenied
    source = event.get_latest_revision_as_object()
    copied = {
        field.name: getattr(source, field.name)
        for field in EventPage._meta.local_fields
        if field.name not in {"page_ptr", "uid", "is_example", *_NOT_DUPLICATED}
    }
    draft = EventPage(title=source.title, is_example=event.is_example, **copied)
    return save_draft(event=draft, organization=event.organization, user=user)
