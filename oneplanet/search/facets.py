"""Facets: codes of values, and how often each value stands among some documents."""

import numpy as np
from pyroaring import BitMap

from oneplanet.search.models import SearchValue
from oneplanet.search.postings import as_array, stretches

MOST_VALUES = 65_535  # a code is a uint16
LONGEST = 120
# Documents are few up to so many for each value counted; of more than 240,000
# documents one in 8,000 of them.
FEW, FEW_OF = 30, 8_000


class Values:
    """Every value of every facet with its code, as this process knows them."""

    def __init__(self, rows=()):
        self.codes, self.names, self.of_facet = {}, {}, {}
        for code, facet, value in rows:
            self.codes[facet, value] = code
            self.names[code] = value
            self.of_facet.setdefault(facet, []).append(code)
        self.size = max(self.names, default=-1) + 1

    @classmethod
    def load(cls):
        rows = SearchValue.objects.order_by("code")
        return cls(rows.values_list("code", "facet", "value"))


def codes_of(documents) -> list[bytes]:
    """The codes of each document; values met for the first time get theirs. Locked."""
    pairs = [[(f, v[:LONGEST]) for f, v in d.all_facets()] for d in documents]
    wanted = {pair for one in pairs for pair in one}
    facets = {facet for facet, _value in wanted}
    rows = SearchValue.objects.filter(facet__in=facets)
    if len(wanted) < 100:
        rows = rows.filter(value__in={value for _facet, value in wanted})
    known = {(f, v): code for code, f, v in rows.values_list("code", "facet", "value")}
    missing = sorted(wanted - set(known))
    if missing:
        last = SearchValue.objects.order_by("-code").first()
        first = last.code + 1 if last else 0
        if first + len(missing) > MOST_VALUES:
            raise ValueError("The facets have more values than the index can count.")
        new = {pair: first + number for number, pair in enumerate(missing)}
        SearchValue.objects.bulk_create(
            SearchValue(code=c, facet=f, value=v) for (f, v), c in new.items()
        )
        known |= new
    return [
        np.array([known[pair] for pair in dict.fromkeys(one)], np.uint16).tobytes()
        for one in pairs
    ]


def count_each(memory, names, found, chosen, hits) -> dict[str, dict[str, int]]:
    """Counts of each facet as if nothing of it were selected.

    ``chosen``: facet → documents with what is selected of it; ``hits``: what of the
    ``found`` is in all of these.
    """
    counts = count(memory, hits, [name for name in names if name not in chosen])
    for name in names:
        if name in chosen:
            others = [m for facet, m in chosen.items() if facet != name]
            among = BitMap.intersection(found, *others)
            counts |= count(memory, among, [name])
    return counts


def count(memory, found: BitMap, names) -> dict[str, dict[str, int]]:
    """facet → value → how many of the found have it, without zeros."""
    values = memory.values
    asked = {name: values.of_facet.get(name, ()) for name in names}
    of = _counted(memory, found, sum(map(len, asked.values())))
    counts = {}
    for name, codes in asked.items():
        pairs = ((values.names[code], of(code)) for code in codes)
        counts[name] = {value: number for value, number in pairs if number}
    return counts


def _counted(memory, found: BitMap, values: int):
    """A function of a code. Of few documents all codes are counted at once; of many
    it is quicker to meet each value's documents with them."""
    if len(found) < values * max(FEW, memory.end / FEW_OF):
        codes = _codes(memory, as_array(found))
        return np.bincount(codes, minlength=memory.values.size).tolist().__getitem__
    none = BitMap()
    return lambda code: memory.bitmaps.get(code, none).intersection_cardinality(found)


def _codes(memory, ordinals: np.ndarray) -> np.ndarray:
    """The codes of these documents, one after the other."""
    starts = memory.starts[ordinals]
    sizes = memory.starts[ordinals + 1] - starts
    return memory.codes[stretches(starts, sizes)]


def having_any(memory, facet: str, values) -> BitMap:
    codes = [memory.values.codes.get((facet, value)) for value in values]
    bitmaps = [memory.bitmaps[code] for code in codes if code in memory.bitmaps]
    return BitMap.union(*bitmaps) if bitmaps else BitMap()
