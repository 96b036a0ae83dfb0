"""`events/records.py` and `events/atom.py`: what goes out beside calendars."""

import csv
import io

import pytest
from defusedxml import ElementTree

from events.atom import atom
from events.choices import EventStatus
from events.public import PublicGroup
from events.records import FIELDS, as_cell, as_csv, record
from tests.factories.public import public_action, timed_action

ATOM = "{http://www.w3.org/2005/Atom}"


def test_record_has_exactly_the_fields_of_the_list():
    assert list(record(public_action())) == FIELDS


def test_record_without_hour_or_end_has_none():
    row = record(public_action())

    assert (row["starts_at"], row["ends_at"], row["time_to_be_announced"]) == (
        None,
        None,
        True,
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+49 69", "'+49 69"),
        ("-1", "'-1"),
        ("@name", "'@name"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("two\nlines", "two lines"),
        ("plain", "plain"),
        (-13.5, "-13.5"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (["=a", "b"], "'=a; b"),
        ({"name": "=x", "url": ""}, "'=x"),
    ],
)
def test_case_44_no_cell_becomes_a_formula(value, cell):
    assert as_cell(value) == cell


def test_csv_reads_back_with_every_title():
    titles = ['A "quoted", title', "Лист; лист", "=1+1"]

    text = as_csv([public_action(title=title) for title in titles])

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["title"] for row in rows] == [titles[0], titles[1], "'=1+1"]


def atom_of(*actions):
    text = atom(
        actions,
        name="Actions & more",
        feed_url="https://objectwar.example/en/feeds/actions.atom",
        page_url="https://objectwar.example/en/actions/",
        language="en",
        changed_at=None,
    )
    return ElementTree.fromstring(text)


def test_atom_entry_says_when_and_where():
    action = timed_action("2026-12-10 18:00", title="A < B", summary="x <b>y</b>")

    entry = atom_of(action).find(f"{ATOM}entry")

    assert entry.find(f"{ATOM}title").text == "A < B"
    assert entry.find(f"{ATOM}link").attrib["href"] == action.url
    assert "2026-12-10 18:00 (Europe/Berlin)" in entry.find(f"{ATOM}summary").text
    # HTML once Atom is read: the words as they were typed, not tags.
    assert "x &lt;b&gt;y&lt;/b&gt;" in entry.find(f"{ATOM}summary").text


def test_atom_marks_what_is_called_off():
    action = public_action(
        status=EventStatus.CANCELLED, organizer=PublicGroup(name="Group\x0b")
    )

    entry = atom_of(action).find(f"{ATOM}entry")

    assert entry.find(f"{ATOM}title").text == f"Called off: {action.title}"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Group"


def test_atom_without_actions_is_valid():
    feed = atom_of()

    assert feed.find(f"{ATOM}entry") is None
    assert feed.find(f"{ATOM}updated").text
