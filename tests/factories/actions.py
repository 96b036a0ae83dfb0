"""Events for tests: valid, minimal; traits really run what they stand for."""

import datetime as dt

from django.utils import timezone

from events.lifecycle import cancel_event, save_draft, submit_for_screening
from events.models import ActionPeriod, EventPage
from screening.choices import Outcome
from screening.lifecycle import decide

from .people import make_editor, make_member, make_organization

TODAY = timezone.localdate()  # of the whole run: tests/conftest.py sees to it


def in_days(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def make_period(slug="period-1", *, starts=10, length=14, **fields) -> ActionPeriod:
    first = in_days(starts)
    return ActionPeriod.objects.create(
        **{
            "slug": slug,
            "name": slug.replace("-", " ").title(),
            "anchor_day": first + dt.timedelta(days=length // 2),
            "starts_on": first,
            "ends_on": first + dt.timedelta(days=length),
            **fields,
        }
    )


def make_event(
    *,
    organization=None,
    user=None,
    published=False,
    awaiting_screening=False,
    changes_requested=False,
    rejected=False,
    cancelled=False,
    editor=None,
    **fields,
) -> EventPage:
    """Return a draft by default; each trait goes the real way through the workflow."""
    organization = organization or make_organization()
    user = user or make_member(organization)
    event = EventPage(
        **{
            "title": "Vigil at the town hall",
            "kind": "vigil",
            "starts_on": in_days(20),
            "start_time": dt.time(18),
            "timezone": "Europe/Berlin",
            "city": "Bonn",
            "country": "DE",
            **fields,
        }
    )
    save_draft(event=event, organization=organization, user=user)
    if published or awaiting_screening or changes_requested or rejected or cancelled:
        submit_for_screening(event=event, user=user)
    outcome = (
        Outcome.APPROVED
        if published or cancelled
        else Outcome.CHANGES_REQUESTED
        if changes_requested
        else Outcome.REJECTED
        if rejected
        else None
    )
    event = EventPage.objects.get(pk=event.pk)
    if outcome is not None:
        decide_on(event, editor or make_editor(), outcome)
        event = EventPage.objects.get(pk=event.pk)
    if cancelled:
        cancel_event(event=event, user=user)
        event = EventPage.objects.get(pk=event.pk)
    return event


def decide_on(event, editor, outcome=Outcome.APPROVED, reason="Because.", **options):
    """Decide on what waits, as editors who have read the latest version do.

    A second editor agrees where it takes two. Returns None where nothing waits: a new
    time or place alone goes ahead by itself.
    """
    task_state = event.current_workflow_task_state
    if task_state is None and event.live:
        return None
    values = {
        "task_state": task_state,
        "outcome": outcome,
        "reason": reason,
        "revision_id": task_state.revision_id,
        **options,
    }
    decision = decide(user=editor, **values)
    return decision or decide(user=make_editor(), **values)


def edit_event(event, user, *, submit=True, **changes) -> EventPage:
    """Save new values as a revision, and send it to the editors."""
    draft = event.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
    event = EventPage.objects.get(pk=event.pk)
    if submit:
        submit_for_screening(event=event, user=user)
    return EventPage.objects.get(pk=event.pk)
