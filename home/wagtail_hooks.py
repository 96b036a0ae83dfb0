"""What the CMS learns from this app."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.widgets import Button
from wagtail.models import Page

from organizations.permissions import user_is_campaign_coordinator

from . import cms
from .models import CONTENT_LOADED
from .reviewing import due

# Wagtail's search for pages does not say what it counts: “1-5 of 5 None”.
SearchView.verbose_name = Page._meta.verbose_name
SearchView.verbose_name_plural = Page._meta.verbose_name_plural
# It sets one plural after every number, which half of our languages do not do.
WagtailPaginator.items_count_label = property(cms.count_label)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        CONTENT_LOADED,
        _("Load the campaign's texts"),
        _("Loaded from the campaign's texts"),
    )


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("translations/", cms.TranslationsView.as_view(), name="page_translations"),
        path(
            "translations/<int:pk>/<str:language>/",
            cms.TranslationView.as_view(),
            name="page_translation",
        ),
    ]


def translates(user) -> bool:
    return user.is_superuser or user_is_campaign_coordinator(user)


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request):
        return translates(request.user)


@hooks.register("register_admin_menu_item")
def translations_item():
    return TranslationsMenuItem(
        _("Translations"),
        reverse("page_translations"),
        icon_name="globe",
        order=230,
    )


@hooks.register("construct_homepage_panels", order=20)
def texts_to_review(request, panels):
    if translates(request.user) and (entries := due()):
        panels.append(cms.ReviewPanel(entries))


@hooks.register("register_page_header_buttons")
def translations_button(page, user, view_name, next_url=None):
    if page.specific_class.__module__.startswith("home.") and translates(user):
        yield Button(
            _("Translations"),
            reverse("page_translations"),
            icon_name="globe",
            priority=60,
        )
