"""What every text that people send goes through before it is stored.

Control characters break feeds and files, direction overrides and invisible letters
make one name look like another (SECURITY-CASES 23).
"""

import re
from html import unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 but tab, LF, CR
    "\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff"  # soft hyphen, zero width
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks and overrides
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations, tags
    "\ud800-\udfff]"  # lone surrogates
)
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)

RICH_TEXT_TAGS = {
    "p",
    "br",
    "h3",
    "h4",
    "b",
    "strong",
    "i",
    "em",
    "ul",
    "ol",
    "li",
    "a",
}


def clean_text(text: str) -> str:
    """Return `text` without characters that nobody can see, line ends as LF."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _MARKS.sub(r"\1", text)


def clean_line(text: str) -> str:
    """Return `text` as one line with single spaces, cleaned."""
    return " ".join(clean_text(text).split())


def clean_html(html: str) -> str:
    """Return rich text cut down to the allow-list; scripts go with their content."""
    return nh3.clean(
        clean_text(html),
        tags=RICH_TEXT_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener",
    )


def text_of_html(html: str) -> str:
    """Return rich text as plain text: blank lines for paragraphs, `- ` for items."""
    html = re.sub(r"(?i)<li[^>]*>", "- ", html)
    html = re.sub(r"(?i)<br\s*/?>|</li>", "\n", html)
    html = re.sub(r"(?i)</(p|h3|h4|ul|ol)>", "\n\n", html)
    text = unescape(nh3.clean(html, tags=set()))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def validate_says_something(text: str) -> None:
    """Refuse a title or name without a single letter or digit.

    Raises:
        ValidationError: if there is none.
    """
    if not any(char.isalnum() for char in text):
        raise ValidationError(_("Please write at least one word."), code="says_nothing")


def validate_word_length(text: str) -> None:
    """Refuse a word that no layout holds.

    Raises:
        ValidationError: if a word has more than 60 characters.
    """
    if any(len(word) > 60 for word in text.split()):
        raise ValidationError(
            _("One word is longer than 60 characters. Please split it."),
            code="word_too_long",
        )
