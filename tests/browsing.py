"""A visitor with a real browser, and what a page did to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

# Width and height in CSS pixels.
MOBILE = (375, 812)
DESKTOP = (1280, 800)

OWN_HOSTS = frozenset({"localhost", "127.0.0.1"})


@dataclass(frozen=True)
class Traces:
    """What a visit left behind. A clean one equals `Traces()`."""

    console_errors: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)


@dataclass
class Visitor:
    """One person's browser: cookies and storage of their own, nothing from before."""

    context: BrowserContext
    page: Page
    base_url: str
    has_javascript: bool = True
    console_errors: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to an address of this site and wait until it has loaded."""
        self.page.goto(self.base_url + path)
        return self.page

    def traces(self) -> Traces:
        """Return what all pages so far left behind."""
        return Traces(
            console_errors=list(self.console_errors),
            foreign_requests=list(self.foreign_requests),
            cookies=sorted(cookie["name"] for cookie in self.context.cookies()),
            stored=self._stored(),
        )

    def _stored(self) -> list[str]:
        if not self.has_javascript:
            return []
        return self.page.evaluate(
            "() => Object.keys(localStorage).concat(Object.keys(sessionStorage)).sort()"
        )


def new_visitor(
    browser: Browser,
    base_url: str,
    *,
    size: tuple[int, int] = DESKTOP,
    locale: str = "en-GB",
    has_javascript: bool = True,
    color_scheme: str = "light",
) -> Visitor:
    """Open an empty page in a fresh browser context that can reach this site alone.

    Zone and language are pinned, so that a page looks the same on every machine.
    """
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=size == MOBILE,
        has_touch=size == MOBILE,
        locale=locale,
        timezone_id="Europe/Berlin",
        color_scheme=color_scheme,
        reduced_motion="reduce",
        java_script_enabled=has_javascript,
    )
    context.set_default_timeout(10_000)
    context.set_default_navigation_timeout(20_000)
    visitor = Visitor(context, context.new_page(), base_url, has_javascript)

    def keep_inside(route, request):
        if _is_foreign(request.url):
            visitor.foreign_requests.append(request.url)
            route.abort()
        else:
            route.continue_()

    def note_console(message):
        if message.type == "error":
            visitor.console_errors.append(message.text)

    context.route("**/*", keep_inside)
    context.on("console", note_console)
    context.on(
        "weberror", lambda error: visitor.console_errors.append(str(error.error))
    )
    return visitor


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob", "about"} and (
        parts.hostname not in OWN_HOSTS
    )
