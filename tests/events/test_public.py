"""What the public may know of an action, whatever asks."""

import datetime as dt

import pytest
from django.utils import translation

from events.lifecycle import answer_co_organizing, cancel_event
from events.models import EventPage, Occurrence
from events.public import Coordinates, PublicGroup, PublicPlace, public_action
from organizations.models import Suspension
from tests.factories.actions import decide_on, edit_event, in_days, make_event
from tests.factories.people import make_editor, make_organization

pytestmark = pytest.mark.django_db

ADDRESS = {
    "venue": "Café Frieden",
    "street": "Münsterplatz 4",
    "postal_code": "53111",
    "latitude": 50.7339174,
    "longitude": 7.0998134,
}


def public(event, **kwargs):
    (occurrence,) = Occurrence.objects.filter(event=event).for_output()
    return public_action(occurrence, **kwargs)


def told(place: PublicPlace):
    return (place.venue, place.street, place.postal_code, place.city, place.coordinates)


PRECISIONS = {
    "exact": (
        *("Café Frieden", "Münsterplatz 4", "53111", "Bonn"),
        Coordinates(latitude=50.733917, longitude=7.099813),
    ),
    "street": (
        *("", "Münsterplatz", "53111", "Bonn"),
        Coordinates(latitude=50.734, longitude=7.1),
    ),
    "district": (
        *("", "", "53111", "Bonn"),
        Coordinates(latitude=50.73, longitude=7.1),
    ),
    "town": (
        *("", "", "", "Bonn"),
        Coordinates(latitude=50.7344, longitude=7.0955),
    ),
    "on_request": ("", "", "", "Bonn", None),
}


@pytest.mark.parametrize("precision", PRECISIONS)
def test_place_is_told_as_exactly_as_the_group_allows(precision):
    event = make_event(published=True, location_precision=precision, **ADDRESS)

    assert told(public(event).place) == PRECISIONS[precision]


@pytest.mark.parametrize("precision", ["street", "district", "town", "on_request"])
def test_address_is_told_from_the_moment_the_group_chose(precision):
    moment = dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC)
    event = make_event(
        published=True, location_precision=precision, reveals_at=moment, **ADDRESS
    )

    before = public(event, at=moment - dt.timedelta(seconds=1))
    after = public(event, at=moment)

    assert told(before.place) == PRECISIONS[precision]
    assert told(after.place)[:4] == PRECISIONS["exact"][:4]
    # The pin was stored as coarse as it is: there is no finer one to tell.
    assert after.place.coordinates == PRECISIONS[precision][4]


def test_reveal_moves_the_last_change_for_calendar_programs():
    event = make_event(published=True, location_precision="town", **ADDRESS)
    changed_at = public(event).changed_at
    moment = changed_at + dt.timedelta(days=1)
    EventPage.objects.filter(pk=event.pk).update(reveals_at=moment)

    assert public(event, at=moment - dt.timedelta(1)).changed_at == changed_at
    assert public(event, at=moment).changed_at == moment


@pytest.mark.parametrize("precision", PRECISIONS)
def test_private_contact_is_never_told(precision):
    event = make_event(
        published=True,
        location_precision=precision,
        private_contact="Olena +380 44 000",
        contact="office@example.org",
    )

    action = public(event)

    assert "Olena" not in repr(action)
    assert action.contact == "office@example.org"


def test_online_action_tells_its_address_and_no_place():
    event = make_event(
        published=True, attendance="online", online_url="https://meet.example/x"
    )

    action = public(event)

    assert action.online_url == "https://meet.example/x"
    assert told(action.place) == ("", "", "", "", None)


def test_action_in_person_tells_no_address_to_join():
    event = make_event(published=True, online_url="https://meet.example/x")

    assert public(event).online_url == ""


