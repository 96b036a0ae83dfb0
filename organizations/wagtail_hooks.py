"""Registers with Wagtail what this app decides. The policy comes first, as it must."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.models import AbstractPage, Page
from wagtail.permissions import register_permission_policy

from . import cms
from .permissions import MembershipPagePermissionPolicy, audiences_of

register_permission_policy(AbstractPage, MembershipPagePermissionPolicy(Page))


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
_FOR_CAMPAIGN = frozenset({"explorer", "images", "reports", "settings", "help"})


@hooks.register("construct_main_menu")
def show_only_what_can_be_used(request, menu_items):
    """Hide what the gate would not open."""
    roles = audiences_of(request.user)
    stock = {"explorer", "images", "reports", "settings", "help", "documents"}
    shown = _FOR_CAMPAIGN - {"help", "reports"} if "campaign" in roles else frozenset()
    menu_items[:] = [
        item for item in menu_items if item.name not in stock or item.name in shown
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
