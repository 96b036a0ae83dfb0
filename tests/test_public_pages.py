"""Every public page as a visitor's browser gets it: shared by caches, ours alone."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.stored import forget
from objectwar.demo.home import load_home_pages
from objectwar.kept import forget_pages
from tests.addresses import FEEDS, filled
from tests.factories.actions import make_event, make_period
from tests.factories.people import make_editor, make_member, make_organization
from tests.factories.world import kept_for_the_module, make_picture

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
HTML_PAGES = [
    "/{lang}/",
    "/{lang}/imprint/",
    "/{lang}/help/",
    "/{lang}/questions/",
    "/{lang}/news/",
    "/{lang}/news/nine-languages/",
    "/{lang}/actions/",
    "/{lang}/actions/?when=past",
    "/{lang}/actions/?country=DE&kind=vigil&q=vigil",
    "/{lang}/actions/?country=FR",
    "/{lang}/actions/vigil/",
    "/{lang}/actions/talk/",
    "/{lang}/actions/vigil/poster/",
    "/{lang}/actions/called-off/",
    "/{lang}/organizations/",
    "/{lang}/organizations/?order=name",
    "/{lang}/organizations/open-group/",
    "/{lang}/periods/december/",
    "/{lang}/actions/calendar/",
    "/{lang}/embed/",
    "/{lang}/subscribe/",
    "/{lang}/api/",
    "/{lang}/subscribe/?country=DE&when=upcoming",
    "/{lang}/policy/",
]
ERROR_PAGES = {
    "/{lang}/actions/nothing/": 404,
    "/{lang}/nothing/": 404,
    "/{lang}/actions/?country=XX": 400,
    "/{lang}/organizations/?order=size": 400,
    "/{lang}/help/?lang=xx": 400,
}
MACHINE_PAGES = [
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/.well-known/security.txt",
    "/{lang}/actions/vigil.ics",
    "/{lang}/subscribe/code.svg",
    "/{lang}/share/site.png",
    "/{lang}/share/actions/vigil.png",
    "/{lang}/share/actions/vigil.svg",
    "/{lang}/share/organizations/open-group.png",
    "/{lang}/share/periods/december.png",
    "/api/v1/",
    "/api/v1/openapi.json",
    "/api/v1/actions/",
    "/api/v1/actions/vigil/",
    "/api/v1/organizations/",
    "/api/v1/periods/",
    "/{lang}/news/feed.atom",
    *("/" + feed for feed in FEEDS),
]


def in_language(path: str, language="en") -> str:
    return path.replace("{lang}", language)


def build():
    cache.clear()  # Wagtail keeps pictures' addresses by numbers that come again
    load_home_pages()
    organization = make_organization(
        "Open Group",
        short_name="OG",
        website="https://example.org/",
        description="<p>We help.</p>",
    )
    organization.slug = "open-group"
    organization.logo = make_picture(organization)
    organization.save()
    people = {
        "organization": organization,
        "user": make_member(organization),
        "editor": make_editor(),
        "published": True,
        "period": make_period("december"),
    }
    make_event(
        **people,
        slug="vigil",
        title="Vigil <b>&amp; “quotes”</b>",
        summary="With candles.",
        description='<p>See <a href="https://example.org/x">this page</a>.</p>',
        venue="Market fountain",
        picture=make_picture(organization),
        picture_alt="A candle",
        website="https://example.org/vigil",
        contact="group@example.org",
        languages=["de", "ru"],
        step_free="yes",
        co_organizer_names="Another Group",
        registration_required=True,
        registration_url="https://example.org/register",
    )
    make_event(
        **people,
        slug="talk",
        title="Talk",
        kind="talk",
        attendance="online",
        online_url="https://example.org/room",
    )
    make_event(**people, slug="called-off", title="Called off", cancelled=True)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        yield build()


@pytest.fixture(scope="module")
def answers(site, django_db_blocker):
    """Every page once in every language; the tests below look at what came."""
    with django_db_blocker.unblock():
        # Pictures are made at the first call.
        yield {
            (path, language): Client().get(in_language(path, language))
            for path in (*HTML_PAGES, *ERROR_PAGES)
            for language in LANGUAGES
        }


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


CHECKS = {}


def check(find):
    """Register `find(where, answer, page)`, which returns what is wrong, or nothing."""
    CHECKS[find.__name__] = find
    return find


@pytest.fixture(scope="module")
def faults(answers):
    """What each check objects to, by page and language; each page is parsed once."""
    found = {name: {} for name in CHECKS}
    for where, answer in answers.items():
        page = soup(answer)
        for name, find in CHECKS.items():
            if what := find(where, answer, page):
                found[name][where] = what
    return found


def test_pages_answer_what_is_expected(answers):
    expected = {
        (path, language): ERROR_PAGES.get(path, 200) for path, language in answers
    }

    assert {where: a.status_code for where, a in answers.items()} == expected


@check
def cookies(_where, answer, _page):
    return [
        *answer.cookies,
        *re.findall("(?i)cookie", answer.headers.get("Vary", "")),
        *(["Set-Cookie"] if "Set-Cookie" in answer.headers else []),
    ]


def test_case_51_pages_set_no_cookie_and_do_not_vary_by_one(faults):
    assert faults["cookies"] == {}


@check
def not_cacheable(where, answer, _page):
    if where[0] in ERROR_PAGES:
        return ""
    control = answer.headers.get("Cache-Control", "nothing said")
    age = re.search(r"max-age=(\d+)", control)
    is_short = age and 0 < int(age[1]) <= 3600
    return "" if "public" in control and is_short else control


def test_case_61_pages_may_be_kept_by_caches(faults):
    assert faults["not_cacheable"] == {}


@check
def inline(_where, answer, page):
    return [
        *(
            tag.name
            for tag in page.find_all("script", src=False)
            if tag.get("type") not in {"application/ld+json", "application/json"}
        ),
        *(tag.name for tag in page.find_all("style")),
        *(
            f"{tag.name} {name}"
            for tag in page.find_all(True)
            for name in tag.attrs
            if name == "style" or name.startswith("on")
        ),
        *(tag.name for tag in page.find_all(["base", "object", "embed"])),
        # Our own frame, on the page that makes its code.
        *(str(tag) for tag in page.select("iframe:not([src^='/'])")),
        *(tag.name for tag in page.select("meta[http-equiv]")),
        *re.findall(r"(?i)(?:javascript|data):[^\"'> ]*", answer.text),
    ]


def test_pages_have_no_inline_script_and_no_inline_style(faults):
    assert faults["inline"] == {}


FETCHED = "script[src], img[src], link[href], source[srcset], [poster], use[href]"
# Read by nobody's browser at a visit.
NOT_FETCHED = {"canonical", "alternate"}


@check
def foreign(_where, answer, page):
    own = {"", urlsplit(settings.SITE_URL).netloc}
    urls = []
    for tag in page.select(FETCHED):
        if not NOT_FETCHED & set(tag.get("rel", [])):
            urls += [tag.get("src") or tag.get("href") or tag.get("srcset", "")]
    urls += [tag["tiles"] for tag in page.select("event-map[tiles]")]
    hints = [str(tag) for tag in page.select("[rel~=preconnect],[rel~=dns-prefetch]")]
    forms = [tag.get("action", "") for tag in page.find_all("form")]
    return hints + [url for url in urls + forms if urlsplit(url).netloc not in own]


def test_case_51_pages_fetch_nothing_from_another_host(faults):
    assert faults["foreign"] == {}


@check
def unmarked(where, answer, page):
    own = {"", urlsplit(settings.SITE_URL).netloc}
    if "/actions/vigil/" not in where[0]:
        return []
    return [
        link["href"]
        for link in page.select("main a[href^=http]")
        if urlsplit(link["href"]).netloc not in own
        and "example.org" in link["href"]
        and not {"nofollow"} <= set(link.get("rel", []))
    ]


@check
def counted(_where, _answer, page):
    """Addresses with a number by which one could walk on to the next."""
    found = [tag.get("href") or tag.get("src") for tag in page.select("[href], [src]")]
    return [a for a in found if re.search(r"/\d+(/|\.|$)", a) and "/policy/" not in a]


def test_case_54_no_address_holds_a_number_to_count_on_by(faults):
    assert faults["counted"] == {}


def test_case_24_links_of_groups_are_marked(faults):
    assert faults["unmarked"] == {}


@check
def untold(where, answer, page):
    told = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}
    description = page.select_one("meta[name=description]")["content"]
    others = page.select('meta[property="og:locale:alternate"]')
    wrong = []
    if not told["og:title"] or told["og:title"] not in page.title.text:
        wrong.append(told["og:title"])
    if not description.strip() or told["og:description"] != description:
        wrong.append(told["og:description"])
    if not told["og:locale"].startswith(f"{where[1]}_") or len(others) != 8:
        wrong.append(told["og:locale"])
    return wrong


def test_pages_tell_those_who_share_them_what_they_are(faults):
    assert faults["untold"] == {}


@check
def other_language(where, answer, page):
    html = page.html
    return "" if (html["lang"], html["dir"]) == (where[1], "ltr") else html["lang"]


def test_pages_say_their_language(faults):
    assert faults["other_language"] == {}


@check
def headings(_where, answer, page):
    names = [h.text.strip() for h in page.find_all("h1")]
    title = page.title.text.strip()
    return names if len(names) != 1 or not names[0] or not title else []


def test_pages_have_one_first_heading_and_a_title(faults):
    assert faults["headings"] == {}


@check
def ids_and_pictures(_where, answer, page):
    ids = [tag["id"] for tag in page.find_all(id=True)]
    return [
        *{i for i in ids if ids.count(i) > 1},
        *(str(img) for img in page.find_all("img", alt=False)),
    ]


def test_pages_have_ids_once_and_pictures_with_a_text(faults):
    assert faults["ids_and_pictures"] == {}


@check
def unnamed(where, answer, page):
    if where[0] in ERROR_PAGES:
        return ""
    path = in_language(where[0], "{}").split("?")[0]
    alternates = {
        link["hreflang"]: link["href"]
        for link in page.select("link[rel=alternate][hreflang]")
    }
    expected = {code: settings.SITE_URL + path.format(code) for code in LANGUAGES}
    return "" if alternates == expected else alternates


def test_pages_name_themselves_in_nine_languages(faults):
    assert faults["unnamed"] == {}


@check
def other_address(where, answer, page):
    if where[0] in ERROR_PAGES:
        return ""
    expected = settings.SITE_URL + in_language(*where).split("?")[0]
    links = [link["href"] for link in page.select("link[rel=canonical]")]
    return "" if links == [expected] else links


def test_pages_name_one_address_as_their_own(faults):
    assert faults["other_address"] == {}


def test_language_links_keep_the_filter(answers):
    page = soup(answers["/{lang}/actions/?country=FR", "en"])

    links = {link["href"] for link in page.select("a[hreflang]")}

    assert "/uk/actions/?country=FR" in links


def test_links_on_pages_lead_somewhere(answers):
    """In one language; the home page's own test looks at nine."""
    client = Client()
    seen, dead = set(), {}
    for (path, language), answer in answers.items():
        if language != "en" or path in ERROR_PAGES:
            continue
        for link in soup(answer).select("a[href^='/'], link[rel=stylesheet]"):
            target = link["href"].split("#")[0]
            if target in seen or not target.startswith("/en/"):
                continue
            seen.add(target)
            status = client.get(target).status_code
            if status != 200:
                dead[target] = (status, path)

    assert dead == {}


