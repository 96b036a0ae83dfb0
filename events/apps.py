"""The app of what happens, where and when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Actions")

    def ready(self):
        from . import receivers  # noqa: F401, PLC0415 - connects them, needs models
