"""What a text is indexed under."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from oneplanet.text.analysis.chinese import characters
from oneplanet.text.analysis.numbers import of_number
from oneplanet.text.analysis.pieces import Of, Piece
from oneplanet.text.analysis.scanning import STRETCHES
from oneplanet.text.analysis.stemming import LATIN
from oneplanet.text.analysis.written import of_word

_made = tuple.__new__  # half the time of calling the class


class Term(NamedTuple):
    term: str
    position: int
    start: int
    end: int


def terms(text: str, language: str) -> list[Term]:
    """Every term of the text, in order, with its position among the words.

    Several terms may share a position. ``start`` and ``end`` are offsets in the text
    as given. At most four terms a character, each of 64 characters at most.
    """
    found, position = [], 0
    for begin, pieces in read(text, language):
        last = position - 1
        for term, step, start, end, _of in pieces:
            last = max(last, position + step)
            place = position + step
            found.append(_made(Term, (term, place, begin + start, begin + end)))
        position = last + 1
    return found


def read(text: str, language: str) -> Iterator[tuple[int, Iterable[Piece]]]:
    """Of each stretch of the text where it begins, and its pieces."""
    languages = latin_of(language)
    for stretch in STRETCHES.finditer(text):
        yield stretch.start(), pieces_of(stretch, languages)


def pieces_of(stretch, languages) -> Iterable[Piece]:
    """Of what STRETCHES has matched."""
    if stretch.lastgroup == "word":
        return of_word(stretch[0], languages)
    if stretch.lastgroup == "run":
        return of_run(stretch[0])
    return of_number(stretch[0])


def latin_of(language: str) -> tuple[str]:
    """Whose stems the Latin words of a text have: English ones in all other texts."""
    language = language.partition("-")[0]
    return (language if language in LATIN else "en",)


def of_run(run: str) -> list[Piece]:
    """Pieces of Chinese: each pair of characters, and the last one alone."""
    signs = characters(run)
    pairs = zip(signs, signs[1:], strict=False)
    pieces = [
        _made(Piece, (a[0] + b[0], n, a[1], b[2], Of.WORD))
        for n, (a, b) in enumerate(pairs)
    ]
    for last, start, end in signs[-1:]:
        pieces.append(Piece(last, max(len(signs) - 2, 0), start, end))
    return pieces
