"""Headers of every answer, errors included; hosts, cookies, production's settings."""

import importlib
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from objectwar import urls
from objectwar.kept import forget_pages
from tests.factories.actions import make_event
from tests.factories.people import (
    PASSWORD,
    make_coordinator,
    make_editor,
    make_organization,
)

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy_of(response) -> dict[str, str]:
    header = response.headers.get("Content-Security-Policy", "")
    parts = (part.strip().split(" ", 1) for part in header.split(";") if part.strip())
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


def missing_headers(response, policy=(), position="geolocation=()") -> dict:
    """Return what a public answer should carry and does not, with what it has.

    `policy`: what its content security policy says instead; `position`: of the reader.
    """
    policy = dict(policy)
    found = {name: response.headers.get(name) for name in OTHERS}
    wrong = {name: value for name, value in found.items() if value != OTHERS[name]}
    if policy_of(response) != POLICY | policy:
        wrong["Content-Security-Policy"] = policy_of(response)
    permissions = response.headers.get("Permissions-Policy", "")
    if not {position, "camera=()", "microphone=()"} <= set(permissions.split(", ")):
        wrong["Permissions-Policy"] = permissions
    return wrong


@pytest.fixture(scope="module")
def failing_urls():
    """The site's addresses and one for each way to fail."""

    def fail(error):
        def view(request):
            raise error

        return view

    module = types.ModuleType("failing_urls")
    module.urlpatterns = [
        path("fail/400/", fail(BadRequest("private words"))),
        path("fail/403/", fail(PermissionDenied("private words"))),
        path("fail/500/", fail(RuntimeError("private words"))),
        path("fail/database/", fail(DatabaseError("private words"))),
        path("fail/nothing/", lambda request: HttpResponse(status=204)),
        *urls.urlpatterns,
    ]
    for name in ("handler400", "handler403", "handler404", "handler500"):
        setattr(module, name, getattr(urls, name))
    return module


ANSWERS = [
    ("/en/", 200),
    ("/", 302),
    ("/en/actions/calendar/", 200),
    ("/en/actions", 301),
    ("/en/actions/?country=XX", 400),
    ("/en/actions/nothing/", 404),
    ("/nothing", 302),
    ("/en/account/login/", 200),
    ("/en/account/password/reset/", 200),
    ("/en/invitations/made-up/", 404),
    ("/en/feeds/actions.ics", 200),
    ("/en/feeds/actions.geojson", 200),
    ("/en/feeds/actions.ics?country=XX", 400),
    ("/healthz", 200),
    ("/robots.txt", 200),
    ("/sitemap.xml", 200),
    ("/media/nothing.jpg", 404),
    ("/fail/400/", 400),
    ("/fail/403/", 403),
    ("/fail/500/", 500),
    ("/fail/database/", 500),
    ("/static/nothing.css", 404),
]


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_case_55_every_answer_has_the_headers(settings, failing_urls, address, status):
    settings.ROOT_URLCONF = failing_urls
    client = Client(raise_request_exception=False)

    response = client.get(address)

    # Without a home page Wagtail's own stands there; its answer is an answer, too.
    assert response.status_code == status or address == "/en/"
    assert missing_headers(response) == {}
    assert b"private words" not in response.content


def test_case_55_only_the_list_may_ask_where_its_reader_is(client):
    response = client.get("/en/actions/")

    assert missing_headers(response, position="geolocation=(self)") == {}


@pytest.mark.parametrize("query", ["", "?view=map&center=50,10", "?country=XX"])
def test_case_55_only_the_embed_may_be_framed(client, query):
    response = client.get(f"/en/embed/actions/{query}")

    framed = {"frame-ancestors": "*", "form-action": "'none'"}
    assert missing_headers(response, framed) == {}
    assert "X-Frame-Options" not in response.headers
    assert response.cookies == {}
    assert "<form" not in response.text


