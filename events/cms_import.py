"""Taking in calendars and tables in the CMS: a file, a table to choose from, drafts.

Every view starts at the person's own uploads; the gate has asked before.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from organizations.permissions import user_coordinates

from .cms import own_organizations
from .import_forms import (
    DAY_FIRST,
    ColumnsForm,
    DateOrderForm,
    KindForm,
    UploadForm,
)
from .importers import template_files, uploads
from .importers.base import Planned, State, in_step
from .importers.problems import text_of
from .importers.values import Problem
from .importers.words import label_of
from .models import EventPage, Proposal, Upload
from .showing import shown

TEMPLATE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

SOON = dt.timedelta(seconds=4)
# Problems that may be gone the next time.
PASSING = {
    "interrupted", "limit_time", "limit_cpu", "reader_failed", "fetch_unreachable",
    "fetch_too_slow", "fetch_status", "fetch_broken",
}  # fmt: skip


def own_upload(request, upload_id) -> Upload:
    """Return an upload of this person, for an organization that is still theirs.

    Raises:
        Http404: if it is another person's, too old, or not there.
    """
    return get_object_or_404(
        Upload.objects.waiting().select_related("organization"),
        pk=upload_id,
        user=request.user,
        organization__in=own_organizations(request.user),
    )


# --- Rows for people ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that would change, or that stays since a person changed it here."""

    label: str
    before: str
    after: str
    is_kept: bool = False


def differences(planned: Planned) -> list[Difference]:
    """Return what a known action would get, field by field, in the form's words."""
    if not planned.here:
        return []
    before, after = EventPage(**planned.here), EventPage(**planned.values)
    return [
        Difference(
            label=label_of(name),
            before=shown(before, name),
            after=shown(after, name),
            is_kept=name in planned.kept,
        )
        for name in (*planned.changes, *planned.kept)
    ]


def row(planned: Planned) -> dict:
    """Return what a table shows of one planned event."""
    values = planned.values
    return {
        "choice": uploads.choice_of(planned),
        "title": values["title"],
        "starts_on": values["starts_on"],
        "start_time": values["start_time"],
        "city": values["city"],
        "repeats": EventPage(**values).get_recurrence_rule_display(),
        "differences": differences(planned),
        "event": planned.event,
        "resembles": planned.resembles,
        "is_chosen": planned.resembles is None,
    }


def rows_by_state(plan: Sequence[Planned]) -> dict[str, list[dict]]:
    """Return the table's parts; what may be there already is a part of its own."""
    parts: dict[str, list[dict]] = {}
    for planned in plan:
        name = planned.state.name.lower()
        if planned.state == State.NEW and planned.resembles is not None:
            name = "alike"
        parts.setdefault(name, []).append(row(planned))
        for day in planned.withdrawn:
            is_gone = {"starts_on": day, "repeats": "", "differences": []}
            parts.setdefault("called_off", []).append(row(planned) | is_gone)
    return parts


# --- Views ----------------------------------------------------------------------------


class ImportStartView(WagtailAdminTemplateMixin, FormView):
    """A file or an address; our template beside it."""

    template_name = "cms/import_start.html"
    form_class = UploadForm
    page_title = gettext_lazy("Import a calendar or table")
    header_icon = "upload"

    def get_form_kwargs(self):
        organizations = own_organizations(self.request.user)
        return super().get_form_kwargs() | {"organizations": organizations}

    def get_context_data(self, **kwargs):
        user = self.request.user
        waiting = Upload.objects.waiting().filter(
            user=user, is_done=False, organization__in=own_organizations(user)
        )
        return super().get_context_data(
            waiting=waiting.defer("octets", "reading").order_by("-created_at"),
            is_coordinator=any(
                user_coordinates(user, o) for o in own_organizations(user)
            ),
            proposal_total=Proposal.objects.filter(
                calendar__organization__in=own_organizations(user),
                state=Proposal.State.OPEN,
            ).count(),
            **kwargs,
        )

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        try:
            upload = uploads.take_upload(
                organization=form.cleaned_data["organization"],
                user=self.request.user,
                octets=file.read() if file is not None else b"",
                name=file.name if file is not None else "",
                url=form.cleaned_data["address"],
            )
        except uploads.UploadError as error:
            form.add_error("address" if file is None else "file", str(error))
            return self.form_invalid(form)
        return redirect("import_table", upload.pk)


class OwnUploadView(WagtailAdminTemplateMixin, TemplateView):
    """Something about one upload of this person."""

    page_title = gettext_lazy("Import a calendar or table")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {
            "url": reverse_lazy("import_start"),
            "label": gettext_lazy("Import a calendar or table"),
        },
    ]

    @cached_property
    def upload(self) -> Upload:
        return own_upload(self.request, self.kwargs["upload_id"])

    @cached_property
    def reading(self):
        return uploads.reading_of(self.upload)


