"""The watchlist, what was found, and what was decided.

A finding points, it never decides; a decision is written once and never changed.
"""

from .applications import Application
from .decisions import Decision
from .follow_ups import FollowUp
from .freezes import Freeze
from .policy import Criterion, Policy
from .runs import Finding, ScreeningRun, ScreeningTask
from .watchlist import WatchlistChange, WatchlistEntry, WatchlistSource

__all__ = [
    "Application",
    "Criterion",
    "Decision",
    "Finding",
    "FollowUp",
    "Freeze",
    "Policy",
    "ScreeningRun",
    "ScreeningTask",
    "WatchlistChange",
    "WatchlistEntry",
    "WatchlistSource",
]
