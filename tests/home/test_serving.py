"""Which page of the campaign an address leads to."""

import pytest
from wagtail.models import Page, Site

from home.models import HomePage, NewsIndexPage
from organizations.lifecycle import suspend
from tests.factories.people import make_campaign_coordinator, make_organization

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/", 200),
        ("/uk/imprint/", 200),
        ("/be/situation/russia/", 200),
        ("/en/nothing/", 404),
        ("/en/imprint/nothing/", 404),
        ("/en/home/", 404),
    ],
)
def test_address_leads_where_wagtail_says(visitor, path, status):
    response = visitor.get(path)

    assert response.status_code == status
    if status == 200:
        language, tail = path[1:3], path[4:]
        home = HomePage.objects.get(locale__language_code=language)
        page = Page.objects.get(url_path=home.url_path + tail)
        assert page.title in response.text
        assert f'<html lang="{language}"' in response.text


def test_language_without_a_live_home_page_shows_the_sites_own(visitor):
    HomePage.objects.get(locale__language_code="uk").unpublish()
    main = Site.objects.get(is_default_site=True).root_page

    response = visitor.get("/uk/")

    assert response.status_code == 200
    assert response.context["page"].pk == main.pk


def test_site_without_pages_has_nothing_to_show(db, client):
    HomePage.objects.all().delete()

    assert client.get("/en/imprint/").status_code == 404


def test_numbers_and_links_of_the_home_page_follow_what_changes(visitor):
    page = HomePage.objects.get(locale__language_code="en")
    assert any(block.block_type == "network" for block in page.body)

    def countries():
        return visitor.get("/en/").text.count("Uruguay")

    before = countries()
    group = make_organization("Group of Montevideo", country="UY")
    assert countries() == before + 1
    suspend(organization=group, reason="A test", by=make_campaign_coordinator())
    assert countries() == before

    assert "All news" in visitor.get("/en/").text
    for index in NewsIndexPage.objects.all():
        index.unpublish()
    assert "All news" not in visitor.get("/en/").text
