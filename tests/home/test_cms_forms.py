"""What the CMS says of a page's form."""

import pytest

from home.models import CountryPage, StandardPage

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
