"""List and map for other sites: the frame, the page that makes its code, oEmbed.

A frame has no cookie, no form, no login; it alone may be framed (case 55).
"""

import re
from urllib.parse import parse_qsl, urlsplit

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language_from_path, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from organizations.caching import public_page
from organizations.identity import site_name
from organizations.models import OrganizationPage

from .counts import count_choices
from .filters import EventFilter, FilterError, shown
from .public import public_action
from .tally import tally
from .towns import LONGEST_QUERY
from .views import bad_filter, list_context, occurrences_of, with_query
from .whereabouts import find_center

VIEWS = {
    "both": gettext_lazy("Map and list"),
    "map": gettext_lazy("Map only"),
    "list": gettext_lazy("List only"),
}
# What stands in the code until the script has measured; CSS pixels.
WIDTH, HEIGHT = 600, 700
LEAST_SIZE = 200
# Of a frame's parameters, besides the filter's.
LOOKS = ("view", "center", "zoom")
ZOOMS = {
    "4": gettext_lazy("Several countries"),
    "6": gettext_lazy("A country"),
    "8": gettext_lazy("A region"),
    "10": gettext_lazy("A town"),
}
OFFERED = ("country", "kind", "period", "org", "attendance", "lang")
_CENTER = re.compile(r"-?\d{1,2}(?:\.\d{1,6})?,-?\d{1,3}(?:\.\d{1,6})?", re.ASCII)
_ZOOM = re.compile(r"1?\d", re.ASCII)
_PIXELS = re.compile(r"\d{1,5}", re.ASCII)


def _with_center(query: QueryDict) -> QueryDict:
    """Return a query whose `center` is a point, where it was the name of a town."""
    asked = query.get("center", "")
    if not asked or _CENTER.fullmatch(asked):
        return query
    center = find_center(asked[:LONGEST_QUERY], query.get("country", "")[:2])
    if center is None:
        return query
    point = center.coordinates
    found = query.copy()
    found["center"] = f"{point.latitude:.4f},{point.longitude:.4f}"
    return found


def _look_problems(query: QueryDict, event_filter) -> list[FilterError]:
    view, center, zoom = (query.get(name, "") for name in LOOKS)
    wrong = {}
    if view and view not in VIEWS:
        wrong["view"] = _("“%(value)s” is not known here.") % {"value": shown(view)}
    latitude, _comma, longitude = center.partition(",")
    if center and not (
        _CENTER.fullmatch(center)
        and abs(float(latitude)) <= 85
        and abs(float(longitude)) <= 180
    ):
        wrong["center"] = _("Please write a town, or latitude,longitude in degrees.")
    if zoom and not _ZOOM.fullmatch(zoom):
        wrong["zoom"] = _("Please write a zoom from 1 to 18.")
    return [
        FilterError(
            parameter=name,
            value=shown(query.get(name, "")),
            message=message,
            drop_query=event_filter.query,
        )
        for name, message in wrong.items()
    ]


@csp_replace({"frame-ancestors": ["*"], "form-action": [NONE]})
@xframe_options_exempt
@public_page
def embed_actions(request):
    event_filter = EventFilter(request.GET)
    problems = [] if event_filter.is_valid() else event_filter.problems()
    problems += _look_problems(request.GET, event_filter)
    if problems:
        return bad_filter(request, problems, template="events/embed_bad_filter.html")
    context = list_context(event_filter, 1, reverse("events:action_list"))
    center = request.GET.get("center", "")
    return render(
        request,
        "events/embed.html",
        {
            **context,
            "view": request.GET.get("view") or "both",
            "center": f"{center},{request.GET.get('zoom') or 6}" if center else "",
            "all_url": with_query(context["list_url"], event_filter.query),
            "noindex": True,
        },
    )


@public_page
def embed_script(request):
    """Lead from the address that lasts to the file that changes its name."""
    return redirect(static("js/embed.js"))


