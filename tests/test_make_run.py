"""`make run` in a fresh copy of the project: from nothing, and again."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.servers import ROOT, clean_environment, free_port, get

NOT_COPIED = shutil.ignore_patterns(
    ".venv", ".git", "var", "*.mo", "site.css", "__pycache__", ".*_cache"
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project as it is committed, with the packages already installed."""
    folder = tmp_path_factory.mktemp("copy") / "portal"
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def environment(database_url: str) -> dict[str, str]:
    """SQLite in the copy's own var/ where there is no other address."""
    settings = {"DATABASE_URL": database_url} if database_url else {}
    return clean_environment(**settings)


@contextmanager
def running(folder: Path, target: str, database_url: str):
    """(address, what was printed, seconds until then) of a portal that answers."""
    env = environment(database_url) | {"PORT": str(free_port())}
    began, log = time.monotonic(), folder / "printed.txt"
    with log.open("w") as printed:
        server = subprocess.Popen(
            ["make", target],
            cwd=folder,
            env=env,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        while "Ctrl-C stops it." not in log.read_text():
            assert server.poll() is None, log.read_text()
            assert time.monotonic() - began < 300, log.read_text()
            time.sleep(0.1)
        seconds = time.monotonic() - began
        yield f"http://localhost:{env['PORT']}", log.read_text(), seconds
    finally:
        with suppress(ProcessLookupError):  # ended by itself
            os.killpg(server.pid, signal.SIGINT)
        server.wait(60)
    assert "Stopped." in log.read_text()


def ask(url):
    return get(url, Host=url.split("/")[2])


def wait_until_nothing_is_late(address: str):
    """The worker says that it lives within seconds of its start."""
    for _ in range(100):
        status, _, text = ask(address + "/readyz")
        if (status, json.loads(text).get("late")) == (200, []):
            return
        time.sleep(0.2)
    pytest.fail(text)


def manage(folder: Path, database_url: str, *command: str) -> str:
    """What one Django command said, on the database of `make run`."""
    done = subprocess.run(
        [folder / ".venv/bin/python", "tools/manage.py", *command],
        cwd=folder,
        env=environment(database_url),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.sqlite_only
def test_make_run_serves_from_nothing_and_again_with_the_data_kept(
    copy, fresh_database_url
):
    with running(copy, "run", fresh_database_url) as (address, printed, _):
        assert f"The portal runs at {address}" in printed
        assert len(re.findall(r"\S+@\S+\s+\S+", printed)) >= 4  # one for each role
        status, headers, home = ask(address + "/en/")
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        stylesheet = re.search(r"/static/css/site\.[0-9a-f]{12}\.css", home)
        status, headers, _ = ask(address + stylesheet.group())
        assert (status, "immutable" in headers["Cache-Control"]) == (200, True)
        status, _, text = ask(address + "/en/nothing-here/")
        assert (status, "Traceback" in text) == (404, False)
        wait_until_nothing_is_late(address)

    count = "from programmes.models import User; print(User.objects.count())"
    add = (
        "from programmes.models import User; User.objects.create(email='a@example.org')"
    )
    manage(copy, fresh_database_url, "shell", "-v0", "-c", add)
    people = manage(copy, fresh_database_url, "shell", "-v0", "-c", count)
    key = (copy / "var" / "secret_key").read_text()

    with running(copy, "run", fresh_database_url) as (address, printed, seconds):
        assert seconds < 30
        assert "Static files" not in printed  # nothing changed, nothing collected
        assert ask(address + "/en/")[0] == 200
    assert manage(copy, fresh_database_url, "shell", "-v0", "-c", count) == people
    assert (copy / "var" / "secret_key").read_text() == key


@pytest.mark.sqlite_only
def test_make_dev_serves_with_debug_pages(copy):
    with running(copy, "dev", "") as (address, printed, _):
        assert f"The developers' server runs at {address}" in printed
        assert ask(address + "/en/")[0] == 200
        status, _, text = ask(address + "/en/nothing-here/")
        assert (status, "DEBUG = True" in text) == (404, True)


@pytest.mark.sqlite_only
def test_make_run_leaves_the_port_of_another_program_alone(copy):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            ["make", "run"],
            cwd=copy,
            env=environment("") | {"PORT": port},
            capture_output=True,
            text=True,
        )
    assert done.returncode != 0
    assert f"Port {port} cannot be used" in done.stderr
