"""The dates of a series in the CMS: look at them, move one, call one off, add one."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import lifecycle, series_form
from .cms import own_event
from .models import EventPage
from .recurrence import ZONES, Change, ChangedDate, spans


def _date_field(**kwargs):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, **kwargs)


def _time_field(**kwargs):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(widget=widget, required=False, **kwargs)


class WhenForm(series_form.SeriesFields):
    """What the action's form says about when, and no more, to show its dates."""

    starts_on = forms.DateField()
    start_time = forms.TimeField(required=False)
    ends_on = forms.DateField(required=False)
    end_time = forms.TimeField(required=False)
    is_all_day = forms.BooleanField(required=False)
    timezone = forms.CharField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in series_form.choices().items():
            self.fields[name].choices = choices
        self.fields["starts_on"].error_messages["required"] = _(
            "Please fill in the first day."
        )

    def clean_timezone(self):
        name = self.cleaned_data["timezone"]
        return name if name in ZONES else "UTC"

    def event(self) -> EventPage:
        """Return an event with these dates, not stored.

        Raises:
            ValidationError: if they do not fit together.
        """
        names = "starts_on start_time ends_on end_time is_all_day timezone".split()
        event = EventPage(
            title="-",
            recurrence_rule=series_form.rule_of(self.cleaned_data),
            **{name: self.cleaned_data[name] for name in names},
        )
        event.is_unfinished = True
        errors = {}
        event.clean_dates(errors)
        if errors:
            raise ValidationError(errors)
        return event


@require_POST
def preview_dates(request):
    """Show which dates an action's form makes, before anything is stored."""
    form = WhenForm(request.POST)
    found, sentences = [], []
    if form.is_valid():
        try:
            found = spans(form.event().schedule)
        except ValidationError as error:
            sentences = error.messages
    else:
        for name, errors in form.errors.items():
            label = form.fields[name].label
            sentences += [f"{label}: {e}" if label else e for e in errors]
    return TemplateResponse(
        request,
        "cms/preview_dates.html",
        {
            "spans": found,
            "sentences": sentences,
            "page_title": _("Dates"),
            "timezone": form.cleaned_data.get("timezone", ""),
        },
    )


class MoveForm(forms.Form):
    day = _date_field(label=gettext_lazy("New day"))
    start = _time_field(label=capfirst(gettext_lazy("starts at")))
    end = _time_field(label=capfirst(gettext_lazy("ends at")))
    note = forms.CharField(
        label=gettext_lazy("What visitors should know"), required=False, max_length=300
    )


class DateForm(forms.Form):
    """Which date, by the day that the rule gave it."""

    date = _date_field(label=gettext_lazy("Day"))


