"""What the engine reads of a page, and what it finds there. Pure but for the list.

The engine (screening/engine) knows no pages; this is the one place where they meet.
"""

import re

from organizations.text import text_of_html

from .choices import EntryStatus
from .engine import Entry, Report, Submission, Watchlist, screen
from .models import WatchlistEntry

_HREF = re.compile(r'href="([^"]+)"')
_cached: tuple[str, Watchlist] | None = None


def submission_of(page) -> Submission:
    """Return the texts of an event or an organization as the engine's fields."""
    if hasattr(page, "organization_id"):
        organization = page.organization
        fields = {
            "organiser": [organization.title, organization.short_name],
            "co_organisers": page.co_organizer_list,
            "title": page.title,
            "summary": page.summary,
            "description": text_of_html(page.description),
            "image_alt": page.picture_alt,
            "venue": page.venue,
            "links": [
                page.website,
                page.registration_url,
                page.online_url,
                *_HREF.findall(page.description),
            ],
            "contacts": [page.contact, page.private_contact],
            "accessibility": page.accessibility_notes,
        }
        return Submission(_without_empty(fields), page.country or organization.country)
    fields = {
        "organiser": [page.title, page.short_name],
        "description": text_of_html(page.description),
        "links": [page.website, *_HREF.findall(page.description)],
    }
    return Submission(_without_empty(fields), page.country)


def _without_empty(fields):
    kept = {}
    for name, value in fields.items():
        if isinstance(value, list):
            value = list(dict.fromkeys(text for text in value if text))
        if value:
            kept[name] = value
    return kept


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def current_watchlist() -> Watchlist:
    """Return the active entries with the engine's index, built once per change."""
    global _cached  # noqa: PLW0603 - one index per process, replaced when the list moves
    rows = list(WatchlistEntry.objects.filter(status=EntryStatus.ACTIVE).order_by("pk"))
    last = max((row.changed_at for row in rows), default=None)
    version = f"{len(rows)}:{last.isoformat() if last else ''}:" + ",".join(
        str(row.pk) for row in rows
    )
    if _cached is None or _cached[0] != version:
        entries = [
            Entry(
                id=str(row.pk),
                name=row.name,
                kind=row.kind,
                strong_aliases=_lines(row.aliases),
                weak_aliases=_lines(row.weak_aliases),
                acronyms=_lines(row.acronyms),
                countries=tuple(c for c in row.countries.split(",") if c),
                language=row.language,
                websites=_lines(row.websites),
                handles=_lines(row.handles),
                reason=row.reason,
            )
            for row in rows
        ]
        _cached = (version, Watchlist(entries, version=version[:60]))
    return _cached[1]


def report_on(page) -> Report:
    """Return what the engine says about a page as it stands in `page`."""
    return screen(submission_of(page), current_watchlist())
