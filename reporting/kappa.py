"""Cohen's kappa: how far two people who classified the same records agree, beyond what
chance alone would bring. No database in this module.

Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and
Psychological Measurement 20 (1960), 37-46.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from fractions import Fraction
from math import sqrt
from typing import NamedTuple


class Agreement(NamedTuple):
    """Shares are exact. ``kappa`` is None where nothing was judged, or where both used
    one and the same value throughout: chance would bring as much, and nothing can be
    said. ``error`` is the standard error of kappa (Cohen 1960, large samples), None
    with it."""

    judged: int
    observed: Fraction | None
    expected: Fraction | None
    kappa: Fraction | None
    error: float | None


NOTHING = Agreement(0, None, None, None, None)


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """Of (what the first chose, what the second chose), a pair for each decision."""
    chosen = Counter(pairs)
    judged = chosen.total()
    if not judged:
        return NOTHING
    first, second = Counter(), Counter()
    for (one, other), number in chosen.items():
        first[one] += number
        second[other] += number
    same = sum(number for (one, other), number in chosen.items() if one == other)
    observed = Fraction(same, judged)
    by_chance = sum(first[value] * second[value] for value in first)
    expected = Fraction(by_chance, judged * judged)
    if expected == 1:
        return Agreement(judged, observed, expected, None, None)
    kappa = (observed - expected) / (1 - expected)
    error = sqrt(observed * (1 - observed) / judged) / float(1 - expected)
    return Agreement(judged, observed, expected, kappa, error)


def decisions(
    choices: Iterable[tuple[Iterable, Iterable]], values: Iterable
) -> list[tuple[bool, bool]]:
    """Several values may be chosen of one vocabulary: then each value of it is a
    decision of its own, taken or not, for each record. ``choices`` are what the first
    and what the second chose of a record."""
    values = list(values)
    return [
        (value in one, value in other)
        for one, other in ((set(one), set(other)) for one, other in choices)
        for value in values
    ]
