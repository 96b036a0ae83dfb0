"""The CMS form of an action, in the order one thinks: what, when, where, who, more."""

from functools import cache

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from .forms import EventPageForm
from .models import EventPage


class MapPickerPanel(MultiFieldPanel):
    """Latitude and longitude as two fields, with a map on which to set them."""

    def __init__(self, *, heading="", help_text=""):
        super().__init__(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=heading,
            help_text=help_text,
        )

    def clone_kwargs(self):
        kwargs = super().clone_kwargs()
        return {name: kwargs[name] for name in ("heading", "help_text")}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "cms/map_picker_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["locate_url"] = reverse("event_locate")
            return context

        @property
        def media(self):
            return super().media + forms.Media(
                css={"all": ["leaflet/leaflet.css", "css/admin.css"]},
                js=["leaflet/leaflet.js", static("js/map-picker.js")],
            )


def _time():
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def _date():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


@cache
def event_edit_handler():
    """Return the form's layout, bound to the model."""
    what = MultiFieldPanel(
        [
            FieldPanel(
                "title",
                heading=_("Title"),
                help_text=_("What it is, in a few words: “Vigil at the town hall”."),
            ),
            FieldPanel("kind"),
            FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 3})),
            FieldPanel("description"),
            FieldPanel("text_language"),
        ],
        heading=_("What"),
    )
    when = MultiFieldPanel(
        [
            FieldPanel("period"),
            FieldRowPanel(
                [
                    FieldPanel("starts_on", widget=_date()),
                    FieldPanel("start_time", widget=_time()),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("ends_on", widget=_date()),
                    FieldPanel("end_time", widget=_time()),
                ]
            ),
            FieldPanel("is_all_day"),
            FieldPanel("timezone"),
        ],
        heading=_("When"),
    )
    where = MultiFieldPanel(
        [
            FieldPanel("attendance", widget=forms.RadioSelect),
            FieldPanel("online_url"),
            FieldPanel("venue"),
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
            FieldPanel("country"),
            MapPickerPanel(
                heading=_("On the map"),
                help_text=_(
                    "Find the town, then move the pin to the place. Without a pin we "
                    "show the town."
                ),
            ),
            FieldPanel("location_precision"),
            FieldPanel(
                "reveals_at",
                widget=forms.DateTimeInput(
                    format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
                ),
            ),
        ],
        heading=_("Where"),
    )
    who = MultiFieldPanel(
        [
            FieldPanel("co_organizer_names", widget=forms.Textarea(attrs={"rows": 3})),
            FieldPanel("languages"),
            FieldPanel("contact"),
            FieldPanel("private_contact"),
        ],
        heading=_("Who"),
    )
    more = MultiFieldPanel(
        [
            FieldPanel("registration_required"),
            FieldPanel("registration_url"),
            FieldPanel("website"),
            FieldPanel("picture_upload"),
            FieldPanel("picture_remove"),
            FieldPanel("picture_alt"),
            FieldRowPanel([FieldPanel("step_free"), FieldPanel("accessible_toilet")]),
            FieldRowPanel([FieldPanel("sign_language"), FieldPanel("captions")]),
            FieldPanel("quiet_place"),
            FieldPanel("accessibility_notes", widget=forms.Textarea(attrs={"rows": 2})),
            FieldPanel("uid"),
        ],
        heading=_("More, if you like"),
        classname="collapsed",
    )
    layout = TabbedInterface(
        [ObjectList([what, when, where, who, more], heading=_("Action"))],
        base_form_class=EventPageForm,
    )
    return layout.bind_to_model(EventPage)
