"""Putting documents into the index and taking them out, in the caller's transaction."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Max, Q

from oneplanet.search import facets, postings, state, statements, words
from oneplanet.search.documents import Document, Key
from oneplanet.search.models import (
    SearchChange,
    SearchDocument,
    SearchForm,
)


@transaction.atomic
def index(documents: Iterable[Document]):
    """Put documents in, each in place of what was there under its kind and id.

    Found by the next request once the caller's transaction is through. Other writers
    wait until then: call it late in yours.
    """
    documents = list({document.key: document for document in documents}.values())
    if documents:
        _change(documents, [document.key for document in documents])


@transaction.atomic
def delete(keys: Iterable[Key]):
    """Take documents out; those that are not in are passed over."""
    keys = [Key(*key) for key in keys]
    if keys:
        _change([], keys)


def _change(documents, keys):
    current = state.lock()
    stamp = state.new_stamp()
    for generation, next_ord, length in generations(current):
        gone = remove(generation, keys)
        if generation != current.generation:  # its builder may have them yet to come
            gone += [(None, key) for key in keys]
        analysed = [words.analyse(document, length) for document in documents]
        came = write(generation, next_ord, analysed)
        changes = [(ordinal, True, key) for ordinal, key in gone]
        changes += [(o, False, d.key) for o, d in zip(came, documents, strict=True)]
        version = _tell(generation, current, stamp, changes)
        if generation == current.generation and changes:
            current.version, current.stamp = version, stamp
    current.next_ord += len(documents)
    current.building_next_ord += len(documents)
    current.save()


def _tell(generation, current, stamp, changes) -> int:
    """Write down what came and went, in order; the number of the last of it."""
    version = current.version
    if generation != current.generation:
        told = SearchChange.objects.filter(generation=generation)
        version = told.aggregate(last=Max("version"))["last"] or 0
    SearchChange.objects.bulk_create(
        SearchChange(
            generation=generation,
            version=version + number,
            stamp=stamp,
            ord=ordinal,
            is_gone=is_gone,
            kind=key.kind,
            key=key.id,
        )
        for number, (ordinal, is_gone, key) in enumerate(changes, 1)
    )
    return version + len(changes)


def generations(current):
    """(generation, next ordinal, average length): the one in use and, while another
    is built, that one too: what changes meanwhile is written into both."""
    yield current.generation, current.next_ord, current.average_length
    if current.building is not None:
        yield current.building, current.building_next_ord, current.building_length


def remove(generation: int, keys) -> list[tuple[int, Key]]:
    """Take the rows of documents away: (ordinal, key) of each there was. Their
    postings stay until a merge; nobody reads them any more."""
    by_kind = {}
    for key in keys:
        by_kind.setdefault(key.kind, set()).add(key.id)
    condition = Q()
    for kind, ids in by_kind.items():
        condition |= Q(kind=kind, key__in=ids)
    rows = SearchDocument.objects.filter(condition, generation=generation)
    found = list(rows.order_by("ord").values_list("ord", "kind", "key"))
    rows.filter(ord__in=[ordinal for ordinal, *_key in found]).delete()
    return [(ordinal, Key(kind, key)) for ordinal, kind, key in found]


def write(generation, first, analysed) -> range:
    """Documents with all their rows, with ordinals from ``first`` on; the ordinals."""
    ordinals = write_documents(generation, first, analysed)
    gathering, written = postings.Gathering(), words.Written()
    for ordinal, one in zip(ordinals, analysed, strict=True):
        gathering.add(ordinal, one.postings)
        written.add(one)
    postings.write(gathering.rows(generation, is_fresh=True))
    write_forms(generation, written)
    return ordinals


def write_documents(generation, first, analysed) -> range:
    documents = [one.document for one in analysed]
    ordinals = range(first, first + len(documents))
    codes = facets.codes_of(documents)
    day, moment = (
        connection.ops.adapt_datefield_value,
        connection.ops.adapt_datetimefield_value,
    )
    columns = "generation, ord, kind, key, date, codes, visible_from, visible_until"
    rows = (
        (
            generation,
            ordinal,
            document.kind,
            document.id,
            day(document.date),
            blob,
            moment(document.visible_from),
            moment(document.visible_until),
        )
        for ordinal, document, blob in zip(ordinals, documents, codes, strict=True)
    )
    statements.insert(SearchDocument, columns, rows)
    return ordinals


def write_forms(generation, written: words.Written):
    """Words as they are written; those that are in stay as they are."""
    columns = "generation, language, folded, form, term, documents"
    rows = ((generation, *row) for row in written.rows())
    statements.insert(SearchForm, columns, rows, or_pass=True)
