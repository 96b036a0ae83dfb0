"""A group takes its calendar or table in: what it sees, chooses, and gets."""

import datetime as dt
import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from events.fetching import FetchError
from events.importers import uploads
from events.models import EventPage, EventSource, Occurrence, TableLayout, Upload
from organizations.models import User
from tests.factories.actions import edit_event, in_days, make_event
from tests.factories.people import make_coordinator, make_member, make_organization
from tests.factories.world import make_upload

pytestmark = pytest.mark.django_db

START = "/cms/import/"


def calendar(*events):
    """Return a calendar of (uid, title, days from now, hour)."""
    return (
        "BEGIN:VCALENDAR\r\n"
        + "".join(
            f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\n"
            f"DTSTART;TZID=Europe/Berlin:{in_days(days):%Y%m%d}T{hour}0000\r\n"
            "LOCATION:Market\\, 53111 Bonn\r\nEND:VEVENT\r\n"
            for uid, title, days, hour in events
        )
        + "END:VCALENDAR\r\n"
    ).encode()


@pytest.fixture
def organization():
    return make_organization("Alpha Group")


@pytest.fixture
def member(organization, client):
    member = make_member(organization)
    client.force_login(member)
    return member


def send_file(client, octets, name="calendar.ics", **fields):
    file = SimpleUploadedFile(name, octets)
    return client.post(START, {"file": file, **fields})


def take(client, octets, name="calendar.ics"):
    """Return the address of a file's table, as if the person had uploaded it."""
    user = User.objects.get(pk=client.session["_auth_user_id"])
    organization = user.memberships.get().organization
    return f"/cms/import/{make_upload(organization, user, octets, name).pk}/"


def upload(client, octets, name="calendar.ics"):
    """Upload a file over HTTP; return where that leads once it is read."""
    file = SimpleUploadedFile(name, octets)
    response = client.post(START, {"file": file}, follow=True)
    assert response.status_code == 200
    return response.redirect_chain[-1][0]


def rows_of(html):
    """Return (title, whether it is ticked, its choice) of each row one can choose."""
    boxes = BeautifulSoup(html, "html.parser").select("input[name=row]")
    return [
        (box.parent.get_text(strip=True), box.has_attr("checked"), box["value"])
        for box in boxes
    ]


def texts_of(html):
    page = BeautifulSoup(html, "html.parser").select_one(".ow-page")
    return page.get_text(" ", strip=True)


def choose_all(client, table, **fields):
    choices = [choice for _title, _ticked, choice in rows_of(client.get(table).text)]
    return client.post(table, {"row": choices, **fields}, follow=True)


# --- The way through ------------------------------------------------------------------


def test_nothing_is_stored_before_rows_are_chosen(client, member):
    table = upload(client, calendar(("a", "Vigil", 20, 18), ("b", "Talk", 30, 19)))

    html = client.get(table).text

    assert [row[:2] for row in rows_of(html)] == [("Vigil", True), ("Talk", True)]
    assert not EventPage.objects.exists()


def test_chosen_rows_become_drafts_of_the_organization(client, member, organization):
    table = take(client, calendar(("a", "Vigil", 20, 18), ("b", "Talk", 30, 19)))
    (_vigil, _ticked, choice), _talk = rows_of(client.get(table).text)

    client.post(table, {"row": [choice], "keep": "1"})

    event = EventPage.objects.get()
    assert (event.title, event.organization, event.owner) == (
        "Vigil",
        organization,
        member,
    )
    assert (event.live, event.current_workflow_state) == (False, None)


def test_chosen_rows_are_sent_to_the_editors_with_the_kind_that_is_said(client, member):
    table = take(client, calendar(("a", "Vigil", 20, 18)))

    response = choose_all(client, table, send="1", kind="vigil")

    event = EventPage.objects.get()
    assert event.workflow_in_progress
    assert not event.live
    assert not Occurrence.objects.exists()
    assert "The editors have 1 action now." in texts_of(response.text)
    # The kind was a person's word, not the file's: the same file has nothing new.
    again = client.get(take(client, calendar(("a", "Vigil", 20, 18)))).text
    assert rows_of(again) == []


