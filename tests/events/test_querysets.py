"""What is public, and what is over."""

import datetime as dt

import pytest

from events.lifecycle import take_back_submission
from events.models import ActionPeriod, EventPage, Occurrence
from events.public import public_action
from organizations.models import Suspension
from tests.factories.actions import edit_event, in_days, make_event, make_period
from tests.factories.people import make_member, make_organization

pytestmark = pytest.mark.django_db

STATES = {
    "draft": ({}, False),
    "awaiting screening": ({"awaiting_screening": True}, False),
    "changes asked for": ({"changes_requested": True}, False),
    "rejected": ({"rejected": True}, False),
    "approved": ({"published": True}, True),
    "called off": ({"cancelled": True}, True),
}


@pytest.mark.parametrize("name", STATES)
def test_published_for_every_state(name):
    traits, is_public = STATES[name]

    event = make_event(**traits)

    assert list(EventPage.objects.published()) == [event] * is_public
    assert Occurrence.objects.published().count() == is_public


@pytest.mark.parametrize("outcome", ["submit", "draft"])
def test_published_while_an_edit_waits(outcome):
    event = make_event(published=True)

    edit_event(event, event.owner, title="New title", submit=outcome == "submit")

    assert [e.title for e in EventPage.objects.published()] == [
        "Vigil at the town hall"
    ]


def test_published_is_silent_about_a_suspended_organization():
    event = make_event(published=True)
    suspension = Suspension.objects.create(
        organization=event.organization, reason="test"
    )

    assert not EventPage.objects.published().exists()
    assert not Occurrence.objects.published().exists()

    suspension.delete()
    assert Occurrence.objects.published().count() == 1


def test_published_is_silent_about_a_withdrawn_action():
    event = make_event(published=True)

    event.unpublish()

    assert not EventPage.objects.published().exists()
    assert not Occurrence.objects.published().exists()


def test_submission_taken_back_is_not_public():
    event = make_event(awaiting_screening=True)

    take_back_submission(event=event, user=event.owner)

    assert not EventPage.objects.published().exists()


@pytest.mark.parametrize(
    ("zone", "last_minute"),
    [
        ("Pacific/Kiritimati", "2026-12-10 09:59"),
        ("Asia/Tbilisi", "2026-12-10 19:59"),
        ("Europe/Berlin", "2026-12-10 22:59"),
        ("Pacific/Pago_Pago", "2026-12-11 10:59"),
    ],
)
def test_case_68_an_action_is_past_when_its_day_is_over_at_its_place(zone, last_minute):
    make_event(
        published=True,
        starts_on=dt.date(2026, 12, 10),
        start_time=dt.time(0),
        timezone=zone,
    )
    before = dt.datetime.fromisoformat(last_minute).replace(tzinfo=dt.UTC)
    after = before + dt.timedelta(minutes=1)
    rows = Occurrence.objects.all()

    assert (rows.upcoming(before).count(), rows.past(before).count()) == (1, 0)
    assert (rows.upcoming(after).count(), rows.past(after).count()) == (0, 1)


def test_in_order_files_by_moment_not_by_wall_clock():
    organization = make_organization()
    user = make_member(organization)
    times = [
        ("New York", "America/New_York", dt.time(9)),
        ("Seoul", "Asia/Seoul", dt.time(20)),
        ("Bonn", "Europe/Berlin", None),
        ("Berlin", "Europe/Berlin", dt.time(13)),
    ]
    for city, zone, time in times:
        make_event(
            organization=organization,
            user=user,
            published=True,
            city=city,
            timezone=zone,
            start_time=time,
        )

    cities = [row.event.city for row in Occurrence.objects.in_order()]
    assert cities == ["Bonn", "Seoul", "Berlin", "New York"]


def test_for_output_needs_the_same_queries_for_one_and_for_three(
    django_assert_num_queries,
):
    def read():
        return [public_action(row) for row in Occurrence.objects.for_output()]

    make_event(published=True, co_organizer_names="A\nB")
    with django_assert_num_queries(2):
        read()
    make_event(published=True, co_organizer_names="A\nC")
    make_event(published=True, co_organizer_names="D")
    with django_assert_num_queries(2):
        assert len(read()) == 3


@pytest.mark.parametrize(
    ("day", "slug"),
    [(0, "soon"), (10, "soon"), (24, "soon"), (25, "later"), (80, None)],
)
def test_current_or_next_period(day, slug):
    make_period("soon", starts=10, length=14)
    make_period("later", starts=50, length=14)

    period = ActionPeriod.objects.current_or_next(on=in_days(day))

    assert (period and period.slug) == slug


# --- The column for counting says the same --------------------------------------------


def suspend(event):
    Suspension.objects.create(organization=event.organization, reason="test")


def end_suspension(event):
    suspend(event)
    Suspension.objects.get(organization=event.organization).delete()


def bring_back(event):
    event.unpublish()
    event.get_latest_revision().publish()


TRANSITIONS = {
    "nothing": lambda event: None,
    "withdrawn": lambda event: event.unpublish(),
    "brought back": bring_back,
    "deleted": lambda event: event.delete(),
    "edited": lambda event: edit_event(event, event.owner, title="Anew"),
    "organization suspended": suspend,
    "suspension ended": end_suspension,
    "organization withdrawn": lambda event: event.organization.unpublish(),
}


@pytest.mark.parametrize("transition", TRANSITIONS)
@pytest.mark.parametrize("traits", [{"published": True}, {"cancelled": True}, {}])
def test_counted_is_published_after_every_transition(transition, traits):
    make_event(published=True, title="Another group's")
    event = make_event(**traits)

    if event.live or transition != "brought back":
        TRANSITIONS[transition](event)

    def numbers(occurrences):
        return set(occurrences.values_list("uid", flat=True))

    occurrences = Occurrence.objects.all()
    assert numbers(occurrences.counted()) == numbers(occurrences.published())