@pytest.mark.parametrize("path", MACHINE_PAGES)
def test_case_51_what_machines_read_sets_no_cookie_and_may_be_kept(site, client, path):
    for language in LANGUAGES:
        response = client.get(in_language(path, language))

        assert response.status_code == 200
        assert response.cookies == {}
        assert "cookie" not in response.headers.get("Vary", "").lower()
        assert "public" in response.headers["Cache-Control"]


def test_case_53_feed_is_the_same_for_everyone(site, client):
    stranger = {feed: client.get(filled(feed, {})) for feed in FEEDS}
    client.force_login(make_editor())
    known = {feed: client.get(filled(feed, {})) for feed in FEEDS}

    for feed in FEEDS:
        assert stranger[feed].content == known[feed].content
        assert stranger[feed].headers == known[feed].headers


@pytest.mark.parametrize(
    "path", [p for p in HTML_PAGES if "?" not in p], ids=lambda p: p[7:] or "home"
)
def test_case_51_page_is_the_same_for_who_is_signed_in(answers, client, path):
    client.force_login(make_editor())

    response = client.get(in_language(path))

    assert response.text == answers[path, "en"].text
    assert response.cookies == {}


def test_case_51_first_visit_is_led_to_the_browsers_language(site, client):
    for wanted, given in [("uk,en;q=0.5", "uk"), ("tlh", "en"), ("", "en")]:
        response = client.get("/", headers={"accept-language": wanted})

        assert (response.status_code, response["Location"]) == (302, f"/{given}/")
        assert response.cookies == {}
        assert "Accept-Language" in response["Vary"]
        assert "Cookie" not in response["Vary"]


