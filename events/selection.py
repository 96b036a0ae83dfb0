"""A selection of many actions: when it changed, and all of it at once."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Max, Min, Q
from django.utils.translation import get_language

from organizations.identity import site_name
from organizations.models import OrganizationPage, Picture

from .filters import FEED_PAST, When
from .models import ActionPeriod, CoOrganizer, Occurrence, PublicState
from .public import PICTURE_SPEC, PublicAction, member_group, public_action
from .stored import Look

# Whatever else may have been overlooked is seen so soon.
LONGEST = dt.timedelta(minutes=10)
# What is over is read so many at once for a calendar that may be cut.
PART = 200
# What octets are written from and `Occurrence.digest` does not cover: of an event, and
# of the few organizations and periods that many events have.
_BESIDES_DIGEST = (
    "event__slug",
    "event__source__url",
    "event__organization_id",
    "event__period_id",
)
_OF_ORGANIZATIONS = ("pk", "title", "slug")
_OF_PERIODS = ("pk", "slug", "name", "anchor", "anchor_day")
# Columns that `public_action` reads.
_TOLD = (
    *(
        "uid sequence starts_on ends_on starts_at ends_at until_at recurrence_id"
        " is_moved is_called_off note latitude longitude created_at changed_at"
    ).split(),
    *(
        f"event__{name}"
        for name in (
            "title slug organization_id period_id summary description text_language"
            " other_texts kind is_all_day timezone recurrence_rule changed_dates"
            " attendance venue street postal_code city country latitude"
            " location_precision reveals_at online_url languages contact"
            " registration_required registration_url website starts_on step_free"
            " accessible_toilet sign_language captions quiet_place"
            " accessibility_notes picture_id picture_alt is_example"
        ).split()
    ),
    "event__cancellation__note",
    "event__source__url",
)
_OF_PARTNERS = (
    "event_id",
    "name",
    "state",
    "organization__title",
    "organization__slug",
    "organization__live",
    "organization__suspension__organization_id",
)


def look_at(event_filter, occurrences, *, at: dt.datetime) -> Look:
    """Return a fingerprint of a filter's occurrences, and until when it holds.

    It covers everything that an output says of them, the names of organizations and
    periods and what has been revealed at `at` included.
    """
    rows = list(
        occurrences.values_list(
            "uid",
            "digest",
            "changed_at",
            "until_at",
            "event__reveals_at",
            *_BESIDES_DIGEST,
        )
    )
    partners = _partners(occurrences).values_list(
        "pk",
        "name",
        "state",
        "organization__title",
        "organization__slug",
        "organization__live",
        "organization__suspension",
    )
    organizations = OrganizationPage.objects.filter(pk__in={row[-2] for row in rows})
    periods = ActionPeriod.objects.filter(pk__in={row[-1] for row in rows} - {None})
    said_once = (
        event_filter.chips(),
        site_name(),
        list(organizations.order_by("pk").values_list(*_OF_ORGANIZATIONS)),
        list(periods.order_by("pk").values_list(*_OF_PERIODS)),
    )
    digest = hashlib.sha256(repr(said_once).encode("utf-8", "replace"))
    for uid, own, changed_at, _until_at, reveals_at, *rest in rows:
        is_revealed = reveals_at is not None and reveals_at <= at
        digest.update(repr((uid, own, changed_at, is_revealed, rest)).encode())
    digest.update(repr(sorted(set(partners), key=repr)).encode("utf-8", "replace"))
    moments = [at + LONGEST, _next_day(at)]
    for _uid, _own, _changed_at, until_at, reveals_at, *_rest in rows:
        moments += [until_at, until_at + FEED_PAST]
        if reveals_at is not None:
            moments.append(reveals_at)
    if event_filter.cleaned_data["when"] == When.PAST:
        coming = Occurrence.objects.published().upcoming(at)
        moments += filter(None, coming.aggregate(Min("until_at")).values())
    return Look(
        fingerprint=digest.hexdigest(),
        until=min(moment for moment in moments if moment > at),
    )


def _partners(occurrences):
    return CoOrganizer.objects.filter(
        event__occurrences__in=occurrences.order_by().values("pk")
    ).distinct()


def public_actions(
    occurrences, *, at: dt.datetime, with_pictures: bool = False
) -> list[PublicAction]:
    """Return what may be told of all these occurrences, in their order.

    Says the same as `public_action` for each of `occurrences.for_output()` in a third
    of the time: organizations and periods are few, co-organizers and pictures are rare.
    """
    told_beside_rows = told(occurrences, at, with_pictures=with_pictures)
    return [action for _row, action in told_beside_rows]


def told(
    occurrences,
    at: dt.datetime,
    *,
    with_pictures: bool = False,
    for_cards: bool = False,
    organizations: Iterable[tuple[int, str, str]] | None = None,
) -> list[tuple[Occurrence, PublicAction]]:
    """Return the same, each beside its row.

    `for_cards` leaves out what no card of a list shows, co-organizers and the period.
    Whoever has read key, slug and title of the `organizations` passes them.
    """
    rows = list(occurrences.with_own_facts().only(*_TOLD))
    events = [row.event for row in rows]
    used = {event.organization_id for event in events}
    if organizations is None:
        found = _unordered(OrganizationPage).filter(pk__in=used)
        organizations = found.values_list("pk", "slug", "title")
    language = get_language() or "en"
    organizers = {
        key: member_group(title, slug, language)
        for key, slug, title in organizations
        if key in used
    }
    periods = {} if for_cards else _periods_of(events)
    partners = {} if for_cards else _partners_of(events, occurrences)
    for event in events:
        event.period = periods.get(event.period_id)
    if with_pictures:
        numbers = {event.picture_id for event in events if event.picture_id}
        pictures = {
            picture.pk: picture
            for picture in Picture.objects.filter(pk__in=numbers).prefetch_renditions(
                PICTURE_SPEC
            )
        }
        for event in events:
            event.picture = pictures.get(event.picture_id)
    return [
        (
            row,
            public_action(
                row,
                at=at,
                organizer=organizers[row.event.organization_id],
                co_organizers=partners.get(row.event_id, ()),
                with_picture=with_pictures,
            ),
        )
        for row in rows
        # Else it was taken off the site since its actions were read.
        if row.event.organization_id in organizers
    ]


def _periods_of(events) -> dict[int, ActionPeriod]:
    used = {event.period_id for event in events if event.period_id}
    return {
        period.pk: period for period in _unordered(ActionPeriod).filter(pk__in=used)
    }


def _partners_of(events, occurrences) -> dict[int, list[CoOrganizer]]:
    partners = defaultdict(list)
    taking_part = (
        CoOrganizer.objects.filter(event__in=[event.pk for event in events])
        if len(events) <= PART
        else _partners(occurrences)
    )
    for partner in taking_part.select_related("organization__suspension").only(
        *_OF_PARTNERS
    ):
        partners[partner.event_id].append(partner)
    return partners


def actions_of(keys: Iterable[int], *, at: dt.datetime) -> dict[int, PublicAction]:
    """Return what cards show of occurrences by their keys, in the order of these.

    What is not public any more is left out.
    """
    keys = list(keys)
    listed = Occurrence.objects.published().filter(pk__in=keys)
    known = {row.pk: action for row, action in told(listed, at, for_cards=True)}
    return {key: known[key] for key in keys if key in known}


def _unordered(model):
    """Return all rows: to order what is asked by its keys costs a third of asking."""
    return model.objects.order_by()


def by_need(occurrences, *, at: dt.datetime) -> Iterator[PublicAction]:
    """Yield what a calendar tells, with pictures, what it can miss least first.

    That is what is not over; then what is, the newest first. It is read in parts, and a
    calendar that is full asks for no more.
    """
    yield from public_actions(occurrences.upcoming(at), at=at, with_pictures=True)
    past = occurrences.past(at).order_by("-starts_on", "-uid")
    numbers = list(past.values_list("pk", flat=True))
    for start in range(0, len(numbers), PART):
        part = past.filter(pk__in=numbers[start : start + PART])
        yield from public_actions(part, at=at, with_pictures=True)


def _next_day(at: dt.datetime) -> dt.datetime:
    """Return when the filters "today" and "this weekend" turn to the next day."""
    midnight = dt.datetime.combine(at.astimezone(dt.UTC), dt.time(), dt.UTC)
    return midnight + dt.timedelta(days=1)


def first_change(event_filter, occurrences, *, at: dt.datetime) -> dt.datetime:
    """Return when a selection that nobody asked for yet has last changed, or later.

    What has left it leaves no trace, so that the site's last change stands for it.
    """
    state = PublicState.objects.first()
    newest = occurrences.order_by().aggregate(
        changed=Max("changed_at"),
        revealed=Max("event__reveals_at", filter=Q(event__reveals_at__lte=at)),
    )
    moments = [
        state and state.changed_at,
        event_filter.last_left_at(at=at),
        *newest.values(),
    ]
    known = max(filter(None, moments), default=None)
    return min(known or at, at)
