"""Whatever stands in a public address: a plain answer, never an error of ours."""

import itertools

import pytest
from django.conf import settings
from django.test import Client

from events.filters import EventFilter
from tests.addresses import AUDIENCES, FEEDS, arguments_of, filled
from tests.factories.actions import make_event, make_period
from tests.factories.world import kept_for_the_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def events(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        make_event(published=True, slug="vigil", period=make_period("december"))
        yield


# As they stand in the address, percent-encoded where a browser would do it.
VALUES = [
    "%22unclosed",
    "%27",
    "*",
    "(",
    "%20",
    "%00",
    "a%00b",
    "x" * 5000,
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "9" * 400,
    "-1",
    "0",
    "1.5",
    "%D9%A1",  # an Arabic one
    "%C2%B2",  # a superscript two, a digit for some functions and no number
    "%FF%FE",
    "%ED%A0%80",  # a lone surrogate
    "%F0%9F%95%8A",
    "%E2%80%AE%E2%80%8B",
    "%0D%0ASet-Cookie:%20a=b",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%7B%7B7*7%7D%7D",
    "%7B%25%20include%20%25%7D",
    "../../etc/passwd",
    "'%20OR%201=1--",
    "%25",
    "%",
    "%zz",
    ",",
    ",,,,",
    "null",
    "[]",
    "{}",
    "2026-12-10T25:00",
    "9999-12-31",
    "0001-01-01",
    "10000-01-01",
]
PARAMETERS = [*EventFilter.base_fields, "from", "to", "page", "order", "a[b]"]
PARAMETERS += ["texts", "limit", "cursor", "updated_since"]
PARAMETERS += ["month", "view", "center", "zoom", "language", "url", "maxwidth"]
HTML = [
    "/en/actions/",
    "/en/subscribe/",
    "/en/api/",
    "/en/actions/calendar/",
    "/en/embed/",
    "/en/embed/actions/",
    "/en/organizations/",
    "/en/periods/december/",
    "/en/actions/vigil/",
    "/en/account/login/",
    "/en/policy/",
]
ADDRESSES = [
    *HTML,
    *(filled(feed, {}) for feed in FEEDS),
    "/en/actions/vigil.ics",
    "/en/subscribe/code.svg",
    "/api/v1/actions/",
    "/api/v1/actions/vigil/",
    "/api/v1/organizations/",
    "/api/v1/periods/december/",
    "/map/0/0/0.json",
    "/oembed",
]
# Those that take nearly any text get as far as the database.
FREE = [
    ("/en/actions/", ["q", "city", "page", "from"]),
    ("/en/feeds/actions.ics", ["q", "city"]),
    ("/en/feeds/actions.geojson", ["q", "city", "near"]),
    ("/map/0/0/0.json", ["q", "near", "bounds"]),
]


def answer(path: str, **options):
    return Client(raise_request_exception=False).get(path, **options)


def complaints(response) -> list[str]:
    """Return what is wrong with an answer to nonsense."""
    wrong = []
    if response.status_code >= 500:
        wrong.append(str(response.status_code))
    if "Set-Cookie" in response.headers:
        wrong.append("header injected")
    text = response.content.decode("utf-8", "replace")
    is_html = "html" in response.headers.get("Content-Type", "")
    if is_html and "<script>alert" in text:
        wrong.append("markup")
    if "\x00" in text:
        wrong.append("NUL")
    return wrong


def faults_of(queries: dict[str, str]) -> dict:
    """Ask each address; return the answers that nobody should get."""
    faults = {}
    for what, address in queries.items():
        response = answer(address)
        wrong = complaints(response)
        if wrong or response.status_code not in {200, 302, 400, 404}:
            faults[what] = wrong or response.status_code
    return faults


@pytest.mark.parametrize("path", ADDRESSES)
def test_case_59_no_value_of_all_parameters_is_an_error_of_ours(path):
    queries = {
        value[:30]: f"{path}?{'&'.join(f'{name}={value}' for name in PARAMETERS)}"
        for value in VALUES
    }

    assert faults_of(queries) == {}


@pytest.mark.parametrize(("path", "names"), FREE)
def test_case_25_no_value_of_a_free_parameter_is_an_error_of_ours(path, names):
    queries = {
        f"{name}={value[:30]}": f"{path}?{name}={value}"
        for name, value in itertools.product(names, VALUES)
    }

    assert faults_of(queries) == {}


@pytest.mark.parametrize("path", ADDRESSES)
def test_case_59_doubled_nested_and_endless_queries(path):
    queries = {
        "doubled": "&".join(["country=DE"] * 900),
        "too many": "&".join(f"p{n}=1" for n in range(3000)),
        "too many values": "country=" + ",".join(["DE", "FR"] * 5000),
        "70 KB": "q=" + "x" * 70_000,
        "a name of 70 KB": "x" * 70_000 + "=1",
        "nested": "country[]=DE&country[a][b]=DE",
        "no name": "=1&&&==",
        "semicolons": "country=DE;kind=vigil",
        "bad percent": "%%%&%zz=%zz",
        "dates twice": "from=2026-01-01&from=x",
    }
    statuses = {what: answer(f"{path}?{q}").status_code for what, q in queries.items()}

    assert {w: s for w, s in statuses.items() if s not in {200, 302, 400, 404}} == {}


SLUG_VALUES = [
    "%00",
    "x" * 5000,
    "%FF",
    "%D9%A1",
    "..",
    "%2e%2e%2f",
    "vigil%0D%0AX:%20y",
    "vigil%20",
    "VIGIL",
    "vigil.ics.ics",
    "-1",
    "1e999",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%E2%80%AEvigil",
]
PARAMETRIC = [
    pattern
    for pattern, audience in AUDIENCES.items()
    if "public" in audience and ("<" in pattern or "?P" in pattern)
]


@pytest.mark.parametrize("pattern", PARAMETRIC)
def test_case_59_no_part_of_a_path_is_an_error_of_ours(pattern):
    faults = {}
    for value in SLUG_VALUES:
        names = dict.fromkeys(arguments_of(pattern), value)
        response = answer(filled(pattern, names))
        wrong = complaints(response)
        if wrong or response.status_code not in {200, 301, 302, 400, 404}:
            faults[value[:20]] = wrong or response.status_code

    assert faults == {}


@pytest.mark.parametrize(
    "path",
    [
        "/xx/actions/",
        "/EN/actions/",
        "/en-us/actions/",
        "/%00/",
        "/%FF/",
        "/en/%ED%A0%80/",
        "/en//actions/",
        "/" + "a/" * 2000,
        "/en/" + "a/" * 2000,
        "/.git/config",
        "/wp-login.php",
        "/en/actions/;/",
        "/cms/pages/99999999999999999999/edit/",
        "/cms/%00/",
    ],
)
def test_case_59_odd_paths_are_not_there(path):
    response = answer(path)

    assert response.status_code in {301, 302, 400, 404}
    assert complaints(response) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "x" * 5000},
        {"accept-language": "de;q=NaN, *;q=1e999, \x7f"},
        {"accept-language": "../../etc/passwd"},
        {"if-none-match": '"' + "x" * 5000},
        {"if-modified-since": "Thu, 01 Jan 99999 00:00:00 GMT"},
        {"if-modified-since": "yesterday"},
        {"range": "bytes=0-0,-1,99999999999999999999-"},
        {"accept": "x" * 5000},
        {"accept-encoding": "gzip;q=NaN"},
        {"cookie": "sessionid=%00; csrftoken=\x7f; messages=x; django_language=../x"},
        {"cookie": "sessionid=" + "x" * 4000},
        {"user-agent": "\x01" * 100},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_case_59_odd_headers_are_no_error_of_ours(headers):
    for path in ("/", "/en/actions/", "/en/feeds/actions.ics", "/sitemap.xml", "/cms/"):
        response = answer(path, headers=headers)

        assert response.status_code in {200, 206, 302, 304, 400, 416}


