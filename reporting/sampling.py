"""Which records are classified again, and by whom: drawn so that anybody can draw the
same again. No database in this module.

Whatever has the lowest SHA-256 of "seed:name" comes first. The order depends on nothing
but the seed and the names, in any language of programming and for ever.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from math import ceil

SHARE = Fraction(1, 20)
FEWEST = 20  # records; of fewer, kappa says next to nothing


def size_of(population: int) -> int:
    """How many are drawn: one in twenty, never fewer than FEWEST where there are."""
    return min(population, max(FEWEST, ceil(population * SHARE)))


def shuffled(names: Iterable, seed: str) -> list:
    """Each of these once, in the order the seed makes."""

    def place(name):
        return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest(), name

    return sorted(set(names), key=place)


def drawn(names: Collection, seed: str) -> list:
    """Those drawn of these, in the order of the draw."""
    found = shuffled(names, seed)
    return found[: size_of(len(found))]


def pairs(able: Mapping[str, Collection[int]], spare: Mapping, seed: str) -> dict:
    """Name → two people, of those ``able`` to judge it; of those ``spare`` only where
    fewer than two are. None where there are not two even so.

    Who has fewest records so far comes first, else the order the seed makes.
    """
    given, found = Counter(), {}
    for name in able:
        people = list(able[name])
        chosen = _least(people, given, f"{seed}:{name}")
        if len(chosen) < 2:
            others = [one for one in spare.get(name, ()) if one not in chosen]
            chosen = (chosen + _least(others, given, f"{seed}:{name}"))[:2]
        found[name] = tuple(chosen) if len(chosen) == 2 else None
        if found[name]:
            given.update(chosen)
    return found


def _least(people, given, seed) -> list:
    return sorted(shuffled(people, seed), key=lambda one: given[one])[:2]
