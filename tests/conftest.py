"""What all tests share: the database, the browser, and when a test may be skipped.

`OBJECTWAR_REQUIRE_ALL=1`, as CI sets it, makes every skipped test a failure.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import os
import shutil
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import sync_playwright

from events.state import forget_answers
from events.stored import forget
from objectwar.kept import forget_pages
from tests.browsing import new_visitor
from tools.messages import compile_catalogs

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = os.environ.get("OBJECTWAR_REQUIRE_ALL") == "1"

LONGEST_RUN = dt.timedelta(hours=2)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium calls its maker's hosts at every start, unless told not to.
CHROMIUM_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

_flushed_the_database = pytest.StashKey[bool]()
_made_the_database = pytest.StashKey[bool]()


def chromium_path() -> str | None:
    """Return where the system's Chromium is; OBJECTWAR_CHROMIUM names another one."""
    return os.environ.get("OBJECTWAR_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )


def is_postgresql() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


# --- Which tests run -----------------------------------------------------------------


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Leave out browser tests and those that ask no database, which"
        " another run on another database has.",
    )


def pytest_configure(config):
    compile_catalogs()
    stay_on_one_day()
    # Pages of the CMS make objects by the ten thousand and Django's stay for the whole
    # run: looking for garbage as often as Python does took a quarter of it.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def stay_on_one_day():
    """Put this process's clock back if the run would see midnight.

    What a test expects of "in three days" was counted when the run began.
    """
    now = dt.datetime.now(dt.UTC)
    if (now + LONGEST_RUN).date() != now.date():
        time_machine.travel(now - LONGEST_RUN, tick=True).start()


def asks_the_database(item) -> bool:
    return bool(
        item.get_closest_marker("django_db")
        or {"db", "transactional_db", "live_server"} & set(item.fixturenames)
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )


def pytest_collection_modifyitems(config, items):
    """Skip, with the reason, what this machine cannot run."""
    if config.getoption("--database-only"):
        left_out = {
            item
            for item in items
            if not asks_the_database(item) or item.get_closest_marker("browser")
        }
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    missing = {}
    if chromium_path() is None:
        missing["browser"] = "Chromium is not installed here"
    if not is_postgresql():
        missing["postgresql"] = "OBJECTWAR_DATABASE_URL names no PostgreSQL server"
    for item in items:
        for marker, reason in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
        if empties_the_database(item):
            # Root page, locales and workflow come from migrations: without this they
            # would be gone after the first such test.
            item.add_marker(
                pytest.mark.django_db(transaction=True, serialized_rollback=True),
                append=False,
            )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        report.outcome = "failed"
        report.longrepr = f"{reason} - and OBJECTWAR_REQUIRE_ALL=1 forbids skipping"
    return report


# --- The database --------------------------------------------------------------------
# --reuse-db keeps a SQLite file between runs, which saves running all migrations. It is
# made anew where a migration or package changed, and after a run that emptied it.


def empties_the_database(item) -> bool:
    """Say whether a test commits, so that Django flushes every table after it."""
    marker = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"} & set(item.fixturenames)
        or (marker and marker.kwargs.get("transaction"))
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )


def database_stamp() -> Path:
    """Return the file that says which schema the kept SQLite file has."""
    return Path(f"{settings.DATABASES['default']['TEST']['NAME']}.stamp")


def schema_fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for migration in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(migration.name.encode() + migration.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb, request):
    if is_postgresql():
        return True
    stamp = database_stamp()
    is_fresh = stamp.exists() and stamp.read_text() == schema_fingerprint()
    stamp.unlink(missing_ok=True)  # until this run has ended well
    request.config.stash[_made_the_database] = True
    return django_db_createdb or not is_fresh


def pytest_runtest_setup(item):
    if empties_the_database(item):
        item.config.stash[_flushed_the_database] = True


def pytest_sessionfinish(session):
    stash = session.config.stash
    if stash.get(_made_the_database, False) and not stash.get(
        _flushed_the_database, False
    ):
        database_stamp().write_text(schema_fingerprint())


@pytest.fixture(autouse=True)
def empty_store():
    """No test reads what another one has stored, nor in another one's language."""
    translation.activate(settings.LANGUAGE_CODE)
    forget()
    forget_pages()
    forget_answers()


# --- The browser ---------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium(django_db_setup):
    """The system's Chromium, driven by Playwright and cut off from the network."""
    # From its start on, Playwright keeps an event loop in this thread. Django then
    # refuses database calls, though ours come between the browser's and never during
    # one, and asgiref gives Django other connections, which do not know what to
    # restore before a test.
    initial_data = connections["default"]._test_serialized_contents
    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    flags = [*CHROMIUM_FLAGS]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox does not start for root
    with sync_playwright() as playwright:
        connections["default"]._test_serialized_contents = initial_data
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=flags
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visitor(chromium, live_server, settings):
    """Return a function that brings a new visitor; see `tests.browsing.new_visitor`."""
    settings.SITE_URL = live_server.url  # absolute addresses lead to this server
    contexts = []

    def bring(**options):
        visitor = new_visitor(chromium, live_server.url, **options)
        contexts.append(visitor.context)
        return visitor

    yield bring
    for context in contexts:
        context.close()
