"""The forms of sign-in in our words: allauth's own speak neither all our languages nor
like the rest of the site."""

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as allauth_mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from . import passwords


def _name(field, label) -> None:
    """Give a field its label. No placeholder: it vanishes while one types."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["login"], _("Mail address"))
        _name(self.fields["password"], _("Password"))


class FurtherAddressForm(allauth_forms.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["email"], _("Mail address"))


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["email"], _("Mail address"))


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["password1"], _("New password"))
        self.fields["password1"].help_text = passwords.HELP
        _name(self.fields["password2"], _("New password, once more"))

    def clean(self):
        cleaned = super().clean()
        if "password2" in self.errors and cleaned.get("password1"):
            del self.errors["password2"]
            self.add_error("password2", _("Please type the same password twice."))
        return cleaned


class SecondFactorForm(allauth_mfa_forms.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["code"], _("Code"))


class ChangedPasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["oldpassword"], _("Password until now"))
        _name(self.fields["password1"], _("New password"))
        self.fields["password1"].help_text = passwords.HELP
        _name(self.fields["password2"], _("New password, once more"))


class ConfirmingPasswordForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["password"], _("Password"))


class ConfirmingCodeForm(allauth_mfa_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["code"], _("Code"))


class FirstCodeForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields["code"], _("Code"))
