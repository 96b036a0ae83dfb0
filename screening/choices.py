"""Enumerations about screening that anyone can import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What an editor decides about a submission."""

    APPROVED = "approved", _("Approved")
    CHANGES_REQUESTED = "changes_requested", _("Changes asked for")
    REJECTED = "rejected", _("Rejected")


class Level(models.TextChoices):
    """How loudly a finding speaks. Neither ever decides anything."""

    ALERT = "alert", _("Please look")
    HINT = "hint", _("Hint")


class EntryKind(models.TextChoices):
    """What a watchlist entry is about."""

    GROUP = "group", _("Group")
    OUTLET = "outlet", _("Outlet")


class EntryStatus(models.TextChoices):
    """Only active entries are looked for."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    RETRACTED = "retracted", _("Retracted")
