"""The API keeps to its own description, tells what is gone, and leaks nothing."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from events import api_schema
from events.models import Occurrence, Removal
from events.records import FIELDS
from organizations import lifecycle
from tests.factories.actions import (
    decide_on,
    edit_event,
    in_days,
    make_event,
    make_period,
)
from tests.factories.people import (
    make_campaign_coordinator,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db

ACTIONS = "/api/v1/actions/"


def get(path, **headers):
    return Client(raise_request_exception=False).get(path, headers=headers)


def read(path) -> dict:
    response = get(path)
    assert response.status_code == 200, response.text
    return response.json()


def uids(answer: dict) -> list[str]:
    return [action["uid"] for action in answer["actions"]]


def removed(answer: dict) -> set[str]:
    return {row["uid"] for row in answer["removed"]}


def uid_of(event) -> str:
    return f"event-{event.uid}@objectwar.example"


@pytest.fixture
def world():
    period = make_period("december")
    organization = make_organization("Open Group", website="https://example.org/")
    organization.slug = "open-group"
    organization.save()
    people = {
        "organization": organization,
        "user": make_member(organization),
        "editor": make_editor(),
        "published": True,
    }
    return {
        "people": people,
        "vigil": make_event(
            **people, slug="vigil", period=period, co_organizer_names="Others"
        ),
        "talk": make_event(
            **people,
            slug="talk",
            title="Talk",
            starts_on=in_days(30),
            start_time=None,
            attendance="online",
            online_url="https://example.org/room",
        ),
    }


def test_description_is_valid_openapi(world):
    description = read("/api/v1/openapi.json")

    validate(description)
    assert description["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/v1/", "Index"),
        (ACTIONS, "Actions"),
        (f"{ACTIONS}?country=DE&texts=uk&limit=1", "Actions"),
        (f"{ACTIONS}?updated_since=2020-01-01", "Actions"),
        (f"{ACTIONS}vigil/", "Action"),
        (f"{ACTIONS}talk/?texts=be", "Action"),
        ("/api/v1/organizations/", "Organizations"),
        ("/api/v1/organizations/open-group/", "Organization"),
        ("/api/v1/periods/", "Periods"),
        ("/api/v1/periods/december/", "Period"),
        (f"{ACTIONS}?country=XX", "Problem"),
        (f"{ACTIONS}nothing/", "Problem"),
        ("/api/v1/nothing/at/all", "Problem"),
    ],
)
def test_answers_are_what_the_description_says(world, path, schema):
    schemas = read("/api/v1/openapi.json")["components"]["schemas"]
    validator = Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": schemas}}
    )

    assert [error.message for error in validator.iter_errors(get(path).json())] == []


def test_case_47_fields_of_an_action_are_a_fixed_list(world):
    action = read(f"{ACTIONS}vigil/")

    assert list(action) == list(api_schema.ACTION)
    assert set(api_schema.ACTION) <= set(FIELDS)


def test_action_is_found_by_uid_and_by_slug(world):
    by_slug = read(f"{ACTIONS}vigil/")

    assert read(f"{ACTIONS}{by_slug['uid']}/") == by_slug


def test_pages_follow_each_other_and_hold_everything_once(world):
    for number in range(3):
        make_event(**world["people"], title=f"More {number}", starts_on=in_days(40))
    Occurrence.objects.update(changed_at=timezone.now() - dt.timedelta(hours=1))
    found, path = [], f"{ACTIONS}?limit=2&country=DE"
    while path:
        answer = read(path.removeprefix("https://objectwar.example"))
        found += uids(answer)
        path = answer["next"]

    expected = Occurrence.objects.filter(event__country="DE").in_order()
    assert found == [occurrence.uid for occurrence in expected]
    assert len(found) == 4


def test_walk_loses_nothing_that_is_moved_between_its_pages(world):
    for number in range(3):
        make_event(**world["people"], title=f"More {number}", starts_on=in_days(40))
    Occurrence.objects.update(changed_at=timezone.now() - dt.timedelta(hours=1))
    held, path, pages = {}, f"{ACTIONS}?limit=2", 0
    while path:
        answer = read(path.removeprefix("https://objectwar.example"))
        held |= {action["uid"]: action for action in answer["actions"]}
        for row in answer["removed"]:
            held.pop(row["uid"], None)
        path, pages = answer["next"], pages + 1
        if pages == 1:  # the last one comes first, a read one goes, one is new
            last = Occurrence.objects.in_order().last().event
            edit = edit_event(last, world["people"]["user"], starts_on=in_days(2))
            decide_on(edit, world["people"]["editor"])
            world["vigil"].unpublish()
            make_event(**world["people"], title="New", starts_on=in_days(1))

    assert held == {action["uid"]: action for action in read(ACTIONS)["actions"]}
    assert len(held) == 5


def test_organizations_come_in_pages(world):
    for name in ("A", "B"):
        make_organization(name)
    first = read("/api/v1/organizations/?limit=2")
    second = read(first["next"].removeprefix("https://objectwar.example"))

    assert [len(page["organizations"]) for page in (first, second)] == [2, 1]
    assert second["next"] is None


def test_changes_since_come_with_what_was_taken_back(world):
    since = timezone.now().isoformat()
    edit = edit_event(world["talk"], world["people"]["user"], title="Longer talk")
    decide_on(edit, world["people"]["editor"])
    world["vigil"].unpublish()

    answer = read(f"{ACTIONS}?updated_since={since}")  # with a bare plus, too

    assert uids(answer) == [uid_of(world["talk"])]
    assert removed(answer) == {uid_of(world["vigil"])}
    assert all(set(row) == {"uid", "removed_at"} for row in answer["removed"])


def test_what_leaves_a_selection_is_named_to_who_holds_it(world):
    since = timezone.now().isoformat().replace("+00:00", "Z")
    edit = edit_event(
        world["vigil"], world["people"]["user"], country="FR", city="Paris"
    )
    decide_on(edit, world["people"]["editor"])

    assert removed(read(f"{ACTIONS}?country=DE&updated_since={since}")) == {
        uid_of(world["vigil"])
    }
    assert removed(read(f"{ACTIONS}?updated_since={since}")) == set()


def test_case_06_suspended_group_is_removed_and_comes_back_as_changed(world):
    organization = world["vigil"].organization
    campaign = make_campaign_coordinator()
    since = timezone.now().isoformat()
    both = {uid_of(world["vigil"]), uid_of(world["talk"])}

    lifecycle.suspend(organization=organization, reason="x", by=campaign)
    gone = read(f"{ACTIONS}?updated_since={since}")
    organization.suspension.delete()
    back = read(f"{ACTIONS}?updated_since={since}")

    assert (uids(gone), removed(gone)) == ([], both)
    assert (set(uids(back)), removed(back)) == (both, set())


def test_deleted_action_leaves_its_uid_and_nothing_else(world):
    uid = uid_of(world["vigil"])
    world["vigil"].delete()

    row = Removal.objects.get()
    assert row.uid == uid
    assert {field.name for field in Removal._meta.get_fields()} == {
        "id",
        "uid",
        "removed_at",
    }


def test_place_that_was_revealed_counts_as_a_change(world):
    event = world["vigil"]
    reveals_at = timezone.now() - dt.timedelta(seconds=1)
    Occurrence.objects.update(changed_at=reveals_at - dt.timedelta(days=2))
    type(event).objects.filter(pk=event.pk).update(
        location_precision="town", reveals_at=reveals_at
    )

    since = (reveals_at - dt.timedelta(hours=1)).isoformat()
    assert uids(read(f"{ACTIONS}?updated_since={since}")) == [uid_of(event)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=x", "limit"),
        ("limit=%C2%B2", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=WzFd", "cursor"),
        ("cursor=WyIyMDI2LTEyLTEwIiwxXQ", "cursor"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-12-10T18:00", "updated_since"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "updated_since"),
        ("texts=tlh", "texts"),
        ("country=XX", "country"),
        ("from=x", "from"),
    ],
)
def test_case_59_mistake_is_named_in_json(query, name):
    response = get(f"{ACTIONS}?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert [row["name"] for row in problem["parameters"]] == [name]
    assert name in problem["detail"]


@pytest.mark.parametrize("path", ["/api/v1/", ACTIONS, "/api/v1/openapi.json"])
def test_answer_is_the_same_for_everyone_and_may_be_kept(world, path):
    first = get(path)
    second = get(
        path,
        **{"Accept-Language": "uk", "Accept": "text/html", "Cookie": "sessionid=x"},
    )

    assert second.content == first.content
    assert first.cookies == {}
    assert first["Vary"] == "Accept-Encoding"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=900"
    assert get(path, **{"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_case_10_api_is_only_read(method):
    response = getattr(Client(enforce_csrf_checks=True), method)(ACTIONS)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json()["status"] == 405


def test_documentation_names_every_field_and_address(client):
    html = client.get("/en/api/").text

    for name in (*api_schema.ACTION, *api_schema.ORGANIZATION, *api_schema.PERIOD):
        assert f"<code>{name}</code>" in html
    assert "https://objectwar.example/api/v1/actions/{id}/" in html
