"""Whatever is done to the index, it answers what a plain one does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from oneplanet.search import facets, indexing, merging, ranking, rebuilding
from oneplanet.search.asking import search
from oneplanet.search.documents import Document, Key, Request, Text
from oneplanet.search.memory import Keeper
from tests.oneplanet.search.plain_index import PlainIndex

WORDS = (
    "food foods plastic plastics water waste policy tourism building plaster".split()
)
KINDS = ["activity", "policy"]
KEYS = [Key(kind, str(number)) for kind in KINDS for number in range(5)]
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
MOMENTS = [None, datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)]
FACETS = {"sector": ["food", "water", "waste"], "year": ["2024", "2025"]}
COUNTED = ("kind", "language", "sector", "year")

phrases = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
texts = st.builds(Text, phrases, phrases)
documents = st.builds(
    lambda key, **more: Document(*key, **more),
    st.sampled_from(KEYS),
    texts=st.dictionaries(st.sampled_from(["en", "fr"]), texts, min_size=1),
    date=st.dates(date(2024, 1, 1), date(2026, 7, 1)),
    facets=st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(st.sampled_from(values), max_size=2)
            for name, values in FACETS.items()
        },
    ),
    visible_from=st.sampled_from(MOMENTS),
    visible_until=st.sampled_from(MOMENTS),
)
asked = st.one_of(
    st.sampled_from(WORDS + ["unheard", "plas*", "wat*"]),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(
        lambda words: f'"{" ".join(words)}"'
    ),
    st.sampled_from(WORDS).map("-{}".format),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=2).map(
        lambda words: f'-"{" ".join(words)}"'
    ),
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=5).map(".".join),
)
requests = st.builds(
    Request,
    st.lists(asked, max_size=2).map(" ".join),
    st.sampled_from(["en", "fr", "es"]),
    selected=st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(st.sampled_from([*values, "none such"]), max_size=2)
            for name, values in {**FACETS, "kind": KINDS}.items()
        },
    ),
    count=st.just(COUNTED),
    kinds=st.sampled_from([(), ("policy",)]),
    newest_first=st.booleans(),
    offset=st.sampled_from([0, 0, 2]),
    limit=st.sampled_from([20, 2]),
    at=st.sampled_from([AT, *MOMENTS[1:]]),
)


class Both(RuleBasedStateMachine):
    """The engine and the plain index, side by side."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.plain = PlainIndex()
        self.follower = Keeper()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @rule(new=st.lists(documents, min_size=1, max_size=4))
    def index(self, new):
        indexing.index(new)
        self.plain.index(new)

    @rule(keys=st.lists(st.sampled_from(KEYS), max_size=3))
    def delete(self, keys):
        indexing.delete(keys)
        self.plain.delete(keys)

    @rule(new=st.lists(documents, min_size=1, max_size=2))
    def think_better_of_it(self, new):
        with transaction.atomic():
            indexing.index(new)
            search(Request("food"))
            transaction.set_rollback(True)

    @rule()
    def merge(self):
        merging.merge(always=True)

    @rule(new=st.lists(documents, max_size=3), keys=st.lists(st.sampled_from(KEYS)))
    def rebuild_while_things_change(self, new, keys):
        def every_document():
            for number, document in enumerate(list(self.plain.documents.values())):
                yield document
                if number == 1:
                    self.index(new)
                    self.delete(keys)

        rebuilding.rebuild(every_document(), say=lambda line: None)

    @rule(request=requests)
    def ask(self, request):
        assert plainly(search(request)) == plainly(self.plain.search(request))

    @rule(request=requests)
    def ask_one_that_seldom_follows(self, request):
        answer = search(request, keeper=self.follower)
        assert plainly(answer) == plainly(self.plain.search(request))


def plainly(answer):
    hits = [(hit.key, round(hit.score, 6)) for hit in answer.hits]
    return answer.total, hits, answer.counts, answer.any_word, answer.unknown


@pytest.mark.django_db
@pytest.mark.parametrize(("few", "few_of", "sparse"), [(30, 8000, 50), (0, 1e9, 0)])
def test_it_answers_what_a_plain_index_does(monkeypatch, few, few_of, sparse):
    """Once as few documents are counted and sorted, once as many are."""
    monkeypatch.setattr(facets, "FEW", few)
    monkeypatch.setattr(facets, "FEW_OF", few_of)
    monkeypatch.setattr(ranking, "SPARSE", sparse)
    monkeypatch.setattr(rebuilding, "TOGETHER", 2)
    monkeypatch.setattr(merging, "STILL_READ", timedelta(0))
    run_state_machine_as_test(
        Both,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
