"""Whether two records are likely twins, and why. No database in this module."""

from math import exp
from typing import NamedTuple

from reporting.twins.profile import Profile
from reporting.twins.signs import signs_of
from reporting.twins.weights import LIKELY, START, WEIGHTS

TELLS = 0.35  # of a sign's weight, for it to be named as a reason


class Judgement(NamedTuple):
    """``chance`` from 0 to 1; ``reasons`` are names of signs, the weightiest first."""

    chance: float
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        return self.chance >= LIKELY


def judge(one: Profile, other: Profile) -> Judgement:
    counted = {
        name: value * WEIGHTS[name] for name, value in signs_of(one, other).items()
    }
    chance = 1 / (1 + exp(-START - sum(counted.values())))
    telling = [name for name, value in counted.items() if value >= TELLS]
    return Judgement(chance, tuple(sorted(telling, key=lambda n: -counted[n])))
