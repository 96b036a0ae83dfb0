"""Series: which dates a rule gives, and what becomes of each in every output."""

import datetime as dt
import json

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from events.filters import EventFilter
from events.lifecycle import cancel_date, cancel_event, change_dates, reinstate_date
from events.models import EventPage, Occurrence
from events.recurrence import (
    Change,
    ChangedDate,
    Repeats,
    Rule,
    Schedule,
    dates_of,
    spans,
)
from events.series_form import rule_of
from events.tally import tally
from events.templatetags.format_tags import long_day
from tests.factories.actions import decide_on, edit_event, in_days, make_event
from tests.factories.people import make_editor, make_member, make_organization

THURSDAY = dt.date(2027, 1, 7)


def days(*texts):
    return [dt.date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        (
            Rule(repeats=Repeats.WEEKLY, count=3),
            THURSDAY,
            days("2027-01-07", "2027-01-14", "2027-01-21"),
        ),
        (
            Rule(
                repeats=Repeats.WEEKLY,
                interval=2,
                weekdays=(3, 5),
                until=dt.date(2027, 1, 23),
            ),
            THURSDAY,
            days("2027-01-07", "2027-01-09", "2027-01-21", "2027-01-23"),
        ),
        (
            Rule(repeats=Repeats.MONTHLY_BY_DATE, count=3),
            dt.date(2027, 1, 31),
            days("2027-01-31", "2027-03-31", "2027-05-31"),
        ),
        (
            Rule(repeats=Repeats.MONTHLY_BY_WEEKDAY, count=3),
            dt.date(2027, 1, 14),
            days("2027-01-14", "2027-02-11", "2027-03-11"),
        ),
        (
            Rule(repeats=Repeats.MONTHLY_BY_LAST_WEEKDAY, count=3),
            dt.date(2027, 1, 28),
            days("2027-01-28", "2027-02-25", "2027-03-25"),
        ),
    ],
)
def test_rule_gives_its_dates_and_is_read_back(rule, first, expected):
    text = rule.as_rrule(first)

    assert dates_of(text, first) == expected
    assert Rule.from_rrule(text).as_rrule(first) == text


def test_case_39_a_rule_stops_after_two_years_and_one_date_too_many():
    never = "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;COUNT=9999"

    assert dates_of(never, dt.date(2027, 2, 1)) == [dt.date(2027, 2, 1)]
    assert (
        len(dates_of("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU;COUNT=999", THURSDAY)) <= 102
    )
    with pytest.raises(ValueError, match="SECONDLY"):
        Rule.from_rrule("FREQ=SECONDLY;INTERVAL=1;BYDAY=MO;COUNT=9")


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Dublin",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
    ],
)
def test_each_date_keeps_the_clock_time_of_its_place(zone):
    schedule = Schedule(
        starts_on=THURSDAY,
        start_time=dt.time(18, 30),
        end_time=dt.time(19, 30),
        timezone=zone,
        recurrence_rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;COUNT=52",
    )
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    local = [span.starts_at.astimezone(ZoneInfo(zone)) for span in spans(schedule)]

    assert len(local) == 52
    assert {time.time() for time in local} == {dt.time(18, 30)}
    assert {time.weekday() for time in local} == {3}


BAD = {
    "no end": ({}, "repeat_until"),
    "two ends": (
        {"repeat_until": dt.date(2027, 3, 1), "repeat_count": 4},
        "repeat_count",
    ),
    "ends before it goes on": ({"repeat_until": THURSDAY}, "repeat_until"),
    "more than two years": ({"repeat_until": dt.date(2029, 3, 1)}, "repeat_until"),
    "another weekday": (
        {"repeat_count": 4, "repeat_weekdays": [0]},
        "repeat_weekdays",
    ),
    "not the last": ({"repeat_count": 4, "repeats": "last"}, "repeats"),
}


@pytest.mark.parametrize("name", BAD)
def test_rule_that_cannot_be_is_refused_at_its_field(name):
    fields, at = BAD[name]

    with pytest.raises(ValidationError) as caught:
        rule_of({"starts_on": THURSDAY, "repeats": "weekly"} | fields)

    assert list(caught.value.message_dict) == [at]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"recurrence_rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH,FR;COUNT=120"},
            "more than 100 dates",
        ),
        ({"recurrence_rule": "FREQ=YEARLY"}, "choose how it repeats"),
        (
            {"changed_dates": [{"kind": "excluded", "date": "2027-01-07"}]},
            "No date is left",
        ),
        (
            {
                "recurrence_rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;COUNT=3",
                "ends_on": dt.date(2027, 1, 15),
            },
            "before the one before it has ended",
        ),
        (
            {
                "starts_on": dt.date(2027, 3, 21),
                "start_time": dt.time(2, 30),
                "recurrence_rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=SU;COUNT=3",
            },
            "clocks are put forward",
        ),
    ],
)
def test_dates_that_cannot_be_are_named(fields, sentence):
    event = EventPage(**{"title": "x", "starts_on": THURSDAY} | fields)
    errors = {}

    event.clean_dates(errors)

    assert sentence in str(errors["recurrence_rule"])


