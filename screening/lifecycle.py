"""Everything that writes about screening. Each function says what it does, in order."""

import logging
from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from organizations.permissions import user_is_editor
from organizations.text import clean_text

from . import notifications
from .choices import LOOKED_FOR, Grounds, Level, Outcome
from .criteria import report_on
from .judgements import judgements_for, remember_namesake
from .models import (
    Criterion,
    Decision,
    Finding,
    InternalNote,
    Look,
    Message,
    Policy,
    ScreeningRun,
    Vote,
    WatchlistEntry,
)
from .models.desk import CLAIM_HOLDS
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


def open_alerts(task_state: TaskState, page) -> list[Finding]:
    """Return the alerts on the waiting revision that no judgement answers."""
    return alerts_on(task_state.revision_id, page)


def alerts_on(revision_id: int | None, page) -> list[Finding]:
    """Return the alerts on one revision of a page that no judgement answers."""
    run = ScreeningRun.objects.filter(revision_id=revision_id).first()
    if revision_id is None or run is None:
        return []
    alerts = list(run.findings.filter(level=Level.ALERT).select_related("entry"))
    judged = judgements_for(getattr(page, "organization_id", page.pk), alerts)
    return [finding for finding in alerts if finding.pk not in judged]


def takes_two(outcome: str, grounds: str, alerts: list[Finding]) -> bool:
    """Say whether a decision takes a second editor.

    Refusing does, and approving against a true match. Who stands as organizer or
    co-organizer is not "only mentioned".
    """
    if outcome == Outcome.REJECTED:
        return True
    if outcome != Outcome.APPROVED or grounds == Grounds.NAMESAKE:
        return False
    if grounds == Grounds.MENTION:
        return any(f.field in ("organiser", "co_organisers") for f in alerts)
    return bool(alerts)


