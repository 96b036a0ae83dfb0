"""Sign-in by django-allauth: who may, and who may not sign up."""

import ipaddress
from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .identity import site_name
from .mail import with_html
from .permissions import audiences_of, user_may_sign_in

# Mails that somebody may get who has no account.
TO_ANY_ADDRESS = {
    "account/email/unknown_account",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
}


def network_of(request) -> str:
    """Return the network a request comes from: /24, /48 for IPv6; never an address."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request) or "")
    except ValueError:
        return "unknown"
    prefix = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


class AuthenticationBackend(AllauthBackend):
    """Sign people in by mail address, unless their organisations are suspended."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user_may_sign_in(user)


class CmsAccessBackend(BaseBackend):
    """Let everyone with a role into the CMS; the gate decides about each address."""

    def get_user(self, user_id):
        return None

    def has_perm(self, user_obj, perm, obj=None):
        if perm != "wagtailadmin.access_admin":
            return False
        return bool(audiences_of(user_obj) - {"public", "account"})


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation; links are built from our own address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "The mail address or the password is not right."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts. Please wait a few minutes, then try again."
        ),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        # allauth lets in whom the backend refuses, unless they are inactive.
        if not user_may_sign_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def _get_login_attempts_cache_key(self, request, **credentials):
        # By account and network: strangers who guess elsewhere do not lock out the one
        # whose account it is (SECURITY-CASES 11). allauth stores its hash alone.
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{network_of(request)}"

    def get_login_redirect_url(self, request):
        return reverse("wagtailadmin_home")

    def send_mail(self, template_prefix, email, context):
        # allauth would name the site by the Host header (SECURITY-CASES 45, 56).
        site = SimpleNamespace(
            name=site_name(), domain=urlsplit(settings.SITE_URL).netloc
        )
        added = {
            "current_site": site,
            "sign_in_link": settings.SITE_URL + reverse("account_login"),
        }
        super().send_mail(template_prefix, email, {**context, **added})

    def render_mail(self, template_prefix, email, context, headers=None):
        message = super().render_mail(template_prefix, email, context, headers)
        return with_html(
            message,
            _("You get this mail because somebody gave your address here.")
            if template_prefix in TO_ANY_ADDRESS
            else _("You get this mail because you have an account here."),
        )

    def get_reset_password_from_key_url(self, key):
        # Our own address, never the Host header's (SECURITY-CASES 56).
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return settings.SITE_URL + path


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right. Please try again with a new one."
        ),
    }
