"""From words to documents: each word's list, what all of them share, what is left."""

from collections import Counter
from dataclasses import dataclass, field

from pyroaring import BitMap

from oneplanet.search import facets, phrases, postings, words

MOST_WORDS = 24  # of a query; what follows is not read
MOST_BEGINNINGS = 3  # that are looked up
LONG_RUN = 4  # words of Chinese, of which a third may miss


@dataclass
class Word:
    """One word of the query: its rows of all its stems, and what of them is there."""

    surface: str
    rows: list[postings.Row]
    found: BitMap
    meant: BitMap = field(default_factory=BitMap)  # of these, by its meaning alone
    run: int = 0


@dataclass
class Found:
    hits: BitMap
    among: int  # documents that were looked through
    words: list[Word] = field(default_factory=list)
    any_word: bool = False
    unknown: tuple[str, ...] = ()


def find(memory, visible: BitMap, query: str, language: str, meanings=None) -> Found:
    """What the words of a query find among the visible documents."""
    asked = words.parse(query, language)
    if not (asked.words or asked.phrases or asked.excluded):
        return Found(visible, len(visible))
    lists = Lists(memory, visible, asked, meanings or {})
    read = [lists.word(word) for word in _once(asked)]
    away = [lists.phrase(some, visible) for some in asked.excluded]
    unknown = tuple(word.surface for word in read if not word.found)

    def found(hits, **more):
        hits = hits.difference(*away)
        return Found(hits, len(visible), read, unknown=unknown, **more)

    hits = BitMap.intersection(visible, *(word.found for word in read))
    for some in asked.phrases:
        hits = lists.phrase(some, hits)
    result = found(hits)
    if result.hits or asked.phrases or len(read) < 2:
        return result
    result = found(_all_but_a_third(read, visible))
    if result.hits:
        return result
    result = found(BitMap.union(*(word.found for word in read)))
    result.any_word = bool(result.hits)
    return result


def _once(asked) -> list:
    wanted = [*asked.words, *(word for phrase in asked.phrases for word in phrase)]
    return list({word.terms: word for word in wanted}.values())[:MOST_WORDS]


def _all_but_a_third(read: list[Word], visible: BitMap) -> BitMap:
    """Documents with all words, but of a long run of Chinese only two in three."""
    lengths = Counter(word.run for word in read if word.run)
    if max(lengths.values(), default=0) < LONG_RUN:
        return BitMap()
    hits = visible
    for run in {word.run for word in read}:
        lists = [word.found for word in read if word.run == run]
        is_long = run and len(lists) >= LONG_RUN
        hits = hits & in_most(lists, -(-2 * len(lists) // 3) if is_long else None)
    return hits


def in_most(lists: list[BitMap], least: int | None) -> BitMap:
    """What is in at least so many of the lists, or in all."""
    if least is None:
        return BitMap.intersection(*lists)
    in_least = [BitMap() for _ in range(least + 1)]  # in 0 lists, in 1 at least …
    in_least[0] = BitMap.union(*lists)
    for bitmap in lists:
        for number in range(least, 0, -1):
            in_least[number] |= in_least[number - 1] & bitmap
    return in_least[least]


class Lists:
    """The postings a query asks for, read in one statement, and one for each of a few
    words that may be the beginning of others."""

    def __init__(self, memory, visible: BitMap, asked, meanings):
        self.memory, self.visible, self.meanings = memory, visible, meanings
        self.with_places = len(asked.phrases) + sum(len(e) > 1 for e in asked.excluded)
        every = [*_once(asked), *(word for some in asked.excluded for word in some)]
        terms = {term for word in every for term in word.terms}
        self.rows = postings.read(
            memory.generation, terms, places=bool(self.with_places)
        )
        self.beginnings = {}
        for word in asked.words[:MOST_WORDS]:
            self._read_beginning(word)

    def _read_beginning(self, word):
        """A starred word begins others; one that no document has may do so."""
        if len(self.beginnings) == MOST_BEGINNINGS or not word.is_prefix_ok:
            return
        if word.is_prefix or not postings.union(self.of(word)) & self.visible:
            beginning = min(word.terms, key=len)
            found = postings.read_beginning(self.memory.generation, beginning)
            rows = [row for rows in found.values() for row in rows]
            self.beginnings[word.terms] = rows

    def of(self, word) -> list[postings.Row]:
        return [row for term in word.terms for row in self.rows.get(term, ())]

    def word(self, word) -> Word:
        rows = [*self.of(word), *self.beginnings.get(word.terms, ())]
        found = postings.union(rows) & self.visible
        meant = BitMap()
        for term in word.terms:
            for facet, value in self.meanings.get(term, ()):
                meant |= facets.having_any(self.memory, facet, [value])
        meant &= self.visible
        return Word(word.surface, rows, found | meant, meant - found, word.run)

    def phrase(self, some, among: BitMap) -> BitMap:
        """Those of some documents that have words one behind the other."""
        some = some[:MOST_WORDS]
        for word in some:
            among = among & postings.union(self.of(word))
        if len(some) < 2:
            return among
        return phrases.adjacent([self.of(w) for w in some], among, self.memory.end)
