"""Actions for templates that are not about actions: home page, organisation."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from organizations.languages import language_name

from ..selection import actions_of as told_of
from ..tally import tally

register = template.Library()


@register.simple_tag
def upcoming_actions(number=6):
    """Return the next public actions, as `PublicAction`s."""
    at = timezone.now()
    known = tally()
    keys = known.page(known.upcoming(at), 0, number)
    return [*told_of(keys, at=at).values()]


@register.simple_tag
def upcoming_count():
    """Return how many public actions are still to come."""
    return tally().upcoming(timezone.now()).bit_count()


@register.simple_tag
def actions_of(organization, *, past=False, number=12):
    """Return an organisation's own public actions, the nearest in time first.

    As `actions`, at most `number`, and `total`, how many there are.
    """
    at = timezone.now()
    known = tally()
    rows = known.columns["organization"].equal_to([organization.pk])
    coming = rows & known.upcoming(at)
    rows = rows ^ coming if past else coming
    actions = told_of(known.page(rows, 0, number, backwards=past), at=at)
    return {"actions": [*actions.values()], "total": rows.bit_count()}


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
