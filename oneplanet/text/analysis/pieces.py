"""A piece: one term of a stretch of text, and where in the stretch it is."""

from enum import Enum
from typing import NamedTuple

LONGEST = 64  # characters of a term; what is longer is cut
MOST_KNOWN = 20_000  # stretches, words and characters that are remembered


class Of(Enum):
    WORD = "word"  # the word itself, or a variant of it
    WHOLE = "whole"  # all parts in one: lifecycle of life-cycle
    ABOVE = "above"  # what a code is part of: 12.1 of 12.1.1


class Piece(NamedTuple):
    """``step``: so many positions after the stretch's first. Variants share one."""

    term: str
    step: int
    start: int
    end: int
    of: Of = Of.WORD
