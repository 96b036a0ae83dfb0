"""A group's calendar on a second loopback server: changed, withdrawn, broken."""

import datetime as dt
import functools
import io
import socket
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from events.fetching import fetch
from events.importers.base import plan_import, store
from events.importers.calendars import (
    accept_proposal,
    decline_proposal,
    keep_in_step,
    planned_of,
)
from events.importers.ics import read_ics
from events.importers.values import Reading
from events.lifecycle import cancel_event, change_dates
from events.models import CalendarSource, EventPage, Occurrence, Proposal
from events.recurrence import Change, ChangedDate, spans
from tests.factories.actions import decide_on, edit_event, in_days
from tests.factories.people import (
    make_coordinator,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db

ADDRESS = "http://calendar.example.org/actions.ics"
VIGIL = ("vigil-1", "Vigil", 20)
TALK = ("talk-1", "Talk", 30)


def calendar_of(*events, status="CONFIRMED"):
    return (
        "BEGIN:VCALENDAR\r\n"
        + "".join(
            f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\nSTATUS:{status}\r\n"
            f"DTSTART;TZID=Europe/Berlin:{in_days(days):%Y%m%d}T180000\r\n"
            "LOCATION:Market\\, 53111 Bonn\r\nEND:VEVENT\r\n"
            for uid, title, days in events
        )
        + "END:VCALENDAR\r\n"
    ).encode()


class Elsewhere:
    """A web server on the loopback that has one calendar; `status` and `asked`."""

    def __init__(self):
        self.body, self.status, self.asked = b"", 200, []
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                elsewhere.asked.append(self.headers.get("If-None-Match"))
                etag = f'"{hash(elsewhere.body)}"'
                is_known = self.headers.get("If-None-Match") == etag
                self.send_response(304 if is_known else elsewhere.status)
                self.send_header("Content-Type", "text/calendar")
                self.send_header("ETag", etag)
                body = b"" if is_known else elsewhere.body
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self.server.serve_forever,
            kwargs={"poll_interval": 0.01},
            daemon=True,
        ).start()

    def fetcher(self):
        """Return `fetch` whose resolver and opener lead here."""
        return functools.partial(
            fetch,
            resolver=lambda host, port: ["93.184.215.14"],
            opener=lambda address, port, seconds: socket.create_connection(
                self.server.server_address, timeout=seconds
            ),
        )


@pytest.fixture
def elsewhere():
    elsewhere = Elsewhere()
    yield elsewhere
    elsewhere.server.shutdown()
    elsewhere.server.server_close()


@pytest.fixture
def calendar():
    organization = make_organization()
    return CalendarSource.objects.create(organization=organization, url=ADDRESS)


@pytest.fixture
def member(calendar):
    return make_member(calendar.organization)


@pytest.fixture
def step(calendar, elsewhere):
    """Let the calendar say something, and keep in step with it."""

    def step(*events, body=None, status=200, **options):
        elsewhere.body = calendar_of(*events, **options) if body is None else body
        elsewhere.status = status
        keep_in_step(calendar, fetcher=elsewhere.fetcher())
        return proposals()

    return step


