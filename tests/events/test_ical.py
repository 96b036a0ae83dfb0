"""Feeds and downloads: their octets, and what four readers make of them."""

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil.tz import tzical
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from events import ical
from events.choices import AttendanceMode, EventStatus, LocationPrecision
from events.public import Coordinates, PublicGroup, PublicPicture, PublicPlace
from tests.factories.public import CHANGED, CREATED, public_action, timed_action
from tests.ical_rules import broken_rules

INFO = ical.CalendarInfo(
    name="#ObjectWarCampaign – France",
    description="Actions for those who refuse; everywhere.",
    source_url="https://objectwar.example/en/feeds/actions.ics?country=FR",
    page_url="https://objectwar.example/en/actions/?country=FR",
    language="en",
)
NO_REPLY = "no-reply@objectwar.example"
PLACE = PublicPlace(
    venue='Café "Mir"',
    street="Hauptstraße 5",
    postal_code="10115",
    city="Berlin",
    country="DE",
    country_name="Germany",
    coordinates=Coordinates(latitude=52.5, longitude=13.4),
)
UTC = dt.UTC
BERLIN = ZoneInfo("Europe/Berlin")


def feed(*actions, **info):
    return ical.calendar(actions, replace(INFO, **info), organizer_address=NO_REPLY)


def single(action):
    return ical.single(action, organizer_address=NO_REPLY)


def parsed(octets):
    return icalendar.Calendar.from_ical(octets)


def event_of(action):
    """Return the event as the library reads it from the feed."""
    (event,) = parsed(feed(action)).events
    return event


def lines_of(octets):
    return octets.decode().replace("\r\n ", "").split("\r\n")


def lines_named(name, octets):
    return [
        line
        for line in lines_of(octets)
        if line.partition(":")[0].partition(";")[0] == name
    ]


# --- Octets ---------------------------------------------------------------------------


RICH = timed_action(
    "2026-12-10 18:00",
    "2026-12-10 20:00",
    slug="rich",
    title="Vigil; at the gate, \\with “quotes”",
    summary="We stand together.",
    description_text="First line\nsecond line; with, all \\ of it." + " Ж слово" * 90,
    place=PLACE,
    attendance=AttendanceMode.HYBRID,
    online_url="https://meet.example/room/зал?a=1,2;b",
    picture=PublicPicture(
        url="https://objectwar.example/media/a.webp",
        width=1200,
        height=800,
        content_type="image/webp",
        alternative_text="Candles",
    ),
    co_organizers=(PublicGroup(name="Second group"),),
    contact="hello@group.example",
    registration_url="https://group.example/register",
    registration_required=True,
    period_name="Action weeks, December",
)
KINDS_OF_ACTIONS = {
    "rich": RICH,
    "hour to be announced": public_action(),
    "all day": public_action(is_all_day=True, ends_on=dt.date(2026, 12, 12)),
    "end unknown": timed_action("2026-12-10 18:00"),
    "last hour unknown": timed_action(
        "2026-12-10 18:00", ends_on=dt.date(2026, 12, 12)
    ),
    "called off": public_action(status=EventStatus.CANCELLED, sequence=7),
    "online": timed_action(
        "2026-12-10 18:00",
        attendance=AttendanceMode.ONLINE,
        online_url="https://meet.example/room",
        place=PublicPlace(),
    ),
    "place on request": public_action(
        place=replace(
            PLACE,
            venue="",
            street="",
            postal_code="",
            precision=LocationPrecision.ON_REQUEST,
            coordinates=None,
        )
    ),
    "nothing known of the place": public_action(place=PublicPlace()),
    "no place, but a point": public_action(
        place=PublicPlace(coordinates=PLACE.coordinates)
    ),
    "in UTC": timed_action("2026-12-10 18:00", timezone="UTC"),
    "in Chile": timed_action("2026-12-10 18:00", timezone="America/Santiago"),
    "an example": public_action(is_example=True),
}


