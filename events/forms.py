"""The CMS form's cleaning. What is true of every event is in the model's `clean`."""

from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.rich_text import get_rich_text_editor_widget

from organizations.choices import NOT_CHOSEN
from organizations.countries import country_choices
from organizations.languages import language_choices, language_name
from organizations.models import RICH_TEXT_FEATURES, Picture
from organizations.pictures import clean_picture
from organizations.text import text_of_html

from . import series_form
from .choices import AttendanceMode, EventKind
from .location import zone_at
from .models import MAX_OTHER_TEXTS, TEXT_KEYS, TITLE_LENGTH, ActionPeriod, EventPage
from .public import Coordinates
from .recurrence import ZONES
from .towns import locate, towns_in
from .whereabouts import distance_km

FARTHEST_PIN_KM = 100


def zone_choices() -> list[tuple[str, str]]:
    """Return (IANA name, name for readers), those of continents first."""
    names = sorted(zone for zone in ZONES if not zone.startswith(("US/", "Etc/")))
    return [(name, name.replace("_", " ")) for name in names]


def text_language_choices() -> list[tuple[str, str]]:
    """Return the nine languages by their own names first, then the others."""
    own = [("", _("Not said")), *settings.LANGUAGES]
    codes = {code for code, _name in own}
    return own + [pair for pair in language_choices() if pair[0] not in codes]