def decide(
    *,
    task_state: TaskState,
    user,
    outcome: str,
    reason: str,
    revision_id: int,
    criterion: Criterion | None = None,
    grounds: str = "",
    note: str = "",
    is_spam: bool = False,
) -> Decision | None:
    """Decide on exactly the revision that was read, by the policy in force.

    Where it takes two (`takes_two`, or somebody has voted already), stores a vote, and
    decides once two agree; a third vote decides between two. Otherwise, and then,
    writes the decision, moves the workflow (approval publishes), remembers a namesake,
    and queues a mail to the submitter in their language. `grounds` and `note` are for
    editors only. Spam needs one editor: a flood is cleared in one step. Coordinators of
    the campaign vote where two editors differ, and not else.

    Returns the decision, or None where another editor has to vote.

    Raises:
        PermissionDenied: if the user may not screen this organization's work.
        ValidationError: if a reason is missing where one is due.
        NotDecidedError: if somebody was faster, the text was changed meanwhile, or the
            user has voted already.
    """
    outcome, grounds = Outcome(outcome), Grounds(grounds) if grounds else ""
    reason = clean_text(reason).strip()
    if outcome != Outcome.APPROVED and not reason:
        raise ValidationError(
            {"reason": _("Please give a reason: the group will read it.")}
        )
    if outcome != Outcome.APPROVED:
        grounds = ""
    with transaction.atomic():
        task_state, page, waiting = _lock_what_was_read(task_state, user, revision_id)
        if is_spam and not user_is_editor(user):
            raise PermissionDenied
        alerts = open_alerts(task_state, page)
        votes = list(
            task_state.votes.filter(revision_id=revision_id).exclude(user=user)
        )
        cast = [vote for vote in votes if vote.outcome]
        agreeing = None
        if not is_spam and (cast or takes_two(outcome, grounds, alerts)):
            if task_state.votes.filter(
                revision_id=revision_id, user=user, outcome__gt=""
            ).exists():
                raise NotDecidedError(
                    _("You have voted already. Another editor votes now.")
                )
            Vote.objects.create(
                task_state=task_state,
                revision_id=revision_id,
                user=user,
                outcome=outcome,
                grounds=grounds,
                reason=reason,
                note=clean_text(note).strip(),
                criterion=criterion,
            )
            agreeing = next((vote for vote in cast if vote.outcome == outcome), None)
            if agreeing is None and len(cast) < 2:
                return None
        write_note(page=page, author=user, text=note)
        workflow_state = task_state.workflow_state
        decision = Decision.objects.create(
            page=page,
            title=waiting.title,
            organization_name=getattr(page, "organization", page).title,
            revision=task_state.revision,
            # Whoever sent in this version, not whoever sent the first one.
            submitted_by=task_state.revision.user or workflow_state.requested_by,
            submitted_at=task_state.started_at,
            outcome=outcome,
            grounds=grounds,
            reason=reason,
            policy=criterion.policy if criterion else Policy.objects.current(),
            criterion=criterion,
            decided_by=user,
            agreed_by=agreeing.user if agreeing else None,
            opened_at=task_state.looks.filter(user=user)
            .values_list("opened_at", flat=True)
            .first(),
        )
        if grounds == Grounds.NAMESAKE:
            remember_namesake(
                organization=getattr(page, "organization", page),
                findings=alerts,
                user=user,
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


def _lock_what_was_read(task_state, user, revision_id):
    """Return the locked task state, its page and the waiting text, or say why not."""
    task_state = TaskState.objects.select_for_update().get(pk=task_state.pk)
    page = task_state.workflow_state.content_object.specific
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
    return task_state, page, task_state.revision.as_object()


@transaction.atomic
def ask_second_opinion(*, task_state, user, revision_id: int, note: str) -> Vote:
    """Ask another editor to look before anything is decided.

    Raises: as `decide` does.
    """
    task_state, _page, _waiting = _lock_what_was_read(task_state, user, revision_id)
    release(task_state=task_state, user=user)
    return Vote.objects.create(
        task_state=task_state,
        revision_id=revision_id,
        user=user,
        note=clean_text(note).strip(),
    )


def note_look(*, task_state, user) -> None:
    """Note that an editor has it open now, and since when in this sitting."""
    now = timezone.now()
    look, is_new = Look.objects.get_or_create(
        task_state=task_state, user=user, defaults={"seen_at": now, "opened_at": now}
    )
    if not is_new:
        if look.seen_at < now - CLAIM_HOLDS:
            look.opened_at = now
        look.seen_at = now
        look.save(update_fields=["seen_at", "opened_at"])


@transaction.atomic
def claim(*, task_state, user) -> None:
    """Take a submission on, so that others leave it.

    Raises:
        PermissionDenied: if the user may not decide on it.
        NotDecidedError: if somebody else has it.
    """
    if not user_can_decide(user, task_state):
        raise PermissionDenied
    TaskState.objects.select_for_update().get(pk=task_state.pk)
    other = task_state.looks.claimed().exclude(user=user).first()
    if other is not None:
        raise NotDecidedError(_("%(name)s has taken this on.") % {"name": other.user})
    note_look(task_state=task_state, user=user)
    task_state.looks.filter(user=user).update(claimed_at=timezone.now())


def release(*, task_state, user) -> None:
    """Give a submission back to everybody."""
    task_state.looks.filter(user=user).update(claimed_at=None)


def write_note(*, page, author, text: str) -> InternalNote | None:
    """Keep a note that only editors read; nothing where it says nothing."""
    text = clean_text(text).strip()
    if not text:
        return None
    return InternalNote.objects.create(page=page, author=author, text=text)


def send_message(*, page, author, text: str, is_from_editors: bool) -> Message:
    """Keep a message between editors and group; tell the group about the editors'.

    The mail goes to whoever saved the latest version.

    Raises:
        ValidationError: if it says nothing.
    """
    text = clean_text(text).strip()
    if not text:
        raise ValidationError({"text": _("Please write something.")})
    with transaction.atomic():
        message = Message.objects.create(
            page=page, author=author, text=text, is_from_editors=is_from_editors
        )
        if is_from_editors:
            notifications.tell_of_message(message)
    return message
