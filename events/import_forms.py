"""Forms around taking in calendars and tables. They carry shape, no side effects."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.choices import NOT_CHOSEN
from organizations.fields import WebAddressField

from .choices import EventKind
from .fetching import FetchError, parse_url
from .importers.table import COLUMNS
from .importers.uploads import MAX_OCTETS
from .importers.words import label_of
from .models import CalendarSource

DAY_FIRST, MONTH_FIRST = "day", "month"


def clean_address(address: str) -> str:
    """Return a calendar's address as https, without looking anything up.

    Raises:
        ValidationError: if it is none that is ever fetched (SECURITY-CASES 34).
    """
    address = "".join(address.split())
    for scheme in ("webcals://", "webcal://"):
        if address.lower().startswith(scheme):
            address = "https://" + address[len(scheme) :]
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        parse_url(address)
        WebAddressField().run_validators(address)
    except FetchError as error:
        raise ValidationError(str(error)) from error
    return address


class OwnOrganizationForm(forms.Form):
    """For one of the person's organizations; asked only where there are several."""

    organization = forms.TypedChoiceField(label=_("In whose name?"), coerce=int)

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.organizations = {o.pk: o for o in organizations}
        self.fields["organization"].choices = [(o.pk, o.title) for o in organizations]
        if len(organizations) == 1:
            del self.fields["organization"]

    def clean(self):
        cleaned = super().clean()
        if len(self.organizations) == 1:
            (cleaned["organization"],) = self.organizations.values()
        elif "organization" in cleaned:
            cleaned["organization"] = self.organizations[cleaned["organization"]]
        return cleaned


class UploadForm(OwnOrganizationForm):
    """A file or an address."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the reader says it in its own words
        help_text=_("A calendar (.ics) or a table (.xlsx, .csv), at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".ics,.vcs,.csv,.tsv,.txt,.xlsx"}),
    )
    address = forms.CharField(
        label=_("Or its web address"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    field_order = ["organization", "file", "address"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_OCTETS:
            raise ValidationError(_("The file is bigger than 5 MB."))
        return file

    def clean_address(self):
        address = self.cleaned_data["address"]
        return clean_address(address) if address else ""

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if bool(cleaned.get("file") is not None) == bool(cleaned.get("address")):
            raise ValidationError(_("Please choose a file, or give an address."))
        return cleaned


class CalendarForm(OwnOrganizationForm):
    """A calendar's address, registered once."""

    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=500,
        help_text=_(
            "The address for subscribing, as your calendar program gives it. "
            "It has to be public."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def clean_address(self):
        return clean_address(self.cleaned_data["address"])

    def clean(self):
        cleaned = super().clean()
        organization, address = cleaned.get("organization"), cleaned.get("address")
        if organization and address:
            known = CalendarSource.objects.filter(organization=organization)
            if known.filter(url=address).exists():
                self.add_error("address", _("This calendar is registered already."))
            elif known.count() >= MAX_CALENDARS:
                self.add_error("address", _("Five calendars are registered already."))
        return cleaned


MAX_CALENDARS = 5


class DateOrderForm(forms.Form):
    """What 12/5 is: asked, never guessed."""

    order = forms.ChoiceField(
        label=_("In dates such as 12/5"),
        choices=[(DAY_FIRST, _("the day comes first")), (MONTH_FIRST, _("the month"))],
        widget=forms.RadioSelect,
    )


class ColumnsForm(forms.Form):
    """Which of the columns of somebody's table is what."""

    def __init__(self, *args, reading, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = reading.columns
        self.fields["header_row"] = forms.IntegerField(
            label=_("Row that names the columns"),
            initial=reading.header_row,
            min_value=1,
            max_value=10_000,
        )
        choices = [("", _("not read"))] + [(name, label_of(name)) for name in COLUMNS]
        for column in self.columns:
            self.fields[f"column_{column.letter}"] = forms.ChoiceField(
                label=column.name or column.letter,
                choices=choices,
                initial=column.field,
                required=False,
            )

    def rows(self):
        """Return each column with its bound field, for the template."""
        return [(c, self[f"column_{c.letter}"]) for c in self.columns]

    def chosen(self) -> dict[str, str]:
        """Return fields with the names of their columns, or a letter in brackets."""
        names = [column.name for column in self.columns]
        return {
            field: column.name
            if column.name and names.count(column.name) == 1
            else f"[{column.letter}]"
            for column in self.columns
            if (field := self.cleaned_data[f"column_{column.letter}"])
        }

    def clean(self):
        cleaned = super().clean()
        fields = [
            cleaned[name]
            for name in cleaned
            if name.startswith("column_") and cleaned[name]
        ]
        if self.errors:
            return cleaned
        for name in fields:
            if fields.count(name) > 1:
                raise ValidationError(
                    _("Two columns are “%(name)s”. Please choose one of them."),
                    params={"name": label_of(name)},
                )
        if not {"title", "date"} <= set(fields):
            raise ValidationError(
                _("Please say which column is the title and which the first day.")
            )
        return cleaned


class KindForm(forms.Form):
    """The kind of actions whose file names none; a calendar hardly ever does."""

    kind = forms.ChoiceField(
        label=_("Kind of those that name none"),
        required=False,
        choices=[NOT_CHOSEN, *EventKind.choices],
    )
