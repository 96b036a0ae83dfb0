"""The translated texts: `compile` them for the site, `extract` new ones for people.

Compiling is Babel's, in Python, so that the site runs on a machine without gettext.
Extracting is Django's own makemessages, which calls gettext's xgettext.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
# English is what the code itself is written in.
LANGUAGES = ["de", "fr", "es", "it", "pl", "ru", "uk", "be"]
WITHOUT_TEXTS = [
    ".venv",
    "benches",
    "build",
    "docs",
    "node_modules",
    "tests",
    "tools",
    "var",
]


def catalogs(root: Path = ROOT) -> dict[str, Path]:
    """Return the .po file of each language, present or not."""
    return {
        language: root / "locale" / language / "LC_MESSAGES" / "django.po"
        for language in LANGUAGES
    }


def borrowed_catalogs(root: Path = ROOT) -> list[Path]:
    """Return the .po files of what Wagtail and Django lack, by language and domain."""
    return sorted(root.glob("objectwar/borrowed/*/LC_MESSAGES/*.po"))


def read_catalog(language: str, root: Path = ROOT) -> Catalog:
    return read_file(catalogs(root)[language])


def read_file(source: Path) -> Catalog:
    """Read a .po; makemessages leaves its language empty, which drops the plurals."""
    language = source.parts[-3]
    with source.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.locale = language
    return catalog


def compile_catalogs(root: Path = ROOT) -> list[str]:
    """Write the .mo file beside each .po that is newer; return their languages.

    Unsure ("fuzzy") translations are left out, as msgfmt does.
    """
    compiled = {}
    for source in (*catalogs(root).values(), *borrowed_catalogs(root)):
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # A running site reads the old file or the new one, never half of it.
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, read_file(source))
        unfinished.replace(target)
        compiled[source.parts[-3]] = True
    return list(compiled)


def extract_messages(root: Path = ROOT) -> None:
    """Bring every .po below `root` up to date with the code below it."""
    command = [sys.executable, "-m", "django", "makemessages", "--verbosity", "0"]
    command += ["--no-wrap", "--no-obsolete", "--add-location", "file"]
    command += ["--extension", "py,html,txt"]
    for language in LANGUAGES:
        command += ["--locale", language]
    for folder in WITHOUT_TEXTS:
        command += ["--ignore", folder]
    (root / "locale").mkdir(exist_ok=True)
    # Without settings, makemessages takes the `locale` of the working directory.
    environment = {
        key: value
        for key, value in os.environ.items()
        if key != "DJANGO_SETTINGS_MODULE"
    }
    subprocess.run(command, cwd=root, env=environment, check=True)


def main() -> None:
    match sys.argv[1:]:
        case ["compile"]:
            if compiled := compile_catalogs():
                print("Compiled the translations:", *compiled)
        case ["extract"]:
            extract_messages()
        case _:
            sys.exit("Say `compile` or `extract`.")


if __name__ == "__main__":
    main()
