"""What makes the desk look lived in: a vote that waits for a second, and an appeal.

Nobody gets mail: the submissions that are decided on here were sent in by nobody.
"""

from events.models import EventPage, EventSource
from organizations.models import User
from screening.appeals import make_appeal
from screening.choices import Outcome
from screening.lifecycle import decide, write_note
from screening.models import Appeal, Vote

from . import examples
from .actions import HOME_GROUP
from .ledger import remember
from .organizations import example_slug

FIRST_VOTE = "brno-concert"
APPEALED = "lisbon-choir"


def load_desk(known: set[str]) -> int:
    """Vote and appeal once, where the examples still wait; return how many."""
    editor = User.objects.filter(email="second-editor@example.org").first()
    added = 0
    for action, act in ((FIRST_VOTE, vote), (APPEALED, appeal)):
        key = f"example/desk/{action}"
        source = EventSource.objects.filter(
            key__startswith="example/", key__endswith=f"/{action}"
        ).first()
        if key in known or source is None or editor is None:
            continue
        event = EventPage.objects.get(pk=source.event_id)
        if event.current_workflow_task_state is None:
            continue
        made = act(event, editor)
        if made is None:
            continue
        remember(made, key)
        added += 1
    return added


def vote(event: EventPage, editor: User) -> Vote:
    """Refuse as the first of two editors."""
    state = event.current_workflow_task_state
    write_note(
        page=event, author=editor, text="The concert itself looks fine to me (example)."
    )
    decide(
        task_state=state,
        user=editor,
        outcome=Outcome.REJECTED,
        reason="One of the groups named as co-organiser is on our list.",
        revision_id=state.revision_id,
    )
    return state.votes.get(user=editor)


def appeal(event: EventPage, editor: User) -> Appeal | None:
    """Ask for changes, and appeal in the name of the group's contributor."""
    member = User.objects.filter(
        memberships__organization__slug=example_slug(examples.groups()[HOME_GROUP])
    ).first()
    if member is None:
        return None
    state = event.current_workflow_task_state
    decision = decide(
        task_state=state,
        user=editor,
        outcome=Outcome.CHANGES_REQUESTED,
        reason="Please say what the concert has to do with the campaign.",
        revision_id=state.revision_id,
    )
    return make_appeal(
        decision=decision,
        user=member,
        text="Every song is about people who left rather than fight. We think that "
        "says it.",
    )
