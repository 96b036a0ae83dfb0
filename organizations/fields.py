"""Model fields of our own."""

from django import forms
from django.core.validators import URLValidator
from django.db import models


class WebAddressField(models.URLField):
    """A web address: http or https only, https where somebody leaves it out."""

    # Django's own also takes ftp, which no browser opens any more.
    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs):
        return super().formfield(
            **{
                "form_class": forms.URLField,
                "assume_scheme": "https",
                "widget": forms.URLInput(attrs={"inputmode": "url"}),
                **kwargs,
            }
        )

    def clean(self, value, model_instance):
        value = "".join((value or "").split())
        return super().clean(value, model_instance)
