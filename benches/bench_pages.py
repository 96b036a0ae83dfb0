"""Looks at every kind of page in a browser: barriers, width, weight, layout shift.

    python benches/bench_pages.py [weight] [barriers] [screens] [/PART…]

One of the three parts alone, and only addresses that contain one of the given parts.
Starts the demonstration site as in production (`benches/crowd.py` says which database),
or asks the one at SITE, whose accounts lie in OBJECTWAR_DATA_DIR. Each public page and
each CMS screen in English at four widths, in light and dark, with letters twice as
large and with the spacing of WCAG 2.2, 1.4.12; public pages in two more languages in
four of these views. Barriers are what axe-core finds: the one that
axe-playwright-python brings, unless OBJECTWAR_AXE names another `axe.min.js`
(`npm install axe-core`).
"""

import json
import os
import re
import shutil
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Page, sync_playwright
from serving import PROXIED, ROOT, serve

SITE = os.environ.get("SITE")
AXE = Path(
    os.environ.get("OBJECTWAR_AXE")
    or Path(axe_playwright_python.__file__).with_name("axe.min.js")
)
OTHER_LANGUAGES = ("de", "uk")
WIDTHS = (320, 375, 768, 1440)
# A change of theme is looked at when it is over.
STILL = "* { transition: none !important } "
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
LARGE = "html { font-size: 200% !important }"
# So many addresses of one kind: the two differ (with picture and without, …).
OF_A_KIND = 2
KINDS = re.compile(r"/en/(actions|organizations|periods|news|policy)/[^/]+/$")
BESIDE = """/ /en/actions/?when=past /en/actions/?q=nothing-at-all
/en/actions/?country=ZZ /en/actions/calendar/ /en/nothing/ /en/subscribe/ /en/embed/
/en/embed/actions/?view=both /en/embed/actions/?view=map /en/api/ /en/join/
/en/screening-report/ /en/policy/ /en/account/login/ /en/account/password/reset/"""
MOST_REQUESTS = 12
MOST_OCTETS = {"/en/": 120 * 1024, "/en/actions/*/": 60 * 1024}
OF_ONE_KIND = re.compile(r"\d+|[0-9a-f]{8}-[-0-9a-f]{27}|/(?:de|fr|es|it|pl|ru|uk|be)/")
# Who sees a CMS screen, by its audience in objectwar/audiences.csv.
ROLES = {
    "contributor": {"member"},
    "coordinator": {"coordinator", "member"},
    "editor": {"editor"},
    "campaign": {"campaign"},
}
SHIFTS = """window.shifted = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
BARRIERS = """async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa",
  "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations.map(found =>
    `${found.id} (${found.impact}) at ${found.nodes.length}: `
    + found.nodes[0].target.join(" ") + " - "
    + found.nodes[0].failureSummary.replace(/\\s+/g, " ").slice(0, 200))"""
# Who scrolls sideways, and whose text is cut.
OVERFLOWS = """() => {
  const name = one => one.tagName.toLowerCase() + [...one.classList].map(part =>
    "." + part).join("");
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth + 1)
    found.push("wider than the window: " + [...document.querySelectorAll("body *")]
      .filter(one => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest(".leaflet-container"))
      .slice(-2).map(name));
  for (const one of document.querySelectorAll("main *")) {
    const style = getComputedStyle(one);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
    if (style.clip + style.clipPath !== "autonone") continue;
    if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") continue;
    if (!one.checkVisibility({ opacityProperty: true })) continue;
    if (![...one.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    if (one.scrollWidth > one.clientWidth + 1
        || one.scrollHeight > one.clientHeight + 1)
      found.push("cuts its text: " + name(one));
  }
  return found;
}"""


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    width: int
    scheme: str
    style: str = ""

    def __str__(self):
        style = {SPACED: ", spaced", LARGE: ", 200 %"}.get(self.style, "")
        return f"{self.width} {self.scheme}{style}"


PLAIN = [View(width, scheme) for scheme in ("light", "dark") for width in WIDTHS]
STYLED = [View(width, "light", css) for css in (SPACED, LARGE) for width in (320, 1440)]
VIEWS = PLAIN + STYLED
FEW = [View(320, "light"), View(1440, "dark"), View(320, "light", SPACED)]
FEW.append(View(320, "light", LARGE))


def public_paths(site: str) -> list[str]:
    """Return the sitemap's English pages, of each kind some, and those beside."""
    request = urllib.request.Request(  # noqa: S310 - ours
        site + "/sitemap.xml", headers=PROXIED
    )
    listed = urllib.request.urlopen(request).read().decode()  # noqa: S310 - ours
    number: dict[str, int] = {}
    paths = []
    for path in sorted(set(re.findall(r"<loc>https?://[^/]+(/en/[^<]*)", listed))):
        if kind := KINDS.match(path):
            number[kind[1]] = number.get(kind[1], 0) + 1
            if number[kind[1]] > OF_A_KIND:
                continue
        paths.append(path)
    action = next(path for path in paths if path.startswith("/en/actions/a"))
    return [*paths, *BESIDE.split(), f"{action}concern/"]


class Wire:
    """What a first visit loads: octets as sent, and requests."""

    def __init__(self, page: Page):
        self.sizes: dict[str, float] = {}
        self.kinds: dict[str, str] = {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._received)
        wire.on("Network.loadingFinished", self._loaded)

    def _received(self, event):
        self.kinds[event["requestId"]] = event["response"]["mimeType"]

    def _loaded(self, event):
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def octets(self, *, pictures: bool) -> float:
        return sum(
            size
            for request, size in self.sizes.items()
            if pictures == bool(re.match(r"image/(?!svg)", self.kinds.get(request, "")))
        )


def findings(
    page: Page, views: list[View], *, is_form: bool
) -> Iterator[tuple[View, str]]:
    """Yield what is wrong with an open page in each view.

    A form of the CMS is looked at in a window as high as it is: what the bar with
    "Save" covers half is no small target, as one scrolls.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for view in views:
        page.set_viewport_size({"width": view.width, "height": 900})
        page.emulate_media(color_scheme=view.scheme, reduced_motion="reduce")
        page.evaluate(
            """css => { const style = document.getElementById("of-the-bench")
              ?? document.head.appendChild(Object.assign(
                document.createElement("style"), { id: "of-the-bench" }));
              style.textContent = css; }""",
            STILL + view.style,
        )
        if is_form:
            height = page.evaluate(
                "Math.max(...[...document.querySelectorAll('html, main')].map("
                "one => one.scrollHeight))"
            )
            page.set_viewport_size({"width": view.width, "height": max(height, 900)})
        for found in (*page.evaluate(OVERFLOWS), *page.evaluate(BARRIERS)):
            yield view, found


def look(page: Page, site: str, path: str, views: list[View]) -> int:
    """Open a page, print what is wrong with it, return how much that is."""
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    seen: dict[str, dict[View, None]] = {}
    for view, found in findings(page, views, is_form=path.startswith("/cms/")):
        seen.setdefault(found, {})[view] = None
    for found, where in seen.items():
        print(f"  {path}: {found}\n    {'; '.join(map(str, where))}", flush=True)
    return len(seen)


def weigh(browser: Browser, site: str, path: str) -> None:
    """Print what a first visit loads, and whether anything moves at three widths."""
    kind = KINDS.sub(r"/en/\1/*/", path)
    moved, wire = 0.0, None
    for width in (375, 768, 1440):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, extra_http_headers=PROXIED
        )
        page = context.new_page()
        page.add_init_script(SHIFTS)
        wire = wire or Wire(page)
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        moved = max(moved, page.evaluate("window.shifted"))
        context.close()
    octets, requests = wire.octets(pictures=False), len(wire.sizes)
    wrong = [
        word
        for word, is_wrong in (
            ("HEAVY", octets > MOST_OCTETS.get(kind, 10**9)),
            ("MANY", requests > MOST_REQUESTS),
            ("MOVES", moved > 0.0005),
        )
        if is_wrong
    ]
    print(
        f"  {path}: {octets / 1024:.0f} KB and {wire.octets(pictures=True) / 1024:.0f} "
        f"KB of pictures, {requests} requests, shift {moved:.4f} {' '.join(wrong)}",
        flush=True,
    )


def sign_in(page: Page, site: str, role: str) -> None:
    data = Path(os.environ.get("OBJECTWAR_DATA_DIR", ROOT / "var"))
    email = f"{role}@example.org"
    # The server believes that it is asked by TLS, and the browser knows that it is not.
    secure = {"Origin": site.replace("http:", "https:")}
    page.set_extra_http_headers(PROXIED | secure)
    page.goto(f"{site}/en/account/login/")
    page.fill("input[name=login]", email)
    page.fill(
        "input[name=password]",
        json.loads((data / "demo-accounts.json").read_text())[email],
    )
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/cms/**")
    page.set_extra_http_headers(PROXIED)


def screens(page: Page, site: str, role: str) -> Iterator[str]:
    """Yield the addresses of CMS screens that links reach, one of a kind."""
    rows = (ROOT / "objectwar" / "audiences.csv").read_text().splitlines()
    waiting, kinds = ["/cms/"], set()
    for row in rows:
        pattern, audience = row.rsplit(",", 1)
        is_screen = pattern.startswith("cms/") and not re.search("<|results", pattern)
        if is_screen and ROLES[role] & set(audience.split()):
            waiting.append("/" + pattern)
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(
            r"\d+|[0-9a-f]{8}-[-0-9a-f]{27}|/(?:de|fr|es|it|pl|ru|uk|be)/", "*", path
        )
        if kind in kinds or not path.endswith("/") or "/api/" in path:
            continue
        kinds.add(kind)
        answer = page.request.get(site + path, headers=PROXIED)
        if answer.status != 200 or b"<html" not in answer.body()[:3000]:
            continue
        yield path
        waiting += re.findall(r'href="(/cms/[^"#?]*)"', answer.text())


def new_page(browser: Browser) -> Page:
    context = browser.new_context(bypass_csp=True, extra_http_headers=PROXIED)
    return context.new_page()


def measure_barriers(browser: Browser, site: str, paths: list[str]) -> None:
    wrong = number = 0
    for language in ("en", *OTHER_LANGUAGES):
        page, views = new_page(browser), VIEWS if language == "en" else FEW
        for path in paths:
            address = path.replace("/en/", f"/{language}/")
            if address != path or language == "en":
                wrong += look(page, site, address, views)
                number += len(views)
        page.context.close()
    print(f"  {number:,} views of public pages: {wrong} findings (at most 0)")


def measure_screens(browser: Browser, site: str, wanted: Callable) -> None:
    wrong = number = 0
    seen: set[str] = set()
    for role in ROLES:
        page = new_page(browser)
        sign_in(page, site, role)
        for path in list(screens(page, site, role)):
            if wanted(path) and path not in seen:
                seen.add(path)
                wrong += look(page, site, path, VIEWS)
                number += len(VIEWS)
        page.context.close()
    print(f"  {number:,} views of {len(seen)} screens: {wrong} findings (at most 0)")


def measure(browser: Browser, site: str, words: list[str]) -> None:
    parts = [word for word in words if "/" in word]
    chosen = set(words) - set(parts) or {"weight", "barriers", "screens"}

    def wanted(path: str) -> bool:
        return not parts or any(part in path for part in parts)

    public = [path for path in public_paths(site) if wanted(path)]
    if "weight" in chosen:
        print("weight and shift of a first visit")
        for path in public:
            weigh(browser, site, path)
    if "barriers" in chosen:
        print("barriers and width, public pages")
        measure_barriers(browser, site, public)
    if "screens" in chosen:
        print("barriers and width, CMS")
        measure_screens(browser, site, wanted)


def main() -> None:
    server = None
    site = SITE
    if not site:
        import crowd  # noqa: PLC0415 - a running site needs no database

        crowd.fill(0)
        server, site = serve(["/en/"])
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("OBJECTWAR_CHROMIUM")
                or shutil.which("chromium"),
                args=["--no-sandbox"],
            )
            measure(browser, site, sys.argv[1:])
            browser.close()
    finally:
        if server:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
