"""The news as an Atom feed (RFC 4287), by Django's own framework."""

import datetime as dt

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organizations.caching import public_page
from organizations.identity import site_name
from organizations.languages import language_name
from organizations.text import clean_text

from .models import NewsPage

LENGTH = 20


class NewsFeed(Feed):
    """The newest pieces of news, each in the reader's language or marked with its own.

    Addresses are our own, never those of the request's Host header.
    """

    feed_type = Atom1Feed

    def title(self):
        return _("%(site)s: news") % {"site": site_name()}

    def link(self):
        return f"{settings.SITE_URL}{reverse('wagtail_serve', args=[''])}"

    def feed_url(self):
        return f"{settings.SITE_URL}{reverse('home:news_feed')}"

    feed_guid = feed_url

    @property
    def language(self):
        return get_language()

    def items(self):
        return NewsPage.objects.for_reader(get_language())[:LENGTH]

    def item_title(self, page):
        return clean_text(page.title)

    def item_description(self, page):
        written_in = page.written_in
        note = f"[{language_name(written_in)}] " if written_in else ""
        return escape(clean_text(note + page.summary))

    def item_link(self, page):
        return f"{settings.SITE_URL}{page.reader_path}"

    def item_guid(self, page):
        # The same in all languages: who reads two of them has it once.
        return f"urn:uuid:{page.translation_key}"

    def item_pubdate(self, page):
        return dt.datetime.combine(page.date, dt.time(12), tzinfo=dt.UTC)

    def item_updateddate(self, page):
        return page.last_published_at or self.item_pubdate(page)

    def item_author_name(self, page):
        return site_name()


news_feed = public_page(NewsFeed())
