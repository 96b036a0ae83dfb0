"""The desk: what waits, one submission with its findings, and what was decided."""

import datetime as dt

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from events.models import EventPage
from organizations.languages import language_name
from organizations.text import text_of_html

from .choices import Level, Outcome
from .criteria import submission_of
from .engine.report import match_from_json
from .lifecycle import NotDecidedError, decide
from .models import Decision, ScreeningTask
from .permissions import user_can_screen, user_is_involved

PER_PAGE = 25
# Without a day of its own, a submission is due a week after it came.
DUE_AFTER = dt.timedelta(days=7)


def waiting_states():
    """Return the task states that wait for an editor."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=ScreeningTask.objects.all(),
    ).select_related("workflow_state__requested_by", "revision")


def queue(user) -> list[dict]:
    """Return what waits, by time left; what the user must not decide on is marked.

    The rows are small and few (hundreds): sorted here, by the day of the draft.
    """
    rows = []
    for task_state in waiting_states():
        page = task_state.revision.as_object()
        starts_on = getattr(page, "starts_on", None)
        due_on = starts_on or (task_state.started_at + DUE_AFTER).date()
        run = task_state.screening_runs.filter(revision=task_state.revision).first()
        findings = list(run.findings.all()) if run else []
        rows.append(
            {
                "task_state": task_state,
                "page": page,
                "organization": getattr(page, "organization", page),
                "starts_on": starts_on,
                "due_on": due_on,
                "days_left": (due_on - timezone.localdate()).days,
                "is_edit": page.live,
                "is_event": isinstance(page, EventPage),
                "not_screened": run is None or run.has_failed,
                "alerts": sum(f.level == Level.ALERT for f in findings),
                "hints": sum(f.level == Level.HINT for f in findings),
                "is_own": user_is_involved(user, page),
                "url": reverse("screen_submission", args=[task_state.pk]),
            }
        )
    return sorted(rows, key=lambda row: (row["due_on"], row["task_state"].started_at))


class QueuePanel(Component):
    """The editors' part of the first screen."""

    name = "screening_queue"
    template_name = "cms/screening_panel.html"
    order = 20

    def get_context_data(self, parent_context):
        rows = queue(parent_context["request"].user)
        return {"rows": rows[:5], "total": len(rows)}


class QueueView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/screening_queue.html"
    page_title = gettext_lazy("Screening")
    header_icon = "clipboard-list"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("screening_queue"), "label": gettext_lazy("Screening")},
    ]

    def get_context_data(self, **kwargs):
        rows = queue(self.request.user)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page_obj=page, rows=page.object_list, total=len(rows), **kwargs
        )


