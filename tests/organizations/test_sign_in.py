"""One door for site and CMS (SECURITY-CASES 11 to 18, as far as they are built)."""

import logging.config
import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.test import Client

from organizations.models import User
from tests.addresses import form_values
from tests.factories.people import (
    PASSWORD,
    make_campaign_coordinator,
    make_coordinator,
    make_editor,
    make_member,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db

LOGIN = "/en/account/login/"
RESET = "/en/account/password/reset/"
NEW = "seven ducks on a quiet river"
TOTP_SECRET = "JBSWY3DPEHPK3PXP" * 2


@pytest.fixture(autouse=True)
def _forget_codes_and_attempts():
    """Both are remembered by a person's number, which the next test gives again."""
    cache.clear()
    yield
    cache.clear()


def sign_in(client, user, password=PASSWORD, path=LOGIN, **fields):
    return client.post(path, {"login": user.email, "password": password, **fields})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def without_tokens(response) -> str:
    return re.sub(
        r'(name="csrfmiddlewaretoken" value=")\w+|[\w.-]+@example\.org',
        "…",
        response.text,
    )


def test_person_signs_in_and_is_led_to_the_cms(client):
    response = sign_in(client, make_member(make_organization()))

    assert (response.status_code, response["Location"]) == (302, "/cms/")
    assert is_signed_in(client)


def test_address_is_known_in_any_case(client):
    user = make_member(make_organization())

    client.post(LOGIN, {"login": user.email.upper(), "password": PASSWORD})

    assert is_signed_in(client)


def test_pages_around_signing_in_are_in_the_readers_language(client):
    """In one that allauth does not know; its own words would be English."""
    user, guarded = make_member(make_organization()), make_editor()
    with_second_factor(guarded)
    account = "/be/account/"
    answers = [
        client.get(f"{account}login/"),
        client.get(f"{account}password/reset/"),
        client.get(f"{account}password/reset/done/"),
        client.get(f"{account}password/reset/key/1-wrong/"),
        client.get(f"{account}password/reset/key/done/"),
        client.get(f"{account}inactive/"),
        client.get(f"{account}signup/"),
        sign_in(client, user, "wrong password here", path=f"{account}login/"),
        client.get(
            sign_in(client, guarded, path=f"{account}login/").headers["Location"]
        ),
    ]
    sign_in(client := Client(), user, path=f"{account}login/")
    answers += [
        client.get(f"{account}{path}")
        for path in ("password/change/", "reauthenticate/", "2fa/")
    ]

    for answer in answers:
        main = BeautifulSoup(answer.text, "html.parser").main
        assert re.findall(r"[A-Za-z]{2,}", main.get_text()) == [], answer.request


# --- Case 12: nobody learns who has an account ----------------------------------------


def test_case_12_sign_in_tells_not_whether_the_address_is_known():
    user = make_member(make_organization())
    unknown = User(email="unknown@example.org")
    inactive = make_user()
    User.objects.filter(pk=inactive.pk).update(is_active=False)

    answers = [
        sign_in(Client(), user, "wrong password here"),
        sign_in(Client(), unknown, "wrong password here"),
        sign_in(Client(), inactive, "wrong password here"),
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert len({without_tokens(answer) for answer in answers}) == 1


def test_case_12_reset_tells_not_whether_the_address_is_known():
    user = make_member(make_organization())
    answers = []
    for email in (user.email, "unknown@example.org"):
        client = Client()
        first = client.post(RESET, {"email": email})
        answers.append((first.status_code, first["Location"]))
        answers.append(without_tokens(client.get(first["Location"])))

    assert answers[:2] == answers[2:]


def test_case_12_reset_mails_only_an_account_that_is_there():
    user = make_member(make_organization())

    Client().post(RESET, {"email": user.email})

    (message,) = mail.outbox
    assert message.to == [user.email]
    assert "https://objectwar.example/en/account/password/reset/key/" in message.body
    ((html, _kind),) = message.alternatives
    links = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert {link.split("/")[2] for link in links} == {"objectwar.example"}


# --- Case 13: the reset link ----------------------------------------------------------


def reset_link(user) -> str:
    mail.outbox.clear()
    Client().post(RESET, {"email": user.email})
    return re.search(r"https://objectwar\.example(/\S+)", mail.outbox[0].body)[1]


def use(link, password=NEW, client=None):
    client = client or Client()
    page = client.get(link, follow=True)
    if not page.redirect_chain:
        return page
    return client.post(
        page.redirect_chain[-1][0], {"password1": password, "password2": password}
    )


def test_case_13_reset_link_sets_a_password_once():
    user = make_member(make_organization())
    link = reset_link(user)

    use(link)
    use(link, "another sentence for later")

    assert User.objects.get(pk=user.pk).check_password(NEW)


def test_case_13_reset_link_is_dead_after_another_change_and_for_others():
    user, other = make_member(make_organization()), make_user()
    link = reset_link(user)
    theirs = re.sub(r"/key/\w+-", f"/key/{other.pk:x}-", link)

    use(theirs)
    user.set_password("changed meanwhile by hand")
    user.save()
    use(link)

    assert User.objects.get(pk=user.pk).check_password("changed meanwhile by hand")
    assert User.objects.get(pk=other.pk).check_password(PASSWORD)


def test_case_13_reset_link_does_not_stay_in_the_address():
    client = Client()
    link = reset_link(make_member(make_organization()))
    token = link.rstrip("/").rsplit("-", 1)[1]

    response = client.get(link)
    page = client.get(response["Location"])

    assert token not in response["Location"]
    assert token not in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_case_13_reset_does_not_switch_off_the_second_factor():
    user = make_editor()
    TOTP.activate(user, TOTP_SECRET)
    client = Client()

    use(reset_link(user), client=client)
    sign_in(client, user, NEW)

    assert not is_signed_in(client)
    assert user.authenticator_set.count() == 1


def test_case_13_weak_password_is_refused_at_the_reset():
    user = make_member(make_organization())

    use(reset_link(user), "short")

    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


# --- Case 14: sessions ----------------------------------------------------------------


def test_case_14_sign_in_makes_a_new_session(client):
    client.get("/en/account/login/")
    session = client.session
    session["marked"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = session.session_key

    sign_in(client, make_member(make_organization()))

    assert client.session.session_key != session.session_key
    assert "marked" not in Client().session


def test_case_14_sign_out_kills_the_session_on_the_server(client):
    sign_in(client, make_member(make_organization()))
    stolen = client.cookies["sessionid"].value

    client.post("/en/account/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen

    assert thief.get("/cms/").status_code == 302


def test_case_14_new_password_ends_the_sessions_elsewhere():
    user = make_member(make_organization())
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, user)

    here.post(
        "/en/account/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert there.get("/cms/").status_code == 302


def test_case_14_end_of_sessions_is_for_good():
    user = make_member(make_organization())
    client = Client()
    sign_in(client, user)

    user.end_sessions()

    assert client.get("/cms/").status_code == 302


# --- Case 11: guessing ----------------------------------------------------------------


@pytest.fixture
def with_limits(settings):
    """Rate limits as in production."""
    settings.ACCOUNT_RATE_LIMITS = {}


def test_case_11_guessing_one_account_is_slowed(with_limits):
    user = make_member(make_organization())
    client = Client()
    for number in range(12):
        sign_in(client, user, f"guess number {number} is wrong")

    response = sign_in(client, user, "guess number 12 is wrong")

    assert response.status_code == 429 or "Too many" in response.text


def test_case_11_owner_gets_in_while_others_guess(with_limits):
    user = make_member(make_organization())
    for number in range(12):
        sign_in(
            Client(REMOTE_ADDR=f"192.0.2.{number}"), user, f"guess {number} is wrong"
        )
    client = Client(REMOTE_ADDR="198.51.100.1")

    sign_in(client, user)

    assert is_signed_in(client)


def test_case_11_one_network_that_guesses_many_accounts_is_slowed(with_limits):
    people = [make_member(make_organization()) for _n in range(2)]
    client = Client()
    for number in range(12):
        sign_in(client, User(email=f"guess{number}@example.org"), "a wrong password")

    response = sign_in(client, people[0])

    assert response.status_code == 429 or "Too many" in response.text
    assert not is_signed_in(client)


# --- Case 17: passwords that anyone would try first -----------------------------------


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("ObjectWarCampaign2026", False),
        ("object-war-campaign!", False),
        ("#ObjectWarCampaign#", False),
        ("Harbour Lights Bremen", False),
        ("harbour.lights.2026!", False),
        ("мир свобода кампания", False),
        ("harbour seven ducks swim", True),
        (NEW, True),
    ],
)
def test_case_17_words_of_the_place_are_no_password(client, password, is_taken):
    user = make_member(make_organization("Harbour Lights Bremen"))
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email}
    ]
    session.save()

    page = client.post(
        "/en/account/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    stored = User.objects.get(pk=user.pk)
    assert stored.check_password(password) == is_taken
    if not is_taken:
        assert "are guessed first" in page.text


# --- Case 18: where `next` leads ------------------------------------------------------

ELSEWHERE = [
    "//evil.example",
    "//evil.example/cms/",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example/testserver",
    "\x00//evil.example",
    " //evil.example",
    "///evil.example",
    "ftp://testserver/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_case_18_next_to_elsewhere_leads_to_the_start(target):
    user = make_member(make_organization())
    by_form, by_address, signed_in = Client(), Client(), Client()
    signed_in.force_login(user)

    locations = [
        sign_in(by_form, user, next=target)["Location"],
        by_address.get(LOGIN, {"next": target}).headers.get("Location", ""),
        signed_in.get(LOGIN, {"next": target}).headers.get("Location", ""),
        signed_in.post("/en/account/logout/", {"next": target})["Location"],
    ]

    assert [location for location in locations if "evil" in location] == []
    assert [u for u in locations if u and not re.match(r"/(?![/\\])", u)] == []


@pytest.mark.parametrize("target", ["/cms/actions/", "/cms/actions/?q=x", "/en/"])
def test_case_18_next_within_the_site_is_followed(client, target):
    response = sign_in(client, make_member(make_organization()), next=target)

    assert response["Location"] == target


# --- No side door ---------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/en/account/signup/", "/de/account/signup/"])
def test_nobody_signs_up(client, path):
    client.post(path, {"email": "new@example.org", "password1": NEW, "password2": NEW})

    assert not User.objects.filter(email="new@example.org").exists()
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "/cms/login/",
        "/cms/password_reset/",
        "/cms/password_reset/confirm/MQ/x-y/",
        "/cms/password_reset/done/",
        "/_util/login/",
        "/en/_util/login/",
        "/admin/",
        "/admin/login/",
        "/accounts/login/",
        "/django-admin/",
    ],
)
def test_wagtails_own_doors_let_nobody_in(client, path):
    user = make_editor()
    fields = {"username": user.email, "login": user.email, "password": PASSWORD}

    response = client.post(path, fields)
    shown = client.get(path)

    assert not is_signed_in(client)
    assert response.status_code in {301, 302, 404, 405}
    assert shown.status_code in {301, 302, 404}
    assert mail.outbox == []


