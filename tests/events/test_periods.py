"""The page of an action period."""

import pytest
from django.utils.translation import override

from organizations.languages import language_name
from tests.factories.actions import make_period

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["de", "uk"])
def test_call_in_another_language_is_named(client, reader):
    make_period("spring", call="Kommt alle!", call_language="de")

    page = client.get(f"/{reader}/periods/spring/").content.decode()

    assert '<div class="prose" dir="auto" lang="de"><p>Kommt alle!</p></div>' in page
    with override(reader):
        named = f'<span class="action-card__language">{language_name("de")}</span>'
    assert (named in page) == (reader != "de")