FIELD_LABELS = {
    "organiser": gettext_lazy("Organisation"),
    "co_organisers": gettext_lazy("Together with"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "description": gettext_lazy("Description"),
    "image_alt": gettext_lazy("What the picture shows"),
    "venue": gettext_lazy("Place"),
    "links": gettext_lazy("Links"),
    "contacts": gettext_lazy("Contacts"),
    "accessibility": gettext_lazy("More about access"),
}


def segments(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """Cut a text at its findings: (piece, level), level "" where nothing was found."""
    pieces, position = [], 0
    for start, end, level in sorted(spans):
        if start < position:
            continue
        pieces.append((text[position:start], ""))
        pieces.append((text[start:end], level))
        position = end
    pieces.append((text[position:], ""))
    return [piece for piece in pieces if piece[0]]


def marked_fields(page, findings) -> list[dict]:
    """Return every text that the engine read, with the words in question marked."""

    spans: dict[tuple[str, int], list] = {}
    for finding in findings:
        for item in finding.evidence.get("evidence", []):
            spans.setdefault((item["field"], item["index"]), []).append(
                (item["start"], item["end"], finding.level)
            )
    fields: dict[str, dict] = {}
    for name, index, text, _kind in submission_of(page).values():
        entry = fields.setdefault(
            name, {"name": name, "label": FIELD_LABELS.get(name, name), "texts": []}
        )
        entry["texts"].append(segments(text, spans.get((name, index), [])))
    return list(fields.values())


_NOT_SHOWN = frozenset({"page_ptr", "uid", "is_example", "organization"})


def shown(page, field) -> str:
    """Return a field's value as an editor reads it, "–" where there is none."""
    value = getattr(page, field.name)
    if field.name == "description":
        value = text_of_html(value)
    elif field.name == "languages":
        value = ", ".join(language_name(code) for code in value)
    elif isinstance(value, dt.time):
        value = f"{value:%H:%M}"
    elif isinstance(value, bool):
        value = _("Yes") if value else _("No")
    elif field.choices:
        value = getattr(page, f"get_{field.name}_display")()
    return "–" if value is None or value == "" else str(value)


def changes_since_approval(page) -> list[dict]:
    """Return the fields in which a waiting edit differs from what is public."""
    if not page.live:
        return []
    public = type(page).objects.get(pk=page.pk)
    return [
        {
            "label": field.verbose_name,
            "before": shown(public, field),
            "after": shown(page, field),
        }
        for field in [page._meta.get_field("title"), *page._meta.local_fields]
        if field.name not in _NOT_SHOWN
        and getattr(public, field.attname) != getattr(page, field.attname)
    ]


class DecisionForm(forms.Form):
    """What an editor decides. The reason is needed for all but an approval."""

    outcome = forms.ChoiceField(choices=Outcome.choices)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "The group reads it. Needed when you ask for changes or reject."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class SubmissionView(WagtailAdminTemplateMixin, TemplateView):
    """One submission beside its findings, with three ways to decide."""

    template_name = "cms/screening_submission.html"
    page_title = gettext_lazy("Screening")
    header_icon = "clipboard-list"
    breadcrumbs_items = QueueView.breadcrumbs_items

    def dispatch(self, request, *args, **kwargs):
        self.task_state = get_object_or_404(
            TaskState.objects.select_related("revision", "workflow_state"),
            pk=kwargs["pk"],
            task__in=ScreeningTask.objects.all(),
        )
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = DecisionForm(request.POST)
        if form.is_valid():
            try:
                decision = decide(
                    task_state=self.task_state,
                    user=request.user,
                    outcome=form.cleaned_data["outcome"],
                    reason=form.cleaned_data["reason"],
                    revision_id=form.cleaned_data["revision"],
                )
            except ValidationError as error:
                form.add_error("reason", error.message_dict["reason"])
            except NotDecidedError as error:
                messages.error(request, str(error))
                self.task_state.refresh_from_db()
            except PermissionDenied:
                messages.error(
                    request,
                    _("You belong to one of these organisations, so others decide."),
                )
            else:
                messages.success(
                    request,
                    _("%(title)s: %(outcome)s")
                    % {
                        "title": decision.title,
                        "outcome": decision.get_outcome_display(),
                    },
                )
                return redirect("screening_queue")
        return self.render_to_response(self.get_context_data(form=form), status=200)

    def get_context_data(self, form=None, **kwargs):
        task_state = self.task_state
        page = task_state.revision.as_object()
        run = task_state.screening_runs.filter(revision=task_state.revision).first()
        findings = list(run.findings.select_related("entry")) if run else []
        reason = form["reason"].value() if form is not None else ""
        # After a change by the group the form is bound to the version now shown.
        errors = form.errors if form is not None else {}
        fresh = DecisionForm(
            initial={"revision": task_state.revision_id, "reason": reason}
        )
        # An edit may name, or no longer name, an organization of the editor's.
        user, public = self.request.user, task_state.workflow_state.content_object
        is_own = user_is_involved(user, page) or user_is_involved(user, public)
        is_open = task_state.status == TaskState.STATUS_IN_PROGRESS
        return super().get_context_data(
            task_state=task_state,
            page=page,
            organization=getattr(page, "organization", page),
            is_event=isinstance(page, EventPage),
            run=run,
            findings=[
                {"finding": f, "match": match_from_json(f.evidence)} for f in findings
            ],
            alerts=[f for f in findings if f.level == Level.ALERT],
            fields=marked_fields(page, findings),
            changes=changes_since_approval(page),
            decisions=Decision.objects.filter(page_id=page.pk).select_related(
                "decided_by"
            ),
            form=fresh,
            errors=errors,
            can_decide=is_open and not is_own and user_can_screen(user, page),
            is_open=is_open,
            is_own=is_own,
            preview_url=reverse("preview_submission", args=[task_state.pk]),
            **kwargs,
        )


@xframe_options_sameorigin
def preview_submission(request, pk):
    """Show the waiting text as visitors will see it."""
    task_state = get_object_or_404(
        waiting_states(), pk=pk, task__in=ScreeningTask.objects.all()
    )
    page = task_state.revision.as_object()
    if not isinstance(page, EventPage):
        raise Http404
    context = page.get_context(request)
    return TemplateResponse(request, page.get_template(request), context)


class HistoryView(WagtailAdminTemplateMixin, TemplateView):
    """Every decision: who, what, when, why. The latest first."""

    template_name = "cms/screening_history.html"
    page_title = gettext_lazy("Decisions")
    header_icon = "history"
    breadcrumbs_items = [
        *QueueView.breadcrumbs_items,
        {"url": reverse_lazy("screening_history"), "label": gettext_lazy("Decisions")},
    ]

    def get_context_data(self, **kwargs):
        decisions = Decision.objects.select_related("decided_by", "page")
        page = Paginator(decisions, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, **kwargs)
