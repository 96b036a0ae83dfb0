"""Pages in nine languages: what is behind, two abreast, what visitors read."""

import json

import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from home.models import HomePage, StandardPage, TranslationMark
from home.segments import segments_of
from home.translating import State, rows
from tests.factories.actions import make_event
from tests.factories.people import (
    make_campaign_coordinator,
    make_member,
    make_organization,
)

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "rich_text", "value": "<p>First <b>words</b>.</p>"},
    {
        "type": "links",
        "value": [
            {"label": "Actions", "section": "actions", "page": None, "url": ""},
            {"label": "Elsewhere", "url": "https://example.org/"},
        ],
    },
    {
        "type": "questions",
        "value": {
            "heading": "Questions",
            "text": "",
            "questions": [{"question": "Who?", "answer": "<p>We.</p>"}],
        },
    },
]


def make_home(language: str) -> HomePage:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    home = HomePage(title=language, slug=language, locale=locale)
    if language != "en":
        home.translation_key = HomePage.objects.get(slug="en").translation_key
    return Page.get_first_root_node().add_child(instance=home)


@pytest.fixture
def source(db):
    Page.objects.filter(depth=2).delete()
    home = make_home("en")
    make_home("uk")
    Site.objects.create(hostname="testserver", is_default_site=True, root_page=home)
    page = home.add_child(
        instance=StandardPage(
            title="About", slug="about", locale=home.locale, body=json.dumps(BODY)
        )
    )
    page.save_revision().publish()
    return page


@pytest.fixture
def editor(source):
    client = Client()
    client.force_login(make_campaign_coordinator())
    return client


def address(source, language="uk") -> str:
    return f"/cms/translations/{source.pk}/{language}/"


def begun(editor, source) -> StandardPage:
    response = editor.post(address(source))
    assert response.status_code == 302
    return StandardPage.objects.get(locale__language_code="uk")


def fields(editor, source) -> dict:
    """Return what the form would send: its fields with what stands in them."""
    form = editor.get(address(source)).context["form"]
    return {name: form[name].value() for name in form.fields}


def draftail(text: str) -> str:
    return json.dumps(
        {
            "entityMap": {},
            "blocks": [
                {
                    "key": "aaaaa",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                }
            ],
        }
    )


def send(editor, source, action="action-publish", **texts):
    """Type texts into the fields whose label ends so, and press a button.

    Every rich text gets a word, all others stay as they are.
    """
    form = editor.get(address(source)).context["form"]
    data = {action: "1"}
    for name in form.fields:
        segment = form.translation.pairs[int(name[5:])].target
        label = segment.labels[-1].lower()
        text = draftail("Слова") if segment.is_rich else segment.text
        data[name] = texts.get(label, text)
    return editor.post(address(source), data)


def state(language="uk", slug="about") -> State:
    row = next(row for row in rows() if row.source.slug == slug)
    return next(cell.state for cell in row.cells if cell.language == language)


def test_texts_are_those_that_a_reader_reads(source):
    found = [segment.text for segment in segments_of(source) if segment.text]

    assert found == [
        "About",
        "<p>First <b>words</b>.</p>",
        "Actions",
        "Elsewhere",
        "Questions",
        "Who?",
        "<p>We.</p>",
    ]


def test_translation_goes_from_missing_to_draft_to_current_to_behind(editor, source):
    assert state() == State.MISSING

    begun(editor, source)
    assert state() == State.DRAFT

    send(editor, source, title="Про нас", question="Хто?")
    page = StandardPage.objects.get(locale__language_code="uk")
    assert (state(), page.live, page.title, page.slug) == (
        State.CURRENT,
        True,
        "Про нас",
        "about",
    )
    questions = page.body[2].value["questions"]
    assert questions[0]["question"] == "Хто?"
    assert "Слова" in page.body[0].value.source
    assert page.body[1].value[1]["url"] == "https://example.org/"

    source.body[2].value["questions"][0]["question"] = "Who are you?"
    source.save_revision().publish()
    assert state() == State.BEHIND
    answer = editor.get(address(source)).text
    assert "Changed since" in answer
    assert "What it said before" in answer

    editor.post(address(source), {"action-mark": "1"})
    assert state() == State.CURRENT


def test_draft_changes_nothing_that_visitors_read(editor, source):
    begun(editor, source)
    send(editor, source, title="Про нас")

    send(editor, source, "action-draft", title="Інакше")

    page = StandardPage.objects.get(locale__language_code="uk")
    assert page.title == "Про нас"
    assert page.get_latest_revision_as_object().title == "Інакше"
    assert fields(editor, source)["text-0"] == "Інакше"


