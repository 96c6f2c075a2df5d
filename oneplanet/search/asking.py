"""Asking the index: what is found, in which order, and how often each value stands in
it. One statement where nothing has changed, one for the words, one for the results; one
more to leave a document out.
"""

from collections import defaultdict
from datetime import UTC
from itertools import batched

from django.utils import timezone
from pyroaring import BitMap

from oneplanet.search import facets, finding, likeness, ranking, statements
from oneplanet.search.documents import KIND, Answer, Hit, Key, Request
from oneplanet.search.memory import KEEPER
from oneplanet.search.models import SearchDocument


def search(request: Request, *, keeper=KEEPER) -> Answer:
    memory = keeper.now()
    at = request.at or timezone.now()
    among = visible(memory, at, request.kinds)
    if request.besides:
        among = among.difference(ordinals_of(memory, [request.besides]))
    if request.like:
        found = likeness.alike(memory, among, request.like)
    else:
        found = finding.find(memory, among, request)
    chosen = {
        facet: facets.having_any(memory, facet, values)
        for facet, values in request.selected.items()
        if values
    }
    hits = BitMap.intersection(found.hits, *chosen.values()) if chosen else found.hits
    if request.only is not None:
        hits = hits & ordinals_of(memory, request.only)
    if hits is memory.visible(at):
        counts = _of_everything(memory, request.count, hits)
    else:
        counts = facets.count_each(memory, request.count, found.hits, chosen, hits)
    return Answer(
        total=len(hits),
        hits=_results(memory, request, found, hits, at.astimezone(UTC).date()),
        counts=counts,
        any_word=found.any_word,
        unknown=found.unknown,
    )


def visible(memory, at, kinds=()) -> BitMap:
    """What is shown at a moment, of these kinds or of all."""
    if not kinds:
        return memory.visible(at)
    return memory.visible(at) & facets.having_any(memory, KIND, kinds)


def ordinals_of(memory, keys) -> BitMap:
    """Of the documents called so, those there are. A statement for each kind."""
    by_kind, found = defaultdict(list), BitMap()
    for kind, key in keys:
        by_kind[kind].append(key)
    where = "generation = %s AND kind = %s AND key IN (*)"
    for kind, of_kind in by_kind.items():
        for some in batched(of_kind, statements.ROWS, strict=False):
            given = (memory.generation, kind, list(some))
            rows = statements.select(SearchDocument, "ord", where, *given)
            found.update(ordinal for (ordinal,) in rows)
    return found


def _results(memory, request, found, hits, today) -> list[Hit]:
    if not request.limit:
        return []
    until = min(request.offset + request.limit, ranking.DEEPEST)
    if found.words and not request.newest_first:
        ordinals, scores = ranking.best(
            memory, found, hits, request.language, today, until, request.weights
        )
    else:
        ordinals = ranking.newest(memory, hits, until)
        scores = ordinals * 0.0
    page = slice(request.offset, until)
    meant = BitMap.union(BitMap(), *(word.meant for word in found.words))
    return named(memory, ordinals[page].tolist(), scores[page].tolist(), meant)


def named(memory, ordinals, scores, meant=()) -> list[Hit]:
    """What they are called outside. What went away just now is left out."""
    if not ordinals:
        return []
    where = "generation = %s AND ord IN (*)"
    rows = statements.select(
        SearchDocument, "ord, kind, key", where, memory.generation, ordinals
    )
    keys = {ordinal: Key(kind, key) for ordinal, kind, key in rows}
    pairs = zip(ordinals, scores, strict=True)
    return [Hit(keys[o], score, o in meant) for o, score in pairs if o in keys]


def _of_everything(memory, names, visible):
    """Counts where nothing is asked: remembered with what is visible."""
    known_for, counts = memory.kept.get("counts", (None, {}))
    if known_for is not visible:
        counts = facets.count(memory, visible, memory.values.of_facet)
        memory.kept["counts"] = (visible, counts)
    return {name: dict(counts.get(name, {})) for name in names}
