"""From words to documents: each word's list, what all of them share, what is left."""

from dataclasses import dataclass, field

from pyroaring import BitMap

from oneplanet.search import phrases, postings, words

MOST_WORDS = 24  # of a query; what follows is not read
MOST_PREFIXES = 3
SHORTEST_PREFIX = 3


@dataclass
class Word:
    """One word of the query: its rows of all its stems, and what of them is there."""

    surface: str
    rows: list[postings.Row]
    found: BitMap


@dataclass
class Found:
    hits: BitMap
    among: int  # documents that were looked through
    words: list[Word] = field(default_factory=list)
    any_word: bool = False
    unknown: tuple[str, ...] = ()


def find(memory, visible: BitMap, query: str, language: str) -> Found:
    """What the words of a query find among the visible documents."""
    asked = words.parse(query, language)
    phrased = [phrase[:MOST_WORDS] for phrase in asked.phrases]
    wanted = [*asked.words, *(word for phrase in phrased for word in phrase)]
    wanted, excluded = wanted[:MOST_WORDS], asked.excluded[:MOST_WORDS]
    if not wanted and not excluded:
        return Found(visible, len(visible))
    terms = {term for word in (*wanted, *excluded) for term in word.terms}
    lists = postings.read(memory.generation, terms, places=bool(phrased))
    _add_beginnings(memory, visible, asked.words[:MOST_WORDS], lists)
    read = [_word(word, lists, visible) for word in _once(wanted)]
    hits = BitMap.intersection(visible, *(word.found for word in read))
    for phrase in phrased:
        hits = phrases.adjacent([_rows(w, lists) for w in phrase], hits, memory.end)
    unknown = tuple(word.surface for word in read if not word.found)
    away = [_word(word, lists, visible).found for word in excluded]
    if away:
        hits -= BitMap.union(*away)
    if hits or phrased or len(read) < 2:
        return Found(hits, len(visible), read, unknown=unknown)
    hits = BitMap.union(*(word.found for word in read)).difference(*away)
    return Found(hits, len(visible), read, any_word=bool(hits), unknown=unknown)


def _once(wanted):
    return {word.terms: word for word in wanted}.values()


def _rows(word, lists) -> list[postings.Row]:
    return [row for term in word.terms for row in lists.get(term, ())]


def _word(word, lists, visible) -> Word:
    rows = _rows(word, lists)
    return Word(word.surface, rows, postings.union(rows) & visible)


def _add_beginnings(memory, visible, wanted, lists):
    """What no document has whole may be the beginning of what they have."""
    tried = 0
    for word in wanted:
        is_long = all(len(term) >= SHORTEST_PREFIX for term in word.terms)
        if not (word.is_prefix_ok and is_long) or tried == MOST_PREFIXES:
            continue
        if postings.union(_rows(word, lists)) & visible:
            continue
        tried += 1
        rows = postings.read_beginning(memory.generation, min(word.terms, key=len))
        lists[word.terms[0]] = [row for found in rows.values() for row in found]
