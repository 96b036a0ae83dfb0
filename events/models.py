"""Events, the periods they belong to, and the facts that outlive their revisions.

The row of an `EventPage` is what was approved; drafts are in its revisions. Publishing
a revision restores nearly every column, so what machines or urgent actions write has
rows of its own (docs/decisions/0002).
"""

import datetime as dt
import uuid
from itertools import pairwise

from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
)
from django.db import models
from django.db.models.base import ModelState
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page, TaskState, WorkflowState

from organizations.countries import country_name, validate_country
from organizations.fields import WebAddressField
from organizations.former import check_free
from organizations.languages import language_name, long_day
from organizations.models import (
    RICH_TEXT_FEATURES,
    FormerSlug,
    OrganizationPage,
    Picture,
    public_url_parts,
)
from organizations.permissions import LeafPermissionTester
from organizations.text import (
    clean_html,
    clean_line,
    clean_text,
    text_of_html,
    validate_says_something,
    validate_word_length,
)

from .choices import (
    AccessNeed,
    AttendanceMode,
    EventKind,
    EventStatus,
    LocationPrecision,
)
from .imports import CalendarSource as CalendarSource
from .imports import Proposal as Proposal
from .imports import TableLayout as TableLayout
from .imports import Upload as Upload
from .location import coarsened
from .public import Coordinates, label_in, recurrence_label
from .quadkey import quadkey
from .querysets import EventManager, OccurrenceQuerySet, PeriodQuerySet
from .recurrence import (
    MAX_DATES,
    ZONES,
    Change,
    ChangedDate,
    Rule,
    Schedule,
    is_in_gap,
    skipped_days,
    spans,
)

LONGEST_DAYS = 60
FARTHEST_DAYS = 3 * 366
TITLE_LENGTH = 150
TEXT_KEYS = ("language", "title", "summary", "description")
MAX_OTHER_TEXTS = 2


class AnchorDay(models.TextChoices):
    """The days around which groups act together."""

    CO_DAY = "co_day", _("International Conscientious Objection Day")
    HUMAN_RIGHTS_DAY = "human_rights_day", _("Human Rights Day")
    OTHER = "other", _("Action days")


OUTSIDE_ITS_PERIOD = _("The anchor day must lie between the first and the last day.")


class ActionPeriod(models.Model):
    """A named anchor day inside a window in which groups act together."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    anchor = models.CharField(
        _("anchor day"),
        max_length=20,
        choices=AnchorDay.choices,
        default=AnchorDay.OTHER,
    )
    anchor_day = models.DateField(_("date of the anchor day"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    call = models.TextField(
        _("call"), blank=True, help_text=_("What groups are asked to do, and why.")
    )
    call_language = models.CharField(
        _("language of these texts"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="en",
    )
    closes_on = models.DateField(
        _("last day to send in actions"), null=True, blank=True
    )
    source_url = WebAddressField(blank=True, editable=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-anchor_day"]
        verbose_name = _("action period")
        verbose_name_plural = _("action periods")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("anchor_day"))
                & models.Q(anchor_day__lte=models.F("ends_on")),
                name="period_holds_its_anchor_day",
                violation_error_message=OUTSIDE_ITS_PERIOD,
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("events:period", args=[self.slug])

    def clean(self):
        super().clean()
        check_free(FormerSlug.PERIOD, self)
        first, anchor, last = self.starts_on, self.anchor_day, self.ends_on
        if first and last and last < first:
            raise ValidationError(
                {"ends_on": _("The last day is before the first day.")}
            )
        if first and anchor and last and not first <= anchor <= last:
            raise ValidationError({"anchor_day": OUTSIDE_ITS_PERIOD})

    @property
    def label(self) -> str:
        """The name in the reader's language: the anchor day and its year."""
        if self.anchor == AnchorDay.OTHER:
            return self.name
        anchor = label_in(AnchorDay(self.anchor), get_language())
        return f"{anchor} {self.anchor_day.year}"

    @property
    def call_other_language(self) -> str:
        """The name of the call's language where it is not the reader's, else ""."""
        if self.call_language == get_language():
            return ""
        return language_name(self.call_language)


