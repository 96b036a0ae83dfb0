"""Countries by name, and the alliance by country."""

import pytest
from bs4 import BeautifulSoup

from organizations.countries import sort_key
from tests.factories.people import make_organization


@pytest.mark.parametrize(
    "names",
    [
        "Єгипет Ємен Зімбабве Ирій Ізраїль Індія Їжак Йорданія Катар Яма",
        "Греція Ґана Данія Естонія Ефіопія Єгипет",
        "Зімбабвэ Індыя Іспанія Канада Ямайка",
        "Ирак Исландия Йемен Канада",
        "Österreich Polen",
        "Łotwa Malta",
    ],
)
def test_countries_stand_in_the_order_of_their_alphabet(names):
    assert " ".join(sorted(names.split(), key=sort_key)) == names


@pytest.mark.django_db
def test_each_country_has_an_address_a_number_and_websites(client):
    for name, country in (("One", "DE"), ("Two", "DE"), ("Three", "UA")):
        make_organization(name, country=country, website="https://www.example.org/x")

    page = BeautifulSoup(client.get("/uk/organizations/").text, "html.parser")

    lines = [
        line.get_text(" ", strip=True) for line in page.select(".country-links li")
    ]
    assert lines == ["Німеччина 2", "Україна 1"]
    for link in page.select(".country-links a"):
        assert page.select_one(link["href"]).h2.text == link.text
    site = page.select_one(".organization-card__site")
    assert (site.text, site["href"]) == ("example.org", "https://www.example.org/x")
