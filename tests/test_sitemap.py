"""The sitemap: one list or an index of parts, with every page in every language."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from objectwar import sitemap
from tests.factories.actions import make_event
from tests.factories.people import make_editor, make_member, make_organization

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def slugs() -> list[str]:
    organization = make_organization()
    people = {
        "organization": organization,
        "user": make_member(organization),
        "editor": make_editor(),
        "published": True,
    }
    return [make_event(**people).slug for _number in range(3)]


NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def addresses(document: ElementTree.Element) -> list[str]:
    return [found.text for found in document.iter(f"{NAME}loc")]


def test_small_site_is_one_list_with_every_language(client, slugs):
    document = read(client, "/sitemap.xml")

    urls = {f"{settings.SITE_URL}/{code}/actions/{slugs[0]}/" for code in LANGUAGES}
    (url,) = [u for u in document if u.findtext(f"{NAME}loc") == min(urls)]
    alternates = {link.get("hreflang"): link.get("href") for link in url[1:]}
    assert document.tag == f"{NAME}urlset"
    assert list(alternates) == LANGUAGES
    assert set(alternates.values()) == urls
    assert urls <= set(addresses(document))


def test_larger_site_is_an_index_of_parts_that_hold_the_same(
    client, slugs, monkeypatch
):
    whole = addresses(read(client, "/sitemap.xml"))
    monkeypatch.setattr(sitemap, "PAGES_IN_PART", 3)

    index = read(client, "/sitemap.xml")

    parts = addresses(index)
    assert index.tag == f"{NAME}sitemapindex"
    paths = [f"/sitemap-{n + 1}.xml" for n in range(len(parts))]
    assert parts == [settings.SITE_URL + path for path in paths]
    held = [addresses(read(client, path)) for path in paths]
    assert [address for part in held for address in part] == whole
    assert {len(part) for part in held[:-1]} == {3 * len(LANGUAGES)}
    beyond = f"/sitemap-{len(parts) + 1}.xml"
    for path in (beyond, "/sitemap-0.xml", f"/sitemap-{'9' * 30}.xml"):
        assert client.get(path).status_code == 404


def test_part_stays_within_the_limits_of_search_engines():
    page = {code: f"{settings.SITE_URL}/{code}/{'a' * 200}/" for code in LANGUAGES}

    xml = sitemap._list_of([page] * sitemap.PAGES_IN_PART)

    assert xml.count("<loc>") < 50_000
    assert len(xml.encode()) < 50_000_000
