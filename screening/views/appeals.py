"""An appeal, as the editor reads it who decides on it."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..appeals import decide_appeal, voters_of
from ..models import Appeal, InternalNote, Message
from ..permissions import user_can_decide_appeal
from ..reading import marked_fields


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The group reads it."),
    )


class AppealView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/appeal.html"
    page_title = pgettext_lazy("against a decision", "Appeal")
    header_icon = "clipboard-list"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("screening_queue"), "label": gettext_lazy("Screening")},
    ]

    def dispatch(self, request, *args, **kwargs):
        self.appeal = get_object_or_404(
            Appeal.objects.select_related("decision__page", "decision__decided_by"),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                decide_appeal(
                    appeal=self.appeal,
                    user=request.user,
                    is_granted=request.POST.get("do") == "grant",
                    answer=form.cleaned_data["answer"],
                )
            except ValidationError as error:
                form.add_error("answer", error.messages[0])
            except PermissionDenied:
                messages.error(request, _("An editor without a part in it decides."))
            else:
                messages.success(request, _("Decided. The group gets a mail."))
                return redirect("screening_queue")
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, form=None, **kwargs):
        decision = self.appeal.decision
        revision = decision.revision
        return super().get_context_data(
            appeal=self.appeal,
            decision=decision,
            fields=marked_fields(revision.as_object(), []) if revision else [],
            notes=InternalNote.objects.filter(page_id=decision.page_id),
            thread=Message.objects.filter(page_id=decision.page_id),
            can_decide=self.appeal.decided_at is None
            and user_can_decide_appeal(
                self.request.user, self.appeal, voters_of(decision)
            ),
            form=form or AnswerForm(),
            **kwargs,
        )
