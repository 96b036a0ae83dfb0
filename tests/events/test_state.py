"""What is asked once in each state of the site, and again in the next."""

import pytest

from events.lifecycle import note_public_change
from events.state import asked_once, forget_answers, with_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return []


@pytest.fixture
def answer(asked):
    @asked_once
    def answer(*words):
        asked.append(words)
        return len(asked)

    return answer


def test_nothing_public_yet_is_asked_each_time(answer):
    assert [answer(), answer()] == [1, 2]


def test_answer_holds_until_something_public_changes(answer):
    note_public_change()
    assert [answer(), answer()] == [1, 1]

    note_public_change()

    assert [answer(), answer()] == [2, 2]


def test_each_argument_has_its_own_answer(answer, asked):
    note_public_change()

    assert [answer("de"), answer("uk"), answer("de")] == [1, 2, 1]
    assert asked == [("de",), ("uk",)]


def test_state_at_the_requests_beginning_counts_while_it_is_answered(answer):
    note_public_change()
    with with_state("before"):
        first = answer()
        note_public_change()
        assert answer() == first

    assert answer() != first


def test_forgotten_answers_are_asked_for_again(answer):
    note_public_change()
    answer()

    forget_answers()

    assert answer() == 2
