"""What pages of the campaign ask about each other."""

from django import template
from django.utils.translation import get_language

from events.state import asked_once
from home.fallback import own_path
from home.models import NewsIndexPage, NewsPage

register = template.Library()
register.filter(own_path)


@register.simple_tag
def latest_news(number=3):
    """Return the newest pieces of news, each in the reader's language if it can be."""
    return NewsPage.objects.for_reader(get_language()).defer("body")[:number]


@register.simple_tag
def news_list_path():
    """Return where all news are listed, or "" where nobody has made that page."""
    page = _news_list()
    return page.reader_path if page else ""


@asked_once
def _news_list() -> NewsIndexPage | None:
    return NewsIndexPage.objects.live().only("url_path").first()
