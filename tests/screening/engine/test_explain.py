import re
from pathlib import Path

from screening.engine import explain
from screening.engine.explain import note_sentences, trick_labels
from screening.engine.report import Note
from screening.engine.submissions import FIELD_KINDS

ENGINE = Path(explain.__file__).parent


def test_summary_is_one_plain_sentence(best):
    assert best(co_organisers=["NGO Kamennaja Sastawa"]).summary == (
        "Co-organiser: “Kamennaja Sastawa” sounds like the listed name “Каменная "
        "Застава”."
    )


def test_steps_tell_word_by_word_what_was_done(best):
    evidence = best(organiser="Fа1kenhorn, Bundes").evidence[0]

    assert note_sentences(evidence.steps) == [
        "“Fа1kenhorn” is “Falkenhorn” with digits or signs for letters.",
        "“Bundes” is a form of “Bund”.",
        "The words stand in another order.",
    ]


def test_tricks_are_named(best):
    evidence = best(organiser="Bund Falken\u200bhorn").evidence[0]

    assert trick_labels(evidence) == ["invisible characters inside"]


def test_countries_are_named_and_not_coded():
    note = Note("other_country", {"country": "FR", "listed": "DE, AT"})

    assert note_sentences([note]) == [
        "The submission is from France, the entry names Germany, Austria."
    ]


def test_every_field_has_a_label():
    assert set(FIELD_KINDS) == set(explain.FIELDS)


def test_every_code_has_a_sentence():
    """Codes are written as literals where they are given; each must be sayable."""
    code = "\n".join(path.read_text() for path in ENGINE.glob("*.py"))
    notes = set(re.findall(r'Note\(\s*"(\w+)"', code))

    assert notes - set(explain._NOTES) == set()


def test_sentence_holds_text_that_looks_like_a_placeholder(best):
    link = "https://bund-falkenhorn.example/%(listed)s?{raw}"

    assert best(links=[link]).summary == (
        f"Link: “{link}” leads to the listed address bund-falkenhorn.example."
    )
