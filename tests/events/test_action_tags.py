"""Time, place and state of an action, as a reader finds them in a list."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.html import strip_tags

from events.choices import AttendanceMode, EventStatus
from events.public import Coordinates, PublicPlace
from tests.factories.public import public_action

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = dt.date(2027, 5, 15), dt.date(2027, 5, 21)
START, END = (dt.datetime(2027, 5, 15, hour, 30, tzinfo=BERLIN) for hour in (18, 20))
LAST_END = END.replace(day=21)


def written(source: str, action, language: str = "en") -> str:
    """Return what a template with the tag says, without markup."""
    template = Template("{% load action_tags %}" + source)
    with translation.override(language):
        text = strip_tags(template.render(Context({"action": action})))
    return " ".join(text.replace("\N{THIN SPACE}", " ").split())


@pytest.mark.parametrize(
    ("facts", "in_a_list", "alone"),
    [
        (
            {"starts_at": START, "ends_at": END},
            "18:30–20:30 Europe/Berlin",
            "Saturday, 15 May 2027, 18:30–20:30 Europe/Berlin",
        ),
        (
            {"starts_at": START},
            "18:30 Europe/Berlin",
            "Saturday, 15 May 2027, 18:30 Europe/Berlin",
        ),
        ({"is_all_day": True}, "All day", "Saturday, 15 May 2027, all day"),
        ({}, "Time to be announced", "Saturday, 15 May 2027, time to be announced"),
        (
            {"ends_on": LAST, "starts_at": START, "ends_at": LAST_END},
            "15–21 May 2027, 18:30 on the first day to 20:30 on the last Europe/Berlin",
            None,
        ),
        (
            {"ends_on": LAST, "starts_at": START},
            "15–21 May 2027, from 18:30 on the first day Europe/Berlin",
            None,
        ),
        ({"ends_on": LAST, "is_all_day": True}, "15–21 May 2027, all day", None),
        ({"ends_on": LAST}, "15–21 May 2027, hours to be announced", None),
    ],
)
def test_time_says_what_is_known_and_no_more(facts, in_a_list, alone):
    action = public_action(starts_on=FIRST, timezone="Europe/Berlin", **facts)

    assert written("{% action_time action %}", action) == in_a_list
    assert written("{% action_time action show_day=True %}", action) == (
        alone or in_a_list
    )


def test_time_writes_the_zone_as_it_is_asked_to():
    action = public_action(starts_on=FIRST, starts_at=START, timezone="Europe/Berlin")

    assert written("{% action_time action hide_zone=True %}", action) == "18:30"
    assert written("{% action_time action show_offset=True %}", action) == (
        "18:30 Europe/Berlin · UTC+2"
    )


def test_time_can_be_read_by_machines():
    action = public_action(starts_on=FIRST, starts_at=START)
    source = "{% load action_tags %}{% action_time action %}"

    html = Template(source).render(Context({"action": action}))

    assert '<time datetime="2027-05-15T18:30:00+02:00">18:30</time>' in html


@pytest.mark.parametrize(
    ("attendance", "place", "words"),
    [
        ("in_person", {"city": "Köln", "country_name": "Germany"}, "Köln, Germany"),
        ("in_person", {"country_name": "Germany"}, "Germany"),
        ("in_person", {}, "Place to be announced"),
        ("hybrid", {"city": "Köln"}, "Köln Also online"),
        ("online", {"city": "Köln"}, "Online"),
    ],
)
def test_place_is_one_line(attendance, place, words):
    action = public_action(
        attendance=AttendanceMode(attendance), place=PublicPlace(**place)
    )

    assert written("{% action_place action %}", action) == words


def test_names_of_places_are_no_markup():
    action = public_action(place=PublicPlace(city="<b>Köln</b>"))

    html = Template("{% load action_tags %}{% action_place action %}").render(
        Context({"action": action})
    )

    assert "&lt;b&gt;Köln" in html


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"is_past": True}, "Vorbei"),
        ({"status": EventStatus.CANCELLED}, "Abgesagt"),
        ({"status": EventStatus.CANCELLED, "is_past": True}, "Abgesagt"),
    ],
)
def test_status_says_what_does_not_take_place(facts, words):
    text = written("{% status_badge action %}", public_action(**facts), "de")

    assert text == words


def test_card_tells_the_map_where_it_is():
    place = PublicPlace(coordinates=Coordinates(latitude=52.5, longitude=-13.4))
    source = '{% include "components/action_card.html" with heading="h3" %}'

    html = Template(source).render(Context({"action": public_action(place=place)}))

    assert 'data-at="52.5,-13.4"' in html
    assert "<h3 " in html