@pytest.mark.parametrize("kind", KINDS_OF_ACTIONS)
def test_feed_and_download_keep_every_rule(kind):
    action = KINDS_OF_ACTIONS[kind]

    assert broken_rules(feed(action)) == []
    assert broken_rules(single(action), is_feed=False) == []


def test_feed_of_all_kinds_keeps_every_rule():
    actions = [
        replace(action, uid=f"action-{number}@objectwar.example")
        for number, action in enumerate(KINDS_OF_ACTIONS.values())
    ]

    assert broken_rules(feed(*actions)) == []


HOSTILE = {
    "control characters": "a\x00b\x07c\x0bd\x1be\x7ff\x85g\x9bh\u2028i\u2029j",
    "a lone surrogate": "a\ud800b\udfffc",
    "directions": "a\u202eb\u202dc\u2066d\ufeffe",
    "line ends": "a\rb\nc\r\nd\r\n\r\ne",
    "another property": "a\r\nATTENDEE:mailto:x@y.example\r\nEND:VEVENT",
    "escapes": r"a\nb\Nc\,d\;e\\f\\nC:\New",
    "separators": "a;b,c:d=e\"f'g^h^ni^'j",
    "markup": "<b>a</b> &amp; <script>alert(1)</script>",
    "templates": "{{7*7}} {% include %} ${x} {event.__class__} %(title)s %s",
    "long": "слово" * 100,
    "combining": "e" + "\u0301" * 200,
    "emoji": "👩🏽‍🚀🏳️‍🌈" * 30,
    "scripts": "עברית العربية 한국어 ไทย 中文",
    "one long word of spaces": "\u3000" * 300 + "a",
}


def hostile_action(text):
    """Put a text into every field that a person fills in."""
    return timed_action(
        "2026-12-10 18:00",
        title=text,
        kind_label=text,
        organizer=PublicGroup(name=text),
        co_organizers=(PublicGroup(name=text),),
        status=EventStatus.CANCELLED,
        status_note=text,
        summary=text,
        description_text=text,
        attendance=AttendanceMode.HYBRID,
        place=replace(
            PLACE,
            venue=text,
            street=text,
            postal_code=text,
            city=text,
            country_name=text,
        ),
        online_url=f"https://meet.example/{text}",
        registration_url=f"https://group.example/{text}",
        contact=text,
        period_name=text,
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_case_42_hostile_text_breaks_no_rule(kind):
    octets = feed(
        hostile_action(HOSTILE[kind]), name=HOSTILE[kind], description=HOSTILE[kind]
    )

    assert broken_rules(octets) == []
    assert lines_named("ATTENDEE", octets) == []


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(codec=None), min_size=1))
def test_case_42_any_text_breaks_no_rule(text):
    # A name is asked for elsewhere; something is left of it here.
    assert broken_rules(feed(hostile_action(f"a{text}"), name=f"a{text}")) == []


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=120))
def test_text_comes_back_as_it_was(text):
    event = event_of(
        public_action(title=text, description_text=text, place=PublicPlace(city=text))
    )

    assert str(event["SUMMARY"]) == text
    assert str(event["LOCATION"]) == text
    assert text in str(event["DESCRIPTION"])


def test_backslash_and_capital_n_is_no_line_break():
    assert str(event_of(public_action(title=r"C:\New"))["SUMMARY"]) == r"C:\New"


@pytest.mark.parametrize("padding", range(75))
def test_fold_never_splits_a_character(padding):
    title = "x" * padding + "Жé한👩" * 20

    octets = feed(public_action(title=title))

    assert broken_rules(octets) == []
    assert str(parsed(octets).events[0]["SUMMARY"]) == title


def test_feed_is_the_same_for_any_order_of_its_actions():
    actions = [public_action(slug=slug) for slug in ("c", "a", "b")]

    assert feed(*actions) == feed(*reversed(actions))


