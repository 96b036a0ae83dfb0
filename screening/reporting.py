"""What was decided, counted: the public report by quarter, the editors' numbers.

In public, a count below five is not told, and where one part could be worked out from
its total, a second one is not told either.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from .choices import FollowUpKind, Grounds, Level, Outcome
from .models import Appeal, Criterion, Decision, Finding, FollowUp, ScreeningTask

SMALLEST_TOLD = 5
MOST_QUARTERS = 8
WEEKS = 12


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int  # 1 to 4

    @classmethod
    def of(cls, moment: dt.date) -> "Quarter":
        return cls(moment.year, (moment.month - 1) // 3 + 1)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def next(self) -> "Quarter":
        if self.number == 4:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """Return begin (inclusive) and end (exclusive), in UTC."""
        return tuple(
            dt.datetime.combine(day, dt.time(), dt.UTC)
            for day in (self.first_day, self.next.first_day)
        )


@dataclass
class QuarterReport:
    """Counts of one quarter; None where a count is too small to be told."""

    quarter: Quarter
    submissions: int | None = None
    approved: int | None = None
    changes_requested: int | None = None
    rejected: int | None = None
    # (criterion, how often it was the reason to refuse)
    by_criterion: list[tuple[str, int | None]] = field(default_factory=list)
    concerns: int | None = None
    appeals: int | None = None
    appeals_granted: int | None = None
    median_hours: int | None = None


def told(count: int) -> int | None:
    """Return a count that may be told: none, or five and more."""
    return count if count == 0 or count >= SMALLEST_TOLD else None


def told_parts(parts: list[int], *, total_is_told: bool) -> list[int | None]:
    """Return the parts of a total that may be told.

    If a single one is hidden beside a total that is not, the smallest of the others
    is hidden as well: else it could be worked out.
    """
    shown = [told(part) for part in parts]
    if total_is_told and shown.count(None) == 1:
        others = [k for k, part in enumerate(shown) if part]
        if others:
            shown[min(others, key=lambda k: parts[k])] = None
    return shown


def hours_between(decision: Decision) -> float | None:
    if decision.submitted_at is None:
        return None
    return (decision.decided_at - decision.submitted_at).total_seconds() / 3600


def report_on_quarter(quarter: Quarter) -> QuarterReport:
    """Count one quarter of screening for everyone to read."""
    begin, end = quarter.bounds
    decisions = list(Decision.objects.filter(decided_at__gte=begin, decided_at__lt=end))
    outcomes = Counter(decision.outcome for decision in decisions)
    rejected = told(outcomes[Outcome.REJECTED])
    criteria = Counter(
        d.criterion_id for d in decisions if d.outcome == Outcome.REJECTED
    )
    rows = Criterion.objects.select_related("policy").in_bulk(
        [key for key in criteria if key]
    )
    keys = sorted(criteria, key=lambda key: (key is None, str(rows.get(key))))
    counts = told_parts(
        [criteria[key] for key in keys], total_is_told=rejected is not None
    )
    hours = [h for d in decisions if (h := hours_between(d)) is not None]
    return QuarterReport(
        quarter,
        submissions=told(
            TaskState.objects.filter(
                task__in=ScreeningTask.objects.all(),
                started_at__gte=begin,
                started_at__lt=end,
            ).count()
        ),
        approved=told(outcomes[Outcome.APPROVED]),
        changes_requested=told(outcomes[Outcome.CHANGES_REQUESTED]),
        rejected=rejected,
        by_criterion=[
            (str(rows[key]) if key else _("no criterion named"), count)
            for key, count in zip(keys, counts, strict=True)
        ],
        concerns=told(
            FollowUp.objects.filter(
                kind=FollowUpKind.CONCERN, raised_at__gte=begin, raised_at__lt=end
            ).count()
        ),
        **_appeals(begin, end),
        median_hours=round(median(hours)) if len(hours) >= SMALLEST_TOLD else None,
    )


def _appeals(begin: dt.datetime, end: dt.datetime) -> dict[str, int | None]:
    """Count appeals made in a quarter, and of them those granted so far."""
    made = Appeal.objects.filter(made_at__gte=begin, made_at__lt=end)
    total = told(made.count())
    granted = made.filter(is_granted=True).count()
    parts = told_parts(
        [granted, made.count() - granted], total_is_told=total is not None
    )
    return {"appeals": total, "appeals_granted": parts[0]}


def quarters(today: dt.date | None = None) -> list[Quarter]:
    """Return those with decisions so far, the current one first, eight at most."""
    now = Quarter.of(today or timezone.localdate())
    first = Decision.objects.aggregate(first=Min("decided_at"))["first"]
    quarter = Quarter.of(first.date()) if first else now
    found = []
    while quarter <= now:
        found.append(quarter)
        quarter = quarter.next
    return found[::-1][:MOST_QUARTERS]


# --- For editors ----------------------------------------------------------------------

AGES = (
    (1, lambda: _("less than a day")),
    (3, lambda: _("one to three days")),
    (7, lambda: _("three to seven days")),
    (None, lambda: _("longer")),
)


def open_by_age(at: dt.datetime | None = None) -> list[tuple[str, int]]:
    """Return how many submissions wait, by how long."""
    now = at or timezone.now()
    counts = [0] * len(AGES)
    for started_at in TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=ScreeningTask.objects.all()
    ).values_list("started_at", flat=True):
        days = (now - started_at).total_seconds() / 86400
        counts[sum(limit is not None and days >= limit for limit, _l in AGES)] += 1
    return [(label(), count) for (_l, label), count in zip(AGES, counts, strict=True)]


def minutes_between(decision: Decision) -> float | None:
    """Return how long the deciding editor had it open, None where that is unknown."""
    if decision.opened_at is None:
        return None
    return (decision.decided_at - decision.opened_at).total_seconds() / 60


def hours_by_week(at: dt.datetime | None = None) -> list:
    """Return (Monday, decisions, median hours until decided) of the last 12 weeks."""
    return _median_by_week(hours_between, at)


def minutes_by_week(at: dt.datetime | None = None) -> list:
    """Return (Monday, decisions, median minutes from opening) of the last 12 weeks."""
    return _median_by_week(minutes_between, at)


def _median_by_week(
    measure, at: dt.datetime | None
) -> list[tuple[dt.date, int, float | None]]:
    today = (at or timezone.now()).date()
    monday = today - dt.timedelta(days=today.weekday())
    weeks = [monday - dt.timedelta(weeks=k) for k in reversed(range(WEEKS))]
    found: dict[dt.date, list[float]] = {week: [] for week in weeks}
    since = dt.datetime.combine(weeks[0], dt.time(), dt.UTC)
    for decision in Decision.objects.filter(decided_at__gte=since):
        day = decision.decided_at.date()
        week = day - dt.timedelta(days=day.weekday())
        if (value := measure(decision)) is not None and week in found:
            found[week].append(value)
    return [
        (week, len(values), round(median(values), 1) if values else None)
        for week, values in found.items()
    ]


def was_false(decision: Decision) -> bool:
    """Say whether a decision shows that the alerts on its text were false."""
    if decision.outcome != Outcome.APPROVED or decision.grounds == Grounds.MENTION:
        return False
    return decision.grounds == Grounds.NAMESAKE or decision.agreed_by_id is None


def alarms() -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """Return alerts and how many were false: by entry, and by method.

    False is an alert that an editor called another group of the same name, and one
    that did not keep a single editor from approving. One that two editors approved in
    spite of it, that is only mentioned, or that was refused, pointed at something.
    Hints are left out.
    """
    decisions = {
        decision.revision_id: decision
        for decision in Decision.objects.exclude(revision=None).order_by("pk")
    }
    by_entry: Counter = Counter()
    by_method: Counter = Counter()
    false_entry: Counter = Counter()
    false_method: Counter = Counter()
    seen = set()
    for finding in Finding.objects.filter(level=Level.ALERT).select_related("run"):
        decision = decisions.get(finding.run.revision_id)
        key = (finding.run.revision_id, finding.entry_name)
        if decision is None or key in seen:
            continue
        seen.add(key)
        evidence = finding.evidence.get("evidence", [])
        method = evidence[0]["method"] if evidence else "?"
        is_false = was_false(decision)
        by_entry[finding.entry_name] += 1
        by_method[method] += 1
        false_entry[finding.entry_name] += is_false
        false_method[method] += is_false
    return (
        [(name, n, false_entry[name]) for name, n in by_entry.most_common(20)],
        [(name, n, false_method[name]) for name, n in by_method.most_common(20)],
    )


# --- The record -----------------------------------------------------------------------

RECORD_FIELDS = (
    "id",
    "decided_at",
    "outcome",
    "title",
    "organization",
    "policy_version",
    "criterion",
    "reason",
    "decided_by",
    "agreed_by",
    "grounds",
    "submitted_at",
    "appealed_at",
    "appeal_granted",
)


def record():
    """Give every decision as plain values, the first one first; nothing is left out."""
    decisions = Decision.objects.select_related(
        "decided_by", "agreed_by", "policy", "criterion", "appeal"
    ).order_by("pk")
    for decision in decisions.iterator(chunk_size=500):
        submitted = decision.submitted_at
        appeal = getattr(decision, "appeal", None)
        yield {
            "id": decision.pk,
            "decided_at": decision.decided_at.isoformat(),
            "outcome": decision.outcome,
            "title": decision.title,
            "organization": decision.organization_name,
            "policy_version": decision.policy.number if decision.policy else None,
            "criterion": decision.criterion.number if decision.criterion else None,
            "reason": decision.reason,
            "decided_by": str(decision.decided_by or ""),
            "agreed_by": str(decision.agreed_by or ""),
            "grounds": decision.grounds,
            "submitted_at": submitted.isoformat() if submitted else None,
            "appealed_at": appeal.made_at.isoformat() if appeal else None,
            "appeal_granted": appeal.is_granted if appeal else None,
        }
