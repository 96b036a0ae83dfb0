"""What a group reads of the editors' work: decisions, messages, and its one appeal.

Internal notes, votes, judgements and editors' names have no place here.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from ..appeals import can_be_appealed, make_appeal
from ..lifecycle import send_message
from ..models import Decision, Message
from ..permissions import user_can_appeal

# The two forms of the page have a field of one name.
APPEAL_ID = "id_appeal_%s"


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConversationView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/conversation.html"
    page_title = gettext_lazy("Messages and decisions")
    header_icon = "comment"

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not hasattr(self.page, "is_example") or not (
            user_can_appeal(request.user, self.page) or request.user.is_superuser
        ):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        is_appeal = request.POST.get("do") == "appeal"
        form = TextForm(request.POST, auto_id=APPEAL_ID if is_appeal else "id_%s")
        if not user_can_appeal(request.user, self.page):
            raise Http404
        if form.is_valid():
            text = form.cleaned_data["text"]
            try:
                if is_appeal:
                    make_appeal(
                        decision=self.latest_decision(), user=request.user, text=text
                    )
                    messages.success(request, _("Another editor will decide on it."))
                else:
                    send_message(
                        page=self.page,
                        author=request.user,
                        text=text,
                        is_from_editors=False,
                    )
                    messages.success(request, _("Sent."))
            except ValidationError as error:
                form.add_error("text", error.messages[0])
            else:
                return redirect(request.path)
        kept = {"appeal_form": form} if is_appeal else {"form": form}
        return self.render_to_response(self.get_context_data(**kept))

    def latest_decision(self) -> Decision:
        decision = Decision.objects.filter(page_id=self.page.pk).first()
        if decision is None:
            raise Http404
        return decision

    def get_context_data(self, **kwargs):
        decisions = list(
            Decision.objects.filter(page_id=self.page.pk).select_related(
                "appeal", "criterion__policy"
            )
        )
        context = {
            "page": self.page,
            "title": self.page.get_latest_revision_as_object().title,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "decisions": decisions,
            "can_appeal": bool(decisions) and can_be_appealed(decisions[0]),
            "thread": Message.objects.filter(page_id=self.page.pk),
            "form": TextForm(),
            "appeal_form": TextForm(auto_id=APPEAL_ID),
        }
        return super().get_context_data(**(context | kwargs))
