"""Postings: for each term the documents that have it, written and read as blobs."""

from array import array
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from oneplanet.search import statements
from oneplanet.search.models import SearchPosting

MOST_ROWS = 400  # of terms that begin alike, in one reading


class Gathering:
    """Postings of some documents, on their way into rows. Ordinals only grow."""

    def __init__(self):
        self.lists = {}  # term → ordinals, impacts, numbers of places, places

    def add(self, ordinal: int, weights: dict[str, tuple[int, list]]):
        for term, (impact, places) in weights.items():
            known = self.lists.get(term)
            if known is None:
                known = array("I"), bytearray(), array("H"), array("H")
                self.lists[term] = known
            known[0].append(ordinal)
            known[1].append(impact)
            known[2].append(len(places))
            known[3].extend(places)

    def rows(self, generation: int, *, is_fresh: bool):
        """As ``write`` takes them, by term."""
        for term in sorted(self.lists):
            ids, impacts, sizes, places = self.lists[term]
            yield (
                generation,
                term,
                is_fresh,
                len(ids),
                BitMap(ids).serialize(),
                bytes(impacts),
                sizes.tobytes() + places.tobytes(),
            )


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
