"""What waits for an editor, in the order in which it should be looked at."""

import datetime as dt

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from events.models import EventPage
from events.recurrence import spans
from organizations.permissions import user_is_campaign_coordinator

from .choices import FollowUpKind, Level
from .judgements import judgements_for
from .models import Appeal, EditorProfile, FollowUp, ScreeningTask, Vote
from .permissions import user_is_involved

# Without a day of its own, a submission is due a week after it came.
DUE_AFTER = dt.timedelta(days=7)
LOOK_WITHIN = (dt.timedelta(hours=2), dt.timedelta(hours=48))
FILTERS = ("all", "reading", "mine", "second", "appeals")


def waiting_states():
    """Return the task states that wait for an editor."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=ScreeningTask.objects.all(),
    ).select_related("workflow_state__requested_by", "revision__user")


def look_by(came_at: dt.datetime, starts_on: dt.date | None) -> dt.datetime:
    """Return by when somebody should have looked: a quarter of the time that is left.

    Two hours at least, two days at most, and two days where no day is known.
    """
    least, most = LOOK_WITHIN
    if starts_on is None:
        return came_at + most
    start = dt.datetime.combine(starts_on, dt.time(), tzinfo=dt.UTC)
    return came_at + min(max((start - came_at) / 4, least), most)


class Readers:
    """Which editors read which countries and languages; the rest is everybody's."""

    def __init__(self, user):
        profiles = list(EditorProfile.objects.filter(user__is_active=True))
        self.own = next((p for p in profiles if p.user_id == user.pk), None)
        self.covered = {code for profile in profiles for code in profile.countries}

    def reads(self, country: str, languages: list[str]) -> bool:
        """Say whether something belongs to this editor or to the common pool."""
        if country not in self.covered:
            return True
        own = self.own
        if own is None or (own.countries and country not in own.countries):
            return False
        return (
            not own.languages
            or not languages
            or any(code in own.languages for code in languages)
        )


def next_day(page) -> dt.date | None:
    """Return the day until which to decide: of a series, its next date."""
    day = getattr(page, "starts_on", None)
    if day is None or not page.is_series:
        return day
    today = timezone.localdate()
    days = (span.starts_on for span in spans(page.schedule))
    return min((each for each in days if each >= today), default=day)


def queue(user, only: str = "all") -> list[dict]:
    """Return what waits, by day, then level, then how many independent signs there are.

    What the user must not decide on is marked. The rows are few (hundreds): sorted
    here, by the day of the draft.
    """
    rows = [
        row(task_state, user)
        for task_state in waiting_states().prefetch_related(
            "screening_runs__findings__entry", "looks__user", "votes"
        )
    ]
    if only == "reading":
        readers = Readers(user)
        rows = [r for r in rows if readers.reads(r["country"], r["languages"])]
    elif only == "mine":
        rows = [r for r in rows if r["claimed_by"] == user]
    elif only == "disputed":
        rows = [r for r in rows if r["is_disputed"]]
    elif only == "second":
        rows = [r for r in rows if r["needs_second"]]
    elif only == "appeals":
        rows = []
    return sorted(
        rows,
        key=lambda row: (
            row["due_on"],
            not (row["alerts"] or row["not_screened"]),
            not row["hints"],
            -row["signs"],
            row["task_state"].started_at,
        ),
    )


def row(task_state: TaskState, user) -> dict:
    """Return what the queue shows of one submission."""
    page = task_state.revision.as_object()
    now = timezone.now()
    starts_on = next_day(page)
    due_on = starts_on or (task_state.started_at + DUE_AFTER).date()
    run = next(
        (
            run
            for run in task_state.screening_runs.all()
            if run.revision_id == task_state.revision_id
        ),
        None,
    )
    findings = list(run.findings.all()) if run else []
    judged = judgements_for(getattr(page, "organization_id", page.pk), findings)
    open_findings = [f for f in findings if f.pk not in judged]
    votes = [
        vote
        for vote in task_state.votes.all()
        if vote.revision_id == task_state.revision_id
    ]
    looks = list(task_state.looks.all())
    claims = task_state.looks.claimed(now).select_related("user") if looks else []
    looking = task_state.looks.looking(now).select_related("user") if looks else []
    return {
        "task_state": task_state,
        "page": page,
        "organization": getattr(page, "organization", page),
        "country": page.country,
        "languages": list(getattr(page, "languages", [])),
        "starts_on": starts_on,
        "due_on": due_on,
        "days_left": (due_on - timezone.localdate()).days,
        "is_edit": page.live,
        "is_event": isinstance(page, EventPage),
        "is_application": page.first_published_at is None,
        "not_screened": run is None or run.has_failed,
        "alerts": sum(f.level == Level.ALERT for f in open_findings),
        "hints": sum(f.level == Level.HINT for f in open_findings),
        "signs": sum(len(f.evidence.get("evidence", [])) for f in open_findings),
        "is_own": user_is_involved(user, page),
        "needs_second": bool(votes),
        "is_disputed": len({vote.outcome for vote in votes if vote.outcome}) > 1,
        "has_voted": any(vote.user_id == user.pk for vote in votes),
        "claimed_by": next((look.user for look in claims), None),
        "looking": [look.user for look in looking if look.user_id != user.pk],
        "is_unlooked": not looks and look_by(task_state.started_at, starts_on) < now,
        "url": reverse("screen_submission", args=[task_state.pk]),
    }


def unlooked(at: dt.datetime | None = None) -> list[TaskState]:
    """Return what nobody has opened although its time has come: for urgent mails."""
    now = at or timezone.now()
    return [
        task_state
        for task_state in waiting_states().filter(looks=None)
        if look_by(
            task_state.started_at,
            next_day(task_state.revision.as_object()),
        )
        < now
    ]


def counts_for(user) -> dict[str, int]:
    """Return how much waits beside new submissions; involvement is left aside."""
    votes = Vote.objects.filter(
        task_state__status=TaskState.STATUS_IN_PROGRESS,
        revision=F("task_state__revision"),
    )
    asked = votes.exclude(task_state__votes__user=user)
    disputed = (
        votes.exclude(outcome="")
        .order_by()
        .values("task_state")
        .annotate(kinds=Count("outcome", distinct=True))
        .filter(kinds__gt=1)
    )
    return {
        "follow_ups": FollowUp.objects.open()
        .exclude(kind=FollowUpKind.CONCERN)
        .count(),
        "concerns": FollowUp.objects.open().filter(kind=FollowUpKind.CONCERN).count(),
        "appeals": Appeal.objects.open().count(),
        "votes": asked.order_by().values("task_state").distinct().count(),
        "disputed": disputed.count(),
    }


def settles_disputes(user) -> bool:
    """Say whether two editors differ on something that the user may settle."""
    return user_is_campaign_coordinator(user) and counts_for(user)["disputed"] > 0


def open_appeals():
    """Return appeals without an answer, the most urgent first."""
    return Appeal.objects.open().select_related("decision__page", "made_by")
