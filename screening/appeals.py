"""One appeal per decision: made by the group, decided by another editor."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from organizations.text import clean_text

from . import notifications
from .choices import Outcome
from .models import Appeal, Decision, Vote
from .permissions import user_can_appeal, user_can_decide_appeal

# How long a group may appeal, and how long the editors may take.
APPEAL_WITHIN = dt.timedelta(days=30)
ANSWER_WITHIN = dt.timedelta(days=7)


def can_be_appealed(decision: Decision, at=None) -> bool:
    """Say whether the latest word on a page can still be appealed."""
    return (
        decision.page is not None
        and decision.outcome != Outcome.APPROVED
        and decision.decided_at + APPEAL_WITHIN > (at or timezone.now())
        and not Appeal.objects.filter(decision=decision).exists()
        and Decision.objects.filter(page_id=decision.page_id).first() == decision
        and not decision.page.specific.workflow_in_progress
    )


def deadline(decision: Decision, today: dt.date) -> dt.date:
    """Return when an answer is due: in a week, and before the action begins."""
    due = today + ANSWER_WITHIN
    revision = decision.revision.as_object() if decision.revision else None
    starts_on = getattr(revision, "starts_on", None)
    if starts_on is not None and starts_on > today:
        due = min(due, max(today, starts_on - dt.timedelta(days=1)))
    return due


@transaction.atomic
def make_appeal(*, decision: Decision, user, text: str) -> Appeal:
    """Store a group's objection; it stands in the queue until its deadline.

    Raises:
        PermissionDenied: if the user does not belong to the group.
        ValidationError: if it says nothing, or nothing can be appealed (any more).
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if not user_can_appeal(user, decision.page):
        raise PermissionDenied
    text = clean_text(text).strip()
    if not text:
        raise ValidationError({"text": _("Please write something.")})
    if not can_be_appealed(decision):
        raise ValidationError({"text": _("This cannot be appealed any more.")})
    return Appeal.objects.create(
        decision=decision,
        text=text,
        made_by=user,
        decide_by=deadline(decision, timezone.localdate()),
    )


@transaction.atomic
def decide_appeal(*, appeal: Appeal, user, is_granted: bool, answer: str) -> Appeal:
    """Answer an appeal; granting it publishes the text that was decided on.

    Writes the answer, on granting a new decision beside the old one, and a mail to
    whoever appealed.

    Raises:
        PermissionDenied: if the user had a part in the decision, or in the group.
        ValidationError: if there is no answer, or somebody else was faster.
    """
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if not user_can_decide_appeal(user, appeal, voters_of(appeal.decision)):
        raise PermissionDenied
    answer = clean_text(answer).strip()
    if not answer:
        raise ValidationError(
            {"answer": _("Please give a reason: the group will read it.")}
        )
    decision = appeal.decision
    page = decision.page.specific
    if appeal.decided_at is not None or page.workflow_in_progress:
        raise ValidationError(
            {
                "answer": _(
                    "Somebody else has decided on this, or the group has sent in "
                    "another version."
                )
            }
        )
    appeal.is_granted = is_granted
    appeal.answer = answer
    appeal.decided_by = user
    appeal.decided_at = timezone.now()
    appeal.save()
    if is_granted:
        Decision.objects.create(
            page=decision.page,
            title=decision.title,
            organization_name=decision.organization_name,
            revision=decision.revision,
            submitted_by=decision.submitted_by,
            submitted_at=appeal.made_at,
            outcome=Outcome.APPROVED,
            reason=answer,
            policy=decision.policy,
            criterion=decision.criterion,
            decided_by=user,
        )
        state = page.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.cancel(user=user)
        decision.revision.publish(user=user, skip_permission_checks=True)
    notifications.tell_of_appeal(appeal)
    return appeal


def voters_of(decision: Decision) -> set[int]:
    """Return the keys of everyone who had a part in a decision."""
    keys = set(
        Vote.objects.filter(revision_id=decision.revision_id).values_list(
            "user_id", flat=True
        )
    )
    return keys | {decision.decided_by_id}
