"""One group cannot fill the editors' queue (SECURITY-CASES 63)."""

import pytest
from django.core.exceptions import ValidationError

from events import lifecycle
from events.lifecycle import submit_for_screening
from events.models import EventPage
from tests.factories.actions import in_days, make_event
from tests.factories.people import make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization()


@pytest.fixture
def member(organization):
    return make_member(organization)


def send(organization, member, **fields):
    event = make_event(organization=organization, user=member, **fields)
    submit_for_screening(event=event, user=member)
    return event


def test_case_63_too_many_within_an_hour_stay_drafts(organization, member, monkeypatch):
    monkeypatch.setattr(lifecycle, "MAX_SENT_AN_HOUR", 2)
    for day in (20, 21):
        send(organization, member, starts_on=in_days(day))

    with pytest.raises(ValidationError) as caught:
        send(organization, member, starts_on=in_days(22))

    assert caught.value.code == "too_many"
    assert "has sent 2 actions within an hour" in caught.value.messages[0]
    assert EventPage.objects.get(starts_on=in_days(22)).current_workflow_state is None
    other = make_organization()
    send(other, make_member(other))


def test_case_63_the_same_action_again_and_again_stays_a_draft(
    organization, member, monkeypatch
):
    monkeypatch.setattr(lifecycle, "MAX_SENT_ALIKE", 2)
    for _time in range(2):
        send(organization, member)

    with pytest.raises(ValidationError) as caught:
        send(organization, member)

    assert caught.value.code == "too_many"
    send(organization, member, city="Berlin")
