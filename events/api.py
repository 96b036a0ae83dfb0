"""The API: everything public, read-only, as JSON. The same octets for everyone.

Which fields and parameters there are stands in `api_schema.py`. Errors are RFC 9457's
problem details; texts are in the language of `texts`, whatever the headers ask.
"""

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db.models import Case, F, Q, When
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt

from organizations.caching import public_page
from organizations.identity import site_name
from organizations.models import OrganizationPage
from organizations.text import text_of_html

from . import api_schema
from .filters import EventFilter, FilterError, shown
from .models import ActionPeriod, Occurrence, PublicState, Removal
from .octets import Refused, answer, for_machines, refusal
from .public import absolute_url, public_action
from .records import record
from .selection import public_actions
from .state import site_state
from .stored import Look, remembered, stored
from .views import with_query

PER_PAGE, MOST = 100, 500
ID_LENGTH = 200
# How many removals one answer tells of; who asks from longer ago starts anew.
MOST_REMOVALS = 5000
TITLES = {
    400: "Something in the address is wrong",
    404: "There is no such thing here",
    405: "This can only be read",
    410: "This is gone for good",
    503: "This cannot be answered right now",
}
# An edit may be seen so long after the moment that it says.
SLACK = dt.timedelta(seconds=10)
_OFFSET = re.compile(r"(T.*) (\d\d:?\d\d)$")


