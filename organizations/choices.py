"""Enumerations about organisations that anyone can import."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The first of a field that has to be chosen from.
NOT_CHOSEN = ("", _("Please choose"))


class Role(models.TextChoices):
    """What a person does in a member organisation."""

    CONTRIBUTOR = "contributor", _("Contributor")
    COORDINATOR = "coordinator", _("Coordinator")
