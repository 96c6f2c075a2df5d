"""Agreement of two who classified the same, against published worked examples."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.kappa import NOTHING, Agreement, agreement, decisions

VALUES = st.sampled_from("abcd")
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=40)


def pairs_of(table):
    """The pairs behind a table of agreement: rows the first person, columns the
    second."""
    return [
        (row, column)
        for row, numbers in enumerate(table)
        for column, number in enumerate(numbers)
        for _each in range(number)
    ]


# A textbook example of two readers of 50 applications: 20 yes/yes, 15 no/no.
READERS = [[20, 5], [10, 15]]
# Two tables with the same observed agreement and different kappas: 45/15/25/15 and
# 25/35/5/35 of 100.
SAME_ONE, SAME_OTHER = [[45, 15], [25, 15]], [[25, 35], [5, 35]]
PUBLISHED = [
    (READERS, Fraction(7, 10), Fraction(1, 2), "0.4000"),
    (SAME_ONE, Fraction(3, 5), Fraction(54, 100), "0.1304"),
    (SAME_OTHER, Fraction(3, 5), Fraction(46, 100), "0.2593"),
]


@pytest.mark.parametrize(("table", "observed", "expected", "kappa"), PUBLISHED)
def test_published_examples(table, observed, expected, kappa):
    found = agreement(pairs_of(table))
    assert (found.observed, found.expected) == (observed, expected)
    assert f"{float(found.kappa):.4f}" == kappa


def test_its_error_as_published():
    """0.7 observed, 0.5 by chance, of 50: the root of 0.21 / 50, over 0.5."""
    assert agreement(pairs_of(READERS)).error == pytest.approx(0.1296148)


def test_nothing_was_judged():
    assert agreement([]) == NOTHING


def test_one_value_throughout_says_nothing():
    one = Fraction(1)
    assert agreement([("a", "a")] * 9) == Agreement(9, one, one, None, None)


def test_they_never_agree():
    found = agreement([("a", "b"), ("b", "a")])
    assert found == Agreement(2, Fraction(0), Fraction(1, 2), Fraction(-1), 0.0)


def test_each_value_of_several_is_a_decision():
    chosen = [(["food"], ["food", "water"]), ([], ["energy"])]
    assert decisions(chosen, ["food", "water", "energy"]) == [
        (True, True),
        (False, True),
        (False, False),
        (False, False),
        (False, False),
        (False, True),
    ]


@given(PAIRS)
def test_it_is_the_same_from_the_other_side_and_in_any_order(pairs):
    found = agreement(pairs)
    assert agreement((b, a) for a, b in reversed(pairs)) == found
    assert found.kappa is None or -1 <= found.kappa <= 1


@given(PAIRS)
def test_names_of_values_say_nothing(pairs):
    names = dict(zip("abcd", "wxyz", strict=True))
    assert agreement((names[a], names[b]) for a, b in pairs) == agreement(pairs)


@given(st.lists(VALUES, min_size=1))
def test_who_always_agrees_has_one(values):
    found = agreement((value, value) for value in values)
    assert found.kappa == (1 if len(set(values)) > 1 else None)
