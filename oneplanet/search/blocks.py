"""Blocks: days, facets and windows of a row of ordinals as arrays, stored as blobs."""

from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from oneplanet.search.models import SearchBlock, SearchChange, SearchDocument

FOREVER = 2**62


@dataclass
class Arrays:
    """As Memory holds them; ``starts`` count from the first code of these."""

    dates: np.ndarray
    starts: np.ndarray
    codes: np.ndarray
    windows: np.ndarray
    bitmaps: dict[int, BitMap]
    live: BitMap


def arrays_of(generation: int, first: int, end: int) -> Arrays:
    """Of the documents in the table; an ordinal without a row is gone."""
    dates = np.zeros(end - first, np.int32)
    sizes = np.zeros(end - first, np.int64)
    codes, windows, live = [], [], BitMap()
    columns = ("ord", "date", "codes", "visible_from", "visible_until")
    rows = SearchDocument.objects.filter(
        generation=generation, ord__gte=first, ord__lt=end
    ).order_by("ord")
    for ordinal, date, blob, begin, until in rows.values_list(*columns):
        live.add(ordinal)
        dates[ordinal - first] = date.toordinal()
        codes.append(np.frombuffer(blob, np.uint16))
        sizes[ordinal - first] = len(codes[-1])
        if begin or until:
            windows.append((ordinal, _moment(begin, -FOREVER), _moment(until, FOREVER)))
    return _arrays(
        first,
        dates,
        sizes,
        np.concatenate(codes) if codes else np.zeros(0, np.uint16),
        np.array(windows, np.int64).reshape(-1, 3),
        live,
    )


def _moment(at, otherwise: int) -> int:
    return int(at.timestamp()) if at else otherwise


def _arrays(first, dates, sizes, codes, windows, live) -> Arrays:
    starts = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    bitmaps = {}
    if len(codes):
        ordinals = np.repeat(
            np.arange(first, first + len(sizes), dtype=np.uint32), sizes
        )
        order = np.argsort(codes, kind="stable")
        codes_in_order, ordinals = codes[order], ordinals[order]
        edges = np.flatnonzero(np.diff(codes_in_order)) + 1
        firsts = np.concatenate([[0], edges])
        for begin, part in zip(firsts, np.split(ordinals, edges), strict=True):
            bitmaps[int(codes_in_order[begin])] = BitMap(part)
    return Arrays(dates, starts, codes, windows, bitmaps, live)


def load_all(generation: int) -> Arrays:
    return load(_blocks(generation))


def load(rows, first: int = 0) -> Arrays:
    """Blocks that follow one another, from ``first`` on, as one."""
    dates, sizes, codes, windows, dead = [], [], [], [], BitMap()
    end = first
    for row in rows.order_by("first"):
        end = row.end
        dates.append(np.frombuffer(row.dates, np.int32))
        sizes.append(np.frombuffer(row.sizes, np.uint16))
        codes.append(np.frombuffer(row.codes, np.uint16))
        windows.append(np.frombuffer(row.windows, np.int64))
        dead |= BitMap.deserialize(bytes(row.dead))
    return _arrays(
        first,
        _joined(dates, np.int32),
        _joined(sizes, np.uint16).astype(np.int64),
        _joined(codes, np.uint16),
        _joined(windows, np.int64).reshape(-1, 3),
        _span(first, end) - dead,
    )


def _joined(parts, kind) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def fold(generation: int, end: int):
    """Write what came since the last block into one more; locked.

    Its changes are told by the blocks from then on. Blocks no longer than what
    follows them become one with it, so that there are never many.
    """
    changes = SearchChange.objects.filter(generation=generation)
    told = changes.filter(is_gone=True, ord__isnull=False)
    gone = BitMap(told.values_list("ord", flat=True))
    rows = list(
        _blocks(generation).order_by("-first").values_list("pk", "first", "end")
    )
    first = last_end = rows[0][2] if rows else 0
    if first == end and not gone:
        changes.delete()
        return
    absorbed = []
    for pk, begin, stop in rows:
        if stop - begin > end - first:
            break
        absorbed.append(pk)
        first = begin
    before = load(_blocks(generation).filter(pk__in=absorbed), first)
    new = arrays_of(generation, last_end, end)
    dead = _span(first, end) - (before.live | new.live) | gone
    _blocks(generation).filter(pk__in=absorbed).delete()
    SearchBlock.objects.create(
        generation=generation,
        first=first,
        end=end,
        dates=before.dates.tobytes() + new.dates.tobytes(),
        sizes=_sizes(before) + _sizes(new),
        codes=before.codes.tobytes() + new.codes.tobytes(),
        windows=before.windows.tobytes() + new.windows.tobytes(),
        dead=dead.serialize(),
    )
    changes.delete()


def _blocks(generation):
    return SearchBlock.objects.filter(generation=generation)


def _sizes(arrays) -> bytes:
    return np.diff(arrays.starts).astype(np.uint16).tobytes()


def _span(first, end) -> BitMap:
    span = BitMap()
    span.add_range(first, end)
    return span
