"""What one stretch of text is indexed under: a word, a number, or several in one.

A *piece* is a term with how many positions after the stretch's first it stands and
where in the stretch it is written. Variants share a position.
"""

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from oneplanet.text.analysis import arabic
from oneplanet.text.analysis.scanning import APOSTROPHES, PARTS
from oneplanet.text.analysis.stemming import russian, stem
from oneplanet.text.folding import fold

LONGEST = 64  # characters of a term; what is longer is cut
MOST_KNOWN = 60_000  # stretches whose pieces are remembered

# Articles and pronouns that French words begin with: l'eau is found by "eau".
_ELIDED = set("l d j m n s t c qu jusqu lorsqu puisqu quoiqu".split())
_INSEPARABLE = {"aujourd'hui"}
# Cyrillic letters typed for Latin ones of the same look, as in СО2.
_LOOKALIKES = str.maketrans("авекмнорстух", "abekmhopctyx")
_CODE = re.compile(r"[0-9]{1,4}(?:\.[0-9a-z]{1,4}){1,5}")  # 12.1.1, 12.a, 12.8.1b
_GROUPED = re.compile(r"[0-9]{1,3}(?:([^0-9])[0-9]{3})(?:\1[0-9]{3})*")
_NAMES = re.compile("[A-Z]{2,6}s")  # NGOs, SMEs
_NUMBERED = re.compile(r"([^\W\d_]{3,})([0-9]{1,4})")  # SDG12, COP26


class Of(Enum):
    WORD = "word"  # the word itself, or a variant of it
    WHOLE = "whole"  # all parts in one: lifecycle of life-cycle
    ABOVE = "above"  # what a code is part of: 12.1 of 12.1.1


class Piece(NamedTuple):
    term: str
    step: int
    start: int
    end: int
    of: Of = Of.WORD


def of_word(stretch: str, languages: tuple[str, ...]) -> tuple[Piece, ...]:
    """The pieces of a word or of words joined by hyphens, dots, apostrophes …

    ``languages`` are those of the Latin stems; the first counts for whole texts.
    """
    if len(stretch) > LONGEST:
        return _of_word(stretch, languages)
    return _known(stretch, languages)


def _of_word(stretch, languages):
    parts = [
        (folded, *part.span())
        for part in PARTS.finditer(stretch)
        if (folded := fold(_singular(part[0][: 2 * LONGEST]))[:LONGEST])
    ]
    if len(parts) > 1 and (whole := fold(stretch[:LONGEST])) in _INSEPARABLE:
        parts = [(whole.replace("'", ""), 0, len(stretch))]
    if len(parts) > 1:
        parts = _without_endings(parts, stretch)
    if len(parts) == 1:
        return _single(*parts[0], languages)
    joints = {stretch[a[2] : b[1]] for a, b in zip(parts, parts[1:], strict=False)}
    whole = "".join(text for text, _start, _end in parts[: LONGEST + 1])
    if joints == {"."}:
        dotted = ".".join(text for text, _start, _end in parts)
        if _CODE.fullmatch(dotted):
            return _levels(dotted, len(stretch))
        if len(whole) == len(parts) <= 8:  # U.N.
            return _single(whole[:LONGEST], 0, len(stretch), languages)
    return _compound(parts, whole, languages)


_known = lru_cache(MOST_KNOWN)(_of_word)


def _singular(written):
    """NGOs is the plural of NGO."""
    return written[:-1] if _NAMES.fullmatch(written) else written


def _without_endings(parts, stretch):
    """Without elided articles before a word and without 's after it."""
    kept = []
    for number, (text, start, end) in enumerate(parts):
        is_last = number == len(parts) - 1
        if not is_last and text in _ELIDED and stretch[end] in APOSTROPHES:
            continue
        if kept and text in ("s", "t") and stretch[start - 1] in APOSTROPHES:
            continue
        kept.append((text, start, end))
    return kept or parts


def _compound(parts, whole, languages):
    found = [
        Piece(term, number, start, end)
        for number, (part, start, end) in enumerate(parts)
        for term in variants(part, languages)
    ]
    if len(whole) <= LONGEST:
        span = (parts[0][1], parts[-1][2])
        wholes = variants(whole, languages)
        found += [Piece(term, 0, *span, Of.WHOLE) for term in wholes]
    return tuple(found)


def _single(text, start, end, languages):
    numbered = _NUMBERED.fullmatch(text)
    if numbered and end - start == len(text):
        letters, digits = numbered.groups()
        middle = start + len(letters)
        parts = [(letters, start, middle), (digits, middle, end)]
        return tuple(
            [Piece(text, 0, start, end, Of.WHOLE)]
            + [
                Piece(term, step, *span)
                for step, (part, *span) in enumerate(parts)
                for term in variants(part, languages)
            ]
        )
    return tuple(Piece(term, 0, start, end) for term in variants(text, languages))


@lru_cache(MOST_KNOWN)
def variants(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of one folded word, the first the likeliest."""
    first = word[0]
    if any(sign.isdecimal() for sign in word):
        return (word.translate(_LOOKALIKES) if first > "ɏ" else word,)
    if first < "ɐ":
        plain = [word]
        if "ñ" in word and len(languages) == 1:
            plain.append(word.replace("ñ", "n"))
        found = (stem(each, language) for each in plain for language in languages)
    elif "Ѐ" <= first < "԰":
        found = russian(word)
    elif "؀" <= first <= "ۿ":
        found = arabic.stems(word)
    else:
        return (word,)
    return tuple(dict.fromkeys(found))


# --- Numbers -------------------------------------------------------------------------


def of_number(stretch: str) -> tuple[Piece, ...]:
    """3,255 and 3 255 as 3255; 12,5 as 12.5; a code also as each level above it."""
    stretch = stretch[: 2 * LONGEST]
    text, length = fold(stretch), len(stretch)
    text = text.replace("٬", ",").replace("٫", ".")
    decimals = re.search(r"(?<=[0-9]{3})[.,]([0-9]+)$", text)
    grouped = _GROUPED.fullmatch(text)
    if not grouped and decimals and _GROUPED.fullmatch(text[: decimals.start()]):
        whole = re.sub("[^0-9]", "", text[: decimals.start()])
        return _levels(f"{whole}.{decimals[1]}", length)
    if grouped and grouped[1] == ".":
        joined = Piece(text.replace(".", ""), 0, 0, length)
        return (joined, *_levels(text, length))
    if grouped and " " in stretch:
        joined = Piece(text.replace(" ", ""), 0, 0, length, Of.WHOLE)
        return (joined, *_parted(stretch))
    if grouped:
        return (Piece(re.sub("[^0-9]", "", text), 0, 0, length),)
    return _levels(re.sub("[^0-9]", ".", text), length)


def _levels(code, length):
    """12.1.1, and 12.1 and 12, which it is part of."""
    levels = code.split(".")
    above = (".".join(levels[:count]) for count in range(len(levels) - 1, 0, -1))
    own = Piece(code[:LONGEST], 0, 0, length)
    return (own, *(Piece(each[:LONGEST], 0, 0, length, Of.ABOVE) for each in above))


def _parted(stretch):
    """A plain space may group digits or part two numbers: both are found."""
    return tuple(
        Piece(fold(part[0]), step, *part.span())
        for step, part in enumerate(PARTS.finditer(stretch))
    )
