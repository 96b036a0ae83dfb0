"""What happens to the site as a whole when one of its parts changes."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ObjectwarConfig(AppConfig):
    name = "objectwar"

    def ready(self):
        # Models cannot be imported before every app is there.
        from wagtail.contrib.settings.models import (  # noqa: PLC0415
            AbstractSetting,
        )
        from wagtail.models import Page  # noqa: PLC0415
        from wagtail.signals import (  # noqa: PLC0415
            page_published,
            page_slug_changed,
            page_unpublished,
            post_page_move,
        )

        from events.lifecycle import note_public_change  # noqa: PLC0415

        def changed(**_kwargs):
            note_public_change()

        def page_is_gone(instance, **_kwargs):
            if isinstance(instance, Page) and instance.live:
                note_public_change()

        def setting_is_saved(instance, **_kwargs):
            if isinstance(instance, AbstractSetting):
                note_public_change()

        options = {"weak": False, "dispatch_uid": "objectwar.kept"}
        for signal in (
            page_published,
            page_unpublished,
            page_slug_changed,
            post_page_move,
        ):
            signal.connect(changed, **options)
        post_delete.connect(page_is_gone, **options)
        post_save.connect(setting_is_saved, **options)
