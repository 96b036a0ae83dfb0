"""The watchlist, what was found, and what was decided.

A finding points, it never decides; a decision is written once and never changed.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState

from organizations.fields import WebAddressField

from .choices import EntryKind, EntryStatus, Level, Outcome
from .permissions import user_can_decide

one_per_line = _("One per line.")


class WatchlistEntry(models.Model):
    """A group that the editors have excluded, with the names it goes by."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=EntryKind.choices, default=EntryKind.GROUP
    )
    name = models.CharField(_("name"), max_length=200)
    aliases = models.TextField(
        _("other names"), blank=True, help_text=_("As good as the name. One per line.")
    )
    weak_aliases = models.TextField(
        _("ambiguous names"),
        blank=True,
        help_text=_(
            "Ordinary words: they count only as a group's whole name. One per line."
        ),
    )
    acronyms = models.TextField(_("abbreviations"), blank=True, help_text=one_per_line)
    websites = models.TextField(
        _("websites"),
        blank=True,
        help_text=_("Host, with a path if only that part is meant. One per line."),
    )
    handles = models.TextField(
        _("accounts"), blank=True, help_text=_("As “platform:name”. One per line.")
    )
    countries = models.CharField(
        _("countries"),
        max_length=100,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}(,[A-Z]{2})*$")],
        help_text=_("Codes, with commas between them."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    reason = models.TextField(_("reason"))
    source_title = models.CharField(_("source"), max_length=250)
    source_url = WebAddressField(_("address of the source"), max_length=500)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=EntryStatus.choices,
        default=EntryStatus.ACTIVE,
    )
    is_example = models.BooleanField(
        _("invented, for the demonstration"), default=False
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )
    added_on = models.DateField(default=timezone.localdate, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("watchlist entry")
        verbose_name_plural = _("watchlist")

    def __str__(self):
        return self.name


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


class Decision(models.Model):
    """Who decided what about which text, when and why. Append-only."""

    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="screening_decisions"
    )
    # What it was about, should the page go.
    title = models.CharField(max_length=255)
    organization_name = models.CharField(max_length=255)
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome.choices)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="screening_decisions",
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="approved") | ~models.Q(reason=""),
                name="decision_against_has_a_reason",
                violation_error_message=_("Please give a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.title}: {self.get_outcome_display()}"

    def save(self, *args, **kwargs):
        """Write once.

        Raises:
            TypeError: if it is stored already.
        """
        if self.pk is not None:
            raise TypeError("A decision is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A decision is never deleted.")
