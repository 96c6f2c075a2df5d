"""Several write at once: none is lost, none counts twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from oneplanet.search import merging, rebuilding
from oneplanet.search.asking import search
from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search.memory import Keeper
from oneplanet.search.models import SearchDocument, SearchState
from tests.oneplanet.search.made import document, request

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, TIMES = 4, 6


def test_writers_at_the_same_time():
    def write(writer):
        try:
            for time in range(TIMES):
                with transaction.atomic():
                    index(
                        [
                            document("shared", f"food w{writer}"),
                            document(f"{writer}-{time}"),
                        ]
                    )
                if time % 2:
                    delete([Key("activity", f"{writer}-{time}")])
                assert search(request("food")).total
        finally:
            connection.close()

    def tend(round):
        try:
            if round % 2:
                merging.merge(always=True)
            else:
                rebuilding.rebuild([document("shared", "food stale")], say=str)
        finally:
            connection.close()

    index([document("shared")])
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        written = [pool.submit(write, writer) for writer in range(WRITERS)]
        tended = [pool.submit(tend, 1), pool.submit(tend, 3)]
        for one in (*written, *tended):
            one.result()
    expected = {f"{w}-{t}" for w in range(WRITERS) for t in range(0, TIMES, 2)}
    for keeper in (None, Keeper()):
        answer = search(
            request("food", limit=100), **({"keeper": keeper} if keeper else {})
        )
        assert sorted(hit.key.id for hit in answer.hits) == sorted(
            {"shared", *expected}
        )
        assert answer.counts == {"kind": {"activity": len(expected) + 1}}
    ordinals = list(SearchDocument.objects.values_list("ord", flat=True))
    state = SearchState.objects.get()
    assert len(set(ordinals)) == len(ordinals) and max(ordinals) < state.next_ord
    assert sum(search(request(f"w{w}")).total for w in range(WRITERS)) == 1


def test_what_is_written_while_a_rebuild_runs_is_in_what_it_made(monkeypatch):
    index([document(n, "food old") for n in range(40)])

    def change():
        try:
            index([document(3, "food changed"), document(99, "food came")])
            delete([Key("activity", "5"), Key("activity", "30")])
        finally:
            connection.close()

    def every_document():
        for number in range(40):
            yield document(number, "food old")
            if number == 20:
                with ThreadPoolExecutor(1) as other:
                    other.submit(change).result()

    monkeypatch.setattr(rebuilding, "TOGETHER", 10)
    rebuilding.rebuild(every_document(), say=str)
    answer = search(request("food", limit=100))
    expected = {str(n) for n in range(40)} - {"5", "30"} | {"99"}
    assert {hit.key.id for hit in answer.hits} == expected
    assert search(request("old")).total == 37
    assert search(request("changed")).total == search(request("came")).total == 1
