"""Public pages of actions. No session, no user, no cookie: the same for everyone."""

import dataclasses
import datetime as dt

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from organizations.caching import public_page
from organizations.refusals import BadValue

from .counts import count_choices
from .filters import RADIUS_KM, EventFilter, FilterError, Sort
from .lifecycle import member_called
from .models import ActionPeriod, CoOrganizer, Occurrence
from .public import PublicAction, public_action
from .recurrence import MAX_DATES, last_date, spans
from .schema_org import event_json_ld, json_for_script
from .selection import actions_of, told
from .tally import Tally, is_backwards, tally
from .whereabouts import Center, address_of, box_around, distance_km

PER_PAGE = 25
ONLINE_BESIDE_MAP = 10


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


# Which parts of a selection are typed rather than chosen, and in what kind of field.
TYPED = {
    "q": "search",
    "near": "text",
    "radius": "number",
    "from": "date",
    "to": "date",
    "city": "text",
    "center": "text",
}


def _typed_again(request, name: str) -> dict | None:
    """Return a field with what was typed, and what goes along; None if chosen."""
    if name not in TYPED:
        return None
    field = EventFilter().fields.get(name)
    return {
        "name": name,
        "type": TYPED[name],
        "label": field.label if field else _("Middle of the map"),
        "kept": [
            (other, value)
            for other, values in request.GET.lists()
            for value in values
            if other not in {name, "page"} and value and "\0" not in other + value
        ],
    }


def bad_filter(request, problems, template="events/bad_filter.html"):
    """Answer 400 with a page that names each broken value and offers to drop it.

    What was typed can be typed again there: who has no scripts comes from a form.
    """
    errors = [
        {
            "parameter": problem.parameter,
            "value": problem.value,
            "message": problem.message,
            "drop_url": with_query(request.path, problem.drop_query),
            "field": _typed_again(request, problem.parameter),
        }
        for problem in problems
    ]
    return render(request, template, {"errors": errors}, status=400)


def page_number(request) -> int:
    """Return the asked page, 1 by default.

    Raises:
        BadValue: it is no number.
    """
    value = request.GET.get("page", "1")
    if not (value.isascii() and value.isdecimal() and len(value) <= 6):
        raise BadValue("page", value, _("This is not a page number."))
    return max(int(value), 1)


def addresses_of(query: str) -> dict[str, str]:
    """Return the addresses of the same selection as a calendar."""
    feed_path = with_query(reverse("events:feed_ical"), query)
    feed_url = settings.SITE_URL + feed_path
    return {
        "feed_url": feed_url,
        "subscribe_url": with_query(reverse("events:subscribe"), query),
    }


def read_selection(request) -> tuple[EventFilter, int, list[FilterError]]:
    """Return filter, page number, and what of them cannot be read (then answer 400)."""
    event_filter = EventFilter(request.GET)
    problems = [] if event_filter.is_valid() else event_filter.problems()
    try:
        return event_filter, page_number(request), problems
    except BadValue as error:
        problems.append(
            FilterError(
                parameter=error.parameter,
                value=error.value,
                message=error.message,
                drop_query=event_filter.query,
            )
        )
    return event_filter, 1, problems


def extent_of(event_filter, known: Tally, rows: int) -> str:
    """Return where a map of a selection looks, as `bounds=` takes it, or ""."""
    if not event_filter.is_narrowed:
        return ""
    if center := event_filter.cleaned_data["center"]:
        radius = event_filter.cleaned_data["radius"] or RADIUS_KM
        part = box_around(center.coordinates, radius)
    else:
        part = known.edges(rows)
    edges = part and (part.west, part.south, part.east, part.north)
    return ",".join(f"{edge:.3f}" for edge in edges) if edges else ""


def map_context(query: str) -> dict:
    """Return where a map of a selection reads from, and where its choices lead."""
    a_tile = reverse("map_tile", kwargs={"z": 0, "x": 0, "y": 0})
    return {
        "tiles_url": a_tile.removesuffix("0/0/0.json"),
        "action_url": reverse("events:action_detail", args=["SLUG"]),
        "list_url": reverse("events:action_list"),
        "query": query,
    }


def other_towns(event_filter, path: str) -> list[dict]:
    """Return the other towns that "near" may mean, each with its own address."""
    center = event_filter.cleaned_data["center"]
    rest = [pair for pair in event_filter.pairs() if pair[0] != "near"]
    return [
        {"name": name, "url": with_query(path, urlencode([*rest, ("near", name)]))}
        for name in dict.fromkeys(map(address_of, center.others if center else ()))
    ]


class _Dates:
    """The keys of rows in the order they happen, as a paginator takes them."""

    def __init__(self, known: Tally, rows: int):
        self.known, self.rows = known, rows

    def __len__(self):
        return self.rows.bit_count()

    def __getitem__(self, wanted: slice) -> list[int]:
        return self.known.page(self.rows, wanted.start or 0, wanted.stop)


class _Numbers(_Dates):
    """The keys of a selection in the list's order."""

    def __init__(self, known: Tally, rows: int, event_filter: EventFilter):
        super().__init__(known, rows)
        self.filter = event_filter

    def __getitem__(self, wanted: slice) -> list[int]:
        data, part = self.filter.cleaned_data, (wanted.start or 0, wanted.stop)
        if self.filter.is_by_distance:
            center = data["center"].coordinates
            return self.known.nearest(self.rows, center, *part)
        backwards = is_backwards(self.filter)
        return self.known.page(self.rows, *part, backwards=backwards)


