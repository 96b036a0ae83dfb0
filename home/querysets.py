"""Which of the campaign's pages a reader is shown."""

from functools import lru_cache

from django.conf import settings
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from events.selection import site_state

# Wagtail's root is 1, a home page 2.
FIRST_PAGES_DEPTH = 3


def closeness(code: str, language: str) -> int:
    """Return how well a text in `code` suits a reader of `language`; 0 is best."""
    return (code != language) + (code not in {language, settings.LANGUAGE_CODE})


class NewsQuerySet(PageQuerySet):
    def for_reader(self, language: str):
        """Keep each piece of news once, newest first.

        It is the one in `language`, else in the language of the sources, else any.
        """
        best: dict = {}
        rows = self.live().values_list(
            "translation_key", "locale__language_code", "pk", named=True
        )
        for row in rows:
            found = (closeness(row.locale__language_code, language), row.pk)
            best[row.translation_key] = min(found, best.get(row.translation_key, found))
        return (
            self.filter(pk__in=[pk for _closeness, pk in best.values()])
            .select_related("locale", "picture")
            .order_by("-date", "-pk")
        )


NewsManager = PageManager.from_queryset(NewsQuerySet)


def first_pages() -> frozenset[str]:
    """Return the slugs of the public pages right below the home pages.

    What one language has can be read in all of them (fallback.py). The pages are asked
    for once in each state of the site, which a page that comes or goes changes.
    """
    state = site_state()
    return _first_pages(state) if state else _first_pages.__wrapped__(state)


@lru_cache(maxsize=1)
def _first_pages(_state: str) -> frozenset[str]:
    pages = Page.objects.live().filter(
        depth=FIRST_PAGES_DEPTH, content_type__app_label="home"
    )
    return frozenset(pages.order_by().values_list("slug", flat=True))
