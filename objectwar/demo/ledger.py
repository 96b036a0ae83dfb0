"""What the demonstration has created once, so that it never does so again.

The note is in Wagtail's log, beside "created": it outlives what it speaks of, so an
example that somebody has renamed, edited or deleted stays as that person left it.
"""

from django.db import models
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry

_KEY = "demo_key"


def remembered_keys() -> set[str]:
    """Return the keys of everything that was ever created."""
    return {
        key
        for entries in (PageLogEntry, ModelLogEntry)
        for key in entries.objects.filter(
            action="wagtail.create", data__has_key=_KEY
        ).values_list(f"data__{_KEY}", flat=True)
    }


def remember(instance: models.Model, key: str) -> None:
    """Note that `instance` was created under `key`, in an entry that it may have."""
    updated = 0
    if isinstance(instance, Page):
        entries = PageLogEntry.objects.filter(
            page_id=instance.pk, action="wagtail.create"
        )
        updated = entries.update(data={_KEY: key})
    if not updated:
        log(instance=instance, action="wagtail.create", data={_KEY: key})
