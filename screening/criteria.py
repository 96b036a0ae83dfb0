"""What the engine reads of a page, and what it finds there. Pure but for the list.

The engine (screening/engine) knows no pages; this is the one place where they meet.
"""

import re

from django.db.models import Count, Max, Sum

from organizations.text import text_of_html

from .engine import Entry, Report, Submission, Watchlist, screen
from .models import Application, WatchlistChange, WatchlistEntry
from .models.watchlist import lines_of, name_and_language

_HREF = re.compile(r'href="([^"]+)"')
_cached: tuple[str, Watchlist] | None = None


def submission_of(page) -> Submission:
    """Return the texts of an event or an organization as the engine's fields."""
    if hasattr(page, "organization_id"):
        organization = page.organization
        fields = {
            "organiser": [organization.title, organization.short_name],
            "co_organisers": page.co_organizer_list,
            "title": [page.title, *(row["title"] for row in page.other_texts)],
            "summary": [page.summary, *(row["summary"] for row in page.other_texts)],
            "description": [
                text_of_html(page.description),
                *(text_of_html(row["description"]) for row in page.other_texts),
                *(row.get("note", "") for row in page.changed_dates),
            ],
            "image_alt": page.picture_alt,
            "venue": page.venue,
            "links": [
                page.website,
                page.registration_url,
                page.online_url,
                *_HREF.findall(page.description),
                *(
                    address
                    for row in page.other_texts
                    for address in _HREF.findall(row["description"])
                ),
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
    application = Application.objects.filter(organization_id=page.pk).first()
    if application is not None:
        fields["vouchers"] = lines_of(application.vouchers)
        fields["contacts"] = [application.email, application.contact_name]
    return Submission(_without_empty(fields), page.country)


def _without_empty(fields):
    kept = {}
    for name, value in fields.items():
        if isinstance(value, list):
            value = list(dict.fromkeys(text for text in value if text))
        if value:
            kept[name] = value
    return kept


def engine_entry(row: WatchlistEntry) -> Entry:
    """Return a row of the list as the engine reads it."""
    languages: dict[str, str] = {}

    def names(text: str) -> tuple[str, ...]:
        found = []
        for line in lines_of(text):
            name, language = name_and_language(line)
            found.append(name)
            if language:
                languages[name] = language
        return tuple(found)

    return Entry(
        id=str(row.pk),
        name=row.name,
        kind=row.kind,
        strong_aliases=names(row.aliases),
        weak_aliases=names(row.weak_aliases),
        acronyms=names(row.acronyms),
        countries=tuple(c for c in row.countries.split(",") if c),
        language=row.language,
        websites=tuple(lines_of(row.websites)),
        handles=tuple(lines_of(row.handles)),
        level=row.level,
        reason=row.reason,
        languages=languages,
    )


def current_watchlist() -> Watchlist:
    """Return what is looked for with the engine's index, built once per change."""
    global _cached  # noqa: PLW0603 - one index per process, replaced when the list moves
    version = WatchlistEntry.objects.looked_for().aggregate(
        count=Count("pk"), last=Max("changed_at"), keys=Sum("pk")
    )
    key = f"{version['count']}:{version['last']}:{version['keys']}"
    if _cached is None or _cached[0] != key:
        rows = WatchlistEntry.objects.looked_for().order_by("pk")
        _cached = (key, Watchlist(map(engine_entry, rows), version=list_version()))
    return _cached[1]


def list_version() -> str:
    """Return the number of the list's latest change, "0" before the first."""
    return str(WatchlistChange.objects.aggregate(last=Max("pk"))["last"] or 0)


def report_on(page) -> Report:
    """Return what the engine says about a page as it stands in `page`."""
    return screen(submission_of(page), current_watchlist())
