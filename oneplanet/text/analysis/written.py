"""Words as they are written: alone, joined to others, with what clings to them."""

import re
from functools import lru_cache

from oneplanet.text.analysis import arabic
from oneplanet.text.analysis.numbers import CODE, levels
from oneplanet.text.analysis.pieces import LONGEST, MOST_KNOWN, Of, Piece
from oneplanet.text.analysis.scanning import APOSTROPHES, PARTS
from oneplanet.text.analysis.stemming import russian, stem
from oneplanet.text.folding import fold

# Articles and pronouns that French words begin with: l'eau is found by "eau".
_ELIDED = set("l d j m n s t c qu jusqu lorsqu puisqu quoiqu".split())
_INSEPARABLE = {"aujourd'hui"}
_INITIALS = re.compile(r"\w(?:\.\w){1,7}")  # U.N.
# Cyrillic letters typed for Latin ones of the same look, as in СО2.
_LOOKALIKES = str.maketrans("авекмнорстух", "abekmhopctyx")
_NAMES = re.compile("[A-Z]{2,6}s")  # NGOs, SMEs
_ARABIC_NUMBER = re.compile("[وبلفك]{0,2}([0-9]+)م?")  # و2021, 2030م
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"([^\W\d_]{3,})([0-9]{1,4})")  # SDG12, COP26


def of_word(stretch: str, languages: tuple[str, ...]) -> tuple[Piece, ...]:
    """The pieces of a word or of words joined by hyphens, dots, apostrophes …

    ``languages`` are those of the Latin stems: one for a text, all for a query.
    """
    if len(stretch) > LONGEST:
        return pieces_of_word(stretch, languages)
    return _known(stretch, languages)


def pieces_of_word(stretch: str, languages: tuple[str, ...]) -> tuple[Piece, ...]:
    """The same, worked out each time."""
    parts = [
        (folded, *part.span())
        for part in PARTS.finditer(stretch)
        if (folded := fold(_singular(part[0][: 2 * LONGEST]))[:LONGEST])
    ]
    if len(parts) <= 1:
        return _single(*parts[0], languages) if parts else ()
    whole, length = fold(stretch[:LONGEST]), len(stretch)
    if CODE.fullmatch(whole):
        return levels(whole, length)
    if whole in _INSEPARABLE or _INITIALS.fullmatch(whole):
        return _single(re.sub("[.']", "", whole), 0, length, languages)
    parts = _without_endings(parts, stretch)
    if len(parts) == 1:
        return _single(*parts[0], languages)
    return _compound(parts, languages)


_known = lru_cache(MOST_KNOWN)(pieces_of_word)


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


def _compound(parts, languages):
    found = [
        Piece(term, number, start, end)
        for number, (part, start, end) in enumerate(parts)
        for term in variants(part, languages)
    ]
    whole = "".join(text for text, _start, _end in parts[:LONGEST])
    if len(whole) <= LONGEST:
        span = (parts[0][1], parts[-1][2])
        wholes = variants(whole, languages)
        found += [Piece(term, 0, *span, Of.WHOLE) for term in wholes]
    return tuple(sorted(found, key=lambda piece: piece.step))


def _single(text, start, end, languages):
    numbered = text[-1] <= "9" and _NUMBERED.fullmatch(text)
    if not numbered or end - start != len(text):
        return tuple(Piece(term, 0, start, end) for term in variants(text, languages))
    middle = start + numbered.end(1)
    parts = ((numbered[1], start, middle), (numbered[2], middle, end))
    return _compound(parts, languages)


@lru_cache(MOST_KNOWN)
def variants(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of one folded word, the first the likeliest."""
    first = word[0]
    if _DIGIT.search(word):
        if in_arabic := _ARABIC_NUMBER.fullmatch(word):
            return (in_arabic[1],)
        latin = word.translate(_LOOKALIKES)
        return (latin if latin.isascii() else word,)
    if first < "ɐ":
        found = [stem(word, language) for language in languages]
        if "ñ" in word and len(languages) == 1:
            # A text is found by those who have no ñ, too; a query says which it means.
            found.append(stem(word.replace("ñ", "n"), *languages))
    elif "Ѐ" <= first < "԰":
        found = russian(word)
    elif "؀" <= first <= "ۿ":
        found = arabic.stems(word)
    else:
        return (word,)
    return tuple(dict.fromkeys(found))
