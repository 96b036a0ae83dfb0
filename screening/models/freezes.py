"""A stolen account that was stopped, and what was undone of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Freeze(models.Model):
    """One account, stopped since a moment. `log` holds [what, title] of each step."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="freezes"
    )
    since = models.DateTimeField()
    reason = models.TextField()
    log = models.JSONField(default=list)
    frozen_at = models.DateTimeField(default=timezone.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    thawed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-frozen_at"]

    def __str__(self):
        return f"{self.user}: {self.frozen_at:%Y-%m-%d %H:%M}"
