"""What visitors write to the editors: a concern, an application to join."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from organizations.countries import country_choices, validate_country
from organizations.text import (
    clean_line,
    clean_text,
    validate_says_something,
    validate_word_length,
)

from .choices import ConcernCategory
from .strangers import StrangerForm


class ConcernForm(StrangerForm):
    purpose = "concern"

    category = forms.ChoiceField(
        label=_("What is it about?"),
        choices=ConcernCategory.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What worries you?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only the editors read it. Please do not name people at risk."),
    )
    email = forms.EmailField(
        label=_("Your mail address"),
        required=False,
        max_length=254,
        help_text=_(
            "Only if you want an answer. It is deleted 30 days after the editors "
            "are done."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_text(self):
        text = clean_text(self.cleaned_data["text"]).strip()
        validate_says_something(text)
        return text


class ApplicationForm(StrangerForm):
    purpose = "join"

    name = forms.CharField(label=_("Name of your organisation"), max_length=150)
    country = forms.ChoiceField(label=_("Country"))
    website = forms.CharField(
        label=_("Website"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    contact_name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        required=False,
        help_text=_("As you would like to be addressed. Only the editors read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        help_text=_("We write there, and the first account will belong to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    why = forms.CharField(
        label=_("Who are you, and why do you want to take part?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    vouchers = forms.CharField(
        label=_("Which member organisations know you?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line. The editors ask them."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *country_choices()]

    def clean_name(self):
        name = clean_line(self.cleaned_data["name"])
        validate_says_something(name)
        validate_word_length(name)
        return name

    def clean_contact_name(self):
        return clean_line(self.cleaned_data["contact_name"])

    def clean_country(self):
        country = self.cleaned_data["country"]
        validate_country(country)
        return country

    def clean_website(self):
        website = "".join(self.cleaned_data["website"].split())
        if not website:
            return ""
        if "://" not in website:
            website = f"https://{website}"
        URLValidator(schemes=["http", "https"])(website)
        return website

    def clean_why(self):
        text = clean_text(self.cleaned_data["why"]).strip()
        validate_says_something(text)
        return text

    def clean_vouchers(self):
        return clean_text(self.cleaned_data["vouchers"]).strip()

    def clean_email(self):
        return self.cleaned_data["email"].lower()
