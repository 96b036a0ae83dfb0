"""The style page: for editors alone, and true to the files it shows."""

import pytest

from objectwar.style import TOKENS, tokens
from tests.factories.people import (
    make_campaign_coordinator,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db


def test_editors_see_every_token_and_component(client):
    client.force_login(make_editor())

    response = client.get("/uk/style/")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    for group in tokens().values():
        for token in group:
            assert f"<code>{token['name']}</code>" in response.text
    assert 'style="' not in response.text
    assert "Мова" in response.text


def test_nobody_else_learns_that_it_is_there(client):
    assert client.get("/en/style/").status_code == 404
    client.force_login(make_member(make_organization()))
    assert client.get("/en/style/").status_code == 404
    client.force_login(make_campaign_coordinator())
    assert client.get("/en/style/").status_code == 200


def test_tokens_are_those_of_the_file():
    text = TOKENS.read_text("utf-8")

    assert {"color", "size", "space"} <= set(tokens())
    for group in tokens().values():
        for token in group:
            assert f"{token['name']}:" in text
            assert token["value"]
