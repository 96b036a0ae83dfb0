"""How to have a selection in one's own calendar: the page, and a code for phones."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.caching import public_page

from .filters import FEED_PAST_DAYS, EventFilter
from .models import Occurrence
from .octets import answer, for_machines
from .qr import qr_code
from .selection import actions_of
from .stored import Octets
from .tally import Tally, tally
from .views import bad_filter, with_query

SHOWN = 5
# A longer one makes a code that phones no longer read.
LONGEST_CODE = 600
# An illustration's date: it changes with its address only.
CODE_CHANGED_AT = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Program:
    """A calendar program: its name, what to do in it, a button if one works."""

    name: str
    steps: list[str]
    url: str = ""
    url_label: str = ""
    copies: str = ""
    note: str = ""


def addresses(event_filter: EventFilter) -> dict[str, str]:
    """Return the absolute addresses of the selection, by what reads them."""

    def absolute(name, *more):
        query = "&".join(filter(None, (event_filter.query, *more)))
        return settings.SITE_URL + with_query(reverse(f"events:{name}"), query)

    feed = absolute("feed_ical")
    return {
        "feed": feed,
        "webcal": "webcal://" + feed.partition("://")[2],
        # Google hides what is cancelled: there the word in front has to say it.
        "google": absolute("feed_ical", "cancelled=mark"),
        "atom": absolute("feed_atom"),
        "csv": absolute("feed_csv"),
        "json": absolute("feed_json"),
        "geojson": absolute("feed_geojson"),
        "page": absolute("subscribe"),
        "query": event_filter.query,
    }


def programs(urls: dict[str, str]) -> list[Program]:
    paste = _("Paste the address and confirm.")
    return [
        Program(
            name="Google Calendar",
            steps=[
                _("Copy the address on this card."),
                _(
                    "Open Google Calendar in a browser, not in the app. "
                    "Beside “Other calendars”, choose + and “From URL”."
                ),
                paste,
            ],
            copies=urls["google"],
            note=_(
                "Google may take a day to notice a change. It hides what is called "
                "off, so that this address writes the word in front instead."
            ),
        ),
        Program(
            name="Apple: iPhone, iPad, Mac",
            steps=[_("Tap the button and confirm “Subscribe”.")],
            url=urls["webcal"],
            url_label=_("Open in Calendar"),
            note=_("On a Mac, set “Auto-refresh” to “Every hour”."),
        ),
        Program(
            name="Outlook",
            steps=[
                _("Copy the address."),
                _(
                    "In the calendar, choose “Add calendar” and then "
                    "“Subscribe from web”."
                ),
                paste,
            ],
            copies=urls["feed"],
            note=_("Changes arrive within some hours."),
        ),
        Program(
            name="Thunderbird",
            steps=[
                _("Copy the address."),
                _("In the calendar, choose “New Calendar…” and then “On the Network”."),
                paste,
            ],
            copies=urls["feed"],
        ),
        Program(
            name="Android: ICSx⁵",
            steps=[
                _("Install ICSx⁵, for example from F-Droid."),
                _("Tap the button, or add the copied address with +."),
            ],
            url=urls["webcal"],
            url_label=_("Open in ICSx⁵"),
            copies=urls["feed"],
            note=_("Android’s own calendar cannot subscribe without a helper."),
        ),
        Program(
            name="Nextcloud",
            steps=[
                _("Copy the address."),
                _(
                    "In the calendar, choose “New calendar” and then "
                    "“New subscription from link”."
                ),
                paste,
            ],
            copies=urls["feed"],
        ),
    ]


@public_page
def subscribe(request):
    """Say how to subscribe to a filter's selection, and what one will get."""
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return bad_filter(request, event_filter.problems())
    at = timezone.now()
    known = tally()
    rows = known.feed(event_filter, at=at)
    coming = rows & known.upcoming(at)
    urls = addresses(event_filter)
    return render(
        request,
        "events/subscribe.html",
        {
            "chips": event_filter.chips(),
            "urls": urls,
            "has_code": len(urls["page"]) <= LONGEST_CODE,
            "programs": programs(urls),
            "actions": [*actions_of(known.page(coming, 0, SHOWN), at=at).values()],
            "coming": coming.bit_count(),
            "past": (rows & ~coming).bit_count(),
            "changed_at": _last_change(event_filter, known, rows, at=at),
            "past_days": FEED_PAST_DAYS,
            "names_a_time": event_filter.names_a_time,
            "list_url": with_query(reverse("events:action_list"), event_filter.query),
            "noindex": event_filter.is_narrowed,
        },
    )


def _last_change(
    event_filter, known: Tally, rows: int, *, at: dt.datetime
) -> dt.datetime | None:
    """Return when anything in a selection last changed, or left it."""
    newest = Occurrence.objects.filter(pk=known.last_changed(rows))
    moments = [
        *newest.values_list("changed_at", flat=True),
        known.last_left_at(event_filter, at=at),
    ]
    return max(filter(None, moments), default=None)


@for_machines
def subscribe_code(request):
    """Draw the page's address as a QR code: a phone's camera brings it to the phone."""
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        raise Http404
    address = addresses(event_filter)["page"]
    if len(address) > LONGEST_CODE:
        raise Http404
    octets = Octets.of(qr_code(address), CODE_CHANGED_AT)
    return answer(request, octets, "image/svg+xml")