def test_wagtails_sign_in_leads_to_ours_and_keeps_the_way(client):
    response = client.get("/cms/login/?next=/cms/actions/")

    assert response["Location"] == f"{LOGIN}?next=/cms/actions/"


def test_account_page_of_the_cms_changes_neither_address_nor_password(client):
    user = make_member(make_organization())
    client.force_login(user)

    values = form_values(client.get("/cms/account/").text, "main form")
    (name,) = [field for field in values if field.endswith("first_name")]
    prefix = name.removesuffix("first_name")

    response = client.post(
        "/cms/account/",
        values
        | {
            name: "Changed",
            f"{prefix}email": "thief@example.org",
            f"{prefix}is_superuser": "on",
            "name_email-email": "thief@example.org",
            "password-old_password": PASSWORD,
            "password-new_password1": NEW,
            "password-new_password2": NEW,
        },
    )

    assert response.status_code == 302
    stored = User.objects.get(pk=user.pk)
    assert stored.first_name == "Changed"
    assert stored.email == user.email
    assert not stored.is_superuser
    assert stored.check_password(PASSWORD)


def test_account_page_leads_to_the_mail_address_which_asks_for_the_password(client):
    user = make_member(make_organization())
    client.force_login(user)
    assert 'href="/en/account/email/"' in client.get("/cms/account/").text

    answer = client.post(
        "/en/account/email/", {"email": "thief@example.org", "action_add": ""}
    )

    assert (answer.status_code, answer.url.partition("?")[0]) == (
        302,
        "/en/account/reauthenticate/",
    )
    assert not EmailAddress.objects.filter(email="thief@example.org").exists()


