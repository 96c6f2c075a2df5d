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


# J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968), 213-220, table 1: 200
# cases, three diagnoses, in hundredths 44 7 9 / 5 20 5 / 1 3 6; unweighted kappa .492.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd ed. (1981), table
# 13.1: 100 patients, psychotic, neurotic, organic; kappa .68.
FLEISS = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
# The plain example of many introductions: two readers of 50 applications, 20 yes of
# both, 15 no of both; kappa .40.
READERS = [[20, 5], [10, 15]]
PUBLISHED = [
    (COHEN, Fraction(70, 100), Fraction(41, 100), "0.492"),
    (FLEISS, Fraction(89, 100), Fraction(66, 100), "0.676"),
    (READERS, Fraction(7, 10), Fraction(1, 2), "0.400"),
]


@pytest.mark.parametrize(("table", "observed", "expected", "kappa"), PUBLISHED)
def test_published_examples(table, observed, expected, kappa):
    found = agreement(pairs_of(table))
    assert (found.observed, found.expected) == (observed, expected)
    assert f"{float(found.kappa):.3f}" == kappa


def test_the_same_agreement_says_less_where_chance_brings_more():
    """Both agree on 60 of 100."""
    one = agreement(pairs_of([[45, 15], [25, 15]]))
    other = agreement(pairs_of([[25, 35], [5, 35]]))
    assert one.observed == other.observed == Fraction(3, 5)
    assert (f"{float(one.kappa):.4f}", f"{float(other.kappa):.4f}") == (
        "0.1304",
        "0.2593",
    )


def test_its_error_by_the_formula_of_1960():
    """The root of p (1 - p) / n, over what chance leaves: of 0.7 in 50, and in 200."""
    assert agreement(pairs_of(READERS)).error == pytest.approx(0.1296148)
    assert agreement(pairs_of(COHEN)).error == pytest.approx(0.0549215, abs=1e-6)


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
