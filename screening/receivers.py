"""What follows a submission: the machine looks before an editor does."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from events.lifecycle import (
    event_cancelled,
    event_reinstated,
    event_submitted,
    submission_changed,
)
from events.urgent import event_moved

from .applications import answer_application
from .choices import FollowUpKind
from .digests import is_urgent, tell_at_once, tell_if_soon
from .follow_ups import move_at_once, note_follow_up
from .lifecycle import run_screening
from .models import Decision, FollowUp, ScreeningTask
from .rescreening import rescreen_in_background
from .watchlists import watchlist_changed


@receiver(task_submitted)
def on_submitted(sender, instance, **kwargs):
    if isinstance(instance.task.specific, ScreeningTask):
        run_screening(instance)
        tell_if_soon(instance)


@receiver(submission_changed)
def on_changed(sender, task_state, **kwargs):
    run_screening(task_state)
    tell_if_soon(task_state)


@receiver(event_submitted)
def on_event_submitted(sender, event, user, **kwargs):
    """Let a new time or place that raises no finding go ahead."""
    page = type(event).objects.get(pk=event.pk)
    task_state = page.current_workflow_task_state
    if page.live and task_state is not None:
        move_at_once(task_state, user)


@receiver(event_moved)
def on_moved(sender, event, move, user, **kwargs):
    note_follow_up(
        kind=FollowUpKind.MOVED, page=event, user=user, data={"move": move.pk}
    )


@receiver(event_cancelled)
def on_cancelled(sender, event, user, **kwargs):
    note_follow_up(kind=FollowUpKind.CANCELLED, page=event, user=user)


@receiver(event_reinstated)
def on_reinstated(sender, event, user, **kwargs):
    note_follow_up(kind=FollowUpKind.REINSTATED, page=event, user=user)


@receiver(post_save, sender=Decision)
def on_decided(sender, instance, created, **kwargs):
    if created:
        answer_application(instance)


@receiver(post_save, sender=FollowUp)
def on_follow_up(sender, instance, created, **kwargs):
    if created and is_urgent(instance):
        tell_at_once(instance)


@receiver(watchlist_changed)
def on_list_changed(sender, **kwargs):
    rescreen_in_background.enqueue()


# Wagtail would write to the submitter as well, in its own words and in English first.
# It connects its mails when its own app is ready, which is after ours, and a place that
# is taken stays taken: so we take theirs.
def no_mail(sender, **kwargs):
    """Stand where Wagtail's mail would."""


for _signal, _handler_id in (
    (workflow_submitted, "workflow_state_submitted_email_notification"),
    (workflow_rejected, "workflow_state_rejected_email_notification"),
    (workflow_approved, "workflow_state_approved_email_notification"),
):
    _signal.disconnect(sender=WorkflowState, dispatch_uid=_handler_id)
    _signal.connect(no_mail, sender=WorkflowState, dispatch_uid=_handler_id)
