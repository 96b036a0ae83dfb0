"""The watchlist: whom the editors have excluded, and by which names."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import WebAddressField

from ..choices import EntryKind, EntryStatus

one_per_line = _("One per line.")


class WatchlistEntry(models.Model):
    """A group that the editors have excluded, with the names it goes by."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=EntryKind.choices, default=EntryKind.GROUP
    )
    name = models.CharField(_("name"), max_length=200)
    aliases = models.TextField(
        _("other names"), blank=True, help_text=_("As good as the name. One per line.")
    )
    weak_aliases = models.TextField(
        _("ambiguous names"),
        blank=True,
        help_text=_(
            "Ordinary words: they count only as a group's whole name. One per line."
        ),
    )
    acronyms = models.TextField(_("abbreviations"), blank=True, help_text=one_per_line)
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
        validators=[RegexValidator(r"^[A-Z]{2}(,[A-Z]{2})*$")],
        help_text=_("Codes, with commas between them."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    reason = models.TextField(_("reason"))
    source_title = models.CharField(_("source"), max_length=250)
    source_url = WebAddressField(_("address of the source"), max_length=500)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=EntryStatus.choices,
        default=EntryStatus.ACTIVE,
    )
    is_example = models.BooleanField(
        _("invented, for the demonstration"), default=False
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )
    added_on = models.DateField(default=timezone.localdate, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("watchlist entry")
        verbose_name_plural = _("watchlist")

    def __str__(self):
        return self.name
