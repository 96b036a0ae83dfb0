"""Feeds as HTTP hands them out: the rules of RFC 9110, and of what is stored."""

import datetime as dt
import gzip

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from events import feeds, selection
from events.lifecycle import cancel_event, note_public_change
from events.models import EventPage, Occurrence
from events.octets import wants_gzip
from events.public import public_action
from events.selection import public_actions
from organizations import lifecycle
from tests.addresses import FEEDS, filled
from tests.factories.actions import decide_on, edit_event, make_event
from tests.factories.people import (
    make_campaign_coordinator,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db

ICAL = "/en/feeds/actions.ics"
PATHS = [filled(feed, {}) for feed in FEEDS]


def get(path=ICAL, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(path, headers=names)


def validators(path=ICAL) -> tuple[str, str]:
    response = get(path)
    return response["ETag"], response["Last-Modified"]


@pytest.mark.parametrize("path", PATHS)
def test_feed_says_how_it_may_be_kept_and_by_whom_it_may_be_read(path):
    make_event(published=True)

    response = get(path)

    assert response.status_code == 200
    assert response["ETag"].startswith('"')
    assert response["Cache-Control"] == "public, max-age=900"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content)
    assert get(path).content == response.content


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize(
    "condition",
    [
        lambda tag, date: {"If-None-Match": tag},
        lambda tag, date: {"If-None-Match": f"W/{tag}"},
        lambda tag, date: {"If-None-Match": f'"x", {tag}, "y"'},
        lambda tag, date: {"If-None-Match": "*"},
        lambda tag, date: {"If-Modified-Since": date},
        lambda tag, date: {"If-None-Match": tag, "If-Modified-Since": http_date(0)},
        lambda tag, date: {"If-None-Match": tag, "Cache-Control": "no-cache"},
    ],
)
def test_who_has_it_already_gets_304(coding, condition):
    make_event(published=True)
    first = get(accept_encoding=coding)

    conditions = condition(first["ETag"], first["Last-Modified"])
    response = Client().get(ICAL, headers={"Accept-Encoding": coding} | conditions)

    assert (response.status_code, response.content) == (304, b"")
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert response[name] == first[name]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_304_outranks_nothing_that_says_it_changed():
    make_event(published=True)
    first = get()

    response = get(if_none_match='"x"', if_modified_since=first["Last-Modified"])

    assert (response.status_code, response.content) == (200, first.content)


def test_each_coding_has_its_own_strong_tag_and_both_are_believed():
    make_event(published=True)
    plain, zipped = get(), get(accept_encoding="gzip, br")

    assert "Content-Encoding" not in plain.headers
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert plain["ETag"] != zipped["ETag"]
    for tag in (plain["ETag"], zipped["ETag"]):
        response = get(accept_encoding="gzip", if_none_match=tag)
        assert (response.status_code, response["ETag"]) == (304, tag)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("gzip;q=NaN", False),
        ("notgzip", False),
    ],
)
def test_gzip_is_sent_only_to_who_wants_it(header, expected):
    assert wants_gzip(header) is expected


