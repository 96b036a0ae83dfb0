"""Stopping a stolen account and undoing, in one step, what was done with it."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.models import PageLogEntry, WorkflowState

from events.models import Cancellation, EventPage, Move
from events.urgent import (
    take_off_site,
    undo_cancellation,
    undo_move,
    undo_reinstatement,
)
from organizations.models import Invitation, Membership, User
from organizations.permissions import (
    audiences_of,
    user_is_campaign_coordinator,
    user_is_editor,
)

from .choices import Outcome
from .models import Decision, Freeze

STAFF = frozenset({"editor", "campaign", "admin"})


def user_can_freeze(by: User, user: User) -> bool:
    """Editors stop members; an editor's account takes the campaign's coordination."""
    if by.pk == user.pk or user.is_superuser:
        return False
    if user_is_campaign_coordinator(by):
        return True
    return user_is_editor(by) and not audiences_of(user) & STAFF


@transaction.atomic
def freeze(*, user: User, since: dt.datetime, reason: str, by: User) -> Freeze:
    """Stop an account now, and undo what was done with it since a moment.

    In this order: sign-in and sessions end; what waits is taken back from the editors;
    moves, callings off and reinstatements are undone; what was approved of its texts
    gives way to what was approved before, or leaves the site; its invitations are
    withdrawn, and those who came by them are out. Drafts stay, for people to look at.

    Raises:
        PermissionDenied: if `by` may not.
    """
    if not user_can_freeze(by, user):
        raise PermissionDenied
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.end_sessions()
    log: list[tuple[str, str]] = []
    _take_back_submissions(user, since, by, log)
    _undo_urgent_changes(user, since, by, log)
    _undo_approved_texts(user, since, by, log)
    _undo_invitations(user, since, log)
    return Freeze.objects.create(
        user=user, since=since, reason=reason, log=log, frozen_by=by
    )


def thaw(*, freeze: Freeze, by: User) -> None:
    """Give an account back to its person; what was undone stays undone.

    Raises:
        PermissionDenied: if `by` may not.
    """
    if not user_can_freeze(by, freeze.user):
        raise PermissionDenied
    User.objects.filter(pk=freeze.user_id).update(is_active=True)
    Freeze.objects.filter(user=freeze.user_id, thawed_at=None).update(
        thawed_at=timezone.now()
    )


def _take_back_submissions(user, since, by, log) -> None:
    for state in WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS
    ).select_related("current_task_state__revision"):
        revision = state.current_task_state and state.current_task_state.revision
        if revision is None or revision.user_id != user.pk:
            continue
        if revision.created_at >= since:
            log.append((gettext_noop("taken back"), state.content_object.title))
            state.cancel(user=by)


def _undo_urgent_changes(user, since, by, log) -> None:
    now = timezone.now()
    for move in Move.objects.filter(
        moved_by=user, moved_at__gte=since, undone_at=None
    ).order_by("-moved_at"):
        undo_move(move=move, user=by, at=now)
        log.append((gettext_noop("time and place put back"), move.event.title))
    for row in Cancellation.objects.filter(
        cancelled_by=user, cancelled_at__gte=since
    ).select_related("event"):
        undo_cancellation(event=row.event, user=by)
        log.append((gettext_noop("takes place again"), row.event.title))
    reinstated = PageLogEntry.objects.filter(
        user_id=user.pk, action="events.reinstate", timestamp__gte=since
    ).values_list("page_id", flat=True)
    for event in EventPage.objects.filter(pk__in=list(reinstated)):
        undo_reinstatement(event=event, user=by)
        log.append((gettext_noop("called off again"), event.title))


def _undo_approved_texts(user, since, by, log) -> None:
    events = EventPage.objects.live().filter(
        live_revision__user_id=user.pk, live_revision__created_at__gte=since
    )
    for event in events:
        before = (
            Decision.objects.filter(
                page_id=event.pk,
                outcome=Outcome.APPROVED,
                revision__created_at__lt=since,
            )
            .select_related("revision")
            .first()
        )
        if before is not None:
            before.revision.publish(user=by, skip_permission_checks=True)
            log.append((gettext_noop("earlier version put back"), event.title))
        else:
            take_off_site(event=event, user=by)
            log.append((gettext_noop("taken off the site"), event.title))


def _undo_invitations(user, since, log) -> None:
    now = timezone.now()
    for invitation in Invitation.objects.filter(
        invited_by=user, created_at__gte=since, withdrawn_at=None
    ):
        name = invitation.organization.title
        if invitation.accepted_at is None:
            Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=now)
            log.append((gettext_noop("invitation withdrawn"), name))
            continue
        for membership in Membership.objects.filter(
            organization=invitation.organization, user__email=invitation.email
        ).select_related("user"):
            membership.user.end_sessions()
            membership.delete()
            log.append((gettext_noop("invited person removed"), name))