def other_text_fields() -> dict[str, forms.Field]:
    """Return the fields of further languages: `language_2`, `title_2` and so on."""
    fields = {}
    for number in OTHER_TEXTS:
        fields |= {
            f"language_{number}": forms.ChoiceField(
                label=_("Language"), required=False
            ),
            f"title_{number}": forms.CharField(
                label=_("Title"), required=False, max_length=TITLE_LENGTH
            ),
            f"summary_{number}": forms.CharField(
                label=capfirst(_("in one or two sentences")),
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
            f"description_{number}": forms.CharField(
                label=capfirst(_("description")), required=False
            ),
        }
    return fields


OTHER_TEXTS = range(2, MAX_OTHER_TEXTS + 2)
OtherTexts = type("OtherTexts", (forms.Form,), other_text_fields())


class EventPageForm(WagtailAdminPageForm, series_form.SeriesFields, OtherTexts):
    """An action as its group types it."""

    picture_upload = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. We remove place and camera data. Please "
            "think of the people in it: faces and number plates can put them at risk."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    picture_remove = forms.BooleanField(label=_("Remove the picture"), required=False)
    # The same form sent twice is the same action.
    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick all that one needs to follow, translation included."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_(
            "The zone of the place. It follows the town you choose on the map."
        ),
    )
    text_language = forms.ChoiceField(
        label=_("Language of these texts"),
        required=False,
        help_text=_("Readers of other languages are told which one it is."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance
        is_new = event.pk is None
        if is_new and self.parent_page is not None:
            event.organization = self.parent_page.specific
        fields = self.fields
        # How long it may be is said by `EventPage.clean`, once.
        fields["title"].validators = [
            validate
            for validate in fields["title"].validators
            if not isinstance(validate, MaxLengthValidator)
        ]
        fields["title"].widget.attrs["maxlength"] = TITLE_LENGTH
        fields["country"].choices = [NOT_CHOSEN, *country_choices()]
        fields["kind"].choices = [NOT_CHOSEN, *EventKind.choices]
        fields["timezone"].choices = zone_choices()
        fields["text_language"].choices = text_language_choices()
        fields["languages"].choices = self._languages(event)
        for name, choices in series_form.choices().items():
            fields[name].choices = choices
        for name, value in series_form.initial_of(event.recurrence_rule).items():
            self.initial[name] = value
        for number in OTHER_TEXTS:
            fields[f"language_{number}"].choices = text_language_choices()
            fields[f"description_{number}"].widget = get_rich_text_editor_widget(
                "default", features=RICH_TEXT_FEATURES
            )
        for number, row in zip(OTHER_TEXTS, event.other_texts, strict=False):
            for key in TEXT_KEYS:
                self.initial[f"{key}_{number}"] = row[key]
        fields["period"].queryset = ActionPeriod.objects.filter(
            pk__in=self._periods(event)
        )
        fields["period"].empty_label = _("None of these")
        if is_new:
            self._suggest(event)
        elif "uid" in fields:
            del fields["uid"]
        if event.picture_id is None:
            fields["picture_remove"].widget = forms.HiddenInput()

    @staticmethod
    def _periods(event) -> list[int]:
        """Return periods that still take actions, and the one that it is in."""
        today = timezone.localdate()
        open_ones = ActionPeriod.objects.filter(ends_on__gte=today)
        pks = [p.pk for p in open_ones if p.closes_on is None or p.closes_on >= today]
        return [*pks, event.period_id] if event.period_id else pks

    @staticmethod
    def _languages(event) -> list[tuple[str, str]]:
        """Offer the nine and those chosen before; the rest would fill the screen."""
        codes = list(
            dict.fromkeys([*dict(settings.LANGUAGES), "ka", "tr", *event.languages])
        )
        return [(code, language_name(code)) for code in codes]

    def _suggest(self, event) -> None:
        """Fill in what the organisation's last action and its country tell."""
        organization = event.organization
        country = organization.country
        last = (
            EventPage.objects.filter(organization=organization).order_by("-pk").first()
        )
        initial = {"country": country, "uid": event.uid}
        user = self.for_user
        if user is not None:
            initial["text_language"] = user.language
        period = (
            ActionPeriod.objects.filter(pk__in=self._periods(event))
            .order_by("starts_on")
            .first()
        )
        if period is not None:
            initial["period"] = period.pk
        if towns := towns_in(country, limit=1):
            initial["timezone"] = towns[0].timezone
        if last is not None:
            initial |= {
                name: getattr(last, name)
                for name in ("contact", "private_contact", "languages")
            }
            if last.attendance != AttendanceMode.ONLINE:
                initial |= {"country": last.country, "timezone": last.timezone}
        for name, value in initial.items():
            if value and name in self.fields:
                self.initial[name] = value

    def clean_picture_upload(self):
        upload = self.cleaned_data["picture_upload"]
        return clean_picture(upload) if upload else None

    def clean_uid(self):
        """Keep the form's own key unless somebody else's action has it."""
        uid = self.cleaned_data.get("uid")
        others = EventPage.objects.exclude(organization=self.instance.organization)
        if uid is None or others.filter(uid=uid).exists():
            return self.instance.uid
        return uid

    def _update_errors(self, errors):
        """Show at the form's own fields what the model says of the rule."""
        error_dict = getattr(errors, "error_dict", {})
        if "recurrence_rule" in error_dict:
            error_dict["repeats"] = error_dict.pop("recurrence_rule")
        super()._update_errors(errors)

    def _post_clean(self):
        # What a draft may lack, the model does not ask for.
        self.instance.is_unfinished = self.is_deferred_validation
        if not self.errors.keys() & set(series_form.SERIES_FIELDS):
            try:
                rule = series_form.rule_of(self.cleaned_data)
                self.instance.recurrence_rule = rule
            except forms.ValidationError as error:
                self.add_error(None, error)
        self.instance.other_texts = self._other_texts()
        said = {name: len(messages) for name, messages in self.errors.items()}
        super()._post_clean()
        # What was refused as typed is not refused as empty, too.
        for name, number in said.items():
            del self.errors[name].data[number:]

    def clean_reveals_at(self):
        """Read the time typed as the place's own."""
        value = self.cleaned_data.get("reveals_at")
        zone = self.data.get("timezone") or self.instance.timezone
        if value is None or zone not in ZONES:
            return value
        naive = timezone.localtime(value).replace(tzinfo=None)
        return naive.replace(tzinfo=ZoneInfo(zone))

    def _get_validation_exclusions(self):
        return {*super()._get_validation_exclusions(), "title"}

    def clean(self):
        cleaned = super().clean()
        self._refuse_past_day(cleaned)
        self._check_pin(cleaned)
        if cleaned.get("picture_upload") and not cleaned.get("picture_alt"):
            self.add_error(
                "picture_alt",
                _("Please say what the picture shows, for people who cannot see it."),
            )
        return cleaned

    def _other_texts(self) -> list[dict[str, str]]:
        """Return the texts in further languages, and say what is missing in them."""
        rows = []
        languages = [self.cleaned_data.get("text_language")]
        for number in OTHER_TEXTS:
            row = {
                key: self.cleaned_data.get(f"{key}_{number}") or "" for key in TEXT_KEYS
            }
            texts = (row["title"], row["summary"], text_of_html(row["description"]))
            if not any(text.strip() for text in texts):
                continue
            language = row["language"]
            if not language:
                self.add_error(
                    f"language_{number}", _("Please say which language this is.")
                )
            elif language in languages:
                self.add_error(
                    f"language_{number}",
                    _("There are texts in this language already."),
                )
            if not row["title"].strip():
                self.add_error(
                    f"title_{number}",
                    _("Please write the title in this language, too."),
                )
            if not languages[0]:
                self.add_error("text_language", _("Please say which language this is."))
            languages.append(language)
            rows.append(row)
        return rows

    def _refuse_past_day(self, cleaned):
        day = cleaned.get("starts_on")
        last = cleaned.get("ends_on") or day
        if day is None or "starts_on" not in self.changed_data:
            return
        zone = cleaned.get("timezone")
        today = timezone.localdate(timezone=ZoneInfo(zone) if zone in ZONES else None)
        if last < today:
            self.add_error(
                "starts_on", _("This day is over. Please choose one that is to come.")
            )

    def _check_pin(self, cleaned):
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if latitude is None or longitude is None:
            return
        if cleaned.get("attendance") == AttendanceMode.ONLINE:
            return
        pin = Coordinates(latitude=latitude, longitude=longitude)
        if not zone_at(pin):
            self.add_error(
                "latitude", _("The pin is in the sea. Please move it to the place.")
            )
            return
        town = locate(cleaned.get("city") or "", cleaned.get("country") or "")
        if town is None:
            return
        distance = distance_km(pin, town)
        if distance > FARTHEST_PIN_KM:
            self.add_error(
                "latitude",
                _("The pin is %(km)s km away from %(town)s. Please move one of them.")
                % {"km": round(distance), "town": town.name},
            )

    def save(self, commit=True):
        upload = self.cleaned_data.get("picture_upload")
        if self.cleaned_data.get("picture_remove"):
            self.instance.picture = None
            self.instance.picture_alt = ""
        if upload:
            self.instance.picture = Picture.objects.create(
                title=self.instance.picture_alt[:250] or "-",
                file=upload,
                organization=self.instance.organization,
                uploaded_by_user=self.for_user,
            )
        return super().save(commit=commit)


class ActionPeriodForm(WagtailAdminModelForm):
    """An action period, in the words of those who plan it."""

    class Meta:
        model = ActionPeriod
        fields = (
            "name",
            "slug",
            "anchor",
            "anchor_day",
            "starts_on",
            "ends_on",
            "call",
            "call_language",
            "closes_on",
        )
        help_texts = {
            "name": _(
                "Visitors read it where the anchor day is “Action days”; else they "
                "read the anchor day and its year."
            ),
            "slug": _(
                "The end of its page’s address, for example human-rights-day-2027."
            ),
        }
        error_messages = {
            "slug": {
                "invalid": _(
                    "Letters from a to z, digits, hyphens and underscores only, as "
                    "this is part of an address."
                )
            }
        }
