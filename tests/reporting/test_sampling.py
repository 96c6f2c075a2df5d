"""Which records are drawn, and who gets them: the same for the same seed, for ever."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.sampling import drawn, pairs, shuffled, size_of

NAMES = [f"OP-{n:04}" for n in range(1000)]
PEOPLE = st.sets(st.integers(1, 9))


@pytest.mark.parametrize(
    ("population", "size"),
    [(0, 0), (1, 1), (19, 19), (20, 20), (400, 20), (401, 21), (1000, 50)],
)
def test_one_in_twenty_and_at_least_twenty(population, size):
    assert size_of(population) == size


def test_anybody_can_draw_the_same_again():
    """By the sentence on the page alone: the lowest SHA-256 of seed, colon and code."""
    by_hand = sorted(
        NAMES, key=lambda n: hashlib.sha256(f"5eed:{n}".encode()).hexdigest()
    )
    assert drawn(NAMES, "5eed") == by_hand[:50]
    assert drawn(reversed(NAMES), "5eed") == by_hand[:50]
    assert drawn(["a", "b", "c", "d"], "x") == ["d", "b", "c", "a"]


def test_another_seed_draws_others():
    assert set(drawn(NAMES, "one")) != set(drawn(NAMES, "two"))


def test_every_record_has_the_same_chance():
    """Each of a thousand is drawn 50 times in 1,000 draws, give or take chance."""
    found = Counter(name for n in range(1000) for name in drawn(NAMES, str(n)))
    assert found.total() == 50_000 and set(found) == set(NAMES)
    assert 20 < min(found.values()) and max(found.values()) < 90


def test_two_each_and_evenly():
    able = {name: {1, 2, 3, 4} for name in NAMES[:100]}
    found = pairs(able, {}, "5eed")
    assert all(len(set(pair)) == 2 for pair in found.values())
    assert Counter(one for pair in found.values() for one in pair) == dict.fromkeys(
        (1, 2, 3, 4), 50
    )


def test_the_spare_only_where_there_are_not_two():
    able = {"a": {1, 2}, "b": {1}, "c": set(), "d": {2}}
    spare = {"a": {8, 9}, "b": {8, 9}, "c": {9}, "d": set()}
    found = pairs(able, spare, "5eed")
    assert set(found["a"]) == {1, 2}
    assert found["b"][0] == 1 and found["b"][1] in {8, 9}
    assert found["c"] is found["d"] is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(PEOPLE, PEOPLE)))
def test_nobody_gets_what_they_may_not(people):
    able = {name: one for name, (one, _two) in people.items()}
    spare = {name: two for name, (_one, two) in people.items()}
    for name, pair in pairs(able, spare, "5eed").items():
        both = able[name] | spare[name]
        assert (pair is None) == (len(both) < 2)
        assert pair is None or (len(set(pair)) == 2 and set(pair) <= both)
        if len(able[name]) >= 2:
            assert set(pair) <= able[name]


@given(st.sets(st.sampled_from(NAMES)), st.sampled_from(["", "5eed", "ا"]))
def test_shuffling_loses_and_adds_nothing(names, seed):
    assert set(shuffled(names, seed)) == names
    assert len(shuffled(names, seed)) == len(names)
