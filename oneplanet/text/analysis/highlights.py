"""The stretch of a text that shows best why it was found, and the words to mark in it.

Analysing whole texts would take longer than the search itself. So likely places are
looked for letter by letter, and only the few windows around them are analysed.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from oneplanet.text.analysis.chinese import SIMPLE
from oneplanet.text.analysis.documents import latin_of, pieces_of
from oneplanet.text.analysis.pieces import MOST_KNOWN
from oneplanet.text.analysis.scanning import STRETCHES
from oneplanet.text.folding import fold

LOOKED_AT = 50_000  # characters of a text, from its beginning
MOST_TERMS, MOST_PLACES, MOST_WINDOWS = 32, 8, 3
QUERIES, MOST_WITHOUT = 64, 5_000  # whose words without anything found are remembered
_SENTENCE = re.compile(r"(?:[.!?؟]\s|[。！？\n])\s*")


class Window(NamedTuple):
    """Offsets in the text as it was given; marks in order, none touching another."""

    start: int
    end: int
    marks: list[tuple[int, int]]


def best_window(
    text: str,
    language: str,
    terms: Collection[str],
    size: int,
    prefixes: tuple[str, ...] = (),
) -> Window:
    """At most ``size`` characters with as many of the terms as any stretch has.

    ``prefixes`` stand for all terms that begin with them. Without any term in reach
    it is the beginning of the text.
    """
    wanted = frozenset(terms)
    places = _places(text[:LOOKED_AT], [*wanted, *prefixes][:MOST_TERMS])
    best, best_worth = None, (0, 0)
    for start, end in _windows(text, places, size):
        marks, found = _marks(text, start, end, language, wanted, prefixes)
        if (found, len(marks)) > best_worth:
            best, best_worth = Window(start, end, marks), (found, len(marks))
    return best or Window(0, _cut(text, 0, size), [])


def _marks(text, start, end, language, wanted, prefixes):
    """Spans to mark, and how many different terms are among them."""
    spans, found, latin = [], set(), latin_of(language)
    without = _words_without(wanted, prefixes, latin)
    for stretch in STRETCHES.finditer(text[start:end]):
        is_word = stretch.lastgroup == "word"
        if is_word and stretch[0] in without:
            continue
        at, before = start + stretch.start(), len(spans)
        for term, _step, first, last, _of in pieces_of(stretch, latin):
            if term in wanted or (prefixes and term.startswith(prefixes)):
                found.add(term)
                is_sign = term[0] in prefixes  # a Chinese one, of a pair
                spans.append((at + first, at + (first + 1 if is_sign else last)))
        if is_word and len(spans) == before and len(without) < MOST_WITHOUT:
            without.add(stretch[0])
    marks = []
    for from_, to in sorted(spans):
        if marks and from_ <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(to, marks[-1][1]))
        else:
            marks.append((from_, to))
    return marks, len(found)


@lru_cache(QUERIES)
def _words_without(_wanted, _prefixes, _latin) -> set[str]:
    """The words met so far that hold nothing of what is looked for: most of a text, and
    the same in each text of a page."""
    return set()


# --- Where to look -------------------------------------------------------------------


class _Alike(dict):
    """Code point → the one character it is folded to, or itself."""

    def __missing__(self, code):
        plain = fold(chr(code)).translate(SIMPLE)
        alike = plain if len(plain) == 1 else chr(code)
        if len(self) < MOST_KNOWN:
            self[code] = alike
        return alike


_ALIKE = _Alike()


def _places(text, terms):
    """(where, which term) for the first places that look like each, in order.

    A stem ends otherwise than its words do, so its last letters are left out.
    """
    looks = [_look(term) for term in terms]
    alike = text.lower()
    if len(alike) != len(text) or not all(look in alike for look in looks):
        alike = text.translate(_ALIKE)
    places = []
    for number, look in enumerate(looks):
        at = alike.find(look)
        for _time in range(MOST_PLACES):
            if at < 0:
                break
            places.append((at, number))
            at = alike.find(look, at + len(look))
    return sorted(places)


def _look(term):
    return term if len(term) <= 4 else term[: max(4, len(term) - 2)]


def _windows(text, places, size):
    """The most promising windows: with most different terms, the earlier first. What
    fits is shown whole."""
    if len(text) <= size:
        return [(0, len(text))]
    worth = {}
    for at, _number in places:
        start = _begin(text, at, size)
        inside = {number for where, number in places if start <= where < start + size}
        worth.setdefault(start, len(inside))
    starts = sorted(worth, key=lambda start: (-worth[start], start))[:MOST_WINDOWS]
    starts = starts or [0]  # words written apart are seen only by the analyser
    return [(start, _cut(text, start, start + size)) for start in starts]


def _begin(text, at, size):
    """Where a window begins that shows a place: with its sentence, at the end of a
    text with one before; else with a word some way before it.
    """
    earliest = max(0, at - size // 3)
    before = text[earliest:at]
    sentences = [found.end() for found in _SENTENCE.finditer(before)]
    if sentences:
        is_last = len(text) - at < size // 2
        return earliest + sentences[0 if is_last else -1]
    gap = earliest and re.search(r"\s+", before)
    return earliest + gap.end() if gap else earliest


def _cut(text, start, end):
    """The end of a window, moved before a word that would be cut."""
    if end >= len(text):
        return len(text)
    gap = re.search(r"\s\S*$", text[max(start, end - 40) : end + 1])
    return max(start, end - 40) + gap.start() if gap else end
