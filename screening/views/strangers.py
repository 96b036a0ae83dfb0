"""Pages with a form for everyone: a concern about an action, asking to join."""

from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from events.models import EventPage

from ..applications import apply_to_join, confirm_application
from ..choices import FollowUpKind
from ..follow_ups import note_follow_up
from ..forms import ApplicationForm, ConcernForm
from ..strangers import comes_from_elsewhere, is_too_much


# No cookie, so no token of Django's: docs/decisions/0083.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class StrangerView(View):
    """Show a form, take it in once it is right, and say thank you at the same place."""

    http_method_names = ("get", "head", "post")
    form_class: type
    template_name: str

    def context(self) -> dict:
        return {}

    def store(self, form) -> None:
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        return self.show(self.form_class())

    def post(self, request, *args, **kwargs):
        context = self.context()
        form = self.form_class(request.POST)
        if comes_from_elsewhere(request):
            return render(request, "403.html", status=403)
        if not form.is_valid():
            return self.show(form.fresh(), status=200)
        if is_too_much(request, form.purpose):
            form.add_error(
                None,
                _("Too many were sent from here. Please try again in an hour."),
            )
            return self.show(form, status=429)
        if not form.is_trapped:
            self.store(form)
        return render(request, self.template_name, context | {"is_sent": True})

    def show(self, form, status=200):
        context = self.context() | {"form": form}
        return render(self.request, self.template_name, context, status=status)


class ConcernView(StrangerView):
    form_class = ConcernForm
    template_name = "screening/concern.html"

    def context(self):
        self.event = get_object_or_404(
            EventPage.objects.published(), slug=self.kwargs["slug"]
        )
        return {"event": self.event, "noindex": True}

    def store(self, form):
        note_follow_up(
            kind=FollowUpKind.CONCERN,
            page=self.event,
            category=form.cleaned_data["category"],
            note=form.cleaned_data["text"],
            email=form.cleaned_data["email"],
        )


class JoinView(StrangerView):
    form_class = ApplicationForm
    template_name = "screening/join.html"

    def store(self, form):
        values = {
            name: form.cleaned_data[name]
            for name in (
                "name",
                "country",
                "website",
                "contact_name",
                "email",
                "why",
                "vouchers",
            )
        }
        apply_to_join(**values, language=get_language())


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class ConfirmView(View):
    """Where the mail's link leads: one more click, for links that programs open."""

    http_method_names = ("get", "head", "post")

    def get(self, request, token):
        return render(request, "screening/join_confirm.html", {"noindex": True})

    def post(self, request, token):
        if comes_from_elsewhere(request):
            return render(request, "403.html", status=403)
        application = confirm_application(token)
        return render(
            request,
            "screening/join_confirm.html",
            {"is_confirmed": application is not None, "is_done": True, "noindex": True},
            status=200 if application is not None else 404,
        )
