"""Words that no layout was drawn for: nothing runs over the edge of a small phone."""

import pytest
from django.conf import settings
from django.core import mail

from objectwar.demo import home
from tests.factories.actions import in_days, make_event, make_period
from tests.factories.people import make_member, make_organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GERMAN = "Kriegsdienstverweigerungsberatungsstellenleitungskonferenzen"  # 60 letters
GEORGIAN = "კეთილსინდისიერებისსაფუძველზე სამხედრო სამსახურზე უარისთქმა"
ARABIC = "وقفة تضامنية مع المستنكفين ضميريًا والفارين من الحرب"
EMOJI = "🕊️✊🏽👩‍👩‍👧‍👦🏳️‍🌈🕯️🌻🎺📣🫶🏾🕊️✊🏽👩‍👩‍👧‍👦🏳️‍🌈🕯️🌻 Friedenswerkstatt"
LINK = f"https://elsewhere.example/{'without-a-break_' * 10}"
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => `${one.tagName}.${one.className}`).slice(-3)"""


@pytest.fixture
def addresses():
    """Publish odd words in every place; return the address of each sort of page."""
    home.load_home_pages(["en"])
    period = make_period("odd", name=f"{GERMAN} {GEORGIAN}", call=LINK)
    groups = [
        make_organization(f"{GERMAN} {GERMAN}", description=f"<p>{LINK}</p>"),
        make_organization(EMOJI, website=LINK),
        make_organization(ARABIC),
    ]
    titles = (f"{GERMAN} 🕊️", GEORGIAN, ARABIC)
    events = [
        make_event(
            organization=group,
            user=make_member(group),
            period=period,
            published=True,
            title=title,
            summary=f"{GERMAN} {ARABIC}",
            description=f"<p>{LINK}</p><p>{GERMAN}</p>",
            venue=GERMAN,
            street=GEORGIAN,
            city=GERMAN,
            latitude=50.7339,
            longitude=7.0998,
            contact=f"{'a' * 60}@{'b' * 40}.example",
            website=LINK,
            co_organizer_names=f"{EMOJI}\n{GERMAN}",
            starts_on=in_days(12 + number),
        )
        for number, (group, title) in enumerate(zip(groups, titles, strict=True))
    ]
    return [
        "/en/",
        "/en/actions/",
        f"/en/actions/?q={GERMAN}",
        "/en/actions/calendar/",
        *(f"/en/actions/{event.slug}/" for event in events),
        *(f"/en/actions/{event.slug}/poster/" for event in events),
        "/en/organizations/",
        *(f"/en/organizations/{group.slug}/" for group in groups),
        "/en/periods/odd/",
        "/en/embed/actions/?view=list",
    ]


def test_odd_words_run_over_no_edge_and_read_in_their_direction(addresses, visitor):
    page = visitor(has_javascript=False).page
    too_wide = {}

    def look(name):
        for width in (320, 375):
            page.set_viewport_size({"width": width, "height": 800})
            if found := page.evaluate(WIDE):
                too_wide[f"{name} at {width}"] = found

    for address in addresses:
        page.goto(settings.SITE_URL + address)
        look(address)
        if ARABIC in page.title():
            heading = page.get_by_role("heading", level=1)
            assert heading.evaluate("one => getComputedStyle(one).direction") == "rtl"
    page.goto("about:blank")  # a mail has no policy that forbids its style
    for message in mail.outbox[:3]:
        page.set_content(message.alternatives[0][0])
        look(message.subject)

    assert too_wide == {}
    assert mail.outbox != []
