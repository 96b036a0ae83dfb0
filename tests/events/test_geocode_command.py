import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def geocode(*arguments):
    """Run the command without a database and return what it prints."""
    output = StringIO()
    call_command("geocode", *arguments, stdout=output)
    return output.getvalue()


def test_geocode_prints_json_as_the_domain_says():
    results = json.loads(geocode("Büchel", "--country", "DE", "--json"))["results"]

    assert results[0] == {
        "name": "Büchel",
        "region": "Rheinland-Pfalz",
        "country": "DE",
        "latitude": 50.1729,
        "longitude": 7.0832,
        "timezone": "Europe/Berlin",
        "population": 1143,
    }


def test_geocode_prefers_the_country():
    printed = geocode("Paris", "--country", "us", "--json")

    assert json.loads(printed)["results"][0]["region"] == "Texas"


def test_geocode_takes_a_query_of_several_words():
    printed = geocode("Paris,", "Texas", "--json")

    assert [town["region"] for town in json.loads(printed)["results"]] == ["Texas"]


@pytest.mark.parametrize("query", ["", "  ", "Xyzzy", "x" * 5000])
def test_geocode_of_nothing_prints_no_results(query):
    assert json.loads(geocode(query, "--json")) == {"results": []}


def test_geocode_prints_a_table_for_people():
    assert geocode("Kleine-Brogel").split("  ")[:3] == [
        "Kleine-Brogel",
        "Vlaams Gewest",
        "Belgium",
    ]


def test_geocode_without_a_match_says_so():
    assert geocode("Xyzzy") == "No town of this name is known.\n"


def test_geocode_refuses_what_is_no_country():
    with pytest.raises(CommandError, match="two letters"):
        geocode("Berlin", "--country", "Germany")