# --- The calendar ---------------------------------------------------------------------


def test_feed_says_what_it_is():
    assert lines_of(feed(public_action()))[:15] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//objectwar//Actions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        r"DESCRIPTION:Actions for those who refuse\; everywhere.",
        r"X-WR-CALDESC:Actions for those who refuse\; everywhere.",
        "NAME:#ObjectWarCampaign – France",
        "X-WR-CALNAME:#ObjectWarCampaign – France",
        "COLOR:teal",
        "LAST-MODIFIED:20261102T093000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "SOURCE;VALUE=URI:https://objectwar.example/en/feeds/actions.ics?country=FR",
        "URL:https://objectwar.example/en/actions/?country=FR",
        "X-PUBLISHED-TTL:PT1H",
    ]


def test_download_says_less():
    assert lines_of(single(public_action()))[:6] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//objectwar//Actions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
    ]


def test_empty_feed_has_the_zone_of_its_place():
    octets = feed(timezone="Asia/Tbilisi")

    assert broken_rules(octets) == []
    assert [zone.tz_name for zone in parsed(octets).timezones] == ["Asia/Tbilisi"]
    assert lines_named("LAST-MODIFIED", octets) == []


def test_feed_was_changed_when_the_newest_action_was():
    octets = feed(
        public_action(slug="a", changed_at=CHANGED),
        public_action(slug="b", changed_at=CHANGED + dt.timedelta(days=1)),
    )

    assert lines_named("LAST-MODIFIED", octets)[0] == "LAST-MODIFIED:20261103T093000Z"


def test_feed_was_changed_when_an_action_left_it():
    octets = feed(public_action(), changed_at=dt.datetime(2026, 12, 1, tzinfo=UTC))

    assert lines_named("LAST-MODIFIED", octets)[0] == "LAST-MODIFIED:20261201T000000Z"


def test_feed_speaks_the_language_it_is_asked_for():
    with translation.override("de"):
        octets = feed(public_action(), language="en")

    assert str(parsed(octets).events[0]["DESCRIPTION"]).startswith(
        "Time to be announced"
    )


# --- Times ----------------------------------------------------------------------------


def test_timed_action_has_both_hours_in_its_zone():
    octets = feed(timed_action("2026-12-10 18:00", "2026-12-10 20:30"))

    assert lines_named("DTSTART", octets)[-1] == (
        "DTSTART;TZID=Europe/Berlin:20261210T180000"
    )
    assert lines_named("DTEND", octets) == ["DTEND;TZID=Europe/Berlin:20261210T203000"]


def test_action_over_several_days_with_hours_has_both():
    octets = feed(timed_action("2026-12-10 18:00", "2026-12-12 14:00"))

    assert lines_named("DTEND", octets) == ["DTEND;TZID=Europe/Berlin:20261212T140000"]


@pytest.mark.parametrize("last_day", [None, dt.date(2026, 12, 10)])
@pytest.mark.parametrize("end", [None, "2026-12-10 18:00", "2026-12-10 17:00"])
def test_end_that_nobody_said_takes_no_time(end, last_day):
    octets = feed(timed_action("2026-12-10 18:00", end, ends_on=last_day))

    assert lines_named("DTSTART", octets)[-1][-15:] == "20261210T180000"
    assert lines_named("DTEND", octets) == ["DTEND;TZID=Europe/Berlin:20261210T180001"]
    assert lines_named("DURATION", octets) == []


def test_last_day_without_an_hour_makes_whole_days_and_tells_the_first_hour():
    event = event_of(timed_action("2026-12-10 18:00", ends_on=dt.date(2026, 12, 12)))

    assert event["DTSTART"].dt == dt.date(2026, 12, 10)
    assert event["DTEND"].dt == dt.date(2026, 12, 13)
    assert event["DESCRIPTION"].splitlines()[0] == "Starts at 18:00 (Europe/Berlin)"


