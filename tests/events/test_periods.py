"""Action periods: their page, and their list in the CMS."""

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from organizations.languages import language_name
from tests.factories.actions import make_period
from tests.factories.people import make_campaign_coordinator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["de", "uk"])
def test_call_in_another_language_is_named(client, reader):
    make_period("spring", call="Kommt alle!", call_language="de")

    page = client.get(f"/{reader}/periods/spring/").content.decode()

    assert '<div class="prose" dir="auto" lang="de"><p>Kommt alle!</p></div>' in page
    with override(reader):
        named = f'<span class="action-card__language">{language_name("de")}</span>'
    assert (named in page) == (reader != "de")


def test_list_in_the_cms_names_each_date(client):
    make_period("spring")
    client.force_login(make_campaign_coordinator())

    page = BeautifulSoup(client.get("/cms/periods/").content, "html.parser")

    assert [label.text for label in page.select("td .ow-cell-label")] == [
        "date of the anchor day",
        "first day",
        "last day",
    ]
