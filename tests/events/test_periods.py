"""Action periods: their page, and their list in the CMS."""

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from events.models import ActionPeriod
from organizations.languages import language_name
from tests.factories.actions import make_event, make_period
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
        "Date of the anchor day",
        "First day",
        "Last day",
    ]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {}),
        (
            {"starts_on": "2027-05-20"},
            {"ends_on": "The last day is before the first day."},
        ),
        (
            {"anchor_day": "2027-05-01"},
            {
                "anchor_day": "The anchor day must lie between the first and the "
                "last day."
            },
        ),
        (
            {"slug": "May 2027"},
            {
                "slug": "Letters from a to z, digits, hyphens and underscores only, "
                "as this is part of an address."
            },
        ),
        ({"ends_on": ""}, {"ends_on": "This field is required."}),
    ],
)
def test_each_error_stands_at_its_field(client, typed, wrong):
    client.force_login(make_campaign_coordinator())
    period = {
        "name": "Action weeks",
        "slug": "may-2027",
        "anchor": "co_day",
        "anchor_day": "2027-05-15",
        "starts_on": "2027-05-08",
        "ends_on": "2027-05-16",
        "call_language": "en",
    }

    answer = client.post("/cms/periods/new/", period | typed)

    assert ActionPeriod.objects.exists() != bool(wrong)
    if wrong:
        form = answer.context["form"]
        assert form.errors == {name: [text] for name, text in wrong.items()}
        assert all(form[name].value() == text for name, text in typed.items())


def test_its_actions_are_named_where_it_is_used_and_drafts_are_not(client):
    period = make_period("spring")
    event = make_event(published=True, title="Candles", period=period)
    make_event(title="Not yet", period=period)
    client.force_login(make_campaign_coordinator())

    page = BeautifulSoup(
        client.get(f"/cms/periods/usage/{period.pk}/").content, "html.parser"
    )

    link = page.find("a", string=lambda text: text and text.strip() == "Candles")
    assert link["href"] == event.get_absolute_url()
    assert "Not yet" not in page.text


def test_what_cannot_be_deleted_has_a_way_back(client):
    period = make_period("spring")
    make_event(published=True, period=period)
    client.force_login(make_campaign_coordinator())

    page = BeautifulSoup(
        client.get(f"/cms/periods/delete/{period.pk}/").content, "html.parser"
    )

    assert page.find("a", string="Back")["href"] == "/cms/periods/"
