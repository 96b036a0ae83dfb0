"""Every URL pattern of the site, as the gate names them."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern


def all_patterns(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[str]:
    """Yield each pattern's route; `{lang}/` stands for a language in front."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry.pattern, LocalePrefixPattern):
            part = "{lang}/"
        else:
            part = str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from all_patterns(entry, prefix + part)
        elif isinstance(entry, URLPattern):
            yield prefix + part
