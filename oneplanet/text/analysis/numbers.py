"""Numbers and codes of a text: 3,255 and 12.1.1."""

import re
from string import ascii_lowercase

from oneplanet.text.analysis.pieces import LONGEST, Of, Piece
from oneplanet.text.analysis.scanning import PARTS
from oneplanet.text.folding import fold

CODE = re.compile(r"[0-9]{1,4}(?:\.[0-9a-z]{1,4}){1,5}")  # 12.1.1, 12.a, 12.8.1b
_GROUPED = re.compile(r"[0-9]{1,3}(?:([^0-9])[0-9]{3})(?:\1[0-9]{3})*")


def of_number(stretch: str) -> tuple[Piece, ...]:
    """3,255 and 3 255 as 3255; 12,5 as 12.5; a code also as each level above it."""
    text, length = fold(stretch).replace("٫", "."), len(stretch)
    decimals = re.search(r"(?<=[0-9]{3})[.,]([0-9]+)$", text)
    grouped = _GROUPED.fullmatch(text)
    if not grouped and decimals and _GROUPED.fullmatch(text[: decimals.start()]):
        whole = re.sub("[^0-9]", "", text[: decimals.start()])
        return levels(f"{whole}.{decimals[1]}", length)
    if grouped and grouped[1] == ".":
        joined = Piece(text.replace(".", "")[:LONGEST], 0, 0, length)
        return (joined, *levels(text, length))
    if grouped and " " in stretch:
        joined = Piece(text.replace(" ", ""), 0, 0, length, Of.WHOLE)
        return (joined, *_parted(stretch))
    if grouped:
        return (Piece(re.sub("[^0-9]", "", text), 0, 0, length),)
    return levels(re.sub("[^0-9]", ".", text), length)


def levels(code: str, length: int) -> tuple[Piece, ...]:
    """12.1.1, and 12.1 and 12, which it is part of; of 12.8.1b also 12.8.1."""
    parts = code.split(".")
    above = [".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    unlettered = code.rstrip(ascii_lowercase)
    if unlettered != code and not unlettered.endswith("."):
        above.insert(0, unlettered)
    own = Piece(code[:LONGEST], 0, 0, length)
    return (own, *(Piece(each[:LONGEST], 0, 0, length, Of.ABOVE) for each in above))


def _parted(stretch):
    """A plain space may group digits or part two numbers: both are found."""
    return tuple(
        Piece(fold(part[0]), step, *part.span())
        for step, part in enumerate(PARTS.finditer(stretch))
    )
