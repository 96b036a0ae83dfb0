"""What the form of filters is made of."""

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .format_tags import whole_number

register = template.Library()
BOX = (
    '<label class="choice-menu__choice">'
    '<input type="checkbox" name="{}" value="{}"{}> '
    '<span dir="auto">{}</span> <span class="choice-menu__number">{}</span></label>'
)


@register.simple_tag
def choice_boxes(field: BoundField) -> SafeString:
    """Return a box for each `Option` of a field, with its count; as a tag, because a
    page has a hundred (docs/decisions/0161)."""
    boxes = (
        (
            field.html_name,
            option.value,
            SafeString(" checked" if option.is_chosen else ""),
            option.label,
            whole_number(option.count),
        )
        for option in field.field.options
    )
    return format_html_join("\n", BOX, boxes) or format_html(
        '<p class="text-soft">{}</p>', _("Nothing to choose yet.")
    )
