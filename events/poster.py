"""One action on a sheet of A4: for a notice board, or kept as a PDF by the browser."""

import datetime as dt

from django.shortcuts import render
from django.utils import timezone

from organizations.caching import public_page

from .octets import answer, for_machines
from .public import PublicAction, public_action
from .qr import qr_code
from .stored import Octets
from .views import next_number, occurrences_of

# The drawing's own date; the address in it lasts for life.
CODE_CHANGED_AT = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
# From how many letters on a title is set smaller.
LONG, LONGER = 40, 80


def next_date(slug: str) -> PublicAction:
    """Return the date of a public action that its page is about.

    Raises:
        Http404: if there is no such action, or it is not public.
    """
    at = timezone.now()
    occurrences = occurrences_of(slug)
    return public_action(occurrences[next_number(occurrences, at)], at=at)


@public_page
def poster(request, slug):
    action = next_date(slug)
    # A long word is broken, and fills its lines less well.
    letters = max(len(action.title), 2 * max(map(len, action.title.split()), default=0))
    size = "longer" if letters > LONGER else "long" if letters > LONG else ""
    return render(
        request,
        "events/poster.html",
        {"action": action, "title_size": size, "noindex": True},
    )


@for_machines
def poster_code(request, slug):
    """Draw the address of an action's page as a QR code."""
    octets = qr_code(next_date(slug).url)
    return answer(request, Octets.of(octets, CODE_CHANGED_AT), "image/svg+xml")
