"""Actions for templates that are not about actions: home page, organisation."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from organizations.languages import language_name

from ..models import Occurrence
from ..public import public_action

register = template.Library()


@register.simple_tag
def upcoming_actions(number=6):
    """Return the next public actions, as `PublicAction`s."""
    at = timezone.now()
    occurrences = Occurrence.objects.published().upcoming(at).in_order().for_output()
    return [public_action(occurrence, at=at) for occurrence in occurrences[:number]]


@register.simple_tag
def upcoming_count():
    """Return how many public actions are still to come."""
    return Occurrence.objects.published().upcoming().count()


@register.simple_tag
def actions_of(organization, *, past=False, number=12):
    """Return an organisation's own public actions, the nearest in time first.

    As `actions`, at most `number`, and `total`, how many there are.
    """
    at = timezone.now()
    occurrences = Occurrence.objects.published().filter(
        event__organization_id=organization.pk
    )
    if past:
        occurrences = occurrences.past(at).order_by("-orders_at", "-pk")
    else:
        occurrences = occurrences.upcoming(at).in_order()
    actions = [
        public_action(occurrence, at=at)
        for occurrence in occurrences.for_output()[:number]
    ]
    total = len(actions) if len(actions) < number else occurrences.count()
    return {"actions": actions, "total": total}


@register.filter
def spoken_language(code):
    """Return a language's name in the reader's language; Django's filter is English."""
    return language_name(code)


@register.filter
def own_name(code: str) -> str:
    """Return a language's name in itself: “Deutsch”."""
    return language_name(code, code)


@register.filter
def action_path(slug: str, language: str) -> str:
    """Return the path of an action's page, in a language if it is one of ours."""
    if language not in dict(settings.LANGUAGES):
        language = get_language()
    with override(language):
        return reverse("events:action_detail", args=[slug])
