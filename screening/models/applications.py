"""A group that asks to join the alliance, until it is a member or is forgotten."""

import hashlib
import secrets

from django.db import models
from django.utils import timezone
from wagtail.models import Page


class Application(models.Model):
    """What a group wrote, and where to answer it.

    Once its address is confirmed, the organisation's page is made, not public, and goes
    the way of every submission. Only a hash of the mail's link is kept.
    """

    name = models.CharField(max_length=150)
    country = models.CharField(max_length=2)
    website = models.URLField(max_length=500, blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField()
    why = models.TextField()
    vouchers = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    organization = models.OneToOneField(
        Page, null=True, on_delete=models.SET_NULL, related_name="application"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self):
        return self.name

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
