"""Registers with Wagtail what this app adds to the CMS."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from organizations.permissions import user_is_editor

from . import cms
from .choices import Outcome
from .menu import CountedMenuItem
from .models import Decision
from .queue import counts_for, open_appeals, settles_disputes, waiting_states
from .views.answers import AnswerListView, AnswerView
from .views.appeals import AppealView
from .views.conversation import ConversationView
from .viewsets import (
    follow_up_viewset,
    freeze_viewset,
    numbers_viewset,
    policy_viewset,
    watchlist_viewset,
)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        follow_up_viewset,
        watchlist_viewset,
        policy_viewset,
        numbers_viewset,
        freeze_viewset,
    ]


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("screening/", cms.QueueView.as_view(), name="screening_queue"),
        path("screening/history/", cms.HistoryView.as_view(), name="screening_history"),
        path(
            "screening/<int:pk>/",
            cms.SubmissionView.as_view(),
            name="screen_submission",
        ),
        path(
            "screening/<int:pk>/preview/",
            cms.preview_submission,
            name="preview_submission",
        ),
        path("screening/appeals/<int:pk>/", AppealView.as_view(), name="screen_appeal"),
        path("screening/answers/", AnswerListView.as_view(), name="stock_answers"),
        path(
            "screening/answers/<int:criterion>/",
            AnswerView.as_view(),
            name="stock_answer",
        ),
        path(
            "conversation/<int:page_id>/",
            ConversationView.as_view(),
            name="conversation",
        ),
    ]


class EditorsMenuItem(MenuItem):
    def is_shown(self, request):
        return user_is_editor(request.user)


class QueueMenuItem(CountedMenuItem):
    def is_shown(self, request):
        return user_is_editor(request.user) or settles_disputes(request.user)

    def count(self, request):
        if user_is_editor(request.user):
            return waiting_states().count() + open_appeals().count()
        return counts_for(request.user)["disputed"]


@hooks.register("register_admin_menu_item")
def queue_item():
    return QueueMenuItem(
        _("Screening"),
        reverse("screening_queue"),
        icon_name="clipboard-list",
        order=200,
    )


@hooks.register("register_admin_menu_item")
def history_item():
    return EditorsMenuItem(
        _("Decisions"), reverse("screening_history"), icon_name="history", order=210
    )


# After the members' panel, which clears Wagtail's own (events/wagtail_hooks.py).
@hooks.register("construct_homepage_panels", order=10)
def first_screen(request, panels):
    if user_is_editor(request.user) or settles_disputes(request.user):
        panels.append(cms.QueuePanel())


@hooks.register("before_edit_page")
def show_the_last_decision(request, page):
    """Put what an editor asked for on top of the form, until it is sent again."""
    if request.method != "GET":
        return
    decision = Decision.objects.filter(page_id=page.pk).first()
    if decision is None or decision.outcome == Outcome.APPROVED:
        return
    if page.workflow_in_progress:
        return
    messages.warning(
        request,
        _("%(outcome)s: %(reason)s")
        % {"outcome": decision.get_outcome_display(), "reason": decision.reason},
        buttons=[
            messages.button(
                reverse("conversation", args=[page.pk]), _("Answer or appeal")
            )
        ],
    )
