"""Words that begin so, words nearly so."""

import pytest

from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search.mending import mended
from oneplanet.search.suggesting import suggest
from tests.oneplanet.search.made import document

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
