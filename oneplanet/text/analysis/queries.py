"""What a visitor typed: words, phrases, what must not occur.

A visitor may search in any language, so words are taken by their script, and those in
Latin letters as all of English, French and Spanish, the reader's language first.
"""

import re
from itertools import groupby
from typing import NamedTuple

from oneplanet.text.analysis.documents import of_run
from oneplanet.text.analysis.numbers import of_number
from oneplanet.text.analysis.pieces import LONGEST, Of
from oneplanet.text.analysis.scanning import STRETCHES
from oneplanet.text.analysis.stemming import LATIN
from oneplanet.text.analysis.stop_words import STOP_WORDS, is_stop_word
from oneplanet.text.analysis.written import of_word
from oneplanet.text.folding import fold

LONGEST_QUERY = 200  # characters
MOST_WORDS = 16
MOST_PHRASES = 4


class Word(NamedTuple):
    """One word of a query: a text has it if it has any of its terms.

    ``surface`` is the word folded. ``is_prefix_ok``: long enough to stand for all
    words that begin with it. ``is_prefix``: does stand for them, by a star or as a
    single Chinese character. Words of one Chinese run share its number in ``run``
    (0 for all others); of a long run a third may miss.
    """

    surface: str
    terms: tuple[str, ...]
    start: int
    end: int
    is_prefix_ok: bool
    is_prefix: bool = False
    run: int = 0


class Query(NamedTuple):
    """All ``words`` and ``phrases`` must occur, nothing of ``excluded`` may.

    A phrase is words one after the other; so is what is excluded, mostly of one word.
    ``ignored`` are words left out as too common; ``is_cut`` says that the query was
    longer than is read.
    """

    words: tuple[Word, ...]
    phrases: tuple[tuple[Word, ...], ...]
    excluded: tuple[tuple[Word, ...], ...]
    ignored: tuple[str, ...]
    is_cut: bool

    @property
    def wanted(self) -> tuple[Word, ...]:
        """The words, and those of the phrases after them: what is ranked and marked."""
        return (*self.words, *(word for phrase in self.phrases for word in phrase))


# --- Words ---------------------------------------------------------------------------


def words(query: str, language: str) -> list[Word]:
    """Every word of a query without operators, common ones too."""
    languages = _latin(language)
    found, runs = [], 0
    for stretch in STRETCHES.finditer(query):
        starred = query[stretch.end() : stretch.end() + 1] in _STARS
        if stretch.lastgroup == "run":
            runs += 1
            found += _of_run(stretch, runs)
        elif stretch.lastgroup == "word":
            pieces = of_word(stretch[0], languages)
            found += _of_pieces(pieces, stretch, starred)
        else:
            found += _of_pieces(of_number(stretch[0]), stretch, starred)
    return found


def _latin(language: str) -> tuple[str, ...]:
    own = language.partition("-")[0]
    return tuple(sorted(LATIN, key=lambda other: other != own))


def _of_pieces(pieces, stretch, is_starred):
    """One word per position. Of several parts in one, each is itself or the whole:

    "life-cycle" is (life or lifecycle) and (cycle or lifecycle).
    """
    begin = stretch.start()
    wholes = [piece.term for piece in pieces if piece.of is Of.WHOLE]
    parts = [piece for piece in pieces if piece.of is Of.WORD]
    for step, of_step in groupby(parts, key=lambda piece: piece.step):
        own = list(of_step)
        start, end = own[0].start, own[0].end
        surface = fold(stretch[0][start:end])[:LONGEST]
        is_prefix_ok = len(surface) >= 3 and not surface[0].isdecimal()
        yield Word(
            surface,
            tuple(dict.fromkeys([piece.term for piece in own] + wholes)),
            begin + start,
            begin + end,
            is_prefix_ok,
            is_prefix_ok and is_starred and step == parts[-1].step,
        )


def _of_run(stretch, run):
    pieces = of_run(stretch[0])
    if len(pieces) > 1:
        pieces.pop()  # the last character is in the last pair
    begin, is_single = stretch.start(), len(pieces) == 1 and len(pieces[0][0]) == 1
    number = 0 if len(pieces) == 1 else run
    return [
        Word(term, (term,), begin + start, begin + end, is_single, is_single, number)
        for term, _step, start, end, _of in pieces
    ]


# --- Operators -----------------------------------------------------------------------

_STARS = ("*", "＊", "٭")
_QUOTES = '"“”„‟«»「」『』〝〞〟＂'
_OPERATED = re.compile(
    rf"(?P<minus>(?<!\S)[-−–－])?+"
    rf"(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*+)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]++))"
)


def parse(query: str, language: str) -> Query:
    """A query with its operators: "phrase" in the quotes of any language, -without,
    begin*. Whatever is typed is a query; the page says how it was read.
    """
    text = query[:LONGEST_QUERY]
    plain, phrases, excluded = text, [], []
    for part in _OPERATED.finditer(text):
        if not part["minus"] and part["phrase"] is None:
            continue
        found = words(_only(part, text), language)
        if part["minus"]:
            excluded.append(tuple(found))
        elif len(found) > 1:
            phrases.append(tuple(found))
        else:
            continue  # one word in quotes is a word
        plain = plain[: part.start()] + " " * len(part[0]) + plain[part.end() :]
    kept, ignored = _parted(words(plain, language), plain, language)
    return Query(
        tuple(kept[:MOST_WORDS]),
        tuple(phrase[:MOST_WORDS] for phrase in phrases[:MOST_PHRASES]),
        tuple(phrase[:MOST_WORDS] for phrase in excluded[:MOST_WORDS] if phrase),
        tuple(dict.fromkeys(word.surface for word in ignored if not word.run)),
        len(query) > LONGEST_QUERY
        or max(len(kept), *map(len, phrases), 0) > MOST_WORDS
        or len(phrases) > MOST_PHRASES,
    )


def _only(part, text):
    """The text with nothing but this part, where it stands."""
    name = "word" if part["phrase"] is None else "phrase"
    return " " * part.start(name) + part[name]


def _parted(found, text, language):
    """The words to look for, and those that are too common beside others."""
    language = language.partition("-")[0]
    is_loud = text.isupper()
    kept, ignored = [], []
    for word in found:
        written = text[word.start : word.end]
        is_name = len(written) > 1 and written.isupper() and not is_loud  # WHO
        is_common = not is_name and _is_common(word, language)
        (ignored if is_common else kept).append(word)
    return (kept, ignored) if kept else (found, [])


def _is_common(word, language):
    if word.run or word.surface in STOP_WORDS["zh"]:
        return not STOP_WORDS["zh"].isdisjoint(word.surface)
    return not word.is_prefix and is_stop_word(word.surface, language)
