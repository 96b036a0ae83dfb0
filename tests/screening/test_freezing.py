"""Case 19 and case 6: a stolen account, a suspended group; all of it in one step."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from events.lifecycle import cancel_event
from events.models import EventPage, PublicState
from organizations.lifecycle import invite, restore, suspend
from organizations.models import Invitation, User
from screening.freezing import freeze, thaw
from screening.models import Freeze
from tests.factories.actions import decide_on, edit_event, in_days, make_event
from tests.factories.people import (
    make_campaign_coordinator,
    make_coordinator,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db


def fresh(event) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def test_case_19_stolen_account_is_stopped_and_all_it_did_is_undone(client):
    organization, editor = make_organization(), make_editor()
    honest, thief = make_member(organization), make_coordinator(organization)
    common = {"organization": organization, "editor": editor, "published": True}
    moved = make_event(user=honest, title="Moved", **common)
    called_off = make_event(user=honest, title="Called off", **common)
    rewritten = make_event(user=honest, title="As it was", **common)
    client.force_login(thief)
    since = timezone.now()

    edit_event(moved, thief, city="Köln", starts_on=in_days(3))
    cancel_event(event=fresh(called_off), user=thief)
    decide_on(edit_event(rewritten, thief, title="False call"), editor)
    posted = make_event(user=thief, title="False action", **common)
    waiting = make_event(user=thief, organization=organization, awaiting_screening=True)
    invite(
        organization=organization,
        email="friend@example.org",
        role="contributor",
        language="en",
        by=thief,
    )

    row = freeze(user=thief, since=since, reason="Stolen.", by=editor)

    assert (fresh(moved).city, fresh(moved).starts_on) == ("Bonn", in_days(20))
    assert fresh(called_off).status == "CONFIRMED"
    assert fresh(rewritten).title == "As it was"
    assert not fresh(posted).live
    assert not fresh(waiting).workflow_in_progress
    assert not Invitation.objects.open().exists()
    assert len(row.log) == 6
    assert client.get("/cms/actions/").status_code == 302  # signed out
    assert not User.objects.get(pk=thief.pk).is_active

    thaw(freeze=row, by=editor)
    assert User.objects.get(pk=thief.pk).is_active
    assert fresh(rewritten).title == "As it was"


def test_case_19_what_was_done_before_stays():
    organization = make_organization()
    member = make_member(organization)
    event = make_event(organization=organization, user=member, published=True)
    cancel_event(event=fresh(event), user=member)

    row = freeze(
        user=member,
        since=timezone.now() + dt.timedelta(seconds=1),
        reason="x",
        by=make_editor(),
    )

    assert row.log == []
    assert fresh(event).status == "CANCELLED"


@pytest.mark.parametrize(
    ("by", "whom", "allowed"),
    [
        ("editor", "member", True),
        ("editor", "editor", False),
        ("editor", "campaign", False),
        ("campaign", "editor", True),
        ("member", "member", False),
    ],
)
def test_who_may_stop_whose_account(by, whom, allowed):
    make = {
        "editor": make_editor,
        "campaign": make_campaign_coordinator,
        "member": lambda: make_member(make_organization()),
    }
    user = make[whom]()
    try:
        freeze(user=user, since=timezone.now(), reason="x", by=make[by]())
        stopped = True
    except PermissionDenied:
        stopped = False

    assert stopped == allowed
    assert User.objects.get(pk=user.pk).is_active != allowed


def test_case_19_editor_does_it_on_the_screen(client):
    member = make_member(make_organization())
    client.force_login(make_editor())
    url = reverse("freezing:index")

    refused = client.post(url, {"email": "nobody@example.org", "reason": "x"})
    assert "no account with this address that you may stop" in refused.text
    client.post(
        url, {"email": member.email, "since": "2026-01-01T10:00", "reason": "Stolen"}
    )
    assert Freeze.objects.get().user == member
    assert "Nothing had to be undone" in client.get(url).text


def test_case_06_suspension_empties_everything_at_once_and_comes_back_whole(client):
    organization = make_organization("Quiet Group")
    member = make_member(organization)
    event = make_event(
        organization=organization, user=member, title="Quiet vigil", published=True
    )
    campaign = make_campaign_coordinator()
    client.force_login(member)
    outputs = (
        f"/en/actions/{event.slug}/",
        "/en/actions/",
        "/en/feeds/actions.ics",
        "/en/feeds/actions.geojson",
        "/en/feeds/actions.json",
        "/sitemap.xml",
    )

    def seen() -> list[bool]:
        answers = map(client.get, outputs)
        return [a.status_code == 200 and event.slug in a.text for a in answers]

    assert seen() == [True] * len(outputs)
    version = PublicState.objects.get().changed_at
    suspend(organization=organization, reason="x", by=campaign)

    assert seen() == [False] * len(outputs)
    assert PublicState.objects.get().changed_at > version
    assert client.get("/cms/actions/").status_code == 302
    restore(organization=organization, by=campaign)
    assert seen() == [True] * len(outputs)