class Answer(models.TextChoices):
    """Yes, no, or not said: unknown stays unknown."""

    UNKNOWN = "", _("Not said")
    YES = "yes", _("Yes")
    NO = "no", _("No")


def _answer(label):
    return models.CharField(
        label, max_length=3, choices=Answer.choices, blank=True, default=Answer.UNKNOWN
    )


class QuicklyRead:
    """Takes a row from the database as it is.

    What Django, Wagtail and modelcluster do for each new object takes longer than all
    the rest of reading thousands. Not for models with a picture's size in a column,
    which Django fills in on `post_init`.
    """

    @classmethod
    def from_db(cls, db, field_names, values):
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=True))
        row._state = ModelState()
        row._state.adding = False
        row._state.db = db
        return row


class EventPage(QuicklyRead, Page):
    """An action: the plan, as its group typed it."""

    organization = models.ForeignKey(
        OrganizationPage,
        on_delete=models.PROTECT,
        related_name="events",
        editable=False,
        verbose_name=_("organisation"),
    )
    summary = models.TextField(
        _("in one or two sentences"),
        blank=True,
        validators=[MaxLengthValidator(300)],
        help_text=_("Shown in lists. At most 300 characters."),
    )
    description = RichTextField(
        _("description"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("What happens, who speaks, what to bring."),
    )
    text_language = models.CharField(
        _("language of these texts"), max_length=10, blank=True
    )
    # The same in further languages: rows with the keys of TEXT_KEYS.
    other_texts = models.JSONField(
        _("texts in other languages"), default=list, blank=True
    )
    kind = models.CharField(
        _("kind of action"), max_length=20, choices=EventKind.choices
    )
    period = models.ForeignKey(
        ActionPeriod,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("action period"),
    )

    # When, on the clock of the place.
    starts_on = models.DateField(_("first day"), null=True)
    start_time = models.TimeField(
        _("starts at"),
        null=True,
        blank=True,
        help_text=_("Leave it empty if you do not know yet: we say “to be announced”."),
    )
    ends_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Only if it lasts several days."),
    )
    end_time = models.TimeField(
        _("ends at"),
        null=True,
        blank=True,
        help_text=_("Leave it empty if it is open."),
    )
    is_all_day = models.BooleanField(_("all day"), default=False)
    timezone = models.CharField(_("time zone"), max_length=60, default="Europe/Berlin")
    # A series: an RRULE's value, and rows of `ChangedDate.as_json`.
    recurrence_rule = models.CharField(_("repeats"), max_length=100, blank=True)
    changed_dates = models.JSONField(_("single dates"), default=list, blank=True)

    # Where.
    attendance = models.CharField(
        _("how to take part"),
        max_length=10,
        choices=AttendanceMode.choices,
        default=AttendanceMode.IN_PERSON,
    )
    venue = models.CharField(
        _("place"),
        max_length=150,
        blank=True,
        help_text=_("For example “Market fountain”."),
    )
    street = models.CharField(_("street and number"), max_length=150, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[validate_country]
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    location_precision = models.CharField(
        _("what the public may know about the place"),
        max_length=12,
        choices=LocationPrecision.choices,
        default=LocationPrecision.EXACT,
        help_text=_("Holds everywhere: page, map, calendar."),
    )
    reveals_at = models.DateTimeField(
        _("show the full address from"),
        null=True,
        blank=True,
        help_text=_(
            "If the place stays hidden at first. Time in the zone chosen above."
        ),
    )
    online_url = WebAddressField(
        _("address to join online"), blank=True, max_length=500
    )

    # Who.
    languages = models.JSONField(_("languages spoken there"), default=list, blank=True)
    co_organizer_names = models.TextField(
        _("organised together with"),
        blank=True,
        validators=[MaxLengthValidator(2000)],
        help_text=_("One group per line."),
    )
    contact = models.CharField(
        _("public contact"),
        max_length=200,
        blank=True,
        help_text=_("Everyone can read it. A mail address of the group, for example."),
    )
    private_contact = models.CharField(
        _("contact for the editors"),
        max_length=200,
        blank=True,
        help_text=_("Only the editors see it, in case they have a question."),
    )

    # More.
    registration_required = models.BooleanField(_("one must register"), default=False)
    registration_url = WebAddressField(
        _("address to register"), blank=True, max_length=500
    )
    website = WebAddressField(_("website about it"), blank=True, max_length=500)
    step_free = _answer(_("step-free"))
    accessible_toilet = _answer(_("accessible toilet"))
    sign_language = _answer(_("sign language"))
    captions = _answer(_("captions"))
    quiet_place = _answer(_("quiet place"))
    accessibility_notes = models.TextField(
        _("more about access"), blank=True, validators=[MaxLengthValidator(1000)]
    )
    picture = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("For people who cannot see it."),
    )

    is_example = models.BooleanField(default=False, editable=False)
    # Editable so that the form can carry it: the same form sent twice is one action.
    uid = models.UUIDField(default=uuid.uuid4, unique=True)

    # Set by the form while it keeps a draft: then the place may be missing.
    is_unfinished = False

    objects = EventManager()

    parent_page_types = ["organizations.OrganizationPage"]
    subpage_types = []
    exclude_fields_in_copy = ["uid", "is_example"]
    template = "events/action_detail.html"
    show_in_menus_default = False

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [
            models.Index(fields=["organization", "starts_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="event_last_day_not_before_first",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_all_day=False)
                | models.Q(start_time=None, end_time=None),
                name="event_all_day_has_no_hours",
                violation_error_message=_("An all-day action has no times."),
            ),
            models.CheckConstraint(
                condition=models.Q(end_time=None) | ~models.Q(start_time=None),
                name="event_end_time_needs_start_time",
                violation_error_message=_("Please say also when it starts."),
            ),
            models.CheckConstraint(
                # Without the two "not null", half a pin would be NULL, which passes.
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="event_pin_on_earth",
                violation_error_message=_("Please set the pin on the map again."),
            ),
        ]

    # Every text field with how it is cleaned.
    # Addresses of other pages beside the actions'.
    RESERVED_SLUGS = frozenset({"calendar"})
    ONE_LINE = (
        "title",
        "venue",
        "street",
        "postal_code",
        "city",
        "contact",
        "private_contact",
        "picture_alt",
    )
    SEVERAL_LINES = ("summary", "co_organizer_names", "accessibility_notes")

    def __str__(self):
        return self.title

    def full_clean(self, *args, **kwargs):
        self.tidy()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        # A draft is stored unvalidated, but never untidied.
        self.tidy()
        return super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        self.tidy()
        return super().save_revision(*args, **kwargs)

    def tidy(self):
        """Clean texts and coarsen the pin, before anything is validated or stored."""
        if self.organization_id is None and self.path:
            self.organization = self.get_parent().specific
        for name in self.ONE_LINE:
            setattr(self, name, clean_line(getattr(self, name) or ""))
        for name in self.SEVERAL_LINES:
            setattr(self, name, clean_text(getattr(self, name) or "").strip())
        self.description = clean_html(self.description or "")
        self.other_texts = [
            {
                "language": row["language"],
                "title": clean_line(row["title"]),
                "summary": clean_text(row["summary"]).strip(),
                "description": clean_html(row["description"]),
            }
            for row in self.other_texts
        ]
        if self.attendance == AttendanceMode.ONLINE:
            self.venue = self.street = self.postal_code = self.city = self.country = ""
            self.latitude = self.longitude = None
        if self.location_precision == LocationPrecision.EXACT:
            self.reveals_at = None
        if not self.slug or self.slug in self.RESERVED_SLUGS:
            self.slug = self.free_slug()
        self.coarsen_pin()

    def coarsen_pin(self):
        if self.latitude is None or self.longitude is None:
            return
        if self.location_precision in {
            LocationPrecision.TOWN,
            LocationPrecision.ON_REQUEST,
        }:
            # The town's own center is found without a pin.
            self.latitude = self.longitude = None
            return
        point = coarsened(
            Coordinates(latitude=self.latitude, longitude=self.longitude),
            self.location_precision,
            city=self.city,
            country=self.country,
        )
        self.latitude, self.longitude = point.latitude, point.longitude

    def free_slug(self) -> str:
        """Return an address of ASCII letters that no other action has or had."""
        base = slugify(anyascii(self.title or ""))[:70].strip("-") or "action"
        slug = base
        while self._is_taken(slug):
            slug = f"{base}-{get_random_string(5, 'abcdefghjkmnpqrstuvwxyz23456789')}"
        return slug

    def _is_taken(self, slug: str) -> bool:
        """Say whether an address is another's: links lead there for good (rule 9)."""
        if slug in self.RESERVED_SLUGS:
            return True
        current = EventPage.objects.filter(slug=slug).exclude(pk=self.pk)
        former = FormerSlug.of(FormerSlug.ACTION, slug).exclude(object_id=self.pk)
        return (
            current.order_by().values("pk").union(former.values("object_id")).exists()
        )

    def clean(self):
        super().clean()
        errors = {}
        self._clean_title(errors)
        self.clean_dates(errors)
        self._clean_where(errors)
        if self.picture_id and not self.picture_alt:
            errors["picture_alt"] = _(
                "Please say what the picture shows, for people who cannot see it."
            )
        if errors:
            raise ValidationError(errors)

    def _clean_title(self, errors):
        if len(self.title) > TITLE_LENGTH:
            errors["title"] = _(
                "The title has %(length)s characters. Please use at most %(limit)s."
            ) % {"length": len(self.title), "limit": TITLE_LENGTH}
            return
        for validate in (validate_says_something, validate_word_length):
            try:
                validate(self.title)
            except ValidationError as error:
                errors["title"] = error
                return

    def clean_dates(self, errors: dict) -> None:
        """Add to `errors`, by field, what is wrong with hours, days and dates."""
        said = len(errors)
        self._clean_when(errors)
        if len(errors) == said:
            self._clean_series(errors)

    def _clean_when(self, errors):
        if self.timezone not in ZONES:
            errors["timezone"] = _("Please choose a time zone from the list.")
            return
        if self.starts_on is None:
            return
        today = timezone.localdate()
        last_day = self.ends_on or self.starts_on
        if (
            not dt.date(2000, 1, 1)
            <= self.starts_on
            <= today + dt.timedelta(FARTHEST_DAYS)
        ):
            errors["starts_on"] = _("Please check the year.")
            return
        if last_day < self.starts_on:
            errors["ends_on"] = _("The last day is before the first day.")
            return
        if (last_day - self.starts_on).days > LONGEST_DAYS:
            errors["ends_on"] = _(
                "An action lasts at most %(days)s days. "
                "Please post a longer one in parts."
            ) % {"days": LONGEST_DAYS}
        if self.is_all_day and (self.start_time or self.end_time):
            errors["is_all_day"] = _(
                "An all-day action has no times: please remove them or this mark."
            )
        if self.end_time and not self.start_time:
            errors["start_time"] = _("Please say also when it starts.")
        if (
            self.start_time
            and self.end_time
            and (self.starts_on, self.start_time) >= (last_day, self.end_time)
        ):
            errors["end_time"] = _(
                "The end is not after the start. If it ends on another day, "
                "please fill in the last day."
            )
        for name, day in (("start_time", self.starts_on), ("end_time", last_day)):
            time = getattr(self, name)
            if time and is_in_gap(day, time, self.timezone):
                errors[name] = _(
                    "The clocks are put forward on that day, "
                    "so this time does not exist."
                )

    def _clean_series(self, errors):
        """Say what is wrong with the dates of a series, at its rule."""
        if self.starts_on is None or not self.is_series:
            return
        if self.recurrence_rule:
            try:
                Rule.from_rrule(self.recurrence_rule)
            except ValueError:
                errors["recurrence_rule"] = _("Please choose how it repeats.")
                return
        found = spans(self.schedule)
        problem = ""
        if not found:
            problem = _("No date is left. Please take one in again.")
        elif self.recurrence_rule and len(found) == 1 and not self.changed_dates:
            problem = _("That is one date only. Please choose a later end.")
        elif len(found) > MAX_DATES:
            problem = _(
                "These are more than %(limit)s dates. Please end the series earlier."
            ) % {"limit": MAX_DATES}
        elif any(b.orders_at < a.until_at for a, b in pairwise(found)):
            problem = _("One date would begin before the one before it has ended.")
        elif skipped := skipped_days(self.schedule):
            problem = _(
                "On %(day)s the clocks are put forward, so that this time does not "
                "exist. Please move that date."
            ) % {"day": long_day(skipped[0])}
        if problem:
            errors["recurrence_rule"] = problem

    def _clean_where(self, errors):
        if self.attendance != AttendanceMode.ONLINE and not self.is_unfinished:
            if not self.city:
                errors["city"] = _("Please name the town.")
            if not self.country:
                errors["country"] = _("Please choose the country.")
        if self.reveals_at and not 2000 <= self.reveals_at.year <= 2100:
            errors["reveals_at"] = _("Please check the year.")
        if (self.latitude is None) != (self.longitude is None):
            errors["latitude"] = _("Please set the pin on the map again.")

    @property
    def schedule(self) -> Schedule:
        return Schedule(
            starts_on=self.starts_on,
            start_time=self.start_time,
            ends_on=self.ends_on,
            end_time=self.end_time,
            is_all_day=self.is_all_day,
            timezone=self.timezone,
            recurrence_rule=self.recurrence_rule,
            changed_dates=tuple(map(ChangedDate.from_json, self.changed_dates)),
        )

    @property
    def is_series(self) -> bool:
        return bool(self.recurrence_rule or self.changed_dates)

    @property
    def status(self) -> EventStatus:
        """iCalendar's status: what the group said after it was approved."""
        if getattr(self, "cancellation", None) is not None:
            return EventStatus.CANCELLED
        return EventStatus.CONFIRMED

    def get_recurrence_rule_display(self) -> str:
        """Say how it repeats, with the number of dates and the last one."""
        if not self.recurrence_rule or self.starts_on is None:
            return ""
        days = [span.starts_on for span in spans(self.schedule)]
        label = recurrence_label(self.recurrence_rule, get_language() or "en")
        if not days:
            return label
        first, last = (long_day(day) for day in (days[0], days[-1]))
        return f"{label} ({len(days)}: {first} – {last})"

    def get_changed_dates_display(self) -> str:
        """List the dates that are not as the rule says, one a line."""
        labels = {
            Change.MOVED: _("Moved"),
            Change.EXTRA: _("Extra date"),
            Change.EXCLUDED: _("Left out"),
        }
        lines = []
        for change in map(ChangedDate.from_json, self.changed_dates):
            when = [long_day(change.starts_on)] if change.starts_on else []
            when += [f"{change.start_time:%H:%M}"] if change.start_time else []
            planned = long_day(change.date)
            line = f"{planned}: {labels[change.kind]} {' '.join(when)} {change.note}"
            lines.append(line.strip())
        return "\n".join(lines)

    def get_other_texts_display(self) -> str:
        """Write out the texts in other languages, each below its language."""
        return "\n\n".join(
            f"[{row['language']}] {row['title']}\n{row['summary']}\n"
            f"{text_of_html(row['description'])}".strip()
            for row in self.other_texts
        )

    @property
    def co_organizer_list(self) -> list[str]:
        """The names typed, one each, in order, without doubles."""
        lines = (clean_line(line) for line in self.co_organizer_names.splitlines())
        return list(dict.fromkeys(line[:150] for line in lines if line))

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    def public_coordinates(self) -> Coordinates | None:
        """Return what the map may show, as coarse as `location_precision` asks."""
        if self.attendance == AttendanceMode.ONLINE:
            return None
        point = None
        if self.latitude is not None and self.longitude is not None:
            point = Coordinates(latitude=self.latitude, longitude=self.longitude)
        return coarsened(
            point, self.location_precision, city=self.city, country=self.country
        )

    @classmethod
    def get_edit_handler(cls):
        from .panels import event_edit_handler  # noqa: PLC0415 - a form above the model

        return event_edit_handler()

    def get_absolute_url(self) -> str:
        return reverse("events:action_detail", args=[self.slug])

    def get_url_parts(self, request=None):
        return public_url_parts(self, self.get_absolute_url())

    def permissions_for_user(self, user):
        return LeafPermissionTester(user, self)

    def get_workflow(self):
        """Return the editors' workflow, or None once they have refused for good.

        A final refusal leaves a cancelled workflow whose last task was rejected.
        """
        last = self.workflow_states.order_by("-created_at", "-pk").first()
        if (
            not self.live  # of something public, only that one edit was refused
            and last is not None
            and last.status == WorkflowState.STATUS_CANCELLED
            and last.current_task_state is not None
            and last.current_task_state.status == TaskState.STATUS_REJECTED
        ):
            return None
        return super().get_workflow()

    def get_template(self, request, *args, **kwargs):
        """Only the preview asks; a draft without a day cannot be shown as a page."""
        if self.starts_on is None:
            return "events/preview_without_day.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        """Give the preview what the public page has."""
        from .views import preview_context  # noqa: PLC0415 - a view's job, Wagtail asks here

        return super().get_context(request, *args, **kwargs) | preview_context(self)


class Occurrence(QuicklyRead, models.Model):
    """One time that an approved event happens: what lists, map and feeds ask.

    Written by `lifecycle.refresh_occurrences` alone. The row stays when its event is
    withdrawn, so that UID and SEQUENCE go on from there. What is filtered by stands in
    it once more, so that counting reads few other tables (docs/decisions/0041).
    """

    event = models.ForeignKey(
        EventPage, on_delete=models.CASCADE, related_name="occurrences"
    )
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    orders_at = models.DateTimeField()
    until_at = models.DateTimeField()
    # Of a series: the day that its rule gave it, which says for life which date it is.
    recurrence_id = models.DateField(null=True)
    is_moved = models.BooleanField(default=False)
    is_called_off = models.BooleanField(default=False)
    note = models.TextField(default="")  # why this date is moved or called off
    # No longer a date of its series; the row keeps UID and SEQUENCE.
    is_dropped = models.BooleanField(default=False)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # The square of the map that the point lies in (events/quadkey.py).
    quadkey = models.BigIntegerField(null=True)
    # Whether `published()` holds: for counts alone, what is shown asks that itself.
    is_counted = models.BooleanField(default=False)
    organization = models.ForeignKey(
        OrganizationPage, null=True, on_delete=models.CASCADE, related_name="+"
    )
    period = models.ForeignKey(
        ActionPeriod, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    country = models.CharField(max_length=2, default="")
    kind = models.CharField(max_length=20, default="")
    attendance = models.CharField(max_length=10, default="")
    # As `,step_free,captions,`, like the languages below.
    access = models.CharField(max_length=100, default=",")
    # Languages as `,de,ru,` and all words in lower case: plain LIKE on every database,
    # for Cyrillic too, which SQLite does not fold by itself.
    languages = models.CharField(max_length=250, default=",")
    search_text = models.TextField(default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Time, place and status as last published; a difference raises `sequence`.
    essence = models.CharField(max_length=64, default="")
    # Everything a reader sees; a difference moves `changed_at`.
    digest = models.CharField(max_length=64, default="")

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["orders_at", "id"]),
            models.Index(fields=["starts_on"]),
            models.Index(fields=["latitude", "longitude"]),
            models.Index(fields=["quadkey"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    quadkey=None, latitude__isnull=True, longitude__isnull=True
                )
                | models.Q(
                    quadkey__isnull=False,
                    latitude__isnull=False,
                    longitude__isnull=False,
                ),
                name="occurrence_is_on_the_map_where_it_has_a_point",
            ),
        ]

    def __str__(self):
        return f"{self.event_id}: {self.starts_on}"

    def place_at(self, point: Coordinates | None) -> None:
        """Set the public point, already as coarse as its group asks, or none."""
        self.latitude = point.latitude if point else None
        self.longitude = point.longitude if point else None
        self.quadkey = quadkey(point.latitude, point.longitude) if point else None

    def sort_under(self, event: EventPage) -> None:
        """Take over from the approved row what readers filter by."""
        self.organization_id = event.organization_id
        self.period_id = event.period_id
        self.country = event.country
        self.kind = event.kind
        self.attendance = event.attendance
        self.languages = listed(event.languages)
        self.access = listed(
            need for need in AccessNeed.values if getattr(event, need) == Answer.YES
        )


def listed(codes) -> str:
    """Return codes as one text in which each can be looked for: `,de,ru,`."""
    return "," + "".join(f"{code}," for code in codes)


class PublicState(models.Model):
    """When anything public last changed, came or went: one row, for Last-Modified.

    A feed's own newest change says nothing of what has left it.
    """

    changed_at = models.DateTimeField()
    # The release of the zone data that stored moments were last held against.
    zone_data = models.CharField(max_length=20, default="", db_default="")

    def __str__(self):
        return f"{self.changed_at:%Y-%m-%d %H:%M:%S}"


class Removal(models.Model):
    """A UID that was public and no longer is: nothing else of the action is kept."""

    uid = models.CharField(max_length=120, unique=True)
    removed_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.uid


class Cancellation(QuicklyRead, models.Model):
    """An event called off. In force at once, beside the approved text."""

    event = models.OneToOneField(
        EventPage, on_delete=models.CASCADE, related_name="cancellation"
    )
    note = models.TextField(_("what visitors should know"), blank=True)
    cancelled_at = models.DateTimeField(default=timezone.now)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL
    )

    def __str__(self):
        return f"{self.event_id}: {self.cancelled_at:%Y-%m-%d}"


class CalledOffDate(models.Model):
    """One date of a series called off. In force at once, as a `Cancellation` is."""

    event = models.ForeignKey(
        EventPage, on_delete=models.CASCADE, related_name="called_off_dates"
    )
    recurrence_id = models.DateField()
    note = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(default=timezone.now)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recurrence_id"], name="called_off_date_unique"
            ),
        ]

    def __str__(self):
        return f"{self.event_id}: {self.recurrence_id}"


class Move(models.Model):
    """A new time or place that did not wait for an editor, with what was there before.

    `before` and `after` hold the fields of `urgent.MOVED_FIELDS` as JSON.
    """

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="moves")
    before = models.JSONField()
    after = models.JSONField()
    moved_at = models.DateTimeField(default=timezone.now)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-moved_at", "-pk"]

    def __str__(self):
        return f"{self.event_id}: {self.moved_at:%Y-%m-%d %H:%M}"


class CoOrganizer(models.Model):
    """A name beside the organizer's, and whether that member organization accepted.

    Made from the approved text; a plain name until somebody accepts, and gone from
    every output when the organization declines.
    """

    class State(models.TextChoices):
        NAMED = "named", _("Named")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    event = models.ForeignKey(
        EventPage, on_delete=models.CASCADE, related_name="co_organizers"
    )
    name = models.CharField(max_length=150)
    position = models.PositiveIntegerField(default=0)
    organization = models.ForeignKey(
        OrganizationPage,
        null=True,
        on_delete=models.SET_NULL,
        related_name="co_organizing",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.NAMED)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"], name="co_organizer_unique"
            ),
        ]

    def __str__(self):
        return self.name


class EventSource(QuicklyRead, models.Model):
    """Where an event came from, if nobody typed it here."""

    event = models.OneToOneField(
        EventPage, on_delete=models.CASCADE, related_name="source"
    )
    key = models.CharField(max_length=200, unique=True)
    url = WebAddressField(max_length=500, blank=True)
    imported_at = models.DateTimeField(default=timezone.now)
    # What the source said last, by field: tells its changes from people's.
    imported = models.JSONField(default=dict, blank=True)
    # Where it is kept in step with a calendar: what is gone there may be called off.
    calendar = models.ForeignKey(
        CalendarSource,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sources",
    )

    def __str__(self):
        return self.key