def test_one_line_is_read_whole_and_stays_one_line(editor, source):
    begun(editor, source)
    question = editor.get(address(source)).context["form"]["text-5"]
    assert str(question).startswith("<textarea")

    send(editor, source, question="Хто ви\r\n  і звідки?")

    page = StandardPage.objects.get(locale__language_code="uk")
    assert page.body[2].value["questions"][0]["question"] == "Хто ви і звідки?"


def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(editor, source):
    begun(editor, source)

    response = send(editor, source, title="", question="Х" * 300)

    assert response.status_code == 200
    form = response.context["form"]
    assert set(form.errors) == {"text-0", "text-5"}
    assert "Х" * 300 in response.text
    assert not StandardPage.objects.get(locale__language_code="uk").live


@pytest.mark.parametrize(
    "sent",
    ["x", "[]", "{}", "5", '{"blocks": 5}', '{"blocks": [{}]}', "[" * 5000, "\x00"],
    ids=lambda sent: repr(sent[:20]),
)
def test_text_that_no_editor_would_send_breaks_nothing(editor, source, sent):
    begun(editor, source)

    response = send(editor, source, "action-draft", text=sent, answer=sent)

    assert response.status_code in {200, 302}


def test_new_section_of_the_source_comes_with_the_texts_that_stay(editor, source):
    begun(editor, source)
    send(editor, source, title="Про нас", question="Хто?")
    body = source.body.get_prep_value()
    source.body = json.dumps(
        [{"type": "rich_text", "value": "<p>In front.</p>"}, *body]
    )
    source.save_revision().publish()

    response = editor.get(address(source))
    assert "other sections" in response.text
    send(editor, source)

    page = StandardPage.objects.get(locale__language_code="uk")
    assert [block.block_type for block in page.body] == [
        "rich_text",
        "rich_text",
        "links",
        "questions",
    ]
    assert page.body[3].value["questions"][0]["question"] == "Хто?"
    assert state() == State.CURRENT


def test_page_without_a_page_above_it_is_explained(editor, source):
    Locale.objects.get_or_create(language_code="be")

    response = editor.post(address(source, "be"), follow=True)

    assert "Translate the page above this one first" in response.text
    assert not StandardPage.objects.filter(locale__language_code="be").exists()


@pytest.mark.parametrize("language", ["en", "xx", "UK"])
def test_no_other_language_has_an_address(editor, source, language):
    assert editor.get(address(source, language)).status_code == 404
    assert editor.post(address(source, language)).status_code == 404


def test_case_03_action_has_no_translations_here(editor, source):
    organization = make_organization()
    event = make_event(organization=organization, user=make_member(organization))

    assert editor.get(address(event)).status_code == 404
    assert editor.post(address(event)).status_code == 404


# --- What visitors read meanwhile -----------------------------------------------------


def test_untranslated_page_is_shown_in_its_own_language_and_says_so(client, source):
    response = client.get("/uk/about/")

    assert response.status_code == 200
    assert '<html lang="uk"' in response.text
    assert '<main id="main" tabindex="-1" lang="en">' in response.text
    assert "Мова тексту:" in response.text
    assert "англійська" in response.text
    assert 'rel="canonical" href="https://objectwar.example/en/about/"' in response.text
    assert 'name="robots" content="noindex"' in response.text
    assert response.cookies == {}
    assert "Language of the text" not in client.get("/en/about/").text


def test_page_of_another_slug_is_found_where_it_is(client, editor, source):
    page = begun(editor, source)
    page.slug = "pro-nas"
    page.save_revision().publish()

    response = client.get("/uk/about/")

    assert (response.status_code, response["Location"]) == (302, "/uk/pro-nas/")


@pytest.mark.parametrize("path", ["/uk/nothing/", "/uk/about/more/"])
def test_what_no_language_has_is_not_found(client, source, path):
    assert client.get(path).status_code == 404


def test_drafts_of_another_language_are_not_shown(client, source):
    source.unpublish()

    assert client.get("/uk/about/").status_code == 404


def test_marks_name_nobody_who_is_gone(editor, source):
    begun(editor, source)
    send(editor, source)
    mark = TranslationMark.objects.get()

    mark.marked_by.delete()

    assert TranslationMark.objects.get().marked_by is None
