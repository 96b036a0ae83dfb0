"""Leaving quickly: the harmless site takes the page's place in the history."""

import pytest
from django.conf import settings

from objectwar.demo import home

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("way", ["click", "escape"])
def test_quick_exit_leaves_no_way_back_to_the_page(visitor, monkeypatch, way):
    whole = home.read_content

    def with_a_site_of_ours(language):
        content = whole(language)
        for page in content["pages"]:
            for block in page.get("body", ()):
                if block["type"] == "quick_exit":
                    block["value"]["url"] = f"{settings.SITE_URL}/healthz"
        return content

    monkeypatch.setattr(home, "read_content", with_a_site_of_ours)
    home.load_home_pages(["en"])
    page = visitor().page
    page.goto(f"{settings.SITE_URL}/en/imprint/")
    page.goto(f"{settings.SITE_URL}/en/safety/")

    if way == "click":
        page.get_by_role("link", name="Leave quickly").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("**/healthz")
    page.go_back()

    assert page.url.endswith("/en/imprint/")
