"""Building a new generation beside the one in use, then answering from it.

What changes meanwhile is written into both (indexing.py), and what the builder brings
of it afterwards is older and passed over. Ended anywhere, the old one goes on.
"""

import gc
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from itertools import batched

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from oneplanet.search import blocks, indexing, postings, state, statements, words
from oneplanet.search.documents import Document, Key
from oneplanet.search.models import SearchChange, SearchDocument, SearchPosting

TOGETHER = 500  # documents per transaction
TERMS = 2_000  # postings per transaction
HELD = 100_000  # documents whose postings are gathered before they are written


def is_due() -> bool:
    """Whether the index was made by another analyser than today's, or never."""
    return state.read().analyser_version != words.version()


@contextmanager
def no_search_for_cycles():
    """So many small lists have Python look for cycles again and again: a quarter of
    the time of a rebuild. There are none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Overtaken(Exception):
    """Another rebuild has begun since."""


def rebuild(documents: Iterable[Document], say: Callable[[str], None]) -> int:
    """Index all documents anew; how many. Oldest first makes the best of it.

    ``say`` is told of progress in whole lines.
    """
    build, done, held = Build(), 0, 0  # before the first is read: it may change
    for some in batched(documents, TOGETHER, strict=False):
        build.add(some)
        done, held = done + len(some), held + len(some)
        say(f"{done} documents read")
        if held >= HELD:
            build.write_down()
            held = 0
    build.write_down()
    statements.analyse(SearchPosting, SearchDocument)
    build.take_over()
    say(f"{done} documents in the index")
    return done


class Build:
    """One generation while it is built."""

    def __init__(self):
        self.length = None  # of texts on average; told by the first documents
        self.changed = set()  # keys written or deleted by others since
        self.gathering, self.written = postings.Gathering(), words.Written()
        with transaction.atomic():
            current = state.lock()
            used = SearchDocument.objects.aggregate(last=Max("generation"))["last"]
            used = max(used or 0, current.generation, current.building or 0)
            self.generation = current.building = used + 1
            current.building_next_ord = 0
            self._save(current)

    def _lock(self):
        current = state.lock()
        if current.building != self.generation:
            raise Overtaken
        changes = SearchChange.objects.filter(generation=self.generation)
        self.changed |= {Key(*pair) for pair in changes.values_list("kind", "key")}
        return current

    def _save(self, current):
        current.building_at = timezone.now()
        current.save()

    def add(self, documents: Iterable[Document]):
        self.length = self.length or words.average_length(documents)
        with no_search_for_cycles():
            analysed = [words.analyse(document, self.length) for document in documents]
        with transaction.atomic():
            current = self._lock()
            passed = self.changed | self._had([one.document for one in analysed])
            analysed = [one for one in analysed if one.document.key not in passed]
            first = current.building_next_ord
            indexing.write_documents(self.generation, first, analysed)
            current.building_next_ord += len(analysed)
            current.building_length = self.length
            self._save(current)
        with no_search_for_cycles():
            for ordinal, one in enumerate(analysed, first):
                self.gathering.add(ordinal, one.postings)
                self.written.add(one)

    def _had(self, documents) -> set[Key]:
        """Those that came before: a list read page by page may show one twice."""
        rows = SearchDocument.objects.filter(
            generation=self.generation, key__in=[d.id for d in documents]
        )
        return {Key(*pair) for pair in rows.values_list("kind", "key")}

    def write_down(self):
        """Postings in many transactions, then a block."""
        rows = self.gathering.rows(self.generation, is_fresh=False)
        for some in batched(rows, TERMS, strict=False):
            with transaction.atomic():
                postings.write(some)
        self.gathering = postings.Gathering()
        with transaction.atomic():
            current = self._lock()
            blocks.fold(self.generation, current.building_next_ord)
            self._save(current)

    def take_over(self):
        indexing.write_forms(self.generation, self.written)
        with transaction.atomic():
            current = self._lock()
            blocks.fold(self.generation, current.building_next_ord)
            current.generation, current.building = self.generation, None
            current.next_ord = current.building_next_ord
            current.average_length = current.building_length
            current.analyser_version = words.version()
            current.version += 1
            current.stamp = state.new_stamp()
            current.folded_version, current.folded_stamp = (
                current.version,
                current.stamp,
            )
            self._save(current)
