"""What is public first and looked at afterwards; looking anew when the list changes."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from events.lifecycle import cancel_event, reinstate_event
from events.models import EventPage
from screening.choices import FollowUpKind, FollowUpOutcome
from screening.follow_ups import (
    can_be_brought_back,
    close_follow_up,
    forget_visitors,
)
from screening.models import FollowUp, ScreeningRun, WatchlistEntry
from screening.rescreening import rescreen
from screening.watchlists import add_entry, confirm_entry
from tests.factories.actions import decide_on, edit_event, in_days, make_event
from tests.factories.people import make_editor, make_member

pytestmark = pytest.mark.django_db

UNDO, FINE, OFF = (
    FollowUpOutcome.UNDONE,
    FollowUpOutcome.FINE,
    FollowUpOutcome.TAKEN_OFF,
)


def fresh(event) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def state(event) -> tuple:
    """Return what a calendar learns: day, town, SEQUENCE, status."""
    event = fresh(event)
    row = event.occurrences.get()
    return row.starts_on, event.city, row.sequence, event.status


def list_front(name="Iron Sparrow Front") -> WatchlistEntry:
    entry = WatchlistEntry(
        name=name, reason="x", source_title="x", source_url="https://example.org/"
    )
    add_entry(entry=entry, by=make_editor())
    confirm_entry(entry=entry, by=make_editor())
    return entry


# --- Tiers of edits -------------------------------------------------------------------


def test_new_time_and_place_are_public_at_once_and_the_rest_waits():
    event = make_event(title="Vigil", published=True)
    edit_event(
        event, event.owner, title="Vigil anew", starts_on=in_days(25), city="Köln"
    )

    assert fresh(event).title == "Vigil"
    assert state(event) == (in_days(25), "Köln", 1, "CONFIRMED")
    assert fresh(event).workflow_in_progress  # the title
    assert FollowUp.objects.open().get().kind == FollowUpKind.MOVED

    decide_on(fresh(event), make_editor())
    assert fresh(event).title == "Vigil anew"
    assert state(event) == (in_days(25), "Köln", 1, "CONFIRMED")


def test_move_alone_leaves_nothing_to_wait_for():
    event = make_event(published=True)
    edit_event(event, event.owner, start_time=dt.time(19))

    assert fresh(event).start_time == dt.time(19)
    assert not fresh(event).workflow_in_progress
    assert not fresh(event).has_unpublished_changes
    edit_event(fresh(event), event.owner, title="And now a title")
    assert fresh(event).workflow_in_progress


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Other"},
        {"description": "<p>Other</p>"},
        {"website": "https://example.org/other"},
        {"online_url": "https://example.org/join", "attendance": "hybrid"},
        {"co_organizer_names": "Another group"},
        {"venue": "House of the Iron Sparrow Front"},  # the list knows it
    ],
)
def test_everything_else_waits(changes):
    list_front()
    event = make_event(published=True)
    before = fresh(event)
    edit_event(event, event.owner, **changes)

    for name in changes:
        assert getattr(fresh(event), name) == getattr(before, name)
    assert fresh(event).workflow_in_progress
    assert not FollowUp.objects.exists()


def test_what_was_never_public_does_not_move():
    event = make_event(awaiting_screening=True)
    edit_event(event, event.owner, city="Köln")

    assert not fresh(event).live
    assert not FollowUp.objects.exists()


def test_nothing_moves_while_the_engine_fails(monkeypatch):
    event = make_event(published=True)

    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("screening.lifecycle.report_on", broken)
    edit_event(event, event.owner, city="Köln")

    assert fresh(event).city == "Bonn"
    assert ScreeningRun.objects.first().has_failed


def test_editor_undoes_a_move_in_one_step_and_it_does_not_come_back_by_itself():
    event = make_event(published=True)
    edit_event(event, event.owner, starts_on=in_days(25), city="Köln")
    close_follow_up(follow_up=FollowUp.objects.get(), outcome=UNDO, by=make_editor())
    assert state(event) == (in_days(20), "Bonn", 2, "CONFIRMED")

    edit_event(fresh(event), event.owner, starts_on=in_days(25), city="Köln")
    assert state(event) == (in_days(20), "Bonn", 2, "CONFIRMED")
    assert fresh(event).workflow_in_progress


@pytest.mark.parametrize("outcome", [FINE, UNDO])
def test_calling_off_and_back_is_looked_at_afterwards(outcome):
    event = make_event(published=True)
    cancel_event(event=fresh(event), user=event.owner)
    close_follow_up(follow_up=FollowUp.objects.get(), outcome=outcome, by=make_editor())
    is_off = outcome == FINE
    assert state(event)[2:] == ((1, "CANCELLED") if is_off else (2, "CONFIRMED"))

    if is_off:
        reinstate_event(event=fresh(event), user=event.owner)
        close_follow_up(
            follow_up=FollowUp.objects.open().get(), outcome=UNDO, by=make_editor()
        )
        assert state(event)[2:] == (3, "CANCELLED")


def test_editor_of_the_same_group_cannot_close_it():
    event = make_event(published=True)
    cancel_event(event=fresh(event), user=event.owner)
    editor = make_member(event.organization, groups=["Editors"])

    with pytest.raises(PermissionDenied):
        close_follow_up(follow_up=FollowUp.objects.get(), outcome=UNDO, by=editor)


def test_editor_closes_it_on_the_screen(client):
    event = make_event(title="Vigil", published=True)
    edit_event(event, event.owner, city="Köln")
    client.force_login(make_editor())

    page = client.get(reverse("follow_ups:index")).text
    assert "<del>Bonn</del>" in page
    assert "<ins>Köln</ins>" in page
    url = reverse("follow_ups:close", args=[FollowUp.objects.get().pk])
    client.post(url, {"outcome": "none-such"})
    assert fresh(event).city == "Köln"
    client.post(url, {"outcome": "taken_off"})
    assert not fresh(event).live
    assert client.get(f"/en/actions/{event.slug}/").status_code == 404
    assert (
        "Taken off the site" in client.get("/cms/screening/afterwards/?closed=1").text
    )


def test_what_was_taken_off_comes_back_as_it_was_in_one_step(client):
    event = make_event(title="Vigil", published=True)
    edit_event(event, event.owner, city="Köln")
    editor = make_editor()
    row = FollowUp.objects.get()
    close_follow_up(follow_up=row, outcome=OFF, by=editor)
    client.force_login(editor)
    assert "Bring it back" in client.get("/cms/screening/afterwards/?closed=1").text

    client.post(reverse("follow_ups:back", args=[row.pk]))

    assert (fresh(event).live, fresh(event).city) == (True, "Köln")
    assert "Köln" in client.get(f"/en/actions/{event.slug}/").text
    row.refresh_from_db()
    assert row.outcome == FollowUpOutcome.BROUGHT_BACK


@pytest.mark.parametrize(("kind", "may"), [("concern", True), ("evidence", False)])
def test_what_the_list_points_at_is_brought_back_by_another_editor(kind, may):
    event = make_event(published=True)
    editor, row = make_editor(), FollowUp.objects.create(kind=kind, page=event)
    close_follow_up(follow_up=row, outcome=OFF, by=editor)
    row = FollowUp.objects.get()

    assert can_be_brought_back(row, editor) == may
    assert can_be_brought_back(row, make_editor())
    own = make_member(event.organization, groups=["Editors"])
    assert not can_be_brought_back(row, own)


# --- Looking anew ---------------------------------------------------------------------


def test_list_change_opens_exactly_what_it_points_at():
    pointed_at = make_event(
        title="Concert", co_organizer_names="Iron Sparrow Front", published=True
    )
    make_event(title="Innocent", published=True)
    make_event(
        title="Over",
        co_organizer_names="Iron Sparrow Front",
        starts_on=in_days(-20),
        published=True,
    )
    waiting = make_event(
        title="Waiting",
        co_organizer_names="Iron Sparrow Front",
        awaiting_screening=True,
    )
    assert rescreen()["pointed_at"] == 0
    list_front()

    counts = rescreen()

    assert counts["pointed_at"] == 1
    assert FollowUp.objects.get().page_id == pointed_at.pk
    task_state = waiting.current_workflow_task_state
    assert task_state.screening_runs.first().findings.count() == 1
    assert rescreen()["pointed_at"] == 0  # nothing is new


def test_what_an_editor_has_approved_with_its_finding_is_not_asked_again():
    list_front()
    make_event(co_organizer_names="Iron Sparrow Front", published=True)

    assert rescreen()["pointed_at"] == 0


def test_failed_engine_is_tried_again_by_the_next_screening(monkeypatch):
    def broken(*args):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("screening.lifecycle.report_on", broken)
        event = make_event(awaiting_screening=True)
    runs = event.current_workflow_task_state.screening_runs
    assert runs.first().has_failed

    rescreen()
    assert not runs.first().has_failed


def test_address_of_a_visitor_is_forgotten_thirty_days_after_the_answer():
    concern = FollowUp.objects.create(
        kind=FollowUpKind.CONCERN, title="x", email="a@example.org"
    )
    assert forget_visitors(timezone.now() + dt.timedelta(days=99)) == 0
    close_follow_up(follow_up=concern, outcome=FINE, by=make_editor())

    assert forget_visitors(timezone.now() + dt.timedelta(days=29)) == 0
    assert forget_visitors(timezone.now() + dt.timedelta(days=31)) == 1
    concern.refresh_from_db()
    assert concern.email == ""
