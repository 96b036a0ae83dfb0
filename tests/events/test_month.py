"""A month of actions: which days, how many a day, what is named on the page."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict

from events.filters import EventFilter
from events.month import SHOWN_A_DAY, beside, read_month, weeks_of
from events.tally import tally
from tests.factories.actions import make_event
from tests.factories.people import make_organization

AT = dt.datetime(2026, 12, 3, 12, tzinfo=dt.UTC)
DECEMBER = dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-12", DECEMBER),
        ("2026-13", None),
        ("2026-00", None),
        ("1066-10", None),
        ("9999-12", None),
        ("2026-1", None),
        ("٢٠٢٦-١٢", None),
        ("", None),
    ],
)
def test_read_month(text, month):
    assert read_month(text) == month


@pytest.mark.parametrize(
    ("month", "step", "found"),
    [
        (DECEMBER, 1, dt.date(2027, 1, 1)),
        (DECEMBER, -1, dt.date(2026, 11, 1)),
        (dt.date(2026, 1, 1), -1, dt.date(2025, 12, 1)),
        (dt.date(2199, 12, 1), 1, None),
        (dt.date(1990, 1, 1), -1, None),
    ],
)
def test_beside(month, step, found):
    assert beside(month, step) == found


def days_of(query: str = "") -> dict[int, tuple[list[str], int]]:
    """Return December by day: the titles there, and how many are not shown."""
    event_filter = EventFilter(QueryDict(query))
    assert event_filter.is_valid()
    return {
        day.date.day: ([action.title for action in day.actions], day.more)
        for week in weeks_of(event_filter, DECEMBER, at=AT)
        for day in week
        if day.is_in_month and (day.actions or day.more)
    }


@pytest.mark.django_db
def test_weeks_of_names_an_action_on_each_of_its_days():
    make_event(
        published=True,
        title="Exhibition",
        starts_on=dt.date(2026, 12, 9),
        ends_on=dt.date(2026, 12, 11),
        is_all_day=True,
        start_time=None,
        end_time=None,
    )
    make_event(published=True, title="Vigil", starts_on=dt.date(2026, 12, 10))
    make_event(published=True, title="Later", starts_on=dt.date(2027, 2, 10))
    make_event(title="Draft", starts_on=dt.date(2026, 12, 10))

    assert days_of() == {
        9: (["Exhibition"], 0),
        10: (["Exhibition", "Vigil"], 0),
        11: (["Exhibition"], 0),
    }
    assert days_of("q=vigil") == {10: (["Vigil"], 0)}


@pytest.mark.django_db
def test_weeks_of_names_what_goes_on_for_days_on_each_of_them():
    group = make_organization()
    for number in (1, 2):
        make_event(
            published=True,
            organization=group,
            title=f"Exhibition {number}",
            starts_on=dt.date(2026, 12, 9 + number),
            ends_on=dt.date(2026, 12, 12),
        )

    assert days_of() == {
        10: (["Exhibition 1"], 0),
        11: (["Exhibition 1", "Exhibition 2"], 0),
        12: (["Exhibition 1", "Exhibition 2"], 0),
    }


@pytest.mark.django_db
def test_month_page_has_the_filter_of_the_list_with_the_month_in_it(client):
    make_event(published=True, starts_on=dt.date(2026, 12, 10))
    make_event(published=True, starts_on=dt.date(2027, 2, 10), country="AT")

    page = client.get("/en/actions/calendar/?month=2026-12&kind=vigil&near=Bonn")
    form = BeautifulSoup(page.content, "html.parser").find("form", role="search")
    fields = {field["name"]: field.get("value") for field in form("input")}

    assert fields["month"] == "2026-12"
    assert fields["near"] == "Bonn"
    assert [box["value"] for box in form("input", {"name": "country"})] == ["DE"]


@pytest.mark.django_db
def test_weeks_of_shows_so_many_a_day_and_counts_the_rest(
    django_assert_max_num_queries,
):
    for number in range(SHOWN_A_DAY + 2):
        make_event(
            published=True, title=f"Vigil {number}", starts_on=dt.date(2026, 12, 10)
        )

    tally()
    with django_assert_max_num_queries(5):
        titles, more = days_of()[10]

    assert titles == [f"Vigil {number}" for number in range(SHOWN_A_DAY)]
    assert more == 2


@pytest.mark.django_db
def test_calendar_page_is_a_table_with_a_month_on_each_side(client):
    make_event(published=True, title="Vigil", starts_on=dt.date(2026, 12, 10))

    response = client.get("/de/actions/calendar/?month=2026-12&country=DE")
    page = BeautifulSoup(response.content, "html.parser")

    assert page.h1.text.strip() == "Dezember 2026"
    assert len(page.select("table.month th[scope=col]")) == 7
    assert [link["href"] for link in page.select("nav a[rel]")] == [
        "/de/actions/calendar/?country=DE&month=2026-11",
        "/de/actions/calendar/?country=DE&month=2027-01",
    ]
    cell = page.select_one("table.month time[datetime='2026-12-10']").parent
    assert cell.a.text.strip() == "Vigil"


@pytest.mark.django_db
def test_calendar_page_begins_where_the_next_action_is(client):
    event = make_event(published=True)

    response = client.get("/en/actions/calendar/")

    day = f'datetime="{event.starts_on.isoformat()}"'
    assert day in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2026-13", "x", "%00"])
def test_calendar_page_says_that_a_month_cannot_be_read(client, month):
    response = client.get(f"/en/actions/calendar/?month={month}")

    assert response.status_code == 400
    assert "Please write the month as year-month" in response.text


@pytest.mark.django_db
def test_no_action_takes_the_calendars_address(client):
    named = make_event(published=True, title="Calendar")
    asked = make_event(published=True, slug="calendar")

    for event in (named, asked):
        assert event.slug != "calendar"
        assert client.get(f"/en/actions/{event.slug}/").status_code == 200
