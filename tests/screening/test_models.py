"""What the rows of screening hold."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Workflow, WorkflowPage

from screening.models import Decision, ScreeningTask, WatchlistEntry
from screening.seed import seed_screening
from tests.factories.actions import make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outcome", ["changes_requested", "rejected"])
def test_database_refuses_a_decision_against_without_a_reason(outcome):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            title="Vigil", organization_name="Group", outcome=outcome, reason=""
        )


def wrong_fields(**values) -> set[str]:
    entry = WatchlistEntry(
        **{
            "name": "Iron Sparrow Front",
            "reason": "Invented.",
            "source_title": "Nobody",
            "source_url": "https://example.org/",
            **values,
        }
    )
    try:
        entry.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.mark.parametrize(
    ("countries", "wrong"),
    [
        ("", set()),
        ("DE", set()),
        ("DE,AT", set()),
        ("de", {"countries"}),
        ("DE, AT", {"countries"}),
    ],
)
def test_watchlist_entry_names_countries_by_their_codes(countries, wrong):
    assert wrong_fields(countries=countries) == wrong


@pytest.mark.parametrize("missing", ["name", "reason", "source_title", "source_url"])
def test_watchlist_entry_needs_reason_and_source(missing):
    assert wrong_fields(**{missing: ""}) == {missing}


def test_seed_twice_is_seed_once():
    index = seed_screening()

    assert seed_screening() == index
    assert ScreeningTask.objects.count() == 1
    assert Workflow.objects.filter(workflow_tasks__task__in=ScreeningTask.objects.all())
    assert WorkflowPage.objects.filter(page=index).count() == 1


def test_every_action_goes_through_the_workflow():
    event = make_event()

    task_types = [task.specific_class for task in event.get_workflow().tasks]
    assert task_types == [ScreeningTask]
