"""Screens the cases of a file against the watchlist of a file, without any site."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.engine import (
    Case,
    CasesFileError,
    Match,
    Watchlist,
    WatchlistFileError,
    read_cases,
    read_watchlist,
    screen,
)
from screening.engine.explain import note_sentences, trick_labels

PROGRESS_EVERY = 500
SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    """Write one line of JSON a case, as `../shared/screening/README.md` says."""

    help = (
        "Screen the cases of a JSONL file against the watchlist of a CSV file and "
        "write one JSON object a line: id, matches, ms."
    )
    # Runs on files alone: no database, no settings that could be wrong.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--watchlist", required=True, metavar="FILE.csv")
        parser.add_argument("--cases", required=True, metavar="FILE.jsonl")
        parser.add_argument("--output", required=True, metavar="FILE.jsonl")

    def handle(self, *args, watchlist, cases, output, **options):
        entries = self._read(read_watchlist, watchlist)
        to_screen = self._read(read_cases, cases)
        index = Watchlist(entries)
        failed = 0
        # Beside the goal first, so that a run that is stopped leaves no half file.
        part = Path(f"{output}.part")
        try:
            with part.open("w", encoding="utf-8") as file:
                for number, case in enumerate(to_screen, start=1):
                    line = screened(case, index)
                    failed += "error" in line
                    file.write(json.dumps(line) + "\n")
                    if number % PROGRESS_EVERY == 0:
                        self.stderr.write(f"{number} of {len(to_screen)} screened")
            part.replace(output)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"{output}: {error.strerror}", returncode=2) from error
        if failed:
            raise CommandError(f"{failed} cases were not screened", returncode=1)

    def _read(self, reader, path):
        try:
            return reader(path)
        except (WatchlistFileError, CasesFileError) as error:
            lines = str(error).splitlines()
            more = len(lines) - SHOWN_PROBLEMS
            shown = lines[:SHOWN_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
            text = "\n".join(f"{path}: {line}" for line in shown)
            raise CommandError(text, returncode=2) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error


def screened(case: Case, index: Watchlist) -> dict[str, Any]:
    """Screen one case; a failure becomes `error`, never an empty list of matches."""
    started = time.perf_counter()
    try:
        report = screen(case.submission, index)
    except Exception as error:  # noqa: BLE001 - one bad case must not hide the others
        return {"id": case.id, "error": f"not screened: {error!r}"}
    milliseconds = (time.perf_counter() - started) * 1000
    line = {
        "id": case.id,
        "matches": [as_line(match) for match in report.matches],
        "ms": round(milliseconds, 3),
    }
    if report.unread:
        line["unread"] = note_sentences(report.unread)
    return line


def as_line(match: Match) -> dict[str, Any]:
    """Give a match as the output format has it, its reasons as English sentences."""
    return {
        "watchlist_id": match.entry_id,
        "level": match.level,
        "score": match.score,
        "field": match.field,
        "summary": match.summary,
        "evidence": [
            {
                "field": place.field,
                "index": place.index,
                "raw": place.raw,
                "span": [place.start, place.end],
                "listed": place.listed,
                "strength": place.strength,
                "method": place.method,
                "score": place.score,
                "steps": note_sentences(place.steps),
                "tricks": trick_labels(place),
                "against": note_sentences(place.against),
            }
            for place in match.evidence
        ],
        "against": note_sentences(match.against),
    }
