"""Postings: for each term the documents that have it, written and read as blobs."""

from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, repeat

import numpy as np
from pyroaring import BitMap

from oneplanet.search import statements
from oneplanet.search.models import SearchPosting

MOST_ROWS = 400  # of terms that begin alike, in one reading


class Gathering:
    """Postings of some documents, on their way into rows."""

    def __init__(self):
        self.numbers = defaultdict(count().__next__)  # term → its number here
        self.terms, self.ids = array("I"), array("I")  # a number per posting
        self.impacts, self.sizes = bytearray(), array("H")
        self.places = array("H")

    def add(self, ordinal: int, weights: dict[str, tuple[int, list]]):
        """Ordinals only grow."""
        if not weights:
            return
        impacts, places = zip(*weights.values(), strict=True)
        self.terms.extend(map(self.numbers.__getitem__, weights))
        self.ids.extend(repeat(ordinal, len(weights)))
        self.impacts.extend(impacts)
        self.sizes.extend(map(len, places))
        self.places.extend(chain.from_iterable(places))

    def rows(self, generation: int, *, is_fresh: bool):
        """As ``write`` takes them, by term."""
        terms = np.array(self.terms, np.uint32)
        order = np.argsort(terms, kind="stable")
        sizes = np.array(self.sizes, np.uint16)
        starts = np.cumsum(sizes, dtype=np.int64) - sizes
        ids, sizes = np.array(self.ids, np.uint32)[order], sizes[order]
        impacts = np.frombuffer(self.impacts, np.uint8)[order]
        places = np.array(self.places, np.uint16)[stretches(starts[order], sizes)]
        ends = np.cumsum(np.bincount(terms, minlength=len(self.numbers)))
        place_ends = np.append(0, np.cumsum(sizes, dtype=np.int64))
        for term, number in sorted(self.numbers.items()):
            first, end = ends[number - 1] if number else 0, ends[number]
            own = places[place_ends[first] : place_ends[end]]
            yield (
                generation,
                term,
                is_fresh,
                int(end - first),
                BitMap(ids[first:end]).serialize(),
                impacts[first:end].tobytes(),
                sizes[first:end].tobytes() + own.tobytes(),
            )


def stretches(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The indexes of several stretches of an array, one after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - ends + sizes, sizes)


def write(rows):
    columns = "generation, term, is_fresh, df, ids, impacts, places"
    statements.insert(SearchPosting, columns, rows)


@dataclass(frozen=True)
class Row:
    """One row as read. ``places`` only where it was asked for."""

    bitmap: BitMap
    impacts: np.ndarray
    places: bytes | None = None

    @classmethod
    def of(cls, ids, impacts, places=None):
        bitmap = BitMap.deserialize(bytes(ids))
        return cls(bitmap, np.frombuffer(impacts, np.uint8), places)

    @cached_property
    def ids(self) -> np.ndarray:
        return as_array(self.bitmap)

    def split_places(self) -> tuple[np.ndarray, np.ndarray]:
        """How many per document, and all of them."""
        numbers = np.frombuffer(self.places, np.uint16)
        return numbers[: len(self.impacts)], numbers[len(self.impacts) :]


def as_array(bitmap: BitMap) -> np.ndarray:
    return np.frombuffer(bitmap.to_array(), np.uint32)


def read(generation: int, terms, *, places=False) -> dict[str, list[Row]]:
    """term → its rows; one statement."""
    if not terms:
        return {}
    where = "generation = %s AND term IN (*)"
    return _read(places, where, generation, sorted(terms))


def read_beginning(generation: int, beginning: str):
    """The same of all terms that begin so, the first few hundred; one statement."""
    where = "generation = %s AND term >= %s AND term < %s ORDER BY term, id LIMIT %s"
    last = beginning + "\U0010ffff"
    return _read(False, where, generation, beginning, last, MOST_ROWS)


def _read(places, where, *given) -> dict[str, list[Row]]:
    found = {}
    columns = "term, ids, impacts" + (", places" if places else "")
    for term, *row in statements.select(SearchPosting, columns, where, *given):
        found.setdefault(term, []).append(Row.of(*row))
    return found


def union(rows) -> BitMap:
    bitmaps = [row.bitmap for row in rows]
    return BitMap.union(*bitmaps) if bitmaps else BitMap()
