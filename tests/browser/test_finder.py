"""List and map as one page: nothing reloads, the address stays true, no barrier."""

import functools
import http.server
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import DESKTOP, MOBILE, Traces
from tests.factories.actions import make_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BONN = {"latitude": 50.7339, "longitude": 7.0998}


@pytest.fixture
def actions():
    """Publish two actions at one spot, one in another country, one online."""
    common = {"published": True}
    make_event(**common, title="Vigil", kind="vigil", city="Bonn", **BONN)
    make_event(**common, title="Rally", kind="rally", city="Bonn", **BONN)
    make_event(**common, title="مسيرة Wien", kind="march", city="Wien", country="AT")
    make_event(
        **common,
        title="Talk",
        kind="talk",
        attendance="online",
        online_url="https://meet.example/x",
    )


def titles(page) -> list[str]:
    return page.locator(".action-card__title").all_inner_texts()


def wait_for_titles(page, expected: list[str]) -> None:
    page.wait_for_function(
        """expected => JSON.stringify(
            [...document.querySelectorAll(".action-card__title")]
              .map(title => title.innerText).sort()) === expected""",
        arg=str(sorted(expected)).replace("'", '"').replace(", ", ","),
    )


def test_finder_filters_goes_back_and_opens_a_spot_without_reloading(actions, visitor):
    person = visitor()
    page = person.open("/en/actions/")
    page.evaluate("window.isTheSamePage = true")
    status = page.locator(".event-map__count")
    status.get_by_text("4 actions, 3 on the map").wait_for()
    everything = titles(page)

    page.locator("summary", has_text="Kind of action").click()
    page.get_by_label("Vigil").check()
    wait_for_titles(page, ["Vigil"])
    status.get_by_text("1 action, 1 on the map").wait_for()
    assert page.url.endswith("/en/actions/?kind=vigil")
    assert page.evaluate("document.activeElement.value") == "vigil"

    page.go_back()
    wait_for_titles(page, everything)
    page.go_forward()
    wait_for_titles(page, ["Vigil"])
    page.go_back()
    wait_for_titles(page, everything)

    page.locator(".event-map__point--many", has_text="2").click()
    wait_for_titles(page, ["Vigil", "Rally"])
    assert "spot=" in page.url
    assert page.evaluate("document.activeElement.id") == "list"

    page.get_by_label("Near").fill("Qqqqq")
    page.get_by_label("Near").press("Enter")
    page.get_by_role("alert").get_by_text("We know no town of this name.").wait_for()
    assert page.get_by_label("Near").input_value() == "Qqqqq"
    assert page.evaluate("window.isTheSamePage")
    assert page.locator("event-map .leaflet-marker-pane [tabindex]").count() == 0
    traces = person.traces()
    assert (traces.cookies, traces.stored, traces.foreign_requests) == ([], [], [])


def test_own_position_moves_the_map_and_is_sent_nowhere(actions, visitor):
    person = visitor(size=MOBILE)
    page, asked = person.open("/en/actions/"), []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_role("button", name="Use my position").click()
    page.get_by_role("button", name="Ask my browser").click()
    page.get_by_role("alert").get_by_text("Please type a town.").wait_for()
    person.context.grant_permissions(["geolocation"])
    person.context.set_geolocation({"latitude": 50.7261, "longitude": 7.0982})
    page.get_by_role("button", name="Use my position").click()
    page.get_by_role("button", name="Ask my browser").click()
    page.get_by_role("status").get_by_text("4 actions, 2 on the map").wait_for()
    page.get_by_label("Only what is on the map").wait_for()
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert page.url.endswith("/en/actions/")
    assert [url for url in asked if "50.7" in url or "7.0" in url or "7.1" in url] == []


class _Blog(http.server.BaseHTTPRequestHandler):
    """A member's page with our code in it, as strict as a policy can be."""

    def __init__(self, *args, site: str, **options):
        self.site = site
        super().__init__(*args, **options)

    def do_GET(self):
        body = (
            f"<!DOCTYPE html><title>Blog</title><h1>Our blog</h1>"
            f'<iframe src="{self.site}/en/embed/actions/" title="Actions" '
            f'width="100%" height="100" loading="lazy"></iframe>'
            f'<script src="{self.site}/embed.js" async></script>'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; frame-src {self.site}; script-src {self.site}",
        )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def blog(live_server):
    handler = functools.partial(_Blog, site=live_server.url)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_large_numbers_are_short_on_a_marker(visitor, db):
    page = visitor().open("/en/actions/")
    table = {
        999: "999",
        1000: "1 тис.",
        1234: "1,2 тис.",
        9940: "9,9 тис.",
        9960: "10 тис.",
        999_499: "999 тис.",
        999_500: "1 млн",
        1_234_567: "1,2 млн",
    }

    texts = page.evaluate(
        """async counts => {
          const { compact } = await import("/static/js/map/compact.js");
          const marks = { thousand: " тис.", million: " млн", point: "," };
          return counts.map(count => compact(count, marks));
        }""",
        [*table],
    )

    assert texts == [*table.values()]