@pytest.mark.parametrize("address", ["/en/actions/", "/en/embed/actions/"])
def test_case_55_page_that_has_not_changed_keeps_what_it_may(client, address):
    tag = client.get(address)["ETag"]
    forget_pages()

    again = client.get(address, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert not {"Permissions-Policy", "Content-Security-Policy"} & set(again.headers)


def test_case_55_page_that_makes_the_code_frames_only_our_own(client):
    response = client.get("/en/embed/")

    assert missing_headers(response, {"frame-src": "'self'"}) == {}


def test_case_55_wrong_method_has_the_headers(client):
    response = client.post("/en/actions/")

    assert response.status_code == 405
    assert missing_headers(response) == {}


def test_case_55_refused_form_has_the_headers_and_says_what_to_do():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/en/account/login/", {"login": "a@example.org"})

    assert response.status_code == 403
    assert missing_headers(response) == {}
    assert "<h1" in response.text


def test_case_60_error_page_needs_neither_database_nor_template_tags(
    settings, failing_urls
):
    settings.ROOT_URLCONF = failing_urls
    client = Client(raise_request_exception=False)

    response = client.get("/fail/500/")

    assert "{%" not in response.text
    assert "{{" not in response.text
    assert "<style" not in response.text
    assert "Something went wrong on our side" in response.text


def test_case_60_debug_is_off():
    assert settings.DEBUG is False


# --- The CMS --------------------------------------------------------------------------

CMS_PATHS = ["/cms/", "/cms/actions/", "/cms/account/", "/cms/nothing/"]


def test_case_55_cms_frames_only_itself_and_loads_nothing_foreign(client):
    client.force_login(make_coordinator(make_organization()))

    for address in CMS_PATHS:
        policy = policy_of(client.get(address))

        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["frame-ancestors"] == "'self'"
        assert policy["form-action"] == "'self'"
        assert policy["object-src"] == "'none'"
        assert policy["base-uri"] == "'none'"
        hosts = [v for value in policy.values() for v in value.split()]
        assert [h for h in hosts if "." in h or "*" in h or "eval" in h] == []


def test_case_55_relaxed_policy_stays_in_the_cms(client):
    client.get("/cms/")

    assert policy_of(client.get("/en/actions/")) == POLICY
    assert policy_of(client.get("/en/account/login/")) == POLICY


@pytest.mark.parametrize("address", CMS_PATHS)
def test_case_58_cms_answers_are_kept_nowhere(client, address):
    client.force_login(make_coordinator(make_organization()))

    assert "no-store" in client.get(address).headers["Cache-Control"]


def test_case_58_redirect_of_an_anonymous_to_sign_in_is_kept_nowhere(client):
    assert "no-store" in client.get("/cms/").headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/en/account/2fa/",
        "/en/account/email/",
        "/en/account/password/change/",
        "/en/account/logout/",
        "/en/account/reauthenticate/",
    ],
)
def test_case_58_account_pages_are_kept_nowhere(client, address):
    client.force_login(make_editor())

    response = client.get(address)

    assert response.status_code in {200, 302}
    assert "no-store" in response.headers["Cache-Control"]


def test_case_58_draft_preview_and_private_picture_are_kept_nowhere(client):
    organization = make_organization()
    user = make_coordinator(organization)
    event = make_event(organization=organization, user=user)
    client.force_login(user)

    response = client.get(f"/cms/pages/{event.pk}/view_draft/")

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


# --- Hosts ----------------------------------------------------------------------------

FOREIGN = "evil.example"


@pytest.mark.parametrize("address", ["/en/actions/", "/cms/", "/en/account/login/"])
def test_case_56_foreign_host_is_refused(client, address):
    response = client.get(address, headers={"host": FOREIGN})

    assert response.status_code == 400
    assert FOREIGN not in response.text
    assert missing_headers(response) == {} or address == "/cms/"


@pytest.mark.parametrize(
    "name",
    [
        "X-Forwarded-Host",
        "X-Host",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Forwarded-Server",
        "Forwarded",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
        "X-Forwarded-Prefix",
    ],
)
def test_case_56_forwarding_headers_have_no_effect(client, name):
    value = "host=evil.example;proto=https" if name == "Forwarded" else FOREIGN
    event = make_event(published=True)
    for address in (
        "/en/actions/",
        f"/en/actions/{event.slug}/",
        f"/en/actions/{event.slug}.ics",
        "/en/feeds/actions.ics",
        "/en/feeds/actions.geojson",
        "/sitemap.xml",
        "/robots.txt",
        "/nothing/",
    ):
        plain = client.get(address)
        forged = client.get(address, headers={name: value})

        assert forged.status_code == plain.status_code
        assert FOREIGN not in forged.text
        assert forged.text == plain.text


def test_case_56_rewriting_headers_open_no_cms(client):
    for name in ("X-Original-URL", "X-Rewrite-URL", "X-Script-Name"):
        response = client.get("/en/actions/", headers={name: "/cms/users/"})

        assert response.status_code == 200
        assert "cms/users" not in response.text


def test_case_56_links_in_mails_and_feeds_are_our_own_whatever_the_host(client):
    """The test server's name is allowed here and still not used."""
    event = make_event(published=True)
    organization = make_organization()
    make_coordinator(organization)
    user = organization.memberships.get().user

    page = client.get(f"/en/actions/{event.slug}/", headers={"host": "localhost"})
    feed = client.get("/en/feeds/actions.ics", headers={"host": "localhost"})
    mail.outbox.clear()
    client.post(
        "/en/account/password/reset/",
        {"email": user.email},
        headers={"host": "localhost"},
    )

    assert "localhost" not in page.text
    assert "localhost" not in feed.text
    assert len(mail.outbox) == 1
    assert "localhost" not in mail.outbox[0].body
    assert settings.SITE_URL + "/en/account/password/reset/key/" in mail.outbox[0].body