def test_what_lacks_something_stays_a_draft_and_says_why(client, member):
    table = take(client, calendar(("a", "Vigil", 20, 18)))

    response = choose_all(client, table, send="1")

    assert EventPage.objects.get().current_workflow_state is None
    assert "1 action is a draft." in texts_of(response.text)
    assert "Kind of action: This field cannot be blank." in texts_of(response.text)


def test_corrected_file_is_sent_as_it_is_now(client, member):
    for kind in ("", "vigil"):
        row = f"1,Vigil,{in_days(20)},{kind},Bonn,DE"
        octets = f"key,title,date,kind,town,country\n{row}\n".encode()
        choose_all(client, take(client, octets, "table.csv"), send="1")

    event = EventPage.objects.get()
    assert event.workflow_in_progress
    waiting = event.current_workflow_task_state.revision
    assert waiting.pk == event.latest_revision_id
    assert waiting.content["kind"] == "vigil"


def test_same_file_twice_makes_no_doubles(client, member):
    octets = calendar(("a", "Vigil", 20, 18), ("b", "Talk", 30, 19)).replace(
        b"SUMMARY:Talk", b"SUMMARY:Talk\r\nRRULE:FREQ=WEEKLY;COUNT=4"
    )
    first = take(client, octets)
    shown = texts_of(client.get(first).text)
    choose_all(client, first, keep="1")

    table = take(client, octets)
    html = client.get(table).text

    # A series is one action, and says how it repeats.
    assert f"Every week: {in_days(30):%A} (4:" in shown
    assert "dates are shown at a time" not in shown
    assert EventPage.objects.count() == 2
    assert rows_of(html) == []
    assert "Unchanged (2)" in texts_of(html)


def test_same_choice_sent_twice_is_carried_out_once(client, member):
    table = take(client, calendar(("a", "Vigil", 20, 18)))
    choices = [row[2] for row in rows_of(client.get(table).text)]

    for _time in range(2):
        client.post(table, {"row": choices, "keep": "1"})

    assert EventPage.objects.count() == 1


def test_changes_are_shown_field_by_field_and_a_persons_own_stay(client, member):
    choose_all(client, take(client, calendar(("a", "Vigil", 20, 18))), keep="1")
    event = EventPage.objects.get()
    edit_event(event, member, submit=False, kind="vigil", title="Our own title")

    table = take(client, calendar(("a", "Their new title", 21, 18)))
    html = client.get(table).text
    changes = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in BeautifulSoup(html, "html.parser").select(".ow-changes tbody tr")
    ]
    choose_all(client, table, keep="1")

    assert [row[0] for row in changes] == ["First day", "Title"]
    assert changes[1][1:] == [
        "Our own title You changed it here: it stays.",
        "Their new title",
    ]
    draft = EventPage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.starts_on) == ("Our own title", in_days(21))


def test_likely_duplicate_of_a_public_action_is_pointed_at_and_not_ticked(
    client, member
):
    public = make_event(published=True, title="Mahnwache am Markt")
    table = take(
        client,
        calendar(
            ("same", "Mahnwache am Marktplatz", 20, 18),
            ("later", "Mahnwache am Marktplatz", 20, 21),
            ("other", "Film night", 20, 18),
        ),
    )

    html = client.get(table).text

    assert sorted(row[:2] for row in rows_of(html)) == [
        ("Film night", True),
        ("Mahnwache am Marktplatz", False),
        ("Mahnwache am Marktplatz", True),
    ]
    assert public.get_absolute_url() in html


def test_what_cannot_be_read_is_named_by_row_and_field(client, member):
    octets = "Title,Date,Start time\nA,2030-12-10,18:00\nB,soon,\n,2030-12-10,\n"

    html = client.get(take(client, octets.encode(), "table.csv")).text

    texts = texts_of(html)
    assert "2 things could not be read" in texts
    assert "Row 3 Date: “soon” is no date." in texts
    assert "Row 4 title: The title is missing." in texts.replace("Title", "title")
    assert [row[0] for row in rows_of(html)] == ["A"]


