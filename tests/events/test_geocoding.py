import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from geopy.geocoders.base import Geocoder

from events.cms import locate_address
from events.geocoding import GazetteerGeocoder, geocode_address
from events.public import Coordinates

ADDRESS = {
    "street": "Domplatz 1",
    "postal_code": "97070",
    "city": "Würzburg",
    "country": "DE",
}
FOUND = [{"lat": "49.7933", "lon": "9.9325", "display_name": "Domplatz 1, Würzburg"}]


# --- Towns ---------------------------------------------------------------------------


def test_gazetteer_geocoder_is_one_of_geopys():
    assert isinstance(GazetteerGeocoder(), Geocoder)


def test_gazetteer_geocoder_gives_a_location():
    location = GazetteerGeocoder().geocode("Wuerzburg")

    assert (location.address, location.latitude, location.longitude) == (
        "Würzburg, Bayern, Germany",
        49.7939,
        9.9512,
    )
    assert location.raw["timezone"] == "Europe/Berlin"


def test_gazetteer_geocoder_gives_candidates_with_region_and_country():
    locations = GazetteerGeocoder(country="DE").geocode(
        "Halle", exactly_one=False, limit=2
    )

    assert [location.address for location in locations] == [
        "Halle (Saale), Sachsen-Anhalt, Germany",
        "Halle, Nordrhein-Westfalen, Germany",
    ]


def test_gazetteer_geocoder_reads_what_it_called_two_towns_of_one_region():
    ask = GazetteerGeocoder().geocode
    alike = ask("Mühlhausen, Bayern", exactly_one=False)[:2]
    addresses = [location.address for location in alike]

    assert addresses == [
        "Mühlhausen, Bayern, Germany",
        "Mühlhausen (Neumarkt in der Oberpfalz), Bayern, Germany",
    ]
    assert [ask(address) for address in addresses] == alike


def test_gazetteer_geocoder_prefers_the_country_of_the_question():
    location = GazetteerGeocoder(country="DE").geocode("Halle", country="BE")

    assert location.address == "Halle, Vlaams Gewest, Belgium"


def test_gazetteer_geocoder_finds_nothing():
    assert GazetteerGeocoder().geocode("Xyzzy") is None
    assert GazetteerGeocoder().geocode("Xyzzy", exactly_one=False) is None


# --- Addresses -----------------------------------------------------------------------


class Stub(BaseHTTPRequestHandler):
    """A Nominatim that keeps what it was asked and answers what the test says."""

    def do_GET(self):
        self.server.requests.append(
            (parse_qs(urlsplit(self.path).query), self.headers["User-Agent"])
        )
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def nominatim(settings, tmp_path):
    cache.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    server.requests = []
    server.status = 200
    server.answer = json.dumps(FOUND).encode()
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    ).start()
    settings.NOMINATIM_URL = f"http://127.0.0.1:{server.server_port}"
    settings.NOMINATIM_CONTACT = "operator@objectwar.example"
    settings.DATA_DIR = tmp_path
    yield server
    server.shutdown()
    server.server_close()
    cache.clear()


def test_geocode_address_is_off_by_default():
    assert geocode_address(**ADDRESS) is None


def test_geocode_address_gives_coordinates(nominatim):
    assert geocode_address(**ADDRESS) == Coordinates(latitude=49.7933, longitude=9.9325)


def test_geocode_address_asks_part_by_part_and_says_who_asks(nominatim):
    geocode_address(**ADDRESS)

    [(query, user_agent)] = nominatim.requests
    assert query == {
        "street": ["Domplatz 1"],
        "postalcode": ["97070"],
        "city": ["Würzburg"],
        "country": ["DE"],
        "format": ["json"],
        "limit": ["1"],
    }
    assert user_agent == (
        "objectwar (https://objectwar.example; operator@objectwar.example)"
    )


def test_geocode_address_asks_once_for_an_address_in_any_case(nominatim):
    first = geocode_address(**ADDRESS)
    again = geocode_address(**ADDRESS | {"street": " DOMPLATZ  1 "}, wait_seconds=0)

    assert again == first
    assert len(nominatim.requests) == 1


def test_geocode_address_remembers_that_nothing_was_found(nominatim):
    nominatim.answer = b"[]"

    assert geocode_address(**ADDRESS) is None
    assert geocode_address(**ADDRESS, wait_seconds=0) is None
    assert len(nominatim.requests) == 1


def test_geocode_address_asks_no_second_time_within_a_second(nominatim):
    geocode_address(**ADDRESS)
    second = geocode_address(**ADDRESS | {"street": "Domplatz 2"}, wait_seconds=0)

    assert second is None
    assert len(nominatim.requests) == 1


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_geocode_address_with_a_failing_server_finds_nothing(nominatim, status):
    nominatim.status = status

    assert geocode_address(**ADDRESS) is None


@pytest.mark.parametrize("answer", [b"", b"<html>", b"{}", b"[1]", b'[{"lat": "x"}]'])
def test_geocode_address_with_a_nonsense_answer_finds_nothing(nominatim, answer):
    nominatim.answer = answer

    assert geocode_address(**ADDRESS) is None


def test_geocode_address_without_a_server_there_finds_nothing(nominatim, settings):
    nominatim.shutdown()
    nominatim.server_close()

    assert geocode_address(**ADDRESS) is None


def test_geocode_address_of_no_street_asks_nobody(nominatim):
    assert geocode_address(street=" ", city="Würzburg") is None
    assert nominatim.requests == []


def test_locate_address_gives_the_place_and_its_zone(nominatim, rf):
    response = locate_address(rf.post("/cms/locate/address/", ADDRESS))

    assert json.loads(response.content) == {
        "is_offered": True,
        "result": {
            "latitude": 49.7933,
            "longitude": 9.9325,
            "timezone": "Europe/Berlin",
        },
    }


def test_locate_address_with_a_failing_server_leaves_town_and_pin(nominatim, rf):
    nominatim.status = 503

    response = locate_address(rf.post("/cms/locate/address/", ADDRESS))

    assert json.loads(response.content) == {"is_offered": True, "result": None}