def test_case_56_path_that_looks_like_a_host_leads_nowhere(client):
    for address in ("//evil.example/", "//evil.example/en/actions", "/\\evil.example/"):
        location = client.get(address).headers.get("Location", "/")

        assert not location.startswith(("//", "/\\", "http"))


def test_case_56_address_of_the_sign_in_cannot_be_extended(client):
    """What stands in the path stays one value of `next`."""
    response = client.get("/cms/x&next=https:%2F%2Fevil.example%23/")

    assert response.headers["Location"].count("next=") == 1
    assert "&" not in response.headers["Location"]
    assert "#" not in response.headers["Location"]


# --- Production -----------------------------------------------------------------------

PRODUCTION_ENVIRONMENT = {
    "OBJECTWAR_SECRET_KEY": "only-for-this-test-" + "0123456789abcdefghijklmnop" * 2,
    "OBJECTWAR_ALLOWED_HOSTS": "objectwar.example",
    "OBJECTWAR_SITE_URL": "https://objectwar.example",
}


@pytest.fixture
def production(monkeypatch, settings):
    """Run with what production says about HTTP; files and mail as in tests."""
    for name, value in PRODUCTION_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delitem(sys.modules, "objectwar.settings.production", raising=False)
    module = importlib.import_module("objectwar.settings.production")
    monkeypatch.delitem(sys.modules, "objectwar.settings.production")
    prefixes = ("SECURE_", "SESSION_", "CSRF_", "ALLOWED_HOSTS", "MESSAGE_")
    for name in dir(module):
        if name.startswith(prefixes):
            setattr(settings, name, getattr(module, name))
    return module


def production_client(**options):
    return Client(headers={"host": "objectwar.example"}, **options)


def test_case_55_production_asks_for_https_for_a_year(production):
    client = production_client()

    plain = client.get("/en/actions/")
    secure = client.get("/en/actions/", secure=True)

    assert (plain.status_code, plain["Location"]) == (
        301,
        "https://objectwar.example/en/actions/",
    )
    header = secure.headers["Strict-Transport-Security"]
    assert "max-age=31536000" in header
    assert "includeSubDomains" in header


@pytest.mark.parametrize("is_secure", [True, False])
def test_case_55_refused_host_has_the_headers_in_production(production, is_secure):
    response = Client(headers={"host": FOREIGN}).get("/en/", secure=is_secure)

    assert response.status_code == 400
    assert missing_headers(response) == {}


def test_case_58_cookies_of_signed_in_people_are_bound_to_this_host(production):
    user = make_coordinator(make_organization())
    client = production_client(raise_request_exception=False)

    page = client.get("/en/account/login/", secure=True)
    response = client.post(
        "/en/account/login/",
        {"login": user.email, "password": PASSWORD},
        secure=True,
        headers={"referer": "https://objectwar.example/en/account/login/"},
    )
    cookies = {**page.cookies, **response.cookies}

    assert response.status_code == 302
    assert {name for name in cookies if not name.startswith("__Host-")} == set()
    assert {"__Host-session", "__Host-csrf"} <= set(cookies)
    for cookie in cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""


def test_case_58_public_pages_set_no_cookie_in_production(production):
    client = production_client()

    for address in ("/en/actions/", "/en/organizations/", "/en/feeds/actions.ics"):
        assert client.get(address, secure=True).cookies == {}


def test_second_factor_is_required_unless_somebody_says_otherwise(production):
    assert production.REQUIRE_SECOND_FACTOR is True
    assert production.DEBUG is False


def run_manage(*arguments, environment):
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "objectwar.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_case_60_check_for_deployment_has_no_warning(tmp_path):
    environment = {**os.environ, **PRODUCTION_ENVIRONMENT}
    environment |= {"OBJECTWAR_DATA_DIR": str(tmp_path)}
    environment.pop("OBJECTWAR_DATABASE_URL", None)

    result = run_manage(
        "check", "--deploy", "--fail-level", "WARNING", environment=environment
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert "no issues (0 silenced)" in result.stdout


@pytest.mark.parametrize("missing", PRODUCTION_ENVIRONMENT)
def test_production_does_not_start_without_its_secrets(tmp_path, missing):
    environment = {**os.environ, **PRODUCTION_ENVIRONMENT}
    environment |= {"OBJECTWAR_DATA_DIR": str(tmp_path)}
    del environment[missing]

    result = run_manage("check", environment=environment)

    assert result.returncode != 0
    assert missing in result.stderr


def test_health_is_told_in_one_word(client):
    response = client.get("/healthz")

    assert json.loads(response.content) == {"status": "ok"}
