"""Public pages of actions. No session, no user, no cookie: the same for everyone."""

import dataclasses

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from organizations.caching import public_page

from .choices import AttendanceMode
from .counts import choice_counts
from .filters import EventFilter, FilterError
from .lifecycle import member_called
from .models import ActionPeriod, CoOrganizer, Occurrence
from .public import public_action
from .recurrence import MAX_DATES, spans
from .schema_org import event_json_ld, json_for_script

PER_PAGE = 25
ONLINE_BESIDE_MAP = 10


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def bad_filter(request, problems):
    """Answer 400 with a page that names each broken value and offers to drop it."""
    errors = [
        {
            "parameter": problem.parameter,
            "value": problem.value,
            "message": problem.message,
            "drop_url": with_query(request.path, problem.drop_query),
        }
        for problem in problems
    ]
    return render(request, "events/bad_filter.html", {"errors": errors}, status=400)


def page_number(request) -> int | None:
    """Return the asked page, 1 by default, None where it is no number."""
    value = request.GET.get("page", "1")
    if not (value.isascii() and value.isdecimal() and len(value) <= 6):
        return None
    return max(int(value), 1)


def _addresses(query: str) -> dict[str, str]:
    """Return the addresses of the same selection as calendar and as map data."""
    feed_path = with_query(reverse("events:feed_ical"), query)
    feed_url = settings.SITE_URL + feed_path
    return {
        "feed_url": feed_url,
        "subscribe_url": with_query(reverse("events:subscribe"), query),
        "geojson_url": with_query(reverse("events:feed_geojson"), query),
    }


@public_page
def action_list(request):
    event_filter = EventFilter(request.GET)
    number = page_number(request)
    if not event_filter.is_valid() or number is None:
        problems = event_filter.problems()
        if number is None:
            problems.append(
                FilterError(
                    parameter="page",
                    value=request.GET["page"][:200].replace("\x00", "�"),
                    message=_("This is not a page number."),
                    drop_query=event_filter.query,
                )
            )
        return bad_filter(request, problems)
    at = timezone.now()
    event_filter.offer(choice_counts(event_filter, at=at))
    paginator = Paginator(event_filter.numbers_in_order(at=at), PER_PAGE)
    page = paginator.get_page(number)
    occurrences = event_filter.for_list(at=at).for_output()
    online = list(
        event_filter.numbers_in_order(at=at).filter(attendance=AttendanceMode.ONLINE)[
            :ONLINE_BESIDE_MAP
        ]
    )
    query = event_filter.query
    past_query = urlencode([*event_filter.pairs(), ("when", "past")])
    return render(
        request,
        "events/action_list.html",
        {
            "filter": event_filter,
            "form": event_filter,
            "chips": [
                {
                    "label": chip.label,
                    "remove_url": with_query(request.path, chip.remove_query),
                }
                for chip in event_filter.chips()
            ],
            "page_obj": page,
            "actions": [
                public_action(o, at=at) for o in occurrences.filter(pk__in=list(page))
            ],
            # No map can show them, so they stand beside it, never at 0,0.
            "online_actions": [
                public_action(o, at=at) for o in occurrences.filter(pk__in=online)
            ],
            "total": paginator.count,
            "query": query,
            "past_url": None
            if event_filter.names_a_time
            else with_query(request.path, past_query),
            "clear_url": request.path,
            # Results of a filter are no pages of their own.
            "noindex": event_filter.is_narrowed or number > 1,
            **_addresses(query),
        },
    )


def address_line(place) -> str:
    """Return the address that may be told, in one line, for a map app to look up."""
    parts = (place.venue, place.street, f"{place.postal_code} {place.city}".strip())
    return ", ".join(part for part in (*parts, place.country_name) if part)


def detail_context(action, *, dates=(), is_preview: bool = False) -> dict:
    """Return what an action's page shows; `dates` are all of a series, in order."""
    return {
        "action": action,
        "coming_dates": [d for d in dates if not d.is_past] if action.is_series else [],
        "past_dates": [d for d in dates if d.is_past] if action.is_series else [],
        "is_preview": is_preview,
        "ical_url": reverse("events:action_ical", args=[action.slug]),
        # Made-up actions are not announced to search engines.
        "json_ld": ""
        if is_preview or action.is_example
        else json_for_script(event_json_ld(action, dates)),
        "noindex": is_preview or action.is_example,
        "point": action.place.coordinates,
        "place_query": address_line(action.place),
    }


@public_page
def action_detail(request, slug):
    at = timezone.now()
    occurrences = occurrences_of(slug)
    # Of a series, the page is about the date that is next, or was the last.
    coming = [n for n, o in enumerate(occurrences) if o.until_at > at]
    taking_place = [n for n in coming if not occurrences[n].is_called_off]
    number = [*taking_place, *coming, len(occurrences) - 1][0]
    dates = [
        public_action(o, at=at, with_picture=n == number)
        for n, o in enumerate(occurrences)
    ]
    context = detail_context(dates[number], dates=dates)
    return render(request, "events/action_detail.html", context)


def occurrences_of(slug: str) -> list[Occurrence]:
    """Return all times that a public action happens, in order.

    Raises:
        Http404: if there is no such action, or it is not public.
    """
    occurrences = list(
        Occurrence.objects.published().filter(event__slug=slug).for_output().in_order()
    )
    if not occurrences:
        raise Http404
    return occurrences


def preview_context(event) -> dict:
    """Return the page's context for a draft that is not stored as an occurrence."""
    if event.starts_on is None:
        return {"is_preview": True, "noindex": True}
    now = timezone.now()
    names = [
        CoOrganizer(name=name, organization=member_called(name))
        for name in event.co_organizer_list
    ]
    dates = []
    for span in spans(event.schedule)[:MAX_DATES]:
        draft = Occurrence(
            uid="preview", created_at=now, changed_at=now, **dataclasses.asdict(span)
        )
        draft.place_at(event.public_coordinates())
        dates.append(
            public_action(
                draft, event=event, co_organizers=names, with_picture=not dates
            )
        )
    if not dates:
        return {"is_preview": True, "noindex": True}
    return detail_context(dates[0], dates=dates, is_preview=True)


@public_page
def period_detail(request, slug):
    period = get_object_or_404(ActionPeriod, slug=slug)
    number = page_number(request)
    occurrences = Occurrence.objects.published().filter(period=period)
    paginator = Paginator(occurrences.in_order().for_output(), PER_PAGE)
    page = paginator.get_page(number or 1)
    at = timezone.now()
    return render(
        request,
        "events/action_period.html",
        {
            "period": period,
            "actions": [public_action(o, at=at) for o in page],
            "page_obj": page,
            "total": paginator.count,
            "list_url": with_query(
                reverse("events:action_list"), urlencode({"period": period.slug})
            ),
            **_addresses(urlencode({"period": period.slug})),
        },
    )
