"""What Wagtail and Django say on screens of the CMS is there in nine languages."""

import re

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from wagtail.models import Locale, Page

from home.models import HomePage, StandardPage
from tests.factories.actions import make_event
from tests.factories.people import (
    make_campaign_coordinator,
    make_coordinator,
    make_editor,
    make_organization,
    make_user,
)
from tools.messages import LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """Collect (name in a catalogue, whether it has a plural) of each text asked for."""
    found = set()
    real = translation._trans

    def recorder(name, names_of):
        ask = getattr(real, name)

        def recorded(*texts):
            found.add(names_of(*texts))
            return ask(*texts)

        monkeypatch.setattr(real, name, recorded, raising=False)

    recorder("gettext", lambda text: (str(text), False))
    recorder("pgettext", lambda context, text: (f"{context}\x04{text}", False))
    recorder("ngettext", lambda one, many, number: (str(one), True))
    return found


def lacking(language, asked):
    """Return the texts that a language has from nobody, not even from us."""
    parts = trans_real.translation(language)._catalog._catalogs
    return sorted(
        name
        for name, is_plural in asked
        if name and not any(((name, 0) if is_plural else name) in p for p in parts)
    )


def test_screens_of_the_cms_say_nothing_in_english_alone(asked):
    locale = Locale.objects.get(language_code="en")
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Home", slug="here", locale=locale)
    )
    page = home.add_child(
        instance=StandardPage(title="About", slug="about", locale=locale)
    )
    organization = make_organization()
    event = make_event(organization=organization)
    screens = {
        make_coordinator(organization): [
            "/cms/",
            "/cms/actions/add/",
            f"/cms/pages/{event.pk}/edit/",
            "/cms/account/",
        ],
        make_editor(): ["/cms/screening/"],
        make_campaign_coordinator(): [
            f"/cms/pages/{home.pk}/",
            f"/cms/pages/{page.pk}/edit/",
            f"/cms/pages/{page.pk}/delete/",
            f"/cms/pages/{page.pk}/unpublish/",
            "/cms/images/",
            "/cms/documents/",
            "/cms/images/multiple/add/",
        ],
    }

    asked.clear()
    for person, addresses in screens.items():
        client = Client()
        client.force_login(person)
        assert {client.get(one, follow=True).status_code for one in addresses} == {200}

    assert len(asked) > 500
    assert {language: lacking(language, asked) for language in LANGUAGES} == {
        language: [] for language in LANGUAGES
    }


def test_search_for_pages_names_what_it_counts():
    client = Client()
    client.force_login(make_campaign_coordinator())

    screen = client.get("/cms/pages/search/").content.decode()

    assert re.search(r"1-(\d+) of \1\s+pages", screen)
    assert re.search(r"Pages: \d+\s", screen)


@pytest.mark.parametrize("who", ["coordinator", "operator"])
def test_what_the_cms_does_not_have_is_said_in_the_language_of_the_account(who):
    """The gate refuses a coordinator; Wagtail does not find it for an operator."""
    client = Client()
    if who == "operator":
        client.force_login(make_user(superuser=True, language="uk"))
    else:
        client.force_login(make_coordinator(make_organization(), language="uk"))

    response = client.get("/cms/pages/999999/edit/", headers={"accept-language": "de"})

    assert response.status_code == 404
    assert '<html lang="uk"' in response.text
    assert "Тут нічого немає" in response.text
    assert 'href="/cms/"' in response.text