def test_case_28_account_page_takes_no_picture_of_a_person(client):
    client.force_login(make_member(make_organization()))

    assert 'type="file"' not in client.get("/cms/account/").text


# --- Second factor --------------------------------------------------------------------

ROLES = {
    "contributor": lambda: make_member(make_organization()),
    "coordinator": lambda: make_coordinator(make_organization()),
    "editor": make_editor,
    "campaign coordinator": make_campaign_coordinator,
    "superuser": lambda: make_user(superuser=True),
}
ACTIVATE = "/en/account/2fa/totp/activate/"


@pytest.mark.parametrize("role", ROLES)
def test_second_factor_is_asked_of_all_but_contributors(settings, client, role):
    settings.REQUIRE_SECOND_FACTOR = True
    user = ROLES[role]()
    sign_in(client, user)

    response = client.get("/cms/")

    if role == "contributor":
        assert response.status_code == 200
    else:
        assert (response.status_code, response["Location"]) == (302, ACTIVATE)


@pytest.mark.parametrize(
    "path", ["/cms/screening/", "/cms/watchlist/", "/cms/screening/history/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_second_factor_stands_before_every_address(settings, client, path, method):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_editor())

    assert getattr(client, method)(path)["Location"] == ACTIVATE


def test_contributor_who_becomes_coordinator_needs_it_from_then_on(settings, client):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make_member(make_organization())
    client.force_login(user)
    before = client.get("/cms/").status_code

    user.memberships.update(role="coordinator")

    assert (before, client.get("/cms/")["Location"]) == (200, ACTIVATE)


def code_at(steps: int = 0) -> str:
    """Return the code of now, or so many half minutes later."""
    counter = next(iter(yield_hotp_counters_from_time())) + steps
    return format_hotp_value(hotp_value(TOTP_SECRET, counter))


def with_second_factor(user):
    TOTP.activate(user, get_adapter().encrypt(TOTP_SECRET))
    return user


def test_password_alone_lets_nobody_in_who_has_a_second_factor(client):
    user = with_second_factor(make_editor())

    response = sign_in(client, user)

    assert response["Location"].startswith("/en/account/2fa/authenticate/")
    assert not is_signed_in(client)
    assert client.get("/cms/").status_code == 302


def test_password_and_code_let_in(settings, client):
    settings.REQUIRE_SECOND_FACTOR = True
    user = with_second_factor(make_editor())
    sign_in(client, user)

    client.post("/en/account/2fa/authenticate/", {"code": code_at()})

    assert is_signed_in(client)
    assert client.get("/cms/").status_code == 200


def test_case_15_code_works_once():
    user = with_second_factor(make_editor())
    code = code_at()
    entered = []
    for client in (Client(), Client()):
        sign_in(client, user)
        client.post("/en/account/2fa/authenticate/", {"code": code})
        entered.append(is_signed_in(client))

    assert entered == [True, False]


def test_case_15_recovery_code_works_once():
    user = with_second_factor(make_editor())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    entered = []
    for client in (Client(), Client()):
        sign_in(client, user)
        client.post("/en/account/2fa/authenticate/", {"code": code})
        entered.append(is_signed_in(client))

    assert entered == [True, False]


@pytest.mark.parametrize("code", ["000000", "", "x", "1" * 500, "\x00", "١٢٣٤٥٦"])
def test_case_15_wrong_code_lets_nobody_in(client, code):
    sign_in(client, with_second_factor(make_editor()))

    response = client.post("/en/account/2fa/authenticate/", {"code": code})

    assert response.status_code == 200
    assert not is_signed_in(client)


# --- Case 16: what changes an account -------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/en/account/2fa/totp/activate/",
        "/en/account/2fa/totp/deactivate/",
        "/en/account/2fa/recovery-codes/generate/",
        "/en/account/2fa/recovery-codes/",
        "/en/account/2fa/recovery-codes/download/",
    ],
)
def test_case_16_changes_ask_for_the_password_again(client, path):
    user = with_second_factor(make_editor())
    RecoveryCodes.activate(user)
    if path.endswith("totp/activate/"):
        user.authenticator_set.all().delete()
    client.force_login(user)  # a session that never saw a password

    response = client.get(path)

    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]


