"""What is public first and looked at afterwards, and what a visitor worries about.

Each function that closes a follow-up undoes in one step what it is about.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from events.models import EventPage, Move
from events.urgent import (
    MOVED_FIELDS,
    differences,
    move_event,
    put_back_on_site,
    take_off_site,
    undo_cancellation,
    undo_move,
    undo_reinstatement,
)

from .choices import FollowUpKind, FollowUpOutcome
from .criteria import current_watchlist
from .engine import Submission, screen
from .models import FollowUp
from .permissions import user_can_screen

KEPT_AFTER_CLOSING = dt.timedelta(days=30)

# What can be undone in one step; the rest is taken off the site, or is fine.
UNDOABLE = (FollowUpKind.CANCELLED, FollowUpKind.REINSTATED, FollowUpKind.MOVED)


def note_follow_up(*, kind: FollowUpKind, page, user=None, **values) -> FollowUp:
    """Ask the editors to look at something that is public."""
    return FollowUp.objects.create(
        kind=kind, page=page, title=page.title, raised_by=user, **values
    )


def move_at_once(task_state, user=None) -> Move | None:
    """Make a new time or place of a waiting edit public, if nothing is found in it.

    The rest of the edit waits; if there is no rest, its workflow ends here. Nothing
    moves if the engine failed: not screened is not nothing found.
    """
    public = EventPage.objects.filter(
        pk=task_state.revision.object_id, live=True
    ).first()
    draft = task_state.revision.as_object()
    run = task_state.screening_runs.filter(revision=task_state.revision).first()
    if public is None or not isinstance(draft, EventPage):
        return None
    if run is None or run.has_failed:
        return None
    changed = differences(public, draft)
    moved = changed & set(MOVED_FIELDS)
    if not moved or draft.starts_on is None or "attendance" in changed:
        return None  # what goes online loses its place, and its link waits
    place = [draft.venue, draft.street, draft.postal_code, draft.city]
    report = screen(Submission({"venue": place}, draft.country), current_watchlist())
    if report.matches or report.unread:
        return None
    move = move_event(event=public, draft=draft, user=user or task_state.revision.user)
    if move is not None and changed == moved:
        task_state.workflow_state.cancel(user=user)
        EventPage.objects.filter(pk=public.pk).update(has_unpublished_changes=False)
    return move


def can_be_undone(follow_up: FollowUp) -> bool:
    return follow_up.kind in UNDOABLE


@transaction.atomic
def close_follow_up(
    *, follow_up: FollowUp, outcome: FollowUpOutcome, by, answer: str = ""
) -> FollowUp:
    """Say that it is fine, undo it, or take it off the site; once.

    Raises:
        PermissionDenied: if the user may not screen this organization's work.
    """
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.closed_at is not None:
        return follow_up
    page = follow_up.page and follow_up.page.specific
    if page is not None and not user_can_screen(by, page):
        raise PermissionDenied
    now = timezone.now()
    if page is not None and isinstance(page, EventPage):
        if outcome == FollowUpOutcome.UNDONE:
            _undo(follow_up, page, by, now)
        elif outcome == FollowUpOutcome.TAKEN_OFF:
            follow_up.data["revision"] = page.live_revision_id
            take_off_site(event=page, user=by)
    follow_up.outcome, follow_up.answer = outcome, answer.strip()
    follow_up.closed_by, follow_up.closed_at = by, now
    follow_up.save()
    return follow_up


def can_be_brought_back(follow_up: FollowUp, user) -> bool:
    """Say whether a user may show again what was taken off the site.

    Where the watchlist points at it, that takes another editor than took it off.
    """
    page = follow_up.page and follow_up.page.specific
    return (
        follow_up.outcome == FollowUpOutcome.TAKEN_OFF
        and isinstance(page, EventPage)
        and not page.live
        and user_can_screen(user, page)
        and not (
            follow_up.kind == FollowUpKind.EVIDENCE and follow_up.closed_by == user
        )
    )


@transaction.atomic
def bring_back(*, follow_up: FollowUp, by) -> None:
    """Show again what was taken off the site, in one step.

    Raises:
        PermissionDenied: if it is not off, or the user may not.
    """
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if not can_be_brought_back(follow_up, by):
        raise PermissionDenied
    put_back_on_site(
        event=follow_up.page, revision_id=follow_up.data.get("revision"), user=by
    )
    follow_up.outcome = FollowUpOutcome.BROUGHT_BACK
    follow_up.closed_by, follow_up.closed_at = by, timezone.now()
    follow_up.save()


def _undo(follow_up: FollowUp, event: EventPage, by, now) -> None:
    if follow_up.kind == FollowUpKind.MOVED:
        move = Move.objects.filter(pk=follow_up.data.get("move"), undone_at=None)
        if (row := move.first()) is not None:
            undo_move(move=row, user=by, at=now)
    elif follow_up.kind == FollowUpKind.CANCELLED:
        undo_cancellation(event=event, user=by)
    elif follow_up.kind == FollowUpKind.REINSTATED:
        undo_reinstatement(event=event, user=by)


def forget_visitors(at: dt.datetime | None = None) -> int:
    """Delete visitors' addresses thirty days after the editors were done."""
    before = (at or timezone.now()) - KEPT_AFTER_CLOSING
    return (
        FollowUp.objects.filter(closed_at__lt=before).exclude(email="").update(email="")
    )
