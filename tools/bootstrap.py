"""Set up `.venv` with what the requirements files pin. Standard library only.

    sh tools/python3.11.sh tools/bootstrap.py         what runs the site
    sh tools/python3.11.sh tools/bootstrap.py --dev   and what checks it

Does nothing where the same was installed before: a stamp in `.venv` holds the hash of
the requirements files. Installs wheels only, so that no compiler is ever called.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN = ROOT / "requirements.txt"
DEV = ROOT / "requirements-dev.txt"  # includes RUN

# What pip says of a package: one of ours is "name==version", or a wheel of this disk.
FOUND = re.compile(
    r"(?:Collecting|Processing|Requirement already satisfied:)"
    r" (\S+==\S+|\S+\.whl)(?: \(from -r| in |$)"
)


def say(text: str) -> None:
    print(text, flush=True)


def stamp_of(requirements: Path) -> Path:
    return VENV / f".installed-{requirements.stem}"


def fingerprint(requirements: Path) -> str:
    """Return what the stamp of an environment made from this file says."""
    files = [RUN] if requirements == RUN else [RUN, DEV]
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_installed(requirements: Path) -> bool:
    stamp = stamp_of(requirements)
    return stamp.exists() and stamp.read_text() == fingerprint(requirements)


def has_working_pip() -> bool:
    """Say whether `.venv` is whole: an interrupted or moved one is not."""
    try:
        command = [PYTHON, "-m", "pip", "--version"]
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def create_venv() -> None:
    say("Creating .venv")
    try:
        venv.create(VENV, clear=True, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit(
            "Python's module ensurepip is missing, so no virtual environment can be"
            " made. Debian and Ubuntu have it in the package python3.11-venv."
        )


def count_pins(requirements: Path) -> int:
    files = [RUN] if requirements == RUN else [RUN, DEV]
    lines = [line for file in files for line in file.read_text().splitlines()]
    return sum(bool(re.match(r"\w", line)) for line in lines)


def show_progress(done: int, total: int) -> None:
    """Write over the line before on a terminal; elsewhere a line now and then."""
    if sys.stdout.isatty():
        print(f"\r  {done} of {total} ", end="" if done < total else "\n", flush=True)
    elif done % 20 == 0 or done == total:
        say(f"  {done} of {total}")


def install(requirements: Path) -> None:
    """Install with pip, counting packages; on failure print what pip said and exit."""
    total = count_pins(requirements)
    say(f"Installing {total} packages from {requirements.name}")
    command = [PYTHON, "-m", "pip", "install", "--only-binary", ":all:"]
    command += ["--no-input", "--progress-bar", "off", "-r", requirements]
    pip = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ
        | {"PYTHONUNBUFFERED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    said = []
    found = set()
    for line in pip.stdout:
        said.append(line)
        package = FOUND.match(line)
        if package and package[1] not in found:
            found.add(package[1])
            show_progress(len(found), total)
        elif line.startswith("Installing collected packages"):
            say("Unpacking")
    if pip.wait():
        sys.exit("".join(said[-15:]) + "The packages could not be installed.")


def main() -> None:
    requirements = DEV if "--dev" in sys.argv[1:] else RUN
    if is_installed(requirements):
        return
    if not has_working_pip():
        create_venv()
    install(requirements)
    for each in {requirements, RUN}:  # the larger set holds the smaller
        stamp_of(each).write_text(fingerprint(each))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next start goes on from here.")
