"""Deciding: on what was read, by somebody else, with a reason, once."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import TaskState, WorkflowState

from events.lifecycle import submit_for_screening, take_back_submission
from events.models import EventPage, Occurrence
from screening.choices import Outcome
from screening.lifecycle import NotDecidedError, decide
from screening.models import Decision, Finding, ScreeningRun, WatchlistEntry
from tests.factories.actions import decide_on, edit_event, make_event
from tests.factories.people import (
    make_editor,
    make_member,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db


def fresh(event) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def make_entry(**fields) -> WatchlistEntry:
    return WatchlistEntry.objects.create(
        **{
            "status": "active",
            "name": "Iron Sparrow Front",
            "reason": "Invented for tests.",
            "source_title": "Nobody",
            "source_url": "https://example.org/",
            **fields,
        }
    )


def latest_run(event) -> ScreeningRun:
    return fresh(event).current_workflow_task_state.screening_runs.first()


def found(event) -> list[tuple[str, str, str]]:
    return list(latest_run(event).findings.values_list("entry_name", "field", "level"))


# --- What a decision does ---


def test_approval_publishes_the_revision_that_was_read(
    django_capture_on_commit_callbacks,
):
    event = make_event(awaiting_screening=True)
    editor = make_editor()
    task_state = event.current_workflow_task_state

    decision = decide_on(event, editor, Outcome.APPROVED, "Fine.")

    event = fresh(event)
    assert (event.live, event.live_revision_id) == (True, task_state.revision_id)
    assert Occurrence.objects.published().get().event == event
    assert (decision.page_id, decision.revision_id, decision.outcome) == (
        event.pk,
        task_state.revision_id,
        "approved",
    )
    assert (decision.decided_by, decision.submitted_by) == (editor, event.owner)
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_APPROVED


def test_asking_for_changes_keeps_it_hidden_and_lets_it_be_sent_again():
    event = make_event(awaiting_screening=True)
    editor = make_editor()

    decide_on(event, editor, Outcome.CHANGES_REQUESTED, "Who speaks?")

    event = fresh(event)
    assert event.live is False
    assert event.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES

    again = edit_event(event, event.owner, summary="We speak.")
    assert again.workflow_in_progress
    assert again.current_workflow_task_state.revision_id == again.latest_revision_id

    decide_on(again, editor)
    assert (fresh(event).live, fresh(event).summary) == (True, "We speak.")


def test_rejection_is_final():
    event = make_event(awaiting_screening=True)

    decide_on(event, make_editor(), Outcome.REJECTED, "Not with us.")

    event = fresh(event)
    assert (event.live, event.get_workflow()) == (False, None)
    with pytest.raises(ValidationError) as caught:
        submit_for_screening(event=event, user=event.owner)
    assert caught.value.code == "refused"
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()


def test_rejected_edit_leaves_the_public_version():
    event = make_event(published=True)
    waiting = edit_event(event, event.owner, title="Something else")

    decide_on(waiting, make_editor(), Outcome.REJECTED, "Not that.")

    assert (fresh(event).live, fresh(event).title) == (True, "Vigil at the town hall")
    assert Occurrence.objects.published().count() == 1


def test_action_taken_back_is_no_rejected_one():
    event = make_event(awaiting_screening=True)

    take_back_submission(event=event, user=event.owner)

    assert fresh(event).get_workflow() is not None


# --- Case 5: the text that was read ---


@pytest.mark.parametrize("outcome", Outcome.values)
def test_case_05_group_edits_meanwhile_and_nothing_is_decided(outcome):
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    read = task_state.revision_id
    edit_event(event, event.owner, title="Something else")

    with pytest.raises(NotDecidedError):
        decide(
            task_state=task_state,
            user=make_editor(),
            outcome=outcome,
            reason="Because.",
            revision_id=read,
        )

    assert fresh(event).live is False
    assert not Decision.objects.exists()
    assert fresh(event).workflow_in_progress


def test_case_05_group_saves_a_draft_meanwhile_and_nothing_is_decided():
    event = make_event(published=True)
    waiting = edit_event(event, event.owner, title="Sent")
    edit_event(event, event.owner, title="Not sent", submit=False)

    with pytest.raises(NotDecidedError):
        decide_on(waiting, make_editor())

    assert fresh(event).title == "Vigil at the town hall"
    assert Decision.objects.count() == 1


def test_case_05_revision_of_another_action_cannot_be_approved():
    event, other = (make_event(awaiting_screening=True) for _ in range(2))

    with pytest.raises(NotDecidedError):
        decide(
            task_state=event.current_workflow_task_state,
            user=make_editor(),
            outcome=Outcome.APPROVED,
            reason="",
            revision_id=other.latest_revision_id,
        )

    assert not EventPage.objects.filter(live=True).exists()


@pytest.mark.parametrize("outcome", Outcome.values)
def test_second_editor_is_told_that_it_is_decided(outcome):
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    decide_on(event, make_editor())

    with pytest.raises(NotDecidedError):
        decide(
            task_state=task_state,
            user=make_editor(),
            outcome=outcome,
            reason="Because.",
            revision_id=task_state.revision_id,
        )

    assert Decision.objects.count() == 1
    assert fresh(event).live is True


def test_what_was_taken_back_cannot_be_decided():
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    take_back_submission(event=event, user=event.owner)

    with pytest.raises(NotDecidedError):
        decide(
            task_state=task_state,
            user=make_editor(),
            outcome=Outcome.APPROVED,
            reason="",
            revision_id=task_state.revision_id,
        )

    assert fresh(event).live is False


# --- Reasons ---


@pytest.mark.parametrize("outcome", [Outcome.CHANGES_REQUESTED, Outcome.REJECTED])
@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_decision_against_needs_a_reason(outcome, reason):
    event = make_event(awaiting_screening=True)

    with pytest.raises(ValidationError) as caught:
        decide_on(event, make_editor(), outcome, reason)

    assert set(caught.value.message_dict) == {"reason"}
    assert fresh(event).workflow_in_progress
    assert not Decision.objects.exists()
    assert mail.outbox == []


def test_approval_needs_no_reason():
    event = make_event(awaiting_screening=True)

    decide_on(event, make_editor(), Outcome.APPROVED, "")

    assert fresh(event).live is True


# --- Who ---


def involved(event, how):
    """Return an editor who has something to do with the event's organization."""
    editor = make_editor()
    organization = (
        event.organization
        if how == "own"
        else make_organization("Co Group", short_name="CoG")
    )
    editor.memberships.create(organization=organization)
    return type(editor).objects.get(pk=editor.pk)


