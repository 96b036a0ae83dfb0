"""The desk: what waits, one submission with its findings, and what was decided."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from events.models import EventPage
from organizations.countries import country_name
from organizations.languages import language_name
from organizations.models import OrganizationPage
from organizations.permissions import user_is_editor

from .answers import stock_answer
from .choices import Grounds, Level, Outcome
from .judgements import judgements_for
from .lifecycle import (
    NotDecidedError,
    ask_second_opinion,
    claim,
    decide,
    note_look,
    release,
    send_message,
    write_note,
)
from .models import (
    Application,
    Criterion,
    Decision,
    EditorProfile,
    InternalNote,
    Message,
    Policy,
    ScreeningTask,
)
from .permissions import user_can_decide, user_is_involved, user_reads_desk
from .queue import (
    FILTERS,
    counts_for,
    open_appeals,
    queue,
    settles_disputes,
    waiting_states,
)
from .reading import (
    changes_since_approval,
    history_of,
    likely_duplicates,
    marked_fields,
    shown_findings,
)

PER_PAGE = 25
OWN = gettext_lazy("You belong to one of these organisations, so others decide.")
DECIDED = gettext_lazy("This is decided, or the group has taken it back.")


class QueuePanel(Component):
    """The editors' part of the first screen."""

    name = "screening_queue"
    template_name = "cms/screening_panel.html"
    order = 20

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        rows = queue(user, "all" if user_is_editor(user) else "disputed")
        return {
            "rows": rows[:5],
            "total": len(rows),
            "counts": counts_for(user),
            "is_editor": user_is_editor(user),
        }


class ReadingForm(forms.Form):
    """Which countries and languages an editor reads."""

    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, profile=None, **kwargs):
        super().__init__(*args, **kwargs)
        codes = set(OrganizationPage.objects.values_list("country", flat=True))
        codes |= set(profile.countries if profile else [])
        self.fields["countries"].choices = sorted(
            ((code, country_name(code)) for code in codes if code),
            key=lambda choice: choice[1],
        )
        self.fields["languages"].choices = [
            (code, language_name(code)) for code, _name in settings.LANGUAGES
        ]
        if profile:
            self.initial = {
                "countries": profile.countries,
                "languages": profile.languages,
            }


class ClearForm(forms.Form):
    """Rejects a flood of spam in one step; each gets the reason and a record."""

    chosen = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": gettext_lazy("Please choose what to reject."),
            "invalid_choice": gettext_lazy("Please choose what to reject."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "id": "id_clear_reason"}),
        error_messages={
            "required": gettext_lazy("Please give a reason: the group will read it.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [
            (pk, pk) for pk in waiting_states().values_list("pk", flat=True)
        ]


FILTER_LABELS = {
    "all": gettext_lazy("All"),
    "reading": gettext_lazy("My countries and languages"),
    "mine": gettext_lazy("Taken on by me"),
    "second": gettext_lazy("Second vote"),
    "appeals": pgettext_lazy("against a decision", "Appeals"),
}


class QueueView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/screening_queue.html"
    page_title = gettext_lazy("Screening")
    header_icon = "clipboard-list"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("screening_queue"), "label": gettext_lazy("Screening")},
    ]

    def dispatch(self, request, *args, **kwargs):
        if not (user_is_editor(request.user) or settles_disputes(request.user)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not user_is_editor(request.user):
            raise Http404
        if request.POST.get("do") == "reading":
            profile = EditorProfile.objects.filter(user=request.user).first()
            form = ReadingForm(request.POST, profile=profile)
            if form.is_valid():
                EditorProfile.objects.update_or_create(
                    user=request.user, defaults=form.cleaned_data
                )
                return redirect(reverse("screening_queue") + "?show=reading")
            return self.render_to_response(self.get_context_data(reading=form))
        form = ClearForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(clear=form))
        count = 0
        for task_state in waiting_states().filter(pk__in=form.cleaned_data["chosen"]):
            try:
                decide(
                    task_state=task_state,
                    user=request.user,
                    outcome=Outcome.REJECTED,
                    reason=form.cleaned_data["reason"],
                    revision_id=task_state.revision_id,
                    is_spam=True,
                )
            except (NotDecidedError, PermissionDenied):
                continue
            count += 1
        messages.success(
            request,
            ngettext("%(count)s rejected.", "%(count)s rejected.", count)
            % {"count": count},
        )
        return redirect("screening_queue")

    def get_context_data(self, reading=None, clear=None, **kwargs):
        user = self.request.user
        show = self.request.GET.get("show", "all")
        show = show if show in FILTERS else "all"
        is_editor = user_is_editor(user)
        # The campaign's coordinators settle what editors differ on, and only that.
        rows = queue(user, show if is_editor else "disputed")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        profile = EditorProfile.objects.filter(user=user).first()
        is_about_appeals = is_editor and show in ("all", "appeals")
        appeals = open_appeals() if is_about_appeals else []
        return super().get_context_data(
            page_obj=page,
            rows=page.object_list,
            total=len(rows),
            show=show,
            is_editor=is_editor,
            filters=[(name, FILTER_LABELS[name]) for name in FILTERS if is_editor],
            appeals=appeals,
            reading=reading or ReadingForm(profile=profile),
            reading_is_open=reading is not None,
            clear=clear or ClearForm(),
            clear_is_open=clear is not None,
            chosen=self.request.POST.getlist("chosen"),
            **kwargs,
        )