# --- Stored ---------------------------------------------------------------------------


@pytest.fixture
def organization(db):
    return make_organization("Peace House")


@pytest.fixture
def member(organization):
    return make_member(organization)


@pytest.fixture
def series(organization, member):
    first = in_days(10)
    return make_event(
        organization=organization,
        user=member,
        published=True,
        starts_on=first,
        recurrence_rule=Rule(repeats=Repeats.WEEKLY, count=4).as_rrule(first),
    )


def rows_of(event):
    return {row.recurrence_id: row for row in event.occurrences.order_by("orders_at")}


def calendar_of(path):
    return {
        str(event["UID"]): event
        for event in icalendar.Calendar.from_ical(Client().get(path).content).events
    }


def moved(event, day, to, **fields):
    return ChangedDate(
        kind=Change.MOVED, date=day, starts_on=to, start_time=dt.time(19), **fields
    )


def test_moved_date_keeps_its_uid_and_the_others_keep_all(series, member):
    before = rows_of(series)
    second = in_days(17)

    change_dates(
        event=series,
        user=member,
        changes=[moved(series, second, in_days(18), note="The hall is closed.")],
    )
    waiting = rows_of(EventPage.objects.get(pk=series.pk))
    decide_on(EventPage.objects.get(pk=series.pk), make_editor())
    after = rows_of(series)

    assert [row.starts_on for row in waiting.values()] == list(before)
    assert {d: row.uid for d, row in after.items()} == {
        d: row.uid for d, row in before.items()
    }
    assert [row.sequence for row in after.values()] == [0, 1, 0, 0]
    assert after[second].starts_on == in_days(18)
    changed = [d for d in after if after[d].changed_at != before[d].changed_at]
    assert changed == [second]
    html = Client().get(f"/en/actions/{series.slug}/").content.decode()
    assert "The hall is closed." in html
    assert "Moved from" in html


def test_called_off_date_is_so_at_once_in_every_output(series, member):
    third = in_days(24)
    uid = rows_of(series)[third].uid

    cancel_date(event=series, recurrence_id=third, user=member, note="Storm")

    for path in ("/en/feeds/actions.ics", f"/en/actions/{series.slug}.ics"):
        events = calendar_of(path)
        assert len(events) == 4
        off = [u for u, e in events.items() if e["STATUS"] == "CANCELLED"]
        assert off == [uid]
        assert events[uid]["SEQUENCE"] == 1
        assert events[uid]["SUMMARY"].startswith("Called off: ")
    features = Client().get("/en/feeds/actions.geojson").json()["features"]
    assert [f["properties"]["status"] for f in features].count("CANCELLED") == 1
    page = Client().get(f"/en/actions/{series.slug}/").content.decode()
    assert page.count("Storm") == 1
    script = page.split('application/ld+json">')[1].split("</script>")[0]
    data = json.loads(script)
    assert data["eventSchedule"]["repeatFrequency"] == "P1W"
    statuses = [date["eventStatus"].rsplit("/", 1)[1] for date in data["subEvent"]]
    assert statuses == [
        "EventScheduled",
        "EventScheduled",
        "EventCancelled",
        "EventScheduled",
    ]

    reinstate_date(event=series, recurrence_id=third, user=member)

    assert calendar_of("/en/feeds/actions.ics")[uid]["SEQUENCE"] == 2


def test_list_has_one_row_for_a_series_and_each_date_that_is_called_off(series, member):
    def shown(query=""):
        page = Client().get(f"/en/actions/?{query}")
        return page, [
            ((action.starts_on - in_days(0)).days, action.more_dates)
            for action in page.context["actions"]
        ]

    page, rows = shown()
    assert rows == [(10, 3)]
    html = " ".join(page.content.decode().split())
    assert f", until {long_day(in_days(31))}" in html
    assert f'{series.slug}/#dates"> and 3 more dates </a>' in html
    assert page.context["total"] == 1
    kinds = page.context["form"].fields["kind"].options
    assert [(kind.value, kind.count) for kind in kinds] == [(series.kind, 1)]
    assert shown(f"from={in_days(17)}&to={in_days(25)}")[1] == [(17, 1)]

    cancel_date(event=series, recurrence_id=in_days(10), user=member)
    cancel_date(event=series, recurrence_id=in_days(24), user=member)
    assert shown()[1] == [(10, 0), (17, 1), (24, 0)]
    tile = Client().get("/map/0/0/0.json").json()
    assert [count for _lat, _lon, count, _key in tile["clusters"]] == [3]

    later = EventFilter(QueryDict("when=past"))
    assert later.is_valid()
    over = tally().rows(later, at=timezone.now() + dt.timedelta(days=60))
    days = Occurrence.objects.filter(pk__in=tally().page(over, 0, 9))
    assert [(row.starts_on - in_days(0)).days for row in days.in_order()] == [
        10,
        24,
        31,
    ]


