"""Calendars that a group keeps in step, and what they propose, in the CMS.

Coordinators register calendars; everyone who posts for the group answers proposals.
Every view starts at the person's own organizations.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from organizations.permissions import active_memberships, user_coordinates

from .cms import own_organizations
from .cms_import import row
from .import_forms import CalendarForm, KindForm
from .importers.calendars import (
    FETCH_AGAIN_AFTER,
    accept_proposal,
    decline_proposal,
    fetch_soon,
    planned_of,
    problem_text,
    unread_of,
)
from .importers.problems import text_of
from .importers.words import sentences_of
from .models import CalendarSource, Proposal

PER_PAGE = 50


def coordinated_organizations(user) -> list:
    return [
        membership.organization
        for membership in active_memberships(user)
        if user_coordinates(user, membership.organization)
    ]


def own_calendar(request, calendar_id) -> CalendarSource:
    """Return a calendar of an organization that the person coordinates, or 404."""
    return get_object_or_404(
        CalendarSource.objects.select_related("organization"),
        pk=calendar_id,
        organization__in=coordinated_organizations(request.user),
    )


def open_proposals(user):
    return Proposal.objects.filter(
        calendar__organization__in=own_organizations(user), state=Proposal.State.OPEN
    ).select_related("calendar__organization", "event__cancellation")


class CalendarsView(WagtailAdminTemplateMixin, FormView):
    """The organization's calendars with their state, and one form to add another."""

    template_name = "cms/calendars.html"
    form_class = CalendarForm
    page_title = gettext_lazy("Calendars kept in step")
    header_icon = "calendar-alt"
    success_url = reverse_lazy("calendars")

    def get_form_kwargs(self):
        organizations = coordinated_organizations(self.request.user)
        return super().get_form_kwargs() | {"organizations": organizations}

    def get_context_data(self, **kwargs):
        calendars = CalendarSource.objects.filter(
            organization__in=coordinated_organizations(self.request.user)
        ).select_related("organization")
        rows = [
            {
                "calendar": calendar,
                "is_being_read": calendar.is_being_read(),
                "problem": problem_text(calendar.problem),
                "unread": [text_of(problem) for problem in unread_of(calendar)],
            }
            for calendar in calendars
        ]
        return super().get_context_data(
            rows=rows,
            is_reading=any(row["is_being_read"] for row in rows),
            total=open_proposals(self.request.user).count(),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if context["is_reading"]:
            response["Refresh"] = "2"
        return response

    def form_valid(self, form):
        try:
            with transaction.atomic():
                calendar = CalendarSource.objects.create(
                    organization=form.cleaned_data["organization"],
                    url=form.cleaned_data["address"],
                    created_by=self.request.user,
                )
        except IntegrityError:  # sent twice at once
            return super().form_valid(form)
        fetch_and_tell(self.request, calendar)
        return super().form_valid(form)


def fetch_and_tell(request, calendar: CalendarSource) -> None:
    """Fetch a calendar now, without waiting; say what came of it if that is known."""
    now = timezone.now()
    if calendar.fetched_at and now - calendar.fetched_at < FETCH_AGAIN_AFTER:
        messages.warning(request, _("The calendar was read a moment ago."))
        return
    fetch_soon(calendar, at=now)
    if calendar.is_being_read():
        return  # the list says so, and looks again
    if calendar.problem:
        messages.error(request, problem_text(calendar.problem))
    else:
        messages.success(request, _("The calendar is read."))


@require_POST
def fetch_now(request, calendar_id):
    fetch_and_tell(request, own_calendar(request, calendar_id))
    return redirect("calendars")


@require_POST
def pause(request, calendar_id):
    """Pause a calendar, or go on with one that is paused."""
    calendar = own_calendar(request, calendar_id)
    calendar.is_paused = not calendar.is_paused
    calendar.save(update_fields=["is_paused"])
    return redirect("calendars")


@require_POST
def remove(request, calendar_id):
    """Forget a calendar and what it proposes; actions that came from it stay."""
    own_calendar(request, calendar_id).delete()
    messages.success(request, _("The calendar is removed. Your actions stay."))
    return redirect("calendars")


def proposal_row(proposal: Proposal) -> dict:
    """Return what the list shows of a proposal, with its differences."""
    planned = planned_of(proposal)
    shown = (
        row(planned)
        if planned is not None
        else {
            "title": proposal.event.get_latest_revision_as_object().title,
            "starts_on": proposal.starts_on,
            "city": proposal.event.city,
        }
    )
    return shown | {
        "proposal": proposal,
        "lacks_kind": proposal.kind == Proposal.Kind.NEW and not planned.values["kind"],
        "is_gone": proposal.kind == Proposal.Kind.GONE,
        "is_back": proposal.kind == Proposal.Kind.BACK,
        "is_public": proposal.event is not None and proposal.event.live,
    }


class ProposalsView(WagtailAdminTemplateMixin, TemplateView):
    """What calendars say differently: accept or decline, one by one."""

    template_name = "cms/proposals.html"
    page_title = gettext_lazy("Proposals of your calendars")
    header_icon = "calendar-check"

    def get_context_data(self, **kwargs):
        proposals = open_proposals(self.request.user)
        return super().get_context_data(
            rows=[proposal_row(proposal) for proposal in proposals[:PER_PAGE]],
            total=proposals.count(),
            kind_form=KindForm(),
            **kwargs,
        )


@require_POST
def answer(request, proposal_id):
    """Accept or decline a proposal."""
    proposal = get_object_or_404(
        Proposal.objects.select_related("calendar__organization"),
        pk=proposal_id,
        calendar__organization__in=own_organizations(request.user),
    )
    if "decline" in request.POST:
        decline_proposal(proposal, user=request.user)
        messages.success(request, _("Declined: yours stays as it is."))
        return redirect("proposals")
    kind = KindForm(request.POST)
    send = "send" in request.POST
    try:
        accept_proposal(
            proposal,
            user=request.user,
            send=send,
            kind=kind.cleaned_data["kind"] if kind.is_valid() else "",
        )
    except ValidationError as error:
        messages.error(request, " ".join(sentences_of(error)))
        return redirect("proposals")
    if proposal.kind == Proposal.Kind.GONE:
        messages.success(request, _("It is called off."))
    elif proposal.kind == Proposal.Kind.BACK:
        messages.success(request, _("It takes place after all."))
    elif send:
        messages.success(request, _("The editors have it now."))
    else:
        messages.success(request, _("It is a draft of yours now."))
    return redirect("proposals")
