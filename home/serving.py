"""Where a page of the campaign is found, by its address."""

from django.http import Http404
from django.utils.translation import get_language
from wagtail import views

from .models import HomePage


def serve(request, path):
    """Serve a page as Wagtail does, beginning at its own language's home page.

    Wagtail alone asks for the site, its root, the language, the root in it, that again
    as what it is, and whether it is a copy. Where that language has no home page, or
    none is there yet, it goes its own way.
    """
    homes = HomePage.objects.live().order_by().select_related("locale")
    home = next(iter(homes.filter(locale__language_code=get_language())[:1]), None)
    if home is not None:
        components = [component for component in path.split("/") if component]
        try:
            route = home.route(request, components)
        except Http404:
            route = None
        # Page.route_for_request() finds it there.
        request._wagtail_route_for_request = route
    return views.serve(request, path)
