"""Every public page in every language, for search engines (sitemaps.org).

`/sitemap.xml` is the list itself as long as it fits into one part, and an index of
`/sitemap-1.xml` and so on when it no longer does. A part stays far below the limits of
50,000 addresses and 50 MB, of which each address takes one with its languages.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from events.models import ActionPeriod, EventPage, Occurrence
from events.public import absolute_url
from home.models import paths_of_pages
from organizations.caching import only_read
from organizations.models import OrganizationPage

# Pages in one part: nine addresses each, 10 MB together.
PAGES_IN_PART = 1_000
# More than there will ever be, and few enough for any database to count.
MOST_PARTS = 10_000
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


@only_read
@cache_control(public=True, max_age=600)
def sitemap(request):
    """Answer all pages, or an index of the parts where they are more than one's."""
    first = _pages(0, PAGES_IN_PART + 1)
    if len(first) <= PAGES_IN_PART:
        return _answer(_list_of(first))
    number_of_pages = len(_few()) + _actions().count()
    number_of_parts = -(-number_of_pages // PAGES_IN_PART)
    parts = "".join(
        f"    <sitemap><loc>{settings.SITE_URL}/sitemap-{number}.xml</loc></sitemap>\n"
        for number in range(1, number_of_parts + 1)
    )
    return _answer(f"<sitemapindex {NAMESPACES}>\n{parts}</sitemapindex>\n")


@only_read
@cache_control(public=True, max_age=600)
def sitemap_part(request, number: int):
    """Answer the pages of one part, counted from 1."""
    if not 1 <= number <= MOST_PARTS:
        raise Http404
    pages = _pages((number - 1) * PAGES_IN_PART, PAGES_IN_PART)
    if not pages:
        raise Http404
    return _answer(_list_of(pages))


def _pages(start: int, number: int) -> list[dict[str, str]]:
    """Return addresses by language, in an order that stays: what grows comes last."""
    few = _few()
    pages = few[start : start + number]
    if missing := number - len(pages):
        start = max(start - len(few), 0)
        slugs = _actions()[start : start + missing]
        pages += [_addresses("events:action_detail", slug) for slug in slugs]
    return pages


def _few() -> list[dict[str, str]]:
    pages = [
        _addresses(name)
        for name in (
            "events:action_list",
            "organizations:organization_list",
            "screening:policy",
        )
    ]
    pages += [
        {code: settings.SITE_URL + path for code, path in paths.items()}
        for paths in paths_of_pages()
    ]
    periods = ActionPeriod.objects.order_by("pk").values_list("slug", flat=True)
    pages += [_addresses("events:period", slug) for slug in periods]
    groups = OrganizationPage.objects.approved().order_by("pk")
    pages += [
        _addresses("organizations:organization_detail", slug)
        for slug in groups.values_list("slug", flat=True)
    ]
    return pages


def _actions():
    """Return the slugs of all public actions, in the order in which they were made."""
    dates = Occurrence.objects.filter(event=OuterRef("pk"), is_dropped=False)
    actions = EventPage.objects.published().filter(Exists(dates))
    return actions.order_by("pk").values_list("slug", flat=True)


def _addresses(name: str, *arguments: str) -> dict[str, str]:
    return {c: absolute_url(name, *arguments, language=c) for c in LANGUAGES}


def _list_of(pages: list[dict[str, str]]) -> str:
    urls = []
    for page in pages:
        alternates = "".join(
            f'        <xhtml:link rel="alternate" hreflang="{code}" '
            f'href="{escape(address)}"/>\n'
            for code, address in page.items()
        )
        urls += [
            f"    <url>\n        <loc>{escape(address)}</loc>\n{alternates}    </url>\n"
            for address in page.values()
        ]
    return f"<urlset {NAMESPACES}>\n{''.join(urls)}</urlset>\n"


def _answer(xml: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}',
        content_type="application/xml; charset=utf-8",
    )
