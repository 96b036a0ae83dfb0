"""The walking path in a real browser: from the CMS's form to the map and a calendar."""

import json
import re

import icalendar
import pytest
from playwright.sync_api import Page, expect

from events.models import EventPage
from screening.models import WatchlistEntry
from tests.browsing import DESKTOP, MOBILE, Traces, Visitor
from tests.factories.actions import in_days, make_period
from tests.factories.people import (
    PASSWORD,
    make_editor,
    make_member,
    make_organization,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Vigil for deserters"
NEW_TITLE = "Long vigil for deserters"
LISTED = "Iron Sparrow Front"


@pytest.fixture
def world():
    """A group with one contributor, an editor, a period, and one entry to be found."""
    organization = make_organization("Peace House")
    make_period("spring", starts=10, length=20)
    WatchlistEntry.objects.create(
        status="active",
        name=LISTED,
        reason="Invented for tests.",
        source_title="Nobody",
        source_url="https://example.org/",
    )
    return {
        "organization": organization,
        "member": make_member(organization),
        "editor": make_editor(),
    }


def sign_in(person: Visitor, user) -> Page:
    page = person.open("/cms/")
    page.get_by_label("Mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(person.base_url + "/cms/")
    return page


def fill_in(page: Page) -> None:
    """Type an action as its group would, and set the pin by a click on the map."""
    page.get_by_role("link", name="Post an action").first.click()
    page.locator("#id_title").fill(TITLE)
    page.get_by_label("Kind of action").select_option(label="Vigil")
    page.get_by_label("First day").fill(str(in_days(20)))
    page.get_by_label("Starts at").fill("18:00")
    page.get_by_label("Town", exact=True).fill("Bonn")
    page.get_by_label("Country", exact=True).select_option(label="Germany")
    page.get_by_label("Organised together with").fill(f"Some friends\n{LISTED}")
    page.get_by_role("button", name="Find the town on the map").click()
    page.get_by_role("button", name="Bonn, Nordrhein-Westfalen").click()
    expect(page.get_by_label("Latitude")).to_have_value("50.73440")
    canvas = page.locator(".map-picker__map")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    # A little beside the pin, which the map has put into its middle.
    canvas.click(position={"x": box["width"] / 2 + 6, "y": box["height"] / 2 + 12})
    expect(page.get_by_label("Latitude")).not_to_have_value("50.73440")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_text("The editors have")).to_be_visible()


# Every place where the public could see an action of a group.
PLACES = {
    "list": "/en/actions/",
    "search": "/en/actions/?q=deserters",
    "list in German": "/de/actions/",
    "organisation": "/en/organizations/{organization}/",
    "period": "/en/periods/spring/",
    "calendar": "/en/feeds/actions.ics",
    "map data": "/en/feeds/actions.geojson",
    "JSON": "/en/feeds/actions.json",
    "table": "/en/feeds/actions.csv",
    "Atom": "/en/feeds/actions.atom",
    "sitemap": "/sitemap.xml",
    "page": "/en/actions/{slug}/",
    "file": "/en/actions/{slug}.ics",
}


class Public:
    """Asks for every public address as somebody whom the site does not know."""

    def __init__(self, person: Visitor, world, slug="vigil-for-deserters"):
        self.person = person
        self.names = {"slug": slug, "organization": world["organization"].slug}

    def fetch(self, place: str) -> tuple[int, str]:
        # Unlike pages, these requests know no cache.
        address = self.person.base_url + PLACES[place].format(**self.names)
        answer = self.person.context.request.get(address)
        return answer.status, answer.text().replace("\r\n ", "")

    def where(self, words: str) -> set[str]:
        """Return the places at which these words stand."""
        return {name for name in PLACES if words in self.fetch(name)[1]}

    def status(self, place: str) -> int:
        return self.fetch(place)[0]

    def calendar(self) -> list[tuple[str, str, int]]:
        parsed = icalendar.Calendar.from_ical(self.fetch("calendar")[1])
        return [
            (str(event["SUMMARY"]), str(event["STATUS"]), int(event["SEQUENCE"]))
            for event in parsed.events
        ]


def decide(page: Page, base_url: str, title: str, button: str) -> None:
    page.goto(base_url + "/cms/screening/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name=button).click()
    page.wait_for_url(base_url + "/cms/screening/")


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["1280", "375"])
def test_contributor_posts_an_action(world, visitor, size):
    contributor = visitor(size=size)
    page = sign_in(contributor, world["member"])

    fill_in(page)
    send(page)

    event = EventPage.objects.get()
    assert (event.title, event.city, event.workflow_in_progress, event.live) == (
        TITLE,
        "Bonn",
        True,
        False,
    )
    assert abs(event.latitude - 50.734) < 1
    assert abs(event.longitude - 7.096) < 1
    assert (event.latitude, event.longitude) != (50.7344, 7.0955)
    assert contributor.console_errors == []
    assert contributor.foreign_requests == []


def test_four_fields_are_enough_to_post_and_the_tour_goes_away(world, visitor):
    page = sign_in(visitor(size=MOBILE), world["member"])

    tour = page.get_by_role("heading", name="How it works")
    expect(tour).to_be_visible()
    page.get_by_role("button", name="Got it").click()
    expect(tour).to_have_count(0)
    page.get_by_role("link", name="Post an action").first.click()
    page.get_by_label("Title").first.fill(TITLE)
    page.get_by_label("Kind of action").select_option(label="Vigil")
    page.get_by_label("First day").fill(str(in_days(20)))
    page.get_by_label("Town", exact=True).fill("Bonn")
    send(page)

    expect(tour).to_have_count(0)
    event = EventPage.objects.get().get_latest_revision_as_object()
    assert (event.city, event.country, event.timezone) == (
        "Bonn",
        world["organization"].country,
        "Europe/Berlin",
    )


def test_walking_path(world, visitor):
    public = Public(visitor(), world)
    contributor, editor = visitor(), visitor()
    base_url = contributor.base_url

    # A contributor posts; nobody sees it.
    ours = sign_in(contributor, world["member"])
    fill_in(ours)
    send(ours)
    slug = EventPage.objects.get().slug
    assert slug == public.names["slug"]
    assert public.where(TITLE) == set()
    # Errors name the address that was asked for, in links to other languages.
    assert public.where(slug) <= {"page", "file"}
    assert (public.status("page"), public.status("file")) == (404, 404)

    # An editor reads the finding, and knows the group for another one.
    desk = sign_in(editor, world["editor"])
    desk.get_by_role("link", name=TITLE).click()
    expect(desk.locator("mark")).to_have_text([LISTED])
    expect(desk.get_by_role("heading", name=re.compile(LISTED))).to_be_visible()
    assert public.status("page") == 404
    desk.get_by_role("button", name="Approve: another group of that name").click()
    desk.wait_for_url(base_url + "/cms/screening/")

    # List, map, page, feeds and search have it.
    assert public.where(TITLE) == set(PLACES) - {"sitemap"}
    assert public.where(slug) >= {"sitemap"}
    (feature,) = json.loads(public.fetch("map data")[1])["features"]
    event = EventPage.objects.get()
    assert feature["geometry"]["coordinates"] == [
        round(event.longitude, 6),
        round(event.latitude, 6),
    ]
    assert public.calendar() == [(TITLE, "CONFIRMED", 0)]
    seen = visitor()
    page = seen.open("/en/actions/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    # The contributor edits the title: the old one stays until it is approved.
    ours.goto(base_url + "/cms/")
    ours.get_by_role("link", name=TITLE).first.click()
    ours.locator("#id_title").fill(NEW_TITLE)
    send(ours)
    assert public.where(NEW_TITLE) == set()
    assert public.where(TITLE) == set(PLACES) - {"sitemap"}
    decide(desk, base_url, NEW_TITLE, "Approve and publish")
    assert public.where(NEW_TITLE) == set(PLACES) - {"sitemap"}
    assert public.calendar() == [(NEW_TITLE, "CONFIRMED", 0)]

    # The contributor calls it off: it says so everywhere at once.
    ours.goto(base_url + "/cms/")
    ours.get_by_role("link", name="Call off").click()
    ours.get_by_label("What visitors should know").fill("There is a storm.")
    ours.get_by_role("button", name="Yes, call it off").click()
    ours.wait_for_url(base_url + "/cms/")
    assert public.where("Called off") >= {"list", "page", "calendar", "organisation"}
    assert public.where("There is a storm.") >= {"page", "calendar"}
    assert public.calendar() == [(f"Called off: {NEW_TITLE}", "CANCELLED", 1)]

    for person in (contributor, editor):
        assert person.console_errors == []
        assert person.foreign_requests == []
    assert seen.traces() == Traces()
    assert public.person.context.cookies() == []
