"""A small invented watchlist, and a short way to ask the engine."""

import pytest

from screening.engine import Entry, Submission, Watchlist, screen

ENTRIES = [
    Entry(
        id="falken",
        name="Bund Falkenhorn",
        strong_aliases=("Falkenhornbund",),
        weak_aliases=("Falkenhorn",),
        acronyms=("BFH",),
        countries=("DE",),
        language="de",
        websites=("bund-falkenhorn.example", "moor.example/ks"),
        handles=("telegram:falkenhornbund", "facebook:falken.horn"),
    ),
    Entry(
        id="zastava",
        name="Движение «Каменная Застава»",
        strong_aliases=("Каменная Застава",),
        countries=("RU",),
        language="ru",
    ),
    Entry(id="lantern", name="Iron Lantern", language="en", countries=("GB", "US")),
    Entry(id="meridian", name="Meridian Alliance", language="en"),
    Entry(id="bell", name="Ясный рассвет", language="ru"),
    Entry(id="note", name="Quiet Anvil", language="en", level="note"),
    Entry(id="draft", name="Sleeping Harrow", language="en", status="draft"),
    Entry(
        id="person",
        name="Савелий Дорожинский",
        kind="person",
        language="ru",
        countries=("RU",),
    ),
]


@pytest.fixture(scope="session")
def watchlist():
    return Watchlist(ENTRIES, version="7")


@pytest.fixture
def ask(watchlist):
    """Screen fields; give the matches as (entry, level) pairs."""

    def ask(country="", **fields):
        report = screen(Submission(fields, country), watchlist)
        return [(match.entry_id, match.level) for match in report.matches]

    return ask


@pytest.fixture
def best(watchlist):
    """Screen fields; give the only match."""

    def best(country="", **fields):
        report = screen(Submission(fields, country), watchlist)
        (match,) = report.matches
        return match

    return best
