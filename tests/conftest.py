"""Fixtures of every test, and what browser tests need."""

import gc
import os
import shutil
import signal
import time
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import connection, connections, transaction
from django.utils.translation import get_language

from knowledge_hubs.search import counting
from oneplanet.management.commands.load_reference import load_reference
from oneplanet.templatetags import drawn
from tests import emptying, migrated, whole_scene
from tests.factories import make_secretariat
from tests.kept_scene import KeptScene, taken_back
from tests.served import serving

# The browser's driver keeps an event loop in the main thread, which Django takes for
# an asynchronous caller from then on.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Started in the background of a shell, tests would hand an ignored Ctrl-C down to the
# programs they start and end by it.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

KEPT = pytest.StashKey[KeptScene]()

gc.disable()  # until every test is read: nothing of it is garbage

# Fixtures that ask the database, or open it to their tests.
ASK = {
    "db",
    "transactional_db",
    "live_server",
    "reference",
    "scene",
    "fresh_database_url",
}

# The first draws the same pages for two thirds of the processor time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items):
    """What a test asks for says what it is: of the browser, of one database."""
    has_browser = find_chromium()
    for item in items:
        if {"page", "context", "browser"} & set(item.fixturenames):
            item.add_marker(pytest.mark.browser)
        if "served" in item.fixturenames:
            item.add_marker(pytest.mark.django_db)  # or no test database is made
        if item.get_closest_marker("django_db") or ASK & set(item.fixturenames):
            item.add_marker(pytest.mark.database)
        if item.get_closest_marker("browser") and not has_browser:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))
        if _is_wrong_database(item):
            item.add_marker(pytest.mark.skip(reason="needs the other database"))
    # Last, so that the reference data is loaded once for all who ask for it; and a
    # module's scene for its tests, of which the others must see nothing.
    made = ("reference", "scene", "_kept_scene", "_scene_of_reference")
    items.sort(key=lambda item: [name in item.fixturenames for name in made])


def pytest_collection_finish():
    """What is there before the first test stays until the last: looking for garbage
    passes it by, and is done less often."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def _is_wrong_database(item) -> bool:
    other = "postgres_only" if connection.vendor == "sqlite" else "sqlite_only"
    return item.get_closest_marker(other) is not None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Chromium's sandbox does not work for root.
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": find_chromium(), "args": args}


@pytest.fixture(scope="session")
def browser(browser):
    """While the driver's loop runs, Django keeps other connections than without it.

    They are closed while they can still be reached.
    """
    yield browser
    connections.close_all()


@pytest.fixture
def browser_context_args(browser_context_args, live_server):
    """`page.goto("/en/")` leads to the test's own server, in English."""
    return browser_context_args | {"base_url": live_server.url, "locale": "en-GB"}


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_use_migrations):
    """On SQLite the tests go on from a database migrated once for these migrations;
    what is not taken yet is taken now. It goes with the folder of the run.
    """
    if connection.vendor != "sqlite" or not django_db_use_migrations:
        return django_db_keepdb
    migrated.copy_to(Path(settings.DATABASES["default"]["TEST"]["NAME"]))
    return True


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly():
    with pytest.MonkeyPatch.context() as patch:
        emptying.patch(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _alike_drawn_once():
    """What takes nothing of the request or the database – the lists of masthead and
    footer, on every page – is drawn once for its words and language. All else is made
    anew for each page of the tests."""

    @lru_cache(None)
    def known(_language, *given):
        return draw(*given)

    draw = drawn._alike
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawn, "_alike", lambda *given: known(get_language(), *given))
        yield


@pytest.fixture(autouse=True)
def _closed_to_all_others(request, django_db_blocker):
    """A test that does not ask for the database finds it closed, even while a module
    keeps it open: so it need not run again on another one.
    """
    if request.node.get_closest_marker("database"):
        yield
    else:
        with django_db_blocker.block():
            yield


@pytest.fixture(scope="session")
def _asked_now():
    """Requests being answered in this process."""
    asked = []

    def begin(**_signal):
        asked.append(1)

    def end(**_signal):
        if asked:
            asked.pop()

    request_started.connect(begin)
    request_finished.connect(end)
    return asked


@pytest.fixture(autouse=True)
def _quiet_before_it_is_emptied(request, _asked_now):
    """What a page sends while its browser closes, the portal answers before the tables
    are emptied: on PostgreSQL the two would lock each other out.
    """
    if not {"live_server", "page"} <= set(request.fixturenames):
        yield
        return
    request.getfixturevalue("_django_db_helper")  # which empties them after this
    yield
    quiet, until = 0, time.monotonic() + 10
    while quiet < 5 and time.monotonic() < until:
        quiet = 0 if _asked_now else quiet + 1
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def _forget_what_is_counted(request, django_db_blocker):
    """Searches are counted in the memory of the process; and tests that really commit
    also commit the counters kept in the cache."""
    yield
    counting.COUNTS.take()
    mark = request.node.get_closest_marker("django_db")
    if (mark and mark.kwargs.get("transaction")) or (
        {"transactional_db", "live_server"} & set(request.fixturenames)
    ):
        with django_db_blocker.unblock():
            cache.clear()


@pytest.fixture(scope="module")
def fresh_database_url(django_db_setup, django_db_blocker):
    """The address of an empty PostgreSQL database, one for the tests of a module;
    "" where they run on SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS fresh WITH (FORCE)")
        cursor.execute("CREATE DATABASE fresh")
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path="/fresh").geturl()
        cursor.execute("DROP DATABASE fresh WITH (FORCE)")


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker):
    """A portal that answers, with the reference data and the scene in it.

    For modules that look and change nothing they look at again: it is filled once
    for all their tests and emptied after the last.
    """
    with django_db_blocker.unblock(), serving(whole_scene.build) as served:
        yield served


@pytest.fixture(scope="session")
def _kept_scene(request, django_db_setup, django_db_blocker):
    kept = KeptScene(django_db_blocker)
    request.config.stash[KEPT] = kept
    yield kept
    kept.take_back()


@pytest.fixture(scope="module")
def scene(_kept_scene, django_db_blocker):
    """Everybody and everything of tests/scene.py, for a module whose tests leave
    nothing in it. Who is changed in memory too is asked for anew before."""
    _kept_scene.make()
    with django_db_blocker.unblock(), taken_back():
        yield _kept_scene.unpacked()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """The kept scene ends before the first test that must not find it."""
    try:
        return (yield)
    finally:
        kept = item.config.stash.get(KEPT, None)
        if kept and nextitem and not shares_scene(nextitem):
            kept.take_back()


def shares_scene(item) -> bool:
    """Not where a module has a scene of its own."""
    return "_kept_scene" in item.fixturenames


@pytest.fixture(scope="session")
def _scene_of_reference(_reference, django_db_blocker):
    kept = KeptScene(django_db_blocker)
    kept.make()
    yield kept
    kept.take_back()


@pytest.fixture(scope="module")
def scene_of_reference(_scene_of_reference, reference):
    """The scene beside the reference data, so that every model has a row; made once
    too. The tests of both come last."""
    return _scene_of_reference.unpacked()


@pytest.fixture
def editor(client):
    """Somebody of the secretariat, signed in, who edits in the admin."""
    user = make_secretariat()
    client.force_login(user)
    return user


@pytest.fixture(scope="session")
def _reference(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_reference(say=lambda line: None)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reference(_reference, django_db_blocker):
    """The reference data, loaded once for all tests that ask for it. What a module
    adds to it for its tests is taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _reference
        transaction.set_rollback(True)
