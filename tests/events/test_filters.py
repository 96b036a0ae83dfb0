"""The filter's contract (DOMAIN, addresses that last): one query string everywhere."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.utils.http import urlencode

from events.filters import EventFilter
from events.models import CoOrganizer
from tests.addresses import FEEDS, filled
from tests.factories.actions import in_days, make_event, make_period
from tests.factories.people import make_editor, make_member, make_organization
from tests.factories.world import kept_for_the_module

pytestmark = pytest.mark.django_db

# Wednesday: the weekend is the 12th and 13th.
NOON = dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC)


def build():
    editor = make_editor()
    groups = {}
    for slug, name in (("peace", "Peace Group"), ("quiet", "Quiet Group")):
        groups[slug] = make_organization(name)
        groups[slug].slug = slug
        groups[slug].save()
    members = {slug: make_member(group) for slug, group in groups.items()}
    december = make_period("december", starts=1, length=30)
    make_period("may", starts=150)

    def post(slug, group="peace", **fields):
        make_event(
            **{
                "organization": groups[group],
                "user": members[group],
                "editor": editor,
                "published": True,
                "slug": slug,
                **fields,
            }
        )

    post(
        "berlin",
        title="Mahnwache für Deserteure",
        city="Berlin",
        period=december,
        languages=["de", "ru"],
        starts_on=in_days(10),
        co_organizer_names="Quiet Group",
    )
    CoOrganizer.objects.filter(name="Quiet Group").update(state="accepted")
    post(
        "paris",
        "quiet",
        title="Conférence ДЕЗЕРТИР",
        kind="talk",
        city="Paris",
        country="FR",
        timezone="Europe/Paris",
        attendance="hybrid",
        online_url="https://example.org/",
        step_free="yes",
        sign_language="no",
        languages=["fr"],
        starts_on=in_days(20),
    )
    post(
        "online",
        "quiet",
        title="Webinar 100% _online_",
        kind="talk",
        attendance="online",
        online_url="https://example.org/",
        languages=["en", "fr"],
        starts_on=in_days(30),
    )
    post("hidden", title="Draft in Rome", city="Rome", country="IT", published=False)
    post("gone", title="Last year", starts_on=in_days(-200), city="Bonn")
    post(
        "long",
        title="Exhibition",
        kind="culture",
        city="Bonn",
        starts_on=in_days(-3),
        ends_on=in_days(3),
        start_time=None,
    )
    post("called-off", title="Rally", kind="rally", cancelled=True, city="Bonn")


@pytest.fixture(scope="module")
def events(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        yield build()


def filter_of(query: str) -> EventFilter:
    return EventFilter(QueryDict(query))


def slugs(occurrences) -> list[str]:
    return sorted(occurrence.event.slug for occurrence in occurrences)


def found(query: str) -> list[str]:
    """Return what the list shows for a query string, after a look that it is valid."""
    event_filter = filter_of(query)
    assert event_filter.problems() == []
    return slugs(event_filter.for_list())


COMING = ["berlin", "called-off", "long", "online", "paris"]

# --- What each value leaves -----------------------------------------------------------

TABLE = [
    ("", COMING),
    ("country=DE", ["berlin", "called-off", "long"]),
    ("country=DE,FR", ["berlin", "called-off", "long", "paris"]),
    ("country=DE&country=FR", ["berlin", "called-off", "long", "paris"]),
    ("country=DE,&country=,FR,", ["berlin", "called-off", "long", "paris"]),
    ("country=DE, FR", ["berlin", "called-off", "long", "paris"]),
    ("country=DE,DE&country=DE", ["berlin", "called-off", "long"]),
    ("country=", COMING),
    ("country=,", COMING),
    ("country=IT", []),
    ("city=Bonn", ["called-off", "long"]),
    ("city=bonn,paris", ["called-off", "long", "paris"]),
    ("city=Nowhere", []),
    ("kind=talk", ["online", "paris"]),
    ("kind=talk,culture", ["long", "online", "paris"]),
    ("kind=talk&kind=culture", ["long", "online", "paris"]),
    ("kind=film", []),
    ("org=quiet", ["berlin", "online", "paris"]),
    ("org=peace", ["berlin", "called-off", "long"]),
    ("org=peace,quiet", COMING),
    ("attendance=online", ["online"]),
    ("attendance=online,hybrid", ["online", "paris"]),
    ("attendance=in_person", ["berlin", "called-off", "long"]),
    ("lang=fr", ["online", "paris"]),
    ("lang=ru,en", ["berlin", "online"]),
    ("period=december", ["berlin"]),
    ("period=may", []),
    ("period=december,may", ["berlin"]),
    ("q=mahnwache", ["berlin"]),
    ("q=MAHNWACHE", ["berlin"]),
    ("q=дезертир", ["paris"]),
    ("q=  webinar   online ", ["online"]),
    ("q=webinar mahnwache", []),
    ("q=100%25", ["online"]),
    ("q=%25", ["online"]),
    ("q=_", ["online"]),
    ("q=berlin", ["berlin"]),
    ("q=quiet", ["berlin", "online", "paris"]),
    ("q=Берлін", ["berlin"]),
    ("q=Berlín+quiet", ["berlin"]),
    ("q=Париж", ["paris"]),
    ("q=...", []),
    ("q=draft", []),
    ("q=", COMING),
    ("when=all", sorted([*COMING, "gone"])),
    ("when=past", ["gone"]),
    ("when=upcoming", COMING),
    ("when=", COMING),
    ("kind=talk&country=FR", ["paris"]),
    ("kind=talk&country=DE", []),
    ("from=2000-01-01", sorted([*COMING, "gone"])),
    ("to=2000-01-01", []),
    ("from=2100-01-01", []),
    ("when=period", ["berlin", "called-off", "long", "online", "paris"]),
    ("near=Berlin", ["berlin"]),
    ("near=Potsdam", ["berlin"]),
    ("near=Потсдам&radius=40", ["berlin"]),
    ("near=Potsdam&radius=10", []),
    ("near=Bonn&radius=1", ["called-off", "long"]),
    ("near=52.52,13.405&radius=20", ["berlin"]),
    ("near=Köln&radius=500", ["berlin", "called-off", "long", "paris"]),
    ("radius=10", COMING),
    ("near=", COMING),
    ("bounds=13,52,14,53", ["berlin"]),
    ("bounds=-180,-90,180,90", ["berlin", "called-off", "long", "paris"]),
    ("bounds=-400,-80,400,80", ["berlin", "called-off", "long", "paris"]),
    ("bounds=170,40,10,60", ["called-off", "long", "paris"]),
    ("bounds=373,52,374,53", ["berlin"]),
    ("bounds=100,0,110,10", []),
    ("spot=0", []),
    ("access=step_free", ["paris"]),
    ("access=step_free,sign_language", []),
    ("access=", COMING),
]


@pytest.mark.parametrize(("query", "expected"), TABLE)
def test_filter_leaves_what_fits(events, query, expected):
    assert found(query) == expected


def test_from_and_to_count_days_on_which_something_lasts(events):
    yesterday, tomorrow = in_days(-1).isoformat(), in_days(1).isoformat()

    assert found(f"from={yesterday}&to={yesterday}") == ["long"]
    assert found(f"from={tomorrow}&to={tomorrow}") == ["long"]
    last = in_days(3).isoformat()
    assert found(f"from={last}&to={last}") == ["long"]
    after = in_days(4).isoformat()
    assert found(f"from={after}&to={after}") == []


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("today", [9]),
        ("weekend", [12, 13]),
    ],
)
def test_when_means_days_seen_from_a_moment(events, when, days):
    for day in range(9, 15):
        make_event(
            published=True,
            slug=f"on-{day}",
            title=f"Zumzum {day}",
            starts_on=dt.date(2026, 12, day),
        )
    event_filter = filter_of(f"when={when}&q=zumzum")
    assert event_filter.is_valid()

    left = slugs(event_filter.for_list(at=NOON))

    assert left == [f"on-{day}" for day in sorted(days, key=str)]


UNKNOWN = "utm_source=x&fbclid=1&page_id=7&country__in=DE&a[b]=c&%00=1&lang__=x"


def test_unknown_parameters_change_nothing(events):
    plain, noisy = filter_of("kind=talk"), filter_of(f"kind=talk&{UNKNOWN}")

    assert (plain.is_valid(), noisy.is_valid()) == (True, True)
    assert slugs(noisy.for_list()) == slugs(plain.for_list())
    assert noisy.query == plain.query == "kind=talk"
    assert noisy.selection_name() == plain.selection_name()


def test_no_parameter_is_taken_for_a_field_of_the_database(events):
    for query in (
        "event__live=0",
        "live=False",
        "organization=1",
        "event__private_contact__contains=a",
        "search_text=draft",
    ):
        assert found(query) == COMING


# --- What cannot be read --------------------------------------------------------------

BROKEN = [
    ("country=XX", "country", "XX"),
    ("country=de", "country", "de"),
    ("country=DE,XX", "country", "XX"),
    ("country=Germany", "country", "Germany"),
    ("kind=party", "kind", "party"),
    ("org=nobody", "org", "nobody"),
    ("attendance=maybe", "attendance", "maybe"),
    ("lang=zz", "lang", "zz"),
    ("period=never", "period", "never"),
    ("when=someday", "when", "someday"),
    ("from=tomorrow", "from", "tomorrow"),
    ("from=2026-02-30", "from", "2026-02-30"),
    ("from=10.12.2026", "from", "10.12.2026"),
    ("to=2026-13-01", "to", "2026-13-01"),
    ("to=0000-01-01", "to", "0000-01-01"),
    ("to=99999-01-01", "to", "99999-01-01"),
    ("from=2026-12-10&to=2026-12-09", "to", "2026-12-09"),
    ("q=" + "x" * 201, "q", "x" * 80),
    ("kind=" + ",".join(f"k{n}" for n in range(60)), "kind", "k0"),
    ("city=" + "x" * 101, "city", "x" * 80),
    ("near=Qqqqzzzzxx", "near", "Qqqqzzzzxx"),
    ("near=91,0", "near", "91,0"),
    ("near=" + "x" * 101, "near", "x" * 80),
    *(
        (f"near=Bonn&radius={value}", "radius", value)
        for value in ("0", "-5", "1e99", "NaN", "inf", "1001", "٣", "1,5", "x")
    ),
    *(
        (f"bounds={value}", "bounds", value)
        for value in (
            "1,2,3",
            "1,2,3,4,5",
            "0,10,5,5",
            "0,-91,5,5",
            "nan,0,1,1",
            "1e3,0,1,1",
            "700,0,701,1",
            "5,0,5,1",
            "٣,0,5,1",
        )
    ),
    *(
        (f"spot={value}", "spot", value)
        for value in ("-1", "x", "1.5", "281474976710656", "99999999999999999", "٣")
    ),
    ("access=lift", "access", "lift"),
    ("sort=size", "sort", "size"),
]


@pytest.mark.parametrize(("query", "parameter", "value"), BROKEN)
def test_broken_value_is_named_on_the_page_and_can_be_dropped(
    events, client, query, parameter, value
):
    response = client.get(f"/en/actions/?{query}&attendance=hybrid")
    page = BeautifulSoup(response.text, "html.parser")

    assert response.status_code == 400
    named = page.select_one(".message__title").text
    assert named.startswith(f"{parameter}=")
    assert value[:60] in named
    drop = page.select_one(".message a")["href"]
    after = client.get(drop)
    assert after.status_code == 200
    if parameter != "attendance":
        assert "attendance=hybrid" in drop


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize(("query", "parameter", "value"), BROKEN)
def test_broken_value_is_named_in_a_sentence_by_feeds(
    events, client, feed, query, parameter, value
):
    response = client.get(f"{filled(feed, {})}?{query}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.startswith(f"{parameter}=")
    assert value[:60] in response.text
    assert response.text.count("\n") == 1


def test_every_broken_value_is_named_at_once(events, client):
    response = client.get("/en/actions/?country=XX&kind=party&page=x")
    page = BeautifulSoup(response.text, "html.parser")
    dropped = [client.get(a["href"]).status_code for a in page.select(".message a")]

    assert response.status_code == 400
    assert {tag.text for tag in page.select(".message__title")} == {
        "country=XX",
        "kind=party",
        "page=x",
    }
    # Each link drops one of them; the others are still named.
    assert dropped == [400, 400, 400]


def test_message_is_in_the_readers_language(events, client):
    russian = client.get("/ru/feeds/actions.ics?country=XX").text
    english = client.get("/en/feeds/actions.ics?country=XX").text

    assert russian != english
    assert "country=XX" in russian


@pytest.mark.parametrize("path", ["/en/actions/", *(filled(f, {}) for f in FEEDS)])
def test_empty_result_is_a_valid_answer(events, client, path):
    assert client.get(f"{path}?country=IT&kind=film").status_code == 200


# --- One query string at every address ------------------------------------------------

# The month view, and what the map's script puts an action's name in for.
NO_ACTIONS = {"calendar", "SLUG"}


@pytest.mark.parametrize(
    "query", [q for q, _expected in TABLE if q and "when" not in q and "from" not in q]
)
def test_same_query_means_the_same_at_every_address(events, client, query):
    answers = {}
    for path in ("/en/actions/", *(filled(feed, {}) for feed in FEEDS)):
        text = re.sub(r"\r\n ", "", client.get(f"{path}?{query}").text)
        linked = set(re.findall(r"/en/actions/([\w-]+)/", text))
        answers[path] = sorted(linked - NO_ACTIONS)

    assert answers == dict.fromkeys(answers, found(query))


def test_query_is_told_back_in_one_form():
    event_filter = filter_of("country=DE,FR&kind=talk&utm=1&q= a  b ")

    assert QueryDict(event_filter.query).getlist("country") == ["DE", "FR"]
    assert "utm" not in event_filter.query


@pytest.mark.parametrize(
    ("near", "label"),
    [
        ("Wuerzburg", "Near: Würzburg"),
        ("Paris", "Near: Paris"),
        ("Paris, Texas", "Near: Paris, Texas, United States"),
        ("Newport, England", "Near: Newport (Gosport), England, United Kingdom"),
        ("Mishkino, Bashkortostan", "Near: Mishkino, Respublika Bashkortostan, Russia"),
    ],
)
def test_chip_says_where_a_town_is_that_shares_its_name(near, label):
    assert filter_of(urlencode({"near": near})).selection_name() == label


def test_chips_drop_one_value_each(events, client):
    page = BeautifulSoup(
        client.get("/en/actions/?country=DE,FR&kind=vigil").text, "html.parser"
    )
    links = {
        chip.bdi.text: chip["href"] for chip in page.select("a.chip:not(.chip--clear)")
    }

    assert set(links) == {"Germany", "France", "Vigil"}
    assert "DE" not in links["Germany"]
    assert "FR" in links["Germany"]
    assert "kind=vigil" in links["Germany"]
