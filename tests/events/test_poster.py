"""A poster says what the page says, as exactly as the group wants."""

import pytest

from tests.factories.actions import make_event

POSTER = "/{}/actions/vigil/poster/"


def sheet(client, language="en") -> str:
    response = client.get(POSTER.format(language))
    assert response.status_code == 200
    return response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "shown", "hidden"),
    [
        ({"venue": "Town hall", "street": "Markt 1"}, ["Town hall", "Markt 1"], []),
        (
            {"venue": "Town hall", "street": "Markt 1", "location_precision": "town"},
            ["Bonn"],
            ["Town hall", "Markt 1"],
        ),
        ({"start_time": None}, ["time to be announced"], ["00:00"]),
        ({"attendance": "online", "city": "", "country": ""}, ["Online"], ["Bonn"]),
        ({"cancelled": True}, ["Called off"], []),
    ],
    ids=["all", "town alone", "no hour", "online", "called off"],
)
def test_poster_says_what_the_page_says(client, said, shown, hidden):
    make_event(**{"published": True, "slug": "vigil", "title": "Vigil"} | said)

    html = sheet(client)

    assert [words for words in ["Vigil", *shown] if words not in html] == []
    assert [words for words in hidden if words in html] == []


@pytest.mark.django_db
def test_code_holds_the_address_of_the_page_in_the_reader_s_language(client):
    make_event(published=True, slug="vigil")

    codes = {
        language: client.get(f"/{language}/share/actions/vigil.svg")
        for language in ("en", "uk")
    }

    assert {code["Content-Type"] for code in codes.values()} == {"image/svg+xml"}
    assert codes["en"].content != codes["uk"].content
    assert 'src="/uk/share/actions/vigil.svg"' in sheet(client, "uk")


@pytest.mark.django_db
def test_nothing_is_printed_of_what_is_not_public(client):
    make_event(awaiting_screening=True, slug="vigil")

    assert client.get(POSTER.format("en")).status_code == 404
    assert client.get("/en/share/actions/vigil.svg").status_code == 404