def problem(status: int, detail: str = "", problems=()) -> HttpResponse:
    """Answer with problem details (RFC 9457)."""
    value = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail or TITLES[status] + ".",
        "parameters": [
            {"name": p.parameter, "value": p.value, "message": p.message}
            for p in problems
        ],
    }
    return refusal(
        json.dumps(value, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
    )


def broken(name: str, value: str, message: str) -> Refused:
    return Refused(
        FilterError(parameter=name, value=shown(value), message=message, drop_query="")
    )


def api_view(write: Callable[..., dict]) -> Callable:
    """Make a view of a function that returns JSON values for (request, at, …).

    What it returns is stored until anything public changes, for a minute at most.
    """

    @for_machines
    def stored_answer(request, **kwargs):
        at, state = timezone.now(), site_state()
        alias = with_query(request.path, request.META.get("QUERY_STRING", ""))
        octets = remembered(alias, state=state, at=at)
        if octets is None:
            minute = at.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
            octets = stored(
                alias,
                alias=alias,
                state=state,
                at=at,
                look=lambda: Look(fingerprint=f"{state} {minute}", until=minute),
                write=lambda moment: (
                    _json(write(request, at=at, **kwargs)),
                    moment or last_change(at),
                ),
            )
        return answer(request, octets, "application/json")

    @csrf_exempt
    @wraps(write)
    def view(request, **kwargs):
        with translation.override(asked_language(request) or settings.LANGUAGE_CODE):
            try:
                if asked_language(request) is None:
                    raise broken("texts", request.GET["texts"], unknown())
                response = stored_answer(request, **kwargs)
            except Refused as refused:
                sentences = " ".join(
                    f"{p.parameter}: {p.message}" for p in refused.problems
                )
                return problem(400, sentences, refused.problems)
            except Http404:
                return problem(404)
        if response.status_code not in {405, 503}:
            return response
        told = problem(response.status_code)
        for name in ("Allow", "Retry-After", "Cache-Control"):
            if name in response.headers:
                told[name] = response[name]
        return told

    return view


def _json(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def last_change(at: dt.datetime) -> dt.datetime:
    state = PublicState.objects.first()
    return min(state.changed_at, at) if state else at


def unknown() -> str:
    return _("This is not known here.")


def asked_language(request) -> str | None:
    """Return the language of the texts, None if it is none of ours."""
    language = request.GET.get("texts") or settings.LANGUAGE_CODE
    return language if language in dict(settings.LANGUAGES) else None


def asked_limit(request) -> int:
    value = request.GET.get("limit") or str(PER_PAGE)
    if not (value.isascii() and value.isdecimal() and 1 <= len(value) <= 4):
        raise broken("limit", value, _("This is not a number."))
    if not 1 <= int(value) <= MOST:
        message = _("Please ask for 1 to %(most)s.") % {"most": MOST}
        raise broken("limit", value, message)
    return int(value)


def asked_since(request) -> dt.datetime | None:
    """Return the moment of `updated_since`; a day begins at midnight UTC."""
    value = request.GET.get("updated_since", "")
    if not value:
        return None
    # A plus that nobody encoded arrives as a space.
    text = _OFFSET.sub(r"\1+\2", value[:50])
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None and len(text) > len("2026-12-10"):
            raise ValueError
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        message = _(
            "Please write the moment as date and time with its offset, for example "
            "2026-12-10T18:00:00Z."
        )
        raise broken("updated_since", value, message) from error


def cursor_of(*place) -> str:
    text = json.dumps(place, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def asked_cursor(request, kinds: tuple[type, ...]) -> list | None:
    """Return where the page begins: values of these kinds; a date-time is ISO 8601."""
    value = request.GET.get("cursor", "")
    if not value:
        return None
    try:
        padded = value[:500] + "=" * (-len(value[:500]) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if [type(part) for part in place] != [
            str if kind is dt.datetime else kind for kind in kinds
        ]:
            raise ValueError
        parts = [
            dt.datetime.fromisoformat(part) if kind is dt.datetime else part
            for part, kind in zip(place, kinds, strict=True)
        ]
        if not all(map(_can_be_asked, parts)):
            raise ValueError
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as e:
        message = _("This is no place that a page of ours begins at.")
        raise broken("cursor", value, message) from e
    return parts


def _can_be_asked(part) -> bool:
    """Say whether a database takes a value: aware, of 64 bits, without NUL."""
    if isinstance(part, dt.datetime):
        return part.tzinfo is not None and 1900 < part.year < 2200
    if isinstance(part, int):
        return 0 <= part < 2**63
    return part.isprintable()


def next_url(request, **places: str) -> str:
    """Return the address asked for with another place to begin at."""
    pairs = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name != "cursor"
    ]
    query = urlencode([*pairs, *places.items()])
    return settings.SITE_URL + with_query(request.path, query)


# --- Actions --------------------------------------------------------------------------


def api_record(action) -> dict:
    whole = record(action)
    return {name: whole[name] for name in api_schema.ACTION}


@api_view
def actions(request, *, at) -> dict:
    """List actions by the site's filter: by day, or by change with `updated_since`.

    Whoever reads the days page by page is led on to what changed meanwhile, so that
    nothing is missed which was moved from a page to come to one that was read.
    """
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        raise Refused(*event_filter.problems())
    since, limit = asked_since(request), asked_limit(request)
    kinds = (dt.datetime, int, dt.datetime)
    place = asked_cursor(request, kinds if since is None else kinds[:2])
    started = [at - SLACK] if since is None else []
    chosen = event_filter.narrow(Occurrence.objects.published(), at=at)
    if since is not None:
        chosen = with_change(chosen, at).filter(change__gte=since)
    order = "orders_at" if since is None else "change"
    page = chosen
    if place is not None:
        moment, pk, *started = place
        page = page.filter(
            Q(**{f"{order}__gt": moment}) | Q(**{order: moment, "pk__gt": pk})
        )
    page = page.order_by(order, "pk")
    places = list(page.values_list(order, "pk")[: limit + 1])
    shown_places = places[:limit]
    rows = Occurrence.objects.published().filter(pk__in=[pk for _m, pk in shown_places])
    told = {action.uid: action for action in public_actions(rows, at=at)}
    uids = dict(rows.values_list("pk", "uid"))
    has_more = len(places) > limit
    last = shown_places[-1] if shown_places else None
    removed, following = [], None
    if since is not None and place is None:
        removed = removed_since(since, chosen, event_filter, at)
    if has_more:
        moments = [moment.isoformat() for moment in started]
        following = next_url(
            request, cursor=cursor_of(last[0].isoformat(), last[1], *moments)
        )
    elif since is None and place is not None:
        (since,) = started
        changed = with_change(chosen, at).filter(change__gte=since)
        if changed.exists() or removed_since(since, chosen, event_filter, at):
            following = next_url(request, updated_since=since.isoformat())
    return {
        "actions": [
            api_record(told[uids[pk]]) for _moment, pk in shown_places if pk in uids
        ],
        "removed": removed,
        "next": following,
    }


def with_change(occurrences, at: dt.datetime):
    """Add `change`: when what is told of it last changed, a place revealed included."""
    is_revealed = Q(event__reveals_at__lte=at, event__reveals_at__gt=F("changed_at"))
    return occurrences.annotate(
        change=Case(
            When(is_revealed, then=F("event__reveals_at")), default="changed_at"
        )
    )


def removed_since(since, chosen, event_filter, at) -> list[dict]:
    """Return what a reader of this selection may hold and must drop.

    What is public no longer, and what changed so that it is not in the selection.
    """
    gone = [
        (moment, uid)
        for uid, moment in Removal.objects.filter(removed_at__gte=since)
        .order_by("removed_at")
        .values_list("uid", "removed_at")[:MOST_REMOVALS]
    ]
    if event_filter.is_narrowed:
        gone += (
            with_change(Occurrence.objects.published(), at)
            .filter(change__gte=since)
            .exclude(pk__in=chosen.order_by().values("pk"))
            .order_by("change")
            .values_list("change", "uid")[:MOST_REMOVALS]
        )
    return [
        {"uid": uid, "removed_at": moment.isoformat()} for moment, uid in sorted(gone)
    ]


@api_view
def action(request, *, at, key: str) -> dict:
    """Tell of one action: by UID, or by slug of its first time."""
    by = {"uid": key} if "@" in key else {"event__slug": key}
    occurrence = (
        Occurrence.objects.published()
        .filter(**valid(key, by))
        .for_output()
        .in_order()
        .first()
    )
    if occurrence is None:
        raise Http404
    return api_record(public_action(occurrence, at=at))


def valid(key: str, by: dict) -> dict:
    """Refuse what no key can be before a database is asked for it."""
    if len(key) > ID_LENGTH or not key.isprintable():
        raise Http404
    return by


# --- Organisations and periods --------------------------------------------------------


def calendar_url(**selection: str) -> str:
    return absolute_url("events:feed_ical") + "?" + urlencode(selection)


def organization_record(organization) -> dict:
    values = {
        "slug": organization.slug,
        "url": absolute_url("organizations:organization_detail", organization.slug),
        "name": organization.title,
        "short_name": organization.short_name,
        "country": organization.country,
        "country_name": organization.country_name,
        "website": organization.website or None,
        "description": text_of_html(organization.description),
        "calendar_url": calendar_url(org=organization.slug),
        "is_example": organization.is_example,
    }
    return {name: values[name] for name in api_schema.ORGANIZATION}


def period_record(period) -> dict:
    values = {
        "slug": period.slug,
        "url": absolute_url("events:period", period.slug),
        "name": period.label,
        "anchor_day": period.anchor_day.isoformat(),
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "closes_on": period.closes_on and period.closes_on.isoformat(),
        "call": period.call,
        "call_language": period.call_language,
        "calendar_url": calendar_url(period=period.slug),
    }
    return {name: values[name] for name in api_schema.PERIOD}


def listed(request, queryset, name: str, as_record: Callable) -> dict:
    """Return a page in the order of slugs."""
    limit, place = asked_limit(request), asked_cursor(request, (str,))
    if place is not None:
        queryset = queryset.filter(slug__gt=place[0])
    rows = list(queryset.order_by("slug")[: limit + 1])
    has_more, rows = len(rows) > limit, rows[:limit]
    return {
        name: [as_record(row) for row in rows],
        "next": next_url(request, cursor=cursor_of(rows[-1].slug))
        if has_more
        else None,
    }


def one(queryset, key: str, as_record: Callable) -> dict:
    found = queryset.filter(**valid(key, {"slug": key})).first()
    if found is None:
        raise Http404
    return as_record(found)


@api_view
def organizations(request, *, at) -> dict:
    approved = OrganizationPage.objects.approved()
    return listed(request, approved, "organizations", organization_record)


@api_view
def organization(request, *, at, key: str) -> dict:
    return one(OrganizationPage.objects.approved(), key, organization_record)


@api_view
def periods(request, *, at) -> dict:
    return listed(request, ActionPeriod.objects.all(), "periods", period_record)


@api_view
def period(request, *, at, key: str) -> dict:
    return one(ActionPeriod.objects.all(), key, period_record)


# --- About itself ---------------------------------------------------------------------


@api_view
def index(request, *, at) -> dict:
    """Say where everything is."""
    return {
        "actions": settings.SITE_URL + reverse("api:actions"),
        "organizations": settings.SITE_URL + reverse("api:organizations"),
        "periods": settings.SITE_URL + reverse("api:periods"),
        "openapi": settings.SITE_URL + reverse("api:openapi"),
        "documentation": absolute_url("events:api_documentation"),
    }


@api_view
def openapi(request, *, at) -> dict:
    return api_schema.openapi(
        title=site_name(),
        base_url=settings.SITE_URL + reverse("api:index").rstrip("/"),
        documentation_url=absolute_url("events:api_documentation"),
    )


@api_view
def nothing(request, *, at, rest: str) -> dict:
    raise Http404


@public_page
def documentation(request):
    """Explain the API to people, from the table that it answers by."""
    base = settings.SITE_URL + reverse("api:index")
    return render(
        request,
        "events/api.html",
        {
            "base_url": base,
            "addresses": [
                (base.rstrip("/") + path, schema)
                for path, _summary, schema, _parameters in api_schema.ADDRESSES
            ],
            "parameters": [
                *((name, schema["type"]) for name, schema, _m in api_schema.FILTER),
            ],
            "fields": [
                (title, [_field(*pair) for pair in fields.items()])
                for title, fields in (
                    (pgettext("of the campaign", "Action"), api_schema.ACTION),
                    (_("Organisation"), api_schema.ORGANIZATION),
                    (_("Action period"), api_schema.PERIOD),
                )
            ],
            "openapi_url": settings.SITE_URL + reverse("api:openapi"),
            "most": MOST,
            "per_page": PER_PAGE,
        },
    )


def _field(name: str, schema: dict) -> dict:
    """Return a field's name, kind of value, and whether it may be null."""
    if "$ref" in schema:
        return {"name": name, "kind": "object", "is_nullable": False}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {
        "name": name,
        "kind": schema.get("format", kinds[0]),
        "is_nullable": "null" in kinds,
        "choices": ", ".join(schema.get("enum", [])),
    }
