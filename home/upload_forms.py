"""Pictures and files that the campaign adds in the CMS: what is refused, and how."""

import zipfile

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from organizations.pictures import clean_picture

MAX_MEGABYTES = 25
# How files begin, by the ending of their name. What else is allowed is text.
BEGINNINGS = {
    "jpg": b"\xff\xd8\xff",
    "odt": b"PK\x03\x04",
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "zip": b"PK\x03\x04",
}


class PictureFileField(WagtailImageField):
    """A picture, clean before anything else reads it.

    Wagtail's own checks fail on a file that was cut off on its way; what its views ask
    of the field, limits and messages, stays.
    """

    default_validators = ()

    def __init__(self, *args, help_text, **kwargs):
        super().__init__(*args, **kwargs)
        self.help_text = help_text

    def to_python(self, data):
        return forms.FileField.to_python(self, data)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return clean_picture(file) if data else file


class PictureForm(BaseImageForm):
    file = PictureFileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP, at most 10 MB.")
    )


class FileForm(BaseDocumentForm):
    """A file to download. What its name promises has to be in it."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file or "file" not in self.changed_data:
            return file
        if file.size > MAX_MEGABYTES * 1024 * 1024:
            raise ValidationError(
                _(
                    "This file is larger than %(most)s MB. Please choose a smaller "
                    "one, or link to it."
                )
                % {"most": MAX_MEGABYTES}
            )
        if not is_what_it_says(file):
            raise ValidationError(
                _(
                    "This is no %(kind)s file, whatever its name says. Please open it "
                    "and save it anew, or choose another one."
                )
                % {"kind": _ending(file).upper()}
            )
        return file

    def _post_clean(self):
        super()._post_clean()
        if self.has_error("file", "required"):
            # Wagtail says of the ending of no file, too, that it is not allowed.
            self.errors["file"].data = self.errors["file"].data[:1]


def _ending(file) -> str:
    return file.name.rpartition(".")[2].lower()


def is_what_it_says(file) -> bool:
    """Say whether a file's content fits the ending of its name; read from its start."""
    ending = _ending(file)
    file.seek(0)
    try:
        if ending in BEGINNINGS:
            if not file.read(16).startswith(BEGINNINGS[ending]):
                return False
            file.seek(0)
            return ending not in {"odt", "zip"} or zipfile.is_zipfile(file)
        text = file.read()
        text.decode()
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return b"\x00" not in text
