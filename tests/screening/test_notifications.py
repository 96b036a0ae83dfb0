"""What the submitter is told: one mail, to the right person, in their language."""

import pytest
from django.core import mail
from django.utils import translation

from screening.choices import Outcome
from tests.factories.actions import decide_on, edit_event, make_event
from tests.factories.people import make_editor, make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(django_capture_on_commit_callbacks):
    """Return a function that decides, and then what was sent."""

    def decide(event, outcome, reason="Because.", editor=None):
        with django_capture_on_commit_callbacks(execute=True):
            decide_on(event, editor or make_editor(), outcome, reason)
        return mail.outbox

    return decide


def waiting_event(language="en", **fields):
    organization = make_organization("Peace House")
    user = make_member(organization, language=language)
    return make_event(
        organization=organization, user=user, awaiting_screening=True, **fields
    )


@pytest.mark.parametrize("outcome", Outcome.values)
def test_one_mail_goes_to_the_submitter_alone(decided, outcome):
    event = waiting_event()
    make_member(event.organization)  # a colleague, who is not written to

    (message,) = decided(event, outcome)

    assert message.recipients() == [event.owner.email]
    assert "Because." in message.body


def test_mail_is_sent_only_once_the_decision_is_sure(
    django_capture_on_commit_callbacks,
):
    event = waiting_event()

    with django_capture_on_commit_callbacks() as callbacks:
        decide_on(event, make_editor(), Outcome.REJECTED)

    assert mail.outbox == []
    assert len(callbacks) >= 1


@pytest.mark.parametrize(
    ("outcome", "subject"),
    [
        ("approved", "Approved: Vigil at the town hall"),
        ("changes_requested", "Please change something: Vigil at the town hall"),
        ("rejected", "Not accepted: Vigil at the town hall"),
    ],
)
def test_subject_says_what_was_decided(decided, outcome, subject):
    (message,) = decided(waiting_event(), outcome)

    assert message.subject == subject


def test_mail_about_an_approval_leads_to_the_page_in_the_submitters_language(decided):
    event = waiting_event(language="de")

    with translation.override("fr"):  # the editor's
        (message,) = decided(event, Outcome.APPROVED)

    assert f"https://objectwar.example/de/actions/{event.slug}/" in message.body


def test_mail_about_changes_leads_to_the_form(decided):
    event = waiting_event()

    (message,) = decided(event, Outcome.CHANGES_REQUESTED)

    assert f"https://objectwar.example/cms/pages/{event.pk}/edit/" in message.body


def test_mail_is_written_in_the_submitters_language(decided):
    bodies = {}
    for language in ("en", "de", "uk"):
        mail.outbox.clear()
        with translation.override("en"):
            event = make_event(
                user=make_member(
                    organization := make_organization(), language=language
                ),
                organization=organization,
                awaiting_screening=True,
            )
            (message,) = decided(event, Outcome.REJECTED)
        with translation.override(language):
            greeting = translation.gettext("Hello,")
        bodies[language] = greeting in message.body

    assert bodies == {"en": True, "de": True, "uk": True}


def test_mail_cites_user_text_as_text(decided):
    event = waiting_event(title="{{ 7|add:7 }} <b>&amp; %(title)s")

    (message,) = decided(
        event, Outcome.REJECTED, reason="{% include 'x' %} <i>\nBcc: all@example.org"
    )

    assert message.subject == "Not accepted: {{ 7|add:7 }} <b>&amp; %(title)s"
    assert "{% include 'x' %} <i>\nBcc: all@example.org" in message.body
    assert message.recipients() == [event.owner.email]


def test_title_of_several_lines_cannot_add_a_header(decided):
    event = waiting_event(title="Vigil\r\nBcc: all@example.org")

    (message,) = decided(event, Outcome.APPROVED)

    assert message.subject == "Approved: Vigil Bcc: all@example.org"
    assert message.recipients() == [event.owner.email]


@pytest.mark.parametrize("what", ["deleted", "inactive"])
def test_nobody_is_written_to_where_nobody_is(decided, what):
    event = waiting_event()
    if what == "deleted":
        event.owner.delete()
    else:
        type(event.owner).objects.update(is_active=False)
    event.refresh_from_db()

    assert decided(event, Outcome.REJECTED) == []


def test_each_round_has_its_own_mail(decided):
    event = waiting_event()

    decided(event, Outcome.CHANGES_REQUESTED, "Who speaks?")
    again = edit_event(event, event.owner, summary="We do.")
    decided(again, Outcome.APPROVED, "")

    assert [message.subject.partition(":")[0] for message in mail.outbox] == [
        "Please change something",
        "Approved",
    ]


def test_handing_in_writes_to_nobody(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        waiting_event()

    assert mail.outbox == []
