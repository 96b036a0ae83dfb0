"""A few of the campaign's pages, in all languages: all of them take their time."""

from unittest import mock

from objectwar.demo import home
from objectwar.demo.home import load_home_pages, read_content

FEW = {"imprint", "news", "nine-languages", "privacy", "safety", "take-part"}


def read_few(language: str, slugs=frozenset(FEW)) -> dict:
    """Return a language's content with these pages alone, beside the home page."""
    content = read_content(language)
    content["pages"] = [page for page in content["pages"] if page["slug"] in slugs]
    return content


def load_few_pages(*more: str) -> None:
    """Load the home pages and FEW, and `more` slugs."""
    slugs = FEW | set(more)
    with mock.patch.object(home, "read_content", lambda code: read_few(code, slugs)):
        load_home_pages()
