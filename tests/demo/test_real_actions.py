"""The real actions in the served feeds, read as calendar programs read them.

Everything expected here comes from the database, and nothing from our own feed code.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.conf import settings
from django.test import Client
from geopy.distance import great_circle

from events.models import ActionPeriod, EventPage, Occurrence
from tests.calendar_readers import NO_TIME, disagreements
from tests.ical_rules import broken_rules

ONE_DAY = dt.timedelta(days=1)
# Where the towns of the real actions lie, as an atlas says: degrees, WGS 84.
TOWNS = {
    ("Aalen", "DE"): (48.84, 10.09),
    ("Berlin", "DE"): (52.52, 13.41),
    ("Bonn", "DE"): (50.74, 7.10),
    ("Bremen", "DE"): (53.08, 8.81),
    ("Büchel", "DE"): (50.18, 7.08),
    ("Erlangen", "DE"): (49.60, 11.00),
    ("Frankfurt am Main", "DE"): (50.11, 8.68),
    ("Fritzlar", "DE"): (51.13, 9.27),
    ("Göttingen", "DE"): (51.53, 9.94),
    ("Hamburg", "DE"): (53.55, 9.99),
    ("Herford", "DE"): (52.12, 8.67),
    ("Istanbul", "TR"): (41.01, 28.96),
    ("London", "GB"): (51.51, -0.13),
    ("Lübeck", "DE"): (53.87, 10.69),
    ("Marburg", "DE"): (50.81, 8.77),
    ("Rostock", "DE"): (54.09, 12.13),
    ("Schwerin", "DE"): (53.63, 11.41),
    ("Seoul", "KR"): (37.57, 126.98),
    ("Stuttgart", "DE"): (48.78, 9.18),
    ("Tampere", "FI"): (61.50, 23.76),
    ("Torino", "IT"): (45.07, 7.69),
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def real_events():
    return EventPage.objects.filter(source__key__startswith="real/")


def real_periods() -> list[str]:
    return list(
        ActionPeriod.objects.filter(events__in=real_events())
        .distinct()
        .values_list("slug", flat=True)
    )


def served(path: str, **query) -> bytes:
    answer = Client().get(path, query)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    return answer.content


def location_of(event) -> str:
    if event.attendance == "online":
        return ""
    town = f"{event.postal_code} {event.city}".strip()
    parts = (event.venue, event.street, town, event.country_name)
    return ", ".join(part for part in parts if part)


def test_real_actions_stand_in_their_towns(demo):
    pins = Occurrence.objects.filter(event__in=real_events(), event__city__gt="")
    apart = {
        (pin.event.city, pin.country): great_circle(
            TOWNS[pin.event.city, pin.country], (pin.latitude, pin.longitude)
        ).km
        for pin in pins.select_related("event")
    }

    assert apart.keys() == TOWNS.keys()
    assert max(apart.values()) < 5


def as_database_says(event) -> dict:
    """Return what a calendar must show, from what the group has said."""
    zone = ZoneInfo(event.timezone)
    last_day = event.ends_on or event.starts_on
    start: dt.date = event.starts_on
    end: dt.date = last_day + ONE_DAY
    zone_name = None
    if event.start_time is not None:
        zone_name = event.timezone
        start = dt.datetime.combine(event.starts_on, event.start_time, zone)
        end = start + NO_TIME
        if event.end_time is not None:
            end = dt.datetime.combine(last_day, event.end_time, zone)
    return {
        "uid": f"event-{event.uid}@{settings.UID_DOMAIN}",
        "title": " ".join(event.title.split()),
        "start": start,
        "end": end,
        "zone": zone_name,
        "status": "CONFIRMED",
        "sequence": 0,
        "location": location_of(event),
        "url": f"{settings.SITE_URL}/en/actions/{event.slug}/",
    }


def as_calendar_says(component) -> dict:
    start = component["DTSTART"]
    return {
        "uid": str(component["UID"]),
        "title": str(component["SUMMARY"]),
        "start": start.dt,
        "end": component["DTEND"].dt,
        "zone": start.params.get("TZID"),
        "status": str(component["STATUS"]),
        "sequence": int(component["SEQUENCE"]),
        "location": str(component.get("LOCATION", "")),
        "url": str(component["URL"]),
    }


def by_uid(rows) -> dict:
    return {row["uid"]: row for row in rows}


def test_feeds_of_the_real_periods_equal_the_database(demo):
    expected = by_uid(as_database_says(event) for event in real_events())

    found = {}
    for slug in real_periods():
        calendar = icalendar.Calendar.from_ical(
            served("/en/feeds/actions.ics", period=slug)
        )
        found |= by_uid(as_calendar_says(event) for event in calendar.events)

    assert len(expected) == 28
    assert {uid: found.get(uid) for uid in expected} == expected


def test_three_readers_say_of_every_action_what_the_database_says(demo):
    rows = list(Occurrence.objects.published().for_output())
    octets = served("/en/feeds/actions.ics", **{"from": "2000-01-01"})

    assert len(rows) > 90
    assert disagreements(octets, rows) == []


def test_feeds_of_the_real_periods_hold_what_is_in_them_and_no_more(demo):
    for slug in real_periods():
        calendar = icalendar.Calendar.from_ical(
            served("/en/feeds/actions.ics", period=slug)
        )

        uids = sorted(str(event["UID"]) for event in calendar.events)
        occurrences = Occurrence.objects.published().filter(event__period__slug=slug)
        assert uids == sorted(occurrences.values_list("uid", flat=True))


def test_each_real_action_happens_once_and_on_its_day(demo):
    days = {}
    for slug in real_periods():
        calendar = icalendar.Calendar.from_ical(
            served("/en/feeds/actions.ics", period=slug)
        )
        for occurrence in recurring_ical_events.of(calendar).all():
            start = occurrence["DTSTART"].dt
            day = start.date() if isinstance(start, dt.datetime) else start
            days.setdefault(str(occurrence["UID"]), []).append(day)

    expected = {
        f"event-{event.uid}@{settings.UID_DOMAIN}": [event.starts_on]
        for event in real_events()
    }
    assert {uid: days.get(uid) for uid in expected} == expected


def test_real_actions_without_an_hour_are_dates_and_never_midnight(demo):
    unknown = real_events().filter(start_time=None)
    uids = {f"event-{event.uid}@{settings.UID_DOMAIN}" for event in unknown}

    starts = {}
    for slug in real_periods():
        calendar = icalendar.Calendar.from_ical(
            served("/en/feeds/actions.ics", period=slug)
        )
        starts |= {str(e["UID"]): e["DTSTART"].dt for e in calendar.events}

    assert uids
    assert {type(starts[uid]) for uid in uids} == {dt.date}


def test_single_files_equal_the_feeds(demo):
    for event in real_events():
        calendar = icalendar.Calendar.from_ical(served(f"/en/actions/{event.slug}.ics"))
        (component,) = calendar.events
        assert as_calendar_says(component) == as_database_says(event)


@pytest.mark.parametrize("language", LANGUAGES)
def test_served_feeds_break_no_rule(demo, language):
    path = f"/{language}/feeds/actions.ics"

    broken = {
        slug: broken_rules(served(path, period=slug)) for slug in real_periods()
    } | {"all": broken_rules(served(path))}

    assert {name: rules for name, rules in broken.items() if rules} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_uids_and_times_are_the_same_in_every_language(demo, language):
    def facts(code):
        calendar = icalendar.Calendar.from_ical(
            served(f"/{code}/feeds/actions.ics", period=real_periods()[0])
        )
        return {
            str(e["UID"]): (e["DTSTART"].dt, int(e["SEQUENCE"]))
            for e in calendar.events
        }

    assert facts(language) == facts("en")
