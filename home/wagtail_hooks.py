"""What the CMS learns from this app."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .models import CONTENT_LOADED


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        CONTENT_LOADED,
        _("Load the campaign's texts"),
        _("Loaded from the campaign's texts"),
    )
