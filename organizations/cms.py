"""People of an organisation, kept by its coordinators (and by the campaign's)."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    ThemeSettingsPanel,
)
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.users.models import UserProfile

from . import lifecycle
from .countries import sort_key
from .forms import InviteForm
from .models import Invitation, Membership, OrganizationPage, User
from .permissions import (
    active_memberships,
    user_coordinates,
    user_is_campaign_coordinator,
)
from .text import clean_line, validate_says_something


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name"]
        labels = {"first_name": gettext_lazy("Your name, as colleagues shall see it")}

    def clean_first_name(self):
        name = clean_line(self.cleaned_data["first_name"])
        validate_says_something(name)
        return name


class NameSettingsPanel(BaseSettingsPanel):
    name = "name"
    title = pgettext_lazy("of a person", "Name")
    order = 100
    form_class = NameForm


class OwnAccountView(AccountView):
    """One's name, language and colors; the rest of Wagtail's page is not for us.

    Address, password and second factor are kept by the sign-in pages.
    """

    def get_panels(self):
        user = self.request.user
        profile = UserProfile.get_for_user(user)
        return [
            panel(self.request, user, profile)
            for panel in (NameSettingsPanel, LocaleSettingsPanel, ThemeSettingsPanel)
        ]


def coordinated(request, page_id) -> OrganizationPage:
    """Return an organisation whose people the person keeps.

    Raises:
        Http404: if they keep others', or none.
    """
    organization = get_object_or_404(OrganizationPage, pk=page_id)
    user = request.user
    if not (user_coordinates(user, organization) or user_is_campaign_coordinator(user)):
        raise Http404
    return organization


class PeopleStartView(WagtailAdminTemplateMixin, TemplateView):
    """Lead to the one organisation, or let people choose."""

    template_name = "cms/people_start.html"
    page_title = gettext_lazy("People")
    header_icon = "group"

    def organizations(self):
        user = self.request.user
        if user_is_campaign_coordinator(user):
            return sorted(
                OrganizationPage.objects.all(), key=lambda page: sort_key(page.title)
            )
        return [
            m.organization
            for m in active_memberships(user)
            if user_coordinates(user, m.organization)
        ]

    def get(self, request, *args, **kwargs):
        organizations = self.organizations()
        if len(organizations) == 1:
            return redirect("organization_people", organizations[0].pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(organizations=self.organizations(), **kwargs)


class PeopleView(WagtailAdminTemplateMixin, FormView):
    """Who belongs, who is invited, and one form to invite somebody."""

    template_name = "cms/people.html"
    form_class = InviteForm
    page_title = gettext_lazy("People")
    header_icon = "group"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("people"), "label": gettext_lazy("People")},
    ]

    def dispatch(self, request, *args, **kwargs):
        self.organization = coordinated(request, kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "organization": self.organization,
            "languages": settings.LANGUAGES,
        }

    def get_initial(self):
        return {"language": self.request.user.language}

    def get_context_data(self, **kwargs):
        organization = self.organization
        return super().get_context_data(
            organization=organization,
            memberships=organization.memberships.select_related("user").order_by(
                "user__first_name", "user__email"
            ),
            invitations=Invitation.objects.open().filter(organization=organization),
            edit_url=reverse("wagtailadmin_pages:edit", args=[organization.pk]),
            is_campaign=user_is_campaign_coordinator(self.request.user),
            **kwargs,
        )

    def form_valid(self, form):
        lifecycle.invite(
            organization=self.organization,
            email=form.cleaned_data["email"],
            role=form.cleaned_data["role"],
            language=form.cleaned_data["language"],
            by=self.request.user,
        )
        messages.success(
            self.request,
            _("The invitation is on its way to %(email)s.")
            % {"email": form.cleaned_data["email"]},
        )
        return redirect("organization_people", self.organization.pk)


@require_POST
def remove_member(request, page_id, pk):
    organization = coordinated(request, page_id)
    membership = get_object_or_404(Membership, pk=pk, organization=organization)
    try:
        lifecycle.remove_member(membership=membership, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The person is removed and signed out."))
    if membership.user_id == request.user.pk:
        return redirect("wagtailadmin_home")
    return redirect("organization_people", organization.pk)


@require_POST
def withdraw_invitation(request, page_id, pk):
    organization = coordinated(request, page_id)
    invitation = get_object_or_404(Invitation, pk=pk, organization=organization)
    lifecycle.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("organization_people", organization.pk)


@require_POST
def suspend(request, page_id):
    organization = coordinated(request, page_id)
    lifecycle.suspend(
        organization=organization,
        reason=request.POST.get("reason", "").strip()[:1000] or "-",
        by=request.user,
    )
    messages.success(
        request,
        _("%(name)s is suspended: nothing of it is public, its people are signed out.")
        % {"name": organization.title},
    )
    return redirect("organization_people", organization.pk)


@require_POST
def restore(request, page_id):
    organization = coordinated(request, page_id)
    lifecycle.restore(organization=organization, by=request.user)
    messages.success(
        request, _("%(name)s is back, with all it had.") % {"name": organization.title}
    )
    return redirect("organization_people", organization.pk)
