"""How many each choice would leave: what one finds after choosing it."""

import datetime as dt

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from events.counts import count_choices
from events.filters import EventFilter, When
from events.models import CoOrganizer
from events.tally import _Memory, tally
from organizations.models import OrganizationPage
from tests.factories.actions import make_event, make_period
from tests.factories.people import make_organization
from tests.factories.world import kept_for_the_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def events(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        period = make_period("december", starts=1, length=40)
        group, other = make_organization("Alpha"), make_organization("Beta")

        def post(organization, **fields):
            return make_event(organization=organization, published=True, **fields)

        post(group, kind="vigil", languages=["de", "ru"], period=period)
        post(group, kind="talk", languages=["de"], step_free="yes", captions="yes")
        post(other, kind="talk", city="Paris", country="FR", step_free="yes")
        shared = post(other, kind="film", co_organizer_names="Alpha")
        CoOrganizer.objects.filter(event=shared).update(state="accepted")
        make_event(organization=group, kind="march")
        yield


@pytest.mark.parametrize(
    "query", ["", "country=DE", "kind=talk", "kind=talk&country=FR", "access=step_free"]
)
def test_count_of_a_choice_is_what_it_leaves(events, query):
    at = timezone.now()
    event_filter = EventFilter(QueryDict(query))
    assert event_filter.is_valid()
    counts = count_choices(tally(), event_filter, at=at)

    wrong = {}
    for name, found in counts.items():
        others = event_filter.query_without(name) if name != "access" else query
        for value, number in found.items():
            narrowed = EventFilter(QueryDict(f"{others}&{name}={value}"))
            assert narrowed.is_valid()
            left = narrowed.for_list(at=at).count()
            if left != number:
                wrong[name, value] = (number, left)

    assert wrong == {}
    assert sum(counts["kind"].values()) > 0


SELECTIONS = (
    "",
    "country=FR,IT",
    "city=paris&city=Berlin",
    "kind=talk,film&country=DE",
    "org=ALPHA",
    "attendance=online",
    "lang=ru",
    "lang=ru,de&kind=vigil",
    "access=step_free&access=captions",
    "period=december",
    "near=Paris&radius=30",
    "near=52.5,13.4&radius=1000",
    "bounds=0,40,10,60",
    "bounds=170,-80,-170,80",
    "spot=0",
    "q=beta",
    "q=alpha%20ZZ",
    "from=2020-01-01&to=2020-02-01",
    "from=2020-01-01",
    *(f"when={when}" for when in When.values),
)


@pytest.mark.parametrize("days", [0, 60])
@pytest.mark.parametrize("query", SELECTIONS)
def test_tally_knows_what_list_and_feed_show_in_their_order(events, query, days):
    alpha = OrganizationPage.objects.get(title="Alpha").slug
    at = timezone.now() + dt.timedelta(days=days)
    event_filter = EventFilter(QueryDict(query.replace("ALPHA", alpha)))
    assert event_filter.is_valid()
    known = tally()
    rows = known.rows(event_filter, at=at)
    is_past = query == "when=past"

    assert known.page(rows, 0, 100, backwards=is_past) == list(
        event_filter.for_list(at=at).values_list("pk", flat=True)
    )
    feed = event_filter.for_feed(at=at)
    rows = known.feed(event_filter, at=at)
    assert known.page(rows, 0, 100) == list(feed.values_list("pk", flat=True))
    newest = feed.order_by("-changed_at").values_list("pk", flat=True)
    assert known.last_changed(rows) == newest.first()
    later = at + dt.timedelta(days=120)
    left = event_filter.last_left_at(at=later)
    assert known.last_left_at(event_filter, at=later) == (
        left and left.replace(microsecond=0)
    )


def test_list_near_a_town_tells_how_far_and_puts_the_nearest_first_when_asked(
    events, client
):
    def shown(query):
        actions = client.get(f"/en/actions/?{query}").context["actions"]
        return [(action.place.city, action.distance_km) for action in actions]

    by_date = shown("near=Paris&radius=1000")
    nearest = shown("near=Paris&radius=1000&sort=distance")

    assert sorted(nearest, key=lambda pair: pair[1]) == nearest
    assert sorted(nearest) == sorted(by_date)
    assert nearest[0] == ("Paris", 1)
    assert {away for city, away in nearest if city != "Paris"} == {400}
    assert shown("sort=distance") == shown("")
    assert client.get("/en/actions/?sort=size").status_code == 400


def test_nobody_waits_while_another_one_counts_anew(events):
    former = tally()
    with transaction.atomic():
        make_event(published=True)
        with _Memory.lock:
            meanwhile = tally()
        afterwards = tally()
        transaction.set_rollback(True)

    assert meanwhile is former
    assert afterwards.number == former.number + 1


def test_page_offers_what_exists_with_its_count_and_keeps_what_was_asked(
    events, client
):
    text = " ".join(client.get("/en/actions/?country=FR,IT").text.split())

    def option(value, label, count):
        return (
            f'value="{value}"',
            f'<span dir="auto">{label}</span>'
            f' <span class="choice-menu__number">{count}</span>',
        )

    for value, label, count in (
        ("FR", "France", 1),
        ("IT", "Italy", 0),
        ("DE", "Germany", 3),
    ):
        for part in option(value, label, count):
            assert part in text
    assert 'value="GE"' not in text


def test_list_asks_as_often_for_many_as_for_few(
    events, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        client.get("/en/actions/?kind=talk&near=Berlin&q=beta&org=")
