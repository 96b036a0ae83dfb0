"""One mail a day about what waits, instead of one for each thing; urgent ones at once.

Who reads nothing gets nothing: an editor without anything to look at hears nothing.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from organizations.lifecycle import send_mail
from organizations.models import User
from organizations.permissions import EDITORS

from .choices import ConcernCategory, FollowUpKind
from .models import Appeal, FollowUp, ScreeningTask, UrgentMail, WatchlistEntry
from .permissions import user_is_involved
from .queue import Readers, unlooked

# What begins so soon, or puts people in danger, does not wait for the day's mail.
URGENT_WITHIN = dt.timedelta(days=2)
LISTED = 15  # lines of a kind in one mail


def waiting_for(user: User) -> dict:
    """Return what a digest tells an editor; their own groups' things are left out."""
    today = timezone.localdate()
    submissions = []
    for state in TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=ScreeningTask.objects.all()
    ).select_related("revision"):
        page = state.revision.as_object()
        if user_is_involved(user, page):
            continue
        starts_on = getattr(page, "starts_on", None)
        submissions.append(
            {
                "title": page.title,
                "starts_on": starts_on,
                "is_urgent": starts_on is not None
                and starts_on <= today + URGENT_WITHIN,
            }
        )
    submissions.sort(key=lambda row: (row["starts_on"] or dt.date.max, row["title"]))
    follow_ups = [
        row
        for row in FollowUp.objects.open().select_related("page")
        if row.page is None or not user_is_involved(user, row.page)
    ]
    return {
        "submissions": submissions[:LISTED],
        "submissions_total": len(submissions),
        "follow_ups": follow_ups[:LISTED],
        "follow_ups_total": len(follow_ups),
        "appeals": Appeal.objects.open().count(),
        "drafts": WatchlistEntry.objects.filter(status="draft").count(),
        "reviews": WatchlistEntry.objects.due().count(),
    }


def editors() -> list[User]:
    group = Group.objects.filter(name=EDITORS).first()
    return list(group.user_set.filter(is_active=True)) if group else []


def send_digests() -> int:
    """Write to every editor for whom something waits; return how many mails."""
    sent = 0
    for user in editors():
        waiting = waiting_for(user)
        numbers = (
            "submissions_total",
            "follow_ups_total",
            "appeals",
            "drafts",
            "reviews",
        )
        if not any(waiting[name] for name in numbers):
            continue
        send_mail(
            to=user,
            language=user.language,
            template="screening/mail/digest",
            context={
                **waiting,
                "link": settings.SITE_URL + reverse("screening_queue"),
            },
        )
        sent += 1
    return sent


def is_urgent(follow_up: FollowUp) -> bool:
    """Say whether editors hear of it at once."""
    return (
        follow_up.kind == FollowUpKind.EVIDENCE
        or follow_up.category == ConcernCategory.DANGER
    )


def tell_at_once(follow_up: FollowUp) -> int:
    """Write to every editor who may act on it; return how many mails."""
    sent = 0
    for user in editors():
        if follow_up.page is not None and user_is_involved(user, follow_up.page):
            continue
        send_mail(
            to=user,
            language=user.language,
            template="screening/mail/urgent",
            context={
                "title": follow_up.title,
                "follow_up": follow_up,
                "link": settings.SITE_URL + reverse("follow_ups:index"),
            },
        )
        sent += 1
    return sent


def readers_of(page) -> list[User]:
    """Return the editors who read a submission's country and language.

    Nobody who belongs to it; everybody else where nobody reads it.
    """
    free = [user for user in editors() if not user_is_involved(user, page)]
    languages = list(getattr(page, "languages", []))
    matching = [user for user in free if Readers(user).reads(page.country, languages)]
    return matching or free


def tell_if_soon(task_state: TaskState) -> int:
    """Write at once to those who read it if a submission begins within two days."""
    page = task_state.revision.as_object()
    starts_on = getattr(page, "starts_on", None)
    today = timezone.localdate()
    if starts_on is None or not today <= starts_on <= today + URGENT_WITHIN:
        return 0
    return _tell_of_waiting(task_state, UrgentMail.Why.SOON, page, readers_of(page))


def tell_of_unlooked() -> int:
    """Write to every editor, once, of what nobody has opened although it was time."""
    sent = 0
    for task_state in unlooked():
        page = task_state.revision.as_object()
        free = [user for user in editors() if not user_is_involved(user, page)]
        sent += _tell_of_waiting(task_state, UrgentMail.Why.UNLOOKED, page, free)
    return sent


def _tell_of_waiting(task_state, why, page, people: list[User]) -> int:
    if not people:
        return 0  # nobody to tell yet: somebody may come
    _row, is_new = UrgentMail.objects.get_or_create(task_state=task_state, why=why)
    if not is_new:
        return 0
    for user in people:
        send_mail(
            to=user,
            language=user.language,
            template="screening/mail/waiting",
            context={
                "title": page.title,
                "starts_on": getattr(page, "starts_on", None),
                "is_unlooked": why == UrgentMail.Why.UNLOOKED,
                "link": settings.SITE_URL
                + reverse("screen_submission", args=[task_state.pk]),
            },
        )
    return len(people)
