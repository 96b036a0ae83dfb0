"""What is decided by: numbered criteria in versions that are never changed once public.

Each text is kept in several languages, `{"en": …, "de": …}`; where a language is
missing the English one is shown.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _


class PolicyQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def current(self):
        """Return the version in force, or None before the first."""
        return self.published().order_by("-number").first()


class Policy(models.Model):
    """One version of the criteria. Without `published_at` it is being written."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    def __str__(self):
        return str(_("Version %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("screening:policy_version", args=[self.number])

    def address_in(self, language: str) -> str:
        """Return where everyone reads it, in a language."""
        with override(language):
            return settings.SITE_URL + self.get_absolute_url()


def _texts():
    return models.JSONField(default=dict)


class Criterion(models.Model):
    """One numbered rule, with an example of each: accepted, borderline, refused."""

    TEXTS = ("title", "rule", "accepted", "borderline", "refused")

    policy = models.ForeignKey(
        Policy, on_delete=models.CASCADE, related_name="criteria"
    )
    number = models.PositiveIntegerField()
    titles = _texts()
    rules = _texts()
    accepted_examples = _texts()
    borderline_examples = _texts()
    refused_examples = _texts()

    class Meta:
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "number"], name="criterion_number_unique"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def save(self, *args, **kwargs):
        """Store while its version is being written.

        Raises:
            TypeError: if the version is public.
        """
        if self.policy.published_at is not None:
            raise TypeError("A published criterion is never changed.")
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def rule(self) -> str:
        return in_language(self.rules)

    @property
    def accepted(self) -> str:
        return in_language(self.accepted_examples)

    @property
    def borderline(self) -> str:
        return in_language(self.borderline_examples)

    @property
    def refused(self) -> str:
        return in_language(self.refused_examples)


def in_language(texts: dict[str, str]) -> str:
    """Return the text in the reader's language, or in English."""
    return texts.get(get_language() or "") or texts.get(settings.LANGUAGE_CODE, "")