def test_town_keeps_its_name_beside_a_marker_at_every_zoom(visitor, db):
    page = visitor().open("/en/actions/")

    written = page.evaluate(
        """async zooms => {
          const { writeNames } = await import("/static/js/map/names.js");
          const spot = { left: 84, right: 116, top: 84, bottom: 116 };
          const around = { markers: [spot], controls: [],
            seen: { left: 0, right: 400, top: 0, bottom: 400 } };
          return zooms.map(zoom => {
            const context = new OffscreenCanvas(400, 400).getContext("2d");
            const texts = [];
            context.fillText = (text, x, y) => texts.push([text, x, y]);
            const town = { x: 100, y: 100, tags: { name: "Leipzig", people: 600000 } };
            const colors = { font: "sans-serif", land: "#fff", label: "#000" };
            writeNames(context, [town], { zoom, ratio: 1, colors, language: "en",
              ...around });
            return texts;
          });
        }""",
        [7, 11, 12, 15],
    )

    for ((name, x, y),) in written:
        assert name == "Leipzig"
        assert not (84 < x < 116 and 84 < y < 116)


@pytest.mark.parametrize("has_worker", [True, False])
def test_ground_is_drawn_with_a_worker_and_without(actions, visitor, has_worker):
    person = visitor()
    if not has_worker:
        person.page.add_init_script("delete window.Worker")
    page = person.open("/en/embed/actions/?view=map")
    page.wait_for_function(
        """() => {
          const land = document.querySelector(".leaflet-tile-loaded");
          if (!land) return false;
          const copy = document.createElement("canvas").getContext("2d");
          copy.canvas.width = copy.canvas.height = 512;
          copy.drawImage(land, 0, 0, 512, 512);
          const pixels = copy.getImageData(0, 0, 512, 512).data;
          const colors = new Set();
          for (let at = 0; at < pixels.length; at += 4)
            if (pixels[at + 3]) colors.add(pixels.slice(at, at + 3).join());
          return colors.size > 3;
        }"""
    )

    assert len(page.context.pages[0].workers) == has_worker
    assert person.traces() == Traces()


def test_case_53_embed_on_a_blog_fits_its_height_and_leaves_no_trace(
    actions, visitor, blog
):
    person = visitor()
    page = person.page
    page.goto(blog)
    frame = page.frame_locator("iframe")

    frame.locator(".action-card__title", has_text="Vigil").wait_for()
    frame.locator(".event-map__point--many").wait_for()
    page.wait_for_function("document.querySelector('iframe').height > 400")

    with person.context.expect_page() as opened:
        frame.get_by_role("link", name="Vigil").click()
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/en/actions/vigil/")
    # The blog has no icon; nothing else is missed.
    noted = [text for text in person.console_errors if "404" not in text]
    assert noted == []
    assert person.context.cookies() == []
    assert person.foreign_requests == Traces().foreign_requests


def barriers(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [
        f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]
    ]


@pytest.mark.parametrize(
    ("size", "color_scheme"),
    [(DESKTOP, "light"), (MOBILE, "dark")],
    ids=["1280 light", "375 dark"],
)
def test_no_state_of_list_month_and_embed_has_a_barrier(
    actions, visitor, size, color_scheme
):
    found = {}
    page = visitor(size=size, color_scheme=color_scheme).open("/en/actions/")
    if size == MOBILE:
        page.get_by_role("button", name="Show the map").click()
    page.locator(".event-map__point").first.wait_for()
    found["list"] = barriers(page)
    page.locator("summary", has_text="More filters").click()
    page.locator("summary", has_text="Kind of action").click()
    found["menus"] = barriers(page)
    page.get_by_label("March").check()
    wait_for_titles(page, ["مسيرة Wien"])
    page.locator(".event-map__point").first.click()
    page.get_by_role("button", name="Close").wait_for()
    found["point"] = barriers(page)
    for address in (
        "/en/actions/?kind=film",
        "/en/actions/calendar/",
        "/en/embed/actions/",
        "/en/embed/",
    ):
        page.goto(page.url.partition("/en/")[0] + address)
        page.wait_for_load_state("networkidle")
        found[address] = barriers(page)

    assert {what: list_ for what, list_ in found.items() if list_} == {}
