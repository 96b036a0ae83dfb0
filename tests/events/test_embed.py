"""Actions on other sites: the frame, the page that makes its code, oEmbed."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from tests.factories.actions import make_event
from tests.factories.people import make_organization

pytestmark = pytest.mark.django_db


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("view", "has_map", "has_list"),
    [("both", True, True), ("map", True, False), ("list", False, True)],
)
def test_embed_shows_list_map_or_both(client, view, has_map, has_list):
    make_event(published=True)

    page = soup(client.get(f"/en/embed/actions/?view={view}"))

    assert bool(page.select("event-map[tiles]")) == has_map
    assert bool(page.select(".action-card")) == has_list


def test_embed_has_the_lists_filter_and_opens_links_in_a_new_tab(client):
    make_event(published=True, title="Vigil", kind="vigil")
    make_event(published=True, title="March", kind="march")

    page = soup(client.get("/en/embed/actions/?kind=march"))

    assert [title.text for title in page.select(".action-card__title")] == ["March"]
    assert page.base["target"] == "_blank"
    assert page.select_one("footer a")["href"] == "/en/actions/?kind=march"


@pytest.mark.parametrize(
    "query",
    [
        "view=globe",
        "center=91,0",
        "center=NaN,0",
        "center=1e9,1",
        "zoom=99x",
        "kind=war",
    ],
)
def test_embed_says_what_it_cannot_read(client, query):
    response = client.get(f"/en/embed/actions/?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] in soup(response).code.text


def test_code_page_makes_the_code_of_what_was_chosen(client):
    response = client.get("/en/embed/?country=DE&view=list&language=uk")
    page = soup(response)

    code = BeautifulSoup(page.textarea.text, "html.parser")
    address = "/uk/embed/actions/?country=DE&view=list"
    assert code.iframe["src"] == settings.SITE_URL + address
    assert code.iframe["title"] == "Акції кампанії"
    assert code.script["src"] == settings.SITE_URL + "/embed.js"
    assert page.iframe["src"] == address
    assert page.select_one("copy-link")["value"] == page.textarea.text


def test_code_page_lets_one_type_again_what_it_could_not_read(client):
    asked = {"view": "map", "country": "DE", "center": "Nowhereville", "near": ""}

    response = client.get("/en/embed/", asked)

    form = soup(response).select_one(".message form")
    field = form.select_one("[name=center]")
    assert response.status_code == 400
    assert field["value"] == "Nowhereville"
    assert "a town" in form.find_previous(id=field["aria-describedby"]).text
    kept = {each["name"]: each["value"] for each in form.select("[type=hidden]")}
    assert kept == {"view": "map", "country": "DE"}


@pytest.mark.parametrize("path", ["/en/embed/", "/en/actions/"])
def test_every_choice_of_when_has_a_word(client, path):
    choices = soup(client.get(path)).select("select[name=when] option")

    assert [choice["value"] for choice in choices[:2]] == ["", "upcoming"]
    assert all(choice.text.strip() for choice in choices)
    chosen = [choice["value"] for choice in choices if choice.has_attr("selected")]
    assert set(chosen) <= {""}


@pytest.mark.parametrize("path", ["/en/embed/", "/en/actions/"])
def test_days_are_chosen_in_a_calendar_of_the_browser(client, path):
    page = soup(client.get(path, {"from": "2026-12-01"}))

    fields = [page.select_one(f"[name={name}]") for name in ("from", "to")]
    assert [field["type"] for field in fields] == ["date", "date"]
    assert [field.get("value", "") for field in fields] == ["2026-12-01", ""]


def test_code_page_takes_a_town_for_the_middle_of_the_map(client):
    page = soup(
        client.get("/en/embed/?near=Bonn&center=Leipzig&zoom=8&from=2026-12-01")
    )

    assert page.iframe["src"] == (
        "/en/embed/actions/?near=Bonn&from=2026-12-01&center=51.3396,12.3713&zoom=8"
    ).replace(",", "%2C")
    refused = client.get("/en/embed/?center=Qqqqq")
    assert refused.status_code == 400
    assert "Qqqqq" in soup(refused).code.text


def test_script_has_an_address_that_lasts(client):
    response = client.get("/embed.js")

    assert response.status_code == 302
    assert "/static/js/embed" in response["Location"]


# --- oEmbed ---------------------------------------------------------------------------


def ask(client, path: str, **more):
    return client.get("/oembed", {"url": settings.SITE_URL + path, **more})


def test_oembed_frames_a_selection(client):
    response = ask(client, "/de/actions/?country=DE,AT&view=map", maxwidth="400")
    answer = response.json()

    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert (answer["width"], answer["height"]) == (400, 700)
    frame = BeautifulSoup(answer["html"], "html.parser").iframe
    assert frame["src"] == (
        f"{settings.SITE_URL}/de/embed/actions/?country=DE&country=AT&view=map"
    )
    assert response["Access-Control-Allow-Origin"] == "*"


def test_oembed_names_an_action_and_frames_an_organizations_actions(client):
    event = make_event(published=True, organization=make_organization("Peace House"))

    action = ask(client, f"/en/actions/{event.slug}/").json()
    organization = ask(client, f"/en/organizations/{event.organization.slug}/").json()

    assert (action["type"], action["title"]) == ("link", event.title)
    assert action["author_name"] == "Peace House"
    assert f"org={event.organization.slug}" in organization["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": "https://other.example/en/actions/"}, 404),
        ({"url": "//testserver/en/actions/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[broken"}, 404),
        ({"url": settings.SITE_URL + "/cms/"}, 404),
        ({"url": settings.SITE_URL + "/en/actions/nothing/"}, 404),
        ({"url": settings.SITE_URL + "/en/actions/?kind=war"}, 404),
        ({"url": settings.SITE_URL + "/en/actions/", "format": "xml"}, 501),
        ({"url": settings.SITE_URL + "/en/actions/", "maxwidth": "-1"}, 400),
    ],
)
def test_oembed_answers_as_the_specification_says(client, query, status):
    response = client.get("/oembed", query)

    assert response.status_code == status
    assert list(response.json()) == ["error"]


def test_case_48_oembed_names_no_hidden_action(client):
    waiting = make_event()

    assert ask(client, f"/en/actions/{waiting.slug}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/en/actions/?country=DE", "/en/actions/{}/", "/en/organizations/{}/"]
)
def test_pages_say_where_their_oembed_is(client, path):
    event = make_event(published=True)
    is_action = path.startswith("/en/actions/{")
    path = path.format(event.slug if is_action else event.organization.slug)

    link = soup(client.get(path)).select_one("link[type='application/json+oembed']")

    assert link["href"].startswith(f"{settings.SITE_URL}/oembed?")
    assert client.get(link["href"]).status_code == 200