class DatesView(WagtailAdminTemplateMixin, TemplateView):
    """All dates of an action's draft, each with what can be done about it.

    Moving, adding and leaving out change the draft, which the editors get if the action
    is public; calling off needs no editor.
    """

    template_name = "cms/action_dates.html"
    page_title = gettext_lazy("Dates")
    header_icon = "calendar"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("own_actions"), "label": gettext_lazy("Our actions")},
    ]

    def dispatch(self, request, *args, **kwargs):
        self.event = own_event(request, kwargs["page_id"])
        self.draft = self.event.get_latest_revision_as_object()
        self.asked, self.problem, self.form = None, "", None
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        actions = {
            "move": self.move,
            "as_planned": self.as_planned,
            "leave_out": self.leave_out,
            "add": self.add,
            "call_off": self.call_off,
            "reinstate": self.reinstate,
        }
        act = actions.get(request.POST.get("do"))
        which = DateForm(request.POST)
        if act is None or not which.is_valid():
            self.problem = _("Please choose a day.")
            return self.render_to_response(self.get_context_data())
        self.asked = which.cleaned_data["date"]
        try:
            done = act(self.asked)
        except ValidationError as error:
            self.problem = " ".join(error.messages)
            return self.render_to_response(self.get_context_data())
        messages.success(request, done)
        return redirect("action_dates", self.event.pk)

    # --- what can be done -------------------------------------------------------

    def move(self, day):
        self.form = MoveForm(self.request.POST)
        if not self.form.is_valid():
            raise ValidationError(
                [str(e) for errors in self.form.errors.values() for e in errors]
            )
        data = self.form.cleaned_data
        if data["end"] and not data["start"]:
            raise ValidationError(_("Please say also when it starts."))
        if data["day"] < timezone.localdate():
            raise ValidationError(
                _("This day is over. Please choose one that is to come.")
            )
        moved = ChangedDate(
            kind=Change.MOVED,
            date=day,
            starts_on=data["day"],
            start_time=data["start"],
            end_time=data["end"],
            note=data["note"],
        )
        return self.store([*self.changes_but(day, Change.MOVED), moved])

    def as_planned(self, day):
        return self.store(self.changes_but(day, *Change))

    def leave_out(self, day):
        rest = self.changes_but(day, *Change)
        if any(c.date == day and c.kind == Change.EXTRA for c in self.changes):
            return self.store(rest)
        return self.store([*rest, ChangedDate(kind=Change.EXCLUDED, date=day)])

    def add(self, day):
        if day < timezone.localdate():
            raise ValidationError(
                _("This day is over. Please choose one that is to come.")
            )
        rest = self.changes_but(day, Change.EXTRA, Change.EXCLUDED)
        return self.store([*rest, ChangedDate(kind=Change.EXTRA, date=day)])

    def call_off(self, day):
        note = self.request.POST.get("note", "").replace("\x00", "")
        lifecycle.cancel_date(
            event=self.event, recurrence_id=day, user=self.request.user, note=note
        )
        return _("This date is called off. Everyone can see it now, in calendars too.")

    def reinstate(self, day):
        lifecycle.reinstate_date(
            event=self.event, recurrence_id=day, user=self.request.user
        )
        return _("This date takes place after all.")

    @property
    def changes(self) -> tuple[ChangedDate, ...]:
        return self.draft.schedule.changed_dates

    def changes_but(self, day, *kinds) -> list[ChangedDate]:
        return [c for c in self.changes if c.date != day or c.kind not in kinds]

    def store(self, changes):
        lifecycle.change_dates(
            event=self.event, user=self.request.user, changes=changes
        )
        if self.event.live:
            return _(
                "The editors have this version now. "
                "You get a mail when they have decided."
            )
        return _(
            "Your draft is saved. Nobody sees it until you send it to the editors."
        )

    # --- what is shown ----------------------------------------------------------

    def get_context_data(self, **kwargs):
        now = timezone.now()
        public = {
            row.recurrence_id: row
            for row in self.event.occurrences.filter(is_dropped=False)
            if self.event.live
        }
        rows = []
        extra = {c.date for c in self.changes if c.kind == Change.EXTRA}
        for span in spans(self.draft.schedule) if self.draft.starts_on else []:
            day = span.recurrence_id
            known = public.get(day)
            is_asked = day == self.asked and self.form is not None
            rows.append(
                {
                    "span": span,
                    "is_past": span.until_at <= now,
                    "is_extra": day in extra,
                    "is_called_off": known is not None and known.is_called_off,
                    "can_call_off": known is not None,
                    "is_asked": day == self.asked,
                    "form": self.form if is_asked else self.move_form(span),
                }
            )
        return super().get_context_data(
            event=self.event,
            draft=self.draft,
            rows=rows,
            left_out=[c.date for c in self.changes if c.kind == Change.EXCLUDED],
            problem=self.problem,
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.event.pk]),
            **kwargs,
        )

    def move_form(self, span):
        moved = next(
            (
                c
                for c in self.changes
                if c.date == span.recurrence_id and c.kind == Change.MOVED
            ),
            None,
        )
        draft = moved or self.draft
        return MoveForm(
            initial={
                "day": span.starts_on,
                "start": draft.start_time,
                "end": draft.end_time,
                "note": span.note,
            },
            prefix=None,
            auto_id=f"id_{span.recurrence_id:%Y%m%d}_%s",
        )
