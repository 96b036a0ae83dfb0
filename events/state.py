"""The site's state: a word that changes with anything public, and what hangs on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps

from .models import PublicState


@dataclass
class Answering:
    """The site's state at an answer's beginning; whether older numbers went into it."""

    state: str
    is_behind: bool = False


_answering: ContextVar[Answering | None] = ContextVar("answering", default=None)
_known: list = []


def site_state() -> str:
    """Return a word that changes with anything public: one small query."""
    if (answering := _answering.get()) is not None:
        return answering.state
    # Not first(), which sorts this one row.
    changed_at = next(
        iter(PublicState.objects.values_list("changed_at", flat=True)), None
    )
    return changed_at.isoformat() if changed_at else ""


@contextmanager
def with_state(state: str) -> Iterator[Answering]:
    """Let `site_state` return what was read at a request's beginning, not ask again."""
    answering = Answering(state)
    token = _answering.set(answering)
    try:
        yield answering
    finally:
        _answering.reset(token)


def asked_once(function):
    """Let a function that reads what is public ask once in each state of the site.

    Its arguments are hashable and few; what it returns is shared by all threads and not
    to be changed. Where no state was ever noted, it asks each time.
    """
    known = lru_cache(maxsize=32)(lambda _state, *arguments: function(*arguments))
    _known.append(known)

    @wraps(function)
    def answer(*arguments):
        state = site_state()
        return known(state, *arguments) if state else function(*arguments)

    return answer


def forget_answers() -> None:
    """Let everything that was asked once be asked again."""
    for known in _known:
        known.cache_clear()


def say_behind() -> None:
    """Note that what is being answered must not be kept: its numbers are older."""
    if (answering := _answering.get()) is not None:
        answering.is_behind = True
