"""Tiles of the map: what is where, told as the list tells it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict

from events.filters import EventFilter
from events.models import EventPage, Occurrence
from events.quadkey import quadkey
from tests.factories.actions import make_event
from tests.factories.people import make_editor, make_member, make_organization
from tests.factories.world import kept_for_the_module

pytestmark = pytest.mark.django_db

BERLIN = {"city": "Berlin", "country": "DE"}
WORLD = "/map/0/0/0.json"


@pytest.fixture(scope="module")
def events(django_db_setup, django_db_blocker):
    """Three in Berlin, two of them at one spot; one in Paris, online, hidden."""
    with kept_for_the_module(django_db_blocker):
        group = make_organization("Peace Group")
        user, editor = make_member(group), make_editor()

        def post(slug, **fields):
            make_event(
                organization=group,
                user=user,
                editor=editor,
                slug=slug,
                **{"title": slug.title(), "published": True, **BERLIN, **fields},
            )

        spot = {"latitude": 52.5163, "longitude": 13.3777}
        post("gate", kind="vigil", **spot)
        post("gate-too", kind="talk", **spot)
        post("lake", kind="talk", latitude=52.44, longitude=13.18)
        post("paris", city="Paris", country="FR", timezone="Europe/Paris")
        post("online", attendance="online", online_url="https://example.org/")
        post("secret", location_precision="on_request", **spot)
        post("draft", published=False, latitude=52.4, longitude=13.2)
        yield


def tile(client, address=WORLD, status=200) -> dict:
    response = client.get(address)
    assert response.status_code == status
    return json.loads(response.content)


def counted(answer: dict) -> int:
    return sum(cluster[2] for cluster in answer["clusters"]) + len(answer["points"])


def test_world_counts_what_has_a_place_and_nothing_else(events, client):
    answer = tile(client)

    assert answer["v"] == 1
    assert counted(answer) == 4
    assert {point[3] for point in answer["points"]} <= {"paris"}
    assert all(key is None for *_rest, key in answer["clusters"])


@pytest.mark.parametrize(
    "query",
    ["", "kind=talk", "country=DE", "org=group", "near=Potsdam", "when=all", "q=lake"],
)
def test_tiles_of_a_zoom_add_up_to_what_the_list_shows(events, client, query):
    query = query.replace(
        "org=group", f"org={Occurrence.objects.first().event.organization.slug}"
    )
    event_filter = EventFilter(QueryDict(query))
    assert event_filter.is_valid()
    on_the_map = event_filter.for_list().exclude(latitude=None).count()

    for zoom in (0, 1, 2):
        total = sum(
            counted(tile(client, f"/map/{zoom}/{x}/{y}.json?{query}"))
            for x in range(2**zoom)
            for y in range(2**zoom)
        )
        assert total == on_the_map


def test_two_at_one_spot_have_a_key_that_lists_exactly_them(events, client):
    answer = tile(client, "/map/12/2200/1343.json")
    ((latitude, longitude, count, key),) = answer["clusters"]

    event_filter = EventFilter(QueryDict(f"spot={key}"))
    assert event_filter.is_valid()

    assert (latitude, longitude, count) == (52.5163, 13.3777, 2)
    assert {o.event.slug for o in event_filter.for_list()} == {"gate", "gate-too"}


def test_point_says_what_it_is(events, client):
    answer = tile(client, f"{WORLD}?q=lake")
    ((latitude, longitude, key, *words),) = answer["points"]
    slug, title, kind, starts_on, status, language, town = words

    assert (latitude, longitude) == (52.44, 13.18)
    assert key == str(quadkey(52.44, 13.18))
    assert (slug, title, kind, status) == ("lake", "Lake", "talk", "CONFIRMED")
    event = EventPage.objects.get(slug="lake")
    assert (language, town) == (event.text_language, event.city)
    assert town
    assert starts_on == Occurrence.objects.get(event__slug="lake").starts_on.isoformat()


@pytest.mark.parametrize(
    "address",
    [
        f"/map/{tile}.json"
        for tile in ("99/0/0", "-1/0/0", "1/2/0", "1/0/2", "NaN/0/0", "0/0/x", "19/0/0")
    ]
    + ["/map/٣/0/0.json", "/map/1e1/0/0.json"]
    + [
        f"{WORLD}?{query}"
        for query in ("country=XX", "radius=1e99&near=Bonn", "bounds=x", "spot=-1")
    ],
)
def test_nonsense_is_refused_in_a_sentence(events, client, address):
    assert tile(client, address, 400)["error"].endswith(".")


def test_answer_is_the_same_for_all_and_known_by_its_tag(events, client):
    first = client.get(WORLD)
    english = client.get(WORLD, headers={"accept-language": "de"})
    again = client.get(WORLD, headers={"if-none-match": first["ETag"]})

    assert first.content == english.content
    assert (again.status_code, again.content) == (304, b"")
    assert "Set-Cookie" not in first.headers
    assert first["Vary"] == "Accept-Encoding"
    assert client.post(WORLD).status_code == 405


def test_tile_changes_with_what_is_public(events, client):
    before = tile(client, f"{WORLD}?country=DE")

    make_event(published=True, title="Another", **BERLIN)

    assert counted(tile(client, f"{WORLD}?country=DE")) == counted(before) + 1


def test_database_holds_no_square_without_a_point(events):
    row = Occurrence.objects.get(event__slug="lake")
    row.quadkey = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError):
        row.validate_constraints()
