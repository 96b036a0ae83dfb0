"""The stock answers: what is sent for a criterion, in nine languages."""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from organizations.languages import language_name
from organizations.text import clean_text

from ..answers import answer_from_rule, save_stock_answer
from ..models import Criterion, Policy, StockAnswer


class AnswersPage(WagtailAdminTemplateMixin):
    page_title = gettext_lazy("Stock answers")
    header_icon = "comment"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("screening_queue"), "label": gettext_lazy("Screening")},
    ]


class AnswerListView(AnswersPage, TemplateView):
    template_name = "cms/answers.html"

    def get_context_data(self, **kwargs):
        policy = Policy.objects.current()
        criteria = policy.criteria.select_related("stock_answer") if policy else []
        return super().get_context_data(criteria=criteria, **kwargs)


class AnswerForm(forms.Form):
    """One text a language; empty ones are the rule's own words."""

    def __init__(self, *args, criterion: Criterion, **kwargs):
        super().__init__(*args, **kwargs)
        answer = StockAnswer.objects.filter(criterion=criterion).first()
        texts = answer.texts if answer else {}
        for code, _name in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=language_name(code),
                required=False,
                max_length=2000,
                initial=texts.get(code, ""),
                widget=forms.Textarea(
                    attrs={
                        "rows": 3,
                        "lang": code,
                        "placeholder": answer_from_rule(criterion, code),
                    }
                ),
            )


class AnswerView(AnswersPage, FormView):
    template_name = "cms/answer.html"
    form_class = AnswerForm

    def dispatch(self, request, *args, **kwargs):
        self.criterion = get_object_or_404(
            Criterion, pk=kwargs["criterion"], policy=Policy.objects.current()
        )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"criterion": self.criterion}

    def get_context_data(self, **kwargs):
        return super().get_context_data(criterion=self.criterion, **kwargs)

    def form_valid(self, form):
        save_stock_answer(
            criterion=self.criterion,
            texts={
                code: clean_text(text).strip()
                for code, text in form.cleaned_data.items()
            },
            user=self.request.user,
        )
        messages.success(self.request, _("Saved."))
        return redirect("stock_answers")