class DecisionForm(forms.Form):
    """What an editor decides. The reason is needed for all but an approval."""

    OUTCOMES = {
        "approved": (Outcome.APPROVED, ""),
        "mention": (Outcome.APPROVED, Grounds.MENTION),
        "namesake": (Outcome.APPROVED, Grounds.NAMESAKE),
        "changes_requested": (Outcome.CHANGES_REQUESTED, ""),
        "rejected": (Outcome.REJECTED, ""),
        "second": (None, ""),
    }
    outcome = forms.ChoiceField(choices=[(name, name) for name in OUTCOMES])
    criterion = forms.ModelChoiceField(
        label=gettext_lazy("Criterion"),
        queryset=Criterion.objects.none(),
        required=False,
        empty_label=gettext_lazy("none named"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "The group reads it. Needed when you ask for changes or reject."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Internal note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only editors read it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        policy = Policy.objects.current()
        if policy is not None:
            self.fields["criterion"].queryset = policy.criteria.all()


class TextForm(forms.Form):
    """A message to the group, or a note for the editors."""

    text = forms.CharField(
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Please write something.")},
    )


class SubmissionView(WagtailAdminTemplateMixin, TemplateView):
    """One submission beside its findings, with the ways to decide."""

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
        if not user_reads_desk(request.user, self.task_state):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        act = {
            "claim": self.claim,
            "release": self.release,
            "note": self.write_note,
            "message": self.send_message,
        }.get(request.POST.get("do"), self.decide)
        return act(request)

    def claim(self, request):
        try:
            claim(task_state=self.task_state, user=request.user)
        except NotDecidedError as error:
            messages.error(request, str(error))
        except PermissionDenied:
            messages.error(request, OWN)
        return redirect(request.path)

    def release(self, request):
        release(task_state=self.task_state, user=request.user)
        return redirect("screening_queue")

    def write_note(self, request):
        return self.keep_text(request, write_note, "note")

    def send_message(self, request):
        if self.application is not None:
            raise Http404  # nobody would get it
        return self.keep_text(request, send_message, "message", is_from_editors=True)

    def keep_text(self, request, keep, name, **options):
        """Keep a message or a note; give what was typed back on an error."""
        page = self.task_state.workflow_state.content_object
        form = TextForm(request.POST)
        if not user_can_decide(request.user, self.task_state):
            form.add_error("text", OWN)
        elif self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            form.add_error("text", DECIDED)
        elif form.is_valid():
            text = form.cleaned_data["text"]
            try:
                keep(page=page, author=request.user, text=text, **options)
            except ValidationError as error:
                form.add_error("text", error.messages[0])
            else:
                anchor = {"note": "#notes", "message": "#thread"}[name]
                return redirect(request.path + anchor)
        return self.render_to_response(self.get_context_data(**{f"{name}_form": form}))

    def decide(self, request):
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        data = form.cleaned_data
        outcome, grounds = form.OUTCOMES[data["outcome"]]
        reason = data["reason"]
        if not reason.strip() and data["criterion"] and outcome != Outcome.APPROVED:
            reason = stock_answer(data["criterion"], self.submitters_language())
        try:
            if outcome is None:
                ask_second_opinion(
                    task_state=self.task_state,
                    user=request.user,
                    revision_id=data["revision"],
                    note=data["note"],
                )
                messages.success(request, _("Another editor will look at it."))
                return redirect("screening_queue")
            decision = decide(
                task_state=self.task_state,
                user=request.user,
                outcome=outcome,
                grounds=grounds,
                reason=reason,
                note=data["note"],
                criterion=data["criterion"],
                revision_id=data["revision"],
            )
        except ValidationError as error:
            form.add_error("reason", error.message_dict["reason"])
        except NotDecidedError as error:
            messages.error(request, str(error))
            self.task_state.refresh_from_db()
        except PermissionDenied:
            messages.error(request, OWN)
        else:
            if decision is None:
                messages.success(
                    request,
                    _("Your vote is kept. Another editor votes without seeing it."),
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
        return self.render_to_response(self.get_context_data(form=form))

    @cached_property
    def application(self) -> Application | None:
        """What a group wrote that asks to join; it has no account until it may."""
        page_id = self.task_state.workflow_state.object_id
        return Application.objects.filter(organization_id=page_id).first()

    def submitters_language(self) -> str:
        state = self.task_state
        if self.application is not None:
            return self.application.language
        user = state.revision.user or state.workflow_state.requested_by
        return user.language if user else settings.LANGUAGE_CODE

    def votes(self, revision_id) -> dict:
        """Return what may be seen of votes and of voters' notes: after one's own."""
        votes = list(
            self.task_state.votes.filter(revision_id=revision_id).select_related("user")
        )
        user = self.request.user
        has_voted = any(vote.outcome and vote.user == user for vote in votes)
        is_open = self.task_state.status == TaskState.STATUS_IN_PROGRESS
        voted = {vote.user_id for vote in votes if vote.outcome}
        notes = InternalNote.objects.filter(
            page_id=self.task_state.workflow_state.object_id
        ).select_related("author")
        unseen = notes.none()
        if is_open and not has_voted:
            unseen = notes.filter(author_id__in=voted)
        return {
            "notes": notes.exclude(pk__in=unseen),
            "notes_wait": unseen.exists(),
            "has_voted": has_voted,
            "others_votes": sum(vote.user != user for vote in votes),
            "shown_votes": votes
            if has_voted or not is_open
            else [vote for vote in votes if vote.user == user],
        }

    def get_context_data(self, form=None, **kwargs):
        task_state = self.task_state
        page = task_state.revision.as_object()
        run = task_state.screening_runs.filter(revision=task_state.revision).first()
        findings = list(run.findings.select_related("entry")) if run else []
        judged = judgements_for(getattr(page, "organization_id", page.pk), findings)
        # After a change by the group the form is bound to the version now shown.
        errors = form.errors if form is not None else {}
        typed = ("reason", "note", "criterion")
        fresh = DecisionForm(
            initial={"revision": task_state.revision_id}
            | ({name: form[name].value() for name in typed} if form else {})
        )
        # An edit may name, or no longer name, an organization of the editor's.
        user, public = self.request.user, task_state.workflow_state.content_object
        is_own = user_is_involved(user, page) or user_is_involved(user, public)
        is_open = task_state.status == TaskState.STATUS_IN_PROGRESS
        can_decide = is_open and user_can_decide(user, task_state)
        if can_decide and self.request.method == "GET":
            note_look(task_state=task_state, user=user)
        organization = getattr(page, "organization", page)
        language = self.submitters_language()
        claims = list(task_state.looks.claimed().select_related("user"))
        lapsed = task_state.looks.filter(user=user, claimed_at__isnull=False)
        policy = Policy.objects.current()
        return super().get_context_data(
            task_state=task_state,
            page=page,
            organization=organization,
            is_event=isinstance(page, EventPage),
            run=run,
            findings=shown_findings(findings, judged),
            alerts=[
                f for f in findings if f.level == Level.ALERT and f.pk not in judged
            ],
            fields=marked_fields(page, findings, judged),
            changes=changes_since_approval(page),
            duplicates=likely_duplicates(page),
            history=history_of(public if organization == page else organization),
            checklist=[
                {"criterion": c, "answer": stock_answer(c, language)}
                for c in (policy.criteria.all() if policy else [])
            ],
            submitters_language=language_name(language),
            decisions=Decision.objects.filter(page_id=page.pk).select_related(
                "decided_by", "agreed_by", "appeal", "criterion__policy"
            ),
            form=fresh,
            errors=errors,
            can_decide=can_decide,
            is_open=is_open,
            is_taken_back=task_state.status == TaskState.STATUS_CANCELLED,
            is_own=is_own,
            claimed_by=claims[0].user if claims else None,
            claim_has_lapsed=lapsed.exists()
            and not any(claim.user_id == user.pk for claim in claims),
            lost_text=[
                text for name in ("reason", "note") if (text := fresh[name].value())
            ],
            looking=[
                look.user
                for look in task_state.looks.looking().select_related("user")
                if look.user != user
            ],
            application=self.application,
            thread=Message.objects.filter(page_id=page.pk).select_related("author"),
            preview_url=reverse("preview_submission", args=[task_state.pk]),
            **({"message_form": TextForm(), "note_form": TextForm()} | kwargs),
            **self.votes(task_state.revision_id),
        )


@xframe_options_sameorigin
def preview_submission(request, pk):
    """Show the waiting text as visitors will see it."""
    task_state = get_object_or_404(
        waiting_states(), pk=pk, task__in=ScreeningTask.objects.all()
    )
    page = task_state.revision.as_object()
    is_read = user_reads_desk(request.user, task_state)
    if not is_read or not isinstance(page, EventPage):
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
        decisions = Decision.objects.select_related(
            "decided_by", "agreed_by", "page", "appeal", "criterion__policy"
        )
        page = Paginator(decisions, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, **kwargs)