def weekly(*lines, title="Vigil"):
    """Return a calendar of five weekly dates, the first in 20 days."""
    lines = [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:weekly", f"SUMMARY:{title}",
        f"DTSTART;TZID=Europe/Berlin:{in_days(20):%Y%m%d}T180000",
        "RRULE:FREQ=WEEKLY;COUNT=5", "LOCATION:Market\\, 53111 Bonn", *lines,
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def without(days):
    return f"EXDATE;TZID=Europe/Berlin:{in_days(days):%Y%m%d}T180000"


def proposals():
    return [
        (proposal.kind, proposal.key.rsplit(":", 1)[1])
        for proposal in Proposal.objects.filter(state="open")
    ]


def accept(member, **options):
    """Accept all that is open."""
    for proposal in Proposal.objects.filter(state="open"):
        accept_proposal(proposal, user=member, **options)


def publish(event):
    decide_on(EventPage.objects.get(pk=event.pk), make_editor())
    return EventPage.objects.get(pk=event.pk)


def draft_of(event):
    return EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()


def test_new_dates_are_proposed_and_nothing_is_stored_by_itself(step):
    assert step(VIGIL, TALK) == [("new", "vigil-1"), ("new", "talk-1")]
    assert not EventPage.objects.exists()


def test_accepted_date_becomes_a_draft_or_goes_to_the_editors(step, member, calendar):
    step(VIGIL, TALK)
    first, second = Proposal.objects.all()

    draft = accept_proposal(first, user=member)
    sent = accept_proposal(second, user=member, send=True, kind="talk")

    assert (draft.current_workflow_state, draft.organization) == (
        None,
        calendar.organization,
    )
    assert EventPage.objects.get(pk=sent.pk).workflow_in_progress
    assert not Occurrence.objects.exists()
    assert step(VIGIL, TALK) == []


def test_what_lacks_something_is_not_sent_and_stays_open(step, member):
    step(VIGIL)

    with pytest.raises(ValidationError):
        accept(member, send=True)

    assert proposals() == [("new", "vigil-1")]
    assert not EventPage.objects.exists()


def test_declined_date_is_asked_again_only_once_it_has_changed(step, member):
    step(VIGIL)
    decline_proposal(Proposal.objects.get(), user=member)

    assert step(VIGIL) == []
    assert step(VIGIL, TALK) == [("new", "talk-1")]
    assert step(("vigil-1", "Vigil", 21), TALK) == [
        ("new", "vigil-1"),
        ("new", "talk-1"),
    ]


def test_change_there_is_proposed_with_its_difference(step, member):
    step(VIGIL)
    accept(member)
    event = EventPage.objects.get()

    assert step(("vigil-1", "Vigil", 21)) == [("changed", "vigil-1")]
    assert planned_of(Proposal.objects.get(state="open")).changes == ("starts_on",)
    assert draft_of(event).starts_on == in_days(20)
    accept(member)
    assert draft_of(event).starts_on == in_days(21)


def test_case_41_what_a_person_changed_here_is_not_overwritten(step, member):
    step(VIGIL)
    accept(member)
    event = EventPage.objects.get()
    edit_event(event, member, submit=False, kind="vigil", title="Our own title")

    assert step(("vigil-1", "Their new title", 20)) == []
    assert step(("vigil-1", "Their new title", 21)) == [("changed", "vigil-1")]
    accept(member)
    assert (draft_of(event).title, draft_of(event).starts_on) == (
        "Our own title",
        in_days(21),
    )


def test_declined_change_keeps_ours_for_good(step, member):
    step(VIGIL)
    accept(member)
    step(("vigil-1", "Vigil", 21))
    decline_proposal(Proposal.objects.get(state="open"), user=member)

    assert step(("vigil-1", "Vigil", 21)) == []
    assert step(body=calendar_of(("vigil-1", "Vigil", 21), TALK)) == [("new", "talk-1")]
    assert draft_of(EventPage.objects.get()).starts_on == in_days(20)


@pytest.mark.parametrize("how", ["withdrawn", "called off"])
def test_public_action_that_is_gone_there_is_called_off_once_confirmed(
    step, member, how
):
    step(VIGIL, TALK)
    first = Proposal.objects.first()
    event = publish(accept_proposal(first, user=member, send=True, kind="vigil"))

    if how == "withdrawn":
        found = step(TALK)
    else:
        found = step(body=calendar_of(VIGIL, status="CANCELLED"))
    asked = getattr(EventPage.objects.get(pk=event.pk), "cancellation", None)
    accept_proposal(Proposal.objects.get(kind="gone"), user=member)

    assert ("gone", "vigil-1") in found
    assert asked is None
    assert EventPage.objects.get(pk=event.pk).status == "CANCELLED"

    came_back = step(VIGIL, TALK)
    assert ("back", "vigil-1") in came_back
    # It goes again before anybody has answered, and is asked about once more.
    assert ("back", "vigil-1") not in step(body=calendar_of(VIGIL, status="CANCELLED"))
    assert step(VIGIL, TALK) == came_back
    decline_proposal(Proposal.objects.get(kind="back"), user=member)
    assert ("back", "vigil-1") not in step(VIGIL, TALK)
    step(body=calendar_of(VIGIL, status="CANCELLED"))
    assert ("back", "vigil-1") not in step(VIGIL, TALK)


def test_series_is_one_proposal_and_one_action(step, member):
    assert step(body=weekly(without(27))) == [("new", "weekly")]
    event = accept_proposal(Proposal.objects.get(), user=member)

    draft = draft_of(event)
    assert [span.starts_on for span in spans(draft.schedule)] == [
        in_days(days) for days in (20, 34, 41, 48)
    ]
    assert step(body=weekly(without(27))) == []
    assert step(body=weekly()) == [("changed", "weekly")]


def test_public_date_of_a_series_that_is_gone_there_is_called_off_once_confirmed(
    step, member
):
    step(body=weekly())
    event = publish(
        accept_proposal(Proposal.objects.get(), user=member, send=True, kind="vigil")
    )
    uids = set(Occurrence.objects.values_list("uid", flat=True))

    assert step(body=weekly(without(34))) == [("gone", f"weekly@{in_days(34)}")]
    assert step(body=weekly()) == []
    step(body=weekly(without(34)))
    accept(member)

    dates = Occurrence.objects.filter(event=event)
    assert [d.recurrence_id for d in dates if d.is_called_off] == [in_days(34)]
    assert {d.uid for d in dates} == uids
    assert step(body=weekly(without(34))) == []

    assert step(body=weekly()) == [("back", f"weekly@{in_days(34)}")]
    assert step(body=weekly(without(34))) == []
    assert step(body=weekly()) == [("back", f"weekly@{in_days(34)}")]
    accept(member)
    assert not any(d.is_called_off for d in Occurrence.objects.all())
    assert {d.sequence for d in Occurrence.objects.all()} == {0, 2}
    assert step(body=weekly()) == []


def test_action_that_its_group_called_off_by_itself_is_not_asked_about(step, member):
    step(VIGIL)
    event = publish(
        accept_proposal(Proposal.objects.get(), user=member, send=True, kind="vigil")
    )
    cancel_event(event=event, user=member)
    assert step(body=calendar_of(VIGIL, status="CONFIRMED")) == []


def test_called_off_action_takes_place_after_all_once_confirmed(step, member):
    step(VIGIL)
    event = publish(
        accept_proposal(Proposal.objects.get(), user=member, send=True, kind="vigil")
    )
    step(body=calendar_of(VIGIL, status="CANCELLED"))
    accept(member)
    assert step(VIGIL) == [("back", "vigil-1")]
    accept(member)
    assert step(VIGIL) == []
    assert EventPage.objects.get(pk=event.pk).status == "CONFIRMED"
    assert Occurrence.objects.get().sequence == 2


def test_case_41_date_that_a_person_moved_here_stays_moved(step, member):
    step(body=weekly())
    event = accept_proposal(Proposal.objects.get(), user=member)
    moved = ChangedDate(
        kind=Change.MOVED, date=in_days(27), starts_on=in_days(28), note="Market day"
    )
    change_dates(event=event, user=member, changes=[moved])

    assert step(body=weekly(without(34))) == []
    assert step(body=weekly(without(34), title="Silent vigil")) == [
        ("changed", "weekly")
    ]
    accept(member)
    draft = draft_of(event)
    assert draft.title == "Silent vigil"
    assert draft.schedule.changed_dates == (moved,)


def test_series_whose_dates_were_taken_in_before_stays_single_dates(
    step, member, calendar
):
    (first, *_others) = read_ics(weekly(), at=timezone.now()).events
    plan = plan_import(
        Reading(events=(replace(first, rhythm=""),)), calendar.organization
    )
    store(plan, calendar.organization, user=member)

    assert len(step(body=weekly())) == 4
    assert EventPage.objects.get().recurrence_rule == ""


def test_draft_that_is_gone_there_is_removed_once_confirmed(step, member):
    step(VIGIL, TALK)
    accept_proposal(Proposal.objects.first(), user=member)

    step(TALK)
    accept_proposal(Proposal.objects.get(kind="gone"), user=member)

    assert not EventPage.objects.exists()


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        ({"status": 404, "body": b"gone"}, "status"),
        ({"body": calendar_of()}, "empty"),
        ({"body": b"<html>Please log in</html>"}, "unreadable"),
        ({"body": calendar_of(VIGIL)[:-30]}, "unreadable"),
        ({"body": b"x" * 1_000_001}, "too_big"),
    ],
    ids=["not there", "empty", "a web page", "broken off", "too big"],
)
def test_case_41_empty_or_broken_calendar_changes_nothing_and_tells_after_three(
    step, member, calendar, failure, problem, django_capture_on_commit_callbacks
):
    coordinator = make_coordinator(calendar.organization, language="de")
    step(VIGIL, TALK)
    accept_proposal(Proposal.objects.first(), user=member)
    before = proposals()
    told = []

    for _time in range(4):
        with django_capture_on_commit_callbacks(execute=True):
            step(**failure)
        told.append(len(mail.outbox))

    assert proposals() == before == [("new", "talk-1")]
    assert (calendar.problem, calendar.failures) == (problem, 4)
    assert told == [0, 0, 1, 1]
    assert mail.outbox[0].to == [coordinator.email]
    assert ADDRESS in mail.outbox[0].body
    step(VIGIL, TALK)
    assert (calendar.problem, calendar.failures) == ("", 0)


