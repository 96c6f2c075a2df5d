"""Phrases: documents where words stand one behind the other."""

import numpy as np
from pyroaring import BitMap

from oneplanet.search.postings import as_array

SPAN = 1 << 16  # places of one document


def adjacent(words, hits: BitMap, end: int) -> BitMap:
    """Those of the hits where each word's rows have a place just behind the last's.

    ``words``: rows of each word of the phrase, in order, read with their places.
    """
    if not words or not hits:
        return hits
    is_hit = np.zeros(end, bool)
    is_hit[as_array(hits)] = True
    common = None
    for number, rows in enumerate(words):
        spots = [_spots(row, is_hit) - number for row in rows]
        spots = np.unique(np.concatenate(spots)) if spots else np.zeros(0, np.int64)
        if common is not None:
            spots = np.intersect1d(common, spots, assume_unique=True)
        common = spots
    return BitMap(np.unique(common // SPAN).astype(np.uint32))


def _spots(row, is_hit) -> np.ndarray:
    """Document and place in one number, where the row's documents are hits."""
    sizes, places = row.split_places()
    ids = row.ids.astype(np.int64)
    ids[ids >= len(is_hit)] = len(is_hit)
    wanted = np.append(is_hit, False)[ids]
    spots = np.repeat(ids * SPAN, sizes) + places
    return spots[np.repeat(wanted, sizes)]
