"""Looking anew at what is open or still to come, when the list or the engine changed.

What waits gets a new run, which its screen shows. What is public gets a follow-up, and
only where something points at it that did not before.
"""

import logging
from dataclasses import asdict

from django.utils import timezone
from django_tasks import task
from wagtail.models import TaskState

from events.models import EventPage
from organizations.models import OrganizationPage

from .choices import FollowUpKind
from .criteria import current_watchlist, list_version, report_on
from .engine import ENGINE_VERSION, Report
from .follow_ups import note_follow_up
from .lifecycle import run_screening
from .models import Finding, FollowUp, ScreeningTask

logger = logging.getLogger(__name__)


@task()
def rescreen_in_background() -> dict:
    """Do `rescreen` where the site's tasks run (settings.TASKS)."""
    return rescreen()


def rescreen() -> dict[str, int]:
    """Compare everything open or upcoming with the list as it is now.

    Returns how many were `waiting` (new runs), `public` (looked at), `pointed_at` (new
    follow-ups) and `failed`. Asking twice changes nothing more.
    """
    counts = dict.fromkeys(("waiting", "public", "pointed_at", "failed"), 0)
    version = list_version()
    current_watchlist()  # built once, before the loop
    for state in TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=ScreeningTask.objects.all()
    ).select_related("revision"):
        last = state.screening_runs.filter(revision=state.revision).first()
        is_fresh = (
            last is not None
            and not last.has_failed
            and (last.list_version, last.engine) == (version, ENGINE_VERSION)
        )
        if not is_fresh:
            counts["failed"] += run_screening(state).has_failed
            counts["waiting"] += 1
    upcoming = (
        EventPage.objects.published()
        .filter(occurrences__until_at__gt=timezone.now())
        .distinct()
        .select_related("organization")
    )
    for page in [*OrganizationPage.objects.approved(), *upcoming]:
        counts["public"] += 1
        try:
            report = report_on(page)
        except Exception:
            logger.exception("re-screening failed for page %s", page.pk)
            counts["failed"] += 1
            continue
        counts["pointed_at"] += _point_out(page, report)
    return counts


def _point_out(page, report: Report) -> bool:
    """Note a follow-up if something of the report was in no earlier one."""
    if not report.matches:
        return False
    known = _known(page)
    matches = [
        match
        for match in report.matches
        if any((match.entry_id, e.field, e.raw) not in known for e in match.evidence)
    ]
    if matches:
        note_follow_up(
            kind=FollowUpKind.EVIDENCE,
            page=page,
            data={"matches": [asdict(match) for match in matches]},
        )
    return bool(matches)


def _known(page) -> set[tuple]:
    """Return (entry, field, words) of all that an editor could have seen before."""
    stored = Finding.objects.filter(run__revision__object_id=str(page.pk)).values_list(
        "evidence", flat=True
    )
    noted = FollowUp.objects.filter(page_id=page.pk, kind=FollowUpKind.EVIDENCE)
    matches = [*stored, *(m for row in noted for m in row.data.get("matches", ()))]
    return {
        (match["entry_id"], evidence["field"], evidence["raw"])
        for match in matches
        if "entry_id" in match
        for evidence in match["evidence"]
    }
