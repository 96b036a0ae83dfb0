"""Forms that anyone may send: concerns, and applications to join the alliance."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone
from mailer.models import MessageLog

from organizations.models import Invitation, OrganizationPage
from screening import strangers
from screening.applications import forget_applicants
from screening.choices import Outcome
from screening.lifecycle import decide
from screening.models import Application, Decision, FollowUp
from screening.seed import seed_screening
from tests.addresses import form_values
from tests.factories.actions import make_event
from tests.factories.people import make_editor, make_organization

pytestmark = pytest.mark.django_db

APPLICATION = {
    "name": "Harbour Lights",
    "country": "IE",
    "website": "harbour.example",
    "email": "Harbour@example.org",
    "why": "We write letters <script>alert(1)</script>.\n\nEvery week.",
    "vouchers": "Peace Group",
}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Visitors here type in no time; what a form does with haste has its own test."""
    cache.clear()
    monkeypatch.setattr(strangers, "SHORTEST_SECONDS", 0)
    seed_screening()


def strict_client() -> Client:
    return Client(enforce_csrf_checks=True)


def send(path, values, client=None, **headers):
    client = client or strict_client()
    page = client.get(path)
    assert page.cookies == {}
    answer = client.post(path, form_values(page.text) | values, headers=headers)
    assert answer.cookies == {}
    return answer


def apply(**values):
    return send("/de/join/", APPLICATION | values)


def test_visitor_reports_a_concern_without_cookie_or_script():
    event = make_event(title="Vigil", published=True)
    path = f"/en/actions/{event.slug}/concern/"
    assert f'href="{path}"' in strict_client().get(f"/en/actions/{event.slug}/").text

    refused = send(path, {"text": "It is closed."})
    assert "It is closed." in refused.text  # what was typed is kept
    assert '<fieldset class="field field--error"' in refused.text
    assert 'aria-describedby="id_category_error"' in refused.text
    assert not FollowUp.objects.exists()

    answer = send(path, {"category": "false", "text": "It is closed."})
    assert "Thank you" in answer.text
    concern = FollowUp.objects.get()
    assert (concern.kind, concern.category, concern.note) == (
        "concern",
        "false",
        "It is closed.",
    )


def test_nobody_reports_what_is_not_public():
    event = make_event(awaiting_screening=True)
    path = f"/en/actions/{event.slug}/concern/"

    assert strict_client().get(path).status_code == 404
    assert strict_client().post(path, {}).status_code == 404


@pytest.mark.parametrize(
    ("values", "headers", "status"),
    [
        ({"homepage_2": "https://spam.example"}, {}, 200),
        ({"stamp": ""}, {}, 200),
        ({"stamp": "made:up"}, {}, 200),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {"Origin": "https://elsewhere.example"}, 403),
        ({"name": "…"}, {}, 200),
        ({"country": "XX"}, {}, 200),
        ({"website": "javascript:alert(1)"}, {}, 200),
        ({"email": "a@b\r\nBcc: c@example.org"}, {}, 200),
        ({"why": "x" * 3001}, {}, 200),
        ({"why": "\u200b\u202e"}, {}, 200),
    ],
)
def test_case_62_what_is_wrong_or_a_script_stores_and_sends_nothing(
    values, headers, status
):
    answer = send("/en/join/", APPLICATION | values, **headers)

    assert answer.status_code == status
    assert not Application.objects.exists()
    assert mail.outbox == []


def test_case_62_form_filled_in_no_time_is_sent_again_with_what_was_typed(
    monkeypatch, settings
):
    monkeypatch.setattr(strangers, "SHORTEST_SECONDS", 5)
    answer = send("/en/join/", APPLICATION)

    assert "Harbour Lights" in answer.text
    assert not Application.objects.exists()


def test_case_62_network_is_limited_and_its_address_is_not_kept(monkeypatch):
    monkeypatch.setattr(strangers, "PER_NETWORK_AN_HOUR", 2)
    statuses = [apply().status_code for _n in range(4)]
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77")

    assert statuses == [200, 200, 429, 429]
    assert Application.objects.count() == 2
    assert strangers.network_of(request) == "192.0.2.0/24"