def test_case_16_new_address_asks_for_the_password_again(client):
    client.force_login(make_editor())

    response = client.post(
        "/en/account/email/", {"action_add": "", "email": "elsewhere@example.org"}
    )

    assert "reauthenticate" in response["Location"]


def test_case_16_password_change_asks_for_the_old_one_and_tells_the_owner(client):
    user = make_member(make_organization())
    sign_in(client, user)
    fields = {"password1": NEW, "password2": NEW}

    client.post("/en/account/password/change/", {"oldpassword": "wrong", **fields})
    unchanged = User.objects.get(pk=user.pk).check_password(PASSWORD)
    client.post("/en/account/password/change/", {"oldpassword": PASSWORD, **fields})

    assert unchanged
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_case_16_new_address_is_told_to_the_old_one(client):
    user = make_member(make_organization())
    sign_in(client, user)

    client.post(
        "/en/account/email/", {"action_add": "", "email": "elsewhere@example.org"}
    )
    client.post(
        "/en/account/email/", {"action_primary": "", "email": "elsewhere@example.org"}
    )

    stored = User.objects.get(pk=user.pk).email
    told = {address for message in mail.outbox for address in message.to}
    assert stored == user.email or user.email in told


def test_case_16_address_of_somebody_else_cannot_be_taken(client):
    user, other = make_member(make_organization()), make_editor()
    client.raise_request_exception = False
    sign_in(client, user)

    statuses = [
        client.post(
            "/en/account/email/", {action: "", "email": other.email}
        ).status_code
        for action in ("action_add", "action_primary")
    ]

    assert max(statuses) < 500
    assert User.objects.get(pk=user.pk).email == user.email
    assert User.objects.get(pk=other.pk).email == other.email


