"""What is hidden is nowhere: every public address is asked for it, by a stranger.

Each secret is a word of its own that could leak. The crawl below names every public
pattern; a new one fails the first test until somebody has thought about it.
"""

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from events.choices import LocationPrecision
from events.models import CoOrganizer, EventPage, Occurrence
from objectwar.patterns import all_patterns
from organizations import lifecycle
from organizations.models import Invitation, Picture
from screening.models import WatchlistEntry
from tests.addresses import AUDIENCES, CMS, FEEDS, filled
from tests.factories.actions import edit_event, make_event, make_period
from tests.factories.pages import load_few_pages
from tests.factories.people import (
    make_campaign_coordinator,
    make_editor,
    make_member,
    make_organization,
)
from tests.factories.world import kept_for_the_module, make_picture

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PIN = {"latitude": 51.765432, "longitude": 8.987654}
_numbers = itertools.count(1)


def word(what: str) -> str:
    """Return a word that stands nowhere else, in letters that nothing escapes."""
    number = next(_numbers)
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
    return f"zq{what}{letters}qz"


@dataclass
class Hidden:
    """What no stranger may read, and the addresses at which one would look."""

    secrets: dict[str, str] = field(default_factory=dict)
    slugs: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    events: dict[str, EventPage] = field(default_factory=dict)
    public: EventPage | None = None
    public_word: str = ""
    suspended_slug: str = ""

    def word(self, what: str) -> str:
        secret = word(re.sub(r"[^a-z]", "", what))
        self.secrets[what] = secret
        return secret

    def fields(self, state: str) -> dict:
        """Return a value for every field that people fill, each with its own word."""

        def secret(name):
            return self.word(f"{state} {name}")

        return {
            "title": f"Vigil {secret('title')}",
            "summary": f"About {secret('summary')}",
            "description": f"<p>Come <b>{secret('description')}</b></p>",
            "venue": f"House {secret('venue')}",
            "street": f"{secret('street')}weg 7",
            "postal_code": secret("zip")[:20],
            "city": f"Bonn-{secret('city')}",
            "online_url": f"https://example.org/{secret('online')}",
            "attendance": "hybrid",
            "co_organizer_names": f"Group {secret('partner')}",
            "contact": f"{secret('contact')}@example.org",
            "private_contact": f"{secret('private')}@example.org",
            "registration_url": f"https://example.org/{secret('registration')}",
            "website": f"https://example.org/{secret('website')}",
            "accessibility_notes": f"Ring {secret('access')}",
            "picture_alt": f"A candle, {secret('alt')}",
            **PIN,
        }

    def hide(self, state: str, organization, user, **fields) -> EventPage:
        picture = make_picture(organization, title=self.word(f"{state} picture"))
        event = make_event(
            organization=organization,
            user=user,
            picture=picture,
            **self.fields(state) | fields,
        )
        self.events[state] = event
        self.slugs.append(event.slug)
        self.files += files_of(picture)
        return event


def files_of(picture: Picture) -> list[str]:
    rendition = picture.get_rendition("max-1200x1200|format-webp")
    return [picture.file.url, rendition.url]


