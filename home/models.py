"""The campaign's own texts: a home page in each language and the pages below it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from organizations.caching import public_page
from organizations.permissions import FixedPermissionTester

from .blocks import HomeBody, StandardBody

# In a page's history: its texts came with the software, not from a person.
CONTENT_LOADED = "home.content_loaded"


class HomePage(Page):
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

    @method_decorator(public_page)
    def serve(self, request, *args, **kwargs):
        return super().serve(request, *args, **kwargs).render()

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


class StandardPage(Page):
    """A text page: imprint, privacy, how to take part."""

    body = StreamField(StandardBody(), verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = []

    def permissions_for_user(self, user):
        return FixedPermissionTester(user, self)

    @method_decorator(public_page)
    def serve(self, request, *args, **kwargs):
        return super().serve(request, *args, **kwargs).render()

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
