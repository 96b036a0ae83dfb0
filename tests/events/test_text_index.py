"""Words are found by a part of them, on both databases, whatever became of the row."""

import pytest
from django.db import connection

from events.lifecycle import searchable
from events.models import Occurrence
from events.text_index import TABLE, WORDS, ensure_text_index
from tests.factories.actions import make_event
from tests.factories.people import make_editor, make_member, make_organization
from tests.factories.world import kept_for_the_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def events(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        group = make_organization("Peace Group")
        user, editor = make_member(group), make_editor()
        for slug, title in {
            "de": "Gespräch über Asylverfahren",
            "uk": "Свічка за тих, хто відмовився ещё",
            "signs": 'The "100% no" evening_1, Kafé w Łodzi',
        }.items():
            make_event(
                organization=group,
                user=user,
                editor=editor,
                slug=slug,
                title=title,
                published=True,
            )
        yield


@pytest.mark.parametrize(
    ("word", "slugs"),
    [
        ("verfahren", {"de"}),
        ("gespräch", {"de"}),
        ("GESPRACH", {"de"}),
        ("kafe w Łodzi", {"signs"}),
        ("lodzi", {"signs"}),
        ("еще", {"uk"}),
        ("відмовився ещё", {"uk"}),
        ("вiдмовився", set()),  # with a Latin i
        ("видмовився", set()),
        ("свіч", {"uk"}),
        ("хт", {"uk"}),
        ('"100%', {"signs"}),
        ("g_1", {"signs"}),
        ("100_", set()),
        ("a*c", set()),
        ("x" * 5000, set()),
        ("peace", {"de", "uk", "signs"}),
    ],
)
def test_containing_finds_parts_of_words_and_takes_signs_literally(events, word, slugs):
    found = Occurrence.objects.containing(searchable(word))

    assert {occurrence.event.slug for occurrence in found} == slugs


def test_containing_follows_what_is_changed_and_deleted(events):
    changed = Occurrence.objects.get(event__slug="de")
    Occurrence.objects.filter(pk=changed.pk).update(search_text="mahnwache")
    Occurrence.objects.get(event__slug="uk").delete()

    assert list(Occurrence.objects.containing("nwach")) == [changed]
    assert not Occurrence.objects.containing("verfahren").exists()
    assert not Occurrence.objects.containing("свіч").exists()


def test_index_is_whole_again_after_its_triggers_were_lost(events):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {WORDS}_update")
    Occurrence.objects.filter(event__slug="de").update(search_text="mahnwache")

    ensure_text_index(connection.alias)

    assert Occurrence.objects.containing("nwach").count() == 1
    assert TABLE in connection.introspection.table_names()
