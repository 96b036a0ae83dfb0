"""The app of who looked, what they found and what they decided."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "screening"
    verbose_name = _("Screening")

    def ready(self):
        from . import receivers  # noqa: F401, PLC0415 - connects them, needs models
