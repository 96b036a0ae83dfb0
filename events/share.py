"""The pictures that links to this site carry where people share them."""

import datetime as dt

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.countries import country_name
from organizations.identity import identity
from organizations.models import OrganizationPage

from .models import ActionPeriod
from .octets import answer, for_machines
from .public import PublicAction, public_action
from .share_picture import Card, draw
from .stored import Octets
from .templatetags.format_tags import clock, day_range, full_day
from .views import next_number, occurrences_of

PNG = "image/png"
# The drawing's own date; a card's words change with what it is about.
DRAWN_AT = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)


def campaign_on_card() -> dict:
    """Return what every card says of the campaign: its name, colours and logo."""
    campaign = identity()
    found = {"name": campaign.name, "logo": campaign.logo_octets()}
    if campaign.palette:
        found |= {"deep": campaign.palette.deep, "mark": campaign.palette.accent}
    return found


def action_card(action: PublicAction, **campaign) -> Card:
    """Return what a picture says of an action: what, when, in which town, by whom.

    `campaign`: as `campaign_on_card` returns it.
    """
    if action.ends_on and action.ends_on != action.starts_on:
        day = day_range(action.starts_on, action.ends_on)
    else:
        day = full_day(action.starts_on)
    if action.starts_at is not None:
        day = f"{day}, {clock(action.starts_at)}"
    where = ", ".join(filter(None, (action.place.city, action.place.country_name)))
    return Card(
        **campaign,
        title=action.title,
        above=day,
        below=" · ".join(filter(None, (where or _("Online"), action.organizer.name))),
        badge=_("Called off") if action.is_cancelled else "",
    )


def _picture(request, card: Card, changed_at: dt.datetime = DRAWN_AT):
    return answer(request, Octets.of(draw(card), changed_at), PNG)


@for_machines
def action_picture(request, slug):
    at = timezone.now()
    occurrences = occurrences_of(slug)
    action = public_action(occurrences[next_number(occurrences, at)], at=at)
    return _picture(
        request, action_card(action, **campaign_on_card()), action.changed_at
    )


@for_machines
def organization_picture(request, slug):
    organization = get_object_or_404(OrganizationPage.objects.approved(), slug=slug)
    card = Card(
        **campaign_on_card(),
        title=organization.title,
        below=country_name(organization.country),
    )
    return _picture(request, card)


@for_machines
def period_picture(request, slug):
    period = ActionPeriod.objects.filter(slug=slug).first()
    if period is None:
        raise Http404
    card = Card(
        **campaign_on_card(),
        title=str(period),
        above=day_range(period.starts_on, period.ends_on),
    )
    return _picture(request, card)


@for_machines
def site_picture(request):
    card = Card(**campaign_on_card(), title=str(settings.SITE_TAGLINE))
    return _picture(request, card)