def _distance(center: Center | None, action: PublicAction) -> int | None:
    """Return how far an action is from where the reader looks, in km, at least 1."""
    point = action.place.coordinates
    if center is None or point is None:
        return None
    return max(round(distance_km(center.coordinates, point)), 1)


def _in_list(occurrence, action, event_filter, known: Tally, dates: int):
    """Return an action that says how far it is, and which dates it stands for."""
    facts = {"distance_km": _distance(event_filter.cleaned_data["center"], action)}
    if action.is_series:
        event = occurrence.event
        facts["more_dates"] = known.more_dates(dates, occurrence.pk)
        facts["recurs_until"] = last_date(event.recurrence_rule, event.starts_on)
    return dataclasses.replace(action, **facts)


def _orders(event_filter, path: str) -> list[dict]:
    """Return how the list may be ordered, each with its address, if "near" is said."""
    if event_filter.cleaned_data["center"] is None:
        return []
    rest = [pair for pair in event_filter.pairs() if pair[0] != "sort"]
    by_date = with_query(path, urlencode(rest))
    nearest = with_query(path, urlencode([*rest, ("sort", Sort.DISTANCE.value)]))
    is_by_distance = event_filter.is_by_distance
    return [
        {"label": Sort.DATE.label, "url": by_date, "is_chosen": not is_by_distance},
        {"label": Sort.DISTANCE.label, "url": nearest, "is_chosen": is_by_distance},
    ]


def list_context(event_filter, number: int, path: str) -> dict:
    """Return what list and map of a valid filter show; `path` is where it stands."""
    at, known = timezone.now(), tally()
    parts = known.parts(event_filter, at=at)
    dates = known.dates(event_filter, at=at, parts=parts)
    rows = known.once(dates, last=is_backwards(event_filter))
    event_filter.offer(count_choices(known, event_filter, at=at, parts=parts))
    paginator = Paginator(_Numbers(known, rows, event_filter), PER_PAGE)
    page = paginator.get_page(number)
    online_rows = known.online(rows)
    online = _Numbers(known, online_rows, event_filter)[:ONLINE_BESIDE_MAP]
    listed = told(
        Occurrence.objects.published().filter(pk__in={*page, *online}),
        at,
        for_cards=True,
        organizations=event_filter.known_organizations,
    )
    actions = {
        occurrence.pk: _in_list(occurrence, action, event_filter, known, dates)
        for occurrence, action in listed
    }
    query = event_filter.query
    past_query = urlencode([*event_filter.pairs(), ("when", "past")])
    return {
        "filter": event_filter,
        "form": event_filter,
        "chips": [
            {
                "label": chip.label,
                "remove_url": with_query(path, chip.remove_query),
            }
            for chip in event_filter.chips()
        ],
        "other_towns": other_towns(event_filter, path),
        "page_obj": page,
        "actions": [actions[pk] for pk in page if pk in actions],
        # No map can show them, so they stand beside it, never at 0,0.
        "online_actions": [actions[pk] for pk in online if pk in actions],
        "online_total": online_rows.bit_count(),
        "total": paginator.count,
        "orders": _orders(event_filter, path),
        "past_url": None if event_filter.names_a_time else with_query(path, past_query),
        "clear_url": path,
        "page_url": settings.SITE_URL + with_query(path, query),
        "extent": extent_of(event_filter, known, rows),
        **map_context(query),
        **addresses_of(query),
    }


@public_page
def action_list(request):
    event_filter, number, problems = read_selection(request)
    if problems:
        return bad_filter(request, problems)
    context = list_context(event_filter, number, request.path)
    # Results of a filter are no pages of their own.
    context["noindex"] = event_filter.is_narrowed or number > 1
    context["calendar_url"] = with_query(reverse("events:calendar"), event_filter.query)
    response = render(request, "events/action_list.html", context)
    response.may_ask_position = True  # by a button, see js/list/near-me.js
    return response


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
    number = next_number(occurrences, at)
    dates = [
        public_action(o, at=at, with_picture=n == number)
        for n, o in enumerate(occurrences)
    ]
    context = detail_context(dates[number], dates=dates)
    return render(request, "events/action_detail.html", context)


def next_number(occurrences: list[Occurrence], at: dt.datetime) -> int:
    """Return which date of a series its page is about: the next, or the last."""
    coming = [n for n, o in enumerate(occurrences) if o.until_at > at]
    taking_place = [n for n in coming if not occurrences[n].is_called_off]
    return [*taking_place, *coming, len(occurrences) - 1][0]


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
    at, known = timezone.now(), tally()
    rows = known.columns["period"].equal_to([period.slug])
    paginator = Paginator(_Dates(known, rows), PER_PAGE)
    page = paginator.get_page(number)
    return render(
        request,
        "events/action_period.html",
        {
            "period": period,
            "actions": [*actions_of(page, at=at).values()],
            "page_obj": page,
            "total": paginator.count,
            "narrow_url": with_query(
                reverse("events:action_list"), urlencode({"period": period.slug})
            ),
            **map_context(urlencode({"period": period.slug})),
            **addresses_of(urlencode({"period": period.slug})),
        },
    )
