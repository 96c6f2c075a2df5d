"""Merging: a term's many short rows become one, changes become a block; what is gone
goes. In the background, in many small transactions: each leaves a right index.
"""

from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from oneplanet.search import blocks, memory, postings, state
from oneplanet.search.models import (
    SearchBlock,
    SearchChange,
    SearchDocument,
    SearchForm,
    SearchPosting,
)

ENOUGH_CHANGES = 500  # of twice as many the short rows cost more than all else
TERMS = 500  # per transaction
ROWS = 5_000
STILL_READ = timedelta(minutes=1)  # a generation after the next has taken its place
ABANDONED = timedelta(hours=1)  # a build of which nothing was heard


def merge(*, always=False) -> bool:
    """Merge where enough has changed; whether it did. Safe to end anywhere."""
    current = state.read()
    sweep(current)
    changes = SearchChange.objects.filter(generation=current.generation)
    if not always and changes.count() < ENOUGH_CHANGES:
        return False
    known = memory.load(state.now())
    gone = BitMap(range(known.end)) - known.live
    after = ""
    while after is not None:
        after = merge_terms(current.generation, after, gone)
    _fold(current.generation)
    return True


@transaction.atomic
def merge_terms(generation: int, after: str, gone: BitMap) -> str | None:
    """Merge the next terms that have fresh rows; the last of them, None at the end."""
    state.lock()
    rows = SearchPosting.objects.filter(generation=generation)
    fresh = rows.filter(is_fresh=True, term__gt=after).order_by("term")
    terms = list(fresh.values_list("term", flat=True).distinct()[:TERMS])
    by_term = {}
    for row in rows.filter(term__in=terms).order_by("pk"):
        by_term.setdefault(row.term, []).append(row)
    old = {term: _alike(by_term[term]) for term in terms}
    new = [_merged(those, gone) for those in old.values()]
    SearchPosting.objects.filter(
        pk__in=[row.pk for those in old.values() for row in those]
    ).delete()
    postings.write(row for row in new if row)
    return terms[-1] if terms else None


def _alike(rows: list[SearchPosting]) -> list[SearchPosting]:
    """All that are fresh, and of those before the last ones while they are no longer
    than what they are merged with: so each posting is written again but few times."""
    taken = [row for row in rows if row.is_fresh]
    length = sum(row.df for row in taken)
    for row in reversed([row for row in rows if not row.is_fresh]):
        if row.df > length:
            break
        taken.append(row)
        length += row.df
    return taken


def _merged(rows: list[SearchPosting], gone: BitMap) -> tuple | None:
    """One row of several, without what is gone; None where nothing is left."""
    read = [postings.Row.of(row.ids, row.impacts, row.places) for row in rows]
    ids = np.concatenate([row.ids for row in read])
    impacts = np.concatenate([row.impacts for row in read])
    sizes, places = zip(*(row.split_places() for row in read), strict=True)
    sizes, places = np.concatenate(sizes), np.concatenate(places)
    stays = ~np.isin(ids, postings.as_array(gone))
    order = np.argsort(ids, kind="stable")
    order = order[stays[order]]
    if not len(order):
        return None
    starts = np.cumsum(sizes, dtype=np.int64) - sizes
    places = places[postings.stretches(starts[order], sizes[order])]
    return (
        rows[0].generation,
        rows[0].term,
        False,
        len(order),
        BitMap(ids[order]).serialize(),
        impacts[order].tobytes(),
        sizes[order].tobytes() + places.tobytes(),
    )


@transaction.atomic
def _fold(generation: int):
    current = state.lock()
    if current.generation == generation:
        blocks.fold(generation, current.next_ord)
        current.folded_version, current.folded_stamp = current.version, current.stamp
        current.save()


def sweep(current):
    """Remove generations nobody reads any more, and forget an abandoned build."""
    quiet = timezone.now() - current.building_at if current.building_at else ABANDONED
    if current.building is not None and quiet >= ABANDONED:
        with transaction.atomic():
            current = state.lock()
            current.building = None
            current.save()
    if quiet < STILL_READ:
        return
    used = [current.generation, current.building or current.generation]
    for model in (
        SearchPosting,
        SearchForm,
        SearchDocument,
        SearchChange,
        SearchBlock,
    ):
        rows = model.objects.exclude(generation__in=used).order_by("pk")
        while some := list(rows.values_list("pk", flat=True)[:ROWS]):
            model.objects.filter(pk__in=some).delete()