def test_unchanged_calendar_is_not_sent_again(step, calendar, elsewhere):
    step(VIGIL)
    step(VIGIL)

    assert elsewhere.asked[0] is None
    assert elsewhere.asked[1] == calendar.etag
    assert calendar.problem == ""


def test_case_41_uid_that_equals_ours_is_a_strangers(step, member):
    step(VIGIL)
    event = publish(
        accept_proposal(Proposal.objects.get(), user=member, send=True, kind="vigil")
    )
    uid = Occurrence.objects.get(event=event).uid

    found = step(VIGIL, (uid, "Hostile", 20))

    assert found == [("new", uid)]
    assert EventPage.objects.get(pk=event.pk).title == "Vigil"


def test_case_38_at_most_five_hundred_dates_of_a_calendar(step):
    found = step(*[(f"u{number}", "Vigil", 20) for number in range(510)])

    assert len(found) == 500


def test_command_fetches_what_is_due_and_nothing_else(calendar, elsewhere):
    elsewhere.body = calendar_of(VIGIL)
    paused = CalendarSource.objects.create(
        organization=make_organization(), url=ADDRESS, is_paused=True
    )
    suspended = CalendarSource.objects.create(
        organization=make_organization(suspended=True), url=ADDRESS
    )
    lines = []

    for _time in range(2):
        out = io.StringIO()
        call_command("fetch_calendars", fetcher=elsewhere.fetcher(), stdout=out)
        lines.append(out.getvalue().strip())

    assert lines == ["Calendars: 1 fetched, 0 failed", "Calendars: 0 fetched, 0 failed"]
    for other in (paused, suspended):
        other.refresh_from_db()
        assert other.fetched_at is None
    CalendarSource.objects.update(fetched_at=timezone.now() - dt.timedelta(hours=5))
    assert CalendarSource.objects.due().get() == calendar


def test_calendar_that_breaks_the_command_keeps_no_other_from_being_read(
    calendar, elsewhere
):
    elsewhere.body = calendar_of(VIGIL)
    worse = CalendarSource.objects.create(
        organization=make_organization(), url="http://worse.example.org/a.ics"
    )
    CalendarSource.objects.filter(pk=calendar.pk).update(
        fetched_at=timezone.now() - dt.timedelta(hours=5)
    )

    def fetcher(url, **options):
        if url == worse.url:
            raise RuntimeError("unforeseen")
        return elsewhere.fetcher()(url, **options)

    with pytest.raises(CommandError, match="1 of them broke off"):
        call_command("fetch_calendars", fetcher=fetcher, stdout=io.StringIO())

    assert proposals() == [("new", "vigil-1")]
