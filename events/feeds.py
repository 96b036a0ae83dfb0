"""The same selection as calendar, map data, records, table and Atom feed.

Each is written once per change and handed out from the store (docs/decisions/0060).
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organizations.identity import site_name

from . import atom, geojson, ical, records
from .filters import EventFilter
from .octets import answer, for_machines, refusal
from .public import PublicAction, public_action
from .selection import by_need, first_change, look_at, public_actions
from .state import site_state
from .stored import Octets, remembered, stored
from .views import occurrences_of, with_query

CALENDAR = "text/calendar; charset=utf-8"
STATUS = ical.Cancelled.STATUS


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a format is told of a feed besides its actions. Addresses are absolute.

    `changed_at`: when the selection last changed, an action's leaving included; UTC.
    """

    name: str
    description: str
    url: str
    page_url: str
    language: str
    changed_at: dt.datetime
    cancelled: ical.Cancelled = STATUS


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a selection is written; `is_list` holds what the list and the map show.

    `knows_cancelled`: the parameter `cancelled` (`ical.Cancelled`) changes it.
    """

    name: str
    content_type: str
    write: Callable[[Iterable[PublicAction], Feed], bytes]
    disposition: str = ""
    is_list: bool = False
    knows_cancelled: bool = False
    actions: Callable[..., Iterable[PublicAction]] = public_actions

    def occurrences(self, event_filter: EventFilter, at: dt.datetime):
        if self.is_list:
            return event_filter.for_list(at=at)
        return event_filter.for_feed(at=at)


def as_ical(actions: Iterable[PublicAction], feed: Feed) -> bytes:
    return ical.calendar(
        actions,
        ical.CalendarInfo(
            name=feed.name,
            description=feed.description,
            source_url=feed.url,
            page_url=feed.page_url,
            language=feed.language,
            changed_at=feed.changed_at,
            cancelled=feed.cancelled,
        ),
        organizer_address=settings.FEED_ORGANIZER_EMAIL,
    )


def as_atom(actions: Iterable[PublicAction], feed: Feed) -> bytes:
    return atom.atom(
        actions,
        name=feed.name,
        feed_url=feed.url,
        page_url=feed.page_url,
        language=feed.language,
        changed_at=feed.changed_at,
    ).encode()


def as_json(actions: Iterable[PublicAction], feed: Feed) -> bytes:
    """Write the selection as records, with the fields of `records.FIELDS`."""
    return _json({"actions": [records.record(action) for action in actions]})


def as_geojson(actions: Iterable[PublicAction], feed: Feed) -> bytes:
    return _json(geojson.feature_collection(actions))


def as_csv(actions: Iterable[PublicAction], feed: Feed) -> bytes:
    # Spreadsheets take a file without a byte order mark for their own old encoding.
    return ("\ufeff" + records.as_csv(actions)).encode()


def _json(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def feed_name(event_filter: EventFilter) -> str:
    """Return the campaign and the selection, e.g. `#ObjectWarCampaign – France`."""
    selection = event_filter.selection_name()
    return site_name() + (f" – {selection}" if selection else "")


def feed_octets(
    event_filter: EventFilter,
    form: Format,
    *,
    path: str,
    alias: str,
    state: str,
    at: dt.datetime,
    cancelled: ical.Cancelled = STATUS,
) -> Octets:
    """Return a valid filter's selection in a format, from the store if it is there."""
    query = own_query = event_filter.query
    if cancelled != STATUS:
        own_query = urlencode([*event_filter.pairs(), ("cancelled", cancelled)])
    occurrences = form.occurrences(event_filter, at)

    def write(changed_at: dt.datetime | None) -> tuple[bytes, dt.datetime]:
        actions = form.actions(occurrences, at=at)
        moment = changed_at or first_change(event_filter, occurrences, at=at)
        feed = Feed(
            name=feed_name(event_filter),
            description=_("Actions for people who refuse to take part in the war."),
            url=settings.SITE_URL + with_query(path, own_query),
            page_url=settings.SITE_URL
            + with_query(reverse("events:action_list"), query),
            language=get_language(),
            changed_at=moment,
            cancelled=cancelled,
        )
        return form.write(actions, feed), moment

    return stored(
        with_query(path, own_query),
        alias=alias,
        state=state,
        at=at,
        look=lambda: look_at(event_filter, occurrences, at=at),
        write=write,
    )


def bad_request(event_filter: EventFilter) -> HttpResponse:
    """Answer 400 in plain text, one sentence for each broken parameter."""
    sentences = [
        f"{problem.parameter}={problem.value}: {problem.message}"
        for problem in event_filter.problems()
    ]
    return refusal("\n".join(sentences) + "\n", status=400)


def asked_cancelled(request) -> ical.Cancelled | None:
    """Return how the address wants called off actions told, None if it is unknown."""
    try:
        return ical.Cancelled(request.GET.get("cancelled") or STATUS)
    except ValueError:
        return None


def feed_view(form: Format) -> Callable:
    """Return the view of a format: what it holds is the filter's choice."""

    @for_machines
    def view(request):
        at, state = timezone.now(), site_state()
        # As it was asked, which need not be read: reading it takes longest.
        alias = with_query(request.path, request.META.get("QUERY_STRING", ""))
        octets = remembered(alias, state=state, at=at)
        if octets is None:
            event_filter = EventFilter(request.GET)
            if not event_filter.is_valid():
                return bad_request(event_filter)
            cancelled = asked_cancelled(request) if form.knows_cancelled else STATUS
            if cancelled is None:
                sentence = _("Please choose one of these: %(choices)s.")
                choices = ", ".join(ical.Cancelled)
                return refusal(
                    f"cancelled: {sentence % {'choices': choices}}\n", status=400
                )
            octets = feed_octets(
                event_filter,
                form,
                path=request.path,
                alias=alias,
                state=state,
                at=at,
                cancelled=cancelled,
            )
        return answer(request, octets, form.content_type, disposition=form.disposition)

    view.__name__ = f"feed_{form.name}"
    return view


ICAL = Format(
    name="ical",
    content_type=CALENDAR,
    write=as_ical,
    disposition='inline; filename="actions.ics"',
    knows_cancelled=True,
    actions=by_need,
)

feed_ical = feed_view(ICAL)
feed_json = feed_view(
    Format(name="json", content_type="application/json", write=as_json)
)
feed_csv = feed_view(
    Format(
        name="csv",
        content_type="text/csv; charset=utf-8; header=present",
        write=as_csv,
        disposition='attachment; filename="actions.csv"',
    )
)
feed_atom = feed_view(
    Format(
        name="atom", content_type="application/atom+xml; charset=utf-8", write=as_atom
    )
)
feed_geojson = feed_view(
    Format(
        name="geojson",
        content_type="application/geo+json; charset=utf-8",
        write=as_geojson,
        is_list=True,
    )
)


@for_machines
def action_ical(request, slug):
    """Answer one action, with all its dates, as a file to download.

    Too many to be stored, and quick.
    """
    at = timezone.now()
    actions = [public_action(o, at=at, with_picture=True) for o in occurrences_of(slug)]
    body = ical.single(*actions, organizer_address=settings.FEED_ORGANIZER_EMAIL)
    return answer(
        request,
        Octets.of(body, max(action.changed_at for action in actions)),
        CALENDAR,
        disposition=f'attachment; filename="{slug}.ics"',
    )
