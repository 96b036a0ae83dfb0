"""The CMS form of an organisation's page."""

from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from .choices import NOT_CHOSEN
from .countries import country_choices
from .models import OrganizationPage, Picture
from .pictures import clean_picture


class OrganizationPageForm(WagtailAdminPageForm):
    country = forms.ChoiceField(label=_("Country"))
    logo_upload = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    logo_remove = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [NOT_CHOSEN, *country_choices()]
        if self.instance.logo_id is None:
            self.fields["logo_remove"].widget = forms.HiddenInput()
        if self.instance.pk is None:
            # The first picture needs an organisation to belong to.
            del self.fields["logo_upload"], self.fields["logo_remove"]

    def clean_logo_upload(self):
        upload = self.cleaned_data["logo_upload"]
        return clean_picture(upload) if upload else None

    def save(self, commit=True):
        if self.cleaned_data.get("logo_remove"):
            self.instance.logo = None
        if upload := self.cleaned_data.get("logo_upload"):
            self.instance.logo = Picture.objects.create(
                title=self.instance.title[:250],
                file=upload,
                organization=self.instance,
                uploaded_by_user=self.for_user,
            )
        return super().save(commit=commit)


@cache
def organization_edit_handler():
    """Return the form's layout, bound to the model."""
    layout = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel(
                        "title",
                        heading=_("Name"),
                        help_text=_("The name that you use yourselves."),
                    ),
                    FieldPanel("short_name"),
                    MultiFieldPanel(
                        [FieldPanel("country"), FieldPanel("website")],
                        heading=_("Where to find you"),
                    ),
                    FieldPanel("description"),
                    FieldPanel("logo_upload"),
                    FieldPanel("logo_remove"),
                ],
                heading=_("Organisation"),
            )
        ],
        base_form_class=OrganizationPageForm,
    )
    return layout.bind_to_model(OrganizationPage)
