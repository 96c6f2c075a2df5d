"""Words that begin so, words nearly so, documents much alike."""

import pytest

from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search.suggesting import did_you_mean, more_like, suggest
from tests.oneplanet.search.made import document, ids, request  # noqa: F401

pytestmark = pytest.mark.django_db


def test_the_last_word_is_completed_by_what_most_documents_have():
    index([document(1, "Water waste"), document(2, "wastes"), document(3, "UNEP food")])
    assert suggest("wa", "en") == ["waste", "water"]
    assert suggest("food wa", "en") == []
    assert suggest("water WA", "en") == ["water waste", "water water"]
    assert suggest("une", "en") == ["UNEP"]
    assert suggest("wa", "fr") == suggest("", "en") == suggest("food ", "en") == []


def test_what_was_withdrawn_is_suggested_no_more():
    index([document(1, "secret"), document(2, "water")])
    assert suggest("sec", "en") == ["secret"]
    assert did_you_mean("secert", "en") == "secret"
    delete([Key("activity", "1")])
    assert suggest("sec", "en") == []
    assert did_you_mean("secert", "en") is None


def test_a_word_one_letter_away_is_meant():
    index([document(1, "procurement"), document(2, "переработка", language="ru")])
    for typed in ("procurment", "procuremment", "procuremant", "porcurement"):
        assert did_you_mean(typed, "en") == "procurement"
    assert did_you_mean("перераотка", "ru") == "переработка"
    assert did_you_mean("prcrmnt", "en") is did_you_mean("brocurement", "en") is None
    assert did_you_mean("x" * 5000, "en") is did_you_mean("", "en") is None


def test_documents_with_the_same_telling_words_are_alike():
    index(
        [
            document("a", "plastic bottles", "deposit scheme"),
            document("b", "plastic bags", "a deposit scheme for bags"),
            document("c", "tourism", "islands"),
            document("d", "plastic bottles", "deposit", kind="policy"),
        ]
    )
    like = more_like(document("a", "plastic bottles", "deposit scheme"))
    assert sorted(hit.key.id for hit in like) == ["b", "d"]
    like = more_like(document("a", "plastic bottles", "deposit"), kinds=["policy"])
    assert [hit.key.id for hit in like] == ["d"]
    assert more_like(document("z", "nothing alike")) == []


def test_what_was_withdrawn_is_like_nothing_and_looking_takes_few_statements(
    django_assert_num_queries,
):
    texts = ("plastic bottles", "deposit scheme")
    index([document(one, *texts) for one in "ab"])
    delete([Key("activity", "b")])
    assert more_like(document("a", *texts)) == []
    index([document("c", *texts)])
    suggest("pla", "en")
    with django_assert_num_queries(4):
        assert [hit.key.id for hit in more_like(document("a", *texts))] == ["c"]
