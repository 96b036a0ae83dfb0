"""The watchlist, what was found, and what was decided.

A finding points, it never decides; a decision is written once and never changed.
"""

from .applications import Application
from .decisions import Decision
from .desk import (
    Appeal,
    AppealVote,
    EditorProfile,
    InternalNote,
    Judgement,
    Look,
    Message,
    StockAnswer,
    UrgentMail,
    Vote,
)
from .follow_ups import FollowUp
from .freezes import Freeze
from .policy import Criterion, Policy
from .runs import Finding, ScreeningRun, ScreeningTask
from .watchlist import WatchlistChange, WatchlistEntry, WatchlistSource

__all__ = [
    "Appeal",
    "AppealVote",
    "Application",
    "Criterion",
    "Decision",
    "EditorProfile",
    "Finding",
    "FollowUp",
    "Freeze",
    "InternalNote",
    "Judgement",
    "Look",
    "Message",
    "Policy",
    "ScreeningRun",
    "ScreeningTask",
    "StockAnswer",
    "UrgentMail",
    "Vote",
    "WatchlistChange",
    "WatchlistEntry",
    "WatchlistSource",
]
