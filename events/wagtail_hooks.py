"""Registers with Wagtail what this app adds to the CMS."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from organizations.models import OrganizationPage
from organizations.permissions import (
    active_memberships,
    user_is_campaign_coordinator,
)

from . import cms, cms_calendars, cms_dates, cms_import
from .models import ActionPeriod, EventPage
from .viewsets import event_viewset, organization_viewset, period_viewset


class CampaignPolicy(ModelPermissionPolicy):
    """The campaign's coordinators keep the periods; no rows of permissions needed."""

    def user_has_permission(self, user, action):
        return user_is_campaign_coordinator(user)


register_permission_policy(ActionPeriod, CampaignPolicy(ActionPeriod))


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [event_viewset, organization_viewset, period_viewset]


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("actions/", cms.OwnActionsView.as_view(), name="own_actions"),
        path("tour/", cms.TourView.as_view(), name="tour"),
        path("actions/add/", cms.PostActionView.as_view(), name="post_action"),
        path(
            "actions/<int:page_id>/call-off/",
            cms.CallOffView.as_view(),
            name="call_off_action",
        ),
        path(
            "actions/<int:page_id>/reinstate/", cms.reinstate, name="reinstate_action"
        ),
        path(
            "actions/<int:page_id>/duplicate/", cms.duplicate, name="duplicate_action"
        ),
        path(
            "actions/<int:page_id>/take-back/", cms.take_back, name="take_back_action"
        ),
        path(
            "co-organizing/<int:pk>/",
            cms.answer_co_organizing,
            name="answer_co_organizing",
        ),
        path(
            "actions/<int:page_id>/dates/",
            cms_dates.DatesView.as_view(),
            name="action_dates",
        ),
        path("actions/dates/", cms_dates.preview_dates, name="preview_dates"),
        path("locate/", cms.locate_town, name="event_locate"),
        path("import/", cms_import.ImportStartView.as_view(), name="import_start"),
        path("import/template.<str:kind>", cms_import.template, name="import_template"),
        path(
            "import/<uuid:upload_id>/",
            cms_import.ImportTableView.as_view(),
            name="import_table",
        ),
        path(
            "import/<uuid:upload_id>/columns/",
            cms_import.ImportColumnsView.as_view(),
            name="import_columns",
        ),
        path(
            "import/<uuid:upload_id>/discard/",
            cms_import.discard,
            name="discard_import",
        ),
        path("locate/address/", cms.locate_address, name="event_locate_address"),
        path("locate/zone/", cms.locate_zone, name="event_locate_zone"),
        path("calendars/", cms_calendars.CalendarsView.as_view(), name="calendars"),
        path(
            "calendars/<uuid:calendar_id>/fetch/",
            cms_calendars.fetch_now,
            name="fetch_calendar",
        ),
        path(
            "calendars/<uuid:calendar_id>/pause/",
            cms_calendars.pause,
            name="pause_calendar",
        ),
        path(
            "calendars/<uuid:calendar_id>/remove/",
            cms_calendars.remove,
            name="remove_calendar",
        ),
        path("proposals/", cms_calendars.ProposalsView.as_view(), name="proposals"),
        path(
            "proposals/<uuid:proposal_id>/",
            cms_calendars.answer,
            name="answer_proposal",
        ),
    ]


@hooks.register("construct_homepage_panels")
def first_screen(request, panels):
    panels[:] = [panel for panel in panels if panel.order < 10]
    if active_memberships(request.user):
        panels.append(cms.OwnActionsPanel())
    if user_is_campaign_coordinator(request.user):
        panels.append(cms.CampaignPanel())


class MembersMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(active_memberships(request.user))


@hooks.register("register_admin_menu_item")
def post_action_item():
    return MembersMenuItem(
        _("Post an action"), reverse("post_action"), icon_name="plus", order=10
    )


@hooks.register("register_admin_menu_item")
def own_actions_item():
    return MembersMenuItem(
        _("Our actions"), reverse("own_actions"), icon_name="calendar", order=20
    )


@hooks.register("register_admin_menu_item")
def import_item():
    return MembersMenuItem(
        _("Import"), reverse("import_start"), icon_name="upload", order=25
    )


@hooks.register("register_admin_menu_item")
def tour_item():
    return MembersMenuItem(
        _("How it works"), reverse("tour"), icon_name="help", order=900
    )


class SendItem(ActionMenuItem):
    name = "action-submit"
    icon_name = "mail"

    def __init__(self, label, order=0):
        super().__init__(order)
        self.label = label

    def is_shown(self, context):
        return True


class KeepItem(ActionMenuItem):
    name = "action-save-draft"
    label = _("Save as draft")
    icon_name = "draft"

    def is_shown(self, context):
        return True


@hooks.register("construct_page_action_menu")
def offer_two_ways(menu_items, request, context):
    """What is screened is sent or kept as a draft; there is nothing else to choose."""
    page = context.get("page")
    if context["view"] == "create":
        parent = context["parent_page"].specific_class
        if parent is not OrganizationPage:
            return
        waits = False
        may_send = True
    elif isinstance(page, (EventPage, OrganizationPage)):
        if page.permissions_for_user(request.user).can_publish():
            return
        waits = page.workflow_in_progress
        may_send = waits or page.get_workflow() is not None
    else:
        return
    menu_items[:] = []
    if may_send:
        menu_items.append(
            SendItem(_("Save the change") if waits else _("Send to the editors"))
        )
    if not waits:
        menu_items.append(KeepItem(order=10))


# In the order in which they hold: the phone has the last word.
CMS_STYLES = (
    "tokens",
    "frame",
    "pages",
    "desk",
    "forms",
    "tables",
    "beside",
    "phone",
)


@hooks.register("insert_global_admin_css")
def cms_styles():
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        (
            (static(path),)
            for path in (
                "css/admin.css",
                *(f"css/cms/{part}.css" for part in CMS_STYLES),
                "css/cms-import.css",
            )
        ),
    )


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("events.cancel", _("Call off"), _("Called off"))
    actions.register_action(
        "events.reinstate", _("Reinstate"), _("Takes place after all")
    )
    actions.register_action(
        "events.move", _("New time or place"), _("Time or place is another one")
    )
    actions.register_action("events.undo", _("Undo"), _("An editor undid it"))
