"""The desk in three browsers: marked words, two editors, and an appeal."""

import pytest
from playwright.sync_api import expect

from screening.models import Appeal, Decision, WatchlistEntry
from tests.browsing import MOBILE
from tests.factories.actions import make_event
from tests.factories.people import make_editor

from .test_walking_path import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "One of the groups that you name is on our list."


def test_two_editors_refuse_and_the_group_appeals(visitor):
    WatchlistEntry.objects.create(
        name="Железный Воробей",
        language="ru",
        reason="Invented for tests.",
        source_title="Nobody",
        source_url="https://example.org/",
    )
    event = make_event(
        title="Evening of songs",
        co_organizer_names="Zheleznyy Vorobey",
        awaiting_screening=True,
    )
    first, second, group = visitor(), visitor(size=MOBILE), visitor()
    editors = make_editor(), make_editor()

    # By keys alone: open the first row, ask for a second opinion.
    one = sign_in(first, editors[0])
    one.goto(first.base_url + "/cms/screening/")
    expect(one.get_by_role("button", name="Keys")).to_be_visible()
    one.keyboard.press("j")
    one.keyboard.press("o")
    expect(one.locator("mark")).to_have_text(["Zheleznyy Vorobey"])
    expect(one.locator(".ow-finding__first")).to_contain_text("Железный Воробей")

    # The other one, who has it open, too, is told.
    two = sign_in(second, editors[1])
    two.get_by_role("link", name=event.title).click()
    expect(two.get_by_text(f"{editors[0]} is looking now")).to_be_visible()

    one.keyboard.press("s")
    one.keyboard.press("Enter")
    one.get_by_label("Internal note").last.fill("Is it them?")
    one.get_by_role("button", name="Ask another editor").click()
    one.wait_for_url(first.base_url + "/cms/screening/")

    for page in (two, one):
        page.goto(first.base_url + "/cms/screening/?show=second")
        page.get_by_role("link", name=event.title).click()
        page.get_by_label("Reason").fill(REASON)
        page.get_by_role("button", name="Reject").click()
        page.wait_for_url(first.base_url + "/cms/screening/")
    assert Decision.objects.get().agreed_by == editors[1]

    ours = sign_in(group, event.owner)
    ours.goto(f"{group.base_url}/cms/conversation/{event.pk}/")
    expect(ours.get_by_text(REASON)).to_be_visible()
    expect(ours.get_by_text("Is it them?")).to_have_count(0)
    ours.get_by_text("Appeal", exact=True).click()
    ours.get_by_label("Why should we decide otherwise?").fill("It is a choir.")
    ours.get_by_role("button", name="Send the appeal").click()
    expect(ours.get_by_text("Appeal waits")).to_be_visible()

    assert Appeal.objects.get().text == "It is a choir."
    for person in (first, second, group):
        assert person.console_errors == []
        assert person.foreign_requests == []
