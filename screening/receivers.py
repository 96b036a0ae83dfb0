"""What follows a submission: the machine looks before an editor does."""

from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from events.lifecycle import submission_changed

from .lifecycle import run_screening
from .models import ScreeningTask


@receiver(task_submitted)
def on_submitted(sender, instance, **kwargs):
    if isinstance(instance.task.specific, ScreeningTask):
        run_screening(instance)


@receiver(submission_changed)
def on_changed(sender, task_state, **kwargs):
    run_screening(task_state)


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
