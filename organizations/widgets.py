"""What people fill in, in the CMS."""

import json

from django.utils.html import format_html, linebreaks
from django.utils.translation import gettext_lazy
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor of rich text, which reads also what no editor would send.

    Whatever is not the editor's own JSON is plain text: nothing is lost, and it is no
    error of ours.
    """

    def get_context(self, name, value, attrs):
        # The label's `for` names a hidden field; listeners need the editor's own name.
        self.options = self.options | {"ariaLabelledBy": f"{attrs['id']}-label"}
        return super().get_context(name, value, attrs)

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return linebreaks(data[name], autoescape=True)


def render_chooser(self, name, value, attrs=None, renderer=None) -> str:
    """Render a chooser as Wagtail does, but started by static/js/cms/chooser.js.

    Wagtail starts it in an inline script, which our content security policy forbids.
    """
    data = self.get_value_data(value)
    return format_html(
        '{}<span hidden data-controller="ow-chooser" data-ow-chooser-kind-value="{}"'
        ' data-ow-chooser-field-value="{}" data-ow-chooser-options-value="{}"></span>',
        self.render_html(name, data, attrs),
        self.js_constructor,
        attrs["id"],
        json.dumps(self.get_js_init_options(attrs["id"], name, data)),
    )


def mend_choosers() -> None:
    """Have all choosers of Wagtail's rendered so, in its own forms, too.

    And have their first tab in the reader's language: Wagtail 8.0 translates it when it
    is loaded.
    """
    BaseChooser.render = render_chooser
    ChooserViewSet.search_tab_label = gettext_lazy("Search")