def test_ambiguous_dates_are_asked(client, member):
    table = take(client, b"Title,Date\nVigil,12/5/2030\n", "table.csv")
    before = client.get(table).text

    client.post(table, {"order": "day", "read": "1"})
    after = client.get(table).text

    assert "In dates such as 12/5" in texts_of(before)
    assert rows_of(before) == []
    assert "Sunday, 12 May 2030" in texts_of(after)
    assert "In dates such as 12/5" not in texts_of(after)


def test_empty_answer_about_dates_is_asked_again(client, member):
    table = take(client, b"Title,Date\nVigil,12/5/2030\n", "table.csv")

    response = client.post(table, {"read": "1"})

    assert response.status_code == 200
    assert "This field is required." in texts_of(response.text)


# --- Their own tables -----------------------------------------------------------------

THEIRS = b"Plan;;\nWas;Wann;Wo\nMahnwache;10.12.2030;Bonn\n"
THEIR_COLUMNS = {
    "header_row": "2", "column_A": "title", "column_B": "date", "column_C": "city",
}  # fmt: skip


def test_unknown_columns_are_guessed_shown_corrected_and_remembered(client, member):
    columns = upload(client, THEIRS, "theirs.csv")
    page = BeautifulSoup(client.get(columns).text, "html.parser")
    guesses = [
        (option["value"] if (option := select.select_one("[selected]")) else "")
        for select in page.select("select")
    ]

    table = client.post(columns, THEIR_COLUMNS)["Location"]
    again = upload(client, THEIRS.replace(b"Bonn", b"Berlin"), "next-year.csv")

    assert columns.endswith("/columns/")
    assert guesses == ["title", "date", ""]
    for address, town in ((table, "Bonn"), (again, "Berlin")):
        html = client.get(address).text
        assert [row[0] for row in rows_of(html)] == ["Mahnwache"]
        assert f"10 December 2030 · {town}" in texts_of(html)


def test_layout_of_a_group_is_not_another_groups(client, member):
    client.post(upload(client, THEIRS, "theirs.csv"), THEIR_COLUMNS)
    client.force_login(make_member(make_organization()))

    assert upload(client, THEIRS, "theirs.csv").endswith("/columns/")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"column_B": ""}, "Please say which column is the title"),
        ({"column_C": "date"}, "Two columns are “First day”."),
        ({"column_A": "password"}, "is not one of the available choices"),
        ({"header_row": "x"}, "Enter a whole number."),
    ],
)
def test_wrong_columns_are_told(client, member, changes, sentence):
    columns = take(client, THEIRS, "theirs.csv") + "columns/"

    response = client.post(columns, THEIR_COLUMNS | changes)

    assert response.status_code == 200
    assert sentence in texts_of(response.text)
    assert not TableLayout.objects.exists()


def test_another_row_may_name_the_columns(client, member):
    columns = upload(client, THEIRS, "theirs.csv")

    response = client.post(columns, THEIR_COLUMNS | {"header_row": "1"}, follow=True)

    assert response.status_code == 200
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select_one("[name=header_row]")["value"] == "1"


# --- Files and addresses that are refused ---------------------------------------------


@pytest.mark.parametrize(
    ("name", "octets", "sentence"),
    [
        ("empty.ics", b"", "The file is empty."),
        ("page.ics", b"<!DOCTYPE html><html>", "This is a web page, not a calendar."),
        ("virus.exe", b"MZ\x90\x00", "This is neither a calendar (.ics) nor a table"),
        ("old.xls", b"\xd0\xcf\x11\xe0 old", "This is an old or encrypted Excel file."),
        ("big.csv", b"x" * 5_000_001, "The file is bigger than 5 MB."),
    ],
)
def test_case_31_file_that_is_none_is_refused_and_nothing_stored(
    client, member, name, octets, sentence
):
    response = send_file(client, octets, name)

    assert response.status_code == 200
    assert sentence in texts_of(response.text)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "octets", "sentence"),
    [
        ("none.ics", calendar(), "There is no event in it."),
        ("bomb.xlsx", b"PK\x03\x04 not a zip", "This .xlsx file is damaged"),
    ],
)
def test_file_of_which_nothing_can_be_read_says_why(
    client, member, name, octets, sentence
):
    html = client.get(upload(client, octets, name)).text

    assert "Nothing of it could be read" in texts_of(html)
    assert sentence in texts_of(html)
    assert "Try again" not in texts_of(html)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.ics",
        "webcal://localhost/a.ics",
        "https://[::ffff:7f00:1]/a.ics",
        "http://user@calendar.example.org/a.ics",
        "file:///etc/passwd",
        "https://calendar.example.org:8080/a.ics",
    ],
)
def test_case_34_address_of_a_private_place_is_refused_at_its_field(
    client, member, address
):
    response = client.post(START, {"address": address})

    assert response.status_code == 200
    assert "This address cannot be fetched." in texts_of(response.text)
    assert BeautifulSoup(response.text, "html.parser").select_one("[name=address]")[
        "value"
    ] == (address)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"address": "https://example.org/a.ics"}])
