"""The matching engine: a watchlist, a submission, and what points from one to the
other.

Pure and offline: values in, values out; no database, no network, no settings. Only
`explain` speaks to readers and uses Django's translations for it.

    watchlist = Watchlist(entries, version="41")        # once for each list version
    report = screen(Submission(fields, country), watchlist)
    report.matches[0].level, report.matches[0].evidence[0].raw
"""

from .entries import Entry, WatchlistFileError, doubts, read_watchlist
from .report import ALERT, HINT, Evidence, Match, Note, Report
from .search import ENGINE_VERSION, screen
from .submissions import Case, CasesFileError, Submission, read_cases
from .watchlist import Watchlist

__all__ = [
    "ALERT",
    "ENGINE_VERSION",
    "HINT",
    "Case",
    "CasesFileError",
    "Entry",
    "Evidence",
    "Match",
    "Note",
    "Report",
    "Submission",
    "Watchlist",
    "WatchlistFileError",
    "doubts",
    "read_cases",
    "read_watchlist",
    "screen",
]
