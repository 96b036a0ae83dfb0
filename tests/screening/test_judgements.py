"""“Another group of the same name” is remembered, and lapses."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.models import Judgement, WatchlistEntry
from tests.factories.actions import decide_on, make_event
from tests.factories.people import make_editor, make_member, make_organization

pytestmark = pytest.mark.django_db

LISTED = "Iron Sparrow Front"


@pytest.fixture
def judged():
    entry = WatchlistEntry.objects.create(
        status="active",
        name=LISTED,
        aliases="Sparrow Column",
        reason="Invented for tests.",
        source_title="Nobody",
        source_url="https://example.org/",
    )
    organization = make_organization()
    user = make_member(organization)
    event = make_event(
        organization=organization,
        user=user,
        awaiting_screening=True,
        co_organizer_names=LISTED,
    )
    decide_on(event, make_editor(), grounds="namesake", reason="")
    return entry, organization, user


def alerts_next_time(client, organization, user, name=LISTED) -> int:
    event = make_event(
        organization=organization,
        user=user,
        awaiting_screening=True,
        co_organizer_names=name,
    )
    client.force_login(make_editor())
    answer = client.get(
        reverse("screen_submission", args=[event.current_workflow_task_state.pk])
    )
    assert ("Judged another group of the same name by" in answer.text) == (
        not answer.context["alerts"]
    )
    return len(answer.context["alerts"])


def entry_is_changed(entry):
    entry.reason = "It did more."
    entry.save()


def day_has_come(entry):
    Judgement.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("happens", "name", "alerts"),
    [
        (lambda entry: None, LISTED, 0),
        (lambda entry: None, "Sparrow Column", 1),
        (entry_is_changed, LISTED, 1),
        (day_has_come, LISTED, 1),
    ],
    ids=["same", "other words", "entry changed", "expired"],
)
def test_judgement_folds_the_finding_until_it_lapses(
    client, judged, happens, name, alerts
):
    entry, organization, user = judged
    happens(entry)

    assert alerts_next_time(client, organization, user, name) == alerts


def test_judgement_is_for_one_organization(client, judged):
    other = make_organization()

    assert alerts_next_time(client, other, make_member(other)) == 1
