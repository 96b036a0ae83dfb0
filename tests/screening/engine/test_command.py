import json

import pytest
from django.core.management import CommandError, call_command

LIST = "id,kind,name,websites\nA,group,Bund Falkenhorn,bund.example\n"
CASES = [
    {"id": "1", "country": "DE", "fields": {"organiser": "Bund Falkenhorn"}},
    {"id": "2", "country": "DE", "fields": {"organiser": "Gartenfreunde"}},
]


@pytest.fixture
def files(tmp_path):
    """Write a list and cases; give a call of the command and the output's path."""
    watchlist, cases = tmp_path / "list.csv", tmp_path / "cases.jsonl"
    output = tmp_path / "output.jsonl"
    watchlist.write_text(LIST)
    cases.write_text("\n".join(map(json.dumps, CASES)))

    def run():
        call_command(
            "screen",
            watchlist=str(watchlist),
            cases=str(cases),
            output=str(output),
        )

    return run, watchlist, cases, output


def test_screen_writes_one_line_a_case(files):
    run, _, _, output = files

    run()

    lines = [json.loads(line) for line in output.read_text().splitlines()]
    assert [line["id"] for line in lines] == ["1", "2"]
    assert lines[1]["matches"] == []
    (match,) = lines[0]["matches"]
    assert (match["watchlist_id"], match["level"]) == ("A", "alert")
    assert (match["field"], match["score"]) == ("organiser", 1.0)
    assert match["evidence"][0]["span"] == [0, 15]
    assert {"id", "matches", "ms"} == set(lines[0])


@pytest.mark.parametrize(
    ("broken", "text", "message"),
    [
        (0, "id,kind,nme\n", "row 1: column missing: name"),
        (0, LIST + "B,group,,\n", "row 3: name is empty"),
        (1, '{"id": "1"}\n{', "line 1: fields is missing"),
    ],
)
def test_screen_names_the_place_of_an_error(files, broken, text, message):
    run, *paths, output = files
    paths[broken].write_text(text)

    with pytest.raises(CommandError, match=message) as caught:
        run()

    assert caught.value.returncode == 2
    assert not output.exists()


def test_screen_says_that_a_file_is_missing(files):
    run, watchlist, _, _ = files
    watchlist.unlink()

    with pytest.raises(CommandError, match="No such file") as caught:
        run()

    assert caught.value.returncode == 2


def test_screen_writes_lone_surrogates_as_json(files):
    run, _, cases, output = files
    fields = {"organiser": "\ud800 Bund Falkenhorn"}
    cases.write_text(json.dumps({"id": "1", "fields": fields}))

    run()

    (match,) = json.loads(output.read_text())["matches"]
    assert match["watchlist_id"] == "A"
