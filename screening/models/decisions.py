"""What was decided: written once, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from ..choices import Grounds, Outcome
from .policy import Criterion, Policy


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
    # Why a finding did not stand in the way; the group never reads it.
    grounds = models.CharField(max_length=20, choices=Grounds.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # By which rules: the version in force then, and the criterion if one was named.
    policy = models.ForeignKey(
        Policy, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    criterion = models.ForeignKey(
        Criterion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("criterion"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="screening_decisions",
    )
    # Where it took two: the other editor, whose vote was the same.
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When whoever decided opened it, for the minutes that a decision takes.
    opened_at = models.DateTimeField(null=True)
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
