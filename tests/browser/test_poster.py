"""A poster is one sheet of A4, whatever a group has written."""

import re

import pytest

from tests.factories.actions import make_event
from tests.factories.people import make_member, make_organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Kriegsdienstverweigerungsunterstützungsnetzwerktreffen"
TEXTS = {
    "short": {"title": "Vigil"},
    "long": {
        "title": f"{LONG} {LONG} {LONG[:38]}",
        "summary": f"{LONG} und mehr, " * 4,
        "venue": f"{LONG} am Platz",
        "street": f"{LONG} 123",
        "co_organizer_names": "\n".join(f"Gruppe {LONG} {n}" for n in range(9)),
    },
    "right-to-left": {"title": "وقفة احتجاجية من أجل كل من يرفض القتال"},
}


def test_poster_is_one_sheet_with_everything_that_counts_on_it(visitor):
    organization = make_organization("სამშვიდობო ჯგუფი 🕊")
    user = make_member(organization)
    slugs = [
        make_event(
            organization=organization, user=user, published=True, slug=slug, **fields
        ).slug
        for slug, fields in TEXTS.items()
    ]

    for slug in slugs:
        page = visitor().open(f"/de/actions/{slug}/poster/")
        page.emulate_media(media="print")
        cut = page.evaluate(
            """() => {
                const sheet = document.querySelector(".poster__sheet");
                const end = sheet.getBoundingClientRect();
                const names = ["title", "facts", "by", "code"];
                const parts = names.map((name) => `.poster__${name}`);
                return [...sheet.querySelectorAll(parts)].filter((part) => {
                    const box = part.getBoundingClientRect();
                    return box.bottom > end.bottom || box.right > end.right + 1
                        || box.left < end.left - 1 || box.top < end.top;
                }).map((part) => part.className);
            }"""
        )
        pdf = page.pdf(prefer_css_page_size=True)

        assert cut == []
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
