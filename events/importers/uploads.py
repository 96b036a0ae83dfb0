"""A group's file between the steps: read, looked at, taken in row by row.

Nothing is stored as an action before a person has seen the table and chosen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events import background
from events.fetching import Fetched, FetchError, fetch
from events.imports import READING_LASTS, READING_TRIES
from events.lifecycle import submit_for_screening
from events.models import EventPage, EventSource, TableLayout, Upload
from organizations.text import clean_line

from .base import Planned, State, in_step, plan_import, sorted_plan, store
from .problems import TEXTS, text_of
from .table import Options, folded
from .values import Problem, Reading, unread
from .words import sentences_of, with_words
from .worker import Limits, format_of, read_apart

MAX_OCTETS = 5_000_000
# A person waits for it, though no web server's worker does.
LIMITS = Limits(octets=MAX_OCTETS, cpu_seconds=10, wall_seconds=15)
MAX_WAITING = 5  # uploads of one person
MAX_LAYOUTS = 20  # of one organization
MAX_DRAFTS_AN_HOUR = 1_000  # of one organization (SECURITY-CASES 63)


class UploadError(Exception):
    """A file of which nothing can be taken in; its text is for readers."""


def take_upload(
    *, organization, user, octets: bytes = b"", name: str = "", url: str = ""
) -> Upload:
    """Keep a file, or an address, and have it read while nobody waits.

    The person's oldest uploads go.

    Raises:
        UploadError: if a glance tells that a file is neither a calendar nor a table;
            then nothing is stored.
    """
    Upload.objects.expired().delete()
    code = "" if url else format_of(octets, name)
    if code in TEXTS:
        raise UploadError(text_of(Problem(code=code)))
    upload = Upload.objects.create(
        organization=organization,
        user=user,
        name=url[:200] or _harmless(name),
        url=url,
        octets=octets,
    )
    older = Upload.objects.filter(user=user, is_done=False).order_by("-created_at")
    for old in older[MAX_WAITING:]:
        old.delete()
    background.run(read_upload, upload.pk)
    upload.refresh_from_db()
    return upload


def _harmless(name: str) -> str:
    """Return a file's name without folders, short, with its ending (case 32)."""
    stem, dot, ending = clean_line(re.split(r"[/\\]", name)[-1]).rpartition(".")
    return f"{stem[:150]}{dot}{ending[:20]}"


def ask_anew(upload: Upload, *, asks_columns: bool = False, **changes: Any) -> None:
    """Have an upload read again, with other options where some are given.

    Columns that a person has named are remembered for the organization's next table
    with the same names. How dates are meant is asked each time.
    """
    upload.options = asdict(replace(options_of(upload), **changes))
    upload.asks_columns = asks_columns
    upload.begun_at = upload.read_at = None
    upload.tries = 0
    upload.save(
        update_fields=["options", "asks_columns", "begun_at", "read_at", "tries"]
    )
    background.run(read_upload, upload.pk)
    upload.refresh_from_db()


def see_to(upload: Upload, *, at: dt.datetime | None = None) -> None:
    """Have an upload read that nobody reads any more, as after a restart.

    If that has happened too often, it counts as read, with the reason; the file stays.
    """
    if upload.read_at is not None:
        return
    at = at or timezone.now()
    if (upload.begun_at or upload.created_at) > at - READING_LASTS:
        return
    if upload.tries >= READING_TRIES:
        _keep(upload, unread("interrupted"), begun_at=upload.begun_at)
    else:
        background.run(read_upload, upload.pk)
    upload.refresh_from_db()


def read_upload(upload_id) -> None:
    """Fetch and read an upload, unless somebody else does; keep what came of it."""
    at = timezone.now()
    waiting = Upload.objects.filter(pk=upload_id, read_at=None, is_done=False)
    claimed = waiting.filter(
        Q(begun_at=None) | Q(begun_at__lte=at - READING_LASTS)
    ).update(begun_at=at, tries=F("tries") + 1)
    if not claimed:
        return
    upload = Upload.objects.select_related("organization").get(pk=upload_id)
    try:
        reading = _fetch_and_read(upload, at=at)
    except FetchError as error:
        reading = unread(f"fetch_{error.code}")
    _keep(upload, reading, begun_at=at)


def _fetch_and_read(upload: Upload, *, at: dt.datetime) -> Reading:
    if upload.url and not upload.octets:
        fetched: Fetched = fetch(upload.url)
        upload.octets = fetched.body
        upload.content_type = fetched.content_type[:100]
    reading = _read(upload, options_of(upload), at=at)
    if not reading.columns:
        return reading
    if not upload.header:
        # As it is met the next time: read without knowing anything.
        upload.header = header_hash(reading)
        if layout := _layout_of(upload):
            layout.used_at = at
            layout.save(update_fields=["used_at"])
            upload.options = layout.options
            reading = _read(upload, options_of(upload), at=at)
    elif options_of(upload).is_complete and reading.events:
        _remember_layout(upload)
    if not reading.events and (
        not reading.problems or reading.problems[0].code == "no_header"
    ):
        upload.asks_columns = True
    return reading


def _keep(upload: Upload, reading: Reading, *, begun_at: dt.datetime | None) -> None:
    """Store a reading, unless the upload was asked for anew meanwhile."""
    Upload.objects.filter(pk=upload.pk, begun_at=begun_at, read_at=None).update(
        reading=reading.as_json(),
        read_at=timezone.now(),
        **{name: getattr(upload, name) for name in _FOUND_OUT},
    )


# What reading finds out besides the reading itself.
_FOUND_OUT = ("octets", "content_type", "options", "header", "asks_columns")


def _read(upload: Upload, options: Options, *, at: dt.datetime) -> Reading:
    """Read apart, with the words that we know beside what people chose."""
    return read_apart(
        bytes(upload.octets),
        name=upload.name,
        content_type=upload.content_type,
        options=with_words(options),
        limits=LIMITS,
        at=at,
    )


def options_of(upload: Upload) -> Options:
    return Options(**upload.options)


def reading_of(upload: Upload) -> Reading:
    return Reading.from_json(upload.reading)


def header_hash(reading: Reading) -> str:
    """Return what a table is known by: the names of its columns, in order."""
    names = "|".join(folded(column.name) for column in reading.columns)
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()


def _layout_of(upload: Upload) -> TableLayout | None:
    return TableLayout.objects.filter(
        organization=upload.organization, header=upload.header
    ).first()


def _remember_layout(upload: Upload) -> None:
    TableLayout.objects.update_or_create(
        organization=upload.organization,
        header=upload.header,
        defaults={
            "options": upload.options | {"day_first": None},
            "used_at": timezone.now(),
        },
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
    title, page number, first day, whether it was sent, and why not. Doing it again
    does nothing.

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
    outcome = {
        "title": draft.title,
        "page": event.pk,
        "day": draft.starts_on.isoformat(),
        "sent": False,
        "problems": [],
    }
    if send:
        try:
            with transaction.atomic():
                submit_for_screening(event=event, user=user)
            outcome["sent"] = True
        except ValidationError as error:
            outcome["problems"] = sentences_of(error)
    return outcome
