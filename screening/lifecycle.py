"""Everything that writes about screening. Each function says what it does, in order."""

import logging
from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from . import notifications
from .choices import LOOKED_FOR, Outcome
from .criteria import report_on
from .models import (
    Criterion,
    Decision,
    Finding,
    Policy,
    ScreeningRun,
    WatchlistEntry,
)
from .permissions import user_can_decide

logger = logging.getLogger(__name__)

ENGINE_FAILED = "failed"


class NotDecidedError(Exception):
    """A decision that was not taken; the message says why, in the editor's language."""


def run_screening(task_state: TaskState) -> ScreeningRun:
    """Let the engine read the revision that waits, and store what it found.

    "Nothing found" is stored, too. If the engine fails, the run says so: the queue must
    not take it for nothing found.
    """
    revision = task_state.revision
    page = revision.as_object()
    entries = {str(entry.pk): entry for entry in WatchlistEntry.objects.all()}
    try:
        report = report_on(page)
    except Exception:
        # Whatever broke: the submission is safe, and an editor sees "not screened".
        logger.exception("screening failed for revision %s", revision.pk)
        return ScreeningRun.objects.create(
            task_state=task_state,
            revision=revision,
            engine=ENGINE_FAILED,
            entries=0,
            has_failed=True,
        )
    with transaction.atomic():
        run = ScreeningRun.objects.create(
            task_state=task_state,
            revision=revision,
            engine=report.engine,
            list_version=report.list_version,
            entries=sum(entry.status in LOOKED_FOR for entry in entries.values()),
        )
        Finding.objects.bulk_create(
            Finding(
                run=run,
                entry=entries.get(match.entry_id),
                entry_name=entries[match.entry_id].name,
                entry_reason=entries[match.entry_id].reason,
                level=match.level,
                score=match.score,
                field=match.field,
                summary="",  # said in the reader's language when it is read
                evidence=asdict(match),
            )
            for match in report.matches
            if match.entry_id in entries
        )
    return run


def decide(
    *,
    task_state: TaskState,
    user,
    outcome: str,
    reason: str,
    revision_id: int,
    criterion: Criterion | None = None,
) -> Decision:
    """Decide on exactly the revision that was read, by the policy in force.

    Writes the decision, moves the workflow (approval publishes), and queues a mail to
    the submitter in their language.

    Raises:
        PermissionDenied: if the user may not screen this organization's work.
        ValidationError: if a reason is missing where one is due.
        NotDecidedError: if somebody was faster, or the text was changed meanwhile.
    """
    outcome = Outcome(outcome)
    reason = reason.strip()
    if outcome != Outcome.APPROVED and not reason:
        raise ValidationError(
            {"reason": _("Please give a reason: the group will read it.")}
        )
    with transaction.atomic():
        task_state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        workflow_state = task_state.workflow_state
        page = workflow_state.content_object.specific
        waiting = task_state.revision.as_object()
        if not user_can_decide(user, task_state):
            raise PermissionDenied
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise NotDecidedError(
                _("Somebody else has decided on this, or the group has taken it back.")
            )
        if not task_state.revision_id == revision_id == page.latest_revision_id:
            raise NotDecidedError(
                _(
                    "The group has changed its text since you opened it. Nothing was "
                    "decided. Please read the new version below."
                )
            )
        decision = Decision.objects.create(
            page=page,
            title=waiting.title,
            organization_name=getattr(page, "organization", page).title,
            revision=task_state.revision,
            submitted_by=workflow_state.requested_by,
            submitted_at=task_state.started_at,
            outcome=outcome,
            reason=reason,
            policy=criterion.policy if criterion else Policy.objects.current(),
            criterion=criterion,
            decided_by=user,
        )
        task = task_state.task.specific
        if outcome == Outcome.APPROVED:
            task.on_action(task_state, user, "approve", comment=reason)
        elif outcome == Outcome.CHANGES_REQUESTED:
            task.on_action(task_state, user, "reject", comment=reason)
        else:
            # Wagtail's "reject" means "needs changes"; a final one ends the workflow.
            task.on_action(task_state, user, "reject", comment=reason, update=False)
            workflow_state.refresh_from_db()
            workflow_state.cancel(user=user)
        notifications.tell_submitter(decision)
    return decision
