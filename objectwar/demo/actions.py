"""The campaign's periods and real past actions, and the made-up ones to come.

A real row becomes what it says and no more: no hour, no venue, no end of our own. What
is new is stored as a draft first, then published as an approval would do it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from events.choices import AttendanceMode
from events.lifecycle import (
    member_called,
    refresh_occurrences,
    save_draft,
    submit_for_screening,
)
from events.models import (
    ActionPeriod,
    AnchorDay,
    Answer,
    CalledOffDate,
    Cancellation,
    CoOrganizer,
    EventPage,
    EventSource,
)
from events.recurrence import Change, ChangedDate, Repeats, Rule
from events.towns import locate
from organizations.models import OrganizationPage, User

from . import examples
from .accounts import HOME_GROUP
from .ledger import remember
from .organizations import example_slug, real_rows, slug_of

ANCHORS = {
    "International Conscientious Objection Day": AnchorDay.CO_DAY,
    "Human Rights Day": AnchorDay.HUMAN_RIGHTS_DAY,
}
ANSWERS = {None: Answer.UNKNOWN, True: Answer.YES, False: Answer.NO}


def load_periods(known: set[str], today: dt.date) -> int:
    """Add the periods that were never added before; return how many."""
    added = 0
    for period in [*real_periods(), *next_periods(today)]:
        key = f"period/{period.slug}"
        if key in known or ActionPeriod.objects.filter(slug=period.slug).exists():
            continue
        period.save()
        remember(period, key)
        added += 1
    return added


def real_periods() -> Iterator[ActionPeriod]:
    for row in real_rows("action-periods.csv"):
        yield ActionPeriod(
            slug=row["slug"],
            name=row["name"],
            anchor=ANCHORS[row["anchor_day_name"]],
            anchor_day=dt.date.fromisoformat(row["anchor_day"]),
            starts_on=dt.date.fromisoformat(row["start"]),
            ends_on=dt.date.fromisoformat(row["end"]),
            source_url=row["source_url"],
        )


def next_periods(today: dt.date) -> Iterator[ActionPeriod]:
    for season in examples.SEASONS.values():
        anchor_day = season.anchor_day(today)
        yield ActionPeriod(
            slug=period_slug(season, anchor_day),
            name=f"{season.name} {anchor_day.year}",
            anchor=season.anchor,
            anchor_day=anchor_day,
            starts_on=anchor_day + dt.timedelta(days=season.first_day),
            ends_on=anchor_day + dt.timedelta(days=season.last_day),
            call=season.call,
        )


def period_slug(season: examples.Season, anchor_day: dt.date) -> str:
    return f"{season.slug}-{anchor_day.year}"


@dataclass(frozen=True, kw_only=True)
class NewAction:
    """An action ready to be stored, with what is not on its row."""

    key: str
    event: EventPage
    organization: OrganizationPage
    state: str = "approved"
    source_url: str = ""
    cancellation_note: str = ""
    called_off: dict[dt.date, str] = field(default_factory=dict)  # single dates
    # Past actions were announced with these names; nobody needs to accept any more.
    co_organizers_accepted: bool = False


def load_actions(known: set[str], today: dt.date) -> int:
    """Add the actions that were never added before; return how many."""
    added = 0
    for action in [*real_actions(), *example_actions(today)]:
        if action.key not in known:
            add_action(action)
            added += 1
    return added


def real_actions() -> Iterator[NewAction]:
    periods = {period.slug: period for period in ActionPeriod.objects.all()}
    for row in real_rows("actions.csv"):
        organization = member_called(row["organization"])
        event = EventPage(
            title=row["title"],
            kind=row["kind"],
            period=periods.get(row["period"]),
            starts_on=dt.date.fromisoformat(row["date"]),
            start_time=as_time(row["start_time"]),
            end_time=as_time(row["end_time"]),
            timezone=row["timezone"],
            attendance=row["attendance"],
            venue=row["venue"],
            street=row["street"],
            postal_code=row["postal_code"],
            city=row["city"],
            country=row["country"],
            languages=[code for code in row["languages"].split("|") if code],
            registration_required=row["registration_required"] == "yes",
            co_organizer_names="\n".join(row["co_organizations"].split("|")),
        )
        yield NewAction(
            key=f"real/{row['period']}/{row['date']}/"
            + slug_of(f"{row['city']} {row['title']}"),
            event=event,
            organization=organization,
            source_url=row["source_url"],
            co_organizers_accepted=True,
        )


def as_time(text: str) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def example_actions(today: dt.date) -> Iterator[NewAction]:
    groups = examples.groups()
    organizations = {
        organization.slug: organization
        for organization in OrganizationPage.objects.filter(is_example=True)
    }
    periods = {period.slug: period for period in ActionPeriod.objects.all()}
    decided = {decision.action for decision in examples.decisions()}
    for example in examples.actions():
        group = groups[example.group]
        season = examples.SEASONS[example.period]
        anchor_day = season.anchor_day(today)
        slug = period_slug(season, anchor_day)
        organization = organizations.get(example_slug(group))
        if organization is None:
            continue  # somebody has removed it
        event = example_event(example, group, anchor_day)
        event.period = periods.get(slug)
        yield NewAction(
            key=f"example/{slug}/{example.key}",
            event=event,
            organization=organization,
            state="decided" if example.key in decided else example.state,
            cancellation_note=example.cancelled,
            called_off={
                event.starts_on + dt.timedelta(weeks=int(week)): note
                for week, note in example.called_off.items()
            },
        )


def example_event(
    example: examples.ExampleAction, group: examples.ExampleGroup, anchor_day: dt.date
) -> EventPage:
    """Return the event, not stored, on the days that the anchor day asks for."""
    town = locate(group.city, group.country)
    is_online = example.attendance == AttendanceMode.ONLINE
    last_day = example.last_day
    first = anchor_day + dt.timedelta(days=example.day)
    rule = Rule(repeats=Repeats.WEEKLY, count=example.weeks).as_rrule(first)
    moved = [
        ChangedDate(
            kind=Change.MOVED,
            date=first + dt.timedelta(weeks=int(week)),
            starts_on=first + dt.timedelta(weeks=int(week), days=days),
            start_time=example.start_time,
            end_time=example.end_time,
            note=note,
        )
        for week, (days, note) in example.moved.items()
    ]
    return EventPage(
        recurrence_rule=rule if example.weeks > 1 else "",
        changed_dates=[change.as_json() for change in moved],
        other_texts=example.other_texts,
        title=example.title,
        summary=example.first_summary or example.summary,
        description=example.description,
        text_language=example.language or group.language,
        kind=example.kind,
        starts_on=first,
        ends_on=None if last_day is None else anchor_day + dt.timedelta(days=last_day),
        start_time=example.start_time,
        end_time=example.end_time,
        is_all_day=example.all_day,
        timezone=town.timezone,
        attendance=example.attendance,
        online_url=example.online_url,
        venue=example.venue,
        street=example.street,
        postal_code=example.postal_code,
        city="" if is_online else group.city,
        country="" if is_online else group.country,
        latitude=example.latitude,
        longitude=example.longitude,
        location_precision=example.precision,
        languages=example.languages or [group.language],
        co_organizer_names="\n".join(example.co_organizers),
        contact=example.contact,
        website=example.website,
        registration_url=example.registration_url,
        registration_required=example.registration_required,
        step_free=ANSWERS[example.step_free],
        accessible_toilet=ANSWERS[example.toilet],
        sign_language=ANSWERS[example.sign_language],
        captions=ANSWERS[example.captions],
        quiet_place=ANSWERS[example.quiet_place],
        accessibility_notes=example.accessibility_notes,
        is_example=True,
    )


def add_action(action: NewAction) -> None:
    """Store an action below its organisation, in the state that it should have.

    Raises:
        ValidationError: if it would be refused in the CMS too.
    """
    event = action.event
    event.slug = free_slug(event)
    save_draft(event=event, organization=action.organization, user=None)
    EventSource.objects.create(event=event, key=action.key, url=action.source_url)
    remember(event, action.key)
    if action.state == "draft":
        return
    if action.state in {"appealed", "decided"}:  # by demo/desk.py, demo/history.py
        submit_for_screening(event=event, user=None)
        return
    if action.state == "waiting":
        submit_for_screening(event=event, user=submitter_of(event))
        return
    revision = event.get_latest_revision()
    revision.as_object().full_clean()
    if action.cancellation_note:
        Cancellation.objects.create(event=event, note=action.cancellation_note)
    for day, note in action.called_off.items():
        CalledOffDate.objects.create(event=event, recurrence_id=day, note=note)
    revision.publish()
    if action.co_organizers_accepted:
        accepted = event.co_organizers.exclude(organization=None)
        if accepted.update(state=CoOrganizer.State.ACCEPTED):
            refresh_occurrences(event)


def submitter_of(event: EventPage) -> User | None:
    """Return who sent it in: the home group's contributor, nobody for other groups."""
    home = example_slug(examples.groups()[HOME_GROUP])
    if event.organization.slug != home:
        return None
    return User.objects.filter(memberships__organization=event.organization).first()


def free_slug(event: EventPage) -> str:
    """Return an address of the title, with town and year where it is taken."""
    slug = ""
    for part in (event.title, event.city, str(event.starts_on.year)):
        slug = slug_of(f"{slug} {part}")
        if slug and not EventPage.objects.filter(slug=slug).exists():
            return slug
    return ""  # the model finds one
