"""What words mean besides: labels of one word or several, the same said otherwise."""

import pytest

from oneplanet.search import finding, meanings
from oneplanet.search.asking import search
from oneplanet.search.indexing import index
from oneplanet.search.meanings import Meaning, Meanings
from tests.oneplanet.search.made import document, ids, request

LABELS = (("en", "Joint procurement"), ("fr", "achats groupes"), ("en", "JP (old)"))
SAID = [*LABELS, ("en", "JP")]
JOINT = Meaning(LABELS, (("tag", "JOINT"),), is_said=True)
FOOD = Meaning((("en", "Food"),), (("sector", "FOOD"), ("stage", "EAT")))


def known():
    return Meanings([JOINT, FOOD])


def asked(query, language="en", **more):
    return request(query, language=language, **known().of(query, language), **more)


def test_labels_are_found_in_a_query_whatever_stands_around_them():
    assert known().of("the joint procurements of foods", "en") == {
        "meanings": {
            "joint procurements": [("tag", "JOINT")],
            "foods": [("sector", "FOOD"), ("stage", "EAT")],
        },
        "other_words": {"joint procurements": SAID, "foods": []},
    }
    assert list(known().of("jp", "en")["meanings"]) == ["jp"]
    nothing = {"meanings": {}, "other_words": {}}
    assert known().of("procurement joint", "en") == known().of("", "en") == nothing


def test_no_query_means_more_than_so_much(monkeypatch):
    query = " ".join(["joint procurement food"] * 5)
    monkeypatch.setattr(meanings, "MOST_LABELS", 2)
    monkeypatch.setattr(meanings, "MOST_SAID", 2)
    found = known().of(query, "en")
    assert len(found["meanings"]) <= 2
    assert sum(map(len, found["other_words"].values())) == 2


@pytest.mark.django_db
def test_several_words_mean_a_value_together_and_no_one_of_them_alone():
    index(
        [
            document("means", "bread", facets={"tag": ["JOINT"]}),
            document("says", "joint procurement"),
            document("half", "joint"),
        ]
    )
    answer = search(asked("joint procurement"))
    assert [(hit.key.id, hit.is_meant) for hit in answer.hits] == [
        ("says", False),
        ("means", True),
    ]
    assert ids(search(asked("bread joint procurement"))) == ["means"]
    assert sorted(ids(search(asked("joint")))) == ["half", "says"]


@pytest.mark.django_db
def test_the_same_said_in_other_words_is_found_where_they_stand_together():
    index(
        [
            document("fr", "achats groupes", language="fr"),
            document("apart", "achats tres groupes", language="fr"),
            document("letters", "JP"),
        ]
    )
    answer = search(asked("joint procurement"))
    assert sorted(ids(answer)) == ["fr", "letters"]
    assert {hit.is_meant for hit in answer.hits} == {True}
    assert sorted(ids(search(asked("jp")))) == ["fr", "letters"]
    assert ids(search(asked("joint procurement -achats"))) == ["letters"]


@pytest.mark.django_db
def test_all_that_is_meant_takes_no_statement_more(django_assert_num_queries):
    index([document(1, "achats groupes", facets={"sector": ["FOOD"]})])
    search(request())
    with django_assert_num_queries(3):
        assert search(asked("joint procurement food")).total == 1


@pytest.mark.django_db
def test_no_more_is_read_than_so_much_however_long_the_list(monkeypatch):
    monkeypatch.setattr(finding, "MOST_SAID", 3)
    index([document(n, f"w{n}") for n in range(9)])
    said = {"food": [("en", f"w{n}") for n in range(9)]}
    assert search(request("food", other_words=said)).total == 3
