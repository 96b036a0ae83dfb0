"""Versions below which a known hole is open (SECURITY-CASES, first decisions)."""

import re
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent

FLOORS = {
    "wagtail": "8.0.1",
    "Django": "5.2.17",
    "pillow": "13.0.0",  # two critical holes in reading JPEG before
    "icalendar": "7.3.0",
}


def pins(name):
    """Return the requirements of a file in order, without comments and `-r` lines."""
    lines = (ROOT / name).read_text().splitlines()
    return [
        Requirement(line.partition("#")[0]) for line in lines if re.match(r"\w", line)
    ]


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_installed_version_is_not_below_its_floor(package, floor):
    assert Version(version(package)) >= Version(floor)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_exactly_and_installed(name):
    wrong = {
        str(pin) for pin in pins(name) if str(pin.specifier) != f"=={version(pin.name)}"
    }

    assert wrong == set()


def test_requirements_name_every_package_that_they_bring():
    """What a pinned package needs is pinned too, so that two installs are equal."""
    pinned = {
        canonicalize_name(pin.name)
        for name in ("requirements.txt", "requirements-dev.txt")
        for pin in pins(name)
    }

    assert needed_by(pins("requirements-dev.txt") + pins("requirements.txt")) <= pinned


def needed_by(requirements):
    """Return the names of all packages that these pull in here, extras included."""
    seen = set()
    queue = [(pin.name, frozenset(pin.extras)) for pin in requirements]
    while queue:
        package, extras = queue.pop()
        if (package, extras) in seen:
            continue
        seen.add((package, extras))
        for line in requires(package) or []:
            needed = Requirement(line)
            if needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in {"", *extras}
            ):
                name = canonicalize_name(needed.name)
                queue.append((name, frozenset(needed.extras)))
    return {canonicalize_name(name) for name, _extras in seen}
