"""Uploaded pictures become harmless, or are refused (SECURITY-CASES 28 to 32)."""

import io
import re
import struct
import tracemalloc
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from organizations.models import Picture
from organizations.pictures import MAX_BYTES, MAX_SIDE, clean_picture
from tests.factories.world import picture_bytes

SECRET = b"Olena Secretperson"


def upload(content: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def exif_of_a_phone() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Secretphone"  # maker
    exif[0x013B] = SECRET.decode()  # artist
    exif[0x9286] = "Secretcomment"
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (50.0, 27.0, 1.5), 3: "E", 4: (30.0, 31.0, 24.5)}
    )
    return exif


def with_metadata(kind: str) -> bytes:
    """Return a picture as a phone writes it: place, name, comment, profile."""
    options = {"exif": exif_of_a_phone(), "icc_profile": b"Secretprofile" * 20}
    if kind == "JPEG":
        options["comment"] = b"Secretcomment"
    if kind == "WEBP":
        options["xmp"] = b"<x:xmpmeta>Secretxmp</x:xmpmeta>"
    content = picture_bytes(kind, (64, 48), **options)
    return content + b"Secrettail <script>alert(1)</script>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_case_28_nothing_but_pixels_stays(kind):
    cleaned = clean_picture(upload(with_metadata(kind)))
    content = cleaned.read()
    image = Image.open(io.BytesIO(content))

    assert b"ecret" in with_metadata(kind)
    assert b"ecret" not in content
    assert b"script" not in content
    assert not image.getexif()
    assert image.getexif().get_ifd(0x8825) == {}
    assert set(image.info) & {"exif", "icc_profile", "comment", "xmp", "photoshop"} == (
        set()
    )
    assert image.format == kind


def test_case_28_picture_is_turned_upright_before_the_mark_is_gone():
    cleaned = clean_picture(upload(with_metadata("JPEG")))

    assert Image.open(cleaned).size == (48, 64)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("spec", ["max-40x40", "max-1200x1200|format-webp", "original"])
def test_case_28_renditions_hold_nothing_either(kind, spec):
    picture = Picture.objects.create(title="x", file=upload(with_metadata(kind)))

    rendition = picture.get_rendition(spec)

    for file in (picture.file, rendition.file):
        with file.open() as stored:
            assert b"ecret" not in stored.read()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "olena_kyiv_home.jpg",
        "../../etc/passwd",
        "/etc/cron.d/x.jpg",
        "photo.jpg.html",
        "x" * 1000 + ".jpg",
        "фото мамы.jpg",
        "a\u202egpj.exe",
        "CON.jpg",
        "x.svg",
    ],
)
def test_case_29_and_32_name_of_the_file_is_random(name):
    file = upload(picture_bytes(), "x.jpg")
    file._name = name  # as a hostile client sends it, past the form's own cleaning

    picture = Picture.objects.create(title="x", file=file)

    assert re.fullmatch(r"original_images/[0-9a-f]{32}\.jpg", picture.file.name)
    assert picture.file_size == picture.file.size


@pytest.mark.django_db
def test_case_29_same_picture_twice_has_two_names():
    names = {
        Picture.objects.create(title="x", file=upload(picture_bytes())).file.name
        for _again in range(2)
    }

    assert len(names) == 2


def gif() -> bytes:
    return picture_bytes("GIF")


def polyglot() -> bytes:
    """Return a page that begins as a JPEG does."""
    return b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect/></svg>'
OTHERS = {
    "SVG": SVG,
    "SVG with a prolog": b'<?xml version="1.0"?>' + SVG,
    "HTML": b"<!DOCTYPE html><script>alert(1)</script>",
    "HTML with a JPEG head": polyglot(),
    "PDF": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
    "ZIP": b"PK\x03\x04" + b"\x00" * 200,
    "GIF": gif(),
    "GIF and JavaScript": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)",
    "TIFF": picture_bytes("TIFF"),
    "BMP": picture_bytes("BMP"),
    "ICO": picture_bytes("ICO"),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "nothing": b"",
    "noise": bytes(range(256)) * 8,
    "a JPEG cut off": picture_bytes(size=(800, 600))[:400],
    "a PNG cut off": picture_bytes("PNG", (800, 600))[:60],
    "a WebP cut off": picture_bytes("WEBP", (800, 600))[:40],
    "a PNG with a broken sum": picture_bytes("PNG")[:-20] + b"x" * 20,
}


@pytest.mark.parametrize("what", OTHERS)
@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp"])
def test_case_30_other_content_is_refused_whatever_its_name(what, name):
    with pytest.raises(ValidationError) as caught:
        clean_picture(upload(OTHERS[what], name))

    assert "JPEG, PNG or WebP" in caught.value.messages[0]


@pytest.mark.parametrize("name", ["photo.html", "photo", "photo.svg", "photo.jpg.php"])
def test_case_30_name_of_a_good_picture_does_not_matter(name):
    cleaned = clean_picture(upload(picture_bytes("PNG"), name))

    assert re.fullmatch(r"[0-9a-f]{32}\.png", cleaned.name)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"),
    [(30_000, 30_000), (10_000, 5_001), (1, 60_000_000), (2**31 - 1, 2**31 - 1)],
)
def test_case_31_bomb_is_refused_before_it_is_decoded(width, height):
    content = bomb(width, height)
    assert len(content) < 50_000

    tracemalloc.start()
    with pytest.raises(ValidationError):
        clean_picture(upload(content))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 5 * 1024 * 1024


def test_case_31_text_chunk_that_unpacks_to_much_is_refused_or_dropped():
    plain = picture_bytes("PNG")
    data = b"Comment\x00\x00" + zlib.compress(b"x" * 60_000_000, 9)
    body = b"zTXt" + data
    chunk = struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    try:
        content = clean_picture(upload(plain[:33] + chunk + plain[33:])).read()
    except ValidationError:
        content = b""

    assert len(content) < 10_000


def test_case_31_file_of_more_than_ten_megabytes_is_not_even_opened():
    with pytest.raises(ValidationError) as caught:
        clean_picture(upload(picture_bytes() + b"\x00" * MAX_BYTES))

    assert caught.value.code == "too_large"


def test_case_31_large_picture_becomes_smaller():
    cleaned = clean_picture(upload(picture_bytes(size=(4000, 1000))))

    assert Image.open(cleaned).size == (MAX_SIDE, MAX_SIDE // 4)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK"])
def test_pictures_of_every_color_mode_are_taken(mode):
    out = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (20, 10)).save(out, format=kind)

    cleaned = Image.open(clean_picture(upload(out.getvalue())))

    assert cleaned.size == (20, 10)


def test_moving_picture_becomes_its_first_frame():
    out = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    frames[0].save(out, format="WEBP", save_all=True, append_images=frames[1:])

    cleaned = Image.open(clean_picture(upload(out.getvalue())))

    assert getattr(cleaned, "n_frames", 1) == 1
    red, green, blue = cleaned.convert("RGB").getpixel((5, 5))
    assert red > 200 > max(green, blue)


def test_transparency_stays():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, format="PNG")

    cleaned = Image.open(clean_picture(upload(out.getvalue())))

    assert cleaned.getpixel((5, 5))[3] == 0
