"""For tests that start the portal as a program of its own."""

import os
import socket
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
KEY = "a-long-random-text-that-nobody-else-knows-0123456789-abcdefgh"


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