def build() -> Hidden:
    hidden = Hidden()
    load_few_pages()
    editor, campaign = make_editor(), make_campaign_coordinator()
    period = make_period("december")
    organization = make_organization("Open Group")
    user = make_member(organization)
    for person in (editor, campaign, user):
        hidden.secrets[f"address of {person.first_name}"] = person.email
        person.first_name = hidden.word(f"name of {person.first_name}")
        person.save()
    common = {"organization": organization, "user": user, "editor": editor}

    hidden.hide("draft", organization, user, period=period)
    hidden.hide("waiting", organization, user, awaiting_screening=True, period=period)
    hidden.hide("changes", organization, user, editor=editor, changes_requested=True)
    hidden.hide("rejected", organization, user, editor=editor, rejected=True)

    withdrawn = hidden.hide(
        "withdrawn", organization, user, editor=editor, published=True
    )
    withdrawn.unpublish(user=campaign)

    silenced = make_organization(f"Group {hidden.word('suspended name')}")
    hidden.suspended_slug = silenced.slug
    for trait in ("published", "cancelled"):
        hidden.hide(
            f"suspended {trait}",
            silenced,
            make_member(silenced),
            editor=editor,
            **{trait: True},
        )
    lifecycle.suspend(
        organization=silenced, reason=hidden.word("suspension"), by=campaign
    )

    # Public, with a change that waits.
    hidden.public_word = word("public")
    hidden.public = make_event(
        **common,
        title=f"Rally {hidden.public_word}",
        private_contact=hidden.word("public private contact"),
        online_url=f"https://example.org/{hidden.word('online of in person')}",
        published=True,
        period=period,
    )
    edit = hidden.fields("edit") | {
        "picture": make_picture(organization, hidden.word("edit picture"))
    }
    hidden.files += files_of(edit["picture"])
    edit_event(hidden.public, user, **edit)

    # Public, with a place that is not.
    hidden.events["place"] = make_event(
        **common,
        title="Meeting at a quiet place",
        venue=hidden.word("hidden venue"),
        street=hidden.word("hidden street"),
        postal_code=hidden.word("hidden zip")[:20],
        location_precision=LocationPrecision.ON_REQUEST,
        reveals_at=timezone.now() + dt.timedelta(days=5),
        published=True,
        **PIN,
    )

    # What surrounds them.
    Invitation.objects.create(
        organization=organization,
        email=f"{hidden.word('invited')}@example.org",
        token_hash=Invitation.hash_of("zzz"),
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    WatchlistEntry.objects.create(
        status="active",
        name=hidden.word("watchlist"),
        reason=hidden.word("watchlist reason"),
        source_title="x",
        source_url="https://example.org/",
    )
    return hidden


@pytest.fixture(scope="module")
def hidden(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        yield build()


# --- The crawl: every public pattern, and what to ask it ------------------------------

QUERIES = [
    "",
    "?when=all",
    "?when=past",
    "?when=today",
    "?when=all&attendance=hybrid",
    "?when=all&country=DE",
    "?when=all&kind=vigil",
    "?when=all&period=december",
    "?when=all&q=vigil",
    "?when=all&city=Bonn",
    "?from=2000-01-01&to=2100-01-01",
    "?page=2",
]


def everywhere(pattern: str, *tails: str, **values) -> list[str]:
    """Return the address of a pattern in nine languages, the tails in the first."""
    first, *rest = (filled(pattern, values, language) for language in LANGUAGES)
    return [first, *(first + tail for tail in tails), *rest]


def account(pattern: str):
    values = {"key": "set-password", "uidb36": "1", "uidb64": "MQ", "token": "x"}
    return lambda hidden: everywhere(pattern, **values)


def feed_paths(feed: str):
    return lambda hidden: everywhere(feed, *QUERIES)


CRAWL = {
    "": lambda hidden: ["/"],
    "look.css": lambda hidden: ["/look.css"],
    "healthz": lambda hidden: ["/healthz"],
    "robots.txt": lambda hidden: ["/robots.txt"],
    ".well-known/security.txt": lambda hidden: ["/.well-known/security.txt"],
    "sitemap.xml": lambda hidden: ["/sitemap.xml"],
    "sitemap-<int:number>.xml": lambda hidden: ["/sitemap-1.xml", "/sitemap-2.xml"],
    "map/<str:z>/<str:x>/<str:y>.json": lambda hidden: [
        f"/map/{tile}.json{query}"
        for tile in ("0/0/0", "4/8/5")
        for query in ("", *QUERIES)
    ],
    "media/<path:path>": lambda hidden: hidden.files,
    "basemap/<slug:source>/<slug:version>/<int:zoom>/<int:x>/<int:y>.mvt": (
        lambda hidden: ["/basemap/world/x/0/0/0.mvt"]
    ),
    "documents/<int:document_id>/<str:document_filename>": (
        lambda hidden: ["/documents/1/hidden.pdf"]
    ),
    "cms/login/": lambda hidden: ["/cms/login/"],
    "cms/password_reset/": lambda hidden: ["/cms/password_reset/"],
    "cms/logout/": lambda hidden: ["/cms/logout/"],
    **{
        pattern: account(pattern)
        for pattern, audience in AUDIENCES.items()
        if "public" in audience and pattern.startswith("{lang}/account/")
    },
    "{lang}/organizations/": lambda hidden: everywhere(
        "{lang}/organizations/", "?order=name", "?order=country"
    ),
    "{lang}/organizations/<slug:slug>/": lambda hidden: [
        *everywhere("{lang}/organizations/<slug:slug>/", slug=hidden.suspended_slug),
        *everywhere(
            "{lang}/organizations/<slug:slug>/", slug=hidden.public.organization.slug
        ),
    ],
    "{lang}/invitations/<str:token>/": lambda hidden: everywhere(
        "{lang}/invitations/<str:token>/", token="made-up"
    ),
    "{lang}/actions/": lambda hidden: everywhere("{lang}/actions/", *QUERIES),
    "{lang}/actions/<slug:slug>/": lambda hidden: [
        path
        for event in (hidden.public, hidden.events["place"])
        for path in everywhere("{lang}/actions/<slug:slug>/", slug=event.slug)
    ],
    "{lang}/actions/<slug:slug>.ics": lambda hidden: [
        path
        for event in (hidden.public, hidden.events["place"])
        for path in everywhere("{lang}/actions/<slug:slug>.ics", slug=event.slug)
    ],
    "{lang}/periods/<slug:slug>/": lambda hidden: everywhere(
        "{lang}/periods/<slug:slug>/", "?page=2", slug="december"
    ),
    "{lang}/actions/<slug:slug>/concern/": lambda hidden: [
        path
        for event in (hidden.public, hidden.events["place"])
        for path in everywhere("{lang}/actions/<slug:slug>/concern/", slug=event.slug)
    ],
    "{lang}/join/": lambda hidden: everywhere("{lang}/join/"),
    "{lang}/join/<str:token>/": lambda hidden: everywhere(
        "{lang}/join/<str:token>/", token="made-up"
    ),
    "{lang}/screening-report/": lambda hidden: everywhere("{lang}/screening-report/"),
    "{lang}/policy/": lambda hidden: everywhere("{lang}/policy/"),
    "{lang}/policy/<int:number>/": lambda hidden: everywhere(
        "{lang}/policy/<int:number>/", number=1
    ),
    "api/v1/": lambda hidden: ["/api/v1/"],
    "api/v1/openapi.json": lambda hidden: ["/api/v1/openapi.json"],
    "api/v1/actions/": lambda hidden: [
        *(f"/api/v1/actions/{query}" for query in QUERIES),
        "/api/v1/actions/?updated_since=2000-01-01",
        "/api/v1/actions/?updated_since=2000-01-01&country=FR",
    ],
    "api/v1/actions/<str:key>/": lambda hidden: [
        *(f"/api/v1/actions/{slug}/" for slug in hidden.slugs),
        f"/api/v1/actions/{hidden.public.slug}/",
        f"/api/v1/actions/{hidden.events['place'].slug}/",
    ],
    "api/v1/organizations/": lambda hidden: ["/api/v1/organizations/"],
    "api/v1/organizations/<str:key>/": lambda hidden: [
        f"/api/v1/organizations/{hidden.suspended_slug}/",
        f"/api/v1/organizations/{hidden.public.organization.slug}/",
    ],
    "api/v1/periods/": lambda hidden: ["/api/v1/periods/"],
    "api/v1/periods/<str:key>/": lambda hidden: ["/api/v1/periods/december/"],
    "api/v1/<path:rest>": lambda hidden: ["/api/v1/drafts/"],
    "{lang}/api/": lambda hidden: everywhere("{lang}/api/"),
    "{lang}/subscribe/": lambda hidden: everywhere("{lang}/subscribe/", *QUERIES),
    "{lang}/actions/calendar/": lambda hidden: everywhere(
        "{lang}/actions/calendar/", *QUERIES
    ),
    "{lang}/embed/": lambda hidden: everywhere("{lang}/embed/", *QUERIES),
    "{lang}/embed/actions/": lambda hidden: everywhere(
        "{lang}/embed/actions/", *QUERIES, "?view=map", "?view=list"
    ),
    "embed.js": lambda hidden: ["/embed.js"],
    "oembed": lambda hidden: [
        f"/oembed?url={settings.SITE_URL}{path}"
        for path in (
            "/en/actions/",
            *(f"/en/actions/{slug}/" for slug in hidden.slugs),
            f"/en/actions/{hidden.public.slug}/",
            f"/en/organizations/{hidden.suspended_slug}/",
        )
    ],
    "{lang}/share/site.png": lambda hidden: ["/en/share/site.png"],
    "{lang}/share/actions/<slug:slug>.png": lambda hidden: [
        f"/en/share/actions/{event.slug}.png"
        for event in (hidden.public, hidden.events["place"])
    ],
    "{lang}/share/actions/<slug:slug>.svg": lambda hidden: [
        f"/en/share/actions/{event.slug}.svg"
        for event in (hidden.public, hidden.events["place"])
    ],
    "{lang}/actions/<slug:slug>/poster/": lambda hidden: [
        path
        for event in (hidden.public, hidden.events["place"])
        for path in everywhere("{lang}/actions/<slug:slug>/poster/", slug=event.slug)
    ],
    "{lang}/share/organizations/<slug:slug>.png": lambda hidden: [
        f"/en/share/organizations/{slug}.png"
        for slug in (hidden.suspended_slug, hidden.public.organization.slug)
    ],
    "{lang}/share/periods/<slug:slug>.png": lambda hidden: [
        "/en/share/periods/december.png"
    ],
    "{lang}/subscribe/code.svg": feed_paths("{lang}/subscribe/code.svg"),
    **{feed: feed_paths(feed) for feed in FEEDS},
    "{lang}/news/feed.atom": lambda hidden: everywhere("{lang}/news/feed.atom"),
    r"{lang}/^((?:[\w\-]+/)*)$": lambda hidden: [
        path
        for language in LANGUAGES
        for path in (
            f"/{language}/",
            f"/{language}/imprint/",
            f"/{language}/news/",
            f"/{language}/there/is/nothing/",
            f"/{language}/organizations/{hidden.public.organization.slug}/more/",
        )
    ],
}


def readable(response) -> str:
    """Return body and headers as one text; calendars with their lines unfolded."""
    body = response.getvalue() if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    if "calendar" in response.headers.get("Content-Type", ""):
        text = re.sub(r"\r?\n[ \t]", "", text)
    return "\n".join([text, *(f"{k}: {v}" for k, v in response.headers.items())])


def found_in(text: str, secrets: dict[str, str]) -> list[str]:
    text = text.casefold()
    return [what for what, secret in secrets.items() if secret.casefold() in text]


def test_every_public_pattern_is_crawled():
    public = {pattern for pattern, who in AUDIENCES.items() if "public" in who}

    assert set(CRAWL) == public
    assert public <= set(all_patterns())


@pytest.mark.parametrize("pattern", CRAWL)
def test_case_48_hidden_words_are_at_no_public_address(hidden, client, pattern):
    leaks = {}
    for path in CRAWL[pattern](hidden):
        response = client.get(path)
        assert response.status_code < 500
        found = found_in(readable(response), hidden.secrets)
        if found:
            leaks[path] = found

    assert leaks == {}


def test_crawl_would_see_a_leak(hidden, client):
    """The public action's word is at every kind of address that shows actions."""
    seen = {
        pattern
        for pattern, paths in CRAWL.items()
        if any(hidden.public_word in readable(client.get(p)) for p in paths(hidden))
    }

    assert seen == {
        "map/<str:z>/<str:x>/<str:y>.json",
        "oembed",
        "sitemap.xml",
        "sitemap-<int:number>.xml",
        "{lang}/organizations/<slug:slug>/",
        "{lang}/actions/calendar/",
        "{lang}/embed/actions/",
        "{lang}/actions/",
        "{lang}/actions/<slug:slug>/",
        "{lang}/actions/<slug:slug>.ics",
        "{lang}/actions/<slug:slug>/poster/",
        "{lang}/actions/<slug:slug>/concern/",
        "{lang}/periods/<slug:slug>/",
        "{lang}/subscribe/",
        "api/v1/actions/",
        "api/v1/actions/<str:key>/",
        *FEEDS,
        r"{lang}/^((?:[\w\-]+/)*)$",
    }


# --- A guess gets the answer of nonsense ----------------------------------------------


def answer_to(client, template: str, term: str) -> tuple[int, str]:
    """Return the answer to a guess, without what repeats or measures the guess."""
    response = client.get(template.format(term))
    text = readable(response).replace(term, "…").replace(term.casefold(), "…")
    return response.status_code, re.sub(r"(?m)^(ETag|Content-Length):.*$", "", text)


def told_apart(client, template: str, guesses: list[str]) -> list[str]:
    """Return the right guesses whose answer is not that of nonsense as long."""
    nonsense = {
        length: answer_to(client, template, "y" * length)
        for length in {len(guess) for guess in guesses}
    }
    return [
        guess
        for guess in guesses
        if answer_to(client, template, guess) != nonsense[len(guess)]
    ]


@pytest.mark.parametrize(
    "template",
    [
        "/en/actions/?when=all&q={}",
        "/en/actions/?when=all&city={}",
        *(filled(feed, {}) + "?when=all&q={}" for feed in FEEDS),
        "/map/0/0/0.json?when=all&q={}",
    ],
)
def test_case_48_search_for_a_hidden_word_finds_nothing(hidden, client, template):
    # "Bonn-…" is how the town was typed.
    guesses = [
        f"Bonn-{secret}" if "city" in template and "city" in what else secret
        for what, secret in hidden.secrets.items()
        if "@" not in secret
    ]

    assert told_apart(client, template, guesses) == []


@pytest.mark.parametrize(
    "template",
    [
        "/en/actions/{}/",
        "/de/actions/{}/",
        "/en/actions/{}/poster/",
        "/en/share/actions/{}.svg",
        "/en/actions/{}.ics",
        "/en/{}/",
        "/en/organizations/{}/",
        "/actions/{}/",
    ],
)
def test_case_48_address_of_a_hidden_action_answers_as_a_made_up_one(
    hidden, client, template
):
    assert told_apart(client, template, hidden.slugs) == []


def test_case_48_suspended_group_answers_as_a_made_up_one(hidden, client):
    slug = hidden.suspended_slug
    for template in (
        "/en/organizations/{}/",
        "/en/actions/?org={}",
        *(filled(feed, {}) + "?org={}" for feed in FEEDS),
    ):
        assert told_apart(client, template, [slug]) == []


def test_case_48_numbers_of_pages_lead_nowhere(hidden, client):
    for event in hidden.events.values():
        for path in (f"/en/actions/{event.pk}/", f"/en/pages/{event.pk}/"):
            assert client.get(path).status_code == 404


def test_case_48_counts_leave_out_what_is_hidden(hidden, client):
    html = client.get("/en/actions/?when=all").text

    assert re.search(r"\b2 actions\b", re.sub(r"\s+", " ", html))
    assert Occurrence.objects.published().count() == 2


# --- Previews and files ---------------------------------------------------------------


def test_case_48_previews_show_a_stranger_nothing(hidden, client):
    answers = {}
    for event in hidden.events.values():
        for path in (
            f"/cms/pages/{event.pk}/view_draft/",
            f"/cms/pages/{event.pk}/edit/preview/?mode=",
            f"/cms/pages/{event.pk}/revisions/{event.latest_revision_id}/view/",
            "/cms/screening/1/preview/",
        ):
            response = client.get(path)
            if response.status_code != 302 or found_in(
                readable(response), hidden.secrets
            ):
                answers[path] = response.status_code

    assert answers == {}
    assert [p for p in CMS if "preview" in p and "public" in CMS[p]] == []


def test_case_33_files_of_hidden_actions_are_not_there(hidden, client):
    assert {client.get(path).status_code for path in hidden.files} == {404}


def test_case_33_file_is_public_exactly_as_long_as_its_action(hidden, client):
    organization = hidden.public.organization
    user = make_member(organization)
    picture = make_picture(organization)
    paths = files_of(picture)
    event = make_event(
        organization=organization,
        user=user,
        picture=picture,
        picture_alt="A candle",
        published=True,
    )

    while_public = client.get(paths[0])
    while_public.getvalue()
    event.unpublish()
    afterwards = [client.get(path).status_code for path in paths]

    assert while_public.status_code == 200
    assert while_public["Content-Type"] == "image/jpeg"
    assert while_public["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in while_public["Content-Security-Policy"]
    assert while_public["Cache-Control"] == "public, max-age=300"
    assert afterwards == [404, 404]


@pytest.mark.parametrize(
    "path",
    [
        "secret-key",
        "../secret-key",
        "..%2fsecret-key",
        "%2e%2e/objectwar.sqlite3",
        "/etc/passwd",
        "original_images/",
        "avatar_images/x.jpg",
        "x\x00.jpg",
        "x" * 1000 + ".jpg",
        "",
    ],
)
def test_case_32_media_hands_out_nothing_but_known_pictures(hidden, client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_case_29_name_of_an_uploaded_file_is_not_kept(hidden):
    names = Picture.objects.values_list("file", flat=True)

    assert [n for n in names if not re.search(r"/[0-9a-f]{32}\.jpg$", n)] == []


# --- Case 50: how exactly the place is told -------------------------------------------

PARTS = {
    "venue": "zqvenueqz",
    "street name": "zqstreetqz",
    # Longer than what a UID or a moment holds by chance.
    "street number": "47110815",
    "postal code": "zqzipqz",
}
TOLD = {
    LocationPrecision.EXACT: {"venue", "street name", "street number", "postal code"},
    LocationPrecision.STREET: {"street name", "postal code"},
    LocationPrecision.DISTRICT: {"postal code"},
    LocationPrecision.TOWN: set(),
    LocationPrecision.ON_REQUEST: set(),
}
# The pin as each output may write it, in digits.
EXACT_PIN = {"51.765", "8.987"}


def outputs_of(event) -> dict[str, str]:
    client = Client()
    return {
        path: readable(client.get(path))
        for path in (
            f"/en/actions/{event.slug}/",
            f"/ru/actions/{event.slug}/",
            f"/en/actions/{event.slug}.ics",
            "/en/actions/",
            *(filled(feed, {}) for feed in FEEDS),
            f"/en/organizations/{event.organization.slug}/",
            "/en/",
        )
    }


def parts_told(event) -> set[str]:
    text = "".join(outputs_of(event).values())
    return {part for part, secret in PARTS.items() if secret in text}


def make_placed(precision, **fields) -> EventPage:
    return make_event(
        published=True,
        venue="House zqvenueqz",
        street="zqstreetqz 47110815",
        postal_code="zqzipqz",
        city="Paderborn",
        location_precision=precision,
        **PIN | fields,
    )


@pytest.mark.parametrize("precision", LocationPrecision)
def test_case_50_place_is_told_as_exactly_as_the_group_wants(db, precision):
    event = make_placed(precision)

    assert parts_told(event) == TOLD[precision]


@pytest.mark.parametrize(
    "precision", [p for p in LocationPrecision if p != LocationPrecision.EXACT]
)
def test_case_50_exact_pin_is_nowhere_not_even_in_the_draft(db, precision):
    event = make_placed(precision)

    stored = "".join(str(revision.content) for revision in event.revisions.all())
    row = str(EventPage.objects.filter(pk=event.pk).values().get())
    rows = str(list(event.occurrences.values()))
    everything = "".join(outputs_of(event).values()) + stored + row + rows

    assert "51.76543" not in everything
    assert "8.98765" not in everything
    if precision in {LocationPrecision.TOWN, LocationPrecision.ON_REQUEST}:
        assert [digits for digits in EXACT_PIN if digits in everything] == []


def test_case_50_pin_goes_when_the_group_hides_the_place_later(db):
    organization = make_organization()
    user, editor = make_member(organization), make_editor()
    event = make_placed(
        LocationPrecision.EXACT, organization=organization, user=user, editor=editor
    )
    shown_before = parts_told(event)

    from tests.factories.actions import decide_on  # noqa: PLC0415 - only here

    event = edit_event(event, user, location_precision=LocationPrecision.ON_REQUEST)
    decide_on(event, editor)

    assert shown_before == TOLD[LocationPrecision.EXACT]
    assert parts_told(event) == set()
    assert "51.76" not in "".join(outputs_of(event).values())


@pytest.mark.parametrize("days", [-1, 1])
def test_case_50_address_appears_only_when_its_time_has_come(db, days):
    moment = timezone.now() + dt.timedelta(days=days)

    event = make_placed(LocationPrecision.TOWN, reveals_at=moment)

    assert parts_told(event) == (TOLD[LocationPrecision.EXACT] if days < 0 else set())


def test_case_50_hidden_place_is_not_found_by_its_words(db, client):
    make_placed(LocationPrecision.TOWN)

    assert told_apart(client, "/en/actions/?q={}", list(PARTS.values())) == []


# --- Names that are no longer to be read ----------------------------------------------


def test_co_organizer_who_declined_is_in_no_output_and_no_search(db, client):
    named = make_organization("Zqdeclinedqz")
    event = make_event(published=True, co_organizer_names="Zqdeclinedqz")
    shown_before = client.get(f"/en/actions/{event.slug}/").text

    row = CoOrganizer.objects.get(event=event, organization=named)
    from events.lifecycle import answer_co_organizing  # noqa: PLC0415 - only here

    answer_co_organizing(co_organizer=row, accept=False)
    named.unpublish()  # its own page would name it, too

    assert "Zqdeclinedqz" in shown_before
    assert found_in("".join(outputs_of(event).values()), {"name": "Zqdeclinedqz"}) == []
    assert told_apart(client, "/en/actions/?q={}", ["zqdeclinedqz"]) == []


def test_case_04_waiting_edit_leaves_every_output_as_it_was(db):
    organization = make_organization()
    user = make_member(organization)
    event = make_event(organization=organization, user=user, published=True)
    before = outputs_of(event)

    edit_event(
        event,
        user,
        title="Changed",
        description="<p>Changed</p>",
        website="https://example.org/changed",
        co_organizer_names="Somebody else",
    )

    assert outputs_of(event) == before
