import csv
import datetime as dt
import json
import stat
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from mailer.models import Message
from wagtail.models import Page, Revision

from events.choices import EventKind, LocationPrecision
from events.models import ActionPeriod, EventPage, EventSource, Occurrence
from objectwar.demo import accounts, examples
from objectwar.demo.actions import load_actions, load_periods
from objectwar.demo.ledger import remembered_keys
from organizations.choices import Role
from organizations.models import Membership, OrganizationPage, User
from organizations.permissions import audiences_of
from screening.choices import Outcome
from screening.models import Decision, Finding, WatchlistEntry
from screening.reporting import alarms, quarters, report_on_quarter

REAL = Path(__file__).resolve().parents[2] / "objectwar" / "demo" / "real"


def rows(file_name):
    with (REAL / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_text(value):
    """Write a database value as the tables in `real/` write it."""
    if value is None:
        return ""
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def as_row(event):
    return {
        "period": event.period.slug,
        "title": event.title,
        "kind": event.kind,
        "date": as_text(event.starts_on),
        "start_time": as_text(event.start_time),
        "end_time": as_text(event.end_time),
        "timezone": event.timezone,
        "venue": event.venue,
        "street": event.street,
        "postal_code": event.postal_code,
        "city": event.city,
        "country": event.country,
        "attendance": event.attendance,
        "languages": "|".join(event.languages),
        "registration_required": "yes" if event.registration_required else "",
        "co_organizations": "|".join(row.name for row in event.co_organizers.all()),
        "source_url": event.source.url,
    }


def by_title(row):
    return (row["date"], row["title"], row["city"])


def real_events():
    return EventPage.objects.filter(source__key__startswith="real/")


def test_real_actions_are_all_public_and_equal_their_rows(demo):
    loaded = [as_row(event) for event in real_events().published()]

    expected = [
        {name: value for name, value in row.items() if name != "organization"}
        for row in rows("actions.csv")
    ]
    assert len(loaded) == 28
    assert sorted(loaded, key=by_title) == sorted(expected, key=by_title)


def test_real_actions_belong_to_the_group_that_the_row_names(demo):
    groups = {
        (row["date"], row["title"], row["city"]): row["organization"]
        for row in rows("actions.csv")
    }

    for event in real_events():
        organization = event.organization
        assert groups[str(event.starts_on), event.title, event.city] in {
            organization.title,
            organization.short_name,
        }
        assert event.get_parent().pk == organization.pk


def test_real_actions_without_an_hour_have_none_anywhere(demo):
    unknown = [row for row in rows("actions.csv") if not row["start_time"]]

    occurrences = Occurrence.objects.filter(
        event__source__key__startswith="real/", starts_at=None
    )
    assert occurrences.count() == len(unknown)
    assert not occurrences.exclude(ends_at=None).exists()
    assert not real_events().filter(is_all_day=True).exists()


def test_real_actions_in_person_are_pinned_in_their_town(demo):
    occurrences = Occurrence.objects.filter(event__source__key__startswith="real/")
    pinned = occurrences.exclude(latitude=None)

    assert {
        occurrence.event.city: (occurrence.latitude, occurrence.longitude)
        for occurrence in pinned
        if occurrence.event.city in {"Seoul", "Torino", "Büchel"}
    } == {
        "Seoul": (37.566, 126.9784),
        "Torino": (45.0705, 7.6868),
        "Büchel": (50.1729, 7.0832),
    }
    assert set(occurrences.difference(pinned)) == set(
        occurrences.filter(event__attendance="online")
    )


def test_co_organizers_are_members_by_name_or_short_name_else_plain_names(demo):
    rally = real_events().get(starts_on="2024-05-15", city="Frankfurt am Main")

    assert [
        (row.name, row.organization and row.organization.short_name)
        for row in rally.co_organizers.all()
    ] == [
        ("DFG-VK", "DFG-VK"),
        ("EAK", "EAK"),
        ("gewaltfrei grün e.V.", None),
        ("Hessischer Flüchtlingsrat", None),
        ("NaturFreunde Frankfurt", None),
        ("pax christi Rhein-Main", None),
        ("Rheinmetall Entwaffnen Rhein-Main", None),
        ("VVN-BdA Frankfurt", None),
    ]


def test_real_organizations_equal_their_rows(demo):
    loaded = OrganizationPage.objects.approved().filter(is_example=False)

    assert {
        (page.title, page.short_name, page.country, page.website, page.source_url)
        for page in loaded
    } == {tuple(row.values()) for row in rows("organizations.csv")}
    assert loaded.count() == 37


def test_real_periods_equal_their_rows(demo):
    expected = {
        (row["slug"], row["name"], row["anchor_day"], row["start"], row["end"])
        for row in rows("action-periods.csv")
    }

    loaded = {
        (p.slug, p.name, str(p.anchor_day), str(p.starts_on), str(p.ends_on))
        for p in ActionPeriod.objects.exclude(source_url="")
    }
    assert loaded == expected


def test_examples_are_marked_and_of_every_kind_in_twenty_countries(demo, settings):
    public = EventPage.objects.published().filter(is_example=True)

    assert set(public.values_list("kind", flat=True)) == set(EventKind.values)
    assert len(set(public.exclude(country="").values_list("country", flat=True))) >= 20
    assert set(public.values_list("text_language", flat=True)) == {
        code for code, _name in settings.LANGUAGES
    }
    assert public.exclude(cancellation=None).count() >= 3
    assert public.filter(attendance="online").exists()
    assert public.filter(attendance="hybrid").exists()
    assert public.filter(is_all_day=True, ends_on=None).exists()
    assert public.filter(ends_on__gt="2000-01-01").count() >= 3
    assert public.filter(start_time=None, is_all_day=False).exists()
    assert set(public.values_list("location_precision", flat=True)) == set(
        LocationPrecision.values
    )
    assert not EventPage.objects.filter(is_example=True).exclude(
        organization__is_example=True
    )


def test_examples_take_place_within_their_period(demo):
    for event in EventPage.objects.filter(is_example=True):
        assert event.period.starts_on <= event.starts_on
        assert (event.ends_on or event.starts_on) <= event.period.ends_on


def test_examples_wait_for_an_editor_and_one_names_a_watchlist_group(demo):
    waiting = [
        event
        for event in EventPage.objects.filter(live=False)
        if event.workflow_in_progress
    ]

    assert len(waiting) >= 3
    assert {
        finding.entry_name
        for event in waiting
        for finding in Finding.objects.filter(run__revision=event.latest_revision)
    } == {"Musterländische Heimatfront"}
    assert not WatchlistEntry.objects.exclude(is_example=True).exists()


def test_the_desk_has_a_history_that_fills_numbers_and_report(demo):
    decisions = Decision.objects.exclude(appeal__isnull=False)
    now = timezone.now()

    assert [
        (d.outcome, d.criterion and d.criterion.number, d.grounds)
        for d in decisions.order_by("pk")
    ] == [
        (example.outcome, example.criterion, example.grounds)
        for example in examples.decisions()
    ]
    assert all(d.submitted_at < d.opened_at < d.decided_at < now for d in decisions)
    assert all(d.agreed_by for d in decisions.filter(outcome=Outcome.REJECTED))
    assert not decisions.filter(page__eventpage__is_example=False).exists()
    told = [report_on_quarter(quarter) for quarter in quarters()]
    assert any(report.approved for report in told)
    by_entry, by_method = alarms()
    assert {entry for entry, _alerts, _false in by_entry} <= {
        example.name for example in examples.watchlist()
    }
    assert sum(false for _entry, _alerts, false in by_entry) == 1
    assert by_method
    assert not Message.objects.exists()


def test_drafts_what_waits_and_what_was_refused_are_not_public(demo):
    refused = {
        example.action
        for example in examples.decisions()
        if example.outcome == Outcome.REJECTED
    }
    hidden = {
        example.title
        for example in examples.actions()
        if example.state in {"draft", "waiting", "appealed"} or example.key in refused
    }

    assert not EventPage.objects.published().filter(title__in=hidden).exists()
    assert not Occurrence.objects.filter(event__title__in=hidden).exists()


def test_one_account_for_each_role_can_sign_in(demo):
    path = accounts.passwords_file()
    passwords = json.loads(path.read_text())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(passwords.values())) == 6
    for email, password in passwords.items():
        assert len(password) >= 15
        assert User.objects.get(email=email).check_password(password)
        assert EmailAddress.objects.get(email=email).verified
        assert f"{email} " in demo
        assert password in demo
    assert {
        email.partition("@")[0]: audiences_of(User.objects.get(email=email))
        - {"public", "account"}
        for email in passwords
    } == {
        "contributor": {"member"},
        "coordinator": {"member", "coordinator"},
        "editor": {"editor"},
        "second-editor": {"editor"},
        "campaign": {"campaign"},
        "operator": {"campaign", "admin"},
    }


