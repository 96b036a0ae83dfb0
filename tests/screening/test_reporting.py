"""Counts for everyone, numbers for editors, the record, and the day's mail."""

import csv
import datetime as dt
import io

import pytest
from django.core import mail
from django.core.management import call_command

from screening.choices import ConcernCategory, FollowUpKind, Outcome
from screening.follow_ups import note_follow_up
from screening.lifecycle import decide
from screening.models import Appeal, Decision, WatchlistEntry
from screening.policies import seed_policy
from screening.reporting import (
    Quarter,
    alarms,
    minutes_by_week,
    quarters,
    report_on_quarter,
    told_parts,
    was_false,
)
from tests.factories.actions import make_event
from tests.factories.people import make_editor, make_member, make_organization

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)


def decided(outcome, count, **fields):
    for _n in range(count):
        Decision.objects.create(
            title="=1+1",
            organization_name="Group",
            outcome=outcome,
            reason="" if outcome == Outcome.APPROVED else "Why",
            submitted_at=NOW - dt.timedelta(hours=6),
            decided_at=NOW,
            **fields,
        )


@pytest.mark.parametrize(
    ("parts", "total_is_told", "shown"),
    [
        ([], True, []),
        ([0, 7], True, [0, 7]),
        ([4], True, [None]),
        ([4, 9, 6], True, [None, 9, None]),
        ([4, 9, 6], False, [None, 9, 6]),
        ([3, 2, 8], True, [None, None, 8]),
    ],
)
def test_small_counts_are_not_told_nor_to_be_worked_out(parts, total_is_told, shown):
    assert told_parts(parts, total_is_told=total_is_told) == shown


@pytest.mark.django_db
def test_report_counts_a_quarter():
    criteria = list(seed_policy().criteria.all())
    decided(Outcome.APPROVED, 6)
    decided(Outcome.CHANGES_REQUESTED, 4)
    decided(Outcome.REJECTED, 5, criterion=criteria[0])
    decided(Outcome.REJECTED, 2, criterion=criteria[1])

    report = report_on_quarter(Quarter(2026, 2))

    assert (report.approved, report.changes_requested, report.rejected) == (6, None, 7)
    assert [count for _c, count in report.by_criterion] == [None, None]
    assert report.median_hours == 6
    assert report_on_quarter(Quarter(2026, 3)).approved == 0
    assert quarters(dt.date(2026, 8, 1)) == [Quarter(2026, 3), Quarter(2026, 2)]


@pytest.mark.parametrize(
    ("outcome", "grounds", "agreed_by", "is_false"),
    [
        (Outcome.APPROVED, "namesake", None, True),
        (Outcome.APPROVED, "", None, True),  # judged before
        (Outcome.APPROVED, "", 7, False),  # two, in spite of it
        (Outcome.APPROVED, "mention", None, False),
        (Outcome.REJECTED, "", 7, False),
        (Outcome.CHANGES_REQUESTED, "", None, False),
    ],
)
def test_which_alerts_were_false(outcome, grounds, agreed_by, is_false):
    decision = Decision(outcome=outcome, grounds=grounds, agreed_by_id=agreed_by)

    assert was_false(decision) == is_false


@pytest.mark.django_db
def test_alerts_are_counted_by_entry_and_method():
    WatchlistEntry.objects.create(
        status="active",
        name="Железный Воробей",
        language="ru",
        reason="Invented for tests.",
        source_title="Nobody",
        source_url="https://example.org/",
    )
    outcomes = {"Zheleznyy Vorobey": "namesake", "Железный Воробей": "mention"}
    for title, grounds in outcomes.items():
        event = make_event(title=f"With {title}", awaiting_screening=True)
        state = event.current_workflow_task_state
        decide(
            task_state=state,
            user=make_editor(),
            outcome=Outcome.APPROVED,
            grounds=grounds,
            reason="",
            revision_id=state.revision_id,
        )

    by_entry, by_method = alarms()

    assert by_entry == [("Железный Воробей", 2, 1)]
    assert sorted(by_method) == [("equal", 1, 0), ("transliteration", 1, 1)]


@pytest.mark.django_db
def test_minutes_are_counted_from_opening():
    decided(Outcome.APPROVED, 1, opened_at=NOW - dt.timedelta(minutes=1))
    decided(Outcome.APPROVED, 1, opened_at=NOW - dt.timedelta(minutes=4))
    decided(Outcome.APPROVED, 1)

    assert minutes_by_week(NOW)[-1] == (dt.date(2026, 5, 18), 2, 2.5)


@pytest.mark.django_db
def test_report_counts_appeals():
    decided(Outcome.REJECTED, 6)
    for number, decision in enumerate(Decision.objects.all()):
        Appeal.objects.create(
            decision=decision,
            text="Why?",
            made_at=NOW,
            decide_by=NOW.date(),
            is_granted=number == 0,
        )

    report = report_on_quarter(Quarter(2026, 2))

    assert (report.appeals, report.appeals_granted) == (6, None)


@pytest.mark.django_db
def test_report_page_names_nobody(client):
    event = make_event(title="Vigil", published=True)
    page = client.get("/uk/screening-report/")

    assert page.status_code == 200
    assert page.cookies == {}
    assert "Vigil" not in page.text
    assert event.organization.title not in page.text


@pytest.mark.django_db
def test_case_44_record_holds_every_decision_and_no_formula(client):
    decided(Outcome.REJECTED, 2)
    first = Decision.objects.order_by("pk").first()
    Appeal.objects.create(
        decision=first, text="Why?", made_at=NOW, decide_by=NOW.date()
    )
    client.force_login(make_editor())

    rows = list(
        csv.DictReader(io.StringIO(client.get("/cms/numbers/decisions.csv").text))
    )
    assert [row["title"] for row in rows] == ["'=1+1", "'=1+1"]
    assert [row["appealed_at"][:10] for row in rows] == ["2026-05-20", ""]
    assert len(client.get("/cms/numbers/decisions.json").json()["decisions"]) == 2
    assert client.get("/cms/numbers/").status_code == 200


@pytest.mark.django_db
def test_digest_is_one_mail_in_the_readers_language_without_ones_own(
    django_capture_on_commit_callbacks,
):
    organization = make_organization()
    make_event(title="Vigil", organization=organization, awaiting_screening=True)
    make_event(title="March", organization=organization, awaiting_screening=True)
    make_editor(language="de")
    own = make_member(organization, groups=["Editors"])
    with django_capture_on_commit_callbacks(execute=True):
        call_command("send_digests", stdout=io.StringIO())

    (digest,) = mail.outbox
    assert digest.subject == "2 Einreichungen warten"
    assert "Vigil" in digest.body
    assert own.email not in digest.to


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("category", "mails"), [(ConcernCategory.DANGER, 1), (ConcernCategory.FALSE, 0)]
)
def test_what_is_urgent_is_told_at_once(
    category, mails, django_capture_on_commit_callbacks
):
    event = make_event(published=True, editor=make_editor())
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        note_follow_up(kind=FollowUpKind.CONCERN, page=event, category=category)

    assert len(mail.outbox) == mails
