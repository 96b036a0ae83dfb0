"""Which of the campaign's pages a reader is shown."""

from django.conf import settings
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


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
