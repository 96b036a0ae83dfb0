"""Which of the campaign's pages a reader is shown."""

from django.conf import settings
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from events.state import asked_once

# Wagtail's root is 1, a home page 2.
FIRST_PAGES_DEPTH = 3


def closeness(code: str, language: str) -> int:
    """Return how well a text in `code` suits a reader of `language`; 0 is best."""
    return (code != language) + (code not in {language, settings.LANGUAGE_CODE})


class NewsQuerySet(PageQuerySet):
    def for_reader(self, language: str):
        """Keep each live piece of news once, newest first.

        It is the one in `language`, else in the language of the sources, else any.
        """
        return (
            self.filter(pk__in=_best_keys(self.model, language))
            .select_related("locale", "picture")
            .order_by("-date", "-pk")
        )


NewsManager = PageManager.from_queryset(NewsQuerySet)


@asked_once
def _best_keys(model: type[Page], language: str) -> tuple[int, ...]:
    best: dict = {}
    rows = (
        model.objects.live()
        .order_by()
        .values_list("translation_key", "locale__language_code", "pk", named=True)
    )
    for row in rows:
        found = (closeness(row.locale__language_code, language), row.pk)
        best[row.translation_key] = min(found, best.get(row.translation_key, found))
    return tuple(pk for _closeness, pk in best.values())


@asked_once
def first_pages() -> frozenset[str]:
    """Return the slugs of the public pages right below the home pages.

    What one language has can be read in all of them (fallback.py).
    """
    pages = Page.objects.live().filter(
        depth=FIRST_PAGES_DEPTH, content_type__app_label="home"
    )
    return frozenset(pages.order_by().values_list("slug", flat=True))
