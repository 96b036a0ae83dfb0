"""A group's file between the steps: read, looked at, taken in row by row.

Nothing is stored as an action before a person has seen the table and chosen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.fetching import Fetched, FetchError, fetch
from events.lifecycle import submit_for_screening
from events.models import EventPage, EventSource, TableLayout, Upload
from organizations.text import clean_line

from .base import Planned, State, in_step, plan_import, sorted_plan, store
from .problems import text_of
from .table import Options, folded
from .values import Reading
from .words import with_words
from .worker import Limits, read_apart

MAX_OCTETS = 5_000_000
# A person waits for it, and so does a web server's worker.
LIMITS = Limits(octets=MAX_OCTETS, cpu_seconds=10, wall_seconds=15)
MAX_WAITING = 5  # uploads of one person
MAX_LAYOUTS = 20  # of one organization
MAX_DRAFTS_AN_HOUR = 1_000  # of one organization (SECURITY-CASES 63)


class UploadError(Exception):
    """A file or address of which nothing can be taken in; its text is for readers."""


def take_upload(
    *, organization, user, octets: bytes = b"", name: str = "", url: str = ""
) -> Upload:
    """Read a file, or what an address gives, and keep it for the next step.

    A table whose columns are not understood is kept as well, for a person to say what
    they are. The person's oldest uploads go.

    Raises:
        UploadError: if it is neither a calendar nor a table, or cannot be fetched;
            then nothing is stored.
    """
    Upload.objects.expired().delete()
    content_type = ""
    if url:
        try:
            fetched: Fetched = fetch(url)
        except FetchError as error:
            raise UploadError(str(error)) from error
        octets, content_type, name = fetched.body, fetched.content_type, url
    upload = Upload(
        organization=organization,
        user=user,
        name=url[:200] or _harmless(name),
        url=url if url.startswith(("http://", "https://")) else "",
        content_type=content_type[:100],
        octets=octets,
    )
    reading = _read(upload, Options())
    if layout := _layout_of(organization, reading):
        reading = _read(upload, replace(Options(), **layout.options))
        layout.used_at = timezone.now()
        layout.save(update_fields=["used_at"])
    if not reading.events and not reading.columns:
        first = next(iter(reading.problems), None)
        raise UploadError(text_of(first) if first else _("There is no event in it."))
    upload.reading = reading.as_json()
    upload.save()
    older = Upload.objects.filter(user=user, is_done=False).order_by("-created_at")
    for old in older[MAX_WAITING:]:
        old.delete()
    return upload


def _harmless(name: str) -> str:
    """Return a file's name without folders, short, with its ending (case 32)."""
    stem, dot, ending = clean_line(re.split(r"[/\\]", name)[-1]).rpartition(".")
    return f"{stem[:150]}{dot}{ending[:20]}"


def _read(upload: Upload, options: Options) -> Reading:
    """Read apart; keep the options that people chose, not the words that we know."""
    upload.options = {
        "day_first": options.day_first,
        "columns": dict(options.columns),
        "is_complete": options.is_complete,
        "header_row": options.header_row,
    }
    return read_apart(
        bytes(upload.octets),
        name=upload.name,
        content_type=upload.content_type,
        options=with_words(options),
        limits=LIMITS,
        at=timezone.now(),
    )


def options_of(upload: Upload) -> Options:
    return Options(**upload.options)


def reading_of(upload: Upload) -> Reading:
    return Reading.from_json(upload.reading)


def read_anew(upload: Upload, **changes: Any) -> Reading:
    """Read the file with other options, and keep both.

    Columns that a person has named are remembered for the organization's next table
    with the same names. How dates are meant is asked each time.
    """
    options = replace(options_of(upload), **changes)
    reading = _read(upload, options)
    upload.reading = reading.as_json()
    upload.save(update_fields=["options", "reading"])
    if "columns" in changes and reading.events:
        _remember_layout(upload, reading)
    return reading


def header_hash(reading: Reading) -> str:
    """Return what a table is known by: the names of its columns, in order."""
    names = "|".join(folded(column.name) for column in reading.columns)
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()


def _layout_of(organization, reading: Reading) -> TableLayout | None:
    if not reading.columns:
        return None
    return TableLayout.objects.filter(
        organization=organization, header=header_hash(reading)
    ).first()


def _remember_layout(upload: Upload, reading: Reading) -> None:
    # As it is met the next time: read without knowing anything.
    first = _read(Upload(octets=upload.octets, name=upload.name), Options())
    kept = {k: v for k, v in upload.options.items() if k != "day_first"}
    TableLayout.objects.update_or_create(
        organization=upload.organization,
        header=header_hash(first),
        defaults={"options": kept, "used_at": timezone.now()},
    )
    layouts = upload.organization.table_layouts.order_by("-used_at")
    for old in layouts[MAX_LAYOUTS:]:
        old.delete()


def plan_of(upload: Upload, *, at: dt.datetime | None = None) -> list[Planned]:
    """Return what the upload would do now, in order of time."""
    at = at or timezone.now()
    reading = in_step(reading_of(upload), at=at)
    return sorted_plan(plan_import(reading, upload.organization, at=at))


def choice_of(planned: Planned) -> str:
    """Return what a table's checkbox sends for a row: no key of anybody's."""
    return hashlib.sha256(planned.key.encode("utf-8", "replace")).hexdigest()[:20]


@transaction.atomic
def carry_out_upload(
    upload: Upload, *, choices: Collection[str], user, send: bool, kind: str = ""
) -> list[dict[str, Any]]:
    """Store the chosen rows as drafts, send them in if asked, and drop the file.

    `kind` is that of new rows which name none. Returns for each stored action its
    title, page number, whether it was sent, and why not. Doing it again does nothing.

    Raises:
        PermissionDenied: if the user does not belong to the organization.
        ValidationError: if the organization has stored too many within an hour.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.is_done:
        return upload.outcome
    plan = [planned for planned in plan_of(upload) if choice_of(planned) in choices]
    _refuse_too_many(upload.organization, plan)
    events = store(plan, upload.organization, user=user, url=upload.url, kind=kind)
    upload.outcome = [_outcome(event, user=user, send=send) for event in events]
    upload.is_done = True
    upload.octets = b""
    upload.reading = {}
    upload.save()
    return upload.outcome


def _refuse_too_many(organization, plan: list[Planned]) -> None:
    new = sum(planned.state == State.NEW for planned in plan)
    hour_ago = timezone.now() - dt.timedelta(hours=1)
    stored = EventSource.objects.filter(
        event__organization=organization, imported_at__gt=hour_ago
    ).count()
    if new and stored + new > MAX_DRAFTS_AN_HOUR:
        raise ValidationError(
            _(
                "Your organisation may import %(limit)s actions within an hour. "
                "Please choose fewer, or go on later."
            )
            % {"limit": MAX_DRAFTS_AN_HOUR},
            code="too_many",
        )


def _outcome(event: EventPage, *, user, send: bool) -> dict[str, Any]:
    """Send a draft in, if asked; what is missing in it keeps it a draft."""
    draft = event.get_latest_revision_as_object()
    outcome = {"title": draft.title, "page": event.pk, "sent": False, "problems": []}
    if send:
        try:
            with transaction.atomic():
                submit_for_screening(event=event, user=user)
            outcome["sent"] = True
        except ValidationError as error:
            outcome["problems"] = list(dict.fromkeys(error.messages))
    return outcome
