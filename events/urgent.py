"""What does not wait for an editor: a new time or place, and undoing what was urgent.

The one who calls these has asked for the right: `screening`, when the engine found
nothing in what is new, and an editor, who looks afterwards.
"""

import datetime as dt

from django.db import transaction
from django.dispatch import Signal
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.signals import page_published

from .lifecycle import refresh_occurrences
from .models import Cancellation, EventPage, Move

# Sent with `event`, `move` and `user`.
event_moved = Signal()

# Time and place, as the group typed them. Links to join online wait for an editor.
MOVED_FIELDS = (
    "starts_on",
    "start_time",
    "ends_on",
    "end_time",
    "is_all_day",
    "timezone",
    "venue",
    "street",
    "postal_code",
    "city",
    "country",
    "latitude",
    "longitude",
    "location_precision",
    "reveals_at",
)


def values_of(event) -> dict:
    """Return time and place as JSON keeps them, by field."""
    return {name: _plain(getattr(event, name)) for name in MOVED_FIELDS}


def _plain(value):
    is_time = isinstance(value, (dt.date, dt.time, dt.datetime))
    return value.isoformat() if is_time else value


def differences(public: EventPage, draft: EventPage) -> set[str]:
    """Return the names of the fields in which a draft differs from what is public."""
    fields = [EventPage._meta.get_field("title"), *EventPage._meta.local_fields]
    return {
        field.name
        for field in fields
        if field.name not in {"page_ptr", "uid", "is_example", "organization"}
        and getattr(public, field.attname) != getattr(draft, field.attname)
    }


@transaction.atomic
def move_event(*, event: EventPage, draft: EventPage, user) -> Move | None:
    """Take time and place of a draft into the approved row; the rest of it stays out.

    Writes the `Move` with the values before and after, raises SEQUENCE, logs, and sends
    `event_moved`. Returns None where nothing is different, or where an editor has
    undone exactly this before: then the draft waits like any other.
    """
    public = EventPage.objects.select_for_update().get(pk=event.pk)
    before, after = values_of(public), values_of(draft)
    if before == after or not public.live:
        return None
    if public.is_series or draft.is_series:
        # Its rule counts from the first day: both or neither.
        return None
    if public.moves.filter(after=after, undone_at__isnull=False).exists():
        return None
    EventPage.objects.filter(pk=public.pk).update(
        **{name: getattr(draft, name) for name in MOVED_FIELDS}
    )
    move = Move.objects.create(event=public, before=before, after=after, moved_by=user)
    refresh_occurrences(public)
    log(instance=public, action="events.move", user=user)
    event_moved.send(sender=EventPage, event=public, move=move, user=user)
    return move


@transaction.atomic
def undo_move(*, move: Move, user, at: dt.datetime) -> None:
    """Put time and place back to what they were before; SEQUENCE goes on rising."""
    fields = {
        name: EventPage._meta.get_field(name).to_python(move.before[name])
        for name in MOVED_FIELDS
        if name in move.before
    }
    EventPage.objects.filter(pk=move.event_id).update(**fields)
    Move.objects.filter(pk=move.pk).update(undone_at=at, undone_by=user)
    refresh_occurrences(move.event)
    log(instance=move.event, action="events.undo", user=user)


@transaction.atomic
def undo_cancellation(*, event: EventPage, user) -> None:
    """Let an event take place again that somebody had no right to call off."""
    deleted, _rows = Cancellation.objects.filter(event=event).delete()
    if deleted:
        refresh_occurrences(event)
        log(instance=event, action="events.undo", user=user)


@transaction.atomic
def undo_reinstatement(*, event: EventPage, user, note: str = "") -> None:
    """Mark an event as called off again."""
    _row, created = Cancellation.objects.get_or_create(
        event=event, defaults={"note": note, "cancelled_by": user}
    )
    if created:
        refresh_occurrences(event)
        log(instance=event, action="events.undo", user=user)


@transaction.atomic
def take_off_site(*, event: EventPage, user) -> None:
    """Withdraw an event from the public: page, map, feeds. Its row and UID stay."""
    event = EventPage.objects.get(pk=event.pk)
    if event.live:
        # Wagtail would ask whether the user may: the caller has.
        UnpublishPageAction(event, user=user).execute(skip_permission_checks=True)


@transaction.atomic
def put_back_on_site(*, event: EventPage, revision_id: int | None, user) -> None:
    """Show an event again that was taken off, as it was: the row kept its values.

    `revision_id` is the revision that was public then.
    """
    event = EventPage.objects.select_for_update().get(pk=event.pk)
    if event.live:
        return
    event.live = True
    event.live_revision = Revision.objects.filter(pk=revision_id).first()
    event.has_unpublished_changes = event.latest_revision_id != revision_id
    event.save(update_fields=["live", "live_revision", "has_unpublished_changes"])
    page_published.send(sender=EventPage, instance=event, revision=event.live_revision)
    log(instance=event, action="events.undo", user=user)
