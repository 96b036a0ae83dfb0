"""What people fill in, in the CMS."""

from django.utils.html import linebreaks
from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor of rich text, which reads also what no editor would send.

    Whatever is not the editor's own JSON is plain text: nothing is lost, and it is no
    error of ours.
    """

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return linebreaks(data[name], autoescape=True)
