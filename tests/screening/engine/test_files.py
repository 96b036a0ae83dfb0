import pytest

from screening.engine import CasesFileError, Entry, WatchlistFileError, doubts
from screening.engine.entries import parse_watchlist, read_watchlist
from screening.engine.submissions import parse_cases

HEADER = "id,kind,name,strong_aliases,websites,handles,status\n"


def test_parse_watchlist_reads_lists_inside_cells():
    lines = [HEADER, "A,group,Name,One; Two;,a.example/x,telegram:t,\n"]

    assert parse_watchlist(lines) == [
        Entry(
            id="A",
            name="Name",
            strong_aliases=("One", "Two"),
            websites=("a.example/x",),
            handles=("telegram:t",),
        )
    ]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ([], [(1, "the file is empty")]),
        (["id,kind,nme\n"], [(1, 'column missing: name; not known: "nme"')]),
        ([HEADER, "A,group,,,,,\n"], [(2, "name is empty")]),
        ([HEADER, "A,group,«»,,,,\n"], [(2, "name has no letter")]),
        (
            [HEADER, "A,band,Name,,,,\n"],
            [(2, 'kind "band" is none of group, person, outlet')],
        ),
        ([HEADER, "A,group,Name\n"], [(2, "3 cells where the header has 7")]),
        (
            [HEADER, "A,group,One,,,,\n", "\n", "A,group,Two,,,,\n"],
            [(4, 'id "A" is taken by row 2')],
        ),
        (
            [HEADER, "A,group,N,,no address,,\n"],
            [(2, 'website "no address" is no address')],
        ),
    ],
)
def test_parse_watchlist_names_row_and_problem(lines, problems):
    with pytest.raises(WatchlistFileError) as caught:
        parse_watchlist(lines)

    assert caught.value.problems == problems


def test_parse_watchlist_names_every_problem_at_once():
    lines = [HEADER, "A,band,,,,,\n", "B,group,N,,,,gone\n"]

    with pytest.raises(WatchlistFileError) as caught:
        parse_watchlist(lines)

    assert [row for row, _ in caught.value.problems] == [2, 2, 3]


def test_read_watchlist_says_that_a_file_is_in_another_encoding(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(HEADER.encode() + "A,group,Größe,,,,\n".encode("latin-1"))

    with pytest.raises(WatchlistFileError, match="not in UTF-8"):
        read_watchlist(path)


def test_read_watchlist_takes_quoted_line_breaks_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('\ufeffid,kind,name\nA,group,"Two\nlines"\n', encoding="utf-8")

    assert [entry.name for entry in read_watchlist(path)] == ["Two\nlines"]


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        (Entry(id="A", name="Bund Falkenhorn", websites=("f.example",)), []),
        (Entry(id="A", name="XY"), ["short"]),
        (Entry(id="A", name="Народный фронт", strong_aliases=("Союз",)), ["ordinary"]),
        (Entry(id="A", name="Falkenhorn", websites=("facebook.com",)), ["shared_host"]),
        (Entry(id="A", name="Falkenhorn", websites=("gmail.com",)), ["shared_host"]),
        (Entry(id="A", name="Falkenhorn", websites=("x y",)), ["unreadable_address"]),
        (Entry(id="A", name="Falkenhorn", handles=("x:",)), ["unreadable_handle"]),
    ],
)
def test_doubts_names_what_would_raise_false_alarms(entry, codes):
    assert [code for code, _ in doubts(entry)] == codes


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not readable as JSON"),
        ("[]", "not a JSON object"),
        ('{"fields": {}}', "id is missing or not a text"),
        ('{"id": "A"}', "fields is missing or not an object"),
        (
            '{"id": "A", "fields": {"title": 3}}',
            'field "title" is neither a text nor a list of texts',
        ),
        (
            '{"id": "A", "fields": {}, "country": 3}',
            "country is not a text",
        ),
    ],
)
def test_parse_cases_names_line_and_problem(line, problem):
    with pytest.raises(CasesFileError) as caught:
        parse_cases(["", line])

    ((number, sentence),) = caught.value.problems
    assert number == 2
    assert sentence.startswith(problem)
