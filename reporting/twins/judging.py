"""Whether two records are likely twins, and why. No database in this module."""

from math import exp
from typing import NamedTuple

from reporting.twins.profile import Profile
from reporting.twins.signs import signs_of
from reporting.twins.weights import ENOUGH, LIKELY, START, WEIGHTS

TELLS = 0.35  # of a sign's weight, for it to be named as a reason


class Judgement(NamedTuple):
    """``chance`` from 0 to 1; ``reasons`` are names of signs, the weightiest first;
    ``tells`` says whether they speak of, or name, the same."""

    chance: float
    reasons: tuple[str, ...]
    tells: bool

    @property
    def is_likely(self) -> bool:
        return self.tells and self.chance >= LIKELY


def judge(one: Profile, other: Profile) -> Judgement:
    signs = signs_of(one, other)
    counted = {name: value * WEIGHTS[name] for name, value in signs.items()}
    chance = 1 / (1 + exp(-START - sum(counted.values())))
    telling = [name for name, value in counted.items() if value >= TELLS]
    reasons = tuple(sorted(telling, key=lambda name: -counted[name]))
    tells = any(signs[name] >= least for name, least in ENOUGH.items())
    return Judgement(chance, reasons, tells)
