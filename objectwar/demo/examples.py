"""The made-up content: what `examples.toml` says, with the days worked out.

Days are counted from a period's anchor day. The periods are those around 10 December
2026 and 15 May 2027; once one of them is over, the next year's takes its place.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).with_name("examples.toml")


@dataclass(frozen=True, kw_only=True)
class Season:
    """A period that comes back every year. Days are counted from its anchor day."""

    slug: str
    name: str
    anchor: str  # events.models.AnchorDay
    month: int
    day: int
    first_year: int
    first_day: int
    last_day: int
    call: str

    def anchor_day(self, today: dt.date) -> dt.date:
        """Return the anchor day of the period that runs or comes next."""
        year = max(today.year, self.first_year)
        anchor_day = dt.date(year, self.month, self.day)
        if anchor_day + dt.timedelta(days=self.last_day) < today:
            anchor_day = anchor_day.replace(year=year + 1)
        return anchor_day


SEASONS = {
    "winter": Season(
        slug="human-rights-day",
        name="Action weeks December",
        anchor="human_rights_day",
        month=12,
        day=10,
        first_year=2026,
        first_day=-6,
        last_day=7,
        call=(
            "Around Human Rights Day groups in many countries show that refusing to "
            "kill is a human right. Stand on a square, write letters, invite to a "
            "talk: post your action, however small, and it is on the map."
        ),
    ),
    "spring": Season(
        slug="icoday",
        name="Action weeks May",
        anchor="co_day",
        month=5,
        day=15,
        first_year=2027,
        first_day=-7,
        last_day=8,
        call=(
            "Around International Conscientious Objection Day we remember those who "
            "refused, and stand with those who refuse today. Post your action and "
            "let others join."
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class ExampleGroup:
    """An invented group. `city` is looked up in the gazetteer."""

    key: str
    name: str
    country: str
    city: str
    language: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class ExampleAction:
    """An invented action.

    `day` and `last_day` count from the anchor day; `starts` and `ends` are "HH:MM" on
    the clock of the group's town; without them the hour is to be announced. `state` is
    approved, waiting (for an editor), appealed (against a decision) or draft.
    `cancelled` is the note to visitors of an action called off. None as an answer about
    access means: not said. `first_summary` is what the group sent in before the editors
    asked for changes.
    """

    key: str
    group: str
    kind: str
    title: str
    day: int
    period: str = "winter"
    state: str = "approved"
    summary: str = ""
    first_summary: str = ""
    description: str = ""
    language: str = ""  # of the texts; the group's if not said
    last_day: int | None = None
    starts: str = ""
    ends: str = ""
    all_day: bool = False
    attendance: str = "in_person"
    online_url: str = ""
    venue: str = ""
    street: str = ""
    postal_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "exact"
    languages: list[str] = field(default_factory=list)  # held in; the group's if none
    co_organizers: list[str] = field(default_factory=list)
    contact: str = ""
    website: str = ""
    registration_url: str = ""
    registration_required: bool = False
    step_free: bool | None = None
    toilet: bool | None = None
    sign_language: bool | None = None
    captions: bool | None = None
    quiet_place: bool | None = None
    accessibility_notes: str = ""
    cancelled: str = ""
    weeks: int = 1  # how many times, once a week
    # By the number of the week: the days it moves on, and what visitors are told.
    moved: dict[str, list] = field(default_factory=dict)
    called_off: dict[str, str] = field(default_factory=dict)
    other_texts: list[dict[str, str]] = field(default_factory=list)

    @property
    def start_time(self) -> dt.time | None:
        return dt.time.fromisoformat(self.starts) if self.starts else None

    @property
    def end_time(self) -> dt.time | None:
        return dt.time.fromisoformat(self.ends) if self.ends else None


@dataclass(frozen=True, kw_only=True)
class ExampleWatchlistEntry:
    """An invented entry of the watchlist. `more_sources`: title -> address."""

    name: str
    reason: str
    source_title: str
    source_url: str
    kind: str = "group"
    aliases: list[str] = field(default_factory=list)
    weak_aliases: list[str] = field(default_factory=list)
    acronyms: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    language: str = ""
    level: str = "listed"
    policy_point: str = "nationalist"
    source_archived_url: str = ""
    source_dated_on: dt.date | None = None
    more_sources: dict[str, str] = field(default_factory=dict)
    review_in_days: int = 300
    status: str = "active"


@dataclass(frozen=True, kw_only=True)
class ExampleDecision:
    """A decision on an invented action, named by its key.

    `days_ago` counts back from the loading, `hours` from the decision to when it was
    sent in, `minutes` to when the editor opened it. `criterion` is a number in the
    policy in force, `note` what only editors read.
    """

    action: str
    days_ago: float
    hours: float
    minutes: float
    outcome: str = "approved"
    reason: str = ""
    criterion: int | None = None
    grounds: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ExampleConcern:
    """A visitor's invented concern about an action, with an editor's answer."""

    action: str
    days_ago: float
    category: str
    note: str
    answer: str


@cache
def _content() -> dict:
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def groups() -> dict[str, ExampleGroup]:
    return {
        key: ExampleGroup(key=key, **values)
        for key, values in _content()["groups"].items()
    }


def actions() -> list[ExampleAction]:
    return [ExampleAction(**values) for values in _content()["actions"]]


def decisions() -> list[ExampleDecision]:
    """Return them in the order in which they were taken on each action."""
    return [ExampleDecision(**values) for values in _content()["decisions"]]


def concerns() -> list[ExampleConcern]:
    return [ExampleConcern(**values) for values in _content()["concerns"]]


def watchlist() -> list[ExampleWatchlistEntry]:
    return [ExampleWatchlistEntry(**values) for values in _content()["watchlist"]]
