"""The same selection as calendar, map data, records, table and Atom feed."""

import datetime as dt
import hashlib

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from . import atom, geojson, ical, records
from .filters import EventFilter
from .models import PublicState
from .public import public_action
from .views import first_occurrence, with_query

CALENDAR = "text/calendar; charset=utf-8"


def bad_request(event_filter) -> HttpResponse:
    """Answer 400 in plain text, one sentence for each broken parameter."""
    sentences = [
        f"{problem.parameter}={problem.value}: {problem.message}"
        for problem in event_filter.problems()
    ]
    return HttpResponse(
        "\n".join(sentences) + "\n",
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def validated(request, response, last_modified=None) -> HttpResponse:
    """Add strong ETag and caching; ConditionalGetMiddleware turns it into a 304."""
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified.timestamp())
    response["Cache-Control"] = "public, max-age=900"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@gzip_page
def feed_ical(request):
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return bad_request(event_filter)
    at = timezone.now()
    actions = feed_actions(event_filter, at)
    query = event_filter.query
    body = ical.calendar(
        actions,
        ical.CalendarInfo(
            name=calendar_name(event_filter),
            description=_("Actions for people who refuse to take part in the war."),
            source_url=settings.SITE_URL + with_query(request.path, query),
            page_url=settings.SITE_URL
            + with_query(reverse("events:action_list"), query),
            language=get_language(),
        ),
        organizer_address=settings.FEED_ORGANIZER_EMAIL,
    )
    response = HttpResponse(body, content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="actions.ics"'
    return validated(request, response, last_change(event_filter, actions, at))


@require_safe
@gzip_page
def feed_json(request):
    """Answer the selection as records, with the fields of `records.FIELDS`."""
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return bad_request(event_filter)
    at = timezone.now()
    actions = feed_actions(event_filter, at)
    response = JsonResponse(
        {"actions": [records.record(action) for action in actions]},
        json_dumps_params={"ensure_ascii": False},
    )
    return validated(request, response, last_change(event_filter, actions, at))


@require_safe
@gzip_page
def feed_csv(request):
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return bad_request(event_filter)
    at = timezone.now()
    actions = feed_actions(event_filter, at)
    # Spreadsheets take a file without a byte order mark for their own old encoding.
    body = "\ufeff" + records.as_csv(actions)
    response = HttpResponse(
        body, content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = 'attachment; filename="actions.csv"'
    return validated(request, response, last_change(event_filter, actions, at))


@require_safe
@gzip_page
def feed_atom(request):
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return bad_request(event_filter)
    at = timezone.now()
    actions = feed_actions(event_filter, at)
    query = event_filter.query
    changed_at = last_change(event_filter, actions, at)
    body = atom.atom(
        actions,
        name=calendar_name(event_filter),
        feed_url=settings.SITE_URL + with_query(request.path, query),
        page_url=settings.SITE_URL + with_query(reverse("events:action_list"), query),
        language=get_language(),
        changed_at=changed_at,
    )
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    return validated(request, response, changed_at)


def feed_actions(event_filter, at) -> list:
    return [public_action(o, at=at) for o in event_filter.for_feed(at=at).for_output()]


def calendar_name(event_filter) -> str:
    """Return the campaign and the selection, e.g. `#ObjectWarCampaign – France`."""
    selection = event_filter.selection_name()
    return settings.SITE_NAME + (f" – {selection}" if selection else "")


def last_change(event_filter, actions, at) -> dt.datetime | None:
    """Return when the selection last changed: edits, departures, places revealed."""
    state = PublicState.objects.filter(pk=1).first()
    moments = [
        state and state.changed_at,
        event_filter.last_left_at(at=at),
        *(action.changed_at for action in actions),
    ]
    return max(filter(None, moments), default=None)


@require_safe
@gzip_page
def action_ical(request, slug):
    action = public_action(first_occurrence(slug))
    body = ical.single(action, organizer_address=settings.FEED_ORGANIZER_EMAIL)
    response = HttpResponse(body, content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return validated(request, response, action.changed_at)


@require_safe
@gzip_page
def feed_geojson(request):
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return bad_request(event_filter)
    actions = [public_action(o) for o in event_filter.for_list().for_output()]
    response = JsonResponse(
        geojson.feature_collection(actions),
        content_type="application/geo+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )
    return validated(request, response)
