"""What every text that people send goes through (SECURITY-CASES 20 to 23)."""

import pytest
from django.core.exceptions import ValidationError

from organizations.models import OrganizationPage
from organizations.text import (
    clean_html,
    clean_line,
    clean_text,
    text_of_html,
    validate_says_something,
    validate_word_length,
)
from tests.factories.people import make_organization


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain", "plain"),
        ("Ґ Ў ё ß ñ 漢字 عربي עברית", "Ґ Ў ё ß ñ 漢字 عربي עברית"),
        ("a\x00b", "ab"),
        ("a\x07\x08\x0b\x0c\x1b\x7f\x85b", "ab"),
        ("a\tb", "a\tb"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u200bb\u2060c\ufeffd", "abcd"),
        ("soft\u00adhyphen", "softhyphen"),
        ("Peace\u202eecaeP", "PeaceecaeP"),
        ("a\u2066b\u2069c\u200ed\u200fe\u061cf", "abcdef"),
        ("a\ud800b\udfffc", "abc"),
        ("tag\U000e0041\U000e007fged", "tagged"),
        ("note\ufff9d\ufffa\ufffb", "noted"),
        ("Й and é", "Й and é"),  # one mark belongs
        ("Z" + "\u0337" * 200, "Z" + "\u0337" * 4),
        ("🕊️ 👩‍👧", "🕊️ 👩‍👧"),  # joiners hold a family together
        ("می‌خواهم", "می‌خواهم"),  # Persian needs its joiner
        ("", ""),
    ],
)
def test_case_23_text_loses_what_nobody_can_see(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Peace \n  Group\t now ", "Peace Group now"),
        ("a\u00a0\u3000b", "a b"),
        ("\u2028a\u2029b\x85c", "a bc"),
        ("\u200b \ufeff", ""),
        ("Subject\r\nBcc: x@example.org", "Subject Bcc: x@example.org"),
    ],
)
def test_case_23_line_is_one_line(typed, kept):
    assert clean_line(typed) == kept


def test_case_23_name_with_invisible_letters_is_the_plain_name():
    for name in ("Peace\u200b Group", "Peace\u00ad Group", "\u202ePeace Group\u202c"):
        assert clean_line(name) == "Peace Group"


@pytest.mark.parametrize("text", ["", "   ", "!!!", "🕊️🕊️", "—", "\u0301\u0301", "._."])
def test_case_22_title_without_a_letter_says_nothing(text):
    with pytest.raises(ValidationError):
        validate_says_something(text)


@pytest.mark.parametrize("text", ["a", "1", "Мир", "平", "سلام", "🕊️ ok"])
def test_case_22_title_with_a_letter_says_something(text):
    validate_says_something(text)


@pytest.mark.parametrize(("length", "is_fine"), [(60, True), (61, False), (500, False)])
def test_case_22_word_is_as_long_as_a_layout_holds(length, is_fine):
    text = "A " + "x" * length + " b"
    if is_fine:
        validate_word_length(text)
    else:
        with pytest.raises(ValidationError):
            validate_word_length(text)


HARMFUL = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVa\tScript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<a href="vbscript:x">x</a>',
    '<a href="https://example.org" onclick="alert(1)" style="color:red">x</a>',
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=password></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<object data=x></object><embed src=x>",
    '<p style="background:url(//evil.example)">x</p>',
    '<p class="button" id="main">x</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)>-->",
    '<a linktype="page" id="5">x</a>',
    '<embed embedtype="image" id="5" alt="x">',
]


@pytest.mark.parametrize("html", HARMFUL)
def test_case_20_markup_is_cut_down_to_the_list(html):
    cleaned = clean_html(html).casefold()

    for bad in (
        "<script",
        "<img",
        "<svg",
        "<style",
        "<iframe",
        "<form",
        "<input",
        "<base",
        "<meta",
        "<object",
        "<embed",
        "<math",
        "javascript:",
        "data:",
        "vbscript:",
        "style=",
        "onclick",
        "class=",
        "id=",
        "linktype",
    ):
        assert bad not in cleaned


def test_case_20_what_the_editor_offers_stays():
    html = (
        "<h3>Why</h3><p>One <b>two</b> <i>three</i><br>four</p>"
        "<ul><li>a</li></ul><ol><li>b</li></ol>"
    )

    assert clean_html(html) == html


def test_case_24_links_are_marked_and_keep_their_address():
    html = clean_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')

    assert html == (
        '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow ugc noopener">x</a>'
    )


@pytest.mark.parametrize(
    "scheme", ["https://x.example", "mailto:a@b.example", "tel:+1"]
)
def test_links_of_useful_kinds_stay(scheme):
    assert f'href="{scheme}"' in clean_html(f'<a href="{scheme}">x</a>')


def test_case_21_template_syntax_stays_text():
    text = "{{7*7}} {% include 'x' %} ${7*7} {event.__class__} %(x)s"

    assert clean_html(text) == clean_text(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<p>&lt;b&gt; &amp; &quot;</p>", '<b> & "'),
        ("<p>x<script>alert(1)</script></p>", "x"),
        ("", ""),
    ],
)
def test_rich_text_as_plain_text(html, text):
    assert text_of_html(html) == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "   "),
        ("title", ""),
        ("title", "\u200b"),
        ("title", "🕊️"),
        ("title", "x" * 61),
        ("title", "x " * 5000),
        ("short_name", "!!!"),
        ("short_name", "x" * 41),
        ("country", "XX"),
        ("country", ""),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://example.org/"),
        ("website", "not a web address"),
    ],
)
def test_case_22_profile_names_the_field_that_is_wrong(field, value):
    organization = make_organization()
    setattr(organization, field, value)

    with pytest.raises(ValidationError) as caught:
        organization.full_clean()

    assert list(caught.value.message_dict) == [field]
    assert len(caught.value.message_dict[field]) == 1


@pytest.mark.django_db
def test_case_23_profile_is_cleaned_before_it_is_stored():
    organization = make_organization()
    organization.title = " Peace\u202e\x00 \n Group "
    organization.description = "<p onclick=x>Hi<script>alert(1)</script></p>"

    organization.full_clean()
    organization.save()

    stored = OrganizationPage.objects.get(pk=organization.pk)
    assert stored.title == "Peace Group"
    assert stored.description == "<p>Hi</p>"
