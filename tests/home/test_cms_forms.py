"""What the CMS says of a page's form."""

import pytest

from home.blocks import LineBlock
from home.models import CountryPage, HomePage, NewsPage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [StandardPage, CountryPage])
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"title"}),
        ({"slug": "a b"}, {"title", "slug"}),
        ({"title": "The draft"}, {"slug"}),
    ],
)
def test_a_form_without_title_does_not_complain_about_the_slug(model, typed, wrong):
    form = model.get_edit_handler().get_form_class()(typed | {"body-count": "0"})

    assert set(form.errors) & {"title", "slug"} == wrong


def test_a_sentence_typed_over_two_lines_is_one_line():
    block = LineBlock(max_length=20)
    typed = {"text": "Stop the war.\r\nNow."}

    value = block.value_from_datadict(typed, {}, "text")

    assert block.clean(value) == "Stop the war. Now."
    assert block.field.widget.attrs["maxlength"] == "20"


@pytest.mark.parametrize("model", [HomePage, StandardPage, NewsPage])
def test_no_page_asks_for_menus_that_the_site_does_not_have(model):
    form = model.get_edit_handler().get_form_class()()

    assert "search_description" in form.fields
    assert "show_in_menus" not in form.fields
