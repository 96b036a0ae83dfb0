"""What editors and groups leave at the desk on the way to a decision.

What the group reads (`Message`, `Appeal`) and what it never reads (`InternalNote`,
`Vote`, `Judgement`) are tables of their own: no filter can be forgotten.
"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState

from organizations.models import OrganizationPage

from ..choices import Grounds, Outcome
from .decisions import Decision
from .policy import Criterion
from .watchlist import WatchlistEntry

# How long somebody counts as looking, and how long a claim holds without a sign.
LOOKS_FOR = dt.timedelta(minutes=5)
CLAIM_HOLDS = dt.timedelta(minutes=45)
JUDGEMENT_HOLDS = dt.timedelta(days=365)


def _person(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        **options,
    )


class EditorProfile(models.Model):
    """Which countries and languages an editor reads; empty means all."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="editor_profile",
    )
    countries = models.JSONField(default=list)
    languages = models.JSONField(default=list)

    def __str__(self):
        return str(self.user)


class LookQuerySet(models.QuerySet):
    def looking(self, at=None):
        """Keep those of the last minutes."""
        return self.filter(seen_at__gt=(at or timezone.now()) - LOOKS_FOR)

    def claimed(self, at=None):
        """Keep claims that still hold."""
        return self.filter(claimed_at__gt=(at or timezone.now()) - CLAIM_HOLDS)


class Look(models.Model):
    """When an editor last had a submission open, and whether they took it on."""

    task_state = models.ForeignKey(
        TaskState, on_delete=models.CASCADE, related_name="looks"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # Since when in this sitting, for the minutes that a decision takes.
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["task_state", "user"], name="look_once_per_editor"
            ),
        ]

    def __str__(self):
        return f"{self.task_state_id}: {self.user}"


class Vote(models.Model):
    """What one editor would decide on a revision that takes two. Written once.

    Without an outcome it only asks for a second opinion.
    """

    task_state = models.ForeignKey(
        TaskState, on_delete=models.CASCADE, related_name="votes"
    )
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    grounds = models.CharField(max_length=20, choices=Grounds.choices, blank=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    criterion = models.ForeignKey(
        Criterion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["cast_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "user", "task_state"],
                condition=~models.Q(outcome=""),
                name="vote_once_per_revision",
            ),
        ]

    def __str__(self):
        return f"{self.task_state_id}: {self.get_outcome_display()}"


class Message(models.Model):
    """One message between the editors and a group; both sides read it."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="screening_messages"
    )
    author = _person()
    is_from_editors = models.BooleanField()
    text = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self):
        return f"{self.page_id}: {self.sent_at:%Y-%m-%d %H:%M}"


class InternalNote(models.Model):
    """What editors tell each other about a submission. Its group never reads it."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="screening_notes"
    )
    author = _person()
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"{self.page_id}: {self.written_at:%Y-%m-%d %H:%M}"


class AppealQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decided_at=None)


class Appeal(models.Model):
    """A group's one objection to a decision, and what another editor says to it."""

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="appeal"
    )
    text = models.TextField(_("Why should we decide otherwise?"))
    made_by = _person()
    made_at = models.DateTimeField(default=timezone.now)
    decide_by = models.DateField()
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["decide_by", "pk"]

    def __str__(self):
        return str(self.decision)


class AppealVote(models.Model):
    """What one editor would answer to an appeal that takes two. Written once."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    is_granted = models.BooleanField()
    answer = models.TextField()
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["cast_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "user"], name="vote_once_per_appeal"
            ),
        ]

    def __str__(self):
        return f"{self.appeal_id}: {self.is_granted}"


class UrgentMail(models.Model):
    """That editors were written to about a submission, so that it is done once."""

    class Why(models.TextChoices):
        SOON = "soon", _("It begins soon")
        UNLOOKED = "unlooked", _("Nobody has looked yet")

    task_state = models.ForeignKey(
        TaskState, on_delete=models.CASCADE, related_name="urgent_mails"
    )
    why = models.CharField(max_length=10, choices=Why.choices)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task_state", "why"], name="urgent_mail_once"
            ),
        ]

    def __str__(self):
        return f"{self.task_state_id}: {self.why}"


class Judgement(models.Model):
    """“Another group of the same name”: an organization and an entry, for a time.

    It lapses on its day, when the entry is changed, and when other words are found.
    """

    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.CASCADE, related_name="judgements"
    )
    entry = models.ForeignKey(
        WatchlistEntry, on_delete=models.CASCADE, related_name="judgements"
    )
    evidence = models.JSONField(help_text="The words in question, case folded, sorted.")
    entry_changed_at = models.DateTimeField()
    judged_by = _person()
    judged_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()

    class Meta:
        ordering = ["-judged_at", "-pk"]

    def __str__(self):
        return f"{self.organization_id} × {self.entry_id}"


class StockAnswer(models.Model):
    """The editors' own words for a criterion; where there are none, the rule's."""

    criterion = models.OneToOneField(
        Criterion, on_delete=models.CASCADE, related_name="stock_answer"
    )
    texts = models.JSONField(default=dict)  # {"en": …, "de": …}
    changed_by = _person()
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return str(self.criterion)
