"""The campaign's own pages: a home page in each language and the texts below it.

Their content lies in `content/{language}.toml`, one file a language, all of the same
structure. Loading writes a page only while it still is what was loaded before: each
loading leaves an entry in the page's history with a digest of what it wrote.
"""

import hashlib
import json
import tomllib
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageLogEntry, Site

from home.models import CONTENT_LOADED, HomePage, StandardPage
from home.translating import mark_current, source_among, translations_of

CONTENT_DIR = Path(__file__).resolve().parent / "content"


def read_content(language: str) -> dict:
    """Return one language's pages: `{"home": {...}, "pages": [{...}, ...]}`."""
    return tomllib.loads((CONTENT_DIR / f"{language}.toml").read_text("utf-8"))


@transaction.atomic
def load_home_pages() -> int:
    """Make the campaign's pages in all languages, or bring them up to date.

    What a person has changed, moved, unpublished or deleted since stays as it is.
    Returns how many pages were written.
    """
    loaded = []
    for language, _name in settings.LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        content = read_content(language)
        home = HomePage.objects.filter(locale=locale).first() or make_page(
            HomePage, Page.get_first_root_node(), locale, "home", slug=language
        )
        if home is None:
            continue
        pages = {}
        for page_content in content["pages"]:
            slug = page_content["slug"]
            page = StandardPage.objects.child_of(home).filter(slug=slug).first()
            page = page or make_page(StandardPage, home, locale, slug, slug=slug)
            if page is not None:
                pages[slug] = page
        for page_content in content["pages"]:
            if page_content["slug"] in pages:
                page = pages[page_content["slug"]]
                loaded += fill_page(page, page_content, pages)
        loaded += fill_page(home, content["home"], pages)
    note_translations(loaded)
    start_site()
    return len(loaded)


def make_page(page_class, parent: Page, locale: Locale, key: str, *, slug: str):
    """Add an empty draft, or return None if it was loaded before and is gone by now."""
    name = f"{locale.language_code}/{key}"
    entries = PageLogEntry.objects.filter(action=CONTENT_LOADED)
    if entries.filter(data__content=name).exists():
        return None
    page = page_class(
        title=slug,
        slug=slug,
        locale=locale,
        live=False,
        # The same in every language: that is how Wagtail knows the translations.
        translation_key=uuid.uuid5(uuid.NAMESPACE_DNS, f"{key}.objectwar"),
    )
    parent.refresh_from_db()
    parent.add_child(instance=page)
    note_loaded(page, name, source="")
    return page


def note_translations(loaded: list[Page]) -> None:
    """Note that pages which came with the software say what their source says."""
    for page in loaded:
        group = translations_of(page)
        source = source_among(group)
        if page != source:
            mark_current(page, source)


def fill_page(page: HomePage | StandardPage, content: dict, pages: dict) -> list:
    """Publish the content on the page, unless a person had a hand in it since.

    Returns the page in a list if it was published.
    """
    last = (
        PageLogEntry.objects.filter(page=page.pk, action=CONTENT_LOADED)
        .order_by("-timestamp", "-pk")
        .first()
    )
    source = digest(content)
    if last is None or last.data["source"] == source:
        return []
    if last.data["state"] != digest(page_state(page)):
        return []
    page.title = page.draft_title = content["title"]
    page.seo_title = content.get("seo_title", "")
    page.search_description = content["search_description"]
    page.body = json.dumps(with_page_ids(content["body"], pages))
    page.save_revision(log_action=False).publish(log_action=False)
    note_loaded(page, last.data["content"], source=source)
    return [page]


def with_page_ids(value, pages: dict):
    """Return the content with `page = "slug"` replaced by that page's id.

    A link to a page that a person has deleted keeps its label and leads nowhere.
    """
    if isinstance(value, dict):
        return {
            key: getattr(pages.get(item), "pk", None)
            if key == "page"
            else with_page_ids(item, pages)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [with_page_ids(item, pages) for item in value]
    return value


def note_loaded(page: Page, name: str, *, source: str) -> None:
    page = page.specific_class.objects.get(pk=page.pk)
    log(
        page,
        CONTENT_LOADED,
        data={"content": name, "source": source, "state": digest(page_state(page))},
    )


def page_state(page: HomePage | StandardPage) -> dict:
    """Return all that a person can change on a page, its newest draft included."""
    draft = page.get_latest_revision_as_object()
    return {
        "live": page.live,
        "parent": page.get_parent().pk,
        "title": draft.title,
        "slug": draft.slug,
        "seo_title": draft.seo_title,
        "search_description": draft.search_description,
        "body": draft.body.get_prep_value(),
    }


def digest(value) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def start_site() -> None:
    """Let the default site begin at our home page instead of Wagtail's welcome page."""
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is None:
        return
    site = Site.objects.filter(is_default_site=True).first()
    welcome = Page.objects.filter(
        depth=2,
        slug="home",
        content_type=ContentType.objects.get_for_model(Page),
        title__startswith="Welcome to your new Wagtail site",
    ).first()
    if site is None or (welcome and site.root_page_id == welcome.pk):
        address = urlsplit(settings.SITE_URL)
        site = site or Site(is_default_site=True)
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = settings.SITE_NAME
        site.root_page = home
        site.save()
    if welcome is not None:
        welcome.delete()
