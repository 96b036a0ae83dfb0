"""What addresses and handles in a value point at."""

from collections.abc import Iterator

from .addresses import unwrap
from .handles import Mention, handles_in_address, handles_in_field, handles_in_text
from .passages import CAP, Found, Value
from .report import Note
from .submissions import FieldKind
from .watchlist import Watchlist


def find_address(
    value: Value, watchlist: Watchlist, start: int, end: int
) -> Iterator[Found]:
    """Find the entries to whose addresses and handles a piece of the value leads."""
    seen = set()
    for address, is_inner in unwrap(value.text[start:end]):
        steps = (Note("unwrapped", {"address": address.shown}),) if is_inner else ()
        for number, listed in watchlist.with_address(address):
            if number in seen:
                continue
            seen.add(number)
            method = "mail_domain" if address.is_mail else "address"
            score = 0.97 if address.is_mail else 0.99 if is_inner else 1.0
            evidence = value.evidence(
                start, end, listed.shown, "address", method, score, steps
            )
            yield Found(number, evidence)
        for handle in handles_in_address(address):
            mention = Mention(handle, start, end)
            yield from _find_handle(value, watchlist, mention, steps, is_sure=True)


def find_handles(value: Value, watchlist: Watchlist) -> Iterator[Found]:
    """Find the entries whose handles are named in a value."""
    if value.kind == FieldKind.HANDLE:
        for mention in handles_in_field(value.text):
            yield from _find_handle(value, watchlist, mention, is_sure=True)
    elif "@" in value.text or ":" in value.text:
        for mention in handles_in_text(value.text):
            yield from _find_handle(value, watchlist, mention, is_sure=False)


def _find_handle(
    value: Value,
    watchlist: Watchlist,
    mention: Mention,
    steps: tuple[Note, ...] = (),
    *,
    is_sure: bool,
) -> Iterator[Found]:
    """Find the entries with a handle; `is_sure`: it is no word after an @."""
    handle, start, end = mention
    for number, listed in watchlist.with_handle(handle):
        shown = f"{listed.platform}:{listed.name}" if listed.platform else listed.name
        against: tuple[Note, ...] = ()
        if handle.platform == listed.platform:
            method, score = "handle", 0.98
        elif not handle.platform or not listed.platform:
            method = "handle_anywhere"
            score = 0.95 if is_sure else 0.9 if len(handle.name) >= 6 else CAP
        else:
            method, score = "handle_elsewhere", 0.7
            against = (Note("other_platform", {"platform": listed.platform}),)
        evidence = value.evidence(
            start, end, shown, "handle", method, score, steps, against
        )
        yield Found(number, evidence)