def test_the_editor_belongs_to_no_organization(demo):
    assert set(Membership.objects.values_list("user__email", "role")) == {
        ("contributor@example.org", Role.CONTRIBUTOR),
        ("coordinator@example.org", Role.COORDINATOR),
    }


def snapshot():
    """Everything that a second run could change."""
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (
            Page,
            EventPage,
            OrganizationPage,
            Occurrence,
            EventSource,
            ActionPeriod,
            WatchlistEntry,
            Membership,
            User,
            Revision,
            Decision,
        )
    }


def test_loading_twice_changes_nothing_and_prints_the_passwords_again(demo, load_demo):
    before = snapshot()

    again = load_demo()

    assert snapshot() == before
    for password in accounts.read_passwords().values():
        assert password in again


def test_what_a_person_did_survives(demo, load_demo):
    renamed = OrganizationPage.objects.get(short_name="AKL")
    renamed.title = "A new name"
    renamed.slug = "a-new-address"
    renamed.save()
    edited = real_events().get(city="Seoul")
    edited.title = "A mended title"
    edited.save_revision().publish()
    EventPage.objects.get(title="Lesung aus Feldpostbriefen").delete()
    User.objects.get(email="editor@example.org").delete()
    before = snapshot()

    load_demo()

    assert snapshot() == before