def test_head_tells_the_length_of_the_body():
    make_event(published=True)
    first = get()

    response = Client().head(ICAL)

    assert response.content == b""
    assert response["Content-Length"] == first["Content-Length"]
    assert response["ETag"] == first["ETag"]
    assert (
        Client().head(ICAL, headers={"If-None-Match": first["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize("path", PATHS)
def test_other_methods_are_told_which_ones_there_are(path):
    response = Client(enforce_csrf_checks=True).post(path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_octets_are_the_same_whatever_the_client_says_of_itself():
    make_event(published=True)
    first = get()

    for headers in [
        {"Accept": "text/html"},
        {"Accept-Language": "uk"},
        {"User-Agent": "Google-Calendar-Importer"},
        {"Cookie": "sessionid=x"},
    ]:
        assert Client().get(ICAL, headers=headers).content == first.content
    assert get(f"{ICAL}?utm_source=x").content == first.content


@pytest.mark.parametrize("path", [*PATHS, "/en/actions/vigil.ics"])
def test_case_65_fault_of_ours_is_503_and_no_half_feed(path, monkeypatch, caplog):
    make_event(published=True, slug="vigil")

    def broken(*args, **kwargs):
        raise RuntimeError("a disk is full")

    monkeypatch.setattr(feeds, "public_action", broken)
    monkeypatch.setattr(selection, "public_action", broken)
    response = get(path)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Content-Type"].startswith("text/plain")
    assert response["Cache-Control"] == "no-store"
    monkeypatch.undo()
    assert get(path).status_code == 200


def test_unknown_feed_and_unknown_action_are_404():
    assert get("/en/feeds/nothing.ics").status_code == 404
    assert get("/en/actions/nothing.ics").status_code == 404


# --- Once per change ------------------------------------------------------------------

GERMANY, FRANCE = f"{ICAL}?country=DE", f"{ICAL}?country=FR"


@pytest.fixture
def two_countries():
    organization = make_organization()
    common = {
        "organization": organization,
        "user": make_member(organization),
        "editor": make_editor(),
        "published": True,
    }
    return (
        make_event(**common, country="DE", city="Bonn"),
        make_event(**common, country="FR", city="Paris"),
    )


def test_second_reader_costs_one_small_query(two_countries):
    first = get()

    with CaptureQueriesContext(connection) as queries:
        second = get()

    assert second.content == first.content
    assert len(queries) == 1


def test_only_feeds_that_contain_a_changed_action_change(two_countries):
    german, _french = two_countries
    before = {path: validators(path) for path in (GERMANY, FRANCE)}
    everything = validators()

    cancel_event(event=german, user=german.owner)

    assert validators(FRANCE) == before[FRANCE]
    assert validators(GERMANY)[0] != before[GERMANY][0]
    assert validators()[0] != everything[0]
    assert b"STATUS:CANCELLED" in get(GERMANY).content


def test_feed_that_an_action_moves_out_of_changes_and_so_does_the_other(two_countries):
    german, _french = two_countries
    before = {path: validators(path) for path in (GERMANY, FRANCE)}

    event = edit_event(german, german.owner, country="FR", city="Lyon")
    decide_on(event, make_editor())

    for path in before:
        assert validators(path)[0] != before[path][0]
        assert validators(path)[1] != before[path][1]
    assert b"BEGIN:VEVENT" not in get(GERMANY).content


def test_last_modified_moves_when_an_action_leaves(two_countries):
    german, _french = two_countries
    before = {path: validators(path) for path in (GERMANY, FRANCE)}

    german.unpublish()

    after = validators(GERMANY)
    assert after[0] != before[GERMANY][0]
    assert after[1] != before[GERMANY][1]
    assert validators(FRANCE) == before[FRANCE]


def test_case_06_suspended_group_leaves_every_feed_at_once(two_countries):
    german, _french = two_countries
    get(GERMANY)

    lifecycle.suspend(
        organization=german.organization, reason="x", by=make_campaign_coordinator()
    )

    for path in PATHS:
        assert german.title.encode() not in get(f"{path}?country=DE").content


def test_name_of_a_group_changes_its_feeds(two_countries):
    organization = two_countries[0].organization
    get()

    organization.title = "Another Name"
    organization.save_revision().publish()

    assert b"Another Name" in get().content


def test_action_leaves_the_feed_after_90_days_by_itself(two_countries):
    german, _french = two_countries
    ended_at = timezone.now() - dt.timedelta(days=90)
    moment = Occurrence.objects.filter(event=german)
    moment.update(until_at=ended_at + dt.timedelta(hours=1))
    note_public_change()
    first = get(GERMANY)

    moment.update(until_at=ended_at - dt.timedelta(seconds=1))
    kept = get(GERMANY)  # nothing was said of a change, and the hour is not over
    later = feeds.feed_octets(
        *valid_filter("country=DE"),
        path=ICAL,
        alias="later",
        state=feeds.site_state(),
        at=timezone.now() + dt.timedelta(hours=1, seconds=1),
    )

    assert b"BEGIN:VEVENT" in first.content
    assert kept.content == first.content
    assert b"BEGIN:VEVENT" not in later.body


def valid_filter(query: str):
    event_filter = feeds.EventFilter(QueryDict(query))
    assert event_filter.is_valid()
    return event_filter, feeds.ICAL


def test_place_is_told_in_the_feed_from_its_hour_on(two_countries):
    german, _french = two_countries
    reveals_at = timezone.now() + dt.timedelta(minutes=5)
    EventPage.objects.filter(pk=german.pk).update(
        venue="Market fountain", location_precision="town", reveals_at=reveals_at
    )
    note_public_change()
    event_filter, form = valid_filter("country=DE")

    bodies = [
        feeds.feed_octets(
            event_filter,
            form,
            path=ICAL,
            alias="x",
            state=feeds.site_state(),
            at=at,
        ).body
        for at in (reveals_at - dt.timedelta(seconds=1), reveals_at)
    ]

    assert [b"Market fountain" in body for body in bodies] == [False, True]


def test_many_at_once_say_the_same_as_each_alone(two_countries):
    german, _french = two_countries
    partner = make_organization()
    event = edit_event(german, german.owner, co_organizer_names=f"{partner}\nOthers")
    decide_on(event, make_editor())
    cancel_event(event=german, user=german.owner)
    at = timezone.now()
    occurrences = Occurrence.objects.published().in_order()

    alone = [public_action(one, at=at) for one in occurrences.for_output()]

    assert public_actions(occurrences, at=at) == alone
    assert len(alone) == 2


@pytest.mark.parametrize(
    ("how", "status", "prefix"),
    [
        ("", "CANCELLED", "Called off: "),
        ("status", "CANCELLED", "Called off: "),
        ("mark", "CONFIRMED", "Called off: "),
    ],
)
def test_feed_tells_called_off_actions_as_asked(how, status, prefix):
    event = make_event(cancelled=True)
    address = f"{ICAL}?cancelled={how}" if how else ICAL

    lines = get(address).content.decode().replace("\r\n ", "").split("\r\n")

    assert f"STATUS:{status}" in lines
    assert f"SUMMARY:{prefix}{event.title}" in lines
    own = address if how == "mark" else ICAL
    assert f"SOURCE;VALUE=URI:https://objectwar.example{own}" in lines


def test_hidden_called_off_actions_are_in_every_other_output():
    make_event(cancelled=True)

    assert b"BEGIN:VEVENT" not in get(f"{ICAL}?cancelled=hide").content
    assert b"BEGIN:VEVENT" in get(ICAL).content
    for path in PATHS:
        if path != ICAL:
            assert get(f"{path}?cancelled=hide").content == get(path).content


def test_unknown_way_to_tell_called_off_actions_is_named():
    response = get(f"{ICAL}?cancelled=perhaps")

    assert response.status_code == 400
    assert response.content == (
        b"cancelled: Please choose one of these: status, mark, hide.\n"
    )
