"""Forms around people. They carry shape, never side effects."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import passwords
from .choices import Role
from .models import User
from .text import clean_line, validate_says_something


class AcceptInvitationForm(forms.Form):
    """Name and password of an invited person; the address is the invitation's.

    Who has an account already signs in first and then only confirms.
    """

    name = forms.CharField(
        label=_("Your name, as colleagues shall see it"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=passwords.HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, invitation, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        if user.is_authenticated:
            del self.fields["name"], self.fields["password"]

    def clean_name(self):
        name = clean_line(self.cleaned_data["name"])
        validate_says_something(name)
        return name

    def clean_password(self):
        password = self.cleaned_data["password"]
        user = User(
            email=self.invitation.email, first_name=self.cleaned_data.get("name", "")
        )
        organization = self.invitation.organization
        user.names_of_groups = (organization.title, organization.short_name)
        password_validation.validate_password(password, user)
        return password


class InviteForm(forms.Form):
    """One person to invite into an organisation."""

    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,  # as long as the column
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.CONTRIBUTOR,
        help_text=_(
            "Contributors post actions. Coordinators also invite people and keep the "
            "organisation's profile."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the invitation"))

    def __init__(self, *args, organization, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["language"].choices = languages

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if self.organization.memberships.filter(user__email=email).exists():
            raise ValidationError(
                _("This person belongs to your organisation already.")
            )
        return email
