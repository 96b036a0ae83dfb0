"""The campaign's own texts: a home page in each language and the pages below it."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from events.schema_org import json_for_script
from events.views import page_number
from organizations.choices import NOT_CHOSEN
from organizations.countries import country_choices, country_name, validate_country
from organizations.models import OrganizationPage
from organizations.permissions import FixedPermissionTester

from . import schema_org
from .blocks import HomeBody, StandardBody
from .fallback import TranslatedPageMixin, route_elsewhere
from .querysets import NewsManager

# In a page's history: its texts came with the software, not from a person.
CONTENT_LOADED = "home.content_loaded"
NEWS_ON_A_PAGE = 10


class CampaignPageForm(WagtailAdminPageForm):
    """Wagtail makes the slug from the title: where both lack, one error is told."""

    def full_clean(self):
        super().full_clean()
        if "title" in self.errors and not self.data.get("slug"):
            self.errors.pop("slug", None)


class CampaignPage(TranslatedPageMixin):
    """What every page of the campaign does.

    Serving it reads neither session nor user, so that any cache may keep the answer.
    """

    base_form_class = CampaignPageForm
    # Without "Show in menus": no menu of ours asks for it.
    promote_panels = Page.promote_panels[:1]
    # Names of fields with codes: nothing for translators.
    same_in_all_languages: tuple[str, ...] = ()

    @property
    def reader_path(self) -> str:
        """Return where the reader finds it, below the language they read in.

        Where the page is not translated, `HomePage.route` answers there with this one.
        """
        _root, _home, tail = self.url_path.split("/", 2)
        return reverse("wagtail_serve", args=[tail])

    @property
    def written_in(self) -> str:
        """Return the language's code if it is not the one the reader chose, or ""."""
        code = self.locale.language_code
        return "" if code == get_language() else code

    def permissions_for_user(self, user):
        return FixedPermissionTester(user, self)


class HomePage(CampaignPage, Page):
    """The start of the site in one language.

    Its translations stand beside it below the root and share its `translation_key`.
    """

    body = StreamField(HomeBody(), verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "home.NewsIndexPage"]
    max_count = len(settings.LANGUAGES)

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self):
        super().clean()
        others = HomePage.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        if self.locale_id and others.exists():
            raise ValidationError(
                _("There is a home page in this language already: edit that one.")
            )

    def route(self, request, path_components):
        try:
            return super().route(request, path_components)
        except Http404:
            return route_elsewhere(self, request, path_components)


class StandardPage(CampaignPage, Page):
    """A text page: imprint, privacy, how to take part."""

    body = StreamField(StandardBody(), verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.CountryPage"]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        faq = schema_org.faq_page(self)
        return context | {"json_ld": json_for_script(faq) if faq else ""}

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")


class CountryPageForm(CampaignPageForm):
    country_code = forms.ChoiceField(
        label=_("Country"), choices=lambda: [NOT_CHOSEN, *country_choices()]
    )


class CountryPage(CampaignPage, Page):
    """The situation in one country, and the day on which somebody last checked it."""

    country_code = models.CharField(
        _("country"), max_length=2, validators=[validate_country]
    )
    reviewed_on = models.DateField(
        _("last reviewed on"),
        null=True,
        blank=True,
        help_text=_(
            "When somebody last checked that every sentence is true. Visitors see the "
            "day. After six months you are reminded to look again."
        ),
    )
    body = StreamField(StandardBody(), verbose_name=_("content"))

    base_form_class = CountryPageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("country_code"),
        FieldPanel("reviewed_on"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    same_in_all_languages = ("country_code",)
    # Nobody has reviewed what was only copied, as for a translation.
    exclude_fields_in_copy = ["reviewed_on"]

    parent_page_types = ["home.StandardPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("situation in a country")
        verbose_name_plural = _("situations by country")

    def clean(self):
        super().clean()
        if self.reviewed_on and self.reviewed_on > timezone.localdate():
            raise ValidationError(
                {"reviewed_on": _("This day is still to come. Choose one that is not.")}
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "parent": self.get_parent().specific,
            "organizations": OrganizationPage.objects.approved()
            .filter(country=self.country_code)
            .order_by("title"),
            "country_name": country_name(self.country_code),
            "json_ld": json_for_script(schema_org.country_page(self)),
        }


class NewsIndexPage(CampaignPage, Page):
    """The news, newest first. What is not translated is listed in its own language."""

    introduction = models.TextField(
        _("introduction"),
        max_length=600,
        blank=True,
        help_text=_("One paragraph below the heading."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.for_reader(get_language())
        shown = Paginator(news, NEWS_ON_A_PAGE).get_page(page_number(request))
        return context | {
            "page_obj": shown,
            "feed_path": reverse("home:news_feed"),
        }


class NewsPage(CampaignPage, Page):
    """A piece of news."""

    date = models.DateField(_("date"))
    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("Two sentences, for the list, the feed and search engines."),
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("In one sentence, for people who do not see it."),
    )
    body = StreamField(StandardBody(), verbose_name=_("content"))

    objects = NewsManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def clean(self):
        super().clean()
        if self.picture_id and not self.picture_alt:
            raise ValidationError(
                {"picture_alt": _("Please say in a sentence what the picture shows.")}
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "index": self.get_parent().specific,
            "json_ld": json_for_script(schema_org.news_article(self)),
        }


class TranslationMark(models.Model):
    """What a page's source said when somebody last brought the translation in line.

    `texts` are the source's, as [place, text] (home/segments.py).
    """

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    texts = models.JSONField()
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self):
        return f"{self.page_id}"


def paths_of_pages() -> list[dict[str, str]]:
    """Return every public page as language code -> path, in an order that stays.

    A page has only those languages that it is translated into.
    """
    found: dict = {}
    for home in HomePage.objects.live().select_related("locale").order_by("path"):
        code = home.locale.language_code
        pages = Page.objects.live().descendant_of(home, inclusive=True).order_by("path")
        for key, url_path in pages.values_list("translation_key", "url_path"):
            tail = url_path[len(home.url_path) :]
            found.setdefault(key, {})[code] = f"/{code}/{tail}"
    return list(found.values())