def test_dropped_date_leaves_and_comes_back_with_a_higher_sequence(series, member):
    last = in_days(31)
    before = rows_of(series)[last]
    editor = make_editor()

    def publish(**changes):
        edit_event(EventPage.objects.get(pk=series.pk), member, **changes)
        decide_on(EventPage.objects.get(pk=series.pk), editor)

    first = series.starts_on
    publish(recurrence_rule=Rule(repeats=Repeats.WEEKLY, count=3).as_rrule(first))
    assert before.uid not in calendar_of("/en/feeds/actions.ics")
    publish(recurrence_rule=Rule(repeats=Repeats.WEEKLY, count=4).as_rrule(first))

    again = calendar_of("/en/feeds/actions.ics")[before.uid]
    assert again["SEQUENCE"] == 1
    assert series.occurrences.count() == 4


def test_event_that_begins_to_repeat_keeps_its_first_uid(organization, member):
    event = make_event(organization=organization, user=member, published=True)
    uid = event.occurrences.get().uid
    rule = Rule(repeats=Repeats.WEEKLY, count=2)

    edit_event(event, member, recurrence_rule=rule.as_rrule(event.starts_on))
    decide_on(EventPage.objects.get(pk=event.pk), make_editor())

    assert event.occurrences.order_by("orders_at").first().uid == uid
    assert event.occurrences.get(uid=uid).sequence == 0


# --- In the CMS -----------------------------------------------------------------------


def test_dates_say_that_the_whole_action_is_called_off(series, member, client):
    client.force_login(member)
    url = f"/cms/actions/{series.pk}/dates/"
    said = "The whole action is called off, with all its dates."
    assert said not in client.get(url).text

    cancel_event(event=series, user=member)

    assert said in client.get(url).text


def test_members_pages_move_call_off_and_add_dates(series, member, client):
    client.force_login(member)
    url = f"/cms/actions/{series.pk}/dates/"
    day = in_days(17).isoformat()

    assert client.get(url).status_code == 200
    bad = client.post(url, {"do": "move", "date": day, "day": "", "note": "typed"})
    client.post(url, {"do": "call_off", "date": in_days(24).isoformat(), "note": "!"})
    client.post(
        url,
        {"do": "move", "date": day, "day": in_days(18).isoformat(), "start": "19:00"},
    )
    client.post(url, {"do": "add", "date": in_days(40).isoformat()})

    assert "typed" in bad.content.decode()
    series.refresh_from_db()
    assert rows_of(series)[in_days(24)].is_called_off
    assert series.changed_dates == []
    draft = series.get_latest_revision_as_object()
    assert [c.kind for c in draft.schedule.changed_dates] == ["moved", "extra"]
    assert series.workflow_in_progress


def test_form_shows_the_dates_before_anything_is_stored(member, client):
    client.force_login(member)
    values = {
        "starts_on": "2027-01-07",
        "start_time": "18:00",
        "timezone": "Europe/Berlin",
        "repeats": "weekly",
        "repeat_count": "3",
    }

    good = client.post("/cms/actions/dates/", values).content.decode()
    bad = client.post("/cms/actions/dates/", values | {"repeat_count": ""})

    assert "21 January 2027" in good
    assert "18:00" in good
    assert "Please say when the series ends." in bad.content.decode()


# --- Texts in several languages -------------------------------------------------------

OTHER = [
    {
        "language": "uk",
        "title": "Мирна варта",
        "summary": "Приходьте.",
        "description": "<p>Разом <b>проти</b> війни<script>x</script></p>",
    }
]


@pytest.fixture
def translated(organization, member):
    return make_event(
        organization=organization,
        user=member,
        published=True,
        title="Mahnwache",
        text_language="de",
        other_texts=OTHER,
    )


@pytest.mark.parametrize(
    ("language", "title", "mark"),
    [("de", "Mahnwache", ""), ("uk", "Мирна варта", ""), ("en", "Mahnwache", "German")],
)
def test_reader_gets_the_group_s_text_in_their_language_or_a_mark(
    translated, language, title, mark
):
    page = Client().get(f"/{language}/actions/{translated.slug}/").content.decode()
    listed = Client().get(f"/{language}/actions/").content.decode()
    (event,) = calendar_of(f"/{language}/feeds/actions.ics").values()
    (feature,) = Client().get(f"/{language}/feeds/actions.geojson").json()["features"]

    text_language = "uk" if language == "uk" else "de"
    assert f'lang="{text_language}">{title}</h1>' in page
    assert title in listed
    assert event["SUMMARY"] == title
    assert feature["properties"]["title"] == title
    assert feature["properties"]["text_language"] == text_language
    assert event["DESCRIPTION"].startswith(f"[{mark}]") == bool(mark)
    assert ("action-card__language" in listed) == bool(mark)
    assert "<script>x" not in page


def test_words_of_every_language_find_it_and_are_screened(translated):
    from screening.criteria import submission_of  # noqa: PLC0415

    assert b"Mahnwache" in Client().get("/de/actions/?q=варта").content
    texts = [text for _n, _i, text, _k in submission_of(translated).values()]
    assert "Мирна варта" in texts
    assert any("проти" in text for text in texts)