def test_cookie_of_a_stranger_changes_no_public_page():
    plain = answer("/en/actions/")
    cookies = {"cookie": f"sessionid={'a' * 32}; django_language=de; messages=x"}
    odd = answer("/en/actions/", headers=cookies)

    assert odd.content == plain.content
    assert odd.cookies == {}


@pytest.mark.parametrize("page", ["0", "1", "999999", "02"])
def test_number_of_a_page_that_is_not_there_shows_the_nearest(page):
    assert answer(f"/en/actions/?page={page}").status_code == 200


@pytest.mark.parametrize("page", ["x", "-1", "1.5", "%D9%A1", "%C2%B2", "", "9999999"])
def test_what_is_no_number_of_a_page_is_named(page):
    response = answer(f"/en/actions/?page={page}")

    assert response.status_code == 400
    assert "page=" in response.text


def test_case_59_answer_is_in_all_languages():
    for code, _name in settings.LANGUAGES:
        response = answer(f"/{code}/actions/?country=%00")

        assert response.status_code == 400
        assert f'lang="{code}"' in response.text


@pytest.mark.parametrize("path", ["/en/account/login/", "/en/account/password/reset/"])
@pytest.mark.parametrize("value", ["\x00", "\ud800", "x" * 5000, "'\"<>", "a@b@c", " "])
def test_case_59_odd_values_in_forms_of_strangers(path, value):
    client = Client(raise_request_exception=False)
    value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    response = client.post(path, {"login": value, "email": value, "password": value})

    assert response.status_code in {200, 302}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: x\r\n\r\n"),
        ("application/x-www-form-urlencoded", b"a=%FF&" * 2000),
        ("", b""),
    ],
)
def test_case_59_odd_bodies_are_no_error_of_ours(content_type, body):
    client = Client(raise_request_exception=False)

    response = client.post("/en/account/login/", body, content_type=content_type)

    assert response.status_code in {200, 302, 400, 403}