class ImportTableView(OwnUploadView):
    """All rows before anything is stored, and afterwards what came of them.

    While it is read, a page that looks again by itself, without scripts; where it
    cannot be, why.
    """

    @cached_property
    def stage(self) -> str:
        if self.upload.is_done:
            return "done"
        uploads.see_to(self.upload)
        if self.upload.read_at is None:
            return "reading"
        if self.reading.events or self.reading.columns:
            return "table"
        return "unread"

    def get_template_names(self):
        return [f"cms/import_{self.stage}.html"]

    def get(self, request, *args, **kwargs):
        if self.stage == "table" and self.upload.asks_columns:
            return redirect("import_columns", self.upload.pk)
        response = super().get(request, *args, **kwargs)
        if self.stage == "reading":
            # Most files are read in a second.
            age = timezone.now() - self.upload.created_at
            response["Refresh"] = "1" if age < SOON else "3"
        return response

    def get_context_data(self, **kwargs):
        if self.stage == "reading":
            return super().get_context_data(upload=self.upload, **kwargs)
        if self.stage == "unread":
            problems = self.reading.problems or [Problem(code="no_event")]
            return super().get_context_data(
                upload=self.upload,
                problems=[text_of(problem) for problem in problems],
                can_try_again=any(problem.code in PASSING for problem in problems),
                **kwargs,
            )
        if self.stage == "done":
            outcome = [
                item | {"day": dt.date.fromisoformat(item["day"])}
                for item in self.upload.outcome
            ]
            return super().get_context_data(
                sent=[item for item in outcome if item["sent"]],
                kept=[item for item in outcome if not item["sent"]],
                **kwargs,
            )
        reading = self.reading
        plan = uploads.plan_of(self.upload)
        shown_at_once = in_step(reading, at=timezone.now())
        return super().get_context_data(
            upload=self.upload,
            parts=rows_by_state(plan),
            problems=[text_of(problem) for problem in reading.problems],
            notes=[text_of(note) for note in reading.notes],
            is_cut=len(shown_at_once.events) < len(reading.events),
            limit=len(shown_at_once.events),
            columns=reading.columns,
            date_form=kwargs.pop("date_form", None) or self.date_form(),
            kind_form=KindForm()
            if any(
                planned.state == State.NEW and not planned.values["kind"]
                for planned in plan
            )
            else None,
            can_store=any(
                planned.state in {State.NEW, State.CHANGED} for planned in plan
            ),
            **kwargs,
        )

    def date_form(self):
        asked = any(p.code == "date_ambiguous" for p in self.reading.problems)
        return DateOrderForm() if asked else None

    def post(self, request, *args, **kwargs):
        if self.stage == "unread" and "again" in request.POST:
            uploads.ask_anew(self.upload)
        if self.stage != "table":
            return redirect("import_table", self.upload.pk)
        if "order" in request.POST or "read" in request.POST:
            return self.read_dates_anew(request)
        choices = set(request.POST.getlist("row"))
        if not choices:
            messages.error(request, _("Please choose at least one row."))
            return self.get(request, *args, **kwargs)
        kind_form = KindForm(request.POST)
        try:
            uploads.carry_out_upload(
                self.upload,
                choices=choices,
                user=request.user,
                send="send" in request.POST,
                kind=kind_form.cleaned_data["kind"] if kind_form.is_valid() else "",
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self.get(request, *args, **kwargs)
        return redirect("import_table", self.upload.pk)

    def read_dates_anew(self, request):
        form = DateOrderForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(date_form=form))
        uploads.ask_anew(self.upload, day_first=form.cleaned_data["order"] == DAY_FIRST)
        return redirect("import_table", self.upload.pk)


class ImportColumnsView(OwnUploadView):
    """Which column is what: guessed, shown, corrected, remembered for the group."""

    template_name = "cms/import_columns.html"

    def dispatch(self, request, *args, **kwargs):
        if not self.upload.is_done and self.upload.read_at is None:
            return redirect("import_table", self.upload.pk)
        if self.upload.is_done or not self.reading.columns:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ColumnsForm(reading=self.reading))
        return super().get_context_data(
            upload=self.upload,
            # It was said which is what, and still nothing was found.
            is_without_rows=self.upload.asks_columns
            and uploads.options_of(self.upload).is_complete,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = ColumnsForm(request.POST, reading=self.reading)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        header_row = form.cleaned_data["header_row"]
        if header_row != self.reading.header_row:
            # Another row has other names: what was chosen belongs to the old ones.
            uploads.ask_anew(
                self.upload, asks_columns=True, header_row=header_row, is_complete=False
            )
        else:
            uploads.ask_anew(
                self.upload,
                columns=form.chosen(),
                is_complete=True,
                header_row=header_row,
            )
        return redirect("import_table", self.upload.pk)


@require_POST
def discard(request, upload_id):
    own_upload(request, upload_id).delete()
    messages.success(request, _("The file is deleted. Nothing of it was stored."))
    return redirect("import_start")


@require_safe
def template(request, kind):
    """Hand out our own table, empty but for an example."""
    if kind not in TEMPLATE_TYPES:
        raise Http404
    build = template_files.as_csv if kind == "csv" else template_files.as_xlsx
    response = HttpResponse(build(), content_type=TEMPLATE_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="actions.{kind}"'
    return response
