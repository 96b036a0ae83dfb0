"""Two editors: when it takes them, what they see of each other, who prevails."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from events.models import EventPage
from screening.choices import Outcome
from screening.lifecycle import (
    NotDecidedError,
    ask_second_opinion,
    claim,
    decide,
    release,
    write_note,
)
from screening.models import Decision, Look, WatchlistEntry
from screening.models.desk import CLAIM_HOLDS
from tests.factories.actions import edit_event, make_event
from tests.factories.people import (
    make_campaign_coordinator,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db

LISTED = "Iron Sparrow Front"


def make_entry(**fields):
    return WatchlistEntry.objects.create(
        status="active",
        name=LISTED,
        reason="Invented for tests.",
        source_title="Nobody",
        source_url="https://example.org/",
        **fields,
    )


def vote(event, user, outcome, reason="Because.", **options):
    task_state = event.current_workflow_task_state
    return decide(
        task_state=task_state,
        user=user,
        outcome=outcome,
        reason=reason,
        revision_id=task_state.revision_id,
        **options,
    )


def live(event) -> bool:
    return EventPage.objects.get(pk=event.pk).live


AS_CO_ORGANIZER = {"co_organizer_names": LISTED}
IN_TEXT = {"summary": f"We rally against the {LISTED}."}


@pytest.mark.parametrize(
    ("fields", "outcome", "grounds", "takes_two"),
    [
        ({}, "approved", "", False),
        ({}, "changes_requested", "", False),
        ({}, "rejected", "", True),
        (AS_CO_ORGANIZER, "approved", "", True),
        (AS_CO_ORGANIZER, "approved", "mention", True),
        (AS_CO_ORGANIZER, "approved", "namesake", False),
        (AS_CO_ORGANIZER, "changes_requested", "", False),
        (AS_CO_ORGANIZER, "rejected", "", True),
        (IN_TEXT, "approved", "mention", False),
        (IN_TEXT, "rejected", "", True),
    ],
)
def test_what_takes_two_editors(fields, outcome, grounds, takes_two):
    make_entry()
    event = make_event(awaiting_screening=True, **fields)

    decision = vote(event, make_editor(), outcome, grounds=grounds)

    assert (decision is None) == takes_two
    assert Decision.objects.exists() == (not takes_two)
    assert live(event) == (outcome == "approved" and not takes_two)


@pytest.mark.parametrize(
    ("outcomes", "decided"),
    [
        (["rejected", "rejected"], "rejected"),
        (["rejected", "approved"], None),
        (["rejected", "approved", "rejected"], "rejected"),
        (["rejected", "approved", "approved"], "approved"),
        (["rejected", "changes_requested", "approved"], "approved"),
    ],
)
def test_two_who_agree_decide_and_else_the_third(outcomes, decided):
    event = make_event(awaiting_screening=True)

    for outcome in outcomes:
        decision = vote(event, make_editor(), outcome)

    assert (decision and decision.outcome) == decided


def test_campaign_coordinator_settles_what_editors_differ_on_and_nothing_else(client):
    event = make_event(title="Disputed", awaiting_screening=True)
    task_state = event.current_workflow_task_state
    url = reverse("screen_submission", args=[task_state.pk])
    coordinator = make_campaign_coordinator()
    client.force_login(coordinator)
    vote(event, make_editor(), "rejected")
    assert client.get(url).status_code == 404
    with pytest.raises(PermissionDenied):
        vote(event, coordinator, "rejected")

    vote(event, make_editor(), "approved")
    make_event(title="Not disputed", awaiting_screening=True)
    queue = client.get(reverse("screening_queue"))
    assert [row["page"].title for row in queue.context["rows"]] == ["Disputed"]
    assert client.get("/cms/").text.count("Disputed") == 1
    form = {"outcome": "approved", "revision": task_state.revision_id}
    client.post(url, form)

    assert live(event)
    assert client.get(reverse("screening_queue")).status_code == 404


def test_own_coordinator_does_not_settle_it():
    event = make_event(awaiting_screening=True)
    for outcome in ("rejected", "approved"):
        vote(event, make_editor(), outcome)
    own = make_member(event.organization, groups=["Campaign coordinators"])

    with pytest.raises(PermissionDenied):
        vote(event, own, "approved")


@pytest.mark.parametrize(
    ("do", "text", "why"),
    [
        ("message", " ", "Please write something."),
        ("message", "x" * 4001, "4000"),
        ("note", "x" * 4001, "4000"),
    ],
)
def test_what_cannot_be_sent_is_given_back_at_its_field(client, do, text, why):
    event = make_event(awaiting_screening=True)
    client.force_login(make_editor())
    url = reverse("screen_submission", args=[event.current_workflow_task_state.pk])

    page = client.post(url, {"do": do, "text": text})

    assert why in page.text
    assert text.strip() in page.text
    assert page.context[f"{do}_form"].errors


def decided_meanwhile(event):
    vote(event, make_editor(), "changes_requested")


def changed_meanwhile(event):
    edit_event(event, event.owner, summary="Now it says more.")


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        (decided_meanwhile, "Somebody else has decided on this"),
        (changed_meanwhile, "The group has changed its text since you opened it."),
    ],
)
def test_case_05_decision_that_comes_too_late_loses_no_word(client, happened, sentence):
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    client.force_login(make_editor())
    form = {
        "outcome": "rejected",
        "revision": task_state.revision_id,
        "reason": "My reason",
        "note": "My note",
    }
    happened(EventPage.objects.get(pk=event.pk))

    page = client.post(reverse("screen_submission", args=[task_state.pk]), form).text

    assert sentence in page
    assert "My reason" in page
    assert "My note" in page
    assert Decision.objects.filter(outcome="rejected").count() == 0


def test_editor_is_told_that_the_claim_has_ended(client):
    event = make_event(awaiting_screening=True)
    task_state = event.current_workflow_task_state
    editor, other = make_editor(), make_editor()
    claim(task_state=task_state, user=editor)
    Look.objects.update(claimed_at=timezone.now() - CLAIM_HOLDS)
    claim(task_state=task_state, user=other)
    client.force_login(editor)

    page = client.get(reverse("screen_submission", args=[task_state.pk])).text

    assert f"Taken on by {other}" in page
    assert "your time for it is over" in page


def test_nobody_votes_twice():
    event = make_event(awaiting_screening=True)
    editor = make_editor()
    vote(event, editor, "rejected")

    with pytest.raises(NotDecidedError):
        vote(event, editor, "rejected")

    assert not Decision.objects.exists()


def test_a_vote_lapses_when_the_group_changes_its_text():
    event = make_event(awaiting_screening=True)
    vote(event, make_editor(), "rejected")
    event = edit_event(event, event.owner, summary="Now it says more.")

    assert vote(event, make_editor(), "rejected") is None


def test_whoever_asked_for_a_second_opinion_may_vote_after_it():
    event = make_event(awaiting_screening=True)
    first, second = make_editor(), make_editor()
    task_state = event.current_workflow_task_state
    ask_second_opinion(
        task_state=task_state,
        user=first,
        revision_id=task_state.revision_id,
        note="I know this name.",
    )

    assert vote(event, second, "rejected") is None
    assert vote(event, first, "rejected").outcome == Outcome.REJECTED


def test_second_editor_sees_the_first_ones_words_only_after_voting(client):
    event = make_event(awaiting_screening=True)
    first, second = make_editor(), make_editor()
    write_note(page=event, author=first, text="A secret aside")
    vote(event, first, "rejected", "A secret reason", note="A secret note")
    url = reverse("screen_submission", args=[event.current_workflow_task_state.pk])
    client.force_login(second)

    before = client.get(url).text
    queue = client.get(reverse("screening_queue"), {"show": "second"}).text
    client.post(
        url,
        {
            "outcome": "approved",
            "revision": event.current_workflow_task_state.revision_id,
        },
    )
    after = client.get(url).text

    assert "secret" not in before + queue
    assert "Needs a second editor" in queue
    assert "A secret reason" in after
    assert "A secret note" in after
    assert "A secret aside" in after


def test_two_editors_on_one_item_see_each_other(client):
    event = make_event(awaiting_screening=True)
    first, second = make_editor(), make_editor()
    task_state = event.current_workflow_task_state
    url = reverse("screen_submission", args=[task_state.pk])
    client.force_login(first)
    client.get(url)
    client.post(url, {"do": "claim"})

    client.force_login(second)
    page = client.get(url).text
    assert f"{first} is looking now" in page
    assert f"Taken on by {first}" in page
    with pytest.raises(NotDecidedError):
        claim(task_state=task_state, user=second)

    release(task_state=task_state, user=first)
    claim(task_state=task_state, user=second)
    assert Look.objects.claimed().get().user == second


def test_conflict_of_interest_holds_for_votes_and_claims():
    organization = make_organization("Their Own Group")
    event = make_event(awaiting_screening=True, co_organizer_names="their own group")
    editor = make_editor()
    editor.memberships.create(organization=organization)
    task_state = event.current_workflow_task_state

    for act in (
        lambda: vote(event, editor, "rejected"),
        lambda: claim(task_state=task_state, user=editor),
        lambda: ask_second_opinion(
            task_state=task_state,
            user=editor,
            revision_id=task_state.revision_id,
            note="",
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not task_state.votes.exists()


def test_case_62_queue_is_cleared_of_spam_in_one_step(client):
    organization = make_organization()
    user = make_member(organization)
    events = [
        make_event(
            title=f"Buy {number}",
            organization=organization,
            user=user,
            awaiting_screening=True,
        )
        for number in range(3)
    ]
    kept = make_event(title="A vigil", awaiting_screening=True)
    client.force_login(make_editor())
    chosen = [event.current_workflow_task_state.pk for event in events]

    without = client.post(
        reverse("screening_queue"), {"do": "clear", "chosen": chosen, "reason": " "}
    )
    assert "Please give a reason" in without.text
    assert not Decision.objects.exists()
    client.post(
        reverse("screening_queue"), {"do": "clear", "chosen": chosen, "reason": "Spam."}
    )

    assert set(Decision.objects.values_list("title", "outcome", "reason")) == {
        (f"Buy {number}", "rejected", "Spam.") for number in range(3)
    }
    assert [
        row["page"].title
        for row in client.get(reverse("screening_queue")).context["rows"]
    ] == [kept.title]
