"""Documents much alike: what shares the telling words of one."""

import pytest

from oneplanet.search.asking import search
from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search.likeness import telling_words
from tests.oneplanet.search.made import document, ids, request

pytestmark = pytest.mark.django_db


def alike(one, **more):
    """A request for what is like a document."""
    return request(like=telling_words(one), besides=one.key, **more)


def test_documents_with_the_same_telling_words_are_alike_best_first():
    one = document("a", "plastic bottles", "deposit scheme")
    index(
        [
            one,
            document("b", "plastic bags", "a deposit scheme for bags"),
            document("c", "tourism", "islands"),
            document("d", "plastic bottles", "deposit scheme", kind="policy"),
        ]
    )
    answer = search(alike(one))
    assert ids(answer) == ["d", "b"]
    assert (answer.total, answer.counts) == (2, {"kind": {"activity": 1, "policy": 1}})
    assert ids(search(alike(one, kinds=["policy"]))) == ["d"]
    narrowed = search(alike(one, selected={"kind": ["activity"]}))
    assert ids(narrowed) == ["b"]
    assert narrowed.counts == answer.counts
    assert ids(search(alike(document("z", "nothing alike")))) == []


def test_one_word_alike_is_not_enough():
    one = document("a", "plastic bottles", "deposit scheme")
    index([one, document("b", "plastic chairs"), document("c", "a scheme, a deposit")])
    index([document("d", "bottles"), document("e", "water bottles deposit scheme")])
    assert ids(search(alike(one))) == ["e"]


def test_what_was_withdrawn_is_like_nothing_and_asking_takes_few_statements(
    django_assert_num_queries,
):
    texts = ("plastic bottles", "deposit scheme")
    one = document("a", *texts)
    index([one, document("b", *texts)])
    delete([Key("activity", "b")])
    assert ids(search(alike(one))) == []
    index([document("c", *texts)])
    search(request("plastic"))
    with django_assert_num_queries(4):
        assert ids(search(alike(one))) == ["c"]