PEOPLE = {
    "own organization": {},
    "co-organizer by name": {"co_organizer_names": "Someone\nCo Group"},
    "co-organizer in capitals": {"co_organizer_names": "CO GROUP"},
    "co-organizer by short name": {"co_organizer_names": "cog"},
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("outcome", Outcome.values)
def test_nobody_decides_on_an_organization_of_their_own(name, outcome):
    event = make_event(awaiting_screening=True, **PEOPLE[name])
    editor = involved(event, "own" if name == "own organization" else "co")

    with pytest.raises(PermissionDenied):
        decide_on(event, editor, outcome)

    assert fresh(event).workflow_in_progress
    assert not Decision.objects.exists()


def test_editor_whose_group_an_edit_names_anew_does_not_decide_on_it():
    event = make_event(published=True)
    editor = involved(event, "co")
    waiting = edit_event(event, event.owner, co_organizer_names="Co Group")

    with pytest.raises(PermissionDenied):
        decide_on(waiting, editor)

    assert fresh(event).co_organizer_names == ""


def test_editor_whose_group_an_edit_removes_does_not_decide_on_it():
    event = make_event(published=True, co_organizer_names="Co Group")
    editor = involved(event, "co")
    waiting = edit_event(event, event.owner, co_organizer_names="")

    with pytest.raises(PermissionDenied):
        decide_on(waiting, editor)


@pytest.mark.parametrize("who", ["nobody", "member", "superuser", "inactive editor"])
def test_only_editors_decide(who):
    event = make_event(awaiting_screening=True)
    user = {
        "nobody": make_user,
        "member": lambda: make_member(make_organization()),
        "superuser": lambda: make_user(superuser=True),
        "inactive editor": make_editor,
    }[who]()
    if who == "inactive editor":
        user.is_active = False
        user.save()

    with pytest.raises(PermissionDenied):
        decide_on(event, user)

    assert fresh(event).live is False


# --- The record ---


def test_decisions_are_never_changed():
    event = make_event(published=True)
    decision = Decision.objects.get()

    decision.reason = "Something else"
    with pytest.raises(TypeError):
        decision.save()
    with pytest.raises(TypeError):
        decision.delete()

    assert Decision.objects.get().reason == "Because."
    assert Decision.objects.get().page_id == event.pk


def test_decisions_outlive_page_and_people():
    event = make_event(rejected=True)
    title, organization = event.title, event.organization.title
    Decision.objects.get().decided_by.delete()
    event.delete()

    decision = Decision.objects.get()
    assert (decision.page, decision.decided_by, decision.revision) == (None,) * 3
    assert (decision.title, decision.organization_name, decision.reason) == (
        title,
        organization,
        "Because.",
    )


# --- The machine ---


def test_finding_has_its_evidence_and_decides_nothing():
    make_entry()

    event = make_event(
        awaiting_screening=True, co_organizer_names="Another\nIRON SPARROW front"
    )

    assert found(event) == [("Iron Sparrow Front", "co_organisers", "alert")]
    finding = Finding.objects.get()
    (evidence,) = finding.evidence["evidence"]
    assert (evidence["field"], evidence["index"]) == ("co_organisers", 1)
    assert evidence["raw"] == "IRON SPARROW front"
    assert (evidence["start"], evidence["end"]) == (0, 18)
    assert fresh(event).workflow_in_progress


def test_nothing_found_is_stored_too():
    make_entry()
    make_entry(name="Grey Lantern League", status="retracted")

    event = make_event(awaiting_screening=True)

    run = latest_run(event)
    assert (run.has_failed, run.entries, run.findings.count()) == (False, 1, 0)


@pytest.mark.parametrize("status", ["draft", "retracted"])
def test_only_active_entries_are_looked_for(status):
    make_entry(status=status)

    event = make_event(awaiting_screening=True, co_organizer_names="Iron Sparrow Front")

    assert found(event) == []


def test_change_of_the_watchlist_counts_from_the_next_screening_on():
    entry = make_entry(name="Grey Lantern League")
    event = make_event(awaiting_screening=True, co_organizer_names="Iron Sparrow Front")
    assert found(event) == []

    entry.name = "Iron Sparrow Front"
    entry.save()
    edit_event(event, event.owner, summary="Once more")
    assert found(event) == [("Iron Sparrow Front", "co_organisers", "alert")]

    entry.status = "retracted"
    entry.save()
    edit_event(event, event.owner, summary="And again")
    assert found(event) == []


def test_finding_tells_what_the_entry_said_on_that_day():
    entry = make_entry()
    event = make_event(awaiting_screening=True, co_organizer_names="Iron Sparrow Front")

    entry.name = "Renamed"
    entry.reason = "Rewritten"
    entry.save()

    finding = latest_run(event).findings.get()
    assert (finding.entry_name, finding.entry_reason, finding.entry) == (
        "Iron Sparrow Front",
        "Invented for tests.",
        entry,
    )


def test_failing_search_is_noted_as_such_and_loses_no_submission(monkeypatch, caplog):
    def breaks(page):
        raise RuntimeError("out of order")

    # The engine is pure and total: only a fault inside it can bring this about.
    monkeypatch.setattr("screening.lifecycle.report_on", breaks)

    event = make_event(awaiting_screening=True)

    run = latest_run(event)
    assert (run.has_failed, run.entries, run.findings.count()) == (True, 0, 0)
    assert fresh(event).workflow_in_progress
    assert "screening failed" in caplog.text
