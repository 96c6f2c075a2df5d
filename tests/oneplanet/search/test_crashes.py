"""Whenever merging or rebuilding ends, by an error or a kill: the index is right."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction

from oneplanet.search import merging, rebuilding
from oneplanet.search.asking import search
from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search.memory import Keeper
from oneplanet.search.models import SearchDocument, SearchPosting, SearchState
from tests.oneplanet.search.made import document, ids, request


class Stopped(Exception):
    pass


@pytest.fixture
def small_steps(monkeypatch):
    """Each term, each document in a transaction of its own; nothing waits."""
    monkeypatch.setattr(merging, "TERMS", 1)
    monkeypatch.setattr(merging, "STILL_READ", timedelta(0))
    monkeypatch.setattr(rebuilding, "TOGETHER", 1)
    monkeypatch.setattr(rebuilding, "TERMS", 1)


def stopped_at(statement: int):
    """Ends whatever runs at its n-th statement that writes."""
    written = 0

    def stop(execute, sql, params, many, context):
        nonlocal written
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written += 1
            if written == statement:
                raise Stopped
        return execute(sql, params, many, context)

    return connection.execute_wrapper(stop)


def every_end_of(work, check):
    """Each from where things stood; the number of statements it takes."""
    for statement in range(1, 1000):
        with transaction.atomic():
            try:
                with stopped_at(statement):
                    work()
            except Stopped:
                check()
                work()  # takes up what is left
                check()
                transaction.set_rollback(True)
            else:
                check()
                return statement
    raise AssertionError("It never comes to its end.")


DOCUMENTS = [document(n, "food", f"water w{n}") for n in range(6)]


def fill():
    index(DOCUMENTS[:3])
    merging.merge(always=True)
    index(DOCUMENTS[3:])
    index([document(1, "food again")])
    delete([Key("activity", "4")])


def check():
    for keeper in (Keeper(), Keeper()):
        answer = search(request("food"), keeper=keeper)
        assert sorted(ids(answer)) == ["0", "1", "2", "3", "5"]
        assert answer.counts == {"kind": {"activity": 5}}
        assert sorted(ids(search(request("water"), keeper=keeper))) == list("0235")
        assert ids(search(request("w3"), keeper=keeper)) == ["3"]
        assert search(request("w4"), keeper=keeper).total == 0


@pytest.mark.django_db
def test_merging_may_end_at_any_statement(small_steps):
    fill()
    assert every_end_of(lambda: merging.merge(always=True), check) > 8
    assert not SearchPosting.objects.filter(is_fresh=True).exists()


@pytest.mark.django_db
def test_rebuilding_may_end_at_any_statement(small_steps):
    fill()
    rows = [document(1, "food again") if d.id == "1" else d for d in DOCUMENTS]
    rows = [row for row in rows if row.id != "4"]
    assert every_end_of(lambda: rebuilding.rebuild(rows, say=str), check) > 20
    merging.merge(always=True)
    check()
    assert SearchDocument.objects.count() == 5  # what was begun and left is swept up


@pytest.mark.django_db
def test_an_older_rebuild_gives_way_to_a_newer(small_steps):
    index([document(1)])

    def every_document():
        yield document(1, "older")
        yield document(2, "older")
        rebuilding.rebuild([document(1, "newer")], say=str)

    with pytest.raises(rebuilding.Overtaken):
        rebuilding.rebuild(every_document(), say=str)
    assert search(request("newer")).total == 1
    assert search(request("older")).total == 0


@pytest.mark.django_db
def test_a_rebuild_nobody_hears_of_any_more_is_forgotten(monkeypatch):
    index([document(1)])
    rebuilding.Build()
    assert SearchState.objects.get().building
    monkeypatch.setattr(merging, "ABANDONED", timedelta(0))
    merging.merge()
    assert SearchState.objects.get().building is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only
def test_a_merge_that_is_killed(small_steps):
    """The file is another process's too: it is killed while it merges."""
    fill()
    merge = (
        "import django; django.setup(); import os, sys\n"
        "from django.db import connection\n"
        "connection.settings_dict['NAME'] = sys.argv[1]\n"
        "from oneplanet.search import merging, blocks\n"
        "merging.TERMS = 1\n"
        "blocks.SearchBlock.objects.create = lambda **k: os.kill(os.getpid(), 9)\n"
        "merging.merge(always=True)"
    )
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "-c", merge, str(name)]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    assert subprocess.run(command, env=env).returncode == -signal.SIGKILL
    assert not SearchPosting.objects.filter(is_fresh=True).exists()
    check()
    merging.merge(always=True)
    check()
