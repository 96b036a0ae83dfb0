"""Which page is translated into which language, and whether that is still true."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from .models import HomePage, TranslationMark
from .segments import Segment, kind_of, segments_of, shape_of


class State(models.TextChoices):
    """How a page stands in one language."""

    SOURCE = "source", pgettext_lazy("how a page stands in a language", "Source")
    CURRENT = "current", _("Up to date")
    BEHIND = "behind", _("Out of date")
    DRAFT = "draft", _("Draft")
    MISSING = "missing", _("Missing")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A page in one language: `page` is None where it is missing."""

    language: str
    state: State
    page: Page | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A page in all languages; `source` is what the others are translated from."""

    source: Page
    cells: list[Cell]
    depth: int


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def pages_of_the_site():
    """Return the campaign's own pages: home pages and what stands below them."""
    condition = models.Q(pk=None)
    for path in HomePage.objects.values_list("path", flat=True):
        condition |= models.Q(path__startswith=path)
    return Page.objects.filter(condition)


def rows() -> list[Row]:
    """Return the campaign's pages in the order of the tree of their sources."""
    pages = pages_of_the_site().select_related("locale").specific().order_by("path")
    groups: dict = {}
    for page in pages:
        group = groups.setdefault(page.translation_key, {})
        group[page.locale.language_code] = page
    marks = TranslationMark.objects.in_bulk([page.pk for page in pages])
    found = []
    for group in groups.values():
        source = source_among(group)
        texts = texts_of(source) if len(group) > 1 else []
        cells = [
            Cell(
                language=code,
                page=group.get(code),
                state=_state(group.get(code), source, texts, marks),
            )
            for code in languages()
        ]
        found.append(Row(source=source, cells=cells, depth=source.depth - 2))
    order = {code: number for number, code in enumerate(languages())}
    return sorted(
        found, key=lambda row: (order[row.source.locale.language_code], row.source.path)
    )


def source_among(group: dict[str, Page]) -> Page:
    """Return the page that the others of a group are translations of.

    The site's first language if it has the page, else the first that has.
    """
    return next(
        group[code] for code in (settings.LANGUAGE_CODE, *languages()) if code in group
    )


def translations_of(page: Page) -> dict[str, Page]:
    """Return a page in every language that has it, by language."""
    pages = page.get_translations(inclusive=True).select_related("locale").specific()
    return {each.locale.language_code: each for each in pages}


def texts_of(page: Page) -> list[list[str]]:
    """Return a page's texts as a mark keeps them: [place, text]."""
    return [[segment.place, segment.text] for segment in segments_of(page)]


def _says_the_same(texts: list[list[str]], others: list[list[str]]) -> bool:
    return [text for _place, text in texts] == [text for _place, text in others]


def _align(old: list[list[str]], new: list[Segment]) -> list[int | None]:
    """Return for each new text the number of the old one that it was, or None.

    What stayed the same holds the others in their places, so that a section put in
    between moves nothing.
    """
    before = [(kind_of(place), text) for place, text in old]
    after = [(segment.kind, segment.text) for segment in new]
    found: list[int | None] = [None] * len(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _tag, i1, i2, j1, j2 in matcher.get_opcodes():
        # Where both have something, a text was changed: pair those of one kind.
        left = list(range(i1, i2))
        for j in range(j1, j2):
            twin = next((i for i in left if before[i][0] == after[j][0]), None)
            if twin is not None:
                found[j] = twin
                left = [i for i in left if i > twin]
    return found


def _state(page, source, texts, marks) -> State:
    if page is None:
        return State.MISSING
    if page == source:
        return State.SOURCE
    if not page.live:
        return State.DRAFT
    mark = marks.get(page.pk)
    return State.CURRENT if mark and _says_the_same(mark.texts, texts) else State.BEHIND


def mark_current(page: Page, source: Page, *, by=None) -> None:
    """Note that a translation says what its source says now."""
    TranslationMark.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "texts": texts_of(source),
            "marked_at": timezone.now(),
            "marked_by": by,
        },
    )


def begin_translation(source: Page, language: str) -> Page:
    """Make a draft of a page in another language, in the source's words for now.

    Raises:
        wagtail.actions.copy_for_translation.ParentNotTranslatedError: if the page above
            is missing there.
    """
    return source.copy_for_translation(Locale.objects.get(language_code=language))


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One text in the source and in the translation.

    `former` is what the source said when the translation was last brought in line: None
    where nobody noted that.
    """

    source: Segment
    target: Segment
    former: str | None

    @property
    def has_changed(self) -> bool:
        return self.former is not None and self.former != self.source.text

    @property
    def is_new(self) -> bool:
        return self.former is None


class Translation:
    """A page and its source, text by text; `save` writes what a translator typed.

    Where the source has got other sections meanwhile, the translation takes its shape:
    its own texts stay where they belong to the same section.
    """

    def __init__(self, source: Page, page: Page):
        self.source = source.specific
        self.page = page.specific.get_latest_revision_as_object()
        self.mark = TranslationMark.objects.filter(page_id=page.pk).first()
        self.has_other_shape = shape_of(self.source) != shape_of(self.page)
        sources = segments_of(self.source)
        own = segments_of(self.page)
        marked = self.mark.texts if self.mark else []
        twins = _align(marked, sources)
        self._former = [None if twin is None else marked[twin][1] for twin in twins]
        if self.has_other_shape:
            texts = {segment.place: segment.text for segment in own}
            if not marked:
                # Nobody knows what the source said: go by the kinds of sections.
                marked = [[segment.place, ""] for segment in own]
                twins = _align(marked, [replace(each, text="") for each in sources])
            _take_shape(self.page, self.source)
            for segment, twin in zip(segments_of(self.page), twins, strict=True):
                if twin is not None and marked[twin][0] in texts:
                    segment.put(texts[marked[twin][0]])

    @cached_property
    def pairs(self) -> list[Pair]:
        lines = zip(
            segments_of(self.source), segments_of(self.page), self._former, strict=True
        )
        return [
            Pair(source=source, target=target, former=former)
            for source, target, former in lines
            if source.text or target.text
        ]

    @transaction.atomic
    def save(self, texts: list[str], *, by, publish: bool) -> None:
        """Write one text for each pair to a new draft, and publish it if asked."""
        for pair, text in zip(self.pairs, texts, strict=True):
            pair.target.put(text)
        self.page.draft_title = self.page.title
        revision = self.page.save_revision(user=by, log_action=True)
        if publish:
            revision.publish(user=by)
            mark_current(self.page, self.source, by=by)


def _take_shape(page: Page, source: Page) -> None:
    """Give a page the streams of its source."""
    for column in page._meta.local_fields:
        if isinstance(column, StreamField):
            raw = getattr(source, column.name).get_prep_value()
            value = StreamValue(column.stream_block, raw, is_lazy=True)
            setattr(page, column.name, value)
