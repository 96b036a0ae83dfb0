"""Enumerations about screening that anyone can import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What an editor decides about a submission."""

    APPROVED = "approved", _("Approved")
    CHANGES_REQUESTED = "changes_requested", _("Changes asked for")
    REJECTED = "rejected", _("Rejected")


class Grounds(models.TextChoices):
    """Why something is approved although it was found. Only editors read it."""

    MENTION = "mention", _("Only mentioned")
    NAMESAKE = "namesake", _("Another group of the same name")


class Level(models.TextChoices):
    """How loudly a finding speaks. Neither ever decides anything."""

    ALERT = "alert", _("Please look")
    HINT = "hint", _("Hint")


class EntryKind(models.TextChoices):
    """What a watchlist entry is about.

    A person only where the operator has turned that on (settings.WATCHLIST_PERSONS),
    and only in a public political role: such data is specially protected.
    """

    GROUP = "group", _("Group")
    OUTLET = "outlet", _("Outlet")
    PERSON = "person", _("Person in a public political role")


class EntryStatus(models.TextChoices):
    """Active entries and those under review are looked for, the others are not."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    REVIEW = "review", _("Under review")
    RETRACTED = "retracted", _("Retracted")


LOOKED_FOR = (EntryStatus.ACTIVE, EntryStatus.REVIEW)


class EntryLevel(models.TextChoices):
    """Whether a match may alert; “note only” is a hint at most."""

    LISTED = "listed", _("Listed")
    NOTE = "note", _("Note only")


class PolicyPoint(models.TextChoices):
    """The part of the campaign's rule for which an entry is listed."""

    NATIONALIST = "nationalist", _("Nationalist")
    ANTI_DEMOCRATIC = "anti_democratic", _("Anti-democratic")
    BOTH = "both", _("Nationalist and anti-democratic")


class ListChange(models.TextChoices):
    """What was done to the list."""

    ADDED = "added", _("Added as a draft")
    IMPORTED = "imported", _("Imported as a draft")
    CHANGED = "changed", _("Changed")
    CONFIRMED = "confirmed", _("Confirmed: active from now on")
    REVIEW = "review", _("Put under review")
    KEPT = "kept", _("Reviewed and kept")
    RETRACTED = "retracted", _("Retracted")
    REOPENED = "reopened", _("Proposed anew, as a draft")
    DELETED = "deleted", _("Draft deleted")


class FollowUpKind(models.TextChoices):
    """Why an editor looks at something that is public."""

    CANCELLED = "cancelled", _("Called off")
    REINSTATED = "reinstated", _("Takes place after all")
    MOVED = "moved", _("New time or place")
    EVIDENCE = "evidence", _("The watchlist points at it now")
    CONCERN = "concern", _("A visitor's concern")


class FollowUpOutcome(models.TextChoices):
    """What an editor did about it."""

    FINE = "fine", _("Looked at: fine")
    UNDONE = "undone", _("Undone")
    TAKEN_OFF = "taken_off", _("Taken off the site")
    BROUGHT_BACK = "brought_back", _("Brought back")


class ConcernCategory(models.TextChoices):
    """What a visitor is worried about."""

    EXCLUDED = "excluded", _("A nationalist or anti-democratic group takes part")
    DANGER = "danger", _("It puts people in danger")
    FALSE = "false", _("It is not true, or does not take place")
    RIGHTS = "rights", _("It uses somebody's picture or text without consent")
    OTHER = "other", _("Something else")
