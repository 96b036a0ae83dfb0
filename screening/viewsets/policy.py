"""The policy in the CMS: its versions, and the one that is being written."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from organizations.permissions import user_is_campaign_coordinator, user_is_editor
from organizations.text import clean_text

from ..models import Criterion, Policy
from ..policies import (
    COLUMNS,
    add_criterion,
    publish_policy,
    remove_criterion,
    start_policy_draft,
)

LABELS = {
    "titles": gettext_lazy("Title"),
    "rules": gettext_lazy("Rule"),
    "accepted_examples": gettext_lazy("Example: accepted"),
    "borderline_examples": gettext_lazy("Example: borderline"),
    "refused_examples": gettext_lazy("Example: refused"),
}
LONGEST_TITLE = 120
LONGEST_TEXT = 1000


def draft_or_404(number: int) -> Policy:
    return get_object_or_404(Policy, number=number, published_at=None)


class CriterionForm(forms.Form):
    """One criterion in nine languages; English is needed, the others may follow."""

    def __init__(self, *args, criterion: Criterion, **kwargs):
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        for language, _name in settings.LANGUAGES:
            for column in COLUMNS:
                is_title = column == "titles"
                self.fields[f"{column}_{language}"] = forms.CharField(
                    label=LABELS[column],
                    required=language == settings.LANGUAGE_CODE,
                    max_length=LONGEST_TITLE if is_title else LONGEST_TEXT,
                    initial=getattr(criterion, column).get(language, ""),
                    widget=forms.TextInput(attrs={"lang": language})
                    if is_title
                    else forms.Textarea(attrs={"rows": 3, "lang": language}),
                )

    def languages(self) -> list[dict]:
        """Return each language with its fields, English first; open where one errs."""
        rows = []
        for language, name in settings.LANGUAGES:
            fields = [self[f"{column}_{language}"] for column in COLUMNS]
            rows.append(
                {
                    "name": name,
                    "fields": fields,
                    "is_open": language == settings.LANGUAGE_CODE
                    or any(field.errors for field in fields),
                    "is_missing": not all(field.value() for field in fields),
                }
            )
        return rows

    def save(self) -> None:
        for column in COLUMNS:
            texts = {}
            for language, _name in settings.LANGUAGES:
                text = clean_text(self.cleaned_data[f"{column}_{language}"]).strip()
                if text:
                    texts[language] = text
            setattr(self.criterion, column, texts)
        self.criterion.save()


class PolicyPage(WagtailAdminTemplateMixin):
    page_title = gettext_lazy("Policy")
    header_icon = "list-ol"


class PolicyListView(PolicyPage, TemplateView):
    template_name = "cms/policy/index.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=Policy.objects.published().select_related("published_by"),
            current=Policy.objects.current(),
            draft=Policy.objects.filter(published_at=None).first(),
            **kwargs,
        )


class PolicyDraftView(PolicyPage, TemplateView):
    template_name = "cms/policy/draft.html"

    def get_context_data(self, **kwargs):
        policy = draft_or_404(kwargs["number"])
        return super().get_context_data(
            policy=policy, criteria=policy.criteria.all(), **kwargs
        )


class CriterionView(PolicyPage, FormView):
    template_name = "cms/policy/criterion.html"
    form_class = CriterionForm

    def dispatch(self, request, *args, **kwargs):
        self.policy = draft_or_404(kwargs["number"])
        self.criterion = get_object_or_404(
            Criterion, policy=self.policy, number=kwargs["criterion"]
        )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"criterion": self.criterion}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            policy=self.policy, criterion=self.criterion, **kwargs
        )

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Saved. Nothing is public yet."))
        return redirect("policy:draft", self.policy.number)


@require_POST
def start(request):
    return redirect("policy:draft", start_policy_draft().number)


@require_POST
def add(request, number):
    criterion = add_criterion(draft_or_404(number))
    return redirect("policy:criterion", number, criterion.number)


@require_POST
def remove(request, number, criterion):
    remove_criterion(
        get_object_or_404(Criterion, policy=draft_or_404(number), number=criterion)
    )
    return redirect("policy:draft", number)


@require_POST
def discard(request, number):
    draft_or_404(number).delete()
    messages.success(request, _("The draft is gone. The current version stays."))
    return redirect("policy:index")


@require_POST
def publish(request, number):
    draft = draft_or_404(number)
    try:
        publish_policy(draft=draft, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("policy:draft", number)
    except Policy.DoesNotExist as error:
        raise Http404 from error
    messages.success(
        request, _("Version %(number)s is in force now.") % {"number": number}
    )
    return redirect("policy:index")


class PolicyMenuItem(MenuItem):
    def is_shown(self, request):
        user = request.user
        return user_is_editor(user) or user_is_campaign_coordinator(user)


class PolicyViewSet(ViewSet):
    icon = "list-ol"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Policy")
    menu_order = 230
    menu_item_class = PolicyMenuItem

    def get_urlpatterns(self):
        return [
            path("", PolicyListView.as_view(), name="index"),
            path("start/", start, name="start"),
            path("<int:number>/", PolicyDraftView.as_view(), name="draft"),
            path("<int:number>/publish/", publish, name="publish"),
            path("<int:number>/discard/", discard, name="discard"),
            path("<int:number>/add/", add, name="add"),
            path(
                "<int:number>/<int:criterion>/",
                CriterionView.as_view(),
                name="criterion",
            ),
            path("<int:number>/<int:criterion>/remove/", remove, name="remove"),
        ]


policy_viewset = PolicyViewSet("policy", url_prefix="policy")