def test_a_changed_password_is_not_printed_any_more(demo, load_demo):
    old = accounts.read_passwords()["editor@example.org"]
    editor = User.objects.get(email="editor@example.org")
    editor.set_password("a sentence of my own")
    editor.save()

    again = load_demo()

    assert old not in again


@pytest.mark.parametrize(
    ("season", "today", "anchor_day"),
    [
        ("winter", dt.date(2026, 3, 1), dt.date(2026, 12, 10)),
        ("winter", dt.date(2026, 12, 17), dt.date(2026, 12, 10)),
        ("winter", dt.date(2026, 12, 18), dt.date(2027, 12, 10)),
        ("spring", dt.date(2026, 11, 22), dt.date(2027, 5, 15)),
        ("spring", dt.date(2027, 5, 24), dt.date(2028, 5, 15)),
    ],
)
def test_anchor_day_is_the_next_one_once_a_period_is_over(season, today, anchor_day):
    assert examples.SEASONS[season].anchor_day(today) == anchor_day


def test_a_year_later_the_examples_come_anew_in_the_next_periods(demo):
    today = max(p.ends_on for p in ActionPeriod.objects.all()) + dt.timedelta(days=1)
    before = EventPage.objects.filter(is_example=True).count()

    load_periods(remembered_keys(), today)
    load_actions(remembered_keys(), today)

    assert EventPage.objects.filter(is_example=True).count() == 2 * before


def test_scale_adds_up_to_that_many_public_actions_once(demo, load_demo):
    before = Occurrence.objects.published().count()

    load_demo(scale=30)
    load_demo(scale=30)
    load_demo(scale=40)

    assert Occurrence.objects.published().count() == before + 40
    assert Page.find_problems() == ([], [], [], [], [])


def test_scale_makes_the_same_actions_everywhere(demo, load_demo):
    load_demo(scale=20)
    first = list(
        EventPage.objects.filter(source__key__startswith="scale/")
        .order_by("slug")
        .values_list("uid", "title", "starts_on", "latitude")
    )

    EventPage.objects.filter(source__key__startswith="scale/").delete()
    load_demo(scale=20)

    assert first == list(
        EventPage.objects.filter(source__key__startswith="scale/")
        .order_by("slug")
        .values_list("uid", "title", "starts_on", "latitude")
    )
