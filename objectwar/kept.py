"""Public pages as they were sent last, kept in this process's memory for a minute.

Most visitors of an action day ask for the same few pages and tiles of the map. It
stands outermost: what is kept has every header, and a hit touches neither session nor
view.
"""

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import cc_delim_re, get_conditional_response
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language_from_path

from events.state import site_state, with_state

# In octets, for each process.
MEMORY = 32 * 1024 * 1024
# As long as any other cache may keep it (organizations/caching.py). What no state
# tells, such as "today", is so late at most.
KEPT = dt.timedelta(seconds=60)
KEPT_TYPES = ("text/html", "application/json")


@dataclass(frozen=True, kw_only=True)
class KeptPage:
    """A page's octets and headers, and until when they may be sent again."""

    body: bytes
    headers: dict[str, str]
    state: str
    until: dt.datetime

    def answer(self, request) -> HttpResponse:
        """Return the page, or 304 for who has it (RFC 9110 §13)."""
        response = HttpResponse(self.body, headers=self.headers)
        changed_at = self.headers.get("Last-Modified")
        return get_conditional_response(
            request,
            etag=self.headers.get("ETag"),
            last_modified=changed_at and parse_http_date_safe(changed_at),
            response=response,
        )


class _Memory:
    """The pages asked for last, up to MEMORY octets."""

    def __init__(self):
        self.lock = threading.Lock()
        self.pages: OrderedDict[tuple, KeptPage] = OrderedDict()
        self.size = 0

    def get(self, key: tuple) -> KeptPage | None:
        with self.lock:
            if (page := self.pages.get(key)) is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: KeptPage) -> None:
        with self.lock:
            if (former := self.pages.pop(key, None)) is not None:
                self.size -= len(former.body)
            self.pages[key] = page
            self.size += len(page.body)
            while self.size > MEMORY:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= len(oldest.body)

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.size = 0


_memory = _Memory()
forget_pages = _memory.clear


class KeptPagesMiddleware:
    """Send a public page again while nothing public changed, for a minute at most.

    Whoever sends a cookie gets every page anew: the CMS shows previews at a page's own
    address, and who publishes wants to see it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _asks_for_a_page(request):
            return self.get_response(request)
        key = _key(request)
        if (page := _memory.get(key)) is None:
            return self._made(request, key)
        if page.until > timezone.now() and page.state == site_state():
            return page.answer(request)
        return self._made(request, key)

    def _made(self, request, key):
        # Before anything is read: a change in between makes the page an old one.
        at, state = timezone.now(), site_state()
        with with_state(state) as answering:
            response = self.get_response(request)
        if not answering.is_behind and _may_be_kept(request, response):
            page = KeptPage(
                body=response.content,
                headers=dict(response.items()),
                state=state,
                until=at + KEPT,
            )
            _memory.put(key, page)
        return response


def _asks_for_a_page(request) -> bool:
    """Say whether a stranger asks for a page or a tile, not for a file or a feed."""
    path = request.path_info
    return (
        request.method in {"GET", "HEAD"}
        and not request.META.get("HTTP_COOKIE")
        and (
            path.startswith("/map/")
            or (path.endswith("/") and get_language_from_path(path) is not None)
        )
    )


def _key(request) -> tuple:
    """Return what an answer may depend on."""
    meta = request.META
    return (
        request.scheme,
        meta.get("HTTP_HOST", ""),
        request.get_full_path(),
        "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "").lower(),
    )


def _may_be_kept(request, response) -> bool:
    """Say whether this is a whole page that any cache may keep."""
    control = cc_delim_re.split(response.headers.get("Cache-Control", ""))
    varies = cc_delim_re.split(response.headers.get("Vary", "").lower())
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "public" in control
        and response.headers.get("Content-Type", "").startswith(KEPT_TYPES)
        and {*varies} <= {"", "accept-encoding"}
    )
