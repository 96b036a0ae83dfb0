"""A page that is not translated yet is shown in a language that it has, and says so."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from organizations.caching import public_page

from .narrowing import UnknownValue


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
        try:
            return super().serve(request, *args, **kwargs).render()
        except UnknownValue as error:
            errors = [refusal(request, error)]
            return render(
                request, "events/bad_filter.html", {"errors": errors}, status=400
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "shown_instead", None) == self:
            context |= {
                "shown_language": self.locale.language_code,
                "canonical_url": settings.SITE_URL + self.url,
                "noindex": True,
            }
        return context


def refusal(request, error: UnknownValue) -> dict[str, str]:
    """Return what the page for bad addresses says of one parameter."""
    value = error.value[:200].replace("\x00", "�")
    rest = request.GET.copy()
    rest.pop(error.parameter, None)
    return {
        "parameter": error.parameter,
        "value": value,
        "message": _("“%(value)s” is not known here.") % {"value": value},
        "drop_url": f"{request.path}?{rest.urlencode()}" if rest else request.path,
    }


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
