"""What an editor types that a machine can check: account numbers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.exceptions import ValidationError as NumberError


def validate_iban(value: str) -> None:
    """Raise ValidationError unless it is an account number (ISO 13616), spaced or not.

    One wrong digit would send a donation to nobody, or to somebody else.
    """
    try:
        iban.validate(value)
    except NumberError:
        raise ValidationError(
            _("This is not a valid IBAN. Please copy it from the bank once more.")
        ) from None


def format_iban(value: str) -> str:
    """Return the number in groups of four, or "" for ""."""
    return iban.format(iban.compact(value)) if value else ""
