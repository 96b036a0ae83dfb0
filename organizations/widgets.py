"""What people fill in, in the CMS."""

from django.utils.html import linebreaks
from wagtail.admin.rich_text import DraftailRichTextArea


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
