"""Words that begin so, words nearly so."""

import pytest

from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search.mending import mended
from oneplanet.search.suggesting import suggest, that_find
from tests.oneplanet.search.made import document

pytestmark = pytest.mark.django_db


def test_the_last_word_is_completed_by_what_most_documents_have():
    index([document(1, "Water waste"), document(2, "wastes"), document(3, "UNEP food")])
    assert suggest("wa", "en") == ["waste", "water"]
    assert suggest("food wa", "en") == []
    assert suggest("water WA", "en") == ["water waste", "water water"]
    assert suggest("une", "en") == ["UNEP"]
    assert suggest("wa", "fr") == suggest("", "en") == suggest("food ", "en") == []


def test_words_in_other_letters_are_completed_in_the_language_of_these():
    index(
        [
            document(1, "UNEP food"),
            document(2, "туризм", language="ru"),
            document(3, "غذاء", language="ar"),
        ]
    )
    assert suggest("тур", "en") == suggest("тур", "ar") == ["туризм"]
    assert suggest("غذ", "en") == ["غذاء"]
    assert suggest("foo", "ru") == suggest("foo", "zh-hans") == ["food"]
    assert suggest("foo", "fr") == []


def test_of_some_phrases_those_are_offered_that_find_most():
    index([document(1, "water waste"), document(2, "water"), document(3, "sand")])
    given = ["water waste", "sand water", "water", "reed"]
    assert that_find(given, "en") == ["water", "water waste"]


def test_what_was_withdrawn_is_suggested_no_more():
    index([document(1, "secret"), document(2, "water")])
    assert suggest("sec", "en") == ["secret"]
    assert mended("secert", "en") == "secret"
    delete([Key("activity", "1")])
    assert suggest("sec", "en") == []
    assert mended("secert", "en") is None


def test_a_word_one_letter_away_is_meant():
    index([document(1, "procurement"), document(2, "переработка", language="ru")])
    for typed in ("procurment", "procuremment", "procuremant", "porcurement"):
        assert mended(typed, "en") == "procurement"
    assert mended("перераотка", "ru") == "переработка"
    assert mended("prcrmnt", "en") is mended("brocurement", "en") is None
    assert mended("x" * 5000, "en") is mended("", "en") is None
