"""From words to documents: each word's list, what all of them share, what is left."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from pyroaring import BitMap

from oneplanet.search import facets, phrases, postings, words

MOST_WORDS = 24  # of a query; what follows is not read
MOST_SAID = 24  # other ways to say what is asked for
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

    @property
    def said(self) -> int:
        """How many documents have it in a text."""
        return len(self.found) - len(self.meant)


@dataclass
class Found:
    hits: BitMap
    among: int  # documents that were looked through
    words: list[Word] = field(default_factory=list)
    any_word: bool = False
    unknown: tuple[str, ...] = ()
    titled: BitMap = field(default_factory=BitMap)  # by the query and nothing else


def find(memory, visible: BitMap, request) -> Found:
    """What the words of a request find among the visible documents."""
    asked = words.parse(request.query, request.language)
    if not (asked.words or asked.phrases or asked.excluded):
        return Found(visible, len(visible))
    lists = Lists(memory, visible, asked, request)
    read = [lists.word(word) for word in _once(asked)]
    away = [lists.phrase(some, visible) for some in asked.excluded]
    unknown = tuple(word.surface for word in read if not word.found)

    def found(hits, **more):
        hits = hits.difference(*away)
        more |= {"unknown": unknown, "titled": lists.titled}
        return Found(hits, len(visible), read, **more)

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

    def __init__(self, memory, visible: BitMap, asked, request):
        self.memory, self.visible = memory, visible
        others = list(_in_other_words(asked, request))
        phrases = [*asked.phrases, *asked.excluded, *(some for _of, some in others)]
        every = [*_once(asked), *(word for some in phrases for word in some)]
        titles = words.whole(request.query, request.language)
        self.rows = postings.read(
            memory.generation,
            {term for word in every for term in word.terms} | titles,
            places=any(len(some) > 1 for some in phrases),
        )
        self.titled = postings.union(
            row for title in titles for row in self.rows.get(title, ())
        )
        self.meant = self._meant(asked, request.meanings, others)
        self.beginnings = {}
        for word in asked.words[:MOST_WORDS]:
            self._read_beginning(word)

    def _meant(self, asked, meanings, others) -> dict[tuple, BitMap]:
        """Terms of a word → documents that have it by what it means."""
        meant = {}
        for some, key in _stretches(asked, meanings):
            for facet, value in meanings[key]:
                found = facets.having_any(self.memory, facet, [value])
                for word in some:
                    meant[word.terms] = meant.get(word.terms, BitMap()) | found
        for some, phrase in others:
            found = self.phrase(phrase, self.visible)
            for word in some:
                meant[word.terms] = meant.get(word.terms, BitMap()) | found
        return meant

    def _read_beginning(self, word):
        """A starred word begins others; one that no document has may do so."""
        is_known = word.terms in self.beginnings or not word.is_prefix_ok
        if is_known or len(self.beginnings) == MOST_BEGINNINGS:
            return
        if word.is_prefix or not self.word(word).found:
            beginning = min(word.terms, key=len)
            found = postings.read_beginning(self.memory.generation, beginning)
            rows = [row for rows in found.values() for row in rows]
            self.beginnings[word.terms] = rows

    def of(self, word) -> list[postings.Row]:
        return [row for term in word.terms for row in self.rows.get(term, ())]

    def word(self, word) -> Word:
        rows = [*self.of(word), *self.beginnings.get(word.terms, ())]
        found = postings.union(rows) & self.visible
        meant = self.meant.get(word.terms, BitMap()) & self.visible
        return Word(word.surface, rows, found | meant, meant - found, word.run)

    def phrase(self, some, among: BitMap) -> BitMap:
        """Those of some documents that have words one behind the other."""
        some = some[:MOST_WORDS]
        for word in some:
            among = among & postings.union(self.of(word))
        if len(some) < 2:
            return among
        return phrases.adjacent([self.of(w) for w in some], among, self.memory.end)


def _stretches(asked, meanings):
    """(words, key) of all that mean something: one word by any of its terms, several
    that follow one another as they are written."""
    if not meanings:
        return
    wanted = asked.words[:MOST_WORDS]
    for word in {word.terms: word for word in _once(asked)}.values():
        for key in dict.fromkeys((*word.terms, word.surface)):
            if key in meanings:
                yield (word,), key
    for start in range(len(wanted)):
        for end in range(start + 2, len(wanted) + 1):
            key = " ".join(word.surface for word in wanted[start:end])
            if key in meanings:
                yield wanted[start:end], key


def _in_other_words(asked, request):
    """(words of the query, a phrase that says the same) for all that are known."""
    stretches = list(_stretches(asked, request.other_words))
    pairs = (
        (some, pair) for some, key in stretches for pair in request.other_words[key]
    )
    for some, (language, text) in islice(pairs, MOST_SAID):
        for phrase in words.said(text, language):
            if phrase and phrase != tuple(some):
                yield some, phrase
