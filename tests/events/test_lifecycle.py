"""What follows from what: UID and SEQUENCE, waiting edits, calling off, copies."""

import datetime as dt
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import tzdata
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState

from events.apps import keep_moments
from events.lifecycle import (
    cancel_event,
    duplicate_event,
    event_cancelled,
    follow_zone_data,
    refresh_occurrences,
    reinstate_event,
    submit_event,
    submit_for_screening,
    take_back_submission,
)
from events.models import Cancellation, EventPage, Occurrence, PublicState
from events.recurrence import Repeats, Rule
from organizations.models import Suspension
from tests.factories.actions import decide_on, edit_event, in_days, make_event
from tests.factories.people import (
    make_editor,
    make_member,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db

PIN = {"latitude": 50.7339174, "longitude": 7.0998134}


def fresh(event) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def row_of(event) -> Occurrence:
    return Occurrence.objects.get(event=event)


def approve_edit(event, **changes) -> EventPage:
    edited = edit_event(event, event.owner, **changes)
    decide_on(edited, make_editor())
    return fresh(event)


# --- UID and SEQUENCE (RFC 5545 §3.8.4.7, §3.8.7.4) ---


def test_first_publication_has_sequence_zero_and_a_uid_of_our_host(settings):
    event = make_event(published=True)

    occurrence = row_of(event)

    assert occurrence.uid == f"event-{event.uid}@{settings.UID_DOMAIN}"
    assert occurrence.sequence == 0
    assert occurrence.created_at == occurrence.changed_at


@pytest.mark.parametrize(
    ("changes", "raised"),
    [
        ({}, 0),
        ({"title": "Vigil at the town hall!"}, 0),
        ({"summary": "In short"}, 0),
        ({"description": "<p>More</p>"}, 0),
        ({"contact": "office@example.org"}, 0),
        ({"private_contact": "Olena"}, 0),
        ({"languages": ["uk"]}, 0),
        ({"kind": "rally"}, 0),
        ({"starts_on": in_days(21)}, 1),
        ({"start_time": dt.time(19)}, 1),
        ({"start_time": None}, 1),
        ({"start_time": None, "is_all_day": True}, 1),
        ({"end_time": dt.time(20)}, 1),
        ({"ends_on": in_days(22)}, 1),
        ({"timezone": "Europe/London"}, 1),
        ({"venue": "Market"}, 1),
        ({"street": "Markt 1"}, 1),
        ({"city": "Köln"}, 1),
        ({"country": "AT"}, 1),
        (PIN, 1),
        ({"attendance": "online", "online_url": "https://meet.example/"}, 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else None,
)
def test_sequence_rises_with_time_and_place_and_not_with_words(changes, raised):
    event = make_event(published=True)
    before = row_of(event)

    approve_edit(event, **changes)

    after = row_of(event)
    assert (after.pk, after.uid) == (before.pk, before.uid)
    assert after.sequence == raised


def test_case_68_coming_dates_keep_their_hour_when_zone_data_change():
    there = {"timezone": "Africa/Casablanca", "city": "Rabat", "country": "MA"}
    rule = Rule(repeats=Repeats.WEEKLY, count=3).as_rrule(in_days(20))
    series = make_event(published=True, recurrence_rule=rule, **there)
    all_day = make_event(published=True, start_time=None, is_all_day=True, **there)
    elsewhere = make_event(published=True)
    before = {row.pk: row for row in Occurrence.objects.all()}

    def new_law(name):
        is_there = name == there["timezone"]
        return dt.timezone(dt.timedelta(hours=5)) if is_there else ZoneInfo(name)

    assert follow_zone_data() == 0
    assert follow_zone_data(zone_of=new_law) == 4
    assert follow_zone_data(zone_of=new_law) == 0

    for row in Occurrence.objects.all():
        has_moved = row.event_id == series.pk
        assert row.sequence == (1 if has_moved else 0)
        assert (row.changed_at > before[row.pk].changed_at) is has_moved
        if has_moved:
            assert row.starts_at.time() == dt.time(13)
    assert row_of(all_day).orders_at.time() == dt.time(19)
    assert row_of(elsewhere).orders_at == before[row_of(elsewhere).pk].orders_at


def test_case_68_migrate_follows_new_zone_data_once():
    event = make_event(published=True)
    true = row_of(event).starts_at
    Occurrence.objects.update(starts_at=true + dt.timedelta(hours=1))
    PublicState.objects.update(zone_data="2024a")

    said = StringIO()
    for _time in range(2):
        keep_moments(None, verbosity=1, stdout=said)

    assert (
        said.getvalue() == f"Zone data {tzdata.IANA_VERSION}: 1 coming dates moved.\n"
    )
    assert row_of(event).starts_at == true


@pytest.mark.parametrize(
    ("changes", "moves"),
    [
        ({}, False),
        ({"private_contact": "Olena"}, False),
        ({"title": "Another title"}, True),
        ({"summary": "In short"}, True),
        ({"co_organizer_names": "A group"}, True),
        ({"starts_on": in_days(21)}, True),
    ],
)
def test_changed_at_moves_with_everything_that_readers_see(changes, moves):
    event = make_event(published=True)
    before = row_of(event).changed_at

    approve_edit(event, **changes)

    after = row_of(event)
    assert (after.changed_at > before) is moves
    assert after.created_at <= before


def test_sequence_counts_every_approved_move():
    event = make_event(published=True)

    for day in (21, 22, 21):
        event = approve_edit(event, starts_on=in_days(day))

    assert row_of(event).sequence == 3


def test_case_43_calling_off_and_reinstating_raise_sequence_and_keep_the_uid():
    event = make_event(published=True)
    uid = row_of(event).uid

    seen = []
    for change in (cancel_event, cancel_event, reinstate_event, reinstate_event):
        change(event=fresh(event), user=event.owner)
        occurrence = row_of(event)
        seen.append((occurrence.uid, occurrence.sequence))

    assert seen == [(uid, 1), (uid, 1), (uid, 2), (uid, 2)]


def test_refresh_changes_nothing_where_nothing_changed():
    event = make_event(published=True)
    before = Occurrence.objects.values().get(event=event)

    refresh_occurrences(event)

    assert Occurrence.objects.values().get(event=event) == before


def test_withdrawn_action_comes_back_with_its_uid_and_sequence():
    event = approve_edit(make_event(published=True), starts_on=in_days(30))
    before = row_of(event)

    event.unpublish()
    assert list(Occurrence.objects.published()) == []

    submit_for_screening(event=fresh(event), user=event.owner)
    decide_on(fresh(event), make_editor())

    after = Occurrence.objects.published().get()
    assert (after.uid, after.sequence) == (before.uid, before.sequence)
    assert after.created_at == before.created_at


def test_withdrawn_action_that_comes_back_on_another_day_has_a_higher_sequence():
    event = make_event(published=True)
    event.unpublish()

    approve_edit(fresh(event), starts_on=in_days(40))

    assert Occurrence.objects.published().get().sequence == 1


# --- The approved version stays ---


def test_case_04_the_approved_version_stays_while_an_edit_waits():
    event = make_event(published=True, **PIN)
    before = EventPage.objects.filter(pk=event.pk).values().get()
    row_before = Occurrence.objects.values().get()

    waiting = edit_event(
        event,
        event.owner,
        title="A new title",
        description="<p>Another text</p>",
        website="https://elsewhere.example",
        co_organizer_names="Somebody",
    )

    after = EventPage.objects.filter(pk=event.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    # Wagtail's own notes of the draft are all that moves.
    assert changed <= {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_id",
        "latest_revision_created_at",
    }
    assert Occurrence.objects.values().get() == row_before

    decide_on(waiting, make_editor())

    assert fresh(event).title == "A new title"


def test_edit_that_waits_is_renewed_by_the_next_edit():
    event = make_event(awaiting_screening=True)
    state = event.current_workflow_state

    edited = edit_event(event, event.owner, title="Better title")

    task_state = edited.current_workflow_task_state
    assert edited.current_workflow_state == state
    assert task_state.revision_id == edited.latest_revision_id
    assert TaskState.objects.filter(workflow_state=state).count() == 1
    assert task_state.screening_runs.first().revision_id == edited.latest_revision_id


def test_submission_with_something_missing_is_refused_and_stays_a_draft():
    event = make_event(starts_on=None)

    with pytest.raises(ValidationError) as caught:
        submit_for_screening(event=event, user=event.owner)

    assert set(caught.value.message_dict) == {"starts_on"}
    assert fresh(event).current_workflow_state is None


def test_submit_event_stores_and_sends_it():
    organization = make_organization()
    user = make_member(organization)
    event = EventPage(
        title="Vigil", kind="vigil", starts_on=in_days(20), city="Bonn", country="DE"
    )

    submit_event(event=event, organization=organization, user=user)

    stored = EventPage.objects.get(organization=organization)
    assert (stored.live, stored.owner) == (False, user)
    assert stored.workflow_in_progress


@pytest.mark.django_db(transaction=False)
def test_submit_event_stores_nothing_if_it_is_wrong():
    organization = make_organization()
    event = EventPage(title="Vigil", kind="vigil", starts_on=in_days(20))

    with pytest.raises(ValidationError):
        submit_event(
            event=event, organization=organization, user=make_member(organization)
        )

    assert not EventPage.objects.exists()
    organization.refresh_from_db()
    assert organization.numchild == 0


def test_submit_event_for_another_organization_is_refused():
    stranger = make_member(make_organization())
    event = EventPage(title="Vigil", kind="vigil", starts_on=in_days(20))

    with pytest.raises(PermissionDenied):
        submit_event(event=event, organization=make_organization(), user=stranger)

    assert not EventPage.objects.exists()


# --- Calling off ---


def test_calling_off_takes_effect_while_an_edit_waits_and_outlives_its_approval():
    event = make_event(published=True)
    waiting = edit_event(event, event.owner, title="A new title")

    cancel_event(event=waiting, user=event.owner)

    assert (fresh(event).title, fresh(event).status) == (
        "Vigil at the town hall",
        "CANCELLED",
    )
    assert row_of(event).sequence == 1

    decide_on(fresh(event), make_editor())

    assert (fresh(event).title, fresh(event).status) == ("A new title", "CANCELLED")
    assert row_of(event).sequence == 1


def test_calling_off_publishes_nothing_of_the_draft():
    event = make_event(published=True)
    edit_event(event, event.owner, submit=False, city="Köln")

    cancel_event(event=fresh(event), user=event.owner)

    assert (fresh(event).city, fresh(event).has_unpublished_changes) == ("Bonn", True)


def test_calling_off_twice_keeps_the_first_note():
    event = make_event(published=True)
    other = make_member(event.organization)

    cancel_event(event=event, user=event.owner, note=" Storm\x00 ")
    cancel_event(event=fresh(event), user=other, note="Another")

    cancellation = Cancellation.objects.get()
    assert (cancellation.note, cancellation.cancelled_by) == ("Storm", event.owner)


def test_calling_off_is_told_once_and_logged():
    event = make_event(published=True)
    told = []

    def listen(sender, event, user, **kwargs):
        told.append((event, user))

    event_cancelled.connect(listen)
    try:
        cancel_event(event=event, user=event.owner)
        cancel_event(event=fresh(event), user=event.owner)
    finally:
        event_cancelled.disconnect(listen)

    assert told == [(event, event.owner)]
    entry = PageLogEntry.objects.get(action="events.cancel")
    assert (entry.page_id, entry.user) == (event.pk, event.owner)


@pytest.mark.parametrize(
    "traits", [{}, {"awaiting_screening": True}, {"changes_requested": True}]
)
@pytest.mark.parametrize("change", [cancel_event, reinstate_event])
def test_calling_off_what_is_not_public_is_refused(change, traits):
    event = make_event(**traits)

    with pytest.raises(PermissionDenied):
        change(event=event, user=event.owner)

    assert not Cancellation.objects.exists()


def strangers(event):
    suspended = make_organization(suspended=True)
    return {
        "nobody": make_user(),
        "another group": make_member(make_organization()),
        "editor": make_editor(),
        "suspended": make_member(suspended),
    }


@pytest.mark.parametrize("who", ["nobody", "another group", "editor", "suspended"])
@pytest.mark.parametrize(
    "change", [cancel_event, reinstate_event, duplicate_event, take_back_submission]
)
def test_strangers_change_nothing(change, who):
    event = make_event(published=True)

    with pytest.raises(PermissionDenied):
        change(event=event, user=strangers(event)[who])

    assert EventPage.objects.count() == 1
    assert not Cancellation.objects.exists()


def test_member_of_an_organization_that_was_suspended_changes_nothing():
    event = make_event(published=True)
    Suspension.objects.create(organization=event.organization, reason="test")

    with pytest.raises(PermissionDenied):
        cancel_event(event=event, user=type(event.owner).objects.get(pk=event.owner.pk))


# --- Copies, and taking back ---


def test_duplicate_has_texts_place_and_hours_and_no_day():
    event = make_event(
        published=True,
        summary="In short",
        end_time=dt.time(20),
        ends_on=in_days(20),
        venue="Market",
        languages=["uk", "de"],
        co_organizer_names="A group",
        **PIN,
    )

    draft = fresh(duplicate_event(event=event, user=event.owner))

    names = (
        *("title", "summary", "kind", "start_time", "end_time", "timezone", "venue"),
        *("city", "country", "latitude", "longitude", "languages"),
        *("co_organizer_names", "organization"),
    )
    assert {n: getattr(draft, n) for n in names} == {
        n: getattr(event, n) for n in names
    }
    assert (draft.starts_on, draft.ends_on, draft.period) == (None, None, None)
    assert (draft.live, draft.status, draft.current_workflow_state) == (
        False,
        "CONFIRMED",
        None,
    )
    assert draft.uid != event.uid
    assert draft.slug != event.slug


def test_duplicate_of_a_called_off_action_takes_place():
    event = make_event(cancelled=True)

    draft = duplicate_event(event=event, user=event.owner)
    draft = approve_edit(draft, starts_on=in_days(50))

    assert (draft.live, draft.status) == (True, "CONFIRMED")
    assert row_of(draft).sequence == 0


def test_taking_back_makes_it_a_draft_that_can_be_sent_again():
    event = make_event(awaiting_screening=True)

    take_back_submission(event=event, user=event.owner)

    assert fresh(event).current_workflow_state is None
    submit_for_screening(event=fresh(event), user=event.owner)
    assert fresh(event).workflow_in_progress


def test_taking_back_an_edit_leaves_the_public_version():
    event = make_event(published=True)
    waiting = edit_event(event, event.owner, title="A new title")

    take_back_submission(event=waiting, user=event.owner)

    assert (fresh(event).live, fresh(event).title) == (True, "Vigil at the town hall")
    assert Occurrence.objects.published().count() == 1


@pytest.mark.parametrize("traits", [{}, {"published": True}, {"rejected": True}])
def test_taking_back_what_does_not_wait_changes_nothing(traits):
    event = make_event(**traits)
    before = event.live, list(event.workflow_states.values_list("status", flat=True))

    take_back_submission(event=event, user=event.owner)

    event = fresh(event)
    assert before == (
        event.live,
        list(event.workflow_states.values_list("status", flat=True)),
    )


def test_moment_of_publication_is_now():
    before = timezone.now()

    occurrence = row_of(make_event(published=True))

    assert before <= occurrence.created_at <= timezone.now()