def test_file_and_address_are_one_of_two(client, member, fields):
    file = {"file": SimpleUploadedFile("a.ics", calendar())} if fields else {}

    response = client.post(START, fields | file)

    assert "Please choose a file, or give an address." in texts_of(response.text)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x\\y.csv", "a\u202etxt.csv", "ü" * 300 + ".csv"]
)
def test_case_32_name_of_the_file_is_harmless(organization, name):
    upload = uploads.take_upload(
        organization=organization,
        user=make_member(organization),
        octets=b"Title,Date\nVigil,2030-12-10\n",
        name=name if name.endswith(".csv") else f"{name}.csv",
    )

    assert "/" not in upload.name
    assert "\\" not in upload.name
    assert len(upload.name) <= 200


# --- While it is read -----------------------------------------------------------------

OVERDUE = {"begun_at": timezone.now() - dt.timedelta(minutes=2), "read_at": None}


def unread_upload(organization, member, **fields):
    """Return an upload that somebody may be reading; never, in tests."""
    upload = make_upload(organization, member)
    Upload.objects.filter(pk=upload.pk).update(
        **{"reading": {}, "read_at": None, "begun_at": timezone.now()} | fields
    )
    return f"/cms/import/{upload.pk}/"


def test_page_of_a_file_that_is_read_looks_again_by_itself(
    client, member, organization
):
    table = unread_upload(organization, member)

    page = client.get(table)
    columns = client.get(f"{table}columns/")
    choice = client.post(table, {"row": ["x"], "keep": "1"})

    assert page["Refresh"] == "1"
    assert "It is being read" in texts_of(page.text)
    assert (columns["Location"], choice["Location"]) == (table, table)
    assert not EventPage.objects.exists()


def test_case_71_reading_that_died_is_begun_again_and_nothing_is_lost(
    client, member, organization
):
    table = unread_upload(organization, member, **OVERDUE, tries=1)

    html = client.get(table).text

    assert [row[0] for row in rows_of(html)] == [f"Vigil of {organization.title}"]


def test_reading_that_dies_again_and_again_is_told_and_can_be_asked_for(
    client, member, organization
):
    table = unread_upload(organization, member, **OVERDUE, tries=2)

    told = client.get(table).text
    again = client.post(table, {"again": "1"}, follow=True).text

    assert "Reading it was interrupted twice. The file is still here." in texts_of(told)
    assert [row[0] for row in rows_of(again)] == [f"Vigil of {organization.title}"]


def test_address_that_does_not_answer_can_be_tried_again(
    client, member, organization, monkeypatch
):
    def fail(url):
        raise FetchError("unreachable")

    monkeypatch.setattr(uploads, "fetch", fail)

    page = client.post(START, {"address": "example.org/a.ics"}, follow=True)

    assert "There was no answer." in texts_of(page.text)
    assert "Try again" in texts_of(page.text)
    assert not EventPage.objects.exists()


def test_file_that_somebody_reads_is_not_read_twice(client, member, organization):
    table = unread_upload(organization, member, tries=1)
    upload = Upload.objects.get()

    uploads.read_upload(upload.pk)
    client.get(table)

    upload.refresh_from_db()
    assert (upload.read_at, upload.tries) == (None, 1)


