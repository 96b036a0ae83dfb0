"""The app of the ground under the maps."""

from django.apps import AppConfig


class BasemapConfig(AppConfig):
    name = "basemap"

    def ready(self):
        from . import checks  # noqa: F401, PLC0415 - registers them
