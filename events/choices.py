"""Enumerations about events that anyone can import."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What sort of action it is."""

    VIGIL = "vigil", _("Vigil")
    RALLY = "rally", _("Rally")
    # Without a context, it would be taken for the month.
    MARCH = "march", pgettext_lazy("kind of action", "March")
    CREATIVE_ACTION = "creative_action", _("Creative action")
    INFO_STAND = "info_stand", _("Information stand")
    TALK = "talk", _("Talk or webinar")
    FILM = "film", _("Film")
    CULTURE = "culture", _("Culture")
    WORKSHOP = "workshop", _("Workshop")
    LETTER_WRITING = "letter_writing", _("Letter writing")
    SIGNATURES = "signatures", _("Collecting signatures")
    CEREMONY = "ceremony", _("Ceremony")
    MEETING = "meeting", _("Meeting")
    OTHER = "other", pgettext_lazy("kind of action", "Other")


class EventStatus(models.TextChoices):
    """iCalendar's STATUS (RFC 5545 §3.8.1.11), the two that we publish."""

    CONFIRMED = "CONFIRMED", _("Takes place")
    CANCELLED = "CANCELLED", _("Called off")


class AttendanceMode(models.TextChoices):
    """How one takes part; schema.org's eventAttendanceMode."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class LocationPrecision(models.TextChoices):
    """How exactly a group says where, from most to least exact."""

    EXACT = "exact", _("The exact place")
    STREET = "street", _("Only the street")
    DISTRICT = "district", _("Only the part of town")
    TOWN = "town", _("Only the town")
    ON_REQUEST = "on_request", _("Only on request")


class AccessNeed(models.TextChoices):
    """What a visitor may need; each is a column of the action."""

    STEP_FREE = "step_free", _("Step-free")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet")
    SIGN_LANGUAGE = "sign_language", _("Sign language")
    CAPTIONS = "captions", _("Captions")
    QUIET_PLACE = "quiet_place", _("Quiet place")