# --- Whose it is, and how long --------------------------------------------------------


def test_upload_is_the_uploaders_alone(client, member, organization):
    theirs = make_upload(organization, make_coordinator(organization))

    statuses = [
        client.get(f"/cms/import/{theirs.pk}/").status_code,
        client.get(f"/cms/import/{theirs.pk}/columns/").status_code,
        client.post(f"/cms/import/{theirs.pk}/discard/").status_code,
    ]

    assert statuses == [404, 404, 404]
    assert Upload.objects.filter(pk=theirs.pk).exists()


def test_case_02_upload_for_another_organization_is_ones_own(
    client, member, organization
):
    other = make_organization()

    send_file(client, calendar(("a", "Vigil", 20, 18)), organization=other.pk)

    assert Upload.objects.get().organization == organization


def test_person_of_two_groups_says_for_which(client, member, organization):
    other = make_organization()
    member.memberships.create(organization=other)
    octets = calendar(("a", "Vigil", 20, 18))

    refused = send_file(client, octets)
    send_file(client, octets, organization=other.pk)

    assert "This field is required." in texts_of(refused.text)
    assert Upload.objects.get().organization_id == other.pk


def test_upload_is_gone_after_a_day(client, member, organization):
    old = make_upload(
        organization, member, created_at=timezone.now() - dt.timedelta(hours=25)
    )

    assert client.get(f"/cms/import/{old.pk}/").status_code == 404
    upload(client, calendar(("a", "Vigil", 20, 18)))
    assert not Upload.objects.filter(pk=old.pk).exists()


def test_file_is_dropped_as_soon_as_it_is_carried_out_or_discarded(client, member):
    first = take(client, calendar(("a", "Vigil", 20, 18)))
    choose_all(client, first, keep="1")
    second = take(client, calendar(("b", "Talk", 20, 18)))
    client.post(f"{second}discard/")

    upload = Upload.objects.get()
    assert (bytes(upload.octets), upload.reading) == (b"", {})


def test_case_31_only_the_newest_uploads_of_a_person_are_kept(member, organization):
    for _number in range(uploads.MAX_WAITING + 2):
        make_upload(organization, member)

    uploads.take_upload(
        organization=organization,
        user=member,
        octets=b"Title,Date\nVigil,2030-12-10\n",
        name="a.csv",
    )

    assert Upload.objects.count() == uploads.MAX_WAITING


def test_case_63_drafts_of_an_hour_are_limited(client, member, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_DRAFTS_AN_HOUR", 2)
    choose_all(client, take(client, calendar(("a", "Vigil", 20, 18))), keep="1")
    table = take(client, calendar(("b", "Talk", 20, 18), ("c", "Film", 21, 18)))

    response = choose_all(client, table, keep="1")

    assert "Your organisation may import 2 actions within an hour." in response.text
    assert EventSource.objects.count() == 1


def test_case_20_text_of_a_file_is_text(client, member):
    octets = b'Title,Date,Town\n<script>alert(1)</script>,2030-12-10,"<img src=x>"\n'

    html = client.get(take(client, octets, "<b>.csv")).text

    assert "<script>alert(1)" not in html
    assert "<img src=x>" not in html


def test_row_that_nobody_offered_is_ignored(client, member):
    table = take(client, calendar(("a", "Vigil", 20, 18)))

    client.post(table, {"row": ["../x", "import:1:a"], "keep": "1"})

    assert not EventPage.objects.exists()


# --- Our template ---------------------------------------------------------------------


def test_template_is_handed_out_in_the_persons_language(client, organization):
    client.force_login(make_member(organization, language="de"))

    table = client.get("/cms/import/template.csv")
    book = client.get("/cms/import/template.xlsx")

    assert table.content.decode("utf-8-sig").startswith(
        "Eigene Nummer;Titel;Erster Tag"
    )
    assert table["Content-Disposition"] == 'attachment; filename="actions.csv"'
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet["B1"].value == "Titel"
    assert client.get("/cms/import/template.exe").status_code == 404
