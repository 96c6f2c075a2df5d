"""The server is really started, with each setting it must refuse and with good ones."""

import re
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from tempfile import TemporaryFile

import pytest
from django.db import connection

from tests.servers import (
    KEY,
    PRODUCTION,
    collect,
    free_port,
    get,
    gunicorn,
    manage,
)

# One pass is enough: the refusals do not depend on the database.
pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]


def refusal(**settings: str) -> str:
    """What the server said when it refused to start."""
    with TemporaryFile("w+") as log:
        server = gunicorn(settings, free_port(), log)
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()
            pytest.fail("The server started.")
        assert server.returncode != 0
        return said_in(log)


def said_in(log) -> str:
    log.seek(0)
    return log.read()


@contextmanager
def started(**settings: str):
    """Start a server; its address once it answers."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with TemporaryFile("w+") as log:
        server = gunicorn(settings, port, log)
        try:
            for _ in range(300):
                if server.poll() is not None:
                    pytest.fail(said_in(log))
                try:
                    ask(address + "/healthz")
                    break
                except OSError:
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=60)


def ask(url: str, **headers: str):
    return get(url, **{"Host": "portal.example.org"} | headers)


@pytest.fixture(scope="module", autouse=True)
def _collected():
    collect()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_setup, django_db_use_migrations):
    """The address of a migrated SQLite database without anybody in it: the tests' own,
    copied as it is committed, if that one was migrated."""
    path = tmp_path_factory.mktemp("starting") / "portal.sqlite3"
    url = f"sqlite:///{path}"
    if django_db_use_migrations:
        ours = sqlite3.connect(connection.settings_dict["NAME"])
        with closing(ours), closing(sqlite3.connect(path)) as copy:
            ours.backup(copy)
    else:
        manage("migrate", "--verbosity=0", DATABASE_URL=url, **PRODUCTION)
        manage("createcachetable", DATABASE_URL=url, **PRODUCTION)
    return url


REFUSED = {
    "nothing set": ({}, "SECRET_KEY is missing"),
    "no key": ({"SITE_URL": "https://portal.example.org"}, "SECRET_KEY is missing"),
    "a short key": (
        PRODUCTION | {"SECRET_KEY": "secret"},
        "shorter than 50 characters",
    ),
    "a sample portal without a key": ({"SAMPLE": "1"}, "SECRET_KEY is missing"),
    "no address": ({"SECRET_KEY": KEY}, "SITE_URL must be"),
    "an address without a name": (
        PRODUCTION | {"SITE_URL": "https://"},
        "SITE_URL must",
    ),
    "an http address": (
        PRODUCTION | {"SITE_URL": "http://a.org"},
        "public https address",
    ),
    "debug pages": (
        PRODUCTION | {"DEBUG": "1", "SAMPLE": "0"},
        "DEBUG=1 with SAMPLE=0",
    ),
    "debug pages in public": (
        PRODUCTION | {"DEBUG": "1"},
        "DEBUG=1 together with an https SITE_URL",
    ),
    "nothing collected": (
        PRODUCTION | {"STATIC_ROOT": "/nowhere"},
        "The static files have not been collected",
    ),
    "no such database": (
        PRODUCTION | {"DATABASE_URL": "sqlite:////nowhere/portal.sqlite3"},
        "does not answer",
    ),
}


@pytest.mark.parametrize(("settings", "words"), REFUSED.values(), ids=REFUSED)
def test_the_server_refuses_to_start(settings, words):
    assert words in refusal(**settings)


def test_debug_pages_mean_a_sample_portal():
    asked = (
        "from django.conf import settings; print(settings.SAMPLE, settings.IS_HTTPS)"
    )
    assert manage("shell", "--no-imports", "-c", asked, DEBUG="1") == "True False\n"


def test_the_server_refuses_a_database_that_was_not_migrated(tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    said = refusal(DATABASE_URL=url, **PRODUCTION)
    assert "Run `python manage.py migrate` first" in said


def test_production_refuses_sample_accounts_and_a_sample_portal_does_not(migrated):
    add_person(migrated, is_sample=True)
    try:
        said = refusal(DATABASE_URL=migrated, **PRODUCTION)
        assert "The database holds sample accounts" in said
        assert "manage.py clear_sample" in said
        with started(DATABASE_URL=migrated, SAMPLE="1", **PRODUCTION):
            pass
    finally:
        remove_people(migrated)


def test_production_starts_with_real_people(migrated):
    add_person(migrated, is_sample=False)
    try:
        with started(DATABASE_URL=migrated, **PRODUCTION) as address:
            assert ask(address + "/healthz")[2] == "ok\n"
    finally:
        remove_people(migrated)


def test_a_started_server_says_how_it_is_and_guards_its_pages(migrated):
    with started(DATABASE_URL=migrated, **PRODUCTION) as address:
        status, headers, text = ask(address + "/healthz")
        assert (status, text) == (200, "ok\n")
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Content-Type-Options"] == "nosniff"

        status, headers, _ = ask(address + "/readyz")
        assert (status, headers["Content-Type"]) == (200, "application/json")

        status, headers, _ = ask(address + "/en/")
        assert (status, headers["Location"]) == (
            301,
            "https://portal.example.org/en/",
        )

        status, headers, page = ask(
            address + "/nowhere", **{"X-Forwarded-Proto": "https"}
        )
        assert status == 404
        assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Set-Cookie" not in headers
        (stylesheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
        assert ask(address + stylesheet, **{"X-Forwarded-Proto": "https"})[0] == 200

        assert ask(address + "/healthz", Host="elsewhere.example.org")[0] == 400


def add_person(url: str, *, is_sample: bool):
    with database(url) as rows:
        rows.execute(
            "INSERT INTO programmes_user "
            "(password, email, name, language, time_zone, is_active, is_sample, "
            "joined_at) VALUES ('!', 'ada@example.org', 'Ada', 'en', 'UTC', 1, ?, "
            "'2026-01-01 00:00:00')",
            [is_sample],
        )


def remove_people(url: str):
    with database(url) as rows:
        rows.execute("DELETE FROM programmes_user")


@contextmanager
def database(url: str):
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as rows, rows:
        yield rows
