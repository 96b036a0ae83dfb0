"""Stopping a stolen account, and the log of what was undone."""

import datetime as dt

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from organizations.models import User
from organizations.permissions import user_is_campaign_coordinator, user_is_editor
from organizations.text import clean_text

from ..freezing import freeze, thaw, user_can_freeze
from ..models import Freeze

LATEST = 20


class FreezeForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Mail address of the account"), max_length=254
    )
    since = forms.DateTimeField(
        label=gettext_lazy("Undo what was done since (UTC)"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        self.user = User.objects.filter(email=email).first()
        if self.user is None or not user_can_freeze(self.by, self.user):
            raise forms.ValidationError(
                _("There is no account with this address that you may stop.")
            )
        return email

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class FreezeView(WagtailAdminTemplateMixin, FormView):
    template_name = "cms/freezes.html"
    form_class = FreezeForm
    page_title = gettext_lazy("Stop an account")
    header_icon = "lock"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_initial(self):
        return {"since": timezone.now() - dt.timedelta(days=1)}

    def get_context_data(self, **kwargs):
        rows = Freeze.objects.select_related("user", "frozen_by")[:LATEST]
        return super().get_context_data(
            freezes=[
                {
                    "freeze": row,
                    "log": [(_(what), title) for what, title in row.log],
                    "can_thaw": row.thawed_at is None
                    and user_can_freeze(self.request.user, row.user),
                }
                for row in rows
            ],
            **kwargs,
        )

    def form_valid(self, form):
        row = freeze(
            user=form.user,
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        messages.success(
            self.request,
            _("The account is stopped. Steps undone: %(count)s.")
            % {"count": len(row.log)},
        )
        return redirect("freezing:index")


@require_POST
def thaw_account(request, pk):
    row = get_object_or_404(Freeze, pk=pk)
    try:
        thaw(freeze=row, by=request.user)
    except PermissionDenied:
        messages.error(request, _("There is no account that you may stop."))
    else:
        messages.success(request, _("The account works again."))
    return redirect("freezing:index")


class FreezeMenuItem(MenuItem):
    def is_shown(self, request):
        user = request.user
        return user_is_editor(user) or user_is_campaign_coordinator(user)


class FreezeViewSet(ViewSet):
    icon = "lock"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Stop an account")
    menu_order = 250
    menu_item_class = FreezeMenuItem

    def get_urlpatterns(self):
        return [
            path("", FreezeView.as_view(), name="index"),
            path("<int:pk>/thaw/", thaw_account, name="thaw"),
        ]


freeze_viewset = FreezeViewSet("freezing", url_prefix="stop-account")
