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

from ..appeals import decide_appeal, takes_two_to_grant, voters_of
from ..judgements import judgements_for
from ..lifecycle import NotDecidedError
from ..models import Appeal, InternalNote, Message, ScreeningRun, Vote
from ..permissions import user_can_decide_appeal
from ..reading import marked_fields, shown_findings


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
                appeal = decide_appeal(
                    appeal=self.appeal,
                    user=request.user,
                    is_granted=request.POST.get("do") == "grant",
                    answer=form.cleaned_data["answer"],
                )
            except ValidationError as error:
                form.add_error("answer", error.messages[0])
                self.appeal.refresh_from_db()
            except NotDecidedError as error:
                form.add_error("answer", str(error))
            except PermissionDenied:
                form.add_error("answer", _("An editor without a part in it decides."))
            else:
                if appeal is None:
                    messages.success(
                        request,
                        _("Your vote is kept. Another editor votes without seeing it."),
                    )
                else:
                    messages.success(request, _("Decided. The group gets a mail."))
                return redirect("screening_queue")
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, form=None, **kwargs):
        appeal, user = self.appeal, self.request.user
        decision = appeal.decision
        run = (
            ScreeningRun.objects.filter(revision_id=decision.revision_id).first()
            if decision.revision_id
            else None
        )
        findings = list(run.findings.select_related("entry")) if run else []
        page = decision.page and decision.page.specific
        judged = judgements_for(
            getattr(page, "organization_id", decision.page_id), findings
        )
        may = user_can_decide_appeal(user, appeal, voters_of(decision))
        votes = list(appeal.votes.select_related("user"))
        has_voted = any(vote.user_id == user.pk for vote in votes)
        is_open = appeal.decided_at is None
        return super().get_context_data(
            appeal=appeal,
            decision=decision,
            run=run,
            findings=shown_findings(findings, judged),
            fields=marked_fields(decision.revision.as_object(), findings, judged)
            if decision.revision
            else [],
            notes=InternalNote.objects.filter(page_id=decision.page_id).select_related(
                "author"
            ),
            first_votes=Vote.objects.filter(
                revision_id=decision.revision_id
            ).select_related("user"),
            thread=Message.objects.filter(page_id=decision.page_id).select_related(
                "author"
            ),
            can_decide=is_open and may and not has_voted,
            has_voted=is_open and has_voted,
            others_votes=bool(votes) and not has_voted and is_open,
            appeal_votes=votes if has_voted or not is_open else [],
            takes_two=is_open and takes_two_to_grant(appeal),
            form=form or AnswerForm(),
            **kwargs,
        )
