"""Which of the hits come first: what the words weigh, how new, in which language."""

import math
from datetime import date
from itertools import islice
from types import MappingProxyType

import numpy as np
from pyroaring import BitMap

from oneplanet.search.documents import KIND, LANGUAGE
from oneplanet.search.facets import having_any
from oneplanet.search.postings import as_array

NEW = 0.2  # so much more for what is of today
HALF_LIFE = 730  # days, after which it is half of that
OTHER_LANGUAGE = 0.7  # what has no text in the reader's language
MEANT = 40  # the impact of a word a document has by its meaning; of 255
TITLED = 3  # whose title is the query, as a whole, by so many times
SPARSE = 50  # where fewer than one in so many is a hit, the hits are sorted
DEEPEST = 10_000  # results somebody may page to
STRETCH = 1_000  # documents looked at together


def best(
    memory,
    found,
    hits: BitMap,
    language: str,
    today: date,
    most: int,
    of_kinds=MappingProxyType({}),
):
    """(ordinals, scores) of the best ``most`` hits; ties: newer first, then later."""
    ordinals = as_array(hits)
    scores = np.zeros(len(ordinals))
    matched, weights = np.zeros(len(ordinals)), 0.0
    for word in found.words:
        impacts = _impacts(word.rows, memory.end)
        impacts[as_array(word.meant)] = MEANT
        impacts = impacts[ordinals]
        weight = rarity(len(word.found), found.among)
        scores += impacts * weight
        matched += (impacts > 0) * weight
        weights += weight
    scores[np.isin(ordinals, as_array(found.titled))] *= TITLED
    scores *= _boosts(memory, language, today, of_kinds)[ordinals]
    if found.any_word:
        scores *= matched / max(weights, 1e-9)  # whose words say most together
    chosen = _top(scores, most)
    ordinals, scores = ordinals[chosen], scores[chosen]
    order = np.lexsort((ordinals, memory.dates[ordinals], scores))[::-1][:most]
    return ordinals[order], scores[order]


def newest(memory, hits: BitMap, most: int) -> np.ndarray:
    """The newest of the hits; ties: later ordinal first."""
    if len(hits) * SPARSE < memory.end:
        ordinals = as_array(hits)
        order = np.lexsort((ordinals, memory.dates[ordinals]))[::-1]
        return ordinals[order[:most]]
    among = (ordinal for ordinal in _one_by_one(memory.newest) if ordinal in hits)
    return np.fromiter(islice(among, most), np.uint32)


def _one_by_one(ordinals):
    """Numbers of an array of which seldom more than the first are wanted."""
    for start in range(0, len(ordinals), STRETCH):
        yield from ordinals[start : start + STRETCH].tolist()


def _top(scores, most) -> np.ndarray:
    """Where the best are, with all that tie with the last of them."""
    if len(scores) <= most:
        return np.arange(len(scores))
    last = np.partition(scores, len(scores) - most)[len(scores) - most]
    return np.flatnonzero(scores >= last)


def _impacts(rows, end) -> np.ndarray:
    """Per ordinal the greatest impact any row has for it; 0 where none has."""
    impacts = np.zeros(end, np.uint8)
    for number, row in enumerate(rows):
        ids, new = row.ids, row.impacts
        if len(ids) and ids[-1] >= end:  # written since the memory was
            new, ids = new[ids < end], ids[ids < end]
        impacts[ids] = np.maximum(impacts[ids], new) if number else new
    return impacts


def rarity(documents: int, of: int) -> float:
    return math.log(1 + (of - documents + 0.5) / (documents + 0.5))


def _boosts(memory, language, today, of_kinds) -> np.ndarray:
    """Per ordinal; remembered for the day."""
    key = ("boosts", language, tuple(of_kinds.items()))
    found = memory.kept.get(key)
    if not found or found[0] != today:
        days = np.maximum(today.toordinal() - memory.dates, 0)
        boosts = 1 + NEW * np.exp2(-days / HALF_LIFE)
        is_other = np.ones(memory.end, bool)
        is_other[as_array(having_any(memory, LANGUAGE, [language]))] = False
        boosts[is_other] *= OTHER_LANGUAGE
        for kind, weight in of_kinds.items():
            boosts[as_array(having_any(memory, KIND, [kind]))] *= weight
        found = memory.kept[key] = (today, boosts)
    return found[1]
