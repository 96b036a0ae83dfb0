"""One tile over HTTP: kept forever, without a cookie, and nothing outside the world."""

import gzip

import pytest
from django.test import Client

from basemap import tiles

VERSION = tiles.world().version


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def address(*, zoom=0, x=0, y=0, source="world", version=VERSION):
    return f"/basemap/{source}/{version}/{zoom}/{x}/{y}.mvt"


def test_tile_is_compressed_as_stored_and_kept_forever(client):
    response = client.get(address(), headers={"accept-encoding": "gzip, br"})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert response["Content-Encoding"] == "gzip"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies
    assert response.content == tiles.world().tile(0, 0, 0)


def test_tile_is_plain_for_who_cannot_decompress(client):
    response = client.get(address())

    assert "Content-Encoding" not in response
    assert response.content == gzip.decompress(tiles.world().tile(0, 0, 0))


def test_tile_of_another_version_is_not_kept_for_long(client):
    response = client.get(address(version="before"))

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=300"


def test_open_sea_is_an_empty_answer(client):
    response = client.get(address(zoom=6, x=5, y=40))

    assert (response.status_code, response.content) == (204, b"")
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"zoom": 99},
        {"zoom": 8},
        {"zoom": 3, "x": 8},
        {"zoom": 3, "y": 8},
        {"zoom": -1},
        {"x": "NaN"},
        {"x": "1.5"},
        {"x": "%D9%A1"},
        {"x": "9" * 400},
        {"x": "9" * 5000},
        {"zoom": "9" * 400},
        {"y": "%00"},
        {"source": "streets"},
        {"source": "nothing"},
        {"source": ".."},
        {"version": "a%00b"},
    ],
    ids=str,
)
@pytest.mark.django_db  # the page that says so has the campaign's name
def test_what_is_not_on_the_map_is_not_found(client, wrong):
    assert client.get(address(**wrong)).status_code == 404


def test_tiles_are_only_read(client):
    assert client.post(address()).status_code == 405
    assert client.head(address()).status_code == 200
