"""Map data: a fixed list of properties, longitude first, nothing that is hidden."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.choices import AttendanceMode, EventStatus, LocationPrecision
from events.geojson import feature_collection
from events.public import Coordinates, PublicPlace
from tests.factories.public import public_action, timed_action

PLACE = PublicPlace(
    city="Berlin",
    country="DE",
    country_name="Germany",
    precision=LocationPrecision.STREET,
    pin_precision=LocationPrecision.STREET,
    coordinates=Coordinates(latitude=52.5, longitude=13.4),
)


def feature_of(action):
    (feature,) = feature_collection([action])["features"]
    return feature


def test_no_actions_are_an_empty_collection():
    assert feature_collection([]) == {"type": "FeatureCollection", "features": []}


def test_feature_has_exactly_these_members():
    action = timed_action(
        "2026-12-10 18:00",
        "2026-12-10 20:00",
        place=PLACE,
        period_slug="december-2026",
    )

    assert feature_of(action) == {
        "type": "Feature",
        "id": "action-vigil@objectwar.example",
        "geometry": {"type": "Point", "coordinates": [13.4, 52.5]},
        "properties": {
            "uid": "action-vigil@objectwar.example",
            "title": "Vigil for deserters",
            "url": "https://objectwar.example/en/actions/vigil/",
            "kind": "vigil",
            "kind_label": "Vigil",
            "status": "CONFIRMED",
            "starts_on": "2026-12-10",
            "starts_at": "2026-12-10T18:00:00+01:00",
            "ends_on": "2026-12-10",
            "ends_at": "2026-12-10T20:00:00+01:00",
            "timezone": "Europe/Berlin",
            "is_all_day": False,
            "time_to_be_announced": False,
            "city": "Berlin",
            "country": "DE",
            "country_name": "Germany",
            "precision": "street",
            "attendance": "in_person",
            "organizer": {
                "name": "Peace Group",
                "url": "https://objectwar.example/en/organizations/peace-group/",
            },
            "period_slug": "december-2026",
            "recurrence_id": None,
            "text_language": None,
            "is_example": False,
        },
    }


def test_features_keep_the_order_of_the_actions():
    actions = [public_action(slug=slug) for slug in ("c", "a", "b")]

    features = feature_collection(actions)["features"]

    assert [feature["id"] for feature in features] == [action.uid for action in actions]


def test_unknown_hours_are_null_and_never_midnight():
    properties = feature_of(public_action())["properties"]

    assert properties["starts_at"] is None
    assert properties["ends_at"] is None
    assert properties["ends_on"] is None
    assert properties["time_to_be_announced"] is True


def test_all_day_is_not_to_be_announced():
    action = public_action(is_all_day=True, ends_on=dt.date(2026, 12, 12))

    properties = feature_of(action)["properties"]

    assert properties["is_all_day"] is True
    assert properties["time_to_be_announced"] is False
    assert properties["ends_on"] == "2026-12-12"


def test_called_off_action_says_so():
    properties = feature_of(public_action(status=EventStatus.CANCELLED))["properties"]

    assert properties["status"] == "CANCELLED"


@pytest.mark.parametrize(
    "action",
    [
        public_action(place=PublicPlace(city="Berlin")),
        public_action(place=PLACE, attendance=AttendanceMode.ONLINE),
        *(
            public_action(
                place=replace(
                    PLACE, coordinates=Coordinates(latitude=latitude, longitude=13.4)
                )
            )
            for latitude in (float("nan"), float("inf"), float("-inf"))
        ),
    ],
)
def test_no_point_is_no_geometry(action):
    assert feature_of(action)["geometry"] is None


def test_hybrid_action_is_on_the_map():
    action = public_action(place=PLACE, attendance=AttendanceMode.HYBRID)

    assert feature_of(action)["geometry"]["coordinates"] == [13.4, 52.5]


def test_point_has_no_more_than_six_decimals():
    coordinates = Coordinates(latitude=52.123456789, longitude=-0.1234564)
    action = public_action(place=replace(PLACE, coordinates=coordinates))

    assert feature_of(action)["geometry"]["coordinates"] == [-0.123456, 52.123457]


@settings(deadline=None)
@given(title=st.text(), latitude=st.floats(), longitude=st.floats())
def test_case_46_any_action_is_json_without_nan(title, latitude, longitude):
    coordinates = Coordinates(latitude=latitude, longitude=longitude)
    action = public_action(title=title, place=replace(PLACE, coordinates=coordinates))

    collection = feature_collection([action])

    assert json.loads(json.dumps(collection, allow_nan=False)) == collection
