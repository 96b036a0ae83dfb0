"""Appeals, and the messages between editors and a group."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from events.models import EventPage
from screening.appeals import decide_appeal, make_appeal
from screening.lifecycle import send_message, write_note
from screening.models import Appeal, Decision, Vote
from tests.factories.actions import decide_on, edit_event, in_days, make_event
from tests.factories.people import make_editor, make_member, make_organization
from tests.screening.test_votes import LISTED, make_entry

pytestmark = pytest.mark.django_db


def refused(outcome="rejected", **fields):
    event = make_event(awaiting_screening=True, **fields)
    return event, decide_on(event, make_editor(), outcome, "Not with us.")


def test_empty_appeal_is_refused_at_its_own_field(client):
    event, _decision = refused()
    client.force_login(event.owner)

    page = client.post(
        reverse("conversation", args=[event.pk]), {"do": "appeal", "text": " "}
    ).text

    assert 'aria-describedby="id_appeal_text_error" id="id_appeal_text"' in page
    assert page.count('id="id_text"') == page.count('id="id_appeal_text_error"') == 1


def test_group_appeals_once_and_another_editor_grants_it(
    client, django_capture_on_commit_callbacks
):
    event, _decision = refused()
    url = reverse("conversation", args=[event.pk])
    client.force_login(event.owner)
    client.post(url, {"do": "appeal", "text": "It is another group."})
    again = client.post(url, {"do": "appeal", "text": "Once more."})
    appeal = Appeal.objects.get()

    assert "cannot be appealed any more" in again.text
    assert appeal.text == "It is another group."
    assert appeal.decide_by == timezone.localdate() + dt.timedelta(days=7)

    for voter in Vote.objects.select_related("user"):
        with pytest.raises(PermissionDenied):
            decide_appeal(
                appeal=appeal, user=voter.user, is_granted=False, answer="No."
            )
    client.force_login(make_editor())
    queue = client.get(reverse("screening_queue"), {"show": "appeals"}).text
    address = reverse("screen_appeal", args=[appeal.pk])
    assert address in queue
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"do": "grant", "answer": "You are right."})

    assert EventPage.objects.get(pk=event.pk).live
    assert list(Decision.objects.values_list("outcome", flat=True)) == [
        "approved",
        "rejected",
    ]
    assert [message.to for message in mail.outbox] == [[event.owner.email]]
    assert mail.outbox[0].subject == f"Your appeal was granted: {event.title}"


def test_granting_against_a_true_match_takes_two_who_do_not_see_each_other(client):
    make_entry()
    event, decision = refused(co_organizer_names=LISTED)
    appeal = make_appeal(decision=decision, user=event.owner, text="A choir.")
    write_note(page=event, author=make_editor(), text="Seen at their march.")
    first, second = make_editor(), make_editor()
    address = reverse("screen_appeal", args=[appeal.pk])

    client.force_login(first)
    page = client.get(address).text
    assert f'<mark class="ow-mark ow-mark--alert">{LISTED}</mark>' in page
    assert "Seen at their march." in page
    assert "takes a second editor" in page
    client.post(address, {"do": "grant", "answer": "An old choir, I think."})
    assert not EventPage.objects.get(pk=event.pk).live
    assert "voted already" in client.post(address, {"do": "keep", "answer": "No"}).text

    client.force_login(second)
    assert "An old choir" not in client.get(address).text
    client.post(address, {"do": "grant", "answer": "You are right."})
    assert EventPage.objects.get(pk=event.pk).live
    granted = Decision.objects.first()
    assert (granted.decided_by, granted.agreed_by) == (second, first)


def test_error_while_answering_keeps_the_text(client):
    event, decision = refused()
    appeal = make_appeal(decision=decision, user=event.owner, text="Why?")
    editor, faster = make_editor(), make_editor()
    client.force_login(editor)
    decide_appeal(appeal=appeal, user=faster, is_granted=False, answer="So.")

    page = client.post(
        reverse("screen_appeal", args=[appeal.pk]), {"do": "keep", "answer": "My words"}
    ).text

    assert "Somebody else has decided on this" in page
    assert "My words" in page


def test_appeal_that_is_not_granted_changes_nothing():
    event, decision = refused("changes_requested")
    appeal = make_appeal(decision=decision, user=event.owner, text="Why?")

    decide_appeal(appeal=appeal, user=make_editor(), is_granted=False, answer="So.")

    assert not EventPage.objects.get(pk=event.pk).live
    assert Decision.objects.count() == 1


def test_appeal_is_answered_before_the_action_begins():
    event, decision = refused(starts_on=in_days(3))

    appeal = make_appeal(decision=decision, user=event.owner, text="Why?")

    assert appeal.decide_by == in_days(2)


def sent_again(event, decision):
    edit_event(event, event.owner, title="Better")


def long_ago(event, decision):
    Decision.objects.update(decided_at=timezone.now() - dt.timedelta(days=31))


@pytest.mark.parametrize("happened", [sent_again, long_ago])
def test_what_cannot_be_appealed(happened):
    event, decision = refused("changes_requested")
    happened(EventPage.objects.get(pk=event.pk), decision)

    with pytest.raises(ValidationError):
        make_appeal(decision=decision, user=event.owner, text="Why?")


def test_case_01_strangers_neither_read_nor_appeal(client):
    event, _decision = refused()
    client.force_login(make_member(make_organization()))
    url = reverse("conversation", args=[event.pk])

    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "appeal", "text": "Mine."}).status_code == 404
    assert not Appeal.objects.exists()


def test_case_47_group_reads_messages_and_no_notes_nor_names(
    client, django_capture_on_commit_callbacks
):
    event = make_event(awaiting_screening=True)
    editor = make_editor()
    with django_capture_on_commit_callbacks(execute=True):
        send_message(
            page=event, author=editor, text="Who speaks?", is_from_editors=True
        )
    decide_on(event, editor, "rejected", "A plain reason", note="secret-one")
    write_note(page=event, author=editor, text="secret-two")
    client.force_login(event.owner)

    page = client.get(reverse("conversation", args=[event.pk])).text
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).text

    assert "Who speaks?" in page
    assert "A plain reason" in page
    for text in (page, edit, *(message.body for message in mail.outbox)):
        assert "secret" not in text
        assert str(editor) not in text
        assert editor.email not in text
    assert mail.outbox[0].to == [event.owner.email]
    assert "Who speaks?" in mail.outbox[0].body


def test_group_answers_and_the_desk_shows_it(client):
    event = make_event(awaiting_screening=True)
    client.force_login(event.owner)
    client.post(
        reverse("conversation", args=[event.pk]),
        {"do": "message", "text": "Two neighbours."},
    )
    client.force_login(make_editor())

    desk = reverse("screen_submission", args=[event.current_workflow_task_state.pk])

    assert "Two neighbours." in client.get(desk).text


def test_decision_goes_to_whoever_sent_in_this_version(
    django_capture_on_commit_callbacks,
):
    event = make_event(awaiting_screening=True)
    second = make_member(event.organization)
    event = edit_event(event, second, summary="Mended by somebody else.")

    with django_capture_on_commit_callbacks(execute=True):
        decide_on(event, make_editor())

    assert [message.to for message in mail.outbox] == [[second.email]]
