"""The workflow's step, each look of the machine, and what it found."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, Task, TaskState

from ..choices import Level
from ..permissions import user_can_decide
from .watchlist import WatchlistEntry


class ScreeningTask(Task):
    """The step of the workflow at which an editor looks.

    Wagtail is offered no buttons: the one door is our desk. Whoever comes by another is
    turned away here, where the state changes.
    """

    class Meta:
        verbose_name = _("screening")

    def get_actions(self, obj, user):
        return []

    def on_action(self, task_state, user, action_name, **kwargs):
        if not user_can_decide(user, task_state):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("An editor reads the submission and decides.")


class ScreeningRun(models.Model):
    """One look of the machine at one revision, even when it found nothing."""

    task_state = models.ForeignKey(
        TaskState, on_delete=models.CASCADE, related_name="screening_runs"
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="screening_runs"
    )
    ran_at = models.DateTimeField(default=timezone.now)
    engine = models.CharField(max_length=40)
    list_version = models.CharField(max_length=20, default="")
    entries = models.PositiveIntegerField(
        help_text="How many active entries it compared."
    )
    # "Not screened" must never look like "nothing found".
    has_failed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-ran_at", "-pk"]

    def __str__(self):
        return f"{self.revision_id}: {self.ran_at:%Y-%m-%d %H:%M}"


class Finding(models.Model):
    """A place in a submission that looks like an entry, with its evidence."""

    run = models.ForeignKey(
        ScreeningRun, on_delete=models.CASCADE, related_name="findings"
    )
    entry = models.ForeignKey(
        WatchlistEntry, null=True, on_delete=models.SET_NULL, related_name="findings"
    )
    # As they were on that day: the entry may change.
    entry_name = models.CharField(max_length=200)
    entry_reason = models.TextField()
    level = models.CharField(max_length=10, choices=Level.choices)
    score = models.FloatField(default=1.0)
    field = models.CharField(max_length=40)
    summary = models.TextField(blank=True)
    # [{"field", "raw", "start", "end", "listed", "method", "steps"}], offsets in code
    # points of the field's plain text, end exclusive.
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["level", "-score", "pk"]

    def __str__(self):
        return f"{self.entry_name}: {self.field}"
