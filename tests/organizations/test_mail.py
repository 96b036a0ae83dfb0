"""Mails: one text, set twice; nothing loaded, no link to strangers."""

import pytest
from allauth.core.context import request_context
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import translation

from organizations.accounts import AccountAdapter
from organizations.lifecycle import send_mail
from organizations.mail import blocks_of
from tests.factories.people import make_user

OURS = "https://objectwar.example"


@pytest.fixture
def sent(db, django_capture_on_commit_callbacks):
    def send(to="somebody@example.org", language="en", **context):
        with django_capture_on_commit_callbacks(execute=True):
            send_mail(
                to=to,
                language=language,
                template="screening/mail/message",
                context={"title": "Vigil", "text": "Who speaks?", **context},
            )
        return mail.outbox[-1]

    return send


def html_of(message) -> BeautifulSoup:
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return BeautifulSoup(html, "html.parser")


def test_both_forms_say_the_same(sent):
    message = sent(link=f"{OURS}/cms/conversation/1/")

    words = html_of(message).body.get_text(" ").split()
    plain = message.body.replace("-- \n", "").split()
    # The subject is the heading of one, a header of the other; a button has words.
    assert set(plain) <= set(words)
    assert set(words) - set(plain) <= {*message.subject.split(), "Open", "the", "page"}


def test_why_it_comes_is_said_in_the_readers_language(sent):
    assert sent().body.endswith("because somebody gave your address here.\n")
    assert "бо маєте тут обліковий запис" in sent(make_user(), "uk").body
    assert html_of(sent(language="uk")).html["lang"] == "uk"


def test_case_19_user_text_stays_text_and_links_to_nobody_else(sent):
    message = sent(
        text="<img src=x onerror=alert(1)>\nhttps://evil.example/\n"
        f"{OURS}.evil.example/\n{OURS}/ but this is a sentence",
        title="Vigil\r\nBcc: all@example.org",
        link=f"{OURS}/cms/",
    )

    page = html_of(message)
    assert page.find_all(["img", "script", "link"]) == []
    assert {a["href"] for a in page.find_all("a")} == {f"{OURS}/cms/", OURS}
    assert "<img src=x onerror=alert(1)>" in page.get_text()
    assert message.recipients() == ["somebody@example.org"]
    assert "\n" not in message.subject


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One\ntwo\n\nthree", [("text", ["One", "two"]), ("text", ["three"])]),
        ("These:\n- a\n- b", [("text", ["These:"]), ("list", ["a", "b"])]),
        (f"Here:\n{OURS}/x/", [("text", ["Here:"]), ("link", [f"{OURS}/x/"])]),
        ("-", [("text", ["-"])]),
    ],
)
def test_text_falls_into_blocks(text, expected):
    assert [(block.kind, block.lines) for block in blocks_of(text)] == expected


ACCOUNT_MAILS = [
    *("email/password_reset_key", "email/unknown_account", "email/email_confirmation"),
    *("email/password_changed", "email/password_reset", "email/password_set"),
    *("email/email_changed", "email/email_confirm", "email/email_deleted"),
]
MFA_MAILS = [
    *("email/totp_activated", "email/totp_deactivated"),
    "email/recovery_codes_generated",
]


@pytest.mark.parametrize(
    "template",
    [f"account/{name}" for name in ACCOUNT_MAILS]
    + [f"mfa/{name}" for name in MFA_MAILS],
)
def test_mails_about_the_account_are_in_our_words(db, rf, template):
    """Allauth's own words say "du" in German, and thank for using the site."""
    known = {name: name for name in ("email", "from_email", "to_email")}
    mails = {}
    for language in ("en", "de", "uk"):
        with translation.override(language), request_context(rf.get("/")):
            message = AccountAdapter().render_mail(template, "a@example.org", known)
        mails[language] = message
        greeting = {"en": "Hello,", "de": "Guten Tag,", "uk": "Вітаємо."}[language]
        assert message.body.startswith(greeting)
        assert len(message.subject) < 60
    assert len({message.subject for message in mails.values()}) == len(mails)


def test_a_mail_about_a_change_leads_to_signing_in(db, rf):
    with translation.override("uk"), request_context(rf.get("/")):
        AccountAdapter().send_mail(
            "account/email/password_changed", "a@example.org", {}
        )

    assert f"\n{OURS}/uk/account/login/\n" in mail.outbox[-1].body
