"""Loading the campaign's pages: once, again, and after a person was there."""

import pytest
from django.conf import settings
from wagtail.models import Page, Revision, Site

from home.models import HomePage, NewsPage, StandardPage
from objectwar.demo import home as demo
from objectwar.demo.home import load_home_pages, read_content
from organizations.models import User
from tests.factories.pages import read_few
from tests.factories.world import kept_for_the_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """Let the software come with a few pages: what holds for them holds for all."""
    monkeypatch.setattr(demo, "read_content", read_few)


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """Load the few pages for all tests from the first that asks for them."""
    with pytest.MonkeyPatch.context() as patch, kept_for_the_module(django_db_blocker):
        patch.setattr(demo, "read_content", read_few)
        load_home_pages()
        yield


@pytest.fixture
def loaded(few, once, db):
    """Begin with the few pages as just loaded."""


LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def person():
    return User.objects.create_superuser("editor@objectwar.example")


def the_home_page(language="en"):
    return HomePage.objects.get(locale__language_code=language)


def rewrite(monkeypatch, language, **changes):
    """Let the software come with other words for one language's home page."""
    content = read_few(language)
    content["home"] |= changes
    monkeypatch.setattr(
        demo,
        "read_content",
        lambda code: content if code == language else read_few(code),
    )


# --- Into a site that has none of them ---


def test_loaded_pages_pass_what_an_editor_would_have_to_pass():
    load_home_pages()

    news = NewsPage.objects.all()
    for page in [*HomePage.objects.all(), *StandardPage.objects.all(), *news]:
        page.body.stream_block.clean(page.body)
        page.full_clean()


def test_load_keeps_a_page_that_was_there_before(few):
    parent = Page.get_first_root_node()
    own = parent.add_child(
        instance=HomePage(title="Ours", slug="ours", locale_id=parent.locale_id)
    )

    load_home_pages()

    assert the_home_page() == own
    assert the_home_page().title == "Ours"


# --- And again ---


def test_load_makes_pages_in_nine_languages_that_are_translations(loaded):
    homes = HomePage.objects.live()
    assert sorted(homes.values_list("locale__language_code", flat=True)) == sorted(
        LANGUAGES
    )
    assert len(set(homes.values_list("translation_key", flat=True))) == 1
    for slug in ("imprint", "privacy", "take-part"):
        pages = StandardPage.objects.live().filter(slug=slug)
        assert pages.count() == len(LANGUAGES)
        assert len(set(pages.values_list("translation_key", flat=True))) == 1


def test_load_makes_the_english_home_page_the_start_of_the_site(loaded):
    assert Site.objects.get(is_default_site=True).root_page.specific == the_home_page()
    assert not Page.objects.filter(title__startswith="Welcome to").exists()


def test_load_twice_changes_nothing(loaded):
    before = list(Page.objects.order_by("pk").values())
    revisions = Revision.objects.count()

    written = load_home_pages()

    assert written == 0
    assert list(Page.objects.order_by("pk").values()) == before
    assert Revision.objects.count() == revisions


def test_load_brings_new_words_to_a_page_that_nobody_touched(loaded, monkeypatch):
    rewrite(monkeypatch, "de", search_description="Neue Worte")

    written = load_home_pages()

    assert written == 1
    assert the_home_page("de").search_description == "Neue Worte"


def test_load_leaves_what_a_person_has_published(loaded, monkeypatch, person):
    page = the_home_page("uk")
    page.title = "Наша кампанія"
    page.save_revision(user=person).publish(user=person)
    rewrite(monkeypatch, "uk", title="Нові слова")

    load_home_pages()

    assert the_home_page("uk").title == "Наша кампанія"


def test_load_leaves_a_draft_that_a_person_is_writing(loaded, monkeypatch, person):
    page = the_home_page("fr")
    page.title = "Notre campagne"
    page.save_revision(user=person)
    rewrite(monkeypatch, "fr", title="D’autres mots")

    load_home_pages()

    page = the_home_page("fr")
    assert page.title == read_content("fr")["home"]["title"]
    assert page.get_latest_revision_as_object().title == "Notre campagne"


def test_load_leaves_a_page_unpublished_that_a_person_took_down(
    loaded, monkeypatch, person
):
    the_home_page("es").unpublish(user=person)
    rewrite(monkeypatch, "es", title="Otras palabras")

    load_home_pages()

    assert not the_home_page("es").live


def test_load_does_not_bring_back_what_a_person_deleted(loaded, person):
    StandardPage.objects.get(slug="privacy", locale__language_code="it").delete(
        user=person
    )
    HomePage.objects.get(locale__language_code="be").delete(user=person)

    load_home_pages()

    assert StandardPage.objects.filter(slug="privacy").count() == len(LANGUAGES) - 2
    assert not HomePage.objects.filter(locale__language_code="be").exists()
