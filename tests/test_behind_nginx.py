"""The portal behind a real nginx that keeps pages, with the lines docs/operating.md
prints: what it keeps is for everybody, and what is for somebody it does not keep.
"""

import re
import sqlite3
import ssl
import struct
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from oneplanet import behind_nginx
from tests import scene as scenes
from tests.pages import cells
from tests.scene import PRIVATE_STATES, may_read
from tests.served import session_of
from tests.servers import COLLECTED, PRODUCTION, collect, gunicorn

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only,  # nginx asks the portal, whatever its database is
    pytest.mark.skipif(
        bool(behind_nginx.missing()),
        reason=f"{behind_nginx.missing()} is not installed",
    ),
]
SITE = "portal.example.org"
CANARY = re.compile(r"CANARY(?:-\w+)+")
A, B = "editor", "desk"


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def kept(self) -> str:
        """What nginx says of it: HIT, MISS, BYPASS …"""
        return self.headers.get("X-Cache-Status", "")

    @property
    def text(self) -> str:
        """Everything somebody could read."""
        return f"{self.headers.items()}{self.body.decode(errors='replace')}"


@dataclass
class Portal:
    """gunicorn and nginx, which run; ``walk`` holds (row, state, address) of every
    address of tests/pages.py."""

    place: behind_nginx.Place
    server: subprocess.Popen
    client: HTTPSConnection
    walk: list
    sessions: dict
    token: str

    def get(self, path, *, as_=None, method="GET", body=None, **headers) -> Answer:
        """As a visitor or as this person; names of headers with _ for -."""
        sent = {"Host": SITE} | {n.replace("_", "-"): v for n, v in headers.items()}
        if as_:
            sent["Cookie"] = f"csrf=x; __Host-session={self.sessions[as_]}"
        self.client.request(method, path, body=body, headers=sent)
        answer = self.client.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def files(self):
        """What nginx keeps."""
        return [path for path in self.place.cache.rglob("*") if path.is_file()]

    def forget(self):
        for path in self.files():
            path.unlink()


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    """The scene, in a database of its own, served as in production."""
    collect()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with django_db_blocker.unblock():
            try:
                scene = scenes.build()
                walk = [
                    (row, state, row.address(scene, state)) for row, state in cells()
                ]
                sessions = {name: session_of(scene.people[name]) for name in (A, B)}
                _copy_database(folder)
            finally:
                call_command("flush", interactive=False, verbosity=0)
                cache.clear()
        with _served(folder) as (place, server, client):
            yield Portal(place, server, client, walk, sessions, scene.token)


def _copy_database(folder):
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as copy:
        connection.connection.backup(copy)


@contextmanager
def _served(folder):
    """nginx, the portal behind it, and a connection, once both answer."""
    nginx = behind_nginx.started(folder, COLLECTED)
    with nginx as place, (folder / "gunicorn.txt").open("w+") as log:
        given = PRODUCTION | {
            "BIND": f"unix:{place.socket}",
            "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "SECRET_KEY": settings.SECRET_KEY,  # sessions are signed with it
        }
        server = gunicorn(given, 0, log)
        try:
            trust = ssl.create_default_context(cafile=place.certificate)
            trust.check_hostname = False  # we reach it by its address
            yield place, server, _connected(place, trust, server)
        finally:
            server.terminate()
            server.wait(timeout=60)


def _connected(place, trust, server):
    """A connection to nginx, once the portal behind it answers."""
    client = HTTPSConnection("127.0.0.1", place.port, timeout=60, context=trust)
    for _ in range(1200):
        client.request("GET", "/healthz", headers={"Host": SITE})
        answer = client.getresponse()
        answer.read()
        if answer.status == 200:
            return client
        assert server.poll() is None, (place.folder / "gunicorn.txt").read_text()
        time.sleep(0.05)
    pytest.fail("The portal does not answer.")


# --- A, then B, then a visitor --------------------------------------------------------


