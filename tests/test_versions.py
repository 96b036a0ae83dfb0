"""Versions below which a known hole is open (SECURITY-CASES, first decisions)."""

import contextlib
import platform
import re
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent

# Debian 12's. A package may ask for a later patch release, or for one more package.
OLDEST_PYTHON = "3.11.2"

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
        str(pin)
        for pin in pins(name)
        if (pin.marker is None or pin.marker.evaluate())
        and str(pin.specifier) != f"=={version(pin.name)}"
    }

    assert wrong == set()


def test_requirements_install_on_the_oldest_python_we_promise():
    refused = {
        pin.name
        for name in ("requirements.txt", "requirements-dev.txt")
        for pin in pins(name)
        if pin.marker is None
        and OLDEST_PYTHON
        not in SpecifierSet(metadata(pin.name).get("Requires-Python", ""))
    }

    assert refused == set()


@pytest.mark.parametrize("python", [platform.python_version(), OLDEST_PYTHON])
def test_requirements_name_every_package_that_they_bring(python):
    """What a pinned package needs is pinned too, so that two installs are equal."""
    asked = pins("requirements.txt") + pins("requirements-dev.txt")
    pinned = {canonicalize_name(pin.name) for pin in asked}

    assert needed_by(asked, python) <= pinned


def needed_by(requirements, python):
    """Return the names of all packages that these pull in, extras included."""
    seen = set()
    queue = [
        (canonicalize_name(pin.name), frozenset(pin.extras)) for pin in requirements
    ]
    while queue:
        package, extras = queue.pop()
        if (package, extras) in seen:
            continue
        seen.add((package, extras))
        with contextlib.suppress(PackageNotFoundError):  # not for this Python
            queue += [
                (canonicalize_name(needed.name), frozenset(needed.extras))
                for needed in map(Requirement, requires(package) or [])
                if applies(needed, extras, python)
            ]
    return {package for package, _extras in seen}


def applies(requirement, extras, python):
    """Say whether a package's requirement holds, asked with these extras."""
    return requirement.marker is None or any(
        requirement.marker.evaluate({"extra": extra, "python_full_version": python})
        for extra in {"", *extras}
    )
