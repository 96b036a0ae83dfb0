"""The app of those who may speak."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = _("Organisations")

    def ready(self):
        from . import receivers, widgets  # noqa: F401, PLC0415 - need models

        widgets.mend_choosers()
