"""Which texts nobody has checked for a long time."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from .models import CountryPage
from .translating import languages, pages_of_the_site, source_among

KEPT_TRUE = dt.timedelta(days=182)  # half a year


@dataclass(frozen=True, kw_only=True)
class Due:
    """A page to look at again: `pages` by language, each past its day or without one.

    `title` is in the reader's language, or else in the source's.
    `reviewed_on` is the oldest day of them, None where one was never reviewed.
    """

    title: str
    pages: dict[str, Page]
    reviewed_on: dt.date | None


def due(today: dt.date | None = None) -> list[Due]:
    """Return what is to be reviewed, never reviewed first, then the oldest.

    A country's page is due without a day, too. Elsewhere a day is a choice, and what
    has one is due half a year later.
    """
    last = (today or timezone.localdate()) - KEPT_TRUE
    groups: dict = {}
    pages = pages_of_the_site().live().select_related("locale").specific()
    for page in pages.order_by("path"):
        language = page.locale.language_code
        groups.setdefault(page.translation_key, {})[language] = page
    found = []
    for group in groups.values():
        days = {code: _oldest(page) for code, page in group.items()}
        late = {
            code: group[code]
            for code in languages()
            if code in group and _is_due(group[code], days[code], last)
        }
        if late:
            known = [days[code] for code in late]
            found.append(
                Due(
                    title=(group.get(get_language()) or source_among(group)).title,
                    pages=late,
                    reviewed_on=None if None in known else min(known),
                )
            )
    return sorted(found, key=lambda each: each.reviewed_on or dt.date.min)


def _is_due(page: Page, day: dt.date | None, last: dt.date) -> bool:
    return isinstance(page, CountryPage) if day is None else day <= last


def _oldest(page: Page) -> dt.date | None:
    """Return the earliest day on which a page, or a part of it, was reviewed."""
    if isinstance(page, CountryPage) and page.reviewed_on is None:
        return None
    days = [page.reviewed_on] if isinstance(page, CountryPage) else []
    for column in page._meta.local_fields:
        if isinstance(column, StreamField):
            days += _days_in(column.stream_block, getattr(page, column.name))
    return min(days, default=None)


def _days_in(block, value) -> Iterator[dt.date]:
    if isinstance(block, StreamBlock):
        for child in value:
            yield from _days_in(child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value.bound_blocks:
            yield from _days_in(child.block, child.value)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            if name == "reviewed_on":
                if value.get(name):
                    yield value[name]
            else:
                yield from _days_in(child, value.get(name) or [])
