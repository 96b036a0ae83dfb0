"""The page on which one subscribes, and the code that brings it to a phone."""

import pytest
from bs4 import BeautifulSoup

from tests.factories.actions import in_days, make_event

pytestmark = pytest.mark.django_db


def page(client, query=""):
    return BeautifulSoup(client.get(f"/en/subscribe/{query}").text, "html.parser")


def test_page_offers_the_address_of_exactly_this_selection(client):
    feed = "objectwar.example/en/feeds/actions.ics?country=DE"
    soup = page(client, "?country=DE&unknown=1")

    assert soup.select_one("#feed-address")["value"] == f"https://{feed}"
    assert {a["href"] for a in soup.select("a[href^=webcal]")} == {f"webcal://{feed}"}
    copied = {tag["value"] for tag in soup.select("copy-link")}
    assert copied == {f"https://{feed}", f"https://{feed}&cancelled=mark"}
    file = soup.select_one("a[download]")
    assert (file["href"], file["download"]) == (f"https://{feed}", "actions.ics")


def test_page_shows_what_is_coming_and_counts_what_is_past(client):
    make_event(published=True, title="Vigil to come")
    make_event(published=True, title="Vigil gone", starts_on=in_days(-5))
    soup = page(client)

    assert [card.text.strip() for card in soup.select(".action-card__title")] == [
        "Vigil to come"
    ]
    assert "1 action to come" in " ".join(soup.main.text.split())
    assert "1 past" in soup.main.text


def test_code_is_a_picture_without_style_or_script(client):
    response = client.get("/en/subscribe/code.svg?country=DE")

    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<?xml")
    assert b"style" not in response.content
    assert b"<script" not in response.content
    assert client.get("/en/subscribe/code.svg?country=FR").content != response.content


def test_selection_too_long_for_a_code_has_none(client):
    query = f"?q={'x' * 190}&city={'y' * 95},{'z' * 95},{'w' * 95},{'v' * 95}"
    query += f",{'u' * 95}"

    assert page(client, query).select("figure img") == []
    assert client.get(f"/en/subscribe/code.svg{query}").status_code == 404
