"""When a text was last checked: what visitors read, of what editors are reminded."""

import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from home.models import CountryPage, StandardPage
from home.reviewing import due
from home.segments import segments_of
from screening.seed import seed_screening
from tests.factories.people import make_campaign_coordinator, make_organization
from tests.home.test_translating import make_home

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 27)
LONG_AGO, NOT_SO_LONG = dt.date(2026, 5, 29), dt.date(2026, 5, 30)


@pytest.fixture
def situation():
    Page.objects.filter(depth=2).delete()
    home = make_home("en")
    Site.objects.create(hostname="testserver", is_default_site=True, root_page=home)
    return home.add_child(
        instance=StandardPage(title="Situation", slug="situation", locale=home.locale)
    )


def country(situation, code="BY", **fields) -> CountryPage:
    page = CountryPage(
        title=code,
        slug=code.lower(),
        country_code=code,
        locale=situation.locale,
        **fields,
    )
    return situation.add_child(instance=page)


def questions(*days) -> str:
    entries = [
        {"question": "Who?", "answer": "<p>We.</p>", "reviewed_on": day and str(day)}
        for day in days
    ]
    value = {"heading": "Questions", "questions": entries}
    return json.dumps([{"type": "questions", "value": value}])


def test_what_is_due_begins_with_what_nobody_reviewed(situation):
    country(situation, "UA", reviewed_on=LONG_AGO)
    country(situation, "RU", reviewed_on=NOT_SO_LONG)
    country(situation, "BY")
    country(situation, "GE", reviewed_on=TODAY, body=questions(LONG_AGO, TODAY))
    situation.body = questions(dt.date(2026, 1, 2), None)
    situation.save()

    assert [(each.title, each.reviewed_on) for each in due(TODAY)] == [
        ("BY", None),
        ("Situation", dt.date(2026, 1, 2)),
        ("UA", LONG_AGO),
        ("GE", LONG_AGO),
    ]


def test_each_language_is_reviewed_by_itself(situation):
    page = country(situation, reviewed_on=TODAY)
    uk = make_home("uk").locale
    situation.copy_for_translation(uk).save_revision().publish()
    page.copy_for_translation(uk).save_revision().publish()

    (entry,) = due(TODAY)

    assert [*entry.pages] == ["uk"]
    assert entry.reviewed_on is None
    # A code is nothing for translators.
    assert "country_code" not in [segment.place for segment in segments_of(page)]


def test_first_screen_leads_to_what_is_due(situation, client):
    seed_screening()
    page = country(situation)
    client.force_login(make_campaign_coordinator())

    screen = BeautifulSoup(client.get("/cms/").text, "html.parser")
    (link,) = screen.select(".ow-review a")
    form = client.get(link["href"]).text
    page.reviewed_on = TODAY
    page.save_revision().publish()

    assert 'name="reviewed_on"' in form
    assert 'class="ow-review"' not in client.get("/cms/").text


def test_visitors_read_the_day_or_nothing(situation, client):
    group = make_organization("Our Group", country="BY")
    page = country(situation)

    before = client.get("/en/situation/by/").text
    page.reviewed_on = TODAY
    page.save_revision().publish()
    after = client.get("/en/situation/by/").text

    assert "eviewed" not in before
    assert "Last reviewed on 27 November 2026" in after
    assert '"lastReviewed": "2026-11-27"' in after
    assert group.get_absolute_url() in after
    assert "/en/actions/?country=BY" in after


def test_day_to_come_is_no_review(situation):
    page = country(situation)
    page.reviewed_on = dt.date(2999, 1, 1)

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert [*refused.value.message_dict] == ["reviewed_on"]
