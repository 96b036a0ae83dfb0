"""The campaign's own texts: a home page in each language and the pages below it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from organizations.permissions import FixedPermissionTester

from .blocks import HomeBody, StandardBody
from .fallback import TranslatedPageMixin, route_elsewhere

# In a page's history: its texts came with the software, not from a person.
CONTENT_LOADED = "home.content_loaded"


class HomePage(TranslatedPageMixin, Page):
    """The start of the site in one language.

    Its translations stand beside it below the root and share its `translation_key`.
    Serving it reads neither session nor user, so that any cache may keep the answer.
    """

    body = StreamField(HomeBody(), verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage"]
    max_count = len(settings.LANGUAGES)

    def permissions_for_user(self, user):
        return FixedPermissionTester(user, self)

    def route(self, request, path_components):
        try:
            return super().route(request, path_components)
        except Http404:
            return route_elsewhere(self, request, path_components)

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


class StandardPage(TranslatedPageMixin, Page):
    """A text page: imprint, privacy, how to take part."""

    body = StreamField(StandardBody(), verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = []

    def permissions_for_user(self, user):
        return FixedPermissionTester(user, self)

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")


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
