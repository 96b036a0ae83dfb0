"""This site as in production, for the benchmarks that look at it with a browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What the pages are asked with, as a proxy with TLS would.
PROXIED = {"X-Forwarded-Proto": "https"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def serve(paths: list[str]) -> tuple[subprocess.Popen, str]:
    """Start one process with hashed, compressed files, and ask it for `paths` once.

    Database and files are those that the environment names (benches/crowd.py). Returns
    the process, for the caller to end, and the site's address.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "objectwar.settings.production",
        "OBJECTWAR_SECRET_KEY": "of-a-benchmark-" * 5,
        "OBJECTWAR_ALLOWED_HOSTS": "127.0.0.1",
        "OBJECTWAR_BEHIND_PROXY": "1",
        "OBJECTWAR_REQUIRE_SECOND_FACTOR": "0",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(  # noqa: S603 - ours
        collect, cwd=ROOT, env=environment, check=True, stdout=-3
    )
    gunicorn = [sys.executable, "-m", "gunicorn", "objectwar.wsgi", "--threads", "4"]
    server = subprocess.Popen(  # noqa: S603 - ours
        [*gunicorn, "--bind", f"127.0.0.1:{port}", "--log-level", "error"],
        cwd=ROOT,
        env=environment,
    )
    for _attempt in range(120):
        try:
            for path in paths:
                request = urllib.request.Request(  # noqa: S310 - ours
                    address + path, headers=PROXIED
                )
                urllib.request.urlopen(request, timeout=30).read()  # noqa: S310 - ours
            break
        except OSError:
            time.sleep(0.5)
    return server, address
