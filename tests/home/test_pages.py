"""The campaign's pages as a visitor gets them."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale, Page

from home.blocks import (
    AppealsBlock,
    ContactBlock,
    FundraisingBlock,
    HomeBody,
    LinkBlock,
    QuestionsBlock,
)
from home.fallback import own_path
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SLUGS = (
    "",
    "help/",
    "imprint/",
    "news/nine-languages/",
    "privacy/",
    "questions/",
    "safety/",
    "solidarity/",
    "take-part/",
)


class Outline(HTMLParser):
    """The levels of the headings, the ids, and what would break the policy."""

    def __init__(self, html: str):
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name == "style" or name.startswith("on"):
                self.inline.append(f"<{tag} {name}>")


def test_pages_answer_in_every_language_with_no_cookie(visitor):
    for language in LANGUAGES:
        for slug in SLUGS:
            response = visitor.get(f"/{language}/{slug}")

            assert response.status_code == 200
            assert response.cookies == {}
            assert "cookie" not in response.headers.get("Vary", "").lower()
            assert f'<html lang="{language}"' in response.text


def test_pages_have_one_first_heading_and_skip_no_level(visitor):
    for language in LANGUAGES:
        for slug in SLUGS:
            outline = Outline(visitor.get(f"/{language}/{slug}").text)

            assert outline.levels.count(1) == 1
            assert outline.levels[0] == 1
            steps = zip(outline.levels, outline.levels[1:], strict=False)
            assert all(after <= before + 1 for before, after in steps)
            assert len(set(outline.ids)) == len(outline.ids)
            assert outline.inline == []


def test_every_link_of_our_own_leads_somewhere(visitor):
    for language in LANGUAGES:
        hrefs = set()
        for slug in SLUGS:
            body = visitor.get(f"/{language}/{slug}").text
            main = body[body.index("<main") : body.index("</main>")]
            assert 'href=""' not in main
            hrefs |= set(re.findall(r'href="(/[^"#]*)', main))

        for href in hrefs:
            assert href.startswith(f"/{language}/")
            assert visitor.get(href).status_code == 200


def test_path_of_a_linked_page_is_what_wagtail_says(site):
    pages = Page.objects.live().exclude(depth=1).select_related("locale")

    assert {own_path(page): page.url for page in pages if own_path(page)} == {
        page.url: page.url for page in pages if page.url
    }


def test_links_of_all_sections_are_read_at_once(visitor, django_assert_max_num_queries):
    visitor.get("/en/")
    visitor.get("/de/")
    with django_assert_max_num_queries(10):
        visitor.get("/en/?unknown=1")


def test_home_page_says_the_rule_and_has_the_anchors_others_link_to(visitor):
    outline = Outline(visitor.get("/en/").text)
    body = visitor.get("/en/").text

    assert {"take-part", "about", "support", "contact"} <= set(outline.ids)
    assert "Nationalist and anti-democratic groups and people" in body


def test_amount_is_written_as_each_language_writes_it():
    value = FundraisingBlock().to_python({"amount": 200000, "currency": "EUR"})

    written = {}
    for language in LANGUAGES:
        with translation.override(language):
            written[language] = re.sub(r"\s", " ", value.formatted_amount)

    assert written == {
        "en": "200,000 euros",
        "de": "200.000 Euro",
        "fr": "200 000 euros",
        "es": "200.000 euros",
        "it": "200.000 euro",
        "pl": "200 000 euro",
        "ru": "200 000 евро",
        "uk": "200 000 євро",
        "be": "200 000 еўра",
    }


def test_contact_offers_number_and_address_as_links():
    value = ContactBlock().to_python(
        {"phone": "+49 698 237 55 34", "email": "hello@objectwar.example"}
    )

    assert value.phone_uri == "tel:+496982375534"
    assert value.email_uri == "mailto:hello@objectwar.example"


def test_contact_without_number_and_address_links_nothing():
    value = ContactBlock().to_python({"phone": "", "email": ""})

    assert (value.phone_uri, value.email_uri) == ("", "")


@pytest.mark.parametrize(
    "targets",
    [{}, {"section": "actions", "url": "https://objectwarcampaign.org/"}],
)
def test_link_needs_exactly_one_target(targets):
    block = LinkBlock()

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"label": "Read on", **targets}))


def test_link_to_another_site_refuses_what_is_no_web_address():
    block = LinkBlock()

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"label": "Read on", "url": "javascript:alert(1)"}))


def test_link_to_a_page_taken_down_is_not_shown(visitor):
    page = StandardPage.objects.get(slug="take-part", locale__language_code="de")

    page.unpublish()

    text = visitor.get("/de/").text.split("<main")[1].split("</main>")[0]
    assert "/de/take-part/" not in text


def test_page_taken_down_in_all_languages_is_in_no_navigation(visitor):
    pages = [*StandardPage.objects.filter(slug="help")]
    assert '"/de/help/"' in visitor.get("/de/").content.decode()

    for page in pages:
        page.unpublish()

    start = visitor.get("/de/").content.decode()
    assert visitor.get("/de/help/").status_code == 404
    assert '"/de/help/"' not in start
    assert '"/de/about/"' in start


def test_page_taken_down_in_one_language_stays_in_the_navigation(visitor):
    StandardPage.objects.get(slug="help", locale__language_code="de").unpublish()

    assert visitor.get("/de/help/").status_code == 200
    assert '"/de/help/"' in visitor.get("/de/").content.decode()


def test_text_of_a_block_is_shown_as_text(visitor):
    page = HomePage.objects.get(locale__language_code="en")
    page.body[0].value["title"] = "<script>alert(1)</script> {{ 7|add:7 }}"
    page.save_revision().publish()

    body = visitor.get("/en/").text

    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}" in body


def test_home_page_without_the_opening_first_is_refused(visitor):
    stream = HomePage.objects.get(locale__language_code="en").body
    block = HomeBody()
    raw = list(stream.raw_data)

    with pytest.raises(StreamBlockValidationError):
        block.clean(block.to_python([raw[1], raw[0], *raw[2:]]))


def test_second_home_page_of_a_language_is_refused(visitor):
    page = HomePage(title="Another", slug="another", locale=Locale.get_default())

    with pytest.raises(ValidationError):
        Page.get_first_root_node().add_child(instance=page)


def test_home_page_opens_in_the_cms_and_in_its_preview(visitor, admin_client):
    page = HomePage.objects.get(locale__language_code="uk")

    form = admin_client.get(f"/cms/pages/{page.pk}/edit/")
    preview = admin_client.get(f"/cms/pages/{page.pk}/view_draft/")

    assert form.status_code == 200
    assert preview.status_code == 200
    assert '<html lang="uk"' in preview.text
    assert page.body[0].value["title"] in preview.text


# --- Counters, accounts, dates of review ----------------------------------------------


def rendered(block, value, language="en") -> str:
    """Return a block's text as a visitor reads it, spaces folded."""
    with translation.override(language):
        html = block.render(block.to_python(value))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


