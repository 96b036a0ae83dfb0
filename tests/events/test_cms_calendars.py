"""Calendars and their proposals in the CMS."""

import pytest

from events.models import CalendarSource, EventPage, Proposal
from tests.factories.people import make_coordinator, make_member, make_organization
from tests.factories.world import make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization()


def test_case_34_private_address_is_refused_and_nothing_registered(
    client, organization
):
    client.force_login(make_coordinator(organization))

    response = client.post("/cms/calendars/", {"address": "webcal://127.0.0.1/a.ics"})

    assert response.status_code == 200
    assert "This address cannot be fetched." in response.text
    assert not CalendarSource.objects.exists()


def test_coordinator_sees_pauses_and_removes_a_calendar(client, organization):
    proposal = make_proposal(organization)
    calendar = proposal.calendar
    client.force_login(make_coordinator(organization))

    page = client.get("/cms/calendars/")
    client.post(f"/cms/calendars/{calendar.pk}/pause/")
    calendar.refresh_from_db()
    is_paused = calendar.is_paused
    client.post(f"/cms/calendars/{calendar.pk}/remove/")

    assert calendar.url in page.text
    assert not is_paused  # it was before
    assert not Proposal.objects.exists()


def test_member_accepts_a_proposal_as_a_draft(client, organization):
    proposal = make_proposal(organization)
    client.force_login(make_member(organization))

    page = client.get("/cms/proposals/")
    client.post(f"/cms/proposals/{proposal.pk}/", {"keep": "1"})

    assert "Vigil" in page.text
    assert not EventPage.objects.get().live


def test_member_declines_a_proposal(client, organization):
    proposal = make_proposal(organization)
    client.force_login(make_member(organization))

    client.post(f"/cms/proposals/{proposal.pk}/", {"decline": "1"})

    proposal.refresh_from_db()
    assert proposal.state == "declined"
    assert not EventPage.objects.exists()


def test_proposal_that_lacks_something_says_so(client, organization):
    proposal = make_proposal(organization)
    client.force_login(make_member(organization))

    response = client.post(f"/cms/proposals/{proposal.pk}/", {"send": "1"}, follow=True)

    assert "Kind of action: This field cannot be blank." in response.text
    assert not EventPage.objects.exists()
