"""What members do with actions in the CMS beside writing them.

Every view starts at the organisations that the person belongs to; the gate has asked
before (organizations/gate.py).
"""

import math
from dataclasses import asdict

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import WorkflowState
from wagtail.users.models import UserProfile

from organizations.countries import country_name, sort_key
from organizations.models import OrganizationPage
from organizations.permissions import active_memberships, user_coordinates

from . import lifecycle
from .geocoding import geocode_address
from .location import zone_at
from .models import ActionPeriod, CoOrganizer, EventPage, Occurrence
from .public import Coordinates
from .recurrence import spans
from .towns import find_towns
from .whereabouts import address_of

PER_PAGE = 25
# In `UserProfile.dismissibles`, where Wagtail keeps what somebody has put away.
TOUR = "objectwar-tour"


def own_organizations(user) -> list:
    return [membership.organization for membership in active_memberships(user)]


def own_event(request, page_id) -> EventPage:
    """Return an action of the person's organisations.

    Raises:
        Http404: if it belongs to others, or is not there.
    """
    return get_object_or_404(
        EventPage.objects.select_related("organization", "cancellation"),
        pk=page_id,
        organization__in=own_organizations(request.user),
    )


def own_events(user):
    """Return the actions of the person's organisations, with what the list says."""
    return EventPage.objects.filter(
        organization__in=own_organizations(user)
    ).select_related("organization", "cancellation", "latest_revision")


STATES = {
    "cancelled": gettext_lazy("Called off"),
    "changes": gettext_lazy("The editors ask for changes"),
    "rejected": gettext_lazy("Rejected"),
    "waiting": gettext_lazy("Waiting for the editors"),
    "waiting_edit": gettext_lazy("Public; your change waits for the editors"),
    "draft_edit": gettext_lazy("Public; with a change that you have not sent"),
    "public": gettext_lazy("Public"),
    "draft": gettext_lazy("Draft"),
}


def state_of(event: EventPage) -> str:
    """Return the one word of `STATES` that matters to its group."""
    state = event.current_workflow_state
    if getattr(event, "cancellation", None) is not None:
        return "cancelled"
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return "changes"
    if state is not None:
        return "waiting_edit" if event.live else "waiting"
    if event.live:
        return "draft_edit" if event.has_unpublished_changes else "public"
    if was_rejected(event):
        return "rejected"
    return "draft"


def was_rejected(event: EventPage) -> bool:
    return event.get_workflow() is None


def row(event: EventPage) -> dict:
    """Return what a list shows of an action: the draft's own words."""
    draft = event.get_latest_revision_as_object()
    state = state_of(event)
    today = timezone.localdate()
    last_day = draft.ends_on or draft.starts_on
    if draft.is_series and draft.starts_on:
        last_day = max(
            (span.starts_on for span in spans(draft.schedule)), default=last_day
        )
    return {
        "event": event,
        "title": draft.title,
        "starts_on": draft.starts_on,
        "start_time": draft.start_time,
        "city": draft.city,
        "state": state,
        "state_label": STATES[state],
        "is_past": bool(last_day and last_day < today),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[event.pk]),
        "dates_url": reverse("action_dates", args=[event.pk])
        if draft.is_series
        else "",
        "can_call_off": event.live and state != "cancelled",
        "can_take_back": state in {"waiting", "waiting_edit"},
    }


class OwnActionsPanel(Component):
    """The members' first screen: one button, and what they have posted."""

    name = "own_actions"
    template_name = "cms/own_actions_panel.html"
    order = 10

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        today = timezone.localdate()
        coming = own_events(user).filter(
            Q(starts_on=None)
            | Q(starts_on__gte=today)
            | Q(ends_on__gte=today)
            | Exists(
                Occurrence.objects.filter(
                    event=OuterRef("pk"),
                    until_at__gt=timezone.now(),
                    is_dropped=False,
                )
            )
        )
        organizations = own_organizations(user)
        requests = CoOrganizer.objects.filter(
            organization__in=[o for o in organizations if user_coordinates(user, o)],
            state=CoOrganizer.State.NAMED,
            event__live=True,
        ).select_related("event__organization", "organization")
        return {
            "request": parent_context["request"],
            "csrf_token": parent_context.get("csrf_token"),
            "organizations": organizations,
            "rows": [row(e) for e in coming.order_by("starts_on", "pk")[:15]],
            "total": own_events(user).count(),
            "requests": requests,
            "shows_tour": not UserProfile.get_for_user(user).dismissibles.get(TOUR),
        }


class CampaignPanel(Component):
    """The campaign coordinators' first screen: what is planned, and where gaps are."""

    name = "campaign"
    template_name = "cms/campaign_panel.html"
    order = 30

    def get_context_data(self, parent_context):
        period = ActionPeriod.objects.current_or_next()
        occurrences = Occurrence.objects.published()
        if period is not None:
            occurrences = occurrences.filter(event__period=period)
        with_actions = set(occurrences.values_list("event__country", flat=True)) - {""}
        with_members = set(
            OrganizationPage.objects.approved().values_list("country", flat=True)
        )
        gaps = sorted(map(country_name, with_members - with_actions), key=sort_key)
        return {
            "request": parent_context["request"],
            "period": period,
            "total": occurrences.count(),
            "country_total": len(with_actions),
            "gaps": gaps,
        }


class TourView(WagtailAdminTemplateMixin, TemplateView):
    """Three steps from a title to the map; POST takes them off the first screen."""

    template_name = "cms/tour.html"
    page_title = gettext_lazy("How it works")
    header_icon = "help"

    def post(self, request):
        profile = UserProfile.get_for_user(request.user)
        profile.dismissibles[TOUR] = True
        profile.save(update_fields=["dismissibles"])
        return redirect("wagtailadmin_home")


