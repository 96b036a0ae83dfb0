"""Former addresses lead to the new ones for good; what is hidden leads nowhere."""

import pytest

from organizations import lifecycle
from organizations.models import OrganizationPage
from tests.factories.actions import make_event, make_period
from tests.factories.people import make_campaign_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed():
    """An action, its organisation and its period, each with a former slug."""
    event = make_event(published=True, slug="old-action", period=make_period("old-p"))
    things = {"action": event, "org": event.organization, "period": event.period}
    event.organization.slug = "old-org"
    event.organization.save()
    for name, thing in things.items():
        thing.slug = f"new-{name}"
        thing.save()
    return things


MOVED = {
    "/en/actions/old-action/": "/en/actions/new-action/",
    "/uk/actions/old-action.ics": "/uk/actions/new-action.ics",
    "/en/organizations/old-org/?a=b": "/en/organizations/new-org/?a=b",
    "/en/periods/old-p/": "/en/periods/new-period/",
    "/api/v1/periods/old-p/": "/api/v1/periods/new-period/",
    "/en/actions/?org=old-org&q=x": "/en/actions/?org=new-org&q=x",
    "/en/feeds/actions.ics?period=old-p": "/en/feeds/actions.ics?period=new-period",
    "/en/subscribe/?org=old-org": "/en/subscribe/?org=new-org",
    "/api/v1/actions/?org=old-org": "/api/v1/actions/?org=new-org",
}


@pytest.mark.parametrize(("former", "current"), MOVED.items())
def test_former_address_leads_to_the_new_one_for_good(renamed, client, former, current):
    response = client.get(former)

    assert (response.status_code, response["Location"]) == (301, current)
    assert client.get(current).status_code == 200


def test_case_48_former_address_of_what_is_hidden_is_not_there(renamed, client):
    lifecycle.suspend(
        organization=renamed["org"], reason="x", by=make_campaign_coordinator()
    )

    for path in ("/en/actions/old-action/", "/en/organizations/old-org/"):
        assert client.get(path).status_code == 404
    assert client.get("/en/feeds/actions.ics?org=old-org").status_code == 400


def test_what_is_gone_for_good_answers_410(renamed, client):
    renamed["action"].delete()

    for path in ("/en/actions/old-action.ics", "/en/actions/new-action/"):
        assert client.get(path).status_code == 410


def test_each_of_several_former_addresses_leads_there_in_one_step(renamed, client):
    for name, thing in renamed.items():
        thing.slug = f"newest-{name}"
        thing.save()

    for former in ("old-org", "new-org"):
        response = client.get(f"/de/organizations/{former}/")
        assert (response.status_code, response["Location"]) == (
            301,
            "/de/organizations/newest-org/",
        )
    assert client.get("/en/periods/old-p/")["Location"] == "/en/periods/newest-period/"


def test_new_group_takes_no_former_address_by_itself(renamed):
    group = OrganizationPage(title="Old org", country="DE")
    renamed["org"].get_parent().add_child(instance=group)

    assert group.slug == "old-org-2"


def test_period_may_have_its_own_former_address_again(renamed, client):
    period = renamed["period"]
    period.slug = "old-p"
    period.full_clean()
    period.save()

    assert client.get("/en/periods/old-p/").status_code == 200
    response = client.get("/en/periods/new-period/")
    assert (response.status_code, response["Location"]) == (301, "/en/periods/old-p/")


def test_form_refuses_a_former_address_of_another_period(renamed, client):
    client.force_login(make_campaign_coordinator())
    other = make_period("other")

    response = client.post(f"/cms/periods/edit/{other.pk}/", {"slug": "old-p"})

    assert "links to it still lead there" in str(
        response.context["form"]["slug"].errors
    )
    assert client.get("/en/periods/old-p/").status_code == 301


def test_draft_that_was_renamed_leaves_no_former_address(client):
    draft = make_event(slug="secret-draft")
    draft.slug = "open"
    draft.save()

    assert client.get("/en/actions/secret-draft/").status_code == 404


@pytest.mark.parametrize("is_gone", [False, True])
def test_new_action_takes_no_former_address_by_itself(renamed, client, is_gone):
    if is_gone:
        renamed["action"].delete()

    new = make_event(published=True, title="Old action")

    assert new.slug.startswith("old-action-")
    assert client.get("/en/actions/old-action/").status_code == (
        410 if is_gone else 301
    )