def test_group_joins(django_capture_on_commit_callbacks):
    make_organization("Peace Group")
    with django_capture_on_commit_callbacks(execute=True):
        apply()
    assert not OrganizationPage.objects.filter(title="Harbour Lights").exists()
    (confirm,) = mail.outbox
    assert confirm.to == ["harbour@example.org"]
    path = confirm.body.split("/de/join/")[1].split()[0]

    assert strict_client().get(f"/de/join/{path}").status_code == 200
    assert not OrganizationPage.objects.filter(title="Harbour Lights").exists()
    assert strict_client().post(f"/de/join/{path}").status_code == 200
    assert strict_client().post(f"/de/join/{path}").status_code == 404  # used

    page = OrganizationPage.objects.get(title="Harbour Lights")
    assert not page.live
    assert "<script>" not in page.description
    assert (
        "/organizations/harbour-lights/"
        not in strict_client().get("/en/organizations/").text
    )
    editor = make_editor()
    desk = Client()
    desk.force_login(editor)
    state = page.current_workflow_task_state
    shown = desk.get(f"/cms/screening/{state.pk}/").text
    assert "harbour@example.org" in shown
    # It has no account: nothing is sent but the decision, in its own language.
    assert "Write to the group" not in shown
    assert "Stock answer, German" in shown
    message = {"do": "message", "text": "Who are you?"}
    assert desk.post(f"/cms/screening/{state.pk}/", message).status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        decide(
            task_state=state,
            user=editor,
            outcome=Outcome.APPROVED,
            reason="",
            revision_id=state.revision_id,
        )
    assert strict_client().get("/en/organizations/harbour-lights/").status_code == 200
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("harbour@example.org", "coordinator")


def test_case_49_refused_group_gets_the_reason_and_is_forgotten_on_its_day(
    django_capture_on_commit_callbacks,
):
    apply()
    application = Application.objects.get()
    token = Application.new_token()
    application.token_hash = Application.hash_of(token)
    application.save()
    strict_client().post(f"/en/join/{token}/")
    page = OrganizationPage.objects.get(title="Harbour Lights")
    state = page.current_workflow_task_state
    with django_capture_on_commit_callbacks(execute=True):
        for _second in range(2):  # refusing takes two
            decide(
                task_state=state,
                user=make_editor(),
                outcome=Outcome.REJECTED,
                reason="Nobody knows you yet.",
                revision_id=state.revision_id,
            )
    assert "Nobody knows you yet." in mail.outbox[-1].body
    assert "/join/\n" in mail.outbox[-1].body
    for path in (
        "/en/organizations/",
        "/en/organizations/harbour-lights/",
        "/sitemap.xml",
        "/en/screening-report/",
        "/api/v1/organizations/",
    ):
        text = strict_client().get(path).text
        assert "Harbour" not in text
        assert "harbour@" not in text
    assert mail.outbox[-1].to == ["harbour@example.org"]

    assert forget_applicants(timezone.now() + dt.timedelta(days=89)) == 0
    assert forget_applicants(timezone.now() + dt.timedelta(days=91)) == 1
    assert not Application.objects.exists()
    assert not OrganizationPage.objects.filter(title="Harbour Lights").exists()
    assert Decision.objects.get().title == "Harbour Lights"


def test_case_49_log_of_sent_mails_is_forgotten_after_a_week():
    days_ago = {day: timezone.now() - dt.timedelta(days=day) for day in (6, 8)}
    for moment in days_ago.values():
        row = MessageLog.objects.create(
            message_data="", when_added=moment, priority="2", result="1"
        )
        MessageLog.objects.filter(pk=row.pk).update(when_attempted=moment)

    call_command("forget", stdout=io.StringIO())

    assert MessageLog.objects.get().when_added == days_ago[6]


def test_unconfirmed_application_is_worthless_and_gone_after_three_days():
    apply()
    application = Application.objects.get()
    token = Application.new_token()
    Application.objects.filter(pk=application.pk).update(
        token_hash=Application.hash_of(token),
        sent_at=timezone.now() - dt.timedelta(days=4),
    )

    assert strict_client().post(f"/en/join/{token}/").status_code == 404
    assert forget_applicants() == 1


def test_case_12_answer_is_the_same_for_an_address_that_is_known():
    known = make_editor().email
    answers = [apply(email=email) for email in (known, "nobody-we-know@example.org")]

    assert answers[0].text == answers[1].text
