"""The queue's order, its filters, and when somebody should have looked."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from events.lifecycle import cancel_event
from events.recurrence import Repeats, Rule
from organizations.lifecycle import set_language
from screening.answers import answer_from_rule, stock_answer
from screening.differences import differences
from screening.follow_ups import note_follow_up
from screening.lifecycle import ask_second_opinion
from screening.models import Decision, EditorProfile, Policy
from screening.queue import counts_for, look_by, queue, unlooked
from tests.factories.actions import edit_event, in_days, make_event
from tests.factories.people import make_editor, make_member

CAME = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("starts_on", "hours"),
    [
        (None, 48),
        (dt.date(2026, 6, 1), 48),
        (dt.date(2026, 5, 5), 24),
        (dt.date(2026, 5, 2), 6),
        (dt.date(2026, 5, 1), 2),
    ],
)
def test_somebody_looks_sooner_where_the_action_is_near(starts_on, hours):
    assert look_by(CAME, starts_on) == CAME + dt.timedelta(hours=hours)


@pytest.mark.django_db
def test_series_is_due_by_its_next_date():
    make_event(
        title="Every week",
        starts_on=in_days(-10),
        recurrence_rule=Rule(repeats=Repeats.WEEKLY, count=5).as_rrule(in_days(-10)),
        awaiting_screening=True,
    )
    make_event(title="Once", starts_on=in_days(6), awaiting_screening=True)

    found = [(row["page"].title, row["starts_on"]) for row in queue(make_editor())]

    assert found == [("Every week", in_days(4)), ("Once", in_days(6))]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Bonn", "Köln", ([("Bonn", True)], [("Köln", True)])),
        ("a b", "a b", ([("a b", False)], [("a b", False)])),
        ("a b", "a c", ([("a ", False), ("b", True)], [("a ", False), ("c", True)])),
        ("", "a", ([], [("a", True)])),
    ],
)
def test_differences_are_told_by_words(before, after, expected):
    assert differences(before, after) == expected


@pytest.mark.django_db
def test_long_texts_are_compared_in_bounded_time():
    text = "word " * 20_000

    assert differences(text, "x" + text) == ([(text, True)], [("x" + text, True)])


@pytest.mark.django_db
def test_what_nobody_has_opened_is_escalated(client):
    event = make_event(awaiting_screening=True)
    TaskState.objects.update(started_at=timezone.now() - dt.timedelta(days=3))
    client.force_login(make_editor())
    assert "Nobody has looked yet" in client.get(reverse("screening_queue")).text
    assert len(unlooked()) == 1

    client.get(
        reverse("screen_submission", args=[event.current_workflow_task_state.pk])
    )

    assert "Nobody has looked yet" not in client.get(reverse("screening_queue")).text
    assert unlooked() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "others", "shown"),
    [
        (None, None, ["at", "de"]),
        (["DE"], None, ["at", "de"]),
        (["DE"], ["AT"], ["de"]),
        (None, ["AT"], ["de"]),
    ],
)
def test_countries_that_nobody_reads_are_everybodys(own, others, shown):
    editor = make_editor()
    for countries, user in ((own, editor), (others, make_editor())):
        if countries is not None:
            EditorProfile.objects.create(user=user, countries=countries)
    for country in ("DE", "AT"):
        make_event(title=country.lower(), country=country, awaiting_screening=True)

    rows = queue(editor, "reading")

    assert sorted(row["page"].title for row in rows) == shown


@pytest.mark.django_db
def test_stock_answer_is_sent_in_the_submitters_language(
    client, django_capture_on_commit_callbacks
):
    event = make_event(awaiting_screening=True)
    set_language(event.owner, "de")
    criterion = Policy.objects.current().criteria.first()
    task_state = event.current_workflow_task_state
    client.force_login(make_editor())
    form = {
        "outcome": "changes_requested",
        "criterion": criterion.pk,
        "revision": task_state.revision_id,
    }

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("screen_submission", args=[task_state.pk]), form)

    decision = Decision.objects.get()
    named = f"Unsere Regeln, Fassung 1, Kriterium 1. {criterion.titles['de']}"
    assert named in mail.outbox[-1].body
    assert "/de/policy/1/" in mail.outbox[-1].body
    assert decision.reason == answer_from_rule(criterion, "de")
    assert criterion.titles["de"] in decision.reason
    assert decision.criterion == criterion

    address = reverse("stock_answer", args=[criterion.pk])
    client.post(address, {"de": "Unsere Worte.", "en": "Our words."})
    assert stock_answer(criterion, "de") == "Unsere Worte."
    assert stock_answer(criterion, "fr") == "Our words."


@pytest.mark.django_db
def test_what_nobody_has_opened_is_mailed_once_to_everyone_without_a_part_in_it(
    django_capture_on_commit_callbacks,
):
    event = make_event(title="Vigil", awaiting_screening=True)
    make_member(event.organization, groups=["Editors"])
    free = [make_editor(language="de"), make_editor()]
    TaskState.objects.update(started_at=timezone.now() - dt.timedelta(days=3))

    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            call_command("send_digests", "--urgent", stdout=io.StringIO())

    assert {message.to[0]: message.subject for message in mail.outbox} == {
        free[0].email: "Bitte jetzt ansehen: Vigil",
        free[1].email: "Please look now: Vigil",
    }
    assert len(mail.outbox) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "country", "told"),
    [
        (1, "AT", ["austrian"]),
        (1, "DE", ["austrian", "everything"]),
        (5, "AT", []),
    ],
)
def test_what_begins_soon_is_mailed_at_once_to_those_who_read_it(
    days, country, told, django_capture_on_commit_callbacks
):
    people = {"austrian": make_editor(), "everything": make_editor()}
    EditorProfile.objects.create(user=people["austrian"], countries=["AT"])
    with django_capture_on_commit_callbacks(execute=True):
        event = make_event(
            country=country, starts_on=in_days(days), awaiting_screening=True
        )
        edit_event(event, event.owner, summary="Mended while it waits.")

    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        people[name].email for name in told
    )


@pytest.mark.django_db
def test_first_screen_and_menu_count_what_else_waits(client):
    first, second = make_editor(), make_editor()
    event = make_event(published=True, editor=first)
    cancel_event(event=event, user=event.owner)
    note_follow_up(kind="concern", page=event, category="other")
    waiting = make_event(awaiting_screening=True)
    task_state = waiting.current_workflow_task_state
    ask_second_opinion(
        task_state=task_state,
        user=first,
        revision_id=task_state.revision_id,
        note="",
    )
    client.force_login(second)

    page = client.get("/cms/")

    assert counts_for(second) == {
        "follow_ups": 1,
        "concerns": 1,
        "appeals": 0,
        "votes": 1,
        "disputed": 0,
    }
    for words in (
        "1 visitor's concern",
        "1 urgent change",
        "1 submission needs your vote",
        "Look afterwards (2)",
        "Screening (1)",
    ):
        assert words in page.text
    assert counts_for(first)["votes"] == 0
