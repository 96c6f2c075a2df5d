"""Which of the hits are the newest, whether they are many or few."""

from types import SimpleNamespace

import numpy as np
import pytest
from pyroaring import BitMap

from oneplanet.search import ranking

DATES = np.array([5, 9, 9, 1, 7, 3], np.int32)
MEMORY = SimpleNamespace(
    end=len(DATES),
    dates=DATES,
    newest=np.lexsort((np.arange(len(DATES)), DATES))[::-1],
)


@pytest.mark.parametrize("stretch", [1, 2, 4, 6, 7])
def test_the_newest_hits_come_in_order_out_of_every_stretch(monkeypatch, stretch):
    monkeypatch.setattr(ranking, "STRETCH", stretch)
    every = [2, 1, 4, 0, 5, 3]  # of one date the later
    for hits in (BitMap(range(6)), BitMap([0, 3, 5]), BitMap([3]), BitMap()):
        for most in range(1, 8):
            found = ranking.newest(MEMORY, hits, most)
            assert found.tolist() == [at for at in every if at in hits][:most]


def test_few_hits_are_sorted_into_the_same_order(monkeypatch):
    monkeypatch.setattr(ranking, "SPARSE", 1)
    few = BitMap([0, 1, 2, 5])
    assert ranking.newest(MEMORY, few, 3).tolist() == [2, 1, 0]