def test_hour_to_be_announced_is_the_whole_day_and_says_so():
    octets = feed(public_action())

    assert lines_named("DTSTART", octets) == ["DTSTART;VALUE=DATE:20261210"]
    assert lines_named("DTEND", octets) == ["DTEND;VALUE=DATE:20261211"]
    (event,) = parsed(octets).events
    assert event["DESCRIPTION"].splitlines()[0] == "Time to be announced"


def test_hours_to_be_announced_of_several_days_are_whole_days():
    event = event_of(public_action(ends_on=dt.date(2026, 12, 13)))

    assert event["DTEND"].dt == dt.date(2026, 12, 14)


def test_all_day_ends_on_the_day_after_its_last():
    event = event_of(public_action(is_all_day=True, ends_on=dt.date(2026, 12, 31)))

    assert event["DTSTART"].dt == dt.date(2026, 12, 10)
    assert event["DTEND"].dt == dt.date(2027, 1, 1)
    assert "announced" not in event["DESCRIPTION"]


def test_dates_alone_need_no_zone():
    assert parsed(feed(public_action())).timezones == []


@pytest.mark.parametrize(("fold", "hour"), [(0, "00"), (1, "01")])
def test_hour_that_comes_twice_is_told_in_utc(fold, hour):
    """RFC 5545 §3.3.5 reads a local time as the first of the two, ical.js does not."""
    starts_at = dt.datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold)
    action = timed_action("2026-10-25 02:30", starts_at=starts_at)

    assert lines_named("DTSTART", feed(action)) == [f"DTSTART:20261025T{hour}3000Z"]


def test_end_across_the_end_of_summer_time_is_an_end():
    """By the clocks the second one, 02:15, seems to come first."""
    first = dt.datetime(2026, 10, 25, 2, 45, tzinfo=BERLIN)
    second = dt.datetime(2026, 10, 25, 2, 15, tzinfo=BERLIN, fold=1)
    action = timed_action("2026-10-25 02:45", starts_at=first, ends_at=second)

    assert lines_named("DTEND", feed(action)) == ["DTEND:20261025T011500Z"]


def test_hour_that_is_skipped_becomes_the_one_that_the_clocks_show():
    octets = feed(timed_action("2026-03-29 02:30"))

    assert lines_named("DTSTART", octets)[-1][-15:] == "20260329T033000"


def test_utc_is_told_as_utc():
    octets = feed(timed_action("2026-12-10 18:00", timezone="UTC"))

    assert lines_named("DTSTART", octets) == ["DTSTART:20261210T180000Z"]
    assert lines_named("TZID", octets) == []


def test_zone_like_utc_keeps_its_name():
    octets = feed(timed_action("2026-12-10 18:00", timezone="Atlantic/Reykjavik"))

    assert lines_named("TZID", octets) == ["TZID:Atlantic/Reykjavik"]


def test_feed_has_each_zone_once_and_none_unused():
    octets = feed(
        timed_action("2026-12-10 18:00", slug="a", timezone="Europe/Kyiv"),
        timed_action("2026-12-11 18:00", slug="b", timezone="Europe/Berlin"),
        timed_action("2027-05-15 18:00", slug="c", timezone="Europe/Berlin"),
        public_action(slug="d", timezone="Asia/Seoul"),
    )

    assert lines_named("TZID", octets) == ["TZID:Europe/Berlin", "TZID:Europe/Kyiv"]