def test_a_visitor_meets_nothing_of_those_who_were_there_before(portal):
    seen = {}
    for person in (A, B):
        answers = [portal.get(address, as_=person) for *_row, address in portal.walk]
        assert {answer.kept for answer in answers} == {"BYPASS"}
        seen[person] = {text for a in answers for text in CANARY.findall(a.text)}
        assert f"CANARY-person-{person}" in seen[person]
    assert portal.files() == []  # nothing of theirs, not even what is public
    assert len(seen[A] | seen[B]) > 20  # so there was something to leak

    leaks, wrong, again = [], [], []
    for row, state, address in portal.walk:
        first, second = portal.get(address), portal.get(address)
        expected = row.status("visitor", state)
        if (first.status, second.status) != (expected, expected):
            wrong.append((row.name, state, first.status, second.status))
        leaks += [(row.name, state, text) for text in leaked(first, row)]
        leaks += [(row.name, state, text) for text in leaked(second, row)]
        if row.is_public and expected == 200:
            again.append((second.kept == "HIT", first.body == second.body, address))
    assert (leaks, wrong) == ([], [])
    assert [address for is_hit, is_same, address in again if not is_same] == []
    missed = [address for is_hit, is_same, address in again if not is_hit]
    assert len(again) > 30
    assert len(missed) <= len(again) / 10, missed  # nine of ten, and in truth all

    kept = [path.read_bytes() for path in portal.files()]
    assert len(kept) >= len(again) - len(missed)
    assert [text for text in kept if b"CANARY" in text] == []
    assert [text for text in kept if b"set-cookie" in text.lower()] == []


def leaked(answer, row) -> list[str]:
    texts = set(CANARY.findall(answer.text)) - row.shows
    found = [text for text in texts if not may_read("visitor", text)]
    if row.by_state:
        found += [words for words in PRIVATE_STATES if words in answer.text]
    return found


# --- Who is asked for each time -------------------------------------------------------

