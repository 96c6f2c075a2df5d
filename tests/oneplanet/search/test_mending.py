"""Slips in a query: which words give way to which."""

import pytest

from oneplanet.search import words
from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search.mending import mended
from oneplanet.text import analysis
from tests.oneplanet.search.made import document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_true_analyser(monkeypatch, _foreseeable):
    monkeypatch.setattr(words, "analysis", analysis)


def test_a_word_that_finds_nothing_gives_way_to_the_nearest_and_the_rest_stays():
    index([document(1, "biodiversity and water"), document(2, "The cost of bread")])
    assert mended("Water, biodiversty!", "en") == "Water, biodiversity!"
    assert mended("water biodiversity", "en") is None
    assert mended("", "en") is mended("zzzzzz", "en") is None


def test_a_slip_with_the_stem_of_a_right_word_is_seen_in_its_middle():
    index([document(1, "procurement"), document(2, "consommation", language="fr")])
    assert mended("procurment", "en") == "procurement"
    assert mended("consomation", "fr") == "consommation"
    assert mended("procure", "en") is mended("procurements", "en") is None


def test_a_word_of_substance_gives_way_to_no_common_one():
    index([document(1, "estas manos", language="es")])
    assert mended("cestas manos", "es") is None


def test_of_chinese_a_character_in_two_unknown_pairs_is_mended():
    index([document(1, "循环经济的政策", language="zh-hans")])
    assert mended("循坏经济", "zh-hans") == "循环经济"
    assert mended("循環經濟", "zh-hans") is None
    assert mended("经济循环", "zh-hans") is None


def test_what_was_withdrawn_mends_nothing():
    index([document(1, "biodiversity"), document(2, "water")])
    assert mended("biodiversty water", "en") == "biodiversity water"
    delete([Key("activity", "1")])
    assert mended("biodiversty water", "en") is None


def test_mending_takes_few_statements(django_assert_max_num_queries):
    index([document(1, "biodiversity 循环经济")])
    with django_assert_max_num_queries(24):
        mended(" ".join(f"biodiversty{'x' * n}" for n in range(12)) + " 循坏经济", "en")
