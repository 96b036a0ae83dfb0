"""The pages that a page links to: read in one go, without their texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy

from wagtail.models import Page

# What a link says, and what choosing it in the CMS shows.
READ = (
    "title draft_title slug path depth numchild url_path live locale__language_code"
    " content_type"
).split()

_at_hand: ContextVar[dict[int, Page] | None] = ContextVar("linked_pages", default=None)


def linked_pages(keys, model: type[Page]) -> list[Page | None]:
    """Return pages by their keys, each its own object; None for those that are gone."""
    wanted, found = {*keys} - {None}, _at_hand.get()
    if model is not Page or found is None or not wanted <= found.keys():
        found = _read(wanted, model)
    return [copy(found.get(key)) for key in keys]


@contextmanager
def read_at_once(raw_body) -> Iterator[None]:
    """Let what the sections of a body link to be read in one query, not in one each."""
    keys = {*_keys(list(raw_body))}
    token = _at_hand.set(dict.fromkeys(keys) | _read(keys, Page))
    try:
        yield
    finally:
        _at_hand.reset(token)


def _read(keys, model: type[Page]) -> dict[int, Page]:
    # Wagtail orders all pages, which takes longer than to read these.
    pages = model.objects.only(*READ).order_by().select_related("locale")
    return pages.in_bulk(keys)


def _keys(raw) -> Iterator[int]:
    """Yield the keys of pages in what a body is stored as."""
    if isinstance(raw, list):
        for part in raw:
            yield from _keys(part)
    elif isinstance(raw, dict):
        for name, part in raw.items():
            if name == "page" and isinstance(part, int):
                yield part
            else:
                yield from _keys(part)
