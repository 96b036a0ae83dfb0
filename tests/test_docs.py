"""What the documents name exists: files, make targets, management commands."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

BLOCK = r"^```.*?^```"
# Made by a run and not in a clone.
GENERATED = ("var/", ".venv/", "build/")
A_PATH = re.compile(r"[\w.*-]+(/[\w.*-]+)*/?")
SUFFIXES = {
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".ini",
    ".js",
    ".json",
    ".md",
    ".mjs",
    ".po",
    ".py",
    ".sh",
    ".svg",
    ".toml",
    ".tsv",
    ".txt",
    ".yaml",
    ".yml",
}


def without_blocks(text):
    """Return Markdown without fenced blocks, which hold examples, and comments."""
    return re.sub(f"{BLOCK}|<!--.*?-->", "", text, flags=re.MULTILINE | re.DOTALL)


def code_spans(text):
    return re.findall(r"`([^`\n]+)`", without_blocks(text))


def looks_like_a_path(span):
    """Tell `events/ical.py` and `docs/` from `name`, `/{lang}/` and `a/b` of prose."""
    if not A_PATH.fullmatch(span) or span.startswith(GENERATED):
        return False
    return Path(span).suffix in SUFFIXES or span.endswith("/") or span in {"Makefile"}


def named_paths(document):
    """Return the paths that a document names or links to, as they are written."""
    text = document.read_text()
    spans = {span for span in code_spans(text) if looks_like_a_path(span)}
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", without_blocks(text))
    return spans | {link for link in links if not re.match(r"[a-z]+:", link)}


def exists(path, document):
    """Look from the root and from the document's own folder; `*` is a wildcard."""
    folders = [ROOT, document.parent]
    return any(any(folder.glob(path.rstrip("/"))) for folder in folders)


def name_of(document):
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_paths_in_documents_exist(document):
    missing = sorted(
        path for path in named_paths(document) if not exists(path, document)
    )

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_make_targets_in_documents_exist(document):
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", "\n".join(code_of(document))))

    assert named - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_management_commands_in_documents_exist(document):
    named = set(re.findall(r"manage\.py ([a-z_]+)", "\n".join(code_of(document))))

    assert named - set(get_commands()) == set()


def code_of(document):
    """Return what a document shows as code, in a line or in a block."""
    text = document.read_text()
    return code_spans(text) + re.findall(BLOCK, text, flags=re.MULTILINE | re.DOTALL)
