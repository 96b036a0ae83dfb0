"""What tests of the campaign's pages begin with."""

import pytest
from django.test import Client

from objectwar.demo.home import load_home_pages
from tests.factories.world import kept_for_the_module


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The campaign's pages in nine languages, loaded once."""
    with kept_for_the_module(django_db_blocker):
        load_home_pages()
        yield


@pytest.fixture
def visitor(site):
    return Client()
