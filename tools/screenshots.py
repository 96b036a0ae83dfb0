"""Pictures of every kind of page: `make screenshots` puts them into build/screenshots.

Asks the demonstration site at SITE (http://127.0.0.1:8000), which must be running, with
its own accounts. At a phone's and a desk's width, in light and dark. Those that the
README shows are copied to docs/pictures by hand, once somebody has looked at them.
"""

import json
import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = os.environ.get("SITE", "http://127.0.0.1:8000")
DATA = Path(os.environ.get("OBJECTWAR_DATA_DIR", ROOT / "var"))
TARGET = ROOT / "build" / "screenshots"
SIZES = {"phone": (375, 812), "desk": (1280, 900)}
PUBLIC = {
    "home": "/en/",
    "home-uk": "/uk/",
    "actions": "/en/actions/",
    "actions-past": "/de/actions/?when=past",
    "actions-wrong": "/en/actions/?country=XX",
    "period": "/en/periods/icoday-2025/",
    "organizations": "/en/organizations/",
    "organization": "/de/organizations/connection-ev/",
    "action": "/en/actions/rally-and-creative-action-by-the-old-bridge/",
    "sign-in": "/en/account/login/",
    "nothing-here": "/en/nothing-here/",
}
CMS = {
    "contributor": {
        "start": "/cms/",
        "post": "/cms/actions/add/",
        "ours": "/cms/actions/",
    },
    "coordinator": {"people": "/cms/people/"},
    "editor": {
        "start": "/cms/",
        "queue": "/cms/screening/",
        "history": "/cms/screening/history/",
        "watchlist": "/cms/watchlist/",
    },
    "campaign": {"start": "/cms/", "periods": "/cms/periods/", "pages": "/cms/pages/"},
}


def shoot(page: Page, name: str, path: str) -> None:
    page.goto(SITE + path)
    page.wait_for_load_state("networkidle")
    target = TARGET / f"{name}.png"
    page.screenshot(path=target, full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    print(f"  {target.relative_to(ROOT)}{'  TOO WIDE' if wide else ''}")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto(f"{SITE}/en/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def shoot_all(browser: Browser) -> None:
    accounts = json.loads((DATA / "demo-accounts.json").read_text())
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):

            def new_page(width=width, height=height, scheme=scheme) -> Page:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    locale="en-GB",
                    timezone_id="Europe/Berlin",
                )
                return context.new_page()

            page = new_page()
            for name, path in PUBLIC.items():
                shoot(page, f"{name}-{size}-{scheme}", path)
            for role, paths in CMS.items():
                page = new_page()
                email = f"{role}@example.org"
                sign_in(page, email, accounts[email])
                for name, path in paths.items():
                    shoot(page, f"cms-{role}-{name}-{size}-{scheme}", path)
                if role == "editor":
                    page.goto(f"{SITE}/cms/screening/")
                    for number, link in enumerate(
                        page.locator(".ow-action__title").all()[:3]
                    ):
                        path = link.get_attribute("href")
                        shoot(
                            new_tab := page.context.new_page(),
                            f"cms-editor-desk-{number}-{size}-{scheme}",
                            path,
                        )
                        new_tab.close()


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("OBJECTWAR_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        shoot_all(browser)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
