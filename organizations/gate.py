"""The closed gate in front of the CMS: deny by default, whatever Wagtail would say.

`settings.AUDIENCES_FILE` lists every URL pattern of the site with its audience. Below
/cms/ a person reaches a view only if they belong to its audience; everything else
answers 404, as if it were not there. Where an address names a page, a member reaches it
only below an organisation of their own (SECURITY-CASES, first decision, case 1).
"""

import csv
from functools import cache
from urllib.parse import quote

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from wagtail.models import Page

from .permissions import active_memberships, audiences_of, user_needs_second_factor

CMS_ROUTE = "cms/"
# What is answered here is one person's, and nobody may keep it.
PRIVATE_ROUTES = (CMS_ROUTE, "{lang}/account/", "{lang}/invitations/", "{lang}/style/")
# Class-based forms take PUT as POST; no page of ours sends it.
METHODS = ("GET", "HEAD", "POST")
# Wagtail's names for a page in an address.
PAGE_KWARGS = (
    "page_id",
    "parent_page_id",
    "page_to_move_id",
    "destination_id",
    "object_id",
)
# Their reach is not one organisation's: Wagtail's and our own checks decide.
STAFF = frozenset({"editor", "campaign", "admin"})


@cache
def audiences() -> dict[str, frozenset[str]]:
    """Return the audiences of each URL pattern: by route, as `pattern_of` writes it.

    Where a regular expression follows a path, a route is joined without its "^".
    """
    with open(settings.AUDIENCES_FILE, encoding="utf-8", newline="") as file:
        return {
            row["pattern"].replace("/^", "/"): frozenset(row["audience"].split())
            for row in csv.DictReader(file)
        }


def pattern_of(match) -> str:
    """Return a resolved URL's pattern, without a language in front.

    With i18n_patterns the route begins with the active language.
    """
    route = match.route
    language, _slash, rest = route.partition("/")
    if language in dict(settings.LANGUAGES):
        return "{lang}/" + rest
    return route


class GateMiddleware:
    """Ask `audiences` before every CMS view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_private", False):
            add_never_cache_headers(response)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match is None:
            return None
        pattern = pattern_of(request.resolver_match)
        request.is_private = pattern.startswith(PRIVATE_ROUTES)
        if not pattern.startswith(CMS_ROUTE):
            return None
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        allowed = audiences().get(pattern, frozenset())
        if "public" in allowed:
            return None
        user = request.user
        if not user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={quote(request.path)}")
        # As Wagtail does around its own views: what is refused here reads alike.
        if profile := getattr(user, "wagtail_userprofile", None):
            translation.activate(profile.get_preferred_language())
        roles = audiences_of(user)
        if not roles & allowed:
            raise Http404
        if user_needs_second_factor(user) and not is_mfa_enabled(user):
            return redirect("mfa_activate_totp")
        if not roles & allowed & STAFF:
            self.check_pages(user, kwargs)
        return None

    def check_pages(self, user, kwargs):
        """Raise Http404 unless every page in the address is the member's own."""
        roots = [m.organization.path for m in active_memberships(user)]
        for name in PAGE_KWARGS:
            if name not in kwargs:
                continue
            key = str(kwargs[name])
            if not (key.isascii() and key.isdecimal()):
                raise Http404
            pages = Page.objects.filter(pk=int(key))
            path = pages.values_list("path", flat=True).first()
            if path is None or not any(path.startswith(root) for root in roots):
                raise Http404
