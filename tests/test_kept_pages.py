"""Pages that this process keeps: true after a change, fresh for who signs in."""

import datetime as dt
import gzip

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events.models import EventPage
from events.tally import _Memory
from objectwar import kept
from organizations.lifecycle import suspend
from tests.factories.actions import make_event
from tests.factories.people import (
    make_campaign_coordinator,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db
LIST = "/en/actions/"
TILE = "/map/0/0/0.json"


@pytest.fixture
def event():
    organization = make_organization("Open Group")
    return make_event(
        organization=organization,
        user=make_member(organization),
        editor=make_editor(),
        published=True,
        title="First title",
        slug="vigil",
    )


def rename_unnoticed(title: str) -> None:
    """Change what a page shows as no code of ours does: nothing hears of it."""
    EventPage.objects.update(title=title)


def later(monkeypatch, **span):
    at = timezone.now() + dt.timedelta(**span)
    monkeypatch.setattr(kept.timezone, "now", lambda: at)


def get(path=LIST, **headers):
    return Client().get(path, headers=headers)


def test_second_visitor_gets_the_same_octets_without_making_the_page(event):
    first = get()
    rename_unnoticed("Second title")

    second = get()

    assert second.content == first.content
    assert second.headers == first.headers
    assert "Second title" in get(f"{LIST}?country=DE").text


def test_page_is_kept_for_a_minute_and_no_longer(event, monkeypatch):
    get()
    rename_unnoticed("Second title")

    later(monkeypatch, seconds=59)
    assert "First title" in get().text
    later(monkeypatch, seconds=61)
    assert "Second title" in get().text


@pytest.mark.parametrize("path", [LIST, TILE])
@pytest.mark.parametrize("has_just_begun", [False, True])
def test_nobody_waits_for_new_numbers_and_former_ones_are_not_kept(
    event, monkeypatch, path, has_just_begun
):
    former = get(path)
    make_event(organization=event.organization, published=True)

    with monkeypatch.context() as patch, _Memory.lock:  # somebody is at it
        patch.setattr("events.tally.MANY", 1)
        if has_just_begun:
            patch.setattr(_Memory, "known", None)
        meanwhile = get(path)

    assert numbers(meanwhile) == numbers(former)
    assert numbers(get(path)) == numbers(former) + 1


def numbers(response) -> int:
    """Return how many actions a list or a tile says there are."""
    if response["Content-Type"].startswith("text/html"):
        words = BeautifulSoup(response.text, "html.parser").find(id="list-heading").text
        return int(words.split()[0])
    tile = response.json()
    return sum(cell[2] for cell in tile["clusters"]) + len(tile["points"])


@pytest.mark.parametrize("path", [LIST, TILE])
def test_hit_asks_one_query(event, django_assert_num_queries, path):
    get(path)

    with django_assert_num_queries(1):
        get(path)


def test_tile_that_is_kept_is_believed_by_either_validator_until_a_change(event):
    sent = get(TILE)
    for name, of in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again = get(TILE, **{name: sent[of]})
        assert again.status_code == 304
        assert again["Vary"] == "Accept-Encoding"

    suspend(
        organization=event.organization,
        by=make_campaign_coordinator(),
        reason="A reason",
    )

    assert get(TILE, **{"If-None-Match": sent["ETag"]}).json()["points"] == []


def test_case_53_who_sends_a_cookie_gets_the_page_anew_and_keeps_nothing(event):
    client = Client()
    client.force_login(make_editor())
    client.get(LIST)
    rename_unnoticed("Second title")

    assert "Second title" in get().text
    rename_unnoticed("Third title")
    assert "Third title" in client.get(LIST).text


def test_suspended_organization_is_gone_from_kept_pages_at_once(event):
    assert "First title" in get().text

    suspend(
        organization=event.organization,
        by=make_campaign_coordinator(),
        reason="A reason",
    )

    assert "First title" not in get().text
    assert get("/en/actions/vigil/").status_code in {404, 410}


def test_page_says_when_nothing_changed(event):
    tag = get()["ETag"]
    zipped = get(**{"accept-encoding": "gzip"})
    kept.forget_pages()

    # Made anew, and still the same: also compressed.
    for headers in (
        {"if-none-match": tag},
        {"if-none-match": zipped["ETag"], "accept-encoding": "gzip"},
    ):
        for _made_then_kept in range(2):
            response = get(**headers)
            assert (response.status_code, response.content) == (304, b"")
            assert response["Cache-Control"] == "public, max-age=60"
    assert gzip.decompress(zipped.content).decode() == get().text


def test_head_and_other_hosts_are_answered_as_without_keeping(event):
    get()

    head = Client().head(LIST)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get()["ETag"]
    assert Client().get(LIST, headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/en/actions/nothing/",
        "/en/actions/?country=XX",
        "/",
        "/en/actions/vigil/concern/",
    ],
)
def test_only_whole_public_pages_are_kept(event, path):
    get(path)

    assert not kept._memory.pages


def test_memory_has_an_end(event, monkeypatch):
    monkeypatch.setattr(kept, "MEMORY", 100_000)

    for number in range(2, 12):
        get(f"{LIST}?country=DE&radius=&x={number}")

    assert kept._memory.size <= 100_000
    assert kept._memory.size == sum(len(p.body) for p in kept._memory.pages.values())
