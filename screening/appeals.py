"""One appeal per decision: made by the group, decided by another editor."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from organizations.text import clean_text

from . import notifications
from .choices import LOOKED_FOR, Outcome
from .lifecycle import NotDecidedError, alerts_on
from .models import Appeal, AppealVote, Decision, Vote
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
def decide_appeal(
    *, appeal: Appeal, user, is_granted: bool, answer: str
) -> Appeal | None:
    """Answer an appeal; granting it publishes the text that was decided on.

    Granting one against a true match takes two editors, as approving does: the first
    one's answer is kept as a vote. Writes the answer, on granting a new decision beside
    the old one, and a mail to whoever appealed.

    Returns the appeal, or None where another editor has to vote.

    Raises:
        PermissionDenied: if the user had a part in the decision, or in the group.
        ValidationError: if there is no answer, or somebody else was faster.
        NotDecidedError: if the user has voted already.
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
    votes = list(appeal.votes.select_related("user"))
    agreeing = None
    if votes or (is_granted and takes_two_to_grant(appeal)):
        if any(vote.user_id == user.pk for vote in votes):
            raise NotDecidedError(
                _("You have voted already. Another editor votes now.")
            )
        AppealVote.objects.create(
            appeal=appeal, user=user, is_granted=is_granted, answer=answer
        )
        agreeing = next((v for v in votes if v.is_granted == is_granted), None)
        if agreeing is None and len(votes) < 2:
            return None
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
            agreed_by=agreeing.user if agreeing else None,
        )
        state = page.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.cancel(user=user)
        decision.revision.publish(user=user, skip_permission_checks=True)
    notifications.tell_of_appeal(appeal)
    return appeal


def takes_two_to_grant(appeal: Appeal) -> bool:
    """Say whether the list still points at the text that an appeal is about."""
    page = appeal.decision.page
    return page is not None and any(
        finding.entry is not None and finding.entry.status in LOOKED_FOR
        for finding in alerts_on(appeal.decision.revision_id, page.specific)
    )


def voters_of(decision: Decision) -> set[int]:
    """Return the keys of everyone who had a part in a decision."""
    keys = set(
        Vote.objects.filter(revision_id=decision.revision_id).values_list(
            "user_id", flat=True
        )
    )
    return keys | {decision.decided_by_id}
