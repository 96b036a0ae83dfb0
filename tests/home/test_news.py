"""News: the list, one piece, the feed, and what a reader of another language gets."""

import datetime as dt
import json
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from home.models import NewsIndexPage, NewsPage
from tests.factories.pages import load_few_pages
from tests.factories.world import kept_for_the_module, make_picture

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def make_news(language: str, title: str, *, published=True, **fields) -> NewsPage:
    index = NewsIndexPage.objects.get(locale__language_code=language)
    page = NewsPage(
        title=title,
        slug=fields.pop("slug", title.lower()),
        locale=Locale.objects.get(language_code=language),
        live=False,
        **{"date": dt.date(2026, 12, 1), "summary": f"About {title}.", **fields},
    )
    index.add_child(instance=page)
    revision = page.save_revision()
    if published:
        revision.publish()
    return page


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        load_few_pages("help", "questions", "action-weeks-may-2025")
        make_news("en", "Untranslated")
        make_news("en", "Waiting", published=False)
        make_news("uk", "Лише", slug="only-here")
        yield


def titles(client, path: str) -> list[str]:
    cards = BeautifulSoup(client.get(path).text, "html.parser").select("main .card")
    return [card.select_one(".card__title").text.strip() for card in cards]


def test_list_has_each_piece_once_in_the_readers_language_or_its_own(site, client):
    assert titles(client, "/de/news/") == [
        "Лише",
        "Untranslated",
        "Ein Ort für alle Aktionen, in neun Sprachen",
        "Rückblick auf die Aktionswochen im Mai 2025",
    ]
    # As the list of actions answers: the last page there is, or what is wrong.
    assert client.get("/de/news/?page=2").status_code == 200
    assert client.get("/de/news/?page=x").status_code == 400


def test_page_without_translation_is_shown_in_its_own_language_and_says_so(
    site, client
):
    response = client.get("/de/news/untranslated/")
    html = BeautifulSoup(response.text, "html.parser")

    assert html.html["lang"] == "de"
    assert html.main["lang"] == "en"
    assert "Englisch" in html.select_one(".untranslated[lang=de]").text
    assert html.select_one("link[rel=canonical]")["href"].endswith(
        "/en/news/untranslated/"
    )
    assert "set-cookie" not in response.headers
    assert client.get("/de/news/waiting/").status_code == 404


def test_feed_tells_the_newest_in_the_readers_language(site, client):
    response = client.get("/be/news/feed.atom", HTTP_HOST="testserver")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own

    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "be"
    found = [
        entry.find("a:summary", ATOM).text for entry in feed.iterfind("a:entry", ATOM)
    ]
    assert found[0] == "[украінская] About Лише."
    assert found[1] == "[англійская] About Untranslated."
    assert found[2].startswith("Акцыі кампаніі")


def test_page_describes_itself_as_news_article(site, client):
    html = BeautifulSoup(client.get("/pl/news/nine-languages/").text, "html.parser")
    data = json.loads(html.select_one("script[type='application/ld+json']").text)

    assert data["@type"] == "NewsArticle"
    assert data["inLanguage"] == "pl"
    assert data["datePublished"] == "2026-11-26"
    assert data["headline"] == html.h1.text


def test_home_page_shows_the_newest_three(site, client):
    html = BeautifulSoup(client.get("/en/").text, "html.parser")

    assert len(html.select("#news .card")) == 3


def test_sitemap_names_a_page_in_the_languages_that_it_has(site, client):
    sitemap = client.get("/sitemap.xml").text

    assert "/en/news/untranslated/</loc>" in sitemap
    assert "/de/news/untranslated/" not in sitemap
    assert "/be/news/nine-languages/</loc>" in sitemap


def test_picture_needs_words_for_those_who_do_not_see_it(site):
    page = NewsPage.objects.first()
    page.picture = make_picture(None)

    with pytest.raises(ValidationError) as error:
        page.full_clean()

    assert set(error.value.message_dict) == {"picture_alt"}


def test_help_is_narrowed_by_language_and_situation_without_script(site, client):
    def offers(query):
        html = BeautifulSoup(client.get(f"/en/help/{query}").text, "html.parser")
        return [title.text for title in html.select("#offers .card__title")]

    everything = offers("")
    assert len(everything) == 4
    assert offers("?lang=en") == ["Connection e.V.: Channel in English"]
    # The others are for everyone, the centre in Georgia for those who are on the way.
    assert offers("?situation=family") == everything[:3]
    assert offers("?lang=en&situation=on_the_way&x=y") == offers("?lang=en")
    assert offers("?lang=de") == []
    response = client.get("/en/help/?lang=en&situation=%00no")
    assert response.status_code == 400
    assert 'href="/en/help/?lang=en"' in response.text


def test_questions_are_described_to_search_engines(site, client):
    html = BeautifulSoup(client.get("/de/questions/").text, "html.parser")
    data = json.loads(html.select_one("script[type='application/ld+json']").text)

    assert data["@type"] == "FAQPage"
    assert [entry["name"] for entry in data["mainEntity"]] == [
        heading.text for heading in html.select("#questions h3")
    ]
