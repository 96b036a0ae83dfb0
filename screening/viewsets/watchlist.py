"""The watchlist in the CMS: search, one entry, what a change would hit, CSV files."""

import hashlib

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from organizations.choices import NOT_CHOSEN
from organizations.permissions import user_is_editor
from organizations.text import clean_text

from ..choices import EntryKind, EntryLevel, EntryStatus, ListChange, PolicyPoint
from ..criteria import list_version
from ..models import Criterion, Policy, WatchlistEntry, WatchlistSource
from ..watchlist_files import export_csv, import_rows, read_rows
from ..watchlists import (
    KEPT_FIELDS,
    add_entry,
    change_entry,
    confirm_entry,
    delete_draft,
    move_entry,
    user_can_confirm,
    values_of,
    warnings_about,
    would_hit,
)

PER_PAGE = 30


class WatchlistPage(WagtailAdminTemplateMixin):
    page_title = gettext_lazy("Watchlist")
    header_icon = "warning"


# --- The list -------------------------------------------------------------------------


class ListForm(forms.Form):
    """What the list is narrowed by; what is not understood narrows nothing."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *EntryStatus.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All")), *EntryKind.choices],
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        choices=[("", gettext_lazy("All")), *EntryLevel.choices],
    )
    due = forms.BooleanField(label=gettext_lazy("Review is due"), required=False)

    def narrow(self, entries):
        self.is_valid()
        values = self.cleaned_data
        for name in ("status", "kind", "level"):
            if values.get(name):
                entries = entries.filter(**{name: values[name]})
        if values.get("due"):
            entries = entries.due()
        for word in clean_text(values.get("q") or "").split():
            entries = entries.filter(
                Q(name__icontains=word)
                | Q(aliases__icontains=word)
                | Q(weak_aliases__icontains=word)
                | Q(acronyms__icontains=word)
                | Q(websites__icontains=word)
                | Q(handles__icontains=word)
            )
        return entries


class WatchlistView(WatchlistPage, TemplateView):
    template_name = "cms/watchlist/index.html"

    def get_context_data(self, **kwargs):
        form = ListForm(self.request.GET or None)
        entries = WatchlistEntry.objects.all()
        if form.is_bound:
            entries = form.narrow(entries)
        page = Paginator(entries, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=form,
            page_obj=page,
            total=page.paginator.count,
            due=WatchlistEntry.objects.due().count(),
            drafts=WatchlistEntry.objects.filter(status=EntryStatus.DRAFT).count(),
            version=list_version(),
            **kwargs,
        )


# --- One entry ------------------------------------------------------------------------


def _day():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EntryForm(forms.ModelForm):
    class Meta:
        model = WatchlistEntry
        fields = [name for name in KEPT_FIELDS if name != "status"]
        widgets = {
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in (
                    "aliases",
                    "weak_aliases",
                    "acronyms",
                    "websites",
                    "handles",
                    "reason",
                    "internal_note",
                )
            },
            "source_dated_on": _day(),
            "review_by": _day(),
        }
        help_texts = {
            "countries": gettext_lazy(
                "Two letters each, with commas between them: DE, AT."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["policy_point"].required = True
        self.fields["policy_point"].choices = [NOT_CHOSEN, *PolicyPoint.choices]
        self.fields["criterion"].empty_label = _("none named")
        current = Policy.objects.current()
        self.fields["criterion"].queryset = Criterion.objects.filter(
            Q(policy=current) | Q(pk=self.instance.criterion_id)
        ).select_related("policy")
        if not settings.WATCHLIST_PERSONS:
            self.fields["kind"].choices = [
                choice for choice in EntryKind.choices if choice[0] != EntryKind.PERSON
            ]

    def clean_countries(self):
        parts = self.cleaned_data["countries"].replace(";", ",").split(",")
        return ",".join(part.strip().upper() for part in parts if part.strip())


SourceFormSet = forms.inlineformset_factory(
    WatchlistEntry,
    WatchlistSource,
    fields=["title", "url", "archived_url", "dated_on"],
    widgets={"dated_on": _day()},
    extra=1,
    max_num=10,
    can_delete=True,
    can_delete_extra=False,
)


class EntryView(WatchlistPage, TemplateView):
    """Write an entry. What it would have hit is shown before anything is stored."""

    template_name = "cms/watchlist/edit.html"

    def dispatch(self, request, *args, **kwargs):
        pk = kwargs.get("pk")
        self.entry = get_object_or_404(WatchlistEntry, pk=pk) if pk else None
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        instance = self.entry or WatchlistEntry()
        form = EntryForm(request.POST, instance=instance)
        sources = SourceFormSet(request.POST, instance=instance, prefix="sources")
        if not (form.is_valid() & sources.is_valid()):
            messages.error(request, _("Nothing is saved yet: please see below."))
            return self.show(form, sources)
        entry = form.instance
        # What was seen is what is stored: another value is looked at anew.
        values = "\n".join(values_of(entry).values())
        seen = hashlib.sha256(values.encode("utf-8", "replace")).hexdigest()
        warnings, hits = warnings_about(entry), would_hit(entry)
        if "preview" in request.POST or (
            (warnings or hits) and request.POST.get("seen") != seen
        ):
            return self.show(
                form, sources, warnings=warnings, hits=hits, seen=seen, has_looked=True
            )
        with transaction.atomic():
            if self.entry is None:
                add_entry(entry=entry, by=request.user)
                sources.instance = entry
                sources.save()
                messages.success(
                    request,
                    _("A draft. It is looked for once somebody else confirms it."),
                )
            else:
                change_entry(entry=entry, by=request.user, save_sources=sources.save)
                messages.success(request, _("Saved."))
        return redirect("watchlist:entry", entry.pk)

    def show(self, form, sources, **extra):
        return self.render_to_response(
            self.get_context_data(form=form, sources=sources, **extra)
        )

    def get_context_data(self, form=None, sources=None, **kwargs):
        instance = self.entry or WatchlistEntry()
        return super().get_context_data(
            entry=self.entry,
            form=form or EntryForm(instance=instance),
            sources=sources or SourceFormSet(instance=instance, prefix="sources"),
            **kwargs,
        )


class EntryDetailView(WatchlistPage, TemplateView):
    """An entry as it stands, who stands for it, and everything that was changed."""

    template_name = "cms/watchlist/entry.html"

    def get_context_data(self, **kwargs):
        entry = get_object_or_404(
            WatchlistEntry.objects.select_related("added_by", "confirmed_by"),
            pk=kwargs["pk"],
        )
        return super().get_context_data(
            entry=entry,
            sources=entry.more_sources.all(),
            warnings=warnings_about(entry),
            changes=entry.changes.select_related("made_by"),
            can_confirm=user_can_confirm(self.request.user, entry),
            is_draft=entry.status == EntryStatus.DRAFT,
            is_retracted=entry.status == EntryStatus.RETRACTED,
            can_delete=entry.status == EntryStatus.DRAFT and not entry.confirmed_at,
            **kwargs,
        )


@require_POST
def move(request, pk, action):
    """Do to an entry what its page offers: confirm, review, keep, retract, reopen."""
    entry = get_object_or_404(WatchlistEntry, pk=pk)
    try:
        if action == "confirm":
            confirm_entry(entry=entry, by=request.user)
        elif action == "delete":
            delete_draft(entry=entry, by=request.user)
            messages.success(request, _("The draft is deleted."))
            return redirect("watchlist:index")
        else:
            move_entry(
                entry=entry,
                action=ListChange(action),
                by=request.user,
                note=clean_text(request.POST.get("note", ""))[:2000],
            )
    except PermissionDenied:
        messages.error(
            request, _("A new listing takes two: somebody else has to confirm it.")
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except (ValueError, KeyError):
        messages.error(request, _("That cannot be done to an entry."))
    else:
        messages.success(request, _("Done."))
    return redirect("watchlist:entry", pk)


# --- Files ----------------------------------------------------------------------------


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV file"), required=False)
    text = forms.CharField(
        required=False, max_length=1_000_001, widget=forms.HiddenInput, strip=False
    )

    def clean(self):
        values = super().clean()
        file = values.get("file")
        if file is not None:
            if file.size > 4_000_000:
                raise ValidationError(_("The file is larger than 4 MB."))
            try:
                values["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise ValidationError(
                    _("The file is not in UTF-8. Please save it as “CSV UTF-8”.")
                ) from error
        if not values.get("text"):
            raise ValidationError(_("Please choose a file."))
        return values


class ImportView(WatchlistPage, TemplateView):
    """Show what a file would change; store it as drafts when that was read."""

    template_name = "cms/watchlist/import.html"

    def post(self, request, *args, **kwargs):
        form = ImportForm(request.POST, request.FILES)
        rows = []
        if form.is_valid():
            try:
                rows = read_rows(form.cleaned_data["text"])
            except ValidationError as error:
                form.add_error(None, error)
        if form.errors or "store" not in request.POST:
            counts: dict[str, int] = {}
            for row in rows:
                counts[row.fate] = counts.get(row.fate, 0) + 1
            return self.render_to_response(
                self.get_context_data(
                    form=form,
                    rows=[row for row in rows if row.fate != "same"],
                    counts=counts,
                    has_read=not form.errors,
                    text=form.cleaned_data.get("text", "") if not form.errors else "",
                )
            )
        counts = import_rows(rows, by=request.user)
        messages.success(
            request,
            _(
                "New drafts: %(new)s. Changed drafts: %(changed)s. Rows left out: "
                "%(wrong)s."
            )
            % {
                "new": counts["new"],
                "changed": counts["changed"],
                "wrong": counts["wrong"] + counts["listed"],
            },
        )
        return redirect(reverse("watchlist:index") + "?status=draft")

    def get_context_data(self, form=None, **kwargs):
        return super().get_context_data(form=form or ImportForm(), **kwargs)


@require_safe
def export(request):
    response = HttpResponse(export_csv(), content_type="text/csv; charset=utf-8")
    day = timezone.localdate()
    response["Content-Disposition"] = f'attachment; filename="watchlist-{day}.csv"'
    return response


# --- Registered -----------------------------------------------------------------------


class WatchlistMenuItem(MenuItem):
    def is_shown(self, request):
        return user_is_editor(request.user)


class WatchlistViewSet(ViewSet):
    icon = "warning"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Watchlist")
    menu_order = 220
    menu_item_class = WatchlistMenuItem

    def get_urlpatterns(self):
        return [
            path("", WatchlistView.as_view(), name="index"),
            path("new/", EntryView.as_view(), name="add"),
            path("import/", ImportView.as_view(), name="import"),
            path("export.csv", export, name="export"),
            path("<int:pk>/", EntryDetailView.as_view(), name="entry"),
            path("<int:pk>/edit/", EntryView.as_view(), name="edit"),
            path("<int:pk>/<slug:action>/", move, name="move"),
        ]


watchlist_viewset = WatchlistViewSet("watchlist", url_prefix="watchlist")
