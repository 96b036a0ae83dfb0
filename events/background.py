"""Work that no request waits for: a thread of this process, and nothing else to run.

What is to be done must stand in the database, for the process may end at any time:
whoever shows a result looks whether it is overdue, and asks for it anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable

from django.conf import settings
from django.db import connections

MAX_AT_ONCE = 2  # of one process; each may start a reader of its own
NAME = "background"  # of the threads

_slots = threading.BoundedSemaphore(MAX_AT_ONCE)
_lock = threading.Lock()
_under_way: set[tuple] = set()


def run(function: Callable[..., object], key: Hashable) -> threading.Thread | None:
    """Call `function(key)` soon, without anybody waiting; here and now in tests.

    What this process has under way already is not begun again. Returns the thread.
    """
    if not settings.WORK_IN_BACKGROUND:
        function(key)
        return None
    work = (function, key)
    with _lock:
        if work in _under_way:
            return None
        _under_way.add(work)
    thread = threading.Thread(target=_work, args=(work,), name=NAME, daemon=True)
    thread.start()
    return thread


def _work(work: tuple) -> None:
    function, key = work
    try:
        with _slots:
            function(key)
    finally:
        with _lock:
            _under_way.discard(work)
        connections.close_all()
