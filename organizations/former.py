"""Addresses that something had before: 301 for good, or 410 once it is gone.

Only a hash of each is kept, so that nothing can be read from the table of what was
withdrawn (SECURITY-CASES 48).
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import FormerSlug

_SENTENCE = _(
    "This address belonged to something else before, and links to it still lead there. "
    "Please choose another one."
)


def remember(kind: str, instance, *, was_public: bool) -> None:
    """Keep the stored slug of what is about to be saved with another one."""
    if instance.pk is None:
        return
    stored = type(instance).objects.filter(pk=instance.pk)
    former = stored.values_list("slug", flat=True).first()
    if former is None or former == instance.slug:
        return
    FormerSlug.of(kind, instance.slug).filter(object_id=instance.pk).delete()
    if was_public:
        remember_deleted(kind, former, instance.pk)


def remember_deleted(kind: str, slug: str, pk: int) -> None:
    FormerSlug.objects.update_or_create(
        kind=kind, slug_hash=FormerSlug.hash_of(slug), defaults={"object_id": pk}
    )


def check_free(kind: str, instance) -> None:
    """Refuse an address that something else had: links lead there for good.

    Raises:
        ValidationError: at `slug`.
    """
    if FormerSlug.of(kind, instance.slug).exclude(object_id=instance.pk).exists():
        raise ValidationError({"slug": _SENTENCE})


def owner_of(kind: str, slug: str) -> int | None:
    """Return the key of what had this slug, None if nothing had."""
    return FormerSlug.of(kind, slug).values_list("object_id", flat=True).first()