def test_co_organizers_are_told_as_they_have_answered():
    accepted, declined, silent = (
        make_organization(name) for name in ("Accepted", "Declined", "Silent")
    )
    event = make_event(
        published=True, co_organizer_names="Accepted\nDeclined\nSilent\nA plain name"
    )
    rows = {row.name: row for row in event.co_organizers.all()}
    assert {name: row.organization for name, row in rows.items()} == {
        "Accepted": accepted,
        "Declined": declined,
        "Silent": silent,
        "A plain name": None,
    }

    answer_co_organizing(co_organizer=rows["Accepted"], accept=True)
    answer_co_organizing(co_organizer=rows["Declined"], accept=False)

    assert public(event).co_organizers == (
        PublicGroup(
            name="Accepted",
            slug=accepted.slug,
            url=f"https://objectwar.example/en/organizations/{accepted.slug}/",
        ),
        PublicGroup(name="Silent"),
        PublicGroup(name="A plain name"),
    )


def test_co_organizer_that_declined_is_found_by_no_search():
    make_organization("Declined")
    event = make_event(published=True, co_organizer_names="Declined")
    answer_co_organizing(co_organizer=event.co_organizers.get(), accept=False)

    assert "declined" not in Occurrence.objects.get().search_text


def test_co_organizer_that_declined_stays_away_after_the_next_approval():
    make_organization("Declined")
    event = make_event(published=True, co_organizer_names="Declined")
    answer_co_organizing(co_organizer=event.co_organizers.get(), accept=False)

    decide_on(edit_event(event, event.owner, title="New title"), make_editor())

    assert public(event).title == "New title"
    assert public(event).co_organizers == ()


@pytest.mark.parametrize("what", ["withdrawn", "suspended"])
def test_accepted_co_organizer_that_is_gone_is_a_plain_name(what):
    other = make_organization("Other group")
    event = make_event(published=True, co_organizer_names="Other group")
    answer_co_organizing(co_organizer=event.co_organizers.get(), accept=True)

    if what == "withdrawn":
        other.unpublish()
    else:
        Suspension.objects.create(organization=other, reason="test")

    assert public(event).co_organizers == (PublicGroup(name="Other group"),)


def test_times_are_told_on_the_clock_of_the_place():
    event = make_event(
        published=True,
        starts_on=dt.date(2026, 12, 10),
        start_time=dt.time(18),
        end_time=dt.time(20),
        timezone="Asia/Tbilisi",
    )

    action = public(event)

    assert action.starts_at.isoformat() == "2026-12-10T18:00:00+04:00"
    assert action.ends_at.isoformat() == "2026-12-10T20:00:00+04:00"
    assert action.timezone == str(action.starts_at.tzinfo) == "Asia/Tbilisi"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"start_time": None}, (True, False, False)),
        ({"start_time": None, "is_all_day": True}, (False, True, False)),
        ({"start_time": dt.time(18)}, (False, False, False)),
        ({"start_time": dt.time(18), "ends_on": in_days(22)}, (False, False, True)),
        ({"start_time": None, "ends_on": in_days(20)}, (True, False, False)),
    ],
)
def test_unknown_hours_stay_unknown(said, expected):
    action = public(make_event(published=True, **said))

    assert (
        action.is_time_to_be_announced,
        action.is_all_day,
        action.is_several_days,
    ) == expected
    assert action.ends_at is None


def test_called_off_action_says_so_with_its_note():
    event = make_event(published=True)
    cancel_event(event=event, user=event.owner, note="Storm\x00 warning")

    action = public(event)

    assert (action.is_cancelled, action.status_note) == (True, "Storm warning")


def test_action_is_told_in_the_language_of_the_reader():
    event = make_event(published=True, city="Київ", country="UA")

    told = {}
    for language in ("en", "uk"):
        with translation.override(language):
            action = public(event)
        told[language] = (action.place.country_name, action.url)

    assert told == {
        "en": ("Ukraine", f"https://objectwar.example/en/actions/{event.slug}/"),
        "uk": ("Україна", f"https://objectwar.example/uk/actions/{event.slug}/"),
    }
