"""What the CMS form suggests, and how it reads what is typed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.forms import zone_choices
from events.models import EventPage
from tests.factories.actions import in_days, make_event, make_period
from tests.factories.people import make_member, make_organization

pytestmark = pytest.mark.django_db

FORM = EventPage.get_edit_handler().get_form_class()


def new_form(organization, user, data=None):
    return FORM(data, instance=EventPage(), parent_page=organization, for_user=user)


def test_form_suggests_the_groups_country_zone_and_language():
    organization = make_organization(country="GE")
    form = new_form(organization, make_member(organization, language="uk"))

    suggested = {n: form[n].value() for n in ("country", "timezone", "text_language")}

    assert suggested == {
        "country": "GE",
        "timezone": "Asia/Tbilisi",
        "text_language": "uk",
    }


def test_form_suggests_what_the_last_action_said():
    organization = make_organization(country="GE")
    user = make_member(organization)
    make_event(
        organization=organization,
        user=user,
        country="AT",
        timezone="Europe/Vienna",
        contact="office@example.org",
        private_contact="Olena",
        languages=["uk", "de"],
    )

    form = new_form(organization, user)

    names = ("country", "timezone", "contact", "private_contact", "languages")
    assert [form[name].value() for name in names] == [
        "AT",
        "Europe/Vienna",
        "office@example.org",
        "Olena",
        ["uk", "de"],
    ]


def test_form_suggests_nothing_of_other_groups():
    make_event(contact="office@example.org", private_contact="Olena")
    organization = make_organization()

    form = new_form(organization, make_member(organization))

    assert (form["contact"].value() or "", form["private_contact"].value() or "") == (
        "",
        "",
    )


def test_form_offers_periods_that_still_take_actions():
    make_period("over", starts=-40, length=14)
    make_period("closed", starts=-3, length=14, closes_on=in_days(-1))
    running = make_period("running", starts=-3, length=14)
    later = make_period("later", starts=60, length=14)
    organization = make_organization()

    form = new_form(organization, make_member(organization))

    assert set(form.fields["period"].queryset) == {running, later}
    assert form["period"].value() == running.pk


def test_period_of_an_action_stays_on_offer_when_it_is_over():
    period = make_period("over", starts=-40, length=14)
    event = make_event(period=period, starts_on=in_days(-30))

    form = FORM(instance=event, parent_page=event.organization, for_user=event.owner)

    assert list(form.fields["period"].queryset) == [period]


@pytest.mark.parametrize("zone", ["Asia/Tbilisi", "America/New_York"])
def test_moment_of_revealing_is_on_the_clock_of_the_place(zone):
    organization = make_organization()
    form = new_form(
        organization,
        make_member(organization),
        {
            "title": "Vigil",
            "description": "null",
            "timezone": zone,
            "location_precision": "town",
            "reveals_at": "2026-12-09T12:00",
        },
    )

    form.is_valid()

    assert form.cleaned_data["reveals_at"] == dt.datetime(
        2026, 12, 9, 12, tzinfo=ZoneInfo(zone)
    )


def test_zones_are_named_for_readers():
    choices = dict(zone_choices())

    assert choices["America/New_York"] == "America/New York"
    assert not [name for name in choices if name.startswith("Etc/")]
