"""What every template may use. Nothing here asks who is looking."""

from urllib.parse import quote

from babel.core import get_global
from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from home.querysets import first_pages
from organizations.identity import identity


def locale_of(language: str) -> str:
    """Return a language with its likeliest country (CLDR): `uk_UA`, as og:locale is."""
    if language == "en":
        return "en_GB"  # as our English is spelled
    return f"{language}_{get_global('likely_subtags')[language].split('_')[-1]}"


def _alternates(request) -> list[dict]:
    current = get_language()
    path, query = quote(request.path), request.META.get("QUERY_STRING", "")
    rest = f"?{iri_to_uri(query)}" if query else ""
    # No part of an address is translated but its beginning.
    rest_of_path = path.removeprefix(f"/{current}/")
    paths = {
        code: path if rest_of_path == path else f"/{code}/{rest_of_path}"
        for code, _name in settings.LANGUAGES
    }
    return [
        {
            "code": code,
            "name": name,
            "locale": locale_of(code),
            "url": paths[code] + rest,
            "absolute_url": settings.SITE_URL + paths[code],
            "is_current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def site(request) -> dict:
    """Return the site's name, look and pages, and this page in nine languages."""
    if not hasattr(request, "_objectwar_identity"):
        request._objectwar_identity = SimpleLazyObject(identity)
    campaign = request._objectwar_identity
    return {
        "identity": campaign,
        "site_name": SimpleLazyObject(lambda: campaign.name),
        "first_pages": SimpleLazyObject(first_pages),
        "site_url": settings.SITE_URL,
        "site_tagline": settings.SITE_TAGLINE,
        "canonical_url": settings.SITE_URL + quote(request.path),
        "alternates": SimpleLazyObject(lambda: _alternates(request)),
    }
