"""SQLite and PostgreSQL answer the same, to the last place."""

from dataclasses import replace
from hashlib import sha256

import pytest

from oneplanet.search import merging, rebuilding
from oneplanet.search.asking import search
from oneplanet.search.documents import Key
from oneplanet.search.indexing import delete, index
from oneplanet.search_bench import corpus

DOCUMENTS = 400
# Typed from a run; both databases are held against it. It changes with the corpus,
# with ranking and with what is counted, and with nothing else.
TOTALS, COUNTED, ORDER = 6312, 101605, "289141633cc93d74"
# A sum alone would hide two errors that cancel out.
EACH_TOTAL, EACH_COUNT = "9e6617d18a317e25", "162846e0a79e4535"


def test_totals_counts_and_the_first_twenty_are_the_same(db):
    documents = list(corpus.documents(DOCUMENTS))
    rebuilding.rebuild(documents[:300], say=str)
    index(documents[300:350])
    delete([Key(document.kind, document.id) for document in documents[40:60]])
    merging.merge(always=True)
    index([replace(d, date=corpus.FIRST_DAY) for d in documents[350:] + documents[:9]])
    answers = [search(request) for request in corpus.requests()]
    order = [f"{h.key.id} {h.score:.4f}" for a in answers for h in a.hits]
    totals = [a.total for a in answers]
    counted = [
        (facet, value, number)
        for a in answers
        for facet, values in sorted(a.counts.items())
        for value, number in sorted(values.items())
    ]
    sums = sum(totals), sum(number for _facet, _value, number in counted)
    assert sums == (TOTALS, COUNTED)
    assert (digest(totals), digest(counted)) == (EACH_TOTAL, EACH_COUNT)
    assert digest(order) == ORDER


def digest(rows) -> str:
    return sha256(";".join(map(str, rows)).encode()).hexdigest()[:16]


@pytest.mark.parametrize("number", [300])
def test_the_corpus_has_the_shape_it_is_said_to_have(number):
    documents = list(corpus.documents(number))
    values = {pair for d in documents for pair in d.all_facets()}
    assert {code for d in documents for code in d.texts} == set(corpus.SHARES)
    assert sum(values for values, _each in corpus.FACETS.values()) == 480
    assert sum(each for _values, each in corpus.FACETS.values()) == 13
    assert {facet for facet, _value in values} == {"kind", "language", *corpus.FACETS}
    assert len(corpus.requests()) == 240
    assert corpus.requests() == corpus.requests()
