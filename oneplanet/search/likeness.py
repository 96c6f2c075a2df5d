"""Documents much alike: those that share the most telling words of one."""

from collections.abc import Mapping

from pyroaring import BitMap

from oneplanet.search import finding, postings, ranking, words
from oneplanet.search.documents import Document

READ = 48  # words of a document that are looked up
TELLING = 20  # of them that others may share
SHARED = 3  # that they share at least; all of a document that has fewer


def telling_words(document: Document) -> dict[str, int]:
    """The words a document says most of, each with how much: what is like it is asked
    for by these, so they may be kept. No query."""
    weights = words.analyse(document, words.average_length([document])).weights
    most = sorted(weights, key=lambda term: (-weights[term][0], term))[:READ]
    return {term: weights[term][0] for term in most}


def alike(memory, visible: BitMap, like: Mapping[str, int]) -> finding.Found:
    """The visible documents that share the most telling of these words: those that
    weigh much here and are rare elsewhere. One statement."""
    lists = postings.read(memory.generation, list(like))
    shared = [
        finding.Word(term, rows, postings.union(rows) & visible)
        for term, rows in sorted(lists.items())
    ]

    def telling(word):
        return like[word.surface] * ranking.rarity(len(word.found), len(visible))

    shared = [word for word in shared if word.found]
    shared = sorted(shared, key=telling, reverse=True)[:TELLING]
    if not shared:
        return finding.Found(BitMap(), len(visible))
    least = min(SHARED, len(like))
    hits = finding.in_most([word.found for word in shared], least)
    return finding.Found(hits, len(visible), shared)
