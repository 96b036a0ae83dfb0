"""What people fill in, in the CMS."""

import json

from bs4 import BeautifulSoup

from organizations.widgets import RichTextArea


def test_rich_text_editor_has_the_name_of_its_label():
    html = RichTextArea().render("text", None, attrs={"id": "id_text"})

    field = BeautifulSoup(html, "html.parser").select_one("[data-w-init-detail-value]")
    options = json.loads(field["data-w-init-detail-value"])
    assert options["ariaLabelledBy"] == "id_text-label"
