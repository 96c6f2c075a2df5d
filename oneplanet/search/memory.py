"""What a process keeps of the index: which documents there are, their days and facets.

Loaded from blocks when first asked, then followed change by change. A Memory is never
altered: following makes a new one that shares what has not changed.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from oneplanet.search import blocks, facets, state
from oneplanet.search.models import SearchChange

FOREVER = blocks.FOREVER


@dataclass(frozen=True)
class Memory:
    generation: int
    version: int
    stamp: int
    values: facets.Values
    dates: np.ndarray  # int32 per ordinal
    starts: np.ndarray  # where the codes of an ordinal begin; one more at the end
    codes: np.ndarray  # uint16
    windows: np.ndarray  # rows of (ordinal, visible from, until)
    bitmaps: dict[int, BitMap]  # code → documents, the gone among them
    live: BitMap
    kept: dict = field(default_factory=dict)  # what has been worked out of it

    @property
    def end(self) -> int:
        return len(self.dates)

    def visible(self, at: datetime) -> BitMap:
        """What is there and shown at a moment; remembered until that changes."""
        moment = int(at.timestamp())
        found = self.kept.get("visible")
        if not (found and found[0] <= moment < found[1]):
            found = self.kept["visible"] = self._visible(moment)
        return found[2]

    def _visible(self, moment):
        ordinals, begins, ends = self.windows.T
        edges = self.windows[:, 1:].ravel()
        since = max(edges[edges <= moment], default=-FOREVER)
        until = min(edges[edges > moment], default=FOREVER)
        hidden = ordinals[(begins > moment) | (ends <= moment)]
        return since, until, self.live - BitMap(hidden.astype(np.uint32))

    @cached_property
    def newest(self) -> np.ndarray:
        """All ordinals, newest first."""
        return np.argsort(self.dates, kind="stable")[::-1].astype(np.uint32)


class Keeper:
    """Holds the memory of this process. Threads may share it."""

    def __init__(self):
        self.memory = None

    def now(self) -> Memory:
        """The memory as the index is now: one statement when nothing has changed."""
        known, current = self.memory, state.now()
        if known and known.generation == current.generation:
            if (known.version, known.stamp) == (current.version, current.stamp):
                return known
            followed = follow(known, current)
            if followed:
                self.memory = followed
                return followed
        self.memory = load(current)
        return self.memory


KEEPER = Keeper()


def load(current) -> Memory:
    """Everything anew, from the blocks and the changes since."""
    while True:
        arrays = blocks.load_all(current.generation)
        memory = Memory(
            generation=current.generation,
            version=current.folded_version,
            stamp=current.folded_stamp,
            values=facets.Values.load(),
            **vars(arrays),
        )
        memory = follow(memory, current)
        if memory:
            return memory
        current = state.now()  # folded while we read: once more


def follow(memory: Memory, current) -> Memory | None:
    """The memory some changes later; None where its own last one is not known, being
    folded or taken back since."""
    changes = list(
        SearchChange.objects.filter(
            generation=memory.generation,
            version__gte=memory.version,
            version__lte=current.version,
        )
        .order_by("version")
        .values_list("version", "stamp", "ord", "is_gone")
    )
    if memory.version == current.folded_version:
        before = current.folded_stamp
    elif changes and changes[0][0] == memory.version:
        before = changes[0][1]
    else:
        return None
    changes = [change for change in changes if change[0] > memory.version]
    if before != memory.stamp or len(changes) != current.version - memory.version:
        return None
    if not changes:
        return memory
    came = [ord for _version, _stamp, ord, is_gone in changes if not is_gone]
    gone = BitMap(ord for _version, _stamp, ord, is_gone in changes if is_gone)
    memory = _with(memory, came, gone)
    return replace(memory, version=changes[-1][0], stamp=changes[-1][1], kept={})


def _with(memory, came, gone) -> Memory:
    if not came:
        return replace(memory, live=memory.live - gone)
    end = max(came) + 1
    added = blocks.arrays_of(memory.generation, memory.end, end)
    values = memory.values
    if len(added.codes) and added.codes.max() >= values.size:
        values = facets.Values.load()
    bitmaps = dict(memory.bitmaps)
    for code, bitmap in added.bitmaps.items():
        bitmaps[code] = bitmaps.get(code, BitMap()) | bitmap
    return replace(
        memory,
        values=values,
        dates=np.concatenate([memory.dates, added.dates]),
        starts=np.concatenate([memory.starts, added.starts[1:] + memory.starts[-1]]),
        codes=np.concatenate([memory.codes, added.codes]),
        windows=np.concatenate([memory.windows, added.windows]),
        bitmaps=bitmaps,
        live=(memory.live | added.live) - gone,
    )
