"""The campaign's own pages: a home page in each language and the texts below it.

Their content lies in `content/{language}.toml`, one file a language, all of the same
structure. Loading writes a page only while it still is what was loaded before: each
loading leaves an entry in the page's history with a digest of what it wrote.
"""

import datetime as dt
import hashlib
import json
import tomllib
import uuid
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageLogEntry, Site

from home.models import (
    CONTENT_LOADED,
    CampaignPage,
    CountryPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    StandardPage,
)
from home.translating import mark_current, source_among, translations_of

# What a page's `kind` in the files means, and what is filled in besides its title.
KINDS: dict[str, type[CampaignPage]] = {
    "text": StandardPage,
    "country": CountryPage,
    "news_list": NewsIndexPage,
    "news": NewsPage,
}
FIELDS = {
    HomePage: ("body",),
    StandardPage: ("body",),
    CountryPage: ("country_code", "body"),
    NewsIndexPage: ("introduction",),
    NewsPage: ("date", "summary", "body"),
}
ALL_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
EMPTY_DATE = dt.date(2000, 1, 1)  # until the page is filled
CONTENT_DIR = Path(__file__).resolve().parent / "content"
FILES_DIR = CONTENT_DIR / "files"


def read_content(language: str) -> dict:
    """Return one language's pages: `{"home": {...}, "pages": [{...}, ...]}`.

    A page's `kind` is "text" where it is not said, and it stands below the home page
    where `below` names no other slug. A section that says `same_as_home = true`
    has the words of the home page's section of its type.
    """
    content = tomllib.loads((CONTENT_DIR / f"{language}.toml").read_text("utf-8"))
    at_home = {section["type"]: section["value"] for section in content["home"]["body"]}
    for page in content["pages"]:
        for section in page.get("body", []):
            if section.pop("same_as_home", False):
                section["value"] = at_home[section["type"]]
    return content


@transaction.atomic
def load_home_pages(languages: Iterable[str] = ALL_LANGUAGES) -> int:
    """Make the campaign's pages in these languages, or bring them up to date.

    What a person has changed, moved, unpublished or deleted since stays as it is.
    Returns how many pages were written.
    """
    loaded = []
    for language in languages:
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
            page_class = KINDS[page_content.get("kind", "text")]
            parent = home
            if "below" in page_content:
                parent = pages.get(page_content["below"])
            if parent is None:
                continue
            page = page_class.objects.child_of(parent).filter(slug=slug).first()
            page = page or make_page(page_class, parent, locale, slug, slug=slug)
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
        **({"date": EMPTY_DATE} if page_class is NewsPage else {}),
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


def fill_page(page: Page, content: dict, pages: dict) -> list:
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
    for name in FIELDS[type(page)]:
        value = content[name]
        if name == "body":
            value = json.dumps(with_page_ids(value, pages), default=str)
        setattr(page, name, value)
    page.save_revision(log_action=False).publish(log_action=False)
    note_loaded(page, last.data["content"], source=source)
    return [page]


def with_page_ids(value, pages: dict):
    """Return the content with `page = "slug"` replaced by that page's id.

    So is `file = "name"` by the id of that document.

    A link to a page that a person has deleted keeps its label and leads nowhere.
    """
    if isinstance(value, dict):
        return {
            key: getattr(pages.get(item), "pk", None)
            if key == "page"
            else document_for(item).pk
            if key == "file"
            else with_page_ids(item, pages)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [with_page_ids(item, pages) for item in value]
    return value


def document_for(name: str) -> Document:
    """Return the document of a file that comes with the software."""
    document = Document.objects.filter(title=name).first()
    if document is None:
        with (FILES_DIR / name).open("rb") as file:
            document = Document.objects.create(title=name, file=File(file, name))
    return document


def note_loaded(page: Page, name: str, *, source: str) -> None:
    page = page.specific_class.objects.get(pk=page.pk)
    log(
        page,
        CONTENT_LOADED,
        data={"content": name, "source": source, "state": digest(page_state(page))},
    )


def page_state(page: Page) -> dict:
    """Return all that a person can change on a page, its newest draft included."""
    draft = page.get_latest_revision_as_object()
    return {
        "live": page.live,
        "parent": page.get_parent().pk,
        "title": draft.title,
        "slug": draft.slug,
        "seo_title": draft.seo_title,
        "search_description": draft.search_description,
        **{
            name: draft._meta.get_field(name).value_to_string(draft)
            if name != "body"
            else draft.body.get_prep_value()
            for name in FIELDS[type(draft)]
        },
    }


def digest(value) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
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
