"""Streets as an operator chooses them, and whom a page may ask for them."""

import gzip

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.template import Context, Template
from django.test import Client
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from basemap.checks import is_own

# One empty layer called "roads": enough to be handed out as it is.
TILE = gzip.compress(b"\x1a\x0c\x78\x02\x0a\x05roads\x28\x80\x20", mtime=0)


def write_streets(path, *, tile_type=TileType.MVT):
    with path.open("wb") as file:
        writer = Writer(file)
        for zoom, x, y in [(0, 0, 0), (1, 1, 0), (2, 2, 1)]:
            writer.write_tile(zxy_to_tileid(zoom, x, y), TILE)
        writer.finalize(
            {
                "tile_type": tile_type,
                "tile_compression": Compression.GZIP,
                "min_lon_e7": 0,
                "min_lat_e7": 0,
                "max_lon_e7": 10**9,
                "max_lat_e7": 8 * 10**8,
                "center_zoom": 1,
                "center_lon_e7": 0,
                "center_lat_e7": 0,
            },
            {},
        )
    return str(path)


def attributes():
    return Template("{% load basemap_tags %}{% basemap_attributes %}").render(Context())


@pytest.mark.django_db  # what is not there is a page with the campaign's name
def test_streets_come_from_the_operators_file(settings, tmp_path):
    settings.MAP_STREETS_FILE = write_streets(tmp_path / "streets.pmtiles")
    text = attributes()
    address = text.partition('data-streets="')[2].partition('"')[0]

    here = Client().get(
        address.format(z=2, x=2, y=1), headers={"accept-encoding": "gzip"}
    )
    assert (here.status_code, here.content) == (200, TILE)
    assert "immutable" in here["Cache-Control"]
    assert Client().get(address.format(z=2, x=0, y=0)).status_code == 204
    assert Client().get(address.format(z=3, x=0, y=0)).status_code == 404
    assert 'data-streets-zooms="0-2"' in text
    assert "© OpenStreetMap" in text


@pytest.mark.parametrize("content", [b"", b"no map", b"PMTiles\x03" + b"\0" * 200])
def test_a_file_that_is_no_map_is_said_at_the_start(settings, tmp_path, content):
    path = tmp_path / "broken.pmtiles"
    path.write_bytes(content)
    settings.MAP_STREETS_FILE = str(path)

    with pytest.raises(SystemCheckError, match=r"basemap\.E002"):
        call_command("check", "basemap")


def test_pictures_in_a_file_are_no_streets(settings, tmp_path):
    settings.MAP_STREETS_FILE = write_streets(
        tmp_path / "pictures.pmtiles", tile_type=TileType.PNG
    )

    with pytest.raises(SystemCheckError, match="no vector tiles"):
        call_command("check", "basemap")


def test_strangers_tiles_are_refused_before_the_site_opens(settings):
    settings.SITE_URL = "https://actions.example.org"
    settings.MAP_STREETS_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"

    with pytest.raises(SystemCheckError, match=r"basemap\.E001"):
        call_command("check", "basemap", deploy=True)


@pytest.mark.parametrize(
    ("host", "site", "own"),
    [
        ("example.org", "example.org", True),
        ("tiles.example.org", "example.org", True),
        ("tiles.example.org", "www.example.org", True),
        ("tiles.example.org", "actions.example.org", True),
        ("example.org", "actions.example.org", True),
        ("tile.openstreetmap.org", "example.org", False),
        ("tile.openstreetmap.org", "actions.example.org", False),
        ("badexample.org", "example.org", False),
        ("example.org.evil.net", "example.org", False),
        ("tiles.co.uk", "actions.co.uk", False),
        ("", "example.org", False),
    ],
)
def test_own_hosts_are_told_from_strangers(host, site, own):
    assert is_own(host, site) is own


def test_openstreetmap_comes_with_a_warning(settings):
    assert "openstreetmap" not in attributes()

    settings.MAP_OSM_ON_CLICK = True

    assert "data-osm=" in attributes()
    assert "will then see your internet address" in attributes()
