"""What an editor looks at although it is public already."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from ..choices import ConcernCategory, FollowUpKind, FollowUpOutcome


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)


class FollowUp(models.Model):
    """Something public that was changed in a hurry, is newly pointed at, or worries a
    visitor. `data` holds what the kind needs: {"move": id}, {"matches": […]};
    and {"revision": id}, what was public before it was taken off."""

    kind = models.CharField(max_length=12, choices=FollowUpKind.choices)
    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="follow_ups"
    )
    title = models.CharField(max_length=255)
    category = models.CharField(
        max_length=10, choices=ConcernCategory.choices, blank=True
    )
    note = models.TextField(blank=True)
    # Of a visitor who wants an answer; forgotten by `forget_visitors`.
    email = models.EmailField(blank=True)
    data = models.JSONField(default=dict)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(
        max_length=12, choices=FollowUpOutcome.choices, blank=True
    )
    answer = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        indexes = [models.Index(fields=["closed_at", "raised_at"])]

    def __str__(self):
        return f"{self.title}: {self.kind}"
