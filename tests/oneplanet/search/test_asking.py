"""What is asked, and how little it takes."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplanet.search import finding, merging
from oneplanet.search.asking import search
from oneplanet.search.documents import Key, Text
from oneplanet.search.indexing import delete, index
from oneplanet.search.mending import mended
from oneplanet.search.suggesting import suggest
from tests.oneplanet.search.made import AT, document, ids, request

pytestmark = pytest.mark.django_db


def test_before_anything_is_indexed_nothing_is_found():
    answer = search(request("food"))
    assert (answer.total, answer.hits, answer.counts) == (0, [], {"kind": {}})
    assert answer.unknown == ("food",)


def test_a_search_takes_three_statements(django_assert_num_queries):
    index([document(n, facets={"sector": ["food"]}) for n in range(3)])
    search(request())
    with django_assert_num_queries(3):
        assert search(request('food "food" -water', selected={"sector": ["food"]}))
    with django_assert_num_queries(2):
        search(request())


def test_whatever_is_asked_takes_few_statements(django_assert_max_num_queries):
    index([document(1)])
    search(request())
    words = " ".join(f"unknown{number}* -out{number}" for number in range(500))
    with django_assert_max_num_queries(6):
        search(request(words))


def test_a_document_is_found_by_each_of_its_texts_and_is_one():
    index([document(1, texts={"en": Text("water"), "fr": Text("eau", "plus d'eau")})])
    answer = search(request("water", count=("language",)))
    assert (answer.total, answer.counts) == (1, {"language": {"en": 1, "fr": 1}})
    assert ids(search(request("eau"))) == ids(search(request("water eau"))) == ["1"]


def test_what_is_in_the_readers_language_comes_first():
    index([document("a", language="fr"), document("b", language="es")])
    assert ids(search(request("food", language="fr"))) == ["a", "b"]
    assert ids(search(request("food", language="es"))) == ["b", "a"]


def test_a_title_says_more_than_a_text_and_the_new_more_than_the_old():
    day = timedelta(days=1)
    index(
        [
            document("in text", "other", "food", date=AT.date()),
            document("old", "food", "other", date=AT.date() - 3000 * day),
            document("new", "food", "other", date=AT.date()),
        ]
    )
    assert ids(search(request("food"))) == ["new", "old", "in text"]


@pytest.mark.parametrize(
    ("query", "language"),
    [("plastic bags", "en"), ("塑料袋", "zh-hans"), ("نفايات", "ar")],
)
def test_a_title_that_is_the_query_and_nothing_else_comes_first(query, language):
    more = {"language": language, "date": AT.date()}
    index(
        [
            document("often", f"other {query}", f"{query} " * 30, **more),
            document(
                "whole", query, "other " * 300, **more | {"date": date(2000, 1, 1)}
            ),
            document("once", f"{query} other", **more),
        ]
    )
    assert ids(search(request(query, language=language)))[0] == "whole"
    beside = {"often", "whole", "once"}
    assert set(ids(search(request(query, language=language)))) == beside


def test_where_no_document_has_all_words_those_with_most_come_first():
    index([document("one", "food other"), document("two", "water waste other")])
    answer = search(request("food water waste"))
    assert (ids(answer), answer.any_word) == (["two", "one"], True)
    assert not search(request("water waste")).any_word


def test_what_was_withdrawn_is_gone_at_once_and_stays_so():
    index([document(1, "secret", facets={"sector": ["hidden"]})])
    assert search(request("secret")).total == 1
    delete([Key("activity", "1")])
    for _ in range(2):
        answer = search(request("secret", count=("sector", "kind")))
        assert (answer.total, answer.counts) == (0, {"sector": {}, "kind": {}})
        merging.merge(always=True)


def test_a_window_opens_and_closes_by_itself():
    moment = timezone.now().replace(microsecond=0)
    hour = timedelta(hours=1)
    index([document(1, visible_from=moment, visible_until=moment + hour)])
    shown = [
        search(request("food", at=at)).total
        for at in (moment - hour, moment, moment + hour / 2, moment + hour)
    ]
    assert shown == [0, 1, 1, 0]
    assert search(request(at=moment - hour)).counts == {"kind": {}}
    assert search(request(at=moment)).counts == {"kind": {"activity": 1}}


def test_other_writers_may_merge_and_delete_in_the_middle_of_a_search(monkeypatch):
    index([document(n) for n in range(4)])
    search(request())
    find = finding.find

    def meanwhile(*args):
        monkeypatch.setattr(finding, "find", find)
        index([document(1, "water"), document(9)])
        delete([Key("activity", "2")])
        merging.merge(always=True)
        return find(*args)

    monkeypatch.setattr(finding, "find", meanwhile)
    assert set(ids(search(request("food")))) == {"0", "3"}
    assert set(ids(search(request("food")))) == {"0", "3", "9"}


def test_a_word_is_found_by_what_it_means_too_after_those_who_say_it():
    index(
        [
            document("says", "plastic waste"),
            document("means", "plastique", language="fr", facets={"term": ["plastic"]}),
            document("neither", "food", facets={"term": ["other"]}),
        ]
    )
    means = {"plastic": [("term", "plastic")]}
    answer = search(request("plastic", meanings=means, language="fr"))
    assert [(hit.key.id, hit.is_meant) for hit in answer.hits] == [
        ("says", False),
        ("means", True),
    ]
    assert ids(search(request("plastic waste", meanings=means))) == ["says"]
    assert ids(search(request("plastics plastique", meanings=means))) == ["means"]
    assert ids(search(request("food -plastic", meanings=means))) == ["neither"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=300) | st.sampled_from(["%s * \x00", '"' * 3, "- -", "\ud800"]))
def test_whatever_is_typed_is_answered(django_db_blocker, query):
    with django_db_blocker.unblock(), transaction.atomic():
        index([document(1, "food")])
        search(request(query, language="zh-hans"))
        suggest(query, "ar")
        mended(query[:20], "ru")
        transaction.set_rollback(True)
