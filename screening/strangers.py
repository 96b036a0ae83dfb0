"""Forms that anyone may send, without account, cookie, script or third party.

There is nothing a forged request could abuse: no session speaks for a visitor. What
has to be kept out is a script that sends a thousand of them (SECURITY-CASES 62).
"""

import hashlib
import hmac
import time

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.accounts import network_of

SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 60 * 60
PER_NETWORK_AN_HOUR = 10
IN_ALL_AN_HOUR = 200
HOUR = 60 * 60


class StrangerForm(forms.Form):
    """A public form with a signed stamp of when it was handed out, and a trap.

    `purpose` is a word of one's own, so that a stamp fits one form only. A form whose
    trap is filled is valid and `is_trapped`: the sender gets the usual answer.
    """

    purpose = ""
    error_css_class = "field--error"

    # People do not see it (css/components/forms.css); scripts fill it.
    homepage_2 = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(
            [n for n in self.fields if n not in {"homepage_2", "stamp"}]
            + ["homepage_2", "stamp"]
        )
        self.fields["stamp"].initial = self.new_stamp()

    @classmethod
    def new_stamp(cls) -> str:
        return signing.dumps(int(time.time()), salt=f"stranger.{cls.purpose}")

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("homepage_2"))

    def clean_stamp(self):
        """Refuse what was never handed out, long ago, or faster than anyone types."""
        stamp = self.cleaned_data["stamp"]
        try:
            seconds = time.time() - signing.loads(
                stamp, salt=f"stranger.{self.purpose}", max_age=LONGEST_SECONDS
            )
        except signing.BadSignature as error:
            raise ValidationError(
                _("This form is too old. Please send it again."), "stamp"
            ) from error
        if seconds < SHORTEST_SECONDS:
            raise ValidationError(
                _("That was very fast. Please wait a moment and send it again."),
                "stamp",
            )
        return stamp

    def fresh(self):
        """Return the form with what was typed and its errors, under a new stamp."""
        self.data = self.data.copy()
        if "stamp" in self.errors:
            self.add_error(None, self.errors.pop("stamp").data)
            self.data["stamp"] = self.new_stamp()
        return self


def comes_from_elsewhere(request) -> bool:
    """Say whether a browser tells that another site sent this form."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin.partition("://")[2] != request.get_host()


def is_too_much(request, purpose: str) -> bool:
    """Count a sending; say whether a network, or all together, sent too many this hour.

    Nothing is kept but a keyed hash of the network (/24, /48 for IPv6), for one hour.
    """
    hour = int(time.time() // HOUR)
    counts = []
    for who, limit in (
        (f"net:{network_of(request)}", PER_NETWORK_AN_HOUR),
        ("all", IN_ALL_AN_HOUR),
    ):
        digest = hmac.new(
            settings.SECRET_KEY.encode(),
            f"{purpose}:{who}:{hour}".encode(),
            hashlib.sha256,
        ).hexdigest()
        key = f"stranger:{digest}"
        cache.add(key, 0, HOUR)
        try:
            counts.append(cache.incr(key) > limit)
        except ValueError:  # it ran out between the two calls
            counts.append(False)
    return any(counts)
