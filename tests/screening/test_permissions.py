"""Who may screen, whichever door they come through."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from events.models import EventPage
from organizations.models import Suspension
from screening.models import Decision
from screening.permissions import user_can_screen, user_is_involved
from tests.factories.actions import edit_event, make_event
from tests.factories.people import (
    make_campaign_coordinator,
    make_coordinator,
    make_editor,
    make_member,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db


def fresh(event) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def member_and_editor(organization):
    editor = make_editor()
    editor.memberships.create(organization=organization)
    return type(editor).objects.get(pk=editor.pk)


def people(event) -> dict:
    """Return everyone there is, by what they are."""
    return {
        "nobody": make_user(),
        "member": make_member(event.organization),
        "coordinator": make_coordinator(event.organization),
        "member of another": make_member(make_organization()),
        "campaign coordinator": make_campaign_coordinator(),
        "superuser": make_user(superuser=True),
        "editor": make_editor(),
        "editor and superuser": make_user(superuser=True, groups=["Editors"]),
        "own editor": member_and_editor(event.organization),
        "editor of another": member_and_editor(make_organization()),
    }


CAN_SCREEN = {"editor", "editor and superuser", "editor of another"}


def test_who_can_screen():
    event = make_event(awaiting_screening=True)

    allowed = {n for n, user in people(event).items() if user_can_screen(user, event)}

    assert allowed == CAN_SCREEN


def test_editor_whose_suspended_group_sent_it_is_still_involved():
    event = make_event(awaiting_screening=True)
    Suspension.objects.create(organization=event.organization, reason="test")

    assert user_is_involved(member_and_editor(event.organization), event) is True


def test_organization_itself_is_not_screened_by_its_people():
    organization = make_organization()

    assert user_can_screen(member_and_editor(organization), organization) is False
    assert user_can_screen(make_editor(), organization) is True


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_task_asks_at_every_door(action):
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    task = task_state.task.specific

    for name, user in people(event).items():
        if name in CAN_SCREEN:
            continue
        with pytest.raises(PermissionDenied):
            task.on_action(task_state, user, action)

    assert fresh(event).live is False
    assert fresh(event).workflow_in_progress


def test_task_asks_who_is_named_in_the_text_that_waits():
    other = make_organization("Co Group")
    event = make_event(published=True)
    waiting = edit_event(event, event.owner, co_organizer_names="Co Group")
    task_state = waiting.current_workflow_task_state

    with pytest.raises(PermissionDenied):
        task_state.task.specific.on_action(
            task_state, member_and_editor(other), "approve"
        )


def wagtails_doors(event):
    """Return the addresses at which Wagtail itself would take a decision."""
    task_state = event.current_workflow_task_state
    names = ("workflow_action", "collect_workflow_action_data")
    return [
        *(
            reverse(
                f"wagtailadmin_pages:{name}", args=[event.pk, action, task_state.pk]
            )
            for name in names
            for action in ("approve", "reject")
        ),
        reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[event.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[event.pk]),
    ]


@pytest.mark.parametrize("who", ["member", "own editor", "editor", "superuser"])
def test_case_03_wagtails_doors_publish_nothing(client, who):
    event = make_event(awaiting_screening=True)
    client.force_login(people(event)[who])
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])

    for url in wagtails_doors(event):
        answer = client.post(url, {"comment": "x", "next": "/cms/"})
        assert answer.status_code < 500, url
    for name in (
        "action-publish",
        "action-workflow-action",
        "action-restart-workflow",
        "action-cancel-workflow",
    ):
        client.post(
            edit,
            {
                name: "1",
                "workflow-action-name": "approve",
                "title": "Vigil",
                "kind": "vigil",
            },
        )

    assert fresh(event).live is False
    assert fresh(event).workflow_in_progress
    assert not Decision.objects.exists()


DESK = {"editor", "own editor", "editor of another", "editor and superuser"}


def test_desk_is_the_editors_alone(client):
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    urls = [
        reverse("screening_queue"),
        reverse("screening_history"),
        reverse("screen_submission", args=[task_state.pk]),
        reverse("preview_submission", args=[task_state.pk]),
    ]

    seen = {}
    for name, user in people(event).items():
        client.force_login(user)
        seen[name] = {client.get(url).status_code for url in urls}

    editors = {name for name, statuses in seen.items() if statuses == {200}}
    others = {name for name, statuses in seen.items() if statuses == {404}}
    assert editors >= DESK
    assert others >= {"nobody", "member", "coordinator", "member of another"}
    assert editors | others == set(seen)


@pytest.mark.parametrize("who", ["member", "own editor", "superuser"])
def test_decision_at_the_desk_by_somebody_who_may_not(client, who):
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    client.force_login(people(event)[who])

    client.post(
        reverse("screen_submission", args=[task_state.pk]),
        {"outcome": "approved", "revision": task_state.revision_id},
    )

    assert fresh(event).live is False
    assert not Decision.objects.exists()
