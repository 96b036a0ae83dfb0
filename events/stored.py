"""What is written once per change and read by everyone: octets in the store of feeds.

The store is the cache `feeds` (docs/decisions/0060), with what was read last kept in
this process's memory. A reader gets what is stored while it is true; otherwise one of
them looks what changed and writes anew if something did, and the others get what was
true until then.
"""

from __future__ import annotations

import datetime as dt
import gc
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files import locks

# What this process remembers, in octets.
MEMORY = 32 * 1024 * 1024
# A store that was asked for nothing for so long is emptied by itself.
KEPT_SECONDS = 30 * 24 * 60 * 60
# What is shorter grows when it is compressed.
SMALLEST_TO_COMPRESS = 200
ONE_SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Octets:
    """A body as it is sent, plain and compressed, with its validators.

    `zipped` is gzip, or b"" where that is not shorter. `tag` is the hash for a strong
    ETag, without quotes. `changed_at` is UTC in whole seconds, as HTTP tells it.
    """

    body: bytes
    zipped: bytes
    tag: str
    changed_at: dt.datetime

    @classmethod
    def of(cls, body: bytes, changed_at: dt.datetime) -> Octets:
        """Compress and hash a body: the same body gives the same octets anywhere."""
        zipped = b""
        if len(body) >= SMALLEST_TO_COMPRESS:
            zipped = gzip.compress(body, compresslevel=6, mtime=0)
        return cls(
            body=body,
            zipped=zipped if len(zipped) < len(body) else b"",
            tag=hashlib.sha256(body).hexdigest()[:32],
            changed_at=changed_at.astimezone(dt.UTC).replace(microsecond=0),
        )

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped)

    def __reduce__(self):
        """Be kept compressed: a store would compress the plain body once more."""
        kept = b"" if self.zipped else self.body
        return _kept, (kept, self.zipped, self.tag, self.changed_at)


def _kept(body: bytes, zipped: bytes, tag: str, changed_at: dt.datetime) -> Octets:
    body = body or gzip.decompress(zipped)
    return Octets(body=body, zipped=zipped, tag=tag, changed_at=changed_at)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look at the database says about a selection, without writing it.

    `fingerprint` is the same as long as its octets are; `until` is when time alone may
    change it; UTC.
    """

    fingerprint: str
    until: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Octets, what they were written from, and how long that needs no second look.

    `state` is the site's when that look was taken.
    """

    octets: Octets
    look: Look
    state: str

    def is_current(self, state: str, at: dt.datetime) -> bool:
        return self.state == state and at < self.look.until


@cache
def code_version() -> str:
    """Return a hash of all code and texts: another release may write other octets.

    Of their content, so that two machines with the same release agree.
    """
    digest = hashlib.sha256(settings.SITE_URL.encode())
    for folder in ("events", "organizations", "locale"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in {".py", ".mo"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _name(text: str) -> str:
    """Return a name of one length for a text of any."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


class _Memory:
    """The entries that this process used last, up to MEMORY octets."""

    def __init__(self):
        self.lock = threading.Lock()
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.size = 0

    def get(self, alias: str) -> Entry | None:
        name = _name(alias)
        with self.lock:
            if (entry := self.entries.get(name)) is not None:
                self.entries.move_to_end(name)
            return entry

    def put(self, alias: str, entry: Entry) -> None:
        name = _name(alias)
        with self.lock:
            if (former := self.entries.pop(name, None)) is not None:
                self.size -= former.octets.size
            self.entries[name] = entry
            self.size += entry.octets.size
            while self.size > MEMORY and len(self.entries) > 1:
                _former, oldest = self.entries.popitem(last=False)
                self.size -= oldest.octets.size

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()
            self.size = 0


_memory = _Memory()


def remembered(alias: str, *, state: str, at: dt.datetime) -> Octets | None:
    """Return what this process knows under an alias, if it is still true."""
    entry = _memory.get(alias)
    return entry.octets if entry and entry.is_current(state, at) else None


def forget() -> None:
    """Empty the store, and this process's memory of it."""
    _memory.clear()
    caches["feeds"].clear()


def stored(
    key: str,
    *,
    alias: str,
    state: str,
    at: dt.datetime,
    look: Callable[[], Look],
    write: Callable[[dt.datetime | None], tuple[bytes, dt.datetime]],
) -> Octets:
    """Return the octets of `key`, written anew only if a look says something changed.

    `state` names the site's state, and was read before anything that `look` and
    `write` read. `write` gets the moment of a change after the first writing, None for
    the first, and returns the body and when it last changed. Under `alias` this process
    remembers the entry for `remembered`.

    Nobody waits for more than one writing: whoever finds another one at it gets what is
    stored, or waits for that one where there is nothing yet.
    """
    name = _name(f"{code_version()} {key}")
    store = caches["feeds"]
    entry = store.get(name)
    if entry is None or not entry.is_current(state, at):
        with turn(name, wait=entry is None) as (is_mine, has_waited):
            if is_mine:
                former = store.get(name)
                # Somebody else may have been faster.
                if former is None or not (has_waited or former.is_current(state, at)):
                    former = _renewed(
                        former, state=state, at=at, look=look, write=write
                    )
                    store.set(name, former, KEPT_SECONDS)
                entry = former
    _memory.put(alias, entry)
    return entry.octets


def _renewed(former: Entry | None, *, state, at, look, write) -> Entry:
    """Return what is true now: the former octets unless something in them changed."""
    found = look()
    if former is not None and former.look.fingerprint == found.fingerprint:
        return replace(former, look=found, state=state)
    moment = None
    if former is not None:
        # Two changes within a second would have one Last-Modified, and whoever asks by
        # that alone would never learn of the second.
        moment = max(at, former.octets.changed_at + ONE_SECOND)
    with _without_collector():
        body, changed_at = write(moment)
    octets = Octets.of(body, changed_at)
    if former is not None and octets.tag == former.octets.tag:
        octets = former.octets
    return Entry(octets=octets, look=found, state=state)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let Python not look for garbage: thousands of new objects are none yet.

    That takes a fifth of the time of writing a large feed.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def turn(name: str, *, wait: bool) -> Iterator[tuple[bool, bool]]:
    """Take the right to write something; yield whether it is ours, and if after a wait.

    By a lock on a file, which ends with the process that holds it.
    """
    folder = Path(settings.LOCK_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name[:3]).open("w") as file:
        is_mine = locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
        has_waited = wait and not is_mine
        if has_waited:
            is_mine = locks.lock(file, locks.LOCK_EX)
        try:
            yield is_mine, has_waited
        finally:
            if is_mine:
                locks.unlock(file)
