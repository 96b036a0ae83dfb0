"""The CMS for translators: which page lacks what, and two languages abreast."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.admin import messages
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from organizations.languages import language_name
from organizations.text import clean_text

from .translating import (
    State,
    Translation,
    begin_translation,
    languages,
    mark_current,
    pages_of_the_site,
    rows,
    source_among,
    translations_of,
)
from .widgets import LineInput


def count_label(paginator) -> str:
    """Return what a listing counts and how many, without a plural after the number."""
    things = paginator.verbose_name_plural
    return _("%(things)s: %(count)s") % {"things": things, "count": paginator.count}


class TranslationsPage(WagtailAdminTemplateMixin):
    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {
            "url": reverse_lazy("page_translations"),
            "label": gettext_lazy("Translations"),
        },
    ]


class TranslationsView(TranslationsPage, TemplateView):
    """All pages in all languages, with what is missing or out of date."""

    template_name = "cms/translations.html"

    def get_context_data(self, **kwargs):
        found = rows()
        states = [cell.state for row in found for cell in row.cells]
        return super().get_context_data(
            rows=found,
            languages=[(code, language_name(code)) for code in languages()],
            behind=states.count(State.BEHIND),
            missing=states.count(State.MISSING),
            drafts=states.count(State.DRAFT),
            **kwargs,
        )


class ReviewPanel(Component):
    """A hint at texts that nobody has checked for half a year."""

    name = "review"
    template_name = "cms/review_panel.html"
    order = 40

    def __init__(self, entries):
        self.entries = entries

    def get_context_data(self, parent_context):
        return {
            "entries": [
                {
                    "title": each.title,
                    "reviewed_on": each.reviewed_on,
                    "links": [
                        {
                            "language": code,
                            "name": language_name(code),
                            "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                        }
                        for code, page in each.pages.items()
                    ],
                }
                for each in self.entries
            ]
        }


class TranslationForm(forms.Form):
    """One field for each text of a page, in the order in which it is read."""

    def __init__(self, *args, translation: Translation, **kwargs):
        super().__init__(*args, **kwargs)
        self.translation = translation
        for number, pair in enumerate(translation.pairs):
            self.fields[f"text-{number}"] = self._field(pair)

    def _field(self, pair) -> forms.Field:
        target, language = pair.target, self.translation.page.locale.language_code
        if target.is_rich:
            widget = get_rich_text_editor_widget(
                "default", features=list(target.features) or None
            )
        elif target.is_long:
            widget = AdminAutoHeightTextInput()
        else:
            widget = LineInput()
        widget.attrs |= {"lang": language, "dir": "auto"}
        return forms.CharField(
            label=" › ".join(capfirst(label) for label in target.labels),
            initial=target.text,
            required=target.is_required,
            max_length=target.max_length,
            widget=widget,
            strip=not target.is_rich,
        )

    def clean(self):
        for name, value in self.cleaned_data.items():
            pair = self.translation.pairs[int(name.partition("-")[2])]
            if not pair.target.is_rich:
                self.cleaned_data[name] = clean_text(value)
        return self.cleaned_data

    def texts(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]

    def lines(self):
        """Yield each pair with its field."""
        for pair, field in zip(self.translation.pairs, self, strict=True):
            yield {"pair": pair, "field": field}


class TranslationView(TranslationsPage, FormView):
    """A page's texts beside those of its source."""

    template_name = "cms/translation.html"
    form_class = TranslationForm

    def dispatch(self, request, *args, **kwargs):
        page = get_object_or_404(pages_of_the_site(), pk=kwargs["pk"]).specific
        group = translations_of(page)
        self.source = source_among(group)
        self.language = kwargs["language"]
        if (
            self.language not in languages()
            or self.language == self.source.locale.language_code
            or not page.permissions_for_user(request.user).can_edit()
        ):
            raise Http404
        self.page = group.get(self.language)
        if self.page is None:
            if request.method != "POST":
                return redirect("page_translations")
            return self.begin()
        return super().dispatch(request, *args, **kwargs)

    def begin(self):
        """Make the missing page as a draft in the source's words."""
        try:
            begin_translation(self.source, self.language)
        except ParentNotTranslatedError:
            messages.error(
                self.request,
                _("Translate the page above this one first: it has nowhere to stand."),
            )
            return redirect("page_translations")
        return redirect(self.request.path)

    def get_form_kwargs(self):
        self.translation = Translation(self.source, self.page)
        return super().get_form_kwargs() | {"translation": self.translation}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {
            "media": form.media,
            "source": self.source,
            "page": self.page,
            "source_language": self.source.locale.language_code,
            "source_name": language_name(self.source.locale.language_code),
            "language": self.language,
            "language_name": language_name(self.language),
            "has_other_shape": self.translation.has_other_shape,
            "mark": self.translation.mark,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        }

    def post(self, request, *args, **kwargs):
        if "action-mark" in request.POST:
            mark_current(self.page, self.source, by=request.user)
            messages.success(
                request, _("“%(title)s” is up to date.") % {"title": self.page.title}
            )
            return redirect("page_translations")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        publish = "action-publish" in self.request.POST
        self.translation.save(form.texts(), by=self.request.user, publish=publish)
        text = (
            _("“%(title)s” is published and up to date.")
            if publish
            else _("“%(title)s” is saved as a draft.")
        )
        messages.success(self.request, text % {"title": self.translation.page.title})
        return redirect("page_translations" if publish else self.request.path)

    def form_invalid(self, form):
        messages.error(
            self.request, _("Some texts cannot be saved yet. What you typed is kept.")
        )
        return super().form_invalid(form)
