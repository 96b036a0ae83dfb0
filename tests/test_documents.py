"""Files to download: public as long as a public page offers them, and never opened."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from home.models import StandardPage
from tests.factories.pages import load_few_pages
from tests.factories.people import make_campaign_coordinator, make_editor
from tests.factories.world import kept_for_the_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        load_few_pages("materials")
        yield


def make_document(name="draft.txt") -> Document:
    return Document.objects.create(title=name, file=ContentFile(b"<b>Hi</b>", name))


def titles(client, query: str) -> list[str]:
    html = BeautifulSoup(client.get(f"/en/materials/{query}").text, "html.parser")
    return [kicker.text for kicker in html.select("#materials .card__kicker")]


def test_file_of_a_public_page_is_a_download_without_cookie(site, client):
    document = Document.objects.get(title="petition-uk.txt")

    response = client.get(document.url)

    assert (
        response.getvalue().decode().startswith("#ObjectWarCampaign\nПідписи за захист")
    )
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.cookies == {}
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_file_that_no_public_page_offers_is_there_for_its_authors_alone(site, client):
    document = make_document()
    author, editor = Client(), Client()
    author.force_login(make_campaign_coordinator())
    editor.force_login(make_editor())

    answers = [each.get(document.url) for each in (client, editor, author)]

    assert answers[2].getvalue() == b"<b>Hi</b>"
    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert answers[2].headers["Cache-Control"] == "private, no-store"


def test_file_goes_with_its_pages(site, client):
    url = Document.objects.get(title="logo.png").url
    for page in StandardPage.objects.filter(slug="materials"):
        page.unpublish()

    assert client.get(url).status_code == 404


def test_file_has_one_name_and_a_known_format(site, client):
    document = Document.objects.get(title="petition-uk.txt")
    page = make_document("page.html")
    client.force_login(make_campaign_coordinator())

    assert client.get(f"/documents/{document.pk}/other.txt").status_code == 404
    assert client.get(page.url).status_code == 404
    assert client.get("/documents/99999999999999999999/x.txt").status_code == 404


def test_materials_are_narrowed_by_language_and_kind_without_script(site, client):
    assert len(titles(client, "")) == 10
    # What has no words suits every language.
    assert titles(client, "?lang=be") == ["Belarusian", "Logo"]
    assert titles(client, "?kind=logo") == ["Logo"]
    assert titles(client, "?lang=be&kind=petition") == ["Belarusian"]
    assert titles(client, "?kind=poster") == []
    assert client.get("/en/materials/?kind=x").status_code == 400