@pytest.mark.parametrize("path", [*HTML_PAGES, *MACHINE_PAGES])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_case_10_public_pages_are_only_read(site, path, method):
    client = Client(enforce_csrf_checks=True)

    response = getattr(client, method)(in_language(path))

    assert response.status_code == 405


def test_head_answers_as_get_without_a_body(site, client):
    for path in (*HTML_PAGES, *MACHINE_PAGES):
        response = client.head(in_language(path))

        assert (response.status_code, response.content) == (200, b"")


# --- Queries: the same number for one action and for three ----------------------------


def queries_for(path: str) -> int:
    client = Client()
    client.get(path)  # fills caches of content types and sites
    cache.clear()
    forget()  # what is stored costs one query, whatever it holds
    forget_pages()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/actions/", 4),
        ("/en/actions/?when=all&country=DE", 4),
        ("/en/actions/calendar/", 5),
        ("/en/subscribe/", 6),
        # Two of each: has anything public changed, what is the campaign called.
        ("/en/organizations/", 3),
        ("/en/organizations/busy-group/", 5),
        ("/en/periods/busy/", 5),
        ("/sitemap.xml", 13),
        # Calendars carry pictures, too.
        *((filled(feed, {}), 18 if feed.endswith(".ics") else 15) for feed in FEEDS),
    ],
)
def test_case_61_number_of_queries_does_not_grow_with_actions(site, path, expected):
    organization = make_organization("Busy Group")
    organization.slug = "busy-group"
    organization.save()
    people = {
        "organization": organization,
        "user": make_member(organization),
        "editor": make_editor(),
        "period": make_period("busy"),
        "published": True,
    }
    counts = []
    for number in (1, 2):
        for _more in range(number):
            partner = make_organization().title
            make_event(**people, co_organizer_names=f"{partner}\nSomebody")
        counts.append(queries_for(path))

    assert counts == [expected, expected]