ZONES_AND_CHANGES = [
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("Europe/Dublin", "2026-03-29"),
    ("Europe/Dublin", "2026-10-25"),
    ("Europe/Kyiv", "2027-03-28"),
    ("America/St_Johns", "2026-03-08"),
    ("America/St_Johns", "2026-11-01"),
    ("America/Santiago", "2026-04-05"),
    ("America/Santiago", "2026-09-06"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Africa/Casablanca", "2026-02-15"),
    ("Africa/Casablanca", "2026-03-22"),
    ("Asia/Gaza", "2026-03-28"),
    ("Asia/Gaza", "2026-10-24"),
    ("Asia/Kathmandu", "2026-03-29"),
]


@pytest.mark.parametrize(("timezone", "day"), ZONES_AND_CHANGES)
def test_feed_means_the_same_moments_to_other_readers(timezone, day):
    """Every half hour around a change of the clocks, read by dateutil and icalendar."""
    zone = ZoneInfo(timezone)
    midnight = dt.datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
    moments = [midnight + dt.timedelta(minutes=30) * n for n in range(-48, 96)]
    actions = [
        timed_action(
            day,
            slug=f"a{number}",
            timezone=timezone,
            starts_at=moment.astimezone(zone),
            starts_on=moment.astimezone(zone).date(),
        )
        for number, moment in enumerate(moments)
    ]

    octets = feed(*actions)

    assert broken_rules(octets) == []
    assert moments_by_dateutil(octets) == moments
    assert moments_by_icalendar(octets) == moments


def moments_by_dateutil(octets):
    """Read local times by the VTIMEZONE alone."""
    zones, begin, events = octets.decode().partition("BEGIN:VEVENT")
    zone = tzical(io.StringIO(zones[zones.index("BEGIN:VTIMEZONE") :])).get()
    times = [
        dt.datetime.fromisoformat(line.rpartition(":")[2])
        for line in lines_named("DTSTART", (begin + events).encode())
    ]
    # Those without a zone of their own, UTC, are local.
    return sorted(
        (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
        for time in times
    )


def moments_by_icalendar(octets):
    events = parsed(octets).events
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in events)


def test_feed_read_by_recurring_ical_events_has_every_action_on_its_day():
    octets = feed(
        timed_action("2026-12-09 18:00", slug="before"),
        timed_action("2026-12-10 00:00", "2026-12-10 01:00", slug="midnight"),
        public_action(slug="to-be-announced"),
        public_action(slug="days", ends_on=dt.date(2026, 12, 12)),
        timed_action("2026-12-08 10:00", "2026-12-10 09:00", slug="until"),
        timed_action("2026-12-11 00:00", slug="after"),
    )

    events = recurring_ical_events.of(parsed(octets)).at((2026, 12, 10))

    assert sorted(event["URL"].split("/")[-2] for event in events) == [
        "days",
        "midnight",
        "to-be-announced",
        "until",
    ]


# --- The rest of an action ------------------------------------------------------------


def test_action_to_the_letter():
    octets = feed(RICH)

    text = octets.decode().replace("\r\n ", "")
    event = text[text.index("BEGIN:VEVENT") :]
    assert event.replace(" Ж слово" * 90, "…").split("\r\n")[:-2] == [
        "BEGIN:VEVENT",
        r"SUMMARY:Vigil\; at the gate\, \\with “quotes”",
        "DTSTART;TZID=Europe/Berlin:20261210T180000",
        "DTEND;TZID=Europe/Berlin:20261210T200000",
        "DTSTAMP:20261102T093000Z",
        "UID:action-rich@objectwar.example",
        "SEQUENCE:0",
        r"CATEGORIES:Vigil,Action weeks\, December",
        "CLASS:PUBLIC",
        "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Online;VALUE=URI:"
        "https://meet.example/room/%D0%B7%D0%B0%D0%BB?a=1,2;b",
        "CREATED:20261001T080000Z",
        r"DESCRIPTION:Online: https://meet.example/room/%D0%B7%D0%B0%D0%BB?a=1\,2\;b"
        r"\nRegistration required: https://group.example/register"
        r"\n\nWe stand together."
        r"\n\nFirst line\nsecond line\; with\, all \\ of it.…"
        r"\n\nOrganised by Peace Group\, Second group"
        r"\nContact: hello@group.example"
        r"\n\nhttps://objectwar.example/en/actions/rich/",
        "GEO:52.500000;13.400000",
        "IMAGE;FMTTYPE=image/webp;VALUE=URI:https://objectwar.example/media/a.webp",
        "LAST-MODIFIED:20261102T093000Z",
        r'LOCATION:Café "Mir"\, Hauptstraße 5\, 10115 Berlin\, Germany',
        'ORGANIZER;CN="Peace Group":mailto:no-reply@objectwar.example',
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "URL:https://objectwar.example/en/actions/rich/",
        "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=100;"
        "X-TITLE=\"Café ^'Mir^', Hauptstraße 5, 10115 Berlin, Germany\":"
        "geo:52.500000,13.400000",
        "END:VEVENT",
    ]


def test_called_off_action_says_so_in_status_title_and_text():
    event = event_of(
        public_action(
            status=EventStatus.CANCELLED,
            status_note="The hall burnt down.",
            sequence=90,
        )
    )

    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"] == "Called off: Vigil for deserters"
    assert event["SEQUENCE"] == 90
    assert event["DESCRIPTION"].splitlines()[:2] == [
        "This action has been called off.",
        "The hall burnt down.",
    ]


def test_example_says_so_in_title_and_text():
    event = event_of(public_action(is_example=True))

    assert event["SUMMARY"] == "Example: Vigil for deserters"
    assert "This is a made-up example." in event["DESCRIPTION"].splitlines()


def test_stamps_are_of_the_last_change_and_in_utc():
    changed_at = dt.datetime(2026, 11, 2, 10, 30, tzinfo=BERLIN)

    event = event_of(public_action(changed_at=changed_at))

    assert event["DTSTAMP"].dt == changed_at
    assert event["LAST-MODIFIED"].dt == changed_at
    assert event["CREATED"].dt == CREATED


def test_action_is_never_changed_before_it_is_made():
    event = event_of(public_action(created_at=CHANGED + dt.timedelta(hours=1)))

    assert event["CREATED"].dt == CHANGED


def test_uid_is_the_same_in_every_feed_language_and_download():
    action = public_action()

    uids = [
        parsed(octets).events[0]["UID"]
        for octets in (feed(action), feed(action, language="de"), single(action))
    ]

    assert uids == ["action-vigil@objectwar.example"] * 3


def test_long_title_is_cut_between_words():
    event = event_of(public_action(title="word " * 100))

    assert event["SUMMARY"] == "word " * 49 + "word…"


def test_summary_that_the_description_repeats_stands_once():
    event = event_of(
        public_action(summary="Come.", description_text="Come. All of you.")
    )

    assert event["DESCRIPTION"].count("Come.") == 1


LOCATIONS = [
    ({}, 'Café "Mir", Hauptstraße 5, 10115 Berlin, Germany'),
    ({"venue": ""}, "Hauptstraße 5, 10115 Berlin, Germany"),
    ({"venue": "", "street": "", "postal_code": ""}, "Berlin, Germany"),
    ({"street": "", "postal_code": "", "venue": "Berlin"}, "Berlin, Germany"),
    ({"venue": "", "street": "", "postal_code": "", "city": ""}, "Germany"),
    (
        {"venue": "Room 1\nfloor 2"},
        "Room 1 floor 2, Hauptstraße 5, 10115 Berlin, Germany",
    ),
]


@pytest.mark.parametrize(("known", "location"), LOCATIONS)
def test_location_is_what_is_known_in_one_line(known, location):
    event = event_of(public_action(place=replace(PLACE, **known)))

    assert str(event["LOCATION"]) == location
    assert event["X-APPLE-STRUCTURED-LOCATION"].params["X-TITLE"] == location


def test_place_on_request_tells_the_town_and_no_point():
    octets = feed(KINDS_OF_ACTIONS["place on request"])

    (event,) = parsed(octets).events
    assert event["LOCATION"] == "Berlin, Germany"
    assert "The organisers tell the place on request." in event["DESCRIPTION"]
    assert lines_named("GEO", octets) == []
    assert b"X-APPLE" not in octets


def test_online_action_has_no_place_to_ask_for():
    action = public_action(
        attendance=AttendanceMode.ONLINE,
        place=PublicPlace(precision=LocationPrecision.ON_REQUEST),
    )

    assert "request" not in event_of(action)["DESCRIPTION"]


def test_town_center_is_no_pin_for_a_place_in_it():
    place = replace(PLACE, pin_precision=LocationPrecision.TOWN)

    event = event_of(public_action(place=place))

    assert "GEO" not in event
    assert "X-APPLE-STRUCTURED-LOCATION" not in event


POINTS = [
    ((52.5, 13.4), "GEO:52.500000;13.400000"),
    ((-33.4489, -70.6693), "GEO:-33.448900;-70.669300"),
    ((1e-7, 12.0), "GEO:0.000000;12.000000"),
    ((-1e-7, 12.0), "GEO:0.000000;12.000000"),
    ((51.4769, 0.0), "GEO:51.476900;0.000000"),
]


@pytest.mark.parametrize(("point", "line"), POINTS)
@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_point_has_six_decimals_in_every_language(point, line, language):
    coordinates = Coordinates(latitude=point[0], longitude=point[1])
    action = public_action(place=replace(PLACE, coordinates=coordinates))

    assert lines_named("GEO", feed(action, language=language)) == [line]


@pytest.mark.parametrize(
    "point",
    [
        (0.0, 0.0),
        (1e-9, -1e-9),
        (float("nan"), 13.4),
        (52.5, float("inf")),
        (91.0, 13.4),
        (52.5, -181.0),
    ],
)
def test_point_that_is_none_is_left_out(point):
    coordinates = Coordinates(latitude=point[0], longitude=point[1])
    octets = feed(public_action(place=replace(PLACE, coordinates=coordinates)))

    assert lines_named("GEO", octets) == []
    assert b"X-APPLE" not in octets


def test_online_action_has_a_conference_and_no_place():
    action = timed_action(
        "2026-12-10 18:00",
        attendance=AttendanceMode.ONLINE,
        online_url="https://meet.example/room",
        place=PLACE,
    )

    octets = feed(action)

    (event,) = parsed(octets).events
    assert event["CONFERENCE"] == "https://meet.example/room"
    assert event["DESCRIPTION"].splitlines()[0] == "Online: https://meet.example/room"
    assert lines_named("LOCATION", octets) == []
    assert lines_named("GEO", octets) == []


def test_online_action_without_an_address_yet_leads_to_its_page():
    event = event_of(public_action(attendance=AttendanceMode.ONLINE))

    assert event["CONFERENCE"] == event["URL"]
    assert event["CONFERENCE"].params["LABEL"] == "Online: see the action’s page"
    assert "LOCATION" not in event


def test_action_in_person_shows_no_online_address():
    octets = feed(public_action(online_url="https://meet.example/room"))

    assert b"meet.example" not in octets


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "zoom"])
def test_online_address_that_is_no_web_address_is_left_out(address):
    action = public_action(attendance=AttendanceMode.HYBRID, online_url=address)

    assert lines_named("CONFERENCE", feed(action)) == []


