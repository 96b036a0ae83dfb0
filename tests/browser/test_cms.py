"""Forms of the CMS and their dialogs: no barrier, and names of their own."""

import pytest
from playwright.sync_api import expect

from tests.browsing import DESKTOP, MOBILE
from tests.factories.people import (
    make_campaign_coordinator,
    make_member,
    make_organization,
)

from .test_finder import barriers
from .test_walking_path import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("size", "color_scheme"),
    [(DESKTOP, "light"), (MOBILE, "dark")],
    ids=["1280 light", "375 dark"],
)
def test_forms_and_their_dialogs_have_names_and_no_barrier(visitor, size, color_scheme):
    found = {}
    group = visitor(size=size, color_scheme=color_scheme)
    page = sign_in(group, make_member(make_organization()))
    found["start"] = barriers(page)
    page.goto(group.base_url + "/cms/actions/add/")
    found["action"] = barriers(page)

    campaign = visitor(size=size, color_scheme=color_scheme)
    page = sign_in(campaign, make_campaign_coordinator())
    page.goto(campaign.base_url + "/cms/settings/organizations/campaignidentity/")
    page.get_by_role("button", name="Choose an image").click()
    expect(page.get_by_role("dialog", name="Choose an image")).to_be_visible()
    found["dialog"] = barriers(page)

    assert {what: list_ for what, list_ in found.items() if list_} == {}