def frame_code(address: str, title: str) -> str:
    """Return the two lines that show a frame on another site."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" frameborder="0" '
        'loading="lazy"></iframe>\n<script src="{}" async></script>',
        address,
        title,
        HEIGHT,
        settings.SITE_URL + reverse("embed_script"),
    )


@csp_replace({"frame-src": [SELF]})
@public_page
def embed_code(request):
    """Make the code for a member group's site; it works without JavaScript."""
    event_filter = EventFilter(request.GET)
    problems = [] if event_filter.is_valid() else event_filter.problems()
    query = _with_center(request.GET)
    problems += _look_problems(query, event_filter)
    language = request.GET.get("language") or translation.get_language()
    if language not in dict(settings.LANGUAGES):
        problems.append(
            FilterError(
                parameter="language",
                value=shown(language),
                message=_("“%(value)s” is not known here.")
                % {"value": shown(language)},
                drop_query=event_filter.query,
            )
        )
    if problems:
        return bad_filter(request, problems)
    event_filter.offer(count_choices(tally(), event_filter, at=timezone.now()))
    looks = [(name, query[name]) for name in LOOKS if query.get(name)]
    query = urlencode([*event_filter.pairs(), *looks])
    with translation.override(language):
        path = with_query(reverse("events:embed_actions"), query)
        title = _("Actions of the campaign")
    return render(
        request,
        "events/embed_code.html",
        {
            "form": event_filter,
            "menus": [event_filter[name] for name in OFFERED],
            "view": request.GET.get("view") or "both",
            "views": VIEWS.items(),
            "center": request.GET.get("center", ""),
            "zoom": request.GET.get("zoom", ""),
            "zooms": ZOOMS.items(),
            "language": language,
            "languages": settings.LANGUAGES,
            "frame_path": path,
            "frame_title": title,
            "code": frame_code(settings.SITE_URL + path, title),
            "noindex": event_filter.is_narrowed or bool(looks),
        },
    )


# --- oEmbed (https://oembed.com) -----------------------------------------------------


@public_page
def oembed(request):
    """Answer for lists, actions and organisations of this site, in JSON.

    400 without an address, 404 for one that is not ours or shows nothing, 501 for
    another format, as the specification says (§2.3.4).
    """
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": "Only JSON is offered."}, status=501)
    sizes = [request.GET.get(name, "") for name in ("maxwidth", "maxheight")]
    if not all(size == "" or _PIXELS.fullmatch(size) for size in sizes):
        return JsonResponse({"error": "maxwidth and maxheight are pixels."}, status=400)
    if not request.GET.get("url"):
        return JsonResponse({"error": "url is missing."}, status=400)
    try:
        answer = _answer_for(request.GET["url"])
    except (Http404, Resolver404, ValueError, OrganizationPage.DoesNotExist):
        return JsonResponse({"error": "There is nothing to embed."}, status=404)
    if answer["type"] == "rich":
        for name, size in zip(("width", "height"), sizes, strict=True):
            if size:
                answer[name] = max(min(answer[name], int(size)), LEAST_SIZE)
    response = JsonResponse(answer)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _answer_for(address: str) -> dict:
    parts, own = urlsplit(address), urlsplit(settings.SITE_URL)
    if parts.scheme not in {"http", "https"} or parts.netloc != own.netloc:
        raise Http404
    language = get_language_from_path(parts.path)
    if language is None:
        raise Http404
    with translation.override(language):
        match = resolve(parts.path)
        answer = {
            "version": "1.0",
            "provider_name": site_name(),
            "provider_url": settings.SITE_URL,
            "cache_age": 3600,
        }
        if match.view_name == "events:action_detail":
            action = public_action(occurrences_of(match.kwargs["slug"])[0])
            return answer | {
                "type": "link",
                "title": action.title,
                "author_name": action.organizer.name,
                "author_url": action.organizer.url,
            }
        if match.view_name == "organizations:organization_detail":
            slug = match.kwargs["slug"]
            organization = OrganizationPage.objects.approved().get(slug=slug)
            return answer | _frame({"org": [slug]}, organization.title)
        if match.view_name in {"events:action_list", "events:embed_actions"}:
            return answer | _frame(parse_qsl(parts.query), _("Actions of the campaign"))
    raise Http404


def _frame(pairs, title: str) -> dict:
    """Return the part of a rich answer that frames a selection.

    Raises:
        Http404: if the selection cannot be read.
    """
    data = QueryDict(mutable=True)
    for name, value in pairs.items() if isinstance(pairs, dict) else pairs:
        for each in value if isinstance(value, list) else [value]:
            data.appendlist(name, each)
    event_filter = EventFilter(data)
    if not event_filter.is_valid():
        raise Http404
    looks = [(name, data[name]) for name in LOOKS if data.get(name)]
    if _look_problems(data, event_filter):
        raise Http404
    query = urlencode([*event_filter.pairs(), *looks])
    path = with_query(reverse("events:embed_actions"), query)
    return {
        "type": "rich",
        "title": title,
        "html": frame_code(settings.SITE_URL + path, title),
        "width": WIDTH,
        "height": HEIGHT,
    }
