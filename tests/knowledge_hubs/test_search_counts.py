"""What is searched for is counted without persons, and forgotten."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.forgetting import forget_searches
from knowledge_hubs.models import AskedQuery, QueryClick, QueryDay
from knowledge_hubs.search import counting
from oneplanet.text import dates
from oneplanet.text.folding import fold
from tests.factories import make_secretariat, make_word

pytestmark = pytest.mark.django_db
OURS = {"HTTP_ORIGIN": "http://testserver"}


def search(client, query, language="en", **more):
    with translation.override(language):
        return client.get(reverse("knowledge_hubs:search"), {"q": query, **more})


def opened(client, query, kind="glossary", place="1", **headers):
    address = reverse("knowledge_hubs:search_opened")
    body = {"q": query, "kind": kind, "place": place}
    return client.post(address, body, **(headers or OURS))


def kept():
    """(language, words, results, some words only, searches, clicks) of all there is."""
    return [
        (row.language, row.query, row.results, row.any_word, row.searches, row.clicks)
        for row in AskedQuery.objects.counted().order_by("language", "query")
    ]


# --- Counting -------------------------------------------------------------------------


def test_searches_are_counted_by_words_language_and_what_was_found(client):
    make_word("Bamboo")
    for query in ("Bamboo", "  BAMBOO ", "reed"):
        search(client, query)
    search(client, "bamboo", "fr")
    search(client, "bamboo reed")
    counting.write()
    search(client, "reed")
    counting.write()
    assert kept() == [
        ("en", "bamboo", 0, False, 2, 0),
        ("en", "bamboo reed", 0, False, 1, 0),
        ("en", "reed", 0, False, 2, 0),
        ("fr", "bamboo", 0, False, 1, 0),
    ]


def test_who_narrows_orders_or_leafs_on_is_not_counted_again(client):
    for more in ({"page": "2"}, {"sort": "newest"}, {"kind": "hub"}):
        search(client, "bamboo", **more)
    client.head(reverse("knowledge_hubs:search") + "?q=bamboo")
    search(client, "")
    search(client, "the")
    assert counting.COUNTS.take()[0].keys() <= {
        counting.Asking("en", "the", dates.today())
    }


def test_nothing_of_who_asks_is_kept(client):
    names = {f.name for f in AskedQuery._meta.fields}
    names |= {f.name for m in (QueryDay, QueryClick) for f in m._meta.fields}
    assert names == {
        *("id", "language", "query", "results", "any_word", "first_on", "last_on"),
        *("is_sample", "how", "reason", "settled_at", "settled_by"),  # of the editor
        *("day", "searches", "clicks", "kind", "place"),
    }


@pytest.mark.parametrize(
    "query",
    [
        "anna@example.org",
        "Anna ＠ example",
        "+41 22 123 45 67",
        "٠٢٢١٢٣٤٥٦٧",
        "call 0221234567 now",
        "1986-05-12-1234",
        "AB1234567",
        "9f86d081884c7d65",
        "https://example.org/secret",
        "a" * 101,
    ],
)
def test_what_looks_like_somebodys_is_not_kept(client, query):
    assert not counting.may_be_kept(fold(query))
    search(client, query)
    assert counting.COUNTS.take()[0] == {}


@pytest.mark.parametrize(
    "query",
    [
        "food waste",
        "E/2021/56",
        "2018 2019 2020",
        "2019-2021 report",
        "SDG 12.3.1",
        "ISO 14001",
        "循环经济",
        "-50 %",
    ],
)
def test_words_and_their_numbers_are_kept(query):
    assert counting.may_be_kept(fold(query))


def test_a_search_writes_nothing_and_memory_has_a_bound(client, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 2)
    with CaptureQueriesContext(connection) as queries:
        for query in ("one", "two", "three", "one"):
            search(client, query)
    assert not [q for q in queries if not q["sql"].lstrip("(").startswith("SELECT")]
    searches, _openings = counting.COUNTS.take()
    assert {a.query: s.number for a, s in searches.items()} == {"one": 2, "two": 1}


def test_the_table_has_a_bound_too(client, monkeypatch):
    search(client, "one")
    counting.write()
    monkeypatch.setattr(counting, "MOST_KEPT", 1)
    for query in ("one", "two"):
        search(client, query)
    counting.write()
    assert [(row[1], row[4]) for row in kept()] == [("one", 2)]


def test_many_threads_lose_no_count():
    def ask():
        for _n in range(200):
            given = {"results": 3, "any_word": True}
            counting.count_search("bamboo", "en", **given)

    threads = [threading.Thread(target=ask) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counting.write()
    assert kept() == [("en", "bamboo", 3, True, 800, 0)]


def test_a_database_that_is_taken_harms_no_search(client, monkeypatch):
    """What was to be written is lost, and the next is written."""

    def refuse(*args):
        monkeypatch.undo()
        raise DatabaseError("taken")

    search(client, "lost")
    monkeypatch.setattr(counting, "_write_searches", refuse)
    with pytest.raises(DatabaseError):
        counting.write()
    assert search(client, "bamboo").status_code == 200
    counting.write()
    assert [row[1] for row in kept()] == ["bamboo"]


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_its_own_writes(client, settings, monkeypatch):
    written = threading.Event()
    write = counting.write

    def once():
        write()
        settings.SEARCH_LOG_SECONDS = 0  # and the thread ends
        written.set()

    monkeypatch.setattr(counting, "write", once)
    settings.SEARCH_LOG_SECONDS = 0.01
    search(client, "bamboo")
    assert written.wait(10)
    counting.COUNTS.thread.join(10)
    assert [row[1] for row in kept()] == ["bamboo"]


# --- Opened results -------------------------------------------------------------------


def test_opened_results_are_counted_by_kind_and_place(client):
    search(client, "Bamboo")
    for kind, place in (("glossary", "1"), ("glossary", "1"), ("hub", "21")):
        assert opened(client, "bamboo ", kind, place).status_code == 204
    counting.write()
    assert kept() == [("en", "bamboo", 0, False, 1, 3)]
    places = QueryClick.objects.values_list("kind", "place", "clicks")
    assert list(places) == [("glossary", 1, 2), ("hub", 21, 1)]


def test_nobody_makes_words_appear_by_saying_they_opened_something(client):
    opened(client, "never asked")
    counting.write()
    assert kept() == []


@pytest.mark.parametrize(
    ("kind", "place"),
    [("nothing", "1"), ("hub", "-1"), ("hub", "x"), ("hub", "9" * 30), ("", "")],
)
def test_nonsense_is_not_counted(client, kind, place):
    assert opened(client, "bamboo", kind, place).status_code == 204
    assert opened(client, "a" * 5000, kind, place).status_code == 204
    assert not counting.COUNTS.take()[1]


def test_only_pages_of_ours_may_say_so(client):
    client.force_login(make_secretariat())
    for headers in ({"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_X": ""}):
        assert opened(client, "bamboo", **headers).status_code == 403
    assert not counting.COUNTS.take()[1]


# --- Forgetting -----------------------------------------------------------------------


def asked(query, *, searches, days_ago, **given):
    day = dates.today() - timedelta(days=days_ago)
    row = AskedQuery.objects.create(
        language="en", query=query, first_on=day, last_on=day, **given
    )
    row.days.create(day=day, searches=searches)
    return row


def test_rare_words_are_forgotten_soon_and_others_after_a_year():
    editor = make_secretariat()
    asked("rare", searches=2, days_ago=31)
    asked("rare and new", searches=1, days_ago=30)
    asked("often", searches=3, days_ago=31)
    asked("long ago", searches=300, days_ago=401)
    solved = asked("solved", searches=1, days_ago=401)
    solved.settle(AskedQuery.How.SYNONYM, by=editor)
    solved.save()
    assert forget_searches() == 2
    left = ["often", "rare and new", "solved"]
    assert sorted(AskedQuery.objects.values_list("query", flat=True)) == left
    lines = AskedQuery.history.values_list("query", flat=True)
    assert sorted(set(lines)) == left
    assert forget_searches() == 0
