"""The desk in three browsers: marked words, two editors, and an appeal."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale, Page

from home.models import HomePage, NewsIndexPage
from screening.models import Appeal, Decision, WatchlistEntry
from screening.seed import seed_screening
from tests.browsing import MOBILE
from tests.factories.actions import in_days, make_event
from tests.factories.people import make_campaign_coordinator, make_editor
from tests.factories.world import make_picture

from .test_walking_path import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "One of the groups that you name is on our list."


def test_two_editors_refuse_and_the_group_appeals(visitor):
    WatchlistEntry.objects.create(
        status="active",
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


def test_two_keys_decide_and_nothing_needs_a_script(visitor):
    events = [
        make_event(title=title, starts_on=in_days(days), awaiting_screening=True)
        for days, title in enumerate(("First", "Second", "Third"), start=10)
    ]
    editor = make_editor()
    person = visitor()
    page = sign_in(person, editor)

    # From the queue to the first submission; there, two keys decide.
    page.goto(person.base_url + "/cms/screening/")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="First", level=1)).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.wait_for_url(person.base_url + "/cms/screening/")
    decision = Decision.objects.get()
    assert (decision.title, decision.outcome) == ("First", "approved")
    assert decision.opened_at is not None

    # The switch turns single keys off, and stays off.
    page.keyboard.press("?")
    page.get_by_label("Use single keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("o")
    expect(page.get_by_role("link", name="Second", exact=True)).to_be_visible()
    assert page.url == person.base_url + "/cms/screening/"
    assert person.console_errors == []

    # Without scripts: every outcome is a button, and one of them decides.
    plain = visitor(has_javascript=False, size=MOBILE)
    page = sign_in(plain, editor)
    task_state = events[1].current_workflow_task_state
    page.goto(f"{plain.base_url}/cms/screening/{task_state.pk}/")
    page.get_by_text("Second opinion", exact=True).click()
    for name in (
        "Take it on",
        "Approve and publish",
        "Ask for changes",
        "Reject",
        "Ask another editor",
    ):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    page.get_by_label("Reason").fill("Where exactly?")
    page.get_by_role("button", name="Ask for changes").click()
    page.wait_for_url(plain.base_url + "/cms/screening/")
    assert Decision.objects.first().reason == "Where exactly?"
    expect(page.get_by_role("link", name="Third", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Second", exact=True)).to_have_count(0)


def test_campaign_chooses_a_picture_for_a_piece_of_news(visitor):
    seed_screening()
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Home", slug="here", locale=Locale.get_default())
    )
    index = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    picture = make_picture(title="Candles")
    person = visitor()
    page = sign_in(person, make_campaign_coordinator())

    page.goto(f"{person.base_url}/cms/pages/add/home/newspage/{index.pk}/")
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("dialog").get_by_role("link", name="Candles").click()

    expect(page.locator("#id_picture")).to_have_value(str(picture.pk))
    expect(page.locator("#id_picture-chooser")).to_contain_text("Candles")
