"""What the demonstration's editors have decided in the weeks before it was loaded.

Every decision is taken as the desk takes it, on invented actions alone; only the days
are set afterwards. Nobody gets mail: what is decided on here was sent in by nobody.
"""

import datetime as dt
from itertools import cycle

from django.utils import timezone
from wagtail.models import TaskState

from events.lifecycle import submit_for_screening
from events.models import EventPage, EventSource
from organizations.models import User
from screening.choices import ConcernCategory, FollowUpKind, FollowUpOutcome, Outcome
from screening.follow_ups import close_follow_up, note_follow_up
from screening.lifecycle import decide, note_look, write_note
from screening.models import Criterion, Decision, FollowUp, Policy
from screening.permissions import user_can_screen

from . import examples
from .ledger import remember

EDITORS = ("editor@example.org", "second-editor@example.org")


def load_history(known: set[str]) -> int:
    """Decide once on the examples that wait for it; return how many were added."""
    editors = list(User.objects.filter(email__in=EDITORS, is_active=True))
    waiting = undecided(known)
    turns = cycle([editors, editors[::-1]])
    added = 0
    for example in examples.decisions():  # in the order of their days
        for key, event in waiting.get(example.action, []):
            deciders = [user for user in next(turns) if user_can_screen(user, event)]
            if len(deciders) == len(EDITORS):
                remember(decide_on(event, example, deciders), key)
                added += 1
            elif example.outcome == Outcome.APPROVED:  # the accounts have changed
                event.current_workflow_state.cancel()
                event.get_latest_revision().publish()
    return added + load_concerns(known, editors)


def undecided(known: set[str]) -> dict[str, list[tuple[str, EventPage]]]:
    """Return by their actions' names (key, action) of those that wait for a decision.

    There are several of a name once the examples have come anew in the next period.
    """
    waiting: dict[str, list[tuple[str, EventPage]]] = {}
    decided = {example.action for example in examples.decisions()}
    for source in EventSource.objects.filter(key__startswith="example/"):
        action, key = source.key.rpartition("/")[2], f"decided/{source.key}"
        if action in decided and key not in known:
            event = EventPage.objects.get(pk=source.event_id)
            if event.current_workflow_task_state is not None:
                waiting.setdefault(action, []).append((key, event))
    return waiting


def decide_on(
    event: EventPage, example: examples.ExampleDecision, deciders: list[User]
) -> Decision:
    """Let one editor decide, the other one too where it takes two."""
    if event.current_workflow_task_state is None:
        send_in_again(event)
    state = event.current_workflow_task_state
    policy = Policy.objects.current()
    criterion = Criterion.objects.filter(
        policy=policy, number=example.criterion
    ).first()
    write_note(page=event, author=deciders[0], text=example.note)
    for editor in deciders:
        note_look(task_state=state, user=editor)
        decision = decide(
            task_state=state,
            user=editor,
            outcome=example.outcome,
            reason=example.reason,
            revision_id=state.revision_id,
            criterion=criterion,
            grounds=example.grounds,
        )
        if decision is not None:
            break
    set_days(decision, state, example)
    return decision


def send_in_again(event: EventPage) -> None:
    """Add what the editors asked for, as the group would."""
    texts = {example.key: example.summary for example in examples.actions()}
    draft = event.get_latest_revision_as_object()
    draft.summary = texts[event.source.key.rpartition("/")[2]]
    draft.save_revision()
    event.refresh_from_db()
    submit_for_screening(event=event, user=None)


def set_days(
    decision: Decision, state: TaskState, example: examples.ExampleDecision
) -> None:
    """Put a decision back to the day that it is said to have been taken on."""
    decided_at = timezone.now() - dt.timedelta(days=example.days_ago)
    submitted_at = decided_at - dt.timedelta(hours=example.hours)
    Decision.objects.filter(pk=decision.pk).update(
        submitted_at=submitted_at,
        opened_at=decided_at - dt.timedelta(minutes=example.minutes),
        decided_at=decided_at,
    )
    TaskState.objects.filter(pk=state.pk).update(
        started_at=submitted_at, finished_at=decided_at
    )
    state.votes.update(cast_at=decided_at)
    notes = decision.page.screening_notes.filter(written_at__gt=decided_at)
    notes.update(written_at=decided_at)


def load_concerns(known: set[str], editors: list[User]) -> int:
    """Add visitors' concerns that an editor has answered; return how many."""
    added = 0
    for number, example in enumerate(examples.concerns()):
        key = f"example/answered-concern/{number}"
        source = EventSource.objects.filter(
            key__startswith="example/", key__endswith=f"/{example.action}"
        ).first()
        event = source and EventPage.objects.filter(pk=source.event_id).first()
        if key in known or event is None or not editors:
            continue
        if not user_can_screen(editors[0], event):
            continue
        concern = note_follow_up(
            kind=FollowUpKind.CONCERN,
            page=event,
            category=ConcernCategory(example.category),
            note=example.note,
        )
        close_follow_up(
            follow_up=concern,
            outcome=FollowUpOutcome.FINE,
            by=editors[0],
            answer=example.answer,
        )
        closed_at = timezone.now() - dt.timedelta(days=example.days_ago)
        FollowUp.objects.filter(pk=concern.pk).update(
            raised_at=closed_at - dt.timedelta(hours=9), closed_at=closed_at
        )
        remember(concern, key)
        added += 1
    return added