PAGES = (
    "/en/",
    "/en/activities/",
    "/api/v1/programmes/",
    "/en/data/activities.csv",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_kept_is_made_anew_for_who_is_known(portal, path):
    before = portal.get(path)
    assert portal.get(path).kept == "HIT"
    for own in (
        portal.get(path, as_=A),
        portal.get(path, Authorization=f"Bearer {portal.token}"),
        portal.get(path, Cookie="messages=one"),
    ):
        assert (own.status, own.kept) == (200, "BYPASS")
        assert "HIT" not in own.text
    after = portal.get(path)
    assert (after.kept, after.body) == ("HIT", before.body)
    assert "RateLimit-Remaining" not in after.headers


def test_a_refused_token_is_nobody_elses_answer(portal):
    path = "/api/v1/regions/"
    refused = portal.get(path, Authorization="Bearer unknown")
    assert (refused.status, refused.kept) == (401, "BYPASS")
    assert portal.get(path).status == 200


def test_a_form_of_a_visitor_is_kept_for_nobody(portal):
    first, second = (portal.get("/en/account/login/") for _time in range(2))
    assert (first.kept, second.kept) == ("MISS", "MISS")
    assert first.headers["Set-Cookie"] != second.headers["Set-Cookie"]
    known = first.headers["Set-Cookie"].partition(";")[0]
    assert portal.get("/en/account/login/", Cookie=known).kept == "MISS"
    assert "Set-Cookie" not in portal.get("/en/", Cookie=known).headers


# --- What stands in no key ------------------------------------------------------------

EVIL = "evil.example"
UNKEYED = {
    "X_Forwarded_Host": EVIL,
    "X_Forwarded_Scheme": "http",
    "X_Forwarded_Proto": "http",
    "X_Forwarded_Port": "81",
    "X_Forwarded_Server": EVIL,
    "X_Forwarded_Prefix": f"/{EVIL}",
    "X_Forwarded_For": EVIL,
    "Forwarded": f"host={EVIL};proto=http",
    "X_Host": EVIL,
    "X_Original_URL": "/en/nowhere/",
    "X_Rewrite_URL": "/en/nowhere/",
    "X_HTTP_Method_Override": "POST",
    "Origin": f"https://{EVIL}",
    "Referer": f"https://{EVIL}/",
    "User_Agent": EVIL,
    "Accept": "text/nothing",
    "Accept_Language": "ru, xx-evil;q=2",
    "Accept_Encoding": "gzip",
    "Range": "bytes=0-3",
    "HX_Request": "true",
    "Cookie": f"other={EVIL}",
    "If_None_Match": '"evil"',
}


@pytest.mark.parametrize("path", [*PAGES, "/nowhere/", "/robots.txt"])
def test_a_header_that_is_in_no_key_changes_nothing_for_the_next(portal, path):
    clean = portal.get(path)
    for name, value in UNKEYED.items():
        portal.forget()
        portal.get(path, **{name: value})
        following = portal.get(path)
        assert same(following, clean), (name, following.text[:300])
        assert EVIL not in following.text, name


def same(one, other) -> bool:
    return (one.status, one.body) == (other.status, other.body)


@pytest.mark.parametrize("path", PAGES)
def test_a_body_and_another_method_change_nothing_for_the_next(portal, path):
    clean = portal.get(path)
    form = "q=evil&lang=fr&page=9"
    sent = {"Content_Type": "application/x-www-form-urlencoded"}
    for method, body in (("GET", form), ("HEAD", None), ("POST", form)):
        portal.forget()
        portal.get(path, method=method, body=body, **sent)
        assert same(portal.get(path), clean), method


def test_another_name_is_refused_and_leaves_nothing(portal):
    portal.forget()
    assert portal.get("/en/", Host=EVIL).status == 400
    assert portal.files() == []
    assert portal.get("/en/").status == 200


def test_another_query_is_another_entry(portal):
    clean = portal.get("/en/activities/")
    for query in ("?utm_source=evil", "?page=1&page=evil", "?%00=evil", "?;lang=evil"):
        assert portal.get(f"/en/activities/{query}").kept == "MISS"
        assert portal.get("/en/activities/").body == clean.body
    assert b"evil" not in clean.body


def test_another_language_is_another_entry(portal):
    for code in ("ar", "fr"):
        page = portal.get(f"/{code}/about/", Accept_Language="en")
        assert (page.kept, page.headers["Content-Language"]) == ("MISS", code)
    assert portal.get("/en/about/").headers["Content-Language"] == "en"
    for code in ("fr", "ru"):  # the bare address asks what the reader likes
        assert portal.get("/", Accept_Language=code).headers["Location"] == f"/{code}/"
    labels = [portal.get(f"/api/v1/stages/?lang={code}").body for code in ("fr", "ru")]
    assert labels[0] != labels[1]


# --- What a cache is for --------------------------------------------------------------


@pytest.mark.parametrize("packed", ["", "gzip"])
@pytest.mark.parametrize("path", PAGES)
def test_who_has_the_page_already_is_told_so_from_the_cache(portal, path, packed):
    first = portal.get(path, Accept_Encoding=packed)
    if "ETag" not in first.headers:
        assert path.endswith(".csv")  # sent as it is made
        return
    known = {"Accept_Encoding": packed, "If_None_Match": first.headers["ETag"]}
    again = portal.get(path, **known)
    assert (again.status, again.kept, again.body) == (304, "HIT", b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_static_files_come_from_nginx_packed_beforehand(portal):
    page = portal.get("/en/").body.decode()
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    found = portal.get(style, Accept_Encoding="gzip")
    assert (found.status, found.kept) == (200, "")
    assert found.headers["Content-Encoding"] == "gzip"
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    unnamed = portal.get("/static/css/site.css")
    assert unnamed.headers["Cache-Control"] == "public, max-age=60"
    assert portal.get("/static/../portal.sqlite3").status in (400, 404)


def test_while_the_portal_is_away_visitors_read_what_was_kept(portal):
    """The last of all: it stops the portal."""
    portal.forget()
    pages = [(path, portal.get(path).body) for path in PAGES]
    for path in portal.files():
        make_old(path)
    portal.server.terminate()
    portal.server.wait(timeout=60)
    for path, body in pages:
        answer = portal.get(path)
        assert (answer.status, answer.kept, answer.body) == (200, "STALE", body)
    assert portal.get("/en/", as_=A).status == 502
    assert portal.get("/en/contact/").status == 502  # nobody had read it
    assert portal.get("/static/css/site.css").status == 200


def make_old(file):
    """As if its minute had passed: the second number of a file of nginx's cache is the
    second until which it is good."""
    with file.open("r+b") as kept:
        kept.seek(8)
        kept.write(struct.pack("q", int(time.time()) - 5))
