"""What an import stores, and what it leaves alone (SECURITY-CASES 3 and 41)."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from events import ical
from events.importers.base import State, carry_out, key_of, plan_import, values_of
from events.importers.places import place_of
from events.importers.values import CANCELLED, ImportedEvent, Reading, as_text
from events.importers.worker import read
from events.models import EventPage, EventSource, Occurrence
from events.public import public_action
from tests.factories.actions import edit_event, in_days, make_event
from tests.factories.people import make_member, make_organization

pytestmark = pytest.mark.django_db

CALENDARS = Path(__file__).resolve().parents[2] / "data" / "calendars"


def imported(**fields):
    start = dt.datetime.combine(in_days(20), dt.time(17), dt.UTC)
    return ImportedEvent(
        **{
            "uid": "vigil-1@elsewhere.example",
            "title": "Vigil",
            "start": start,
            "end": start + dt.timedelta(hours=2),
            "timezone": "Europe/Berlin",
            "location": "Market, 53111 Bonn, Germany",
            "description": "Bring candles.",
            **fields,
        }
    )


def take_in(organization, *events, **options):
    """Plan and carry out an import; return how many there are of each state."""
    reading = Reading(events=events)
    plan = plan_import(reading, organization, **options)
    numbers = carry_out(plan, organization)
    return {state: number for state, number in numbers.items() if number}


def change_here(member, **changes):
    edit_event(EventPage.objects.get(), member, submit=False, kind="vigil", **changes)


def draft_of(event):
    return EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()


def only_draft():
    return draft_of(EventPage.objects.get())


# --- New ---


def test_new_event_becomes_a_draft_and_nothing_more():
    organization = make_organization()

    assert take_in(organization, imported()) == {State.NEW: 1}

    event = EventPage.objects.get()
    assert (event.organization, event.live) == (organization, False)
    assert event.current_workflow_state is None
    assert Occurrence.objects.count() == 0


def test_draft_has_the_events_facts_on_the_clock_of_its_place():
    take_in(make_organization(), imported())

    draft = only_draft()
    hour = 19 if timezone.localtime(
        imported().start, timezone.zoneinfo.ZoneInfo("Europe/Berlin")
    ).dst() else 18  # fmt: skip
    assert (draft.starts_on, draft.start_time) == (in_days(20), dt.time(hour))
    assert (draft.ends_on, draft.end_time) == (None, dt.time(hour + 2))
    assert draft.timezone == "Europe/Berlin"
    assert (draft.venue, draft.postal_code) == ("Market", "53111")
    assert (draft.city, draft.country) == ("Bonn", "DE")
    assert draft.description == "<p>Bring candles.</p>"


def test_case_20_description_is_text_and_never_markup():
    take_in(make_organization(), imported(description="<img src=x onerror=alert(1)>"))

    assert only_draft().description == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"


def test_same_file_twice_makes_no_doubles():
    organization = make_organization()
    take_in(organization, imported())

    assert take_in(organization, imported()) == {State.UNCHANGED: 1}
    assert EventPage.objects.count() == 1


def test_series_has_a_draft_a_date():
    organization = make_organization()
    dates = [imported().start + dt.timedelta(weeks=n) for n in range(3)]
    series = [imported(start=d, end=None, recurrence_id=d) for d in dates]

    assert take_in(organization, *series) == {State.NEW: 3}
    assert take_in(organization, *series) == {State.UNCHANGED: 3}


def test_past_event_is_stored_only_if_asked():
    organization = make_organization()
    past = imported(start=dt.date(2020, 5, 15), end=None)

    assert take_in(organization, past) == {State.PAST: 1}
    assert take_in(organization, past, with_past=True) == {State.NEW: 1}


def test_called_off_event_is_not_stored():
    assert take_in(make_organization(), imported(status=CANCELLED)) == {
        State.CALLED_OFF: 1
    }
    assert EventPage.objects.count() == 0


def test_case_41_uid_that_equals_ours_is_a_strangers():
    ours = make_event(published=True)
    uid = Occurrence.objects.get().uid
    other = make_organization()

    assert take_in(other, imported(uid=uid)) == {State.NEW: 1}
    assert EventPage.objects.get(pk=ours.pk).title == ours.title


def test_same_uid_of_two_organizations_is_two_events():
    first, second = make_organization(), make_organization()

    assert take_in(first, imported()) == {State.NEW: 1}
    assert take_in(second, imported()) == {State.NEW: 1}


def test_key_of_a_long_uid_fits_its_column():
    organization = make_organization()

    keys = {key_of(imported(uid="x" * 300 + end), organization) for end in "ab"}

    assert len(keys) == 2
    assert all(len(key) <= 200 for key in keys)


def test_event_without_uid_is_known_by_title_and_time():
    organization = make_organization()

    assert take_in(organization, imported(uid="")) == {State.NEW: 1}
    assert take_in(organization, imported(uid="")) == {State.UNCHANGED: 1}


def test_public_action_of_the_same_day_and_name_is_pointed_at():
    public = make_event(published=True, title="Vigil", starts_on=in_days(20))

    (planned,) = plan_import(Reading(events=(imported(),)), make_organization())

    assert planned.state == State.NEW
    assert planned.resembles == public


# --- Changed ---


def later(**fields):
    start = imported().start + dt.timedelta(hours=1)
    return imported(start=start, end=start + dt.timedelta(hours=2), **fields)


def test_change_there_reaches_an_untouched_draft():
    organization = make_organization()
    take_in(organization, imported())
    before = only_draft().start_time

    assert take_in(organization, later(title="Vigil with music")) == {State.CHANGED: 1}

    draft = only_draft()
    assert draft.title == "Vigil with music"
    assert draft.start_time.hour == before.hour + 1
    assert take_in(organization, later(title="Vigil with music")) == {
        State.UNCHANGED: 1
    }


def test_case_41_change_of_a_person_stays():
    organization = make_organization()
    take_in(organization, imported())
    member = make_member(organization)
    change_here(member, title="Our own words")

    assert take_in(organization, imported(title="Other words")) == {State.KEPT: 1}
    assert only_draft().title == "Our own words"


def test_case_41_change_there_of_what_nobody_touched_here_is_taken():
    organization = make_organization()
    take_in(organization, imported())
    member = make_member(organization)
    change_here(member, title="Our own words")
    plan = plan_import(Reading(events=(later(title="Other words"),)), organization)

    carry_out(plan, organization)

    assert plan[0].changes == ("start_time", "end_time")
    assert plan[0].kept == ("title",)
    assert only_draft().title == "Our own words"
    assert only_draft().start_time.hour == only_draft().end_time.hour - 2


def test_public_action_stays_as_approved_while_a_change_there_waits():
    organization = make_organization()
    event = make_event(organization=organization, published=True)
    source = imported(title=event.title)
    EventSource.objects.create(event=event, key=key_of(source, organization))
    values = values_of(source, organization)
    event.source.imported = {"title": event.title}
    event.source.save()

    numbers = take_in(organization, imported(title="New words"))

    assert numbers == {State.CHANGED: 1}
    assert values["title"] == event.title
    event = EventPage.objects.get(pk=event.pk)
    assert (event.live, event.title) == (True, "Vigil at the town hall")
    assert draft_of(event).title == "New words"
    assert event.current_workflow_state is None


def test_what_editors_are_reading_is_left_alone():
    organization = make_organization()
    take_in(organization, imported())
    member = make_member(organization)
    edit_event(EventPage.objects.get(), member, kind="vigil")

    assert take_in(organization, later()) == {State.WAITING: 1}
    assert only_draft().start_time.hour == only_draft().end_time.hour - 2


def test_case_41_called_off_there_calls_nothing_off_here():
    organization = make_organization()
    take_in(organization, imported())

    assert take_in(organization, imported(status=CANCELLED)) == {State.CALLED_OFF: 1}
    assert EventPage.objects.count() == 1


def test_case_41_empty_feed_deletes_nothing():
    organization = make_organization()
    take_in(organization, imported())

    assert take_in(organization) == {}
    assert EventPage.objects.count() == 1


# --- Times and places ---


@pytest.mark.parametrize(
    ("fields", "zone"),
    [
        ({"timezone": "Europe/Kyiv"}, "Europe/Kyiv"),
        ({"timezone": "UTC", "location": "Vilnius, Lithuania"}, "Europe/Vilnius"),
        ({"timezone": "UTC", "location": ""}, "Europe/Paris"),
        ({"timezone": "", "location": ""}, "Europe/Paris"),
        ({"timezone": "Etc/GMT-1", "location": ""}, "Europe/Paris"),
    ],
)
def test_zone_is_the_events_its_towns_or_its_groups(fields, zone):
    organization = make_organization(country="FR")

    assert values_of(imported(**fields), organization)["timezone"] == zone


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"start": dt.date(2026, 12, 10), "end": dt.date(2026, 12, 13),
             "is_all_day": True},
            (dt.date(2026, 12, 10), None, dt.date(2026, 12, 12), None, True),
        ),
        (
            {"start": dt.date(2026, 12, 10), "end": dt.date(2026, 12, 11),
             "is_all_day": True},
            (dt.date(2026, 12, 10), None, None, None, True),
        ),
        (
            {"start": dt.date(2026, 12, 10), "end": None},
            (dt.date(2026, 12, 10), None, None, None, False),
        ),
        (
            {"start": dt.datetime.fromisoformat("2026-12-10T18:00"), "end": None},
            (dt.date(2026, 12, 10), dt.time(18), None, None, False),
        ),
        (
            {"start": dt.datetime.fromisoformat("2026-12-10T22:00"),
             "end": dt.datetime.fromisoformat("2026-12-11T01:00")},
            (dt.date(2026, 12, 10), dt.time(22), dt.date(2026, 12, 11), dt.time(1),
             False),
        ),
    ],
)  # fmt: skip
def test_when_is_filled_in_and_unknown_stays_unknown(fields, expected):
    values = values_of(imported(**fields), make_organization())

    names = ("starts_on", "start_time", "ends_on", "end_time", "is_all_day")
    assert tuple(values[name] for name in names) == expected


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("", {}),
        ("Bonn", {"city": "Bonn", "country": "DE"}),
        ("Somewhere nice", {"venue": "Somewhere nice"}),
        (
            "Münsterplatz, 53111 Bonn",
            {"venue": "Münsterplatz", "postal_code": "53111", "city": "Bonn",
             "country": "DE"},
        ),
        (
            "Community center, Main street 5, Vilnius, Lithuania",
            {"venue": "Community center", "street": "Main street 5",
             "city": "Vilnius", "country": "LT"},
        ),
        (
            "Rynek, 00-950 Warszawa, Polska",
            {"venue": "Rynek", "postal_code": "00-950", "city": "Warszawa",
             "country": "PL"},
        ),
    ],
)  # fmt: skip
def test_location_is_split_as_far_as_clear(location, place):
    assert place_of(location, "DE") == place


def test_address_in_place_of_a_place_is_online():
    values = values_of(
        imported(
            location="https://meet.example.org/a",
            online_url="https://meet.example.org/a",
        ),
        make_organization(),
    )

    assert values["attendance"] == "online"
    assert values["online_url"] == "https://meet.example.org/a"
    assert values["venue"] == ""


def test_template_row_fills_the_draft():
    octets = (CALENDARS / "template.csv").read_bytes()
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    row = read(octets, name="template.csv", at=at).events[0]

    values = values_of(row, make_organization())

    assert values["kind"] == "vigil"
    assert values["street"] == "Kaiserplatz 1"
    assert values["languages"] == ["de", "ru"]
    assert values["co_organizer_names"] == "Example Group\n Another Group"
    assert (values["start_time"], values["end_time"]) == (dt.time(18), dt.time(19, 30))


# --- Our own feed ---


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"end_time": dt.time(20)},
        {"start_time": None, "is_all_day": True, "ends_on": in_days(22)},
        {"timezone": "America/St_Johns", "city": "St. John's", "country": "CA"},
        {"starts_on": in_days(130), "end_time": dt.time(19)},
        {"starts_on": in_days(310), "end_time": dt.time(19)},
        {"cancelled": True},
    ],
)
def test_our_own_feed_comes_back_with_the_same_times(fields):
    make_event(**{"published": True, **fields})
    occurrence = Occurrence.objects.for_output().get()
    action = public_action(occurrence)
    octets = ical.single(action, organizer_address="no-reply@objectwar.example")

    (event,) = read(octets, at=timezone.now()).events

    start = occurrence.starts_at or occurrence.starts_on
    end = occurrence.ends_at
    if end is None and occurrence.starts_at:
        end = occurrence.starts_at + dt.timedelta(seconds=1)
    if occurrence.starts_at is None:
        end = (occurrence.ends_on or occurrence.starts_on) + dt.timedelta(days=1)
    assert (event.uid, as_text(event.start)) == (occurrence.uid, as_text(start))
    assert as_text(event.end) == as_text(end)
    assert event.status == action.status
