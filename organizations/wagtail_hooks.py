"""Registers with Wagtail what this app decides. The policy comes first, as it must."""

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
)
from wagtail.admin.rich_text.editors.draftail import features as draftail_features
from wagtail.admin.search import SearchArea
from wagtail.contrib.settings.registry import SettingMenuItem
from wagtail.models import AbstractPage, Page
from wagtail.permissions import register_permission_policy

from . import cms
from .permissions import MembershipPagePermissionPolicy, audiences_of

register_permission_policy(AbstractPage, MembershipPagePermissionPolicy(Page))


@hooks.register("register_rich_text_features", order=100)
def register_weblink(features):
    """A link to a web or mail address: the page chooser is not for members."""
    chooser = reverse_lazy("wagtailadmin_choose_page_external_link")
    features.register_editor_plugin(
        "draftail",
        "weblink",
        draftail_features.EntityFeature(
            {
                "type": "LINK",
                "icon": "link",
                "description": _("Link"),
                "attributes": ["url"],
                "allowlist": {"href": "^(http:|https:|mailto:|undefined$)"},
                "chooserUrls": {
                    "pageChooser": chooser,
                    "externalLinkChooser": chooser,
                    "emailLinkChooser": reverse_lazy(
                        "wagtailadmin_choose_page_email_link"
                    ),
                },
            },
            js=["wagtailadmin/js/page-chooser-modal.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "weblink",
        {
            "from_database_format": {"a[href]": ExternalLinkElementHandler("LINK")},
            "to_database_format": {"entity_decorators": {"LINK": link_entity}},
        },
    )


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("people/", cms.PeopleStartView.as_view(), name="people"),
        path(
            "people/<int:page_id>/",
            cms.PeopleView.as_view(),
            name="organization_people",
        ),
        path(
            "people/<int:page_id>/remove/<int:pk>/",
            cms.remove_member,
            name="remove_member",
        ),
        path(
            "people/<int:page_id>/withdraw/<int:pk>/",
            cms.withdraw_invitation,
            name="withdraw_invitation",
        ),
        path("people/<int:page_id>/suspend/", cms.suspend, name="suspend_organization"),
        path("people/<int:page_id>/restore/", cms.restore, name="restore_organization"),
    ]


class CoordinatorsMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(audiences_of(request.user) & {"coordinator", "campaign"})


@hooks.register("register_admin_menu_item")
def people_item():
    return CoordinatorsMenuItem(
        _("People"), reverse("people"), icon_name="group", order=30
    )


# What each audience is shown of Wagtail's own menu, by the items' names.
_FOR_CAMPAIGN = frozenset(
    {"explorer", "images", "documents", "reports", "settings", "help"}
)


@hooks.register("construct_main_menu")
def show_only_what_can_be_used(request, menu_items):
    """Hide what the gate would not open."""
    roles = audiences_of(request.user)
    stock = {"explorer", "images", "reports", "settings", "help", "documents"}
    shown = _FOR_CAMPAIGN - {"help", "reports"} if "campaign" in roles else frozenset()
    menu_items[:] = [
        item for item in menu_items if item.name not in stock or item.name in shown
    ]


@hooks.register("construct_settings_menu")
def settings_that_code_does_not_own(request, menu_items):
    """Keep people, languages and what our settings set; code makes the rest."""
    menu_items[:] = [
        item
        for item in menu_items
        if item.name in {"users", "locales"} or isinstance(item, SettingMenuItem)
    ]


def _search_is_shown(search_area, request):
    return "campaign" in audiences_of(request.user)


# Its own hook for this is not asked by the sidebar, which shows the search to all.
SearchArea.is_shown = _search_is_shown


@hooks.register("register_log_actions")
def log_actions(actions):
    """Name what `lifecycle` logs: an action without a name is refused by Wagtail."""
    for action, label, message in (
        ("invite", _("Invite"), _("Invited somebody")),
        ("join", _("Join"), _("Accepted an invitation")),
        ("remove_member", _("Remove"), _("Removed somebody")),
        ("suspend", _("Suspend"), _("Suspended")),
        ("restore", _("Restore"), _("Lifted the suspension")),
    ):
        actions.register_action(f"organizations.{action}", label, message)


@hooks.register("register_account_menu_item")
def mail_address_item(request):
    return {
        "url": reverse("account_email"),
        "label": _("Mail address"),
        "help_text": _("Where mails go, and what you sign in with."),
    }


@hooks.register("register_account_menu_item")
def password_item(request):
    return {
        "url": reverse("account_change_password"),
        "label": _("Change the password"),
        "help_text": _("You are asked for the old one."),
    }


@hooks.register("register_account_menu_item")
def second_factor_item(request):
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor"),
        "help_text": _("A code from your phone, asked for when you sign in."),
    }
