"""How much of a place may be known (DOMAIN rule 6)."""

import pytest

from events.location import coarsened, zone_at
from events.public import Coordinates, street_without_number

PIN = Coordinates(latitude=50.7339174, longitude=7.0998134)


@pytest.mark.parametrize(
    ("precision", "latitude", "longitude"),
    [
        ("exact", 50.733917, 7.099813),
        ("street", 50.734, 7.1),
        ("district", 50.73, 7.1),
    ],
)
def test_coarsened_keeps_as_many_decimals_as_the_group_allows(
    precision, latitude, longitude
):
    point = coarsened(PIN, precision, city="Bonn", country="DE")

    assert point == Coordinates(latitude=latitude, longitude=longitude)


def test_coarsened_to_the_town_has_nothing_of_the_pin():
    near = coarsened(PIN, "town", city="Bonn", country="DE")
    without = coarsened(None, "town", city="Bonn", country="DE")

    assert near == without
    assert (round(near.latitude, 1), round(near.longitude, 1)) == (50.7, 7.1)


def test_coarsened_to_a_town_that_nobody_knows_is_ten_kilometers_wide():
    point = coarsened(PIN, "town", city="Nowhere-upon-Sea", country="DE")

    assert point == Coordinates(latitude=50.7, longitude=7.1)


@pytest.mark.parametrize("precision", ["exact", "street", "district", "town"])
def test_coarsened_without_a_pin_is_the_town(precision):
    town = coarsened(None, precision, city="Bonn", country="DE")

    assert town == coarsened(PIN, "town", city="Bonn", country="DE")


@pytest.mark.parametrize("point", [PIN, None])
def test_coarsened_on_request_is_nowhere(point):
    assert coarsened(point, "on_request", city="Bonn", country="DE") is None


def test_coarsened_without_pin_and_town_is_nowhere():
    assert coarsened(None, "exact", city="", country="DE") is None


@pytest.mark.parametrize("precision", ["street", "district", "town"])
def test_coarsened_twice_is_coarsened_once(precision):
    once = coarsened(PIN, precision, city="Bonn", country="DE")

    assert coarsened(once, precision, city="Bonn", country="DE") == once


@pytest.mark.parametrize(
    ("street", "shown"),
    [
        ("Münsterplatz 4", "Münsterplatz"),
        ("12a Rue de la Paix", "Rue de la Paix"),
        ("вул. Хрещатик, 24/2", "вул. Хрещатик"),
        ("Straße des 17. Juni 135", "Straße des Juni"),
        ("Via Roma, 5-7;", "Via Roma"),
        ("٢٤ شارع", "شارع"),
        ("Münsterplatz", "Münsterplatz"),
        ("", ""),
    ],
)
def test_street_without_number_leaves_the_street(street, shown):
    assert street_without_number(street, exact=False) == shown
    assert street_without_number(street, exact=True) == street


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (50.734, 7.1, "Europe/Berlin"),
        (44.95, 34.11, "Europe/Simferopol"),
        (40.0, -30.0, ""),
    ],
)
def test_zone_at_is_the_one_of_the_place(latitude, longitude, zone):
    assert zone_at(Coordinates(latitude=latitude, longitude=longitude)) == zone
