"""Former addresses of organisations, action periods and actions: 301, or 410 if gone.

A filter by a former name leads to the same selection by the new one, at every address
that takes the filter. What is hidden gets the answer of what never was.
"""

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from events.models import ActionPeriod, EventPage
from organizations.former import owner_of
from organizations.models import FormerSlug, OrganizationPage

PUBLIC = {
    FormerSlug.ORGANIZATION: OrganizationPage.objects.approved,
    FormerSlug.PERIOD: ActionPeriod.objects.all,
    FormerSlug.ACTION: EventPage.objects.published,
}
ALL = {
    FormerSlug.ORGANIZATION: OrganizationPage.objects,
    FormerSlug.PERIOD: ActionPeriod.objects,
    FormerSlug.ACTION: EventPage.objects,
}
KINDS = {
    "organizations:organization_detail": FormerSlug.ORGANIZATION,
    "events:period": FormerSlug.PERIOD,
    "events:action_detail": FormerSlug.ACTION,
    "events:action_ical": FormerSlug.ACTION,
    "api:organization": FormerSlug.ORGANIZATION,
    "api:period": FormerSlug.PERIOD,
    "api:action": FormerSlug.ACTION,
}
PARAMETERS = {"org": FormerSlug.ORGANIZATION, "period": FormerSlug.PERIOD}
GONE = object()
MOST_VALUES = 50


def now_called(kind: str, slug: str):
    """Return the slug that a former one stands for, GONE, or None for neither."""
    owner = owner_of(kind, slug)
    if owner is None:
        return None
    current = PUBLIC[kind]().filter(pk=owner).values_list("slug", flat=True).first()
    if current is None and not ALL[kind].filter(pk=owner).exists():
        return GONE
    return current


class MovedMiddleware:
    """Looks only at what was not found or not understood."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method in {"GET", "HEAD"} and request.resolver_match:
            if response.status_code == 404:
                return self.by_path(request) or response
            if response.status_code == 400:
                return self.by_query(request) or response
        return response

    def by_path(self, request):
        match = request.resolver_match
        kind = KINDS.get(match.view_name)
        if kind is None or not match.kwargs:
            return None
        ((name, slug),) = match.kwargs.items()
        current = now_called(kind, slug)
        if current is None:
            return None
        if current is GONE:
            return gone(request)
        return moved(request, reverse(match.view_name, kwargs={name: current}))

    def by_query(self, request):
        pairs, is_moved = [], False
        for name, values in request.GET.lists():
            for value in values:
                if name not in PARAMETERS:
                    pairs.append((name, value))
                    continue
                slugs = value.split(",")[:MOST_VALUES]
                known = [now_called(PARAMETERS[name], slug.strip()) for slug in slugs]
                if known == [GONE] and len(values) == 1:
                    return gone(request)
                is_moved |= any(isinstance(slug, str) for slug in known)
                new = [
                    found if isinstance(found, str) else slug
                    for slug, found in zip(slugs, known, strict=True)
                ]
                pairs.append((name, ",".join(new)))
        if not is_moved:
            return None
        return moved(request, f"{request.path}?{urlencode(pairs)}", has_query=True)


def moved(request, path: str, *, has_query=False) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    if query and not has_query:
        path = f"{path}?{query}"
    response = HttpResponsePermanentRedirect(path)
    response["Cache-Control"] = "public, max-age=86400"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def gone(request) -> HttpResponse:
    """Answer 410: calendars stop asking, search engines forget."""
    return render(request, "404.html", status=410)
