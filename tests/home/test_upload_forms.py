"""What the campaign uploads in the CMS: refused with a sentence, and nothing lost."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import get_document_form
from wagtail.documents.models import Document

from home import upload_forms
from organizations.models import Picture
from screening.seed import seed_screening
from tests.factories.people import make_campaign_coordinator
from tests.factories.world import picture_bytes

PNG = picture_bytes("PNG")


@pytest.fixture
def upload(client, db):
    seed_screening()
    client.force_login(make_campaign_coordinator())

    def send(kind, name, content):
        prefix = f"{kind}-chooser-upload"
        answer = client.post(
            f"/cms/{kind}s/chooser/create/",
            {
                f"{prefix}-title": "What I typed",
                f"{prefix}-file": SimpleUploadedFile(name, content),
            },
        )
        assert answer.status_code == 200
        return json.loads(answer.content)

    return send


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b"<svg/>"),
        ("a.png", picture_bytes("GIF")),
        ("cut-off.png", PNG[:60]),
        ("cut-off.jpg", picture_bytes(size=(600, 400))[:900]),
    ],
    ids=["svg", "gif", "png", "jpg"],
)
def test_picture_that_cannot_be_used_is_refused_at_its_field(upload, name, content):
    answer = upload("image", name, content)

    assert answer["step"] != "chosen"
    assert "not a JPEG, PNG or WebP" in json.dumps(answer)
    assert "What I typed" in json.dumps(answer)
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("setup.exe", b"MZ", "exe"),
        ("leaflet.pdf", b"<html>", "no PDF file"),
        ("a.png", b"%PDF-1.4", "no PNG file"),
        ("a.zip", b"PK\x03\x04 and no more", "no ZIP file"),
        ("a.txt", b"\xff\xfe\x00", "no TXT file"),
        ("large.txt", b"x" * 2_000_000, "larger than 1 MB"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_at_its_field(
    upload, monkeypatch, name, content, says
):
    monkeypatch.setattr(upload_forms, "MAX_MEGABYTES", 1)

    answer = upload("document", name, content)

    assert answer["step"] != "chosen"
    assert says in json.dumps(answer)
    assert "What I typed" in json.dumps(answer)
    assert not Document.objects.exists()


def test_what_is_what_it_says_is_taken(upload):
    assert upload("image", "photo.png", PNG)["step"] == "chosen"
    for name, content in (
        ("leaflet.pdf", b"%PDF-1.7 ..."),
        ("text.TXT", "Наші вимоги".encode()),
        ("banner.png", PNG),
    ):
        assert upload("document", name, content)["step"] == "chosen"
    assert Picture.objects.get().title == "What I typed"


@pytest.mark.django_db
def test_no_file_is_one_fault_not_two():
    form = get_document_form(Document)({"title": "What I typed"}, {})

    assert form.errors.get_json_data() == {
        "file": [{"message": "This field is required.", "code": "required"}]
    }
