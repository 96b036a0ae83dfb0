"""The CMS form of an action, in the order one thinks: what, when, where, who, more."""

from functools import cache

from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from .forms import OTHER_TEXTS, EventPageForm
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
            context["zone_url"] = reverse("event_locate_zone")
            # Streets only where the operator named a server to ask.
            context["address_url"] = (
                reverse("event_locate_address") if settings.NOMINATIM_URL else ""
            )
            return context

        @property
        def media(self):
            return super().media + forms.Media(
                css={"all": ["leaflet/leaflet.css", "css/admin.css"]},
                js=["leaflet/leaflet.js", static("js/map-picker.js")],
            )


class SeriesPanel(MultiFieldPanel):
    """How it repeats, with a button that shows the dates; works without JavaScript."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "cms/series_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            event = self.instance
            context["preview_url"] = reverse("preview_dates")
            context["dates_url"] = (
                reverse("action_dates", args=[event.pk]) if event.pk else ""
            )
            return context


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
    series = SeriesPanel(
        [
            FieldPanel("repeats"),
            FieldPanel("repeat_interval"),
            FieldPanel("repeat_weekdays"),
            FieldRowPanel([FieldPanel("repeat_until"), FieldPanel("repeat_count")]),
        ],
        heading=_("It happens more than once"),
        classname="collapsed",
    )
    texts = [
        MultiFieldPanel(
            [
                FieldPanel(f"language_{number}"),
                FieldPanel(f"title_{number}"),
                FieldPanel(f"summary_{number}"),
                FieldPanel(f"description_{number}"),
            ],
            heading=heading,
            classname="collapsed",
        )
        for number, heading in zip(
            OTHER_TEXTS,
            (_("The texts in a second language"), _("The texts in a third language")),
            strict=True,
        )
    ]
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
        [
            ObjectList(
                [what, when, series, where, who, *texts, more],
                heading=pgettext_lazy("of the campaign", "Action"),
            )
        ],
        base_form_class=EventPageForm,
    )
    return layout.bind_to_model(EventPage)
