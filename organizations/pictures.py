"""Make an uploaded picture harmless: only pixels stay, under a random name.

The file is opened with a fixed list of formats, measured before it is decoded, turned
upright, shrunk and written anew, so that nothing of what a camera or an attacker put
beside the pixels is left (SECURITY-CASES 28 to 32).
"""

import io
import secrets
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 2400  # pixels

_NOT_A_PICTURE = _(
    "This is not a JPEG, PNG or WebP picture. Please choose another file."
)


def clean_picture(upload: File) -> ContentFile:
    """Return the picture re-encoded, named by 16 random bytes.

    Raises:
        ValidationError: if the file is too large, has too many pixels, is broken, or is
            no JPEG, PNG or WebP by its content.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("This picture is larger than 10 MB. Please choose a smaller one."),
            code="too_large",
        )
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            # Our own limit below is stricter than Pillow's warning.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=list(FORMATS))
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise ValidationError(
                    _("This picture has too many pixels. Please choose a smaller one."),
                    code="too_many_pixels",
                )
            kind = image.format
            image = ImageOps.exif_transpose(image)
            image.thumbnail((MAX_SIDE, MAX_SIDE))
    except ValidationError:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
    ) as error:
        raise ValidationError(_NOT_A_PICTURE, code="not_a_picture") from error
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("This picture has too many pixels. Please choose a smaller one."),
            code="too_many_pixels",
        ) from error
    # A fresh image takes the pixels and leaves metadata, profiles and frames behind.
    mode = (
        "RGBA"
        if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
        else "RGB"
    )
    if kind == "JPEG":
        mode = "RGB"
    image = image.convert(mode)
    clean = Image.new(mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, format=kind, **({"quality": 88} if kind != "PNG" else {}))
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(16)}.{FORMATS[kind]}")