APPEAL = {
    "heading": "Our appeals",
    "items": [
        {
            "addressee": "To the parliament",
            "text": "<p>Protect them.</p>",
            "link": {"label": "Read", "section": "actions"},
        }
    ],
}


@pytest.mark.parametrize(
    ("signatures", "language", "words"),
    [
        (None, "en", ""),
        (0, "en", "0 people have signed"),
        (1, "en", "1 person has signed"),
        (12345, "en", "12,345 people have signed"),
        (12345, "de", "12.345 Menschen haben unterschrieben"),
        (22, "ru", "22 человека подписали"),
        (25, "uk", "25 людей підписали"),
    ],
)
def test_appeal_says_how_many_have_signed(signatures, language, words):
    item = APPEAL["items"][0] | {
        "signatures": signatures,
        "counted_on": "2026-11-03",
    }

    text = rendered(AppealsBlock(), APPEAL | {"items": [item]}, language)

    assert words in text
    assert ("2026" in text) == (signatures is not None)


DONATIONS = {
    "heading": "Donations",
    "amount": 50,
    "currency": "EUR",
    "caption": "So far",
    "links": [],
}


def test_donations_show_goal_and_account_only_where_they_are_given():
    account = {"account_holder": "Peace House", "iban": "DE89370400440532013000"}

    bare = rendered(FundraisingBlock(), DONATIONS)
    whole = rendered(FundraisingBlock(), DONATIONS | account | {"goal": 200})

    assert "The goal" not in bare
    assert "IBAN" not in bare
    assert "The goal: 200 euros" in whole
    assert "Peace House IBAN DE89 3704 0044 0532 0130 00" in whole


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"iban": "DE89 3704 0044 0532 0130 00", "account_holder": "We"}, set()),
        ({"iban": "DE89370400440532013001", "account_holder": "We"}, {"iban"}),
        ({"iban": "nonsense", "account_holder": "We"}, {"iban"}),
        ({"iban": "DE89370400440532013000"}, {"account_holder"}),
    ],
)
def test_account_number_with_a_wrong_digit_or_without_a_holder_is_refused(
    fields, wrong
):
    block = FundraisingBlock()
    errors = set()

    try:
        block.clean(block.to_python(DONATIONS | fields))
    except StructBlockValidationError as error:
        errors = set(error.block_errors)

    assert errors == wrong


def test_questions_and_the_situation_say_when_they_were_reviewed():
    question = {"question": "Who decides?", "answer": "<p>A court.</p>"}

    text = rendered(
        QuestionsBlock(),
        {
            "heading": "Asylum",
            "questions": [question, question | {"reviewed_on": "2026-11-03"}],
        },
    )

    assert text.count("A court.") == 2
    assert text.count("Last reviewed on 3 November 2026") == 1
