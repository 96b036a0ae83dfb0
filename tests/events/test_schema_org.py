"""JSON-LD for search engines: only what is known, and safe inside a script element."""

import datetime as dt
import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.choices import AttendanceMode, EventStatus, LocationPrecision
from events.public import (
    Accessibility,
    Coordinates,
    PublicGroup,
    PublicPicture,
    PublicPlace,
)
from events.schema_org import event_json_ld, json_for_script
from tests.factories.public import public_action, timed_action

PLACE = PublicPlace(
    venue="Café Mir",
    street="Hauptstraße 5",
    postal_code="10115",
    city="Berlin",
    country="DE",
    country_name="Germany",
    coordinates=Coordinates(latitude=52.5, longitude=13.4),
)


def test_event_with_everything():
    action = timed_action(
        "2026-12-10 18:00",
        "2026-12-10 20:00",
        place=PLACE,
        summary="We stand together.",
        attendance=AttendanceMode.HYBRID,
        online_url="https://meet.example/room",
        co_organizers=(PublicGroup(name="Second group"),),
        languages=("de", "ru"),
        accessibility=Accessibility(step_free=True, toilet=False),
        picture=PublicPicture(
            url="https://objectwar.example/media/a.webp",
            width=1200,
            height=800,
            content_type="image/webp",
            alternative_text="Candles",
        ),
    )

    assert event_json_ld(action) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "https://objectwar.example/en/actions/vigil/",
        "url": "https://objectwar.example/en/actions/vigil/",
        "name": "Vigil for deserters",
        "description": "We stand together.",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "startDate": "2026-12-10T18:00:00+01:00",
        "endDate": "2026-12-10T20:00:00+01:00",
        "location": [
            {
                "@type": "Place",
                "name": "Café Mir",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "Hauptstraße 5",
                    "postalCode": "10115",
                    "addressLocality": "Berlin",
                    "addressCountry": "DE",
                },
                "geo": {
                    "@type": "GeoCoordinates",
                    "latitude": 52.5,
                    "longitude": 13.4,
                },
                "amenityFeature": [
                    {
                        "@type": "LocationFeatureSpecification",
                        "name": "step-free",
                        "value": True,
                    },
                    {
                        "@type": "LocationFeatureSpecification",
                        "name": "accessible toilet",
                        "value": False,
                    },
                ],
            },
            {"@type": "VirtualLocation", "url": "https://meet.example/room"},
        ],
        "organizer": [
            {
                "@type": "Organization",
                "name": "Peace Group",
                "url": "https://objectwar.example/en/organizations/peace-group/",
            },
            {"@type": "Organization", "name": "Second group"},
        ],
        "image": {
            "@type": "ImageObject",
            "url": "https://objectwar.example/media/a.webp",
            "width": 1200,
            "height": 800,
            "encodingFormat": "image/webp",
            "caption": "Candles",
        },
        "inLanguage": ["de", "ru"],
    }


def test_event_with_almost_nothing_has_no_empty_keys():
    assert event_json_ld(public_action(place=PublicPlace())) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "https://objectwar.example/en/actions/vigil/",
        "url": "https://objectwar.example/en/actions/vigil/",
        "name": "Vigil for deserters",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "startDate": "2026-12-10",
        "organizer": {
            "@type": "Organization",
            "name": "Peace Group",
            "url": "https://objectwar.example/en/organizations/peace-group/",
        },
    }


TIMES = [
    (public_action(), "2026-12-10", None),
    (public_action(ends_on=dt.date(2026, 12, 12)), "2026-12-10", "2026-12-12"),
    (timed_action("2026-07-10 18:00"), "2026-07-10T18:00:00+02:00", None),
    (
        timed_action("2026-12-10 18:00", ends_on=dt.date(2026, 12, 12)),
        "2026-12-10T18:00:00+01:00",
        "2026-12-12",
    ),
]


@pytest.mark.parametrize(("action", "start", "end"), TIMES)
def test_event_has_hours_and_end_only_where_known(action, start, end):
    event = event_json_ld(action)

    assert event["startDate"] == start
    assert event.get("endDate") == end


def test_called_off_event_keeps_its_date():
    event = event_json_ld(public_action(status=EventStatus.CANCELLED))

    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2026-12-10"


@pytest.mark.parametrize(
    ("online_url", "registration_url", "url"),
    [
        ("https://meet.example/", "https://group.example/", "https://meet.example/"),
        ("", "https://group.example/", "https://group.example/"),
        ("", "", "https://objectwar.example/en/actions/vigil/"),
    ],
)
def test_online_event_is_at_an_address_and_nowhere_else(
    online_url, registration_url, url
):
    action = public_action(
        attendance=AttendanceMode.ONLINE,
        online_url=online_url,
        registration_url=registration_url,
        accessibility=Accessibility(captions=True),
        place=PLACE,
    )

    assert event_json_ld(action)["location"] == {"@type": "VirtualLocation", "url": url}


@pytest.mark.parametrize(
    "precision", [p for p in LocationPrecision if p != LocationPrecision.EXACT]
)
def test_blurred_place_has_no_point(precision):
    place = replace(
        PLACE, venue="", street="", precision=precision, pin_precision=precision
    )

    location = event_json_ld(public_action(place=place))["location"]

    assert location["name"] == "Berlin"
    assert "geo" not in location


def test_point_that_is_none_is_left_out():
    coordinates = Coordinates(latitude=float("nan"), longitude=13.4)
    action = public_action(place=replace(PLACE, coordinates=coordinates))

    assert "geo" not in event_json_ld(action)["location"]


class ScriptReader(HTMLParser):
    """Collects the elements of a page and the text of its scripts."""

    def __init__(self):
        super().__init__()
        self.elements = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)

    def handle_data(self, data):
        self.text += data


def read_script(content):
    reader = ScriptReader()
    reader.feed(f'<script type="application/ld+json">{content}</script>')
    reader.close()
    return reader


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "&lt;/script&gt; & <",
    "\u2028\u2029",
    "a\ud800b",
    '"}]; alert(1)//',
    "]]>",
    "{{ 7*7 }} ${x}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_case_46_hostile_text_stays_inside_the_script(text):
    action = public_action(title=text, summary=text)

    reader = read_script(json_for_script(event_json_ld(action)))

    assert reader.elements == ["script"]
    assert json.loads(reader.text)["name"] == text


@settings(deadline=None)
@given(st.text())
def test_case_46_any_text_stays_inside_the_script(text):
    content = json_for_script({"name": text})

    assert set(content).isdisjoint("<>&\u2028\u2029")
    assert json.loads(content) == {"name": text}
    assert content.encode().decode() == content


def test_json_is_not_escaped_once_more_by_a_template():
    assert json_for_script({"a": "б"}).__html__() == '{"a": "б"}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_json_has_no_nan(number):
    with pytest.raises(ValueError, match="JSON compliant"):
        json_for_script({"latitude": number})
