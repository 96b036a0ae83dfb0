"""What helps an editor to read a submission: marks, differences, history, doubles."""

from difflib import SequenceMatcher

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from events.models import EventPage
from events.showing import shown

from .choices import Level, Outcome
from .criteria import submission_of
from .differences import differences
from .engine.explain import (
    METHODS_SAID,
    field_label,
    note_sentences,
    trick_labels,
)
from .engine.report import match_from_json
from .models import Decision

# From when two titles are taken for the same, 0 to 1.
ALIKE_FROM = 0.6

FIELD_LABELS = {
    "organiser": gettext_lazy("Organisation"),
    "co_organisers": gettext_lazy("Together with"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "description": gettext_lazy("Description"),
    "image_alt": gettext_lazy("What the picture shows"),
    "venue": gettext_lazy("Place"),
    "links": gettext_lazy("Links"),
    "contacts": gettext_lazy("Contacts"),
    "accessibility": gettext_lazy("More about access"),
    "vouchers": gettext_lazy("Vouched for by"),
}


def segments(text: str, spans: list[tuple[int, int, object]]) -> list[tuple]:
    """Cut a text at its findings: (piece, finding), None where nothing was found."""
    pieces, position = [], 0
    for start, end, finding in sorted(spans, key=lambda span: span[:2]):
        if start < position:
            continue
        pieces.append((text[position:start], None))
        pieces.append((text[start:end], finding))
        position = end
    pieces.append((text[position:], None))
    return [piece for piece in pieces if piece[0]]


def marked_fields(page, findings, judged=()) -> list[dict]:
    """Return every text that the engine read, with the words in question marked.

    What a judgement answers is marked as a hint.
    """
    spans: dict[tuple[str, int], list] = {}
    for number, finding in enumerate(findings, start=1):
        mark = {
            "level": Level.HINT if finding.pk in judged else finding.level,
            "number": number,
            "name": finding.entry_name,
        }
        for item in finding.evidence.get("evidence", []):
            spans.setdefault((item["field"], item["index"]), []).append(
                (item["start"], item["end"], mark)
            )
    fields: dict[str, dict] = {}
    for name, index, text, _kind in submission_of(page).values():
        entry = fields.setdefault(
            name, {"name": name, "label": FIELD_LABELS.get(name, name), "texts": []}
        )
        entry["texts"].append(segments(text, spans.get((name, index), [])))
    return list(fields.values())


def shown_findings(findings, judged) -> list[dict]:
    """Return findings as both desks show them: numbered, in words, with judgements.

    Hints, and what a judgement answers, are folded.
    """
    rows = []
    for number, finding in enumerate(findings, start=1):
        match = match_from_json(finding.evidence)
        against = [*match.against, *(n for e in match.evidence for n in e.against)]
        rows.append(
            {
                "finding": finding,
                "number": number,
                "match": match,
                "places": [
                    {
                        "evidence": evidence,
                        "field": field_label(evidence.field),
                        "method": METHODS_SAID.get(evidence.method, evidence.method),
                        "tricks": trick_labels(evidence),
                        "steps": note_sentences(evidence.steps),
                    }
                    for evidence in match.evidence
                ],
                "against": list(dict.fromkeys(note_sentences(against))),
                "judgement": judged.get(finding.pk),
                "is_folded": finding.pk in judged or finding.level == Level.HINT,
            }
        )
    return rows


_NOT_SHOWN = frozenset({"page_ptr", "uid", "is_example", "organization"})


def changes_since_approval(page) -> list[dict]:
    """Return the fields in which a waiting edit differs from what is public."""
    if not page.live:
        return []
    public = type(page).objects.get(pk=page.pk)
    return [
        {
            "label": field.verbose_name,
            "before": shown(public, field.name),
            "after": shown(page, field.name),
            "pieces": differences(shown(public, field.name), shown(page, field.name)),
        }
        for field in [page._meta.get_field("title"), *page._meta.local_fields]
        if field.name not in _NOT_SHOWN
        and getattr(public, field.attname) != getattr(page, field.attname)
    ]


def likely_duplicates(page) -> list[EventPage]:
    """Return actions that overlap in time and town, with a similar title or place."""
    if not isinstance(page, EventPage) or page.starts_on is None:
        return []
    last = page.ends_on or page.starts_on
    others = (
        EventPage.objects.filter(
            starts_on__lte=last, country=page.country, city__iexact=page.city
        )
        .filter(Q(ends_on__gte=page.starts_on) | Q(starts_on__gte=page.starts_on))
        .exclude(pk=page.pk)
        .select_related("organization")[:50]
    )
    return [
        other
        for other in others
        if alike(other.title, page.title) >= ALIKE_FROM
        or (page.venue and other.venue.casefold() == page.venue.casefold())
    ]


def alike(one: str, other: str) -> float:
    """Return how alike two titles are, from 0 to 1."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def history_of(organization) -> dict:
    """Return what was decided on an organization's submissions before."""
    if not organization.path:
        return {"counts": [], "members": 0}
    counts = (
        Decision.objects.filter(page__path__startswith=organization.path)
        .order_by()
        .values("outcome")
        .annotate(count=Count("pk"))
    )
    return {
        "counts": [(Outcome(row["outcome"]).label, row["count"]) for row in counts],
        "since": organization.first_published_at,
    }