class OwnActionsView(WagtailAdminTemplateMixin, TemplateView):
    """All actions of the person's organisations, the latest first."""

    template_name = "cms/own_actions.html"
    page_title = gettext_lazy("Our actions")
    header_icon = "calendar"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("own_actions"), "label": gettext_lazy("Our actions")},
    ]

    def get_context_data(self, **kwargs):
        events = own_events(self.request.user).order_by("-starts_on", "-pk")
        words = " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[
            :100
        ]
        if words:
            events = events.filter(title__icontains=words)
        page = Paginator(events, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page_obj=page, rows=[row(event) for event in page], q=words, **kwargs
        )


class PostActionView(WagtailAdminTemplateMixin, TemplateView):
    """Lead to the form; ask for whom only where there is a choice."""

    template_name = "cms/choose_organization.html"
    page_title = gettext_lazy("Post an action")
    header_icon = "plus"

    def get(self, request, *args, **kwargs):
        organizations = own_organizations(request.user)
        if len(organizations) == 1:
            return redirect(
                "wagtailadmin_pages:add", "events", "eventpage", organizations[0].pk
            )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            organizations=own_organizations(self.request.user), **kwargs
        )


class CallOffForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What visitors should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "For example why, or where to go instead. May stay empty."
        ),
    )


class CallOffView(WagtailAdminTemplateMixin, FormView):
    """Ask once, then call the action off at once."""

    template_name = "cms/call_off.html"
    form_class = CallOffForm
    page_title = gettext_lazy("Call off")
    header_icon = "cross"
    success_url = reverse_lazy("wagtailadmin_home")

    def dispatch(self, request, *args, **kwargs):
        self.event = own_event(request, kwargs["page_id"])
        if not self.event.live:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if state_of(self.event) == "cancelled":
            # By another of the group, since the question was asked.
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            event=self.event,
            cancellation=getattr(self.event, "cancellation", None),
            **kwargs,
        )

    def form_valid(self, form):
        lifecycle.cancel_event(
            event=self.event,
            user=self.request.user,
            note=form.cleaned_data["note"],
        )
        messages.success(
            self.request,
            _("“%(title)s” is called off. Everyone can see it now, in calendars too.")
            % {"title": self.event.title},
        )
        return super().form_valid(form)


@require_POST
def reinstate(request, page_id):
    event = own_event(request, page_id)
    if not event.live:
        raise Http404
    lifecycle.reinstate_event(event=event, user=request.user)
    messages.success(
        request, _("“%(title)s” takes place after all.") % {"title": event.title}
    )
    return redirect("wagtailadmin_home")


@require_POST
def duplicate(request, page_id):
    draft = lifecycle.duplicate_event(
        event=own_event(request, page_id), user=request.user
    )
    messages.success(request, _("This is a copy. Please choose its day."))
    return redirect("wagtailadmin_pages:edit", draft.pk)


@require_POST
def take_back(request, page_id):
    event = own_event(request, page_id)
    lifecycle.take_back_submission(event=event, user=request.user)
    messages.success(
        request, _("The editors no longer have it. It is your draft again.")
    )
    return redirect("wagtailadmin_pages:edit", event.pk)


@require_POST
def answer_co_organizing(request, pk):
    """Accept or decline being named; for coordinators of the named organisation."""
    row_ = get_object_or_404(
        CoOrganizer.objects.select_related("organization", "event"),
        pk=pk,
        event__live=True,
    )
    if row_.organization is None or not user_coordinates(
        request.user, row_.organization
    ):
        raise Http404
    lifecycle.answer_co_organizing(
        co_organizer=row_, accept=request.POST.get("answer") == "accept"
    )
    messages.success(request, _("Thank you, that is noted."))
    return redirect("wagtailadmin_home")


@require_safe
def locate_town(request):
    """Return towns for the map picker, best first, as `geocode --json` prints them.

    Each has a `label`, too, by which a person tells it from the others.
    """
    query = request.GET.get("city", "").replace("\x00", "")[:100]
    country = request.GET.get("country", "")[:2]
    towns = find_towns(query, country=country, limit=8) if query.strip() else []
    results = [asdict(town) | {"label": address_of(town)} for town in towns]
    return JsonResponse({"results": results})


@require_POST
def locate_address(request):
    """Return where a street is, by the operator's Nominatim: ask on a button's press.

    Takes `street`, `postal_code`, `city` and `country` in the body, so that no log has
    them. Answers `{"is_offered": bool, "result": {"latitude", "longitude", "timezone"}
    or null}`: without a result, the town and the pin remain.
    """
    address = {
        part: request.POST.get(part, "").replace("\x00", "")
        for part in ("street", "postal_code", "city", "country")
    }
    point = geocode_address(**address)
    result = None
    if point is not None:
        result = {
            "latitude": point.latitude,
            "longitude": point.longitude,
            "timezone": zone_at(point),
        }
    return JsonResponse({"is_offered": bool(settings.NOMINATIM_URL), "result": result})


@require_POST
def locate_zone(request):
    """Return the zone of a pin: `{"timezone": IANA name, or "" in the open sea}`.

    Takes `latitude` and `longitude` in the body: degrees, WGS 84; 400 for no numbers or
    numbers that are no place.
    """
    try:
        latitude, longitude = (
            float(request.POST.get(name, "")) for name in ("latitude", "longitude")
        )
    except ValueError:
        latitude = longitude = math.nan
    # Comparisons with NaN are false.
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        error = "Latitude is -90 to 90 degrees, longitude -180 to 180."
        return JsonResponse({"error": error}, status=400)
    point = Coordinates(latitude=latitude, longitude=longitude)
    return JsonResponse({"timezone": zone_at(point)})
