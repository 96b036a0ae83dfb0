"""The watchlist: whom the editors have excluded, and by which names.

A change is made by `screening/watchlists.py`, which notes it as a version of the list.
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.countries import country_name
from organizations.fields import WebAddressField
from organizations.text import clean_line, validate_says_something

from ..choices import (
    LOOKED_FOR,
    EntryKind,
    EntryLevel,
    EntryStatus,
    ListChange,
    PolicyPoint,
)
from ..engine.addresses import parse_address
from ..engine.handles import parse_listed
from .policy import Criterion

MOST_NAMES = 100
LONGEST_NAME = 200
REVIEW_AFTER = dt.timedelta(days=365)
REVIEW_PERSONS_AFTER = dt.timedelta(days=182)


def lines_of(text: str) -> list[str]:
    """Return the lines that say something, cleaned, without doubles."""
    lines = (clean_line(line) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def name_and_language(line: str) -> tuple[str, str]:
    """Take “Name | ru” apart; the language is "" where nobody said."""
    name, _bar, language = line.rpartition("|")
    if not name:
        return line.strip(), ""
    return name.strip(), language.strip().lower()


class WatchlistQuerySet(models.QuerySet):
    def looked_for(self):
        """Keep those that submissions are compared with."""
        return self.filter(status__in=LOOKED_FOR)

    def due(self, on=None):
        """Keep those whose review day has come."""
        return self.looked_for().filter(review_by__lte=on or timezone.localdate())


class WatchlistEntry(models.Model):
    """A group that the editors have excluded, with the names it goes by.

    Lists are kept as one per line: that is how people paste them. A name may say its
    language as “Name | ru”. The first source is a part of the row, so that no entry is
    without one; more are `WatchlistSource` rows.
    """

    # From a list that was imported: how that one calls the entry.
    reference = models.CharField(max_length=60, blank=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=EntryKind.choices, default=EntryKind.GROUP
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "As good as the name. One per line; a language may follow: “Name | ru”."
        ),
    )
    weak_aliases = models.TextField(
        _("ambiguous names"),
        blank=True,
        help_text=_(
            "Ordinary words: they count only as a group's whole name. One per line."
        ),
    )
    acronyms = models.TextField(
        _("abbreviations"), blank=True, help_text=_("One per line.")
    )
    websites = models.TextField(
        _("websites"),
        blank=True,
        help_text=_("Host, with a path if only that part is meant. One per line."),
    )
    handles = models.TextField(
        _("accounts"), blank=True, help_text=_("As “platform:name”. One per line.")
    )
    countries = models.CharField(
        _("countries"),
        max_length=100,
        blank=True,
        validators=[
            RegexValidator(
                r"^[A-Z]{2}(,[A-Z]{2})*$",
                _("Please write countries as codes with commas between: DE,AT"),
            )
        ],
        help_text=_("Codes, with commas between them."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^[a-z]{2,3}$", _("Please use a code, such as de or uk."))
        ],
        help_text=_("Of the names, as a code: it says which endings they take."),
    )
    level = models.CharField(
        _("level"),
        max_length=10,
        choices=EntryLevel.choices,
        default=EntryLevel.LISTED,
        help_text=_("“Note only” never alerts: it stays a hint."),
    )
    policy_point = models.CharField(
        _("why by our policy"), max_length=20, choices=PolicyPoint.choices, blank=True
    )
    criterion = models.ForeignKey(
        Criterion,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="watchlist_entries",
        verbose_name=_("criterion"),
        help_text=_("The rule of our policy for which it is listed."),
    )
    reason = models.TextField(
        _("reason"),
        help_text=_("What it did or says, in a few plain sentences."),
    )
    source_title = models.CharField(_("source"), max_length=250)
    source_url = WebAddressField(_("address of the source"), max_length=500)
    source_archived_url = WebAddressField(
        _("archived copy"),
        max_length=500,
        blank=True,
        help_text=_("Where the source can still be read when it is gone."),
    )
    source_dated_on = models.DateField(_("date of the source"), null=True, blank=True)
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("Only editors read it.")
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("Then somebody looks whether it still holds."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=EntryStatus.choices,
        default=EntryStatus.DRAFT,
        editable=False,
    )
    is_example = models.BooleanField(
        _("invented, for the demonstration"), default=False, editable=False
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_on = models.DateField(default=timezone.localdate, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = WatchlistQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("watchlist entry")
        verbose_name_plural = _("watchlist")
        indexes = [models.Index(fields=["status", "review_by"])]

    def __str__(self):
        return self.name

    @property
    def criterion_code(self) -> str:
        """Version of the policy and number of the criterion: “1.3”; "" for none."""
        if self.criterion is None:
            return ""
        return f"{self.criterion.policy.number}.{self.criterion.number}"

    @property
    def country_names(self) -> str:
        return ", ".join(
            country_name(code) for code in self.countries.split(",") if code
        )

    @property
    def is_due(self) -> bool:
        return (
            self.status in LOOKED_FOR
            and self.review_by is not None
            and self.review_by <= timezone.localdate()
        )

    def next_review(self, today: dt.date | None = None) -> dt.date:
        """Return when to look again: in a year, for a person in half of one."""
        is_person = self.kind == EntryKind.PERSON
        return (today or timezone.localdate()) + (
            REVIEW_PERSONS_AFTER if is_person else REVIEW_AFTER
        )

    def clean(self):
        """Refuse what would find nothing, or everything.

        Raises:
            ValidationError: at the field that is wrong, naming the line.
        """
        super().clean()
        errors: dict[str, list] = {}
        self.name = clean_line(self.name or "")
        if self.name:
            _note(errors, "name", _faults_of_name(self.name))
        count = 1
        for field in ("aliases", "weak_aliases", "acronyms"):
            lines = lines_of(getattr(self, field))
            setattr(self, field, "\n".join(lines))
            count += len(lines)
            if count <= MOST_NAMES:
                for line in lines:
                    _note(errors, field, _faults_of_name(name_and_language(line)[0]))
        if count > MOST_NAMES:
            errors["aliases"] = [
                _("These are %(count)s names. Please keep at most %(limit)s.")
                % {"count": count, "limit": MOST_NAMES}
            ]
        for field, reads, message in (
            ("websites", parse_address, _("“%(line)s” is no address of a website.")),
            (
                "handles",
                _listed_handle,
                _("“%(line)s” is not written as platform:name."),
            ),
        ):
            lines = lines_of(getattr(self, field))
            setattr(self, field, "\n".join(lines))
            for line in lines[:MOST_NAMES]:
                if reads(line) is None:
                    errors.setdefault(field, []).append(message % {"line": line[:80]})
            if len(lines) > MOST_NAMES:
                errors[field] = [
                    _("These are %(count)s lines. Please keep at most %(limit)s.")
                    % {"count": len(lines), "limit": MOST_NAMES}
                ]
        if self.kind == EntryKind.PERSON and not settings.WATCHLIST_PERSONS:
            errors["kind"] = [
                _("This site keeps no persons on its list; its operator decides that.")
            ]
        if errors:
            raise ValidationError(errors)


def _listed_handle(line: str):
    return parse_listed(line) if ":" in line else None


def _note(errors: dict, field: str, faults: list) -> None:
    if faults:
        errors.setdefault(field, []).extend(faults)


def _faults_of_name(name: str) -> list:
    shown = {"name": name[:80]}
    if "<" in name or ">" in name:
        return [_("Please write “%(name)s” as plain text, without < and >.") % shown]
    if len(name) > LONGEST_NAME:
        return [
            _("“%(name)s…” is longer than %(limit)s characters.")
            % {"name": name[:40], "limit": LONGEST_NAME}
        ]
    try:
        validate_says_something(name)
    except ValidationError as error:
        return error.messages
    if sum(char.isalnum() for char in name) < 2:
        return [
            _("“%(name)s” is a single letter: it would be found everywhere.") % shown
        ]
    return []


class WatchlistSource(models.Model):
    """One more source for an entry."""

    entry = models.ForeignKey(
        WatchlistEntry, on_delete=models.CASCADE, related_name="more_sources"
    )
    title = models.CharField(_("source"), max_length=250)
    url = WebAddressField(_("address of the source"), max_length=500)
    archived_url = WebAddressField(_("archived copy"), max_length=500, blank=True)
    dated_on = models.DateField(_("date of the source"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return self.title


class WatchlistChange(models.Model):
    """One change of the list; its key is the version of the list. Append-only."""

    entry = models.ForeignKey(
        WatchlistEntry, null=True, on_delete=models.SET_NULL, related_name="changes"
    )
    entry_name = models.CharField(max_length=LONGEST_NAME)
    action = models.CharField(max_length=10, choices=ListChange.choices)
    note = models.TextField(blank=True)
    # {"field": [before, after]}
    fields = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.pk}: {self.entry_name}"

    def save(self, *args, **kwargs):
        """Write once.

        Raises:
            TypeError: if it is stored already.
        """
        if self.pk is not None:
            raise TypeError("A change of the list is never changed.")
        super().save(*args, **kwargs)

    @property
    def field_labels(self) -> list[tuple[str, str, str]]:
        """Return (label, before, after) of each field that changed."""
        rows = []
        for name, (before, after) in self.fields.items():
            label = (
                _("sources")
                if name == "sources"
                else WatchlistEntry._meta.get_field(name).verbose_name
            )
            rows.append((label, before or "–", after or "–"))
        return rows
