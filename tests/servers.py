"""For tests that start the portal as a program of its own."""

import os
import socket
import subprocess
import sys
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from tests.settings import RUN_DIR

ROOT = Path(__file__).resolve().parent.parent
KEY = "a-long-random-text-that-nobody-else-knows-0123456789-abcdefgh"
COLLECTED = RUN_DIR / "collected"
PRODUCTION = {
    "SITE_URL": "https://portal.example.org",
    "SECRET_KEY": KEY,
    "STATIC_ROOT": str(COLLECTED),
}


def clean_environment(**settings: str) -> dict[str, str]:
    """Our Python first, these settings, and nothing of the tests' own environment."""
    here = str(Path(sys.executable).parent)
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    path = f"{here}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": path} | settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url: str, **headers: str):
    """Status, headers and text of one answer; redirects are not followed."""
    where = urlsplit(url)
    connection = HTTPConnection(where.hostname, where.port, timeout=60)
    try:
        connection.request("GET", where.path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def manage(*command: str, **settings: str) -> str:
    """Run one command of Django's; what it printed."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=clean_environment(**settings),
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@cache
def collect():
    """The static files, once for every server that is started."""
    manage("collectstatic", "--no-input", "--verbosity=0", **PRODUCTION)


def gunicorn(settings: dict, port: int, log) -> subprocess.Popen:
    """Started; what it says goes to the file ``log``: a pipe nobody reads fills up."""
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "oneplanet/gunicorn.py"],
        cwd=ROOT,
        env=clean_environment(**settings) | {"PORT": str(port), "WEB_WORKERS": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
