"""What editors of pages fill in."""

from django import forms

from organizations.text import clean_line


class LineInput(forms.Textarea):
    """A field as high as its text needs, for what is one line: line ends are spaces.

    Wagtail's AdminAutoHeightTextInput is made alike, but cannot be imported by models.
    """

    def __init__(self, attrs=None):
        # Wagtail's script makes it higher.
        autosize = {
            "class": "w-field__autosize ow-line",
            "data-controller": "w-autosize",
            "rows": 1,
        }
        super().__init__(autosize | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value if value is None else clean_line(value)