def test_case_12_right_password_of_an_inactive_account_says_so_to_its_owner(client):
    user = make_user()
    User.objects.filter(pk=user.pk).update(is_active=False)

    response = sign_in(client, user)

    assert response["Location"] == "/en/account/inactive/"
    assert not is_signed_in(client)


def test_case_52_log_holds_no_words_addresses_nor_tokens(client, caplog, settings):
    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger().addHandler(caplog.handler)
    user = make_member(make_organization())
    sign_in(client, user, "a wrong password here")
    for path in (
        "/en/actions/?q=secret-words&from=x",
        "/en/secret-words/",
        f"/en/invitations/secret-words/?email={user.email}",
        "/en/account/password/reset/key/1-secret-words/",
        "/en/join/secret-words/",
    ):
        client.get(path, headers={"referer": "https://secret-words.example/"})
    client.get("/en/", headers={"host": "secret-words.example"})
    Client(enforce_csrf_checks=True).post(LOGIN, {"login": user.email})

    for word in ("secret-words", user.email, "127.0.0.1"):
        assert word not in caplog.text


def test_case_52_mails_about_the_account_name_no_ip_address(client):
    user = make_member(make_organization())
    sign_in(client, user)

    client.post(
        "/en/account/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        headers={"user-agent": "Secretbrowser"},
    )

    body = mail.outbox[0].body
    assert "127.0.0.1" not in body
    assert "Secretbrowser" not in body
    assert "testserver" not in body
