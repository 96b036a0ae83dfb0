"""Static files as production names them: with a hash of what is in them."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
# from "./x.js", import("./x.js"): what a module asks the browser for.
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


@pytest.fixture
def collected(settings, tmp_path):
    """Collect all static files with the storage of production into a folder."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "objectwar.storage.StaticStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_static_files_of_ours_and_what_they_import_are_hashed(collected):
    hashed = json.loads((collected / "staticfiles.json").read_text())["paths"]
    own = {
        str(path.relative_to(ROOT / "static"))
        for path in (ROOT / "static").rglob("*")
        if path.is_file()
    }
    modules = [collected / hashed[name] for name in own if name.endswith(".js")]
    imported = {
        str((module.parent / target).resolve().relative_to(collected.resolve()))
        for module in modules
        for target in IMPORTED.findall(module.read_text())
    }

    assert own - set(hashed) == set()
    assert imported - set(hashed.values()) == set()
