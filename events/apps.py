"""The app of what happens, where and when."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .text_index import ensure_text_index


def keep_text_index(sender, using, **kwargs):
    ensure_text_index(using)


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Actions")

    def ready(self):
        post_migrate.connect(keep_text_index, sender=self)
        from . import receivers  # noqa: F401, PLC0415 - connects them, needs models
