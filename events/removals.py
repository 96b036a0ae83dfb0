"""What readers may still hold and must drop: a UID and a moment, nothing else.

A program that fetches only what changed cannot see what is gone. The UID is random, so
that a row says nothing of whose action it was or why it went.
"""

from django.db.models import QuerySet
from django.utils import timezone

from .models import Occurrence, Removal


def note(occurrences: QuerySet[Occurrence]) -> None:
    """Remember those that are no longer public, and forget those that are again.

    What comes back counts as changed, or nobody who dropped it would hear of it.
    """
    now = timezone.now()
    public = set(occurrences.published().values_list("uid", flat=True))
    known = set(occurrences.values_list("uid", flat=True))
    Removal.objects.bulk_create(
        [Removal(uid=uid, removed_at=now) for uid in sorted(known - public)],
        ignore_conflicts=True,
    )
    back = Removal.objects.filter(uid__in=public)
    uids = list(back.values_list("uid", flat=True))
    if uids:
        Occurrence.objects.filter(uid__in=uids).update(changed_at=now)
        back.delete()


def note_deleted(uid: str) -> None:
    """Remember one whose row is gone, too."""
    Removal.objects.get_or_create(uid=uid, defaults={"removed_at": timezone.now()})