def test_picture_without_https_is_left_out():
    picture = replace(RICH.picture, url="http://127.0.0.1:8000/media/a.webp")

    assert lines_named("IMAGE", feed(public_action(picture=picture))) == []


# --- Size -----------------------------------------------------------------------------


def many(number, *, characters, past):
    """Make actions on days, the last one first, of which the first `past` are over.

    Each has a title and a place of about 2,000 octets together, and a description.
    """
    start = dt.date(2026, 1, 1)
    place = replace(PLACE, venue="Ж" * 700)
    return [
        public_action(
            slug=f"a{n:04}",
            title="Ж" * 255,
            starts_on=start + dt.timedelta(days=n),
            description_text="words, " * (characters // 7),
            is_past=n < past,
            place=place,
        )
        for n in reversed(range(number))
    ]


def kept_slugs(octets):
    return [event["URL"].split("/")[-2] for event in parsed(octets).events]


def test_big_feed_cuts_descriptions_first():
    octets = feed(*many(200, characters=3_000, past=200))

    events = parsed(octets).events
    assert broken_rules(octets) == []
    assert len(events) == 200
    text, _, address = events[0]["DESCRIPTION"].rpartition("\n\n")
    assert 190 < len(text) <= 200
    assert address == "https://objectwar.example/en/actions/a0000/"
    assert "GEO" in events[0]


def test_bigger_feed_leaves_out_optional_properties_next():
    octets = feed(*many(300, characters=300, past=300))

    events = parsed(octets).events
    assert broken_rules(octets) == []
    assert len(events) == 300
    assert set(events[0]) == {
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "LOCATION",
        "ORGANIZER",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "UID",
        "URL",
    }


def test_biggest_feed_leaves_out_the_oldest_past_actions():
    actions = many(500, characters=300, past=400)

    octets = feed(*actions)

    kept = kept_slugs(octets)
    assert broken_rules(octets) == []
    assert kept == [action.slug for action in reversed(actions[: len(kept)])]
    assert 990_000 < len(octets) < 1_000_000


def test_feed_never_leaves_out_a_coming_action():
    octets = feed(*many(500, characters=300, past=20))

    assert len(kept_slugs(octets)) == 480


# --- The rules themselves -------------------------------------------------------------

FAULTS = {
    "no CRLF": ("\r\nSTATUS", "\nSTATUS"),
    "a control character": ("Vigil", "Vig\x07il"),
    "a long line": ("SUMMARY:", "SUMMARY:" + "x" * 75),
    "a blank line": ("END:VEVENT", "\r\nEND:VEVENT"),
    "no escape": (r"\; at", "; at"),
    "a UID of the calendar": ("METHOD:PUBLISH", "METHOD:PUBLISH\r\nUID:a"),
    "a guest": ("END:VEVENT", "ATTENDEE:mailto:a@b.example\r\nEND:VEVENT"),
    "an alarm": ("END:VEVENT", "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"),
    "no zone": ("TZID:Europe/Berlin", "TZID:Europe/Paris"),
    "a floating time": (";TZID=Europe/Berlin:", ":"),
    "an end before the start": ("20261210T200000", "20261210T170000"),
    "no VALUE": (";VALUE=DURATION", ""),
    "other names": ("X-WR-CALNAME:#", "X-WR-CALNAME:"),
    "no organizer": ("ORGANIZER", "X-ORGANIZER"),
    "an unknown status": ("CONFIRMED", "confirmed"),
    "a busy subscriber": ("TRANSPARENT", "OPAQUE"),
    "another title for Apple": ("X-APPLE-RADIUS=100;", "X-APPLE-RADIUS=100;X-TITLE=a;"),
    "a swapped point": ("GEO:52.500000;", "GEO:13.400000;"),
    "a rule that Outlook cannot read": ("BYMONTH=3;BYDAY=-1SU", "BYMONTH=3"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_rules_find_a_fault(fault):
    text = feed(RICH).decode()
    right, wrong = FAULTS[fault]
    assert right in text

    assert broken_rules(text.replace(right, wrong, 1).encode()) != []


# --- Written sooner than by the library, and the same ---------------------------------

LETTERS = st.text("aä€🕊\\;,^ \u0301", max_size=400)


@given(LETTERS, LETTERS, LETTERS)
def test_event_is_written_as_the_library_would(summary, location, title):
    properties = {
        "SUMMARY": ical.Value(ical.escaped(summary)),
        "LOCATION": ical.Value.having(ical.escaped(location), **{"X-TITLE": title}),
    }
    event = icalendar.Event()
    event.update(properties)

    assert ical.octets_of(properties) == event.to_ical()
