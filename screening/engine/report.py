"""What screening answers: matches with their evidence, as values and as JSON.

Steps and objections are codes with values, not sentences: `explain.py` says them in the
language of whoever reads.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

ALERT = "alert"
HINT = "hint"
ALERT_FROM = 0.80
HINT_FROM = 0.55


@dataclass(frozen=True, slots=True)
class Note:
    """A code of `explain.py` with the words that go into its sentence."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in a submission that points at an entry.

    `raw` is `text[start:end]` of value number `index` of the field, start inclusive,
    end exclusive, counted in characters; `listed` is the form on the list that was met
    and `strength` its kind: strong, weak, acronym, address, handle.
    """

    field: str
    index: int
    raw: str
    start: int
    end: int
    listed: str
    strength: str
    method: str
    score: float
    steps: tuple[Note, ...] = ()
    tricks: tuple[str, ...] = ()
    against: tuple[Note, ...] = ()

    @property
    def level(self) -> str:
        """What this evidence would be by itself: alert, hint, or "" below both."""
        return level_of(self.score)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a submission points at, its best evidence first."""

    entry_id: str
    level: str
    score: float
    evidence: tuple[Evidence, ...]
    against: tuple[Note, ...] = ()

    @property
    def field(self) -> str:
        """The field of the best evidence."""
        return self.evidence[0].field

    @property
    def summary(self) -> str:
        """One plain sentence, in the language that is active."""
        # The engine runs without Django; only sentences need its translations.
        from .explain import summary_of  # noqa: PLC0415 - see above

        return summary_of(self)


@dataclass(frozen=True, slots=True)
class Report:
    """The answer for one submission; no matches means that nothing was found.

    `list_version` and `engine` say by what it was screened; `unread` names what was too
    long to be read whole, so that it does not look like nothing found.
    """

    matches: tuple[Match, ...]
    list_version: str
    engine: str
    unread: tuple[Note, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the report as plain values for storing; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Report":
        """Read a stored report."""
        matches = tuple(match_from_json(match) for match in data["matches"])
        return cls(
            matches,
            data["list_version"],
            data["engine"],
            tuple(Note(**note) for note in data.get("unread", ())),
        )


def match_from_json(data: dict[str, Any]) -> Match:
    """Read a stored match."""
    evidence = tuple(
        Evidence(
            **{
                **item,
                "steps": tuple(Note(**note) for note in item["steps"]),
                "tricks": tuple(item["tricks"]),
                "against": tuple(Note(**note) for note in item["against"]),
            }
        )
        for item in data["evidence"]
    )
    against = tuple(Note(**note) for note in data["against"])
    return Match(data["entry_id"], data["level"], data["score"], evidence, against)


def level_of(score: float) -> str:
    """Give the level of a score: alert from .80, hint from .55, else ""."""
    if score >= ALERT_FROM:
        return ALERT
    return HINT if score >= HINT_FROM else ""
