"""A page that is not translated yet is shown in a language that it has, and says so."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.utils.decorators import method_decorator
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from organizations.caching import public_page

from .linked import read_at_once


class TranslatedPageMixin:
    """Serve a page for anyone and any cache; `wanted` is the language that lacks it."""

    @method_decorator(public_page)
    def serve(self, request, *args, wanted: str = "", **kwargs):
        if wanted:
            own = self.get_translations().filter(
                locale__language_code=wanted, live=True
            )
            if (page := own.first()) is not None:
                return HttpResponseRedirect(page.url)
            request.shown_instead = self
        body = getattr(self, "body", None)
        with read_at_once(body.raw_data if body else ()):
            return super().serve(request, *args, **kwargs).render()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "shown_instead", None) == self:
            context |= {
                "shown_language": self.locale.language_code,
                "canonical_url": settings.SITE_URL + self.url,
                "noindex": True,
            }
        return context


def own_path(page) -> str:
    """Return where a page of the campaign is in its own language, "" for another page.

    Wagtail's `url` says the same after looking where each site begins.
    """
    kind = page.cached_content_type.model_class()
    if kind is None or not issubclass(kind, TranslatedPageMixin):
        return ""
    _root, _home, tail = page.url_path.split("/", 2)
    return f"/{page.locale.language_code}/{tail}"


def route_elsewhere(home, request, components) -> RouteResult:
    """Find below another language's home page what one language does not have.

    The site's first language is asked first.

    Raises:
        Http404: no language has it.
    """
    homes = {
        page.locale.language_code: page
        for page in type(home)
        .objects.live()
        .select_related("locale")
        .exclude(pk=home.pk)
    }
    for code in (settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)):
        if code not in homes:
            continue
        try:
            page, args, kwargs = Page.route(homes[code], request, list(components))
        except Http404:
            continue
        if isinstance(page, TranslatedPageMixin):
            return RouteResult(
                page, args, kwargs | {"wanted": home.locale.language_code}
            )
    raise Http404
