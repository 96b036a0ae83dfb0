"""The demonstration site, loaded once for all tests of this folder."""

import io

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.factories.world import kept_for_the_module


def run_load_demo(**options) -> str:
    """Run the command; return what it printed."""
    output = io.StringIO()
    call_command("load_demo", stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def load_demo():
    return run_load_demo


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    with (
        override_settings(DATA_DIR=tmp_path_factory.mktemp("data")),
        kept_for_the_module(django_db_blocker),
    ):
        yield run_load_demo()


@pytest.fixture
def demo(loaded, db):
    """What the command printed; each test's own changes are undone after it."""
    return loaded
