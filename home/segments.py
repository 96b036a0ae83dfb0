"""A page's texts one by one, so that two languages of it can stand side by side.

A text is a field of the page, or a leaf of one of its streams. Links, pictures, numbers
and addresses are no texts: they are the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

# Fields of Wagtail's own that visitors or search engines read.
PAGE_FIELDS = ("title", "seo_title", "search_description")


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One text of a page.

    `place` says where it stands, by position: the same in a translation of the same
    shape. `kind` says the same without positions. `put` writes a new text to the page,
    which is not saved.
    """

    place: str
    labels: tuple[str, ...]
    text: str
    put: Callable[[str], None] = field(compare=False)
    is_rich: bool = False
    features: tuple[str, ...] = ()
    max_length: int | None = None
    is_required: bool = False
    is_long: bool = False

    @property
    def kind(self) -> str:
        return kind_of(self.place)


def kind_of(place: str) -> str:
    return re.sub(r"\.\d+", "", place)


def segments_of(page: Page) -> list[Segment]:
    """Return a page's texts, in the order in which they are read; empty ones too."""
    page = page.specific
    found = [_of_field(page, page._meta.get_field(name)) for name in PAGE_FIELDS]
    for column in page._meta.local_fields:
        if column.name in page.same_in_all_languages:
            continue
        if isinstance(column, StreamField):
            found += _of_stream(column.name, (), getattr(page, column.name))
        elif _is_text(column):
            found.append(_of_field(page, column))
    return found


def shape_of(page: Page) -> tuple[str, ...]:
    """Return what two pages must share for their texts to stand side by side."""
    return tuple(segment.place for segment in segments_of(page))


def _is_text(column: models.Field) -> bool:
    return (
        isinstance(column, models.CharField | models.TextField)
        and not isinstance(
            column, models.URLField | models.EmailField | models.SlugField
        )
        and not column.choices
        and column.editable
    )


def _of_field(page: Page, column: models.Field) -> Segment:
    return Segment(
        place=column.name,
        labels=(str(column.verbose_name),),
        text=getattr(page, column.name) or "",
        put=lambda value: setattr(page, column.name, value),
        is_rich=isinstance(column, RichTextField),
        features=tuple(getattr(column, "features", None) or ()),
        max_length=getattr(column, "max_length", None),
        is_required=not column.blank,
        is_long=isinstance(column, models.TextField),
    )


def _of_stream(place: str, labels, stream) -> Iterator[Segment]:
    for position, child in enumerate(stream):
        yield from _of_block(
            f"{place}.{position}:{child.block_type}",
            (*labels, str(child.block.label)),
            child.block,
            child.value,
            lambda value, child=child: setattr(child, "value", value),
        )


def _of_block(place, labels, block, value, put) -> Iterator[Segment]:
    if isinstance(block, ImageBlock):
        if value is not None and not value.decorative:
            yield Segment(
                place=f"{place}.alt_text",
                labels=(*labels, str(block.child_blocks["alt_text"].label)),
                text=value.contextual_alt_text or "",
                put=lambda text: setattr(value, "contextual_alt_text", text),
                max_length=255,
                is_required=True,
            )
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(
                f"{place}.{name}",
                (*labels, str(child.label)),
                child,
                value.get(name),
                lambda new, name=name: value.__setitem__(name, new),
            )
    elif isinstance(block, blocks.ListBlock):
        for position, child in enumerate(value.bound_blocks):
            yield from _of_block(
                f"{place}.{position}",
                (*labels, str(position + 1)),
                child.block,
                child.value,
                lambda new, child=child: setattr(child, "value", new),
            )
    elif isinstance(block, blocks.StreamBlock):
        yield from _of_stream(place, labels, value)
    elif isinstance(block, blocks.RichTextBlock):
        yield Segment(
            place=place,
            labels=labels,
            text=value.source if value else "",
            put=lambda text: put(RichText(text)),
            is_rich=True,
            features=tuple(block.features or ()),
            is_required=block.required,
        )
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Segment(
            place=place,
            labels=labels,
            text=value or "",
            put=put,
            max_length=block.field.max_length,
            is_required=block.required,
            is_long=isinstance(block, blocks.TextBlock),
        )
