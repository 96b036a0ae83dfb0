"""The public site by keyboard alone: every stop can be seen, and nobody is held."""

import pytest
from django.conf import settings

from objectwar.demo import home
from tests.factories.actions import make_event
from tests.factories.people import make_member, make_organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where the focus is: what it is called, and what is wrong with how it shows.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const name = one.getAttribute("aria-label") ?? one.textContent.trim() ?? "";
  const box = one.getBoundingClientRect();
  // A card is framed as a whole, where its link lies over all of it.
  const framed = [one, one.closest("article"), one.closest("label")].filter(Boolean);
  const wrong = [];
  if (!framed.some(each => getComputedStyle(each).outlineStyle !== "none"))
    wrong.push("no outline");
  if (box.width < 2 || box.height < 2) wrong.push("no size");
  if (box.bottom < 0 || box.top > innerHeight) wrong.push("out of sight");
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  if (above && !one.contains(above) && !above.contains(one)
    && getComputedStyle(above).position === "sticky") wrong.push("covered");
  return { key: `${one.tagName} ${one.getAttribute("href") ?? one.name ?? ""} ${name}`,
    wrong: wrong.join(", "), tabIndex: one.tabIndex };
}"""


@pytest.fixture
def addresses():
    """Publish a map, forms and a way out; return where they are."""
    home.load_home_pages(["en", "de"])
    group = make_organization("Peace House")
    event = make_event(
        organization=group,
        user=make_member(group),
        published=True,
        latitude=50.7339,
        longitude=7.0998,
    )
    return [
        "/en/actions/",
        f"/en/actions/{event.slug}/",
        "/en/subscribe/",
        "/en/safety/",
        "/en/join/",
    ]


def walk(page) -> list[dict]:
    """Press Tab until the page is left; return each stop."""
    stops = []
    for _step in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["key"] == stops[0]["key"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"no end: {stops[-3:]}")


def test_every_stop_is_seen_and_the_walk_ends(addresses, visitor):
    page = visitor().page
    wrong = {}
    for address in addresses:
        page.goto(settings.SITE_URL + address)
        page.wait_for_load_state("networkidle")
        stops = walk(page)
        assert stops[0]["key"].endswith("Skip to the content"), (address, stops[:2])
        for stop in stops:
            if stop["wrong"] or stop["tabIndex"] > 0:
                wrong[f"{address}: {stop['key'][:60]}"] = stop["wrong"]

    assert wrong == {}

    page.goto(settings.SITE_URL + "/en/join/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")

    page.goto(settings.SITE_URL + "/en/actions/?country=DE")
    languages = page.locator("header summary")
    languages.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/actions/?country=DE")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_open_menu_hides_nothing_that_the_tab_key_leads_to(
    addresses, visitor, has_javascript
):
    page = visitor(has_javascript=has_javascript).page
    page.goto(settings.SITE_URL + "/en/actions/")

    for menu, its_list, stops in (
        (page.locator("header summary"), ".languages__list", 12),
        (page.locator(".choice-menu summary").first, ".choice-menu__list >> nth=0", 6),
    ):
        menu.focus()
        page.keyboard.press("Enter")
        assert page.locator(its_list).is_visible()
        for _step in range(stops):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('button, select')"):
                break

        assert not page.locator(its_list).is_visible()
