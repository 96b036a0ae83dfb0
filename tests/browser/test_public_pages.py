"""Public pages in a real browser: no trace of a visit, and all there without script."""

import re

import pytest
from playwright.sync_api import Page

from events.lifecycle import answer_co_organizing
from objectwar.joining import joined
from objectwar.storage import own_names, read_own
from tests.browsing import DESKTOP, MOBILE, Traces
from tests.factories.actions import in_days, make_event, make_period
from tests.factories.people import make_member, make_organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses():
    """Publish actions of every look; return one address for each sort of page."""
    period = make_period("spring", starts=10, length=20)
    organization = make_organization("Peace House", website="https://peace.example")
    user = make_member(organization)
    common = {"organization": organization, "user": user, "period": period}
    partner = make_organization("Partner Group")
    exact = make_event(
        **common,
        published=True,
        latitude=50.7339,
        longitude=7.0998,
        website="https://elsewhere.example/",
        co_organizer_names="Partner Group\nFriends",
        description='<p>Come. <a href="https://far.example/">More</a></p>',
        contact="office@example.org",
    )
    answer_co_organizing(
        co_organizer=exact.co_organizers.get(organization=partner), accept=True
    )
    online = make_event(
        **common,
        published=True,
        title="Talk",
        attendance="online",
        online_url="https://meet.example/x",
    )
    called_off = make_event(**common, cancelled=True, title="March")
    past = make_event(**common, published=True, title="Rally", starts_on=in_days(-9))
    return {
        "language": "/",
        "home": "/en/",
        "list": "/en/actions/",
        "subscribe": "/en/subscribe/?country=DE",
        "list, narrowed": "/en/actions/?country=DE&kind=vigil&q=vigil",
        "list, empty": "/en/actions/?q=nothing-of-the-kind",
        "month": "/en/actions/calendar/",
        "embed": "/en/embed/actions/?view=both",
        "embed's code": "/en/embed/",
        "list, past": "/en/actions/?when=past",
        "action": f"/en/actions/{exact.slug}/",
        "poster": f"/de/actions/{exact.slug}/poster/",
        "action online": f"/en/actions/{online.slug}/",
        "action called off": f"/en/actions/{called_off.slug}/",
        "action that is past": f"/uk/actions/{past.slug}/",
        "organisations": "/en/organizations/",
        "organisation": f"/de/organizations/{organization.slug}/",
        "period": "/en/periods/spring/",
    }


ERRORS = {"bad filter": "/en/actions/?country=ZZ", "nothing": "/en/actions/none/"}


def send_in_one_piece(person):
    """Answer with style sheets and scripts as production joins them."""
    for name in own_names():
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        person.context.route(
            f"**/static/{name}",
            lambda route, _request, name=name, kind=kind: route.fulfill(
                body=joined(name, read_own), content_type=kind
            ),
        )


@pytest.mark.parametrize(
    ("size", "color_scheme"),
    [(DESKTOP, "light"), (MOBILE, "dark")],
    ids=["1280 light", "375 dark"],
)
def test_case_51_a_visit_leaves_no_traces(addresses, visitor, size, color_scheme):
    person = visitor(size=size, color_scheme=color_scheme)
    send_in_one_piece(person)

    traces = {}
    for name, address in addresses.items():
        page = person.open(address)
        page.wait_for_load_state("networkidle")
        traces[name] = person.traces()

    assert traces == dict.fromkeys(addresses, Traces())


def test_case_51_an_error_leaves_no_traces_either(addresses, visitor):
    for address in ERRORS.values():
        person = visitor()
        person.open(address)
        traces = person.traces()
        # The browser itself notes the status in its console.
        assert len(traces.console_errors) <= 1
        assert (traces.cookies, traces.stored, traces.foreign_requests) == ([], [], [])


def listed(page: Page) -> list[str]:
    """Return the addresses of actions in the order of the page, each once."""
    links = page.locator("main a[href*='/actions/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    slugs = [re.search(r"/actions/([\w-]+)/$", link) for link in links]
    return list(dict.fromkeys(slug[1] for slug in slugs if slug))


@pytest.mark.parametrize("name", ["list", "list, narrowed", "list, past", "period"])
def test_list_without_javascript_shows_the_same_actions(addresses, visitor, name):
    with_script = listed(visitor().open(addresses[name]))
    without = listed(visitor(has_javascript=False).open(addresses[name]))

    assert without == with_script
    assert without != []


def test_filters_work_without_javascript(addresses, visitor):
    page = visitor(has_javascript=False).open("/en/actions/")

    page.get_by_label("Words to look for").fill("talk")
    page.get_by_role("button", name="Show", exact=True).first.click()

    assert listed(page) == ["talk"]
    assert "q=talk" in page.url
