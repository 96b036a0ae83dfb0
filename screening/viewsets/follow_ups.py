"""What editors look at afterwards: urgent changes, new evidence, visitors' concerns."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from events.models import EventPage, Move
from organizations.permissions import user_is_editor
from organizations.text import clean_text

from ..choices import FollowUpOutcome
from ..engine.report import match_from_json
from ..follow_ups import (
    bring_back,
    can_be_brought_back,
    can_be_undone,
    close_follow_up,
)
from ..menu import CountedMenuItem
from ..models import FollowUp
from ..permissions import user_is_involved

PER_PAGE = 25


def what_moved(move: Move) -> list[tuple[str, str, str]]:
    """Return (label, before, after) of each value of a move, pins left out."""
    return [
        (
            capfirst(EventPage._meta.get_field(name).verbose_name),
            move.before.get(name) or "–",
            after or "–",
        )
        for name, after in move.after.items()
        if after != move.before.get(name) and name not in {"latitude", "longitude"}
    ]


def shown(follow_up: FollowUp, moves: dict[int, Move], user) -> dict:
    page = follow_up.page and follow_up.page.specific
    move = moves.get(follow_up.data.get("move"))
    return {
        "follow_up": follow_up,
        "page": page,
        "changes": what_moved(move) if move else [],
        "sentences": [
            match_from_json(match).summary
            for match in follow_up.data.get("matches", ())
        ],
        "can_undo": can_be_undone(follow_up),
        "can_bring_back": can_be_brought_back(follow_up, user),
        "is_public": page is not None and page.live,
        "is_event": isinstance(page, EventPage),
        "is_own": page is not None and user_is_involved(user, page),
    }


class FollowUpsView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/follow_ups.html"
    page_title = gettext_lazy("Look afterwards")
    header_icon = "view"

    def get_context_data(self, **kwargs):
        is_closed = self.request.GET.get("closed") == "1"
        rows = FollowUp.objects.select_related("page", "raised_by", "closed_by")
        rows = (
            rows.exclude(closed_at=None).order_by("-closed_at")
            if is_closed
            else rows.open()
        )
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        numbers = [row.data.get("move") for row in page]
        moves = Move.objects.in_bulk([n for n in numbers if n])
        return super().get_context_data(
            page_obj=page,
            total=page.paginator.count,
            rows=[shown(row, moves, self.request.user) for row in page],
            is_closed=is_closed,
            **kwargs,
        )


@require_POST
def back(request, pk):
    """Show again what was taken off the site."""
    try:
        bring_back(follow_up=get_object_or_404(FollowUp, pk=pk), by=request.user)
    except PermissionDenied:
        messages.error(request, _("That is not for you to bring back, or it is back."))
    else:
        messages.success(request, _("It is on the site again."))
    return redirect(reverse("follow_ups:index") + "?closed=1")


@require_POST
def close(request, pk):
    """Say what is done about one: fine, undo, take off the site."""
    follow_up = get_object_or_404(FollowUp, pk=pk)
    outcome = request.POST.get("outcome", "")
    if outcome not in FollowUpOutcome.values:
        messages.error(request, _("Please choose what to do."))
        return redirect("follow_ups:index")
    try:
        close_follow_up(
            follow_up=follow_up,
            outcome=FollowUpOutcome(outcome),
            by=request.user,
            answer=clean_text(request.POST.get("answer", ""))[:2000],
        )
    except PermissionDenied:
        messages.error(
            request, _("You belong to one of these organisations, so others decide.")
        )
    else:
        messages.success(request, _("Done."))
    return redirect("follow_ups:index")


class FollowUpsMenuItem(CountedMenuItem):
    def is_shown(self, request):
        return user_is_editor(request.user)

    def count(self, request):
        return FollowUp.objects.open().count()


class FollowUpViewSet(ViewSet):
    icon = "view"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Look afterwards")
    menu_order = 205
    menu_item_class = FollowUpsMenuItem

    def get_urlpatterns(self):
        return [
            path("", FollowUpsView.as_view(), name="index"),
            path("<int:pk>/", close, name="close"),
            path("<int:pk>/back/", back, name="back"),
        ]


follow_up_viewset = FollowUpViewSet("follow_ups", url_prefix="screening/afterwards")
