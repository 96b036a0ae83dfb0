"""The list of excluded groups: two people, versions, previews, files."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from screening.choices import EntryStatus, ListChange
from screening.criteria import current_watchlist, list_version
from screening.models import WatchlistChange, WatchlistEntry
from screening.policies import seed_policy
from screening.watchlist_files import COLUMNS, export_csv, import_rows, read_rows
from screening.watchlists import (
    add_entry,
    change_entry,
    confirm_entry,
    delete_draft,
    move_entry,
    warnings_about,
    would_hit,
)
from tests.addresses import form_values
from tests.factories.actions import make_event
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


def draft(name="Iron Sparrow Front", **fields) -> WatchlistEntry:
    return WatchlistEntry(
        **{
            "name": name,
            "reason": "Invented.",
            "policy_point": "nationalist",
            "source_title": "Nobody",
            "source_url": "https://example.org/",
            **fields,
        }
    )


def listed(name="Iron Sparrow Front", **fields) -> WatchlistEntry:
    entry = add_entry(entry=draft(name, **fields), by=make_editor())
    confirm_entry(entry=entry, by=make_editor())
    return WatchlistEntry.objects.get(pk=entry.pk)


def looked_for() -> list[str]:
    return [entry.name for entry in current_watchlist().entries]


# --- Two people, and every change a version -------------------------------------------


def test_whoever_stores_an_entry_by_another_way_has_a_draft():
    entry = WatchlistEntry.objects.create(
        name="Iron Sparrow Front",
        reason="x",
        source_title="x",
        source_url="https://example.org/",
    )

    assert entry.status == EntryStatus.DRAFT
    event = make_event(co_organizer_names=entry.name, awaiting_screening=True)
    run = event.current_workflow_task_state.screening_runs.get()
    assert not run.findings.exists()


def test_new_listing_takes_two_people():
    editor = make_editor()
    entry = add_entry(entry=draft(), by=editor)
    assert looked_for() == []

    with pytest.raises(PermissionDenied):
        confirm_entry(entry=entry, by=editor)
    assert looked_for() == []

    confirm_entry(entry=entry, by=make_editor())
    assert looked_for() == ["Iron Sparrow Front"]


def test_every_change_is_a_version_that_is_never_changed():
    entry, editor = listed(), make_editor()
    entry.reason = "Invented anew."
    change_entry(entry=entry, by=editor)
    change_entry(entry=entry, by=editor)  # nothing is different

    actions = [change.action for change in entry.changes.all()]
    assert actions == [ListChange.CHANGED, ListChange.CONFIRMED, ListChange.ADDED]
    change = entry.changes.first()
    assert change.fields == {"reason": ["Invented.", "Invented anew."]}
    assert list_version() == str(change.pk)
    with pytest.raises(TypeError):
        change.save()


@pytest.mark.parametrize(
    ("action", "status", "is_looked_for"),
    [
        (ListChange.REVIEW, EntryStatus.REVIEW, True),
        (ListChange.KEPT, EntryStatus.ACTIVE, True),
        (ListChange.RETRACTED, EntryStatus.RETRACTED, False),
    ],
)
def test_entry_moves(action, status, is_looked_for):
    entry = listed()
    move_entry(entry=entry, action=action, by=make_editor(), note="A reason.")

    entry.refresh_from_db()
    assert entry.status == status
    assert bool(looked_for()) == is_looked_for


def test_retracted_entry_needs_two_again():
    entry, editor = listed(), make_editor()
    with pytest.raises(ValidationError):
        move_entry(entry=entry, action=ListChange.RETRACTED, by=editor, note=" ")
    move_entry(entry=entry, action=ListChange.RETRACTED, by=editor, note="Mistaken.")
    move_entry(entry=entry, action=ListChange.REOPENED, by=editor, note="")

    entry.refresh_from_db()
    with pytest.raises(PermissionDenied):
        confirm_entry(entry=entry, by=editor)
    with pytest.raises(ValidationError):
        delete_draft(entry=entry, by=editor)  # it was listed once: its history stays


def test_note_only_is_a_hint_and_name_with_language_is_two_things():
    listed(level="note", aliases="Залізний Обрій | uk")
    event = make_event(co_organizer_names="Залізного Обрію")

    (hit,) = would_hit_draft(event)
    assert hit.level == "hint"


def would_hit_draft(event):
    from screening.criteria import report_on  # noqa: PLC0415 - only here

    return report_on(event).matches


# --- Bad input ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "<b>Front</b>"}, "name"),
        ({"name": "A"}, "name"),
        ({"name": "…"}, "name"),
        ({"aliases": "\n".join(f"Front {n}" for n in range(1000))}, "aliases"),
        ({"aliases": "Front <script>"}, "aliases"),
        ({"acronyms": "Q"}, "acronyms"),
        ({"aliases": "x" * 300}, "aliases"),
        ({"websites": "not a website"}, "websites"),
        ({"handles": "nobody"}, "handles"),
        ({"handles": "telegram:"}, "handles"),
        ({"language": "<i>"}, "language"),
        ({"countries": "Germany"}, "countries"),
        ({"kind": "person"}, "kind"),  # unless the operator turned it on
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_bad_value_is_named_at_its_field(fields, wrong):
    with pytest.raises(ValidationError) as refused:
        draft(**fields).full_clean()

    assert set(refused.value.message_dict) == {wrong}


def test_person_is_reviewed_sooner_where_the_operator_allows_persons(settings):
    settings.WATCHLIST_PERSONS = True
    person = draft("Rado Vantorek", kind="person")
    person.full_clean()

    assert person.next_review() < draft().next_review()


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"name": "The Movement"}, 1),
        ({"name": "ABC"}, 1),
        ({"websites": "t.me\nblogspot.com"}, 2),
        ({"websites": "sparrow.blogspot.com"}, 0),
        ({}, 0),
    ],
)
def test_values_that_would_raise_false_alarms_are_named(fields, count):
    assert len(warnings_about(draft(**fields))) == count


def test_preview_says_which_approved_action_a_name_would_have_hit():
    event = make_event(title="Evening with Peter Morgenrot", published=True)
    make_event(title="Another evening", published=True)

    hits = would_hit(draft("Peter Morgenrot"))

    assert [hit.page.pk for hit in hits] == [event.pk]


# --- The screens ----------------------------------------------------------------------


def test_entry_is_shown_what_it_would_hit_before_it_is_stored(client):
    make_event(title="Evening with Peter Morgenrot", published=True)
    client.force_login(make_editor())
    url = reverse("watchlist:add")
    values = form_values(client.get(url).text, "form.ow-form") | {
        "name": "Peter Morgenrot",
        "policy_point": "both",
        "reason": "Invented.",
        "source_title": "Nobody",
        "source_url": "https://example.org/",
        "countries": "de, at",
    }
    looked = client.post(url, values)
    assert WatchlistEntry.objects.count() == 0
    assert "Evening with Peter Morgenrot" in looked.text

    client.post(url, values | {"seen": looked.context["seen"]})
    entry = WatchlistEntry.objects.get()
    assert (entry.status, entry.countries) == ("draft", "DE,AT")

    client.post(reverse("watchlist:move", args=[entry.pk, "confirm"]))
    entry.refresh_from_db()
    assert entry.status == "draft"  # proposed by the same person


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Iron Sparrow Front", "Moss League"]),
        ("?q=sparrow", ["Iron Sparrow Front"]),
        ("?q=moss.example", ["Moss League"]),
        ("?status=draft", ["Moss League"]),
        ("?kind=outlet", []),
        ("?due=on", []),
        ("?status=none-such", ["Iron Sparrow Front", "Moss League"]),
        ("?q=%00", ["Iron Sparrow Front", "Moss League"]),
    ],
)
def test_list_is_narrowed(client, query, names):
    listed()
    add_entry(entry=draft("Moss League", websites="moss.example"), by=make_editor())
    client.force_login(make_editor())

    answer = client.get(reverse("watchlist:index") + query)

    assert [entry.name for entry in answer.context["page_obj"]] == names


# --- Files ----------------------------------------------------------------------------

HEADER = "id,kind,name,strong_aliases,websites,reason,source_title,source_url,status"
GOOD = "S1,group,Order of Moss,Moss Order;Ordo Musci,moss.example,Why,Who,https://example.org/,active"


def test_file_becomes_drafts_row_by_row():
    rows = read_rows(
        "\n".join(
            [
                HEADER,
                GOOD,
                "S2,group,,,,Why,Who,https://example.org/,",
                "S3,group,X,,,Why,Who,https://example.org/,",
                "S4,group,<b>Bold</b>,,,Why,Who,https://example.org/,",
                "S5,club,Fern Club,,,Why,Who,https://example.org/,",
                f"S6,group,Many,{';'.join(f'Name {n}' for n in range(1000))},,Why,Who,"
                "https://example.org/,",
                "S7,group,Short row",
                "S1,group,Twice,,,Why,Who,https://example.org/,",
                "S8,group,No reason,,,,Who,https://example.org/,",
            ]
        )
    )

    assert [row.fate for row in rows] == ["new", *["wrong"] * 8]
    assert all(row.errors for row in rows[1:])
    counts = import_rows(rows, by=make_editor())
    assert (counts["new"], counts["wrong"]) == (1, 8)
    entry = WatchlistEntry.objects.get()
    assert entry.status == EntryStatus.DRAFT  # whatever the file says
    assert entry.aliases == "Moss Order\nOrdo Musci"


def test_file_read_again_changes_drafts_and_leaves_listed_entries_alone():
    import_rows(read_rows(f"{HEADER}\n{GOOD}"), by=make_editor())
    assert [r.fate for r in read_rows(f"{HEADER}\n{GOOD}")] == ["same"]

    changed = f"{HEADER}\n{GOOD.replace('Why', 'Because')}"
    (row,) = read_rows(changed)
    assert (row.fate, row.changes) == ("changed", [("Reason", "Why", "Because")])

    entry = WatchlistEntry.objects.get()
    confirm_entry(entry=entry, by=make_editor())
    (row,) = read_rows(changed)
    import_rows([row], by=make_editor())
    entry.refresh_from_db()
    assert (row.fate, entry.reason) == ("listed", "Why")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name\nFront",
        HEADER + ",nmae\n",
        HEADER + ",name\n",
        "\x00\x01",
        "x" * 1_000_001,
        "\n".join([HEADER, *[GOOD] * 2001]),
    ],
    ids=["empty", "columns", "unknown", "twice", "bytes", "large", "rows"],
)
def test_file_that_cannot_be_read_is_refused_as_a_whole(text):
    with pytest.raises(ValidationError):
        read_rows(text)


def test_export_is_read_back_as_it_is_and_holds_no_formula():
    entry = listed("Iron Sparrow Front", aliases="=Front()", handles="telegram:sparrow")
    entry.criterion = seed_policy().criteria.first()
    entry.save()
    text = export_csv()

    assert [row.fate for row in read_rows(text)] == ["same"]
    assert text.startswith(",".join(COLUMNS))
    assert ",=" not in text
    assert ",1.1," in text
    wrong = text.replace(",1.1,", ",7.9,")
    (row,) = read_rows(wrong)
    assert row.errors == ["“7.9” is no criterion of our policy; an example is 1.3."]


def test_import_screen_shows_the_difference_before_it_stores(client):
    client.force_login(make_editor())
    url = reverse("watchlist:import")
    file = io.BytesIO(f"{HEADER}\n{GOOD}\n".encode())
    file.name = "list.csv"

    looked = client.post(url, {"file": file})
    assert WatchlistEntry.objects.count() == 0
    assert "Order of Moss" in looked.text

    client.post(url, {"text": looked.context["text"], "store": "1"})
    assert WatchlistEntry.objects.get().name == "Order of Moss"
    assert WatchlistChange.objects.get().action == ListChange.IMPORTED
    assert "Please choose a file" in client.post(url, {}).text
