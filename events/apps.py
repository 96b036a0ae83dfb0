"""The app of what happens, where and when."""

import tzdata
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import pgettext_lazy

from .text_index import ensure_text_index


def keep_text_index(sender, using, **kwargs):
    ensure_text_index(using)


def keep_moments(sender, *, plan=(), verbosity=0, stdout=None, **kwargs):
    """Hold stored moments against the zone data, where a release brought new ones."""
    from .lifecycle import follow_zone_data  # noqa: PLC0415 - needs models
    from .models import PublicState  # noqa: PLC0415 - the same

    if any(backwards for _migration, backwards in plan):
        return
    former = PublicState.objects.exclude(zone_data=tzdata.IANA_VERSION)
    if former.exists():
        moved = follow_zone_data()
        former.update(zone_data=tzdata.IANA_VERSION)
        if verbosity and stdout:
            stdout.write(
                f"Zone data {tzdata.IANA_VERSION}: {moved} coming dates moved.\n"
            )


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = pgettext_lazy("of the campaign", "Actions")

    def ready(self):
        post_migrate.connect(keep_text_index, sender=self)
        post_migrate.connect(keep_moments, sender=self)
        from . import receivers  # noqa: F401, PLC0415 - connects them, needs models
