"""What waits for a group between its own files and calendars and the actions here.

Nothing in these tables is public, and each row belongs to one organisation. Their keys
are random, so that nobody can count or walk them (SECURITY-CASES 54).
"""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.fields import WebAddressField
from organizations.models import OrganizationPage

UPLOAD_LASTS = dt.timedelta(days=1)
# Fetching and reading end sooner than this, or their process has died.
READING_LASTS = dt.timedelta(seconds=40)
READING_TRIES = 2
FETCH_EVERY = dt.timedelta(hours=4)
FAILURES_UNTIL_TOLD = 3


class UploadQuerySet(models.QuerySet):
    def waiting(self, at: dt.datetime | None = None):
        """Return those that are not yet too old to be there."""
        return self.filter(created_at__gt=(at or timezone.now()) - UPLOAD_LASTS)

    def expired(self, at: dt.datetime | None = None):
        return self.filter(created_at__lte=(at or timezone.now()) - UPLOAD_LASTS)


class Upload(models.Model):
    """A file of a group between the steps of taking it in; deleted after a day.

    It is read while nobody waits: `begun_at` is when somebody began, `read_at` when it
    was done, `tries` how often it was begun since a person asked for it.

    In the database rather than on the disk: it goes with its organisation and its
    person, no address leads to it, and no orphan is left behind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.CASCADE, related_name="uploads"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    created_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    url = WebAddressField(max_length=500, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    octets = models.BinaryField(default=bytes)
    # `table.Options` as JSON, and what was read with them: `Reading.as_json`.
    options = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    begun_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Of a table: what it is known by, and whether its columns are to be asked.
    header = models.CharField(max_length=64, blank=True)
    asks_columns = models.BooleanField(default=False)
    # What came of it, once something did: then the file is gone.
    outcome = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"])]

    def __str__(self):
        return self.name


class TableLayout(models.Model):
    """How an organisation's own table names its columns, asked once."""

    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.CASCADE, related_name="table_layouts"
    )
    header = models.CharField(max_length=64)  # a hash of the columns' names
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "header"], name="table_layout_unique"
            ),
        ]

    def __str__(self):
        return f"{self.organization_id}: {self.header[:8]}"


class CalendarQuerySet(models.QuerySet):
    def due(self, at: dt.datetime | None = None):
        """Return calendars to fetch now: not paused, their group not suspended."""
        before = (at or timezone.now()) - FETCH_EVERY
        return self.filter(
            models.Q(fetched_at=None) | models.Q(fetched_at__lte=before),
            is_paused=False,
            organization__in=OrganizationPage.objects.approved(),
        ).order_by("fetched_at", "created_at")


class CalendarSource(models.Model):
    """A calendar somewhere else that an organisation keeps its actions in step with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.CASCADE, related_name="calendars"
    )
    url = WebAddressField(_("Address of the calendar"), max_length=500)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_paused = models.BooleanField(default=False)
    fetched_at = models.DateTimeField(null=True)
    # When the fetch began that is not over yet.
    begun_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    # Why the last fetch failed, "" if it did not; and how many have in a row.
    problem = models.CharField(max_length=40, blank=True)
    failures = models.PositiveIntegerField(default=0)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    # `Problem`s of the last reading as JSON, and how many dates it had.
    unread = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "url"], name="calendar_once_a_group"
            ),
        ]

    def __str__(self):
        return self.url

    def is_being_read(self, at: dt.datetime | None = None) -> bool:
        """Say whether a fetch is under way, and its process probably alive."""
        at = at or timezone.now()
        return self.begun_at is not None and self.begun_at > at - READING_LASTS


class Proposal(models.Model):
    """What a calendar says differently from what is here: for people to decide.

    One row a date of the calendar. A declined one stays, so that the same is not
    proposed again; `digest` tells whether it is the same.
    """

    class Kind(models.TextChoices):
        NEW = "new", pgettext_lazy("a text or an action", "New")
        CHANGED = "changed", _("Changed")
        GONE = "gone", _("Called off?")
        BACK = "back", _("Takes place after all?")

    class State(models.TextChoices):
        # Nobody reads these words.
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    calendar = models.ForeignKey(
        CalendarSource, on_delete=models.CASCADE, related_name="proposals"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    key = models.CharField(max_length=200)
    event = models.ForeignKey(
        "events.EventPage",
        null=True,
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    # The date as it was read: `ImportedEvent.as_json`; {} where it is gone.
    imported = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    starts_on = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["starts_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "key"], name="proposal_once_a_date"
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"])]

    def __str__(self):
        return f"{self.kind}: {self.key}"

    @property
    def asks_whether(self) -> bool:
        """Say whether it is about taking place, and not about what."""
        return self.kind in {self.Kind.GONE, self.Kind.BACK}
