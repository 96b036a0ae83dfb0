"""Everything that changes the watchlist. Each change is a new version of the list."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from organizations.models import OrganizationPage

from .choices import LOOKED_FOR, EntryStatus, ListChange
from .criteria import engine_entry, submission_of
from .engine import Match, Watchlist, doubts, screen
from .models import WatchlistChange, WatchlistEntry, WatchlistSource

logger = logging.getLogger(__name__)

# Sent with `change` when what is looked for may have become another.
watchlist_changed = Signal()

# What a version remembers of an entry.
KEPT_FIELDS = (
    "kind",
    "name",
    "aliases",
    "weak_aliases",
    "acronyms",
    "websites",
    "handles",
    "countries",
    "language",
    "level",
    "policy_point",
    "criterion",
    "reason",
    "source_title",
    "source_url",
    "source_archived_url",
    "source_dated_on",
    "internal_note",
    "review_by",
    "status",
)
# What of it the engine reads.
MATCHED_FIELDS = frozenset(KEPT_FIELDS[1:10]) | {"kind", "status"}
# How many public actions a preview compares, the latest first.
PREVIEWED_EVENTS = 1000
PREVIEWED_ORGANIZATIONS = 500
MOST_HITS = 30


def values_of(entry: WatchlistEntry) -> dict[str, str]:
    """Return what a version remembers, as texts."""
    values = {
        name: "" if (value := getattr(entry, name)) is None else str(value)
        for name in KEPT_FIELDS
        if name != "criterion"
    }
    values["criterion"] = entry.criterion_code  # not its title, which has a language
    if entry.pk is not None:
        values["sources"] = "\n".join(
            f"{source.title} {source.url} {source.archived_url}".strip()
            for source in entry.more_sources.all()
        )
    return values


def differences(before: dict, after: dict) -> dict[str, list[str]]:
    return {
        name: [before.get(name, ""), value]
        for name, value in after.items()
        if before.get(name, "") != value
    }


def _note_change(entry, action, *, by, before=None, note="") -> WatchlistChange:
    change = WatchlistChange.objects.create(
        entry=entry if entry.pk else None,
        entry_name=entry.name,
        action=action,
        note=note,
        fields=differences(before or {}, values_of(entry)),
        made_by=by,
    )
    is_looked_for = {(before or {}).get("status"), entry.status} & set(LOOKED_FOR)
    if is_looked_for and MATCHED_FIELDS & change.fields.keys():
        transaction.on_commit(
            lambda: watchlist_changed.send(sender=WatchlistEntry, change=change)
        )
    return change


@transaction.atomic
def add_entry(
    *,
    entry: WatchlistEntry,
    by,
    sources: Iterable[WatchlistSource] = (),
    action: ListChange = ListChange.ADDED,
) -> WatchlistEntry:
    """Store a draft; somebody else has to confirm it before it is looked for."""
    entry.status = EntryStatus.DRAFT
    entry.added_by = by
    if entry.review_by is None:
        entry.review_by = entry.next_review()
    entry.save()
    for source in sources:
        source.entry = entry
        source.save()
    _note_change(entry, action, by=by)
    return entry


@transaction.atomic
def change_entry(
    *,
    entry: WatchlistEntry,
    by,
    save_sources=None,
    action: ListChange = ListChange.CHANGED,
) -> bool:
    """Store new values of an entry; return whether anything is different.

    `save_sources` is called to store the further sources.
    """
    before = values_of(WatchlistEntry.objects.select_for_update().get(pk=entry.pk))
    entry.save()
    if save_sources is not None:
        save_sources()
    if not differences(before, values_of(entry)):
        return False
    _note_change(entry, action, by=by, before=before)
    return True


def user_can_confirm(user, entry: WatchlistEntry) -> bool:
    """Say whether the user is the second person that a new listing takes."""
    return entry.status == EntryStatus.DRAFT and entry.added_by_id != user.pk


@transaction.atomic
def confirm_entry(*, entry: WatchlistEntry, by) -> None:
    """Make a draft active: from now on it is looked for.

    Raises:
        PermissionDenied: if `by` proposed it, or it is no draft.
    """
    entry = WatchlistEntry.objects.select_for_update().get(pk=entry.pk)
    if not user_can_confirm(by, entry):
        raise PermissionDenied
    before = values_of(entry)
    entry.status = EntryStatus.ACTIVE
    entry.confirmed_by, entry.confirmed_at = by, timezone.now()
    entry.save()
    _note_change(entry, ListChange.CONFIRMED, by=by, before=before)


_MOVES = {
    # What is done: from which states, to which.
    ListChange.REVIEW: ({EntryStatus.ACTIVE}, EntryStatus.REVIEW),
    ListChange.KEPT: ({EntryStatus.ACTIVE, EntryStatus.REVIEW}, EntryStatus.ACTIVE),
    ListChange.RETRACTED: (
        {EntryStatus.DRAFT, EntryStatus.ACTIVE, EntryStatus.REVIEW},
        EntryStatus.RETRACTED,
    ),
    ListChange.REOPENED: ({EntryStatus.RETRACTED}, EntryStatus.DRAFT),
}


@transaction.atomic
def move_entry(*, entry: WatchlistEntry, action: ListChange, by, note: str) -> None:
    """Put an entry under review, keep it, retract it, or propose it anew.

    Keeping sets the next review. Proposing anew is a new listing: somebody else has to
    confirm it.

    Raises:
        ValidationError: if its state allows none of that, or retracting has no reason.
    """
    entry = WatchlistEntry.objects.select_for_update().get(pk=entry.pk)
    allowed, status = _MOVES[action]
    if entry.status not in allowed:
        raise ValidationError(_("Somebody else has changed this entry meanwhile."))
    note = note.strip()
    if action == ListChange.RETRACTED and not note:
        raise ValidationError(_("Please say why it is retracted."))
    before = values_of(entry)
    entry.status = status
    if action == ListChange.KEPT:
        entry.review_by = entry.next_review()
    if action == ListChange.REOPENED:
        entry.added_by, entry.confirmed_by, entry.confirmed_at = by, None, None
    entry.save()
    _note_change(entry, action, by=by, before=before, note=note)


@transaction.atomic
def delete_draft(*, entry: WatchlistEntry, by) -> None:
    """Delete what was never listed; what was is retracted and stays readable.

    Raises:
        ValidationError: if it was listed once.
    """
    entry = WatchlistEntry.objects.select_for_update().get(pk=entry.pk)
    was_listed = entry.changes.filter(action=ListChange.CONFIRMED).exists()
    if entry.status != EntryStatus.DRAFT or was_listed:
        raise ValidationError(_("What was listed once is retracted, not deleted."))
    before, name = values_of(entry), entry.name
    entry.delete()
    WatchlistChange.objects.create(
        entry_name=name, action=ListChange.DELETED, fields={}, made_by=by, note=""
    )
    logger.info("watchlist draft deleted, %s fields", len(before))


# --- Before it is saved ---------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """A public page that an entry would have pointed at."""

    page: object
    match: Match


def would_hit(entry: WatchlistEntry) -> list[Hit]:
    """Compare an entry with what editors have approved: each hit was let through once.

    Compares the latest 1,000 public actions and 500 organisations, and stops at 30
    hits. Alerts come first.
    """
    index = Watchlist([engine_entry(entry)])
    hits = []
    organizations = OrganizationPage.objects.live().order_by("-pk")
    events = (
        EventPage.objects.live()
        .select_related("organization")
        .order_by(F("starts_on").desc(nulls_last=True), "-pk")
    )
    for pages in (
        organizations[:PREVIEWED_ORGANIZATIONS],
        events[:PREVIEWED_EVENTS],
    ):
        for page in pages:
            report = screen(submission_of(page), index)
            hits.extend(Hit(page, match) for match in report.matches)
            if len(hits) >= MOST_HITS:
                break
    return sorted(hits[:MOST_HITS], key=lambda hit: (hit.match.level, -hit.match.score))


DOUBTS = {
    "short": gettext_lazy(
        "“%(value)s” has fewer than four letters: as an abbreviation it would be safer."
    ),
    "ordinary": gettext_lazy(
        "“%(value)s” consists of words that any group uses: "
        "as an ambiguous name it would be safer."
    ),
    "shared_host": gettext_lazy(
        "%(value)s is a host that many people share: please add the path."
    ),
}


def warnings_about(entry: WatchlistEntry) -> list[str]:
    """Return a sentence for each value that would raise false alarms."""
    return [
        DOUBTS[code] % {"value": value}
        for code, value in doubts(engine_entry(entry))
        if code in DOUBTS  # the rest are mistakes, which `clean` refuses
    ]
