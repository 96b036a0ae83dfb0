"""Pictures of links: what is public, in words that can be read, and nothing else."""

import io

import pytest
from PIL import Image

from events.share import action_card
from events.share_picture import Card, cut, draw, fitted, font, lines_of, readable
from organizations.lifecycle import suspend
from tests.factories.actions import make_event, make_period
from tests.factories.people import (
    make_campaign_coordinator,
    make_editor,
    make_member,
    make_organization,
)
from tests.factories.public import timed_action

LONG = "Kriegsdienstverweigerungsunterstützungsnetzwerkkoordinationstreffen"


@pytest.fixture
def event(db):
    organization = make_organization("Open Group")
    organization.slug = "open-group"
    organization.save()
    return make_event(
        organization=organization,
        user=make_member(organization),
        editor=make_editor(),
        published=True,
        period=make_period("december"),
        slug="vigil",
    )


@pytest.mark.parametrize(
    "path",
    [
        "site.png",
        "actions/vigil.png",
        "organizations/open-group.png",
        "periods/december.png",
    ],
)
def test_every_kind_of_page_has_a_picture(client, event, path):
    for language in ("en", "uk"):
        response = client.get(f"/{language}/share/{path}")

        picture = Image.open(io.BytesIO(response.content))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
        assert len(response.content) < 60_000
        assert response.cookies == {}
        assert "public" in response["Cache-Control"]
        known = client.get(
            f"/{language}/share/{path}", headers={"if-none-match": response["ETag"]}
        )
        assert known.status_code == 304


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ("/en/actions/", "site.png"),
        ("/en/actions/vigil/", "actions/vigil.png"),
        ("/en/organizations/open-group/", "organizations/open-group.png"),
        ("/en/periods/december/", "periods/december.png"),
    ],
)
def test_pages_name_their_picture(client, event, page, picture):
    text = client.get(page).text

    assert (
        f'property="og:image" content="https://objectwar.example/en/share/{picture}"'
        in text
    )


def test_case_48_what_is_not_public_has_no_picture(client, event):
    make_event(
        organization=event.organization, user=event.owner, slug="draft", title="Draft"
    )

    for path in ("actions/draft", "actions/none", "organizations/none", "periods/none"):
        assert client.get(f"/en/share/{path}.png").status_code == 404

    suspend(
        organization=event.organization, by=make_campaign_coordinator(), reason="Why"
    )
    assert client.get("/en/share/actions/vigil.png").status_code == 404
    assert client.get("/en/share/organizations/open-group.png").status_code == 404


def test_card_says_what_when_where_and_by_whom():
    action = timed_action("2026-12-10 18:00", title="Vigil")

    card = action_card(action)

    assert (card.title, card.badge) == ("Vigil", "")
    assert card.above == "Thursday, 10 December 2026, 18:00"
    assert action.place.city in card.below
    assert action.organizer.name in card.below
    assert action_card(timed_action("2026-12-10 18:00", status="CANCELLED")).badge


def test_picture_changes_with_the_words(event, client):
    before = client.get("/en/share/actions/vigil.png").content
    event.title = "Another title"
    event.save_revision().publish()

    assert client.get("/en/share/actions/vigil.png").content != before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vigil  for\nall", "Vigil for all"),
        ("Мирна хода за ґанок, ўсё", "Мирна хода за ґанок, ўсё"),
        ("Peace 🕊️ now", "Peace now"),
        ("მშვიდობა", ""),
        ("مسيرة من أجل السلام", ""),
        ("Bonn, Germany · مسيرة من أجل السلام", "Bonn, Germany"),
        ("\x00\u200b", ""),
        ("", ""),
    ],
)
def test_only_letters_of_the_font_are_drawn(text, expected):
    assert readable(text) == expected


def test_cut_words_say_that_there_are_more_and_end_in_no_dot():
    assert cut(["Bonn", "Germany ·", "Group"], 2) == ["Bonn", "Germany …"]
    assert cut(["Bonn", "Germany"], 2) == ["Bonn", "Germany"]


@pytest.mark.parametrize("text", ["a", LONG, LONG * 9, "word " * 200, "", "W" * 500])
def test_nothing_leaves_its_place(text):
    lines, size = fitted(text, 1000, 260)

    assert all(font("Bold", size).getlength(line) <= 1000 for line in lines)
    assert len(lines) * size * 1.12 <= 260
    for line in lines_of(text, font("Regular", 40), 300):
        assert font("Regular", 40).getlength(line) <= 300


def test_same_words_give_the_same_octets():
    card = Card(title=LONG, above="10 December", below="Bonn", badge="", name="Name")

    first = draw(card)
    draw.cache_clear()

    assert draw(card) == first
