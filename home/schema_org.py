"""Pages as schema.org knows them, for search engines (JSON-LD)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from organizations.countries import country_name
from organizations.identity import site_name

if TYPE_CHECKING:
    from .models import CountryPage, NewsPage, StandardPage


def news_article(page: NewsPage) -> dict[str, Any]:
    """Return a NewsArticle; addresses are absolute, days as ISO 8601."""
    publisher = {
        "@type": "Organization",
        "name": site_name(),
        "url": settings.SITE_URL,
    }
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": page.full_url,
        "url": page.full_url,
        "headline": page.title,
        "description": page.summary,
        "inLanguage": page.locale.language_code,
        "datePublished": page.date.isoformat(),
        "dateModified": page.last_published_at.isoformat(timespec="seconds")
        if page.last_published_at
        else None,
        "image": settings.SITE_URL
        + page.picture.get_rendition("fill-1200x630|format-jpeg").url
        if page.picture
        else None,
        "author": publisher,
        "publisher": publisher,
    }
    return {key: value for key, value in article.items() if value is not None}


def country_page(page: CountryPage) -> dict[str, Any]:
    """Return a WebPage about a country, with the day of its last review if known."""
    found = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.title,
        "inLanguage": page.locale.language_code,
        "about": {"@type": "Country", "name": country_name(page.country_code)},
    }
    if page.reviewed_on:
        found["lastReviewed"] = page.reviewed_on.isoformat()
    return found


def faq_page(page: StandardPage) -> dict[str, Any] | None:
    """Return an FAQPage with the page's questions, or None where it has none."""
    entries = [
        {
            "@type": "Question",
            "name": entry["question"],
            "acceptedAnswer": {"@type": "Answer", "text": entry["answer"].source},
        }
        for block in page.body
        if block.block_type == "questions"
        for entry in block.value["questions"]
    ]
    if not entries:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "@id": page.full_url,
        "inLanguage": page.locale.language_code,
        "mainEntity": entries,
    }
