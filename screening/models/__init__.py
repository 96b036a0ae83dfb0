"""The watchlist, what was found, and what was decided.

A finding points, it never decides; a decision is written once and never changed.
"""

from .decisions import Decision
from .policy import Criterion, Policy
from .runs import Finding, ScreeningRun, ScreeningTask
from .watchlist import WatchlistChange, WatchlistEntry, WatchlistSource

__all__ = [
    "Criterion",
    "Decision",
    "Finding",
    "Policy",
    "ScreeningRun",
    "ScreeningTask",
    "WatchlistChange",
    "WatchlistEntry",
    "WatchlistSource",
]
