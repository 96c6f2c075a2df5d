"""The index follows the content: who changes a record says so here, in the same
transaction. Of which kinds records are, ``settings.SEARCH_KINDS`` names as one list.

    searching.changed(row)            after it is written, with its lists
    keys = searching.keys_of(row)     before it is deleted
    searching.follow(keys)            after
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string

from oneplanet.search import asking, facets, indexing, rebuilding, state
from oneplanet.search.documents import Document, Key, Request
from oneplanet.search.models import SearchDocument

AT_ONCE = 300  # records written in one change; more are left to the worker's rebuild
READ = 200  # rows asked for together
_gathering = ContextVar("gathering", default=None)


@cache
def kinds() -> tuple:
    return import_string(settings.SEARCH_KINDS)


# --- One change -----------------------------------------------------------------------


def changed(*rows):
    """These rows have changed, and with them what is found by them. A great many, as
    loaders write, are left to the worker."""
    if len(rows) > AT_ONCE:
        rebuild_later()
    else:
        follow(keys_of(*rows))


def keys_of(*rows) -> set[Key]:
    """The records whose documents these rows are part of. Those of a row that is to be
    deleted are asked for before."""
    return {
        Key(kind.name, str(pk))
        for row in rows
        for kind in kinds()
        for pk in kind.ids_of(row)
    }


def follow(keys: Iterable[Key]):
    """Make the index say what these records are now: public and how, or gone."""
    keys = set(keys)
    gathered = _gathering.get()
    if gathered is not None:
        gathered |= keys
    elif keys:
        _write(keys)


@contextmanager
def gathered():
    """Many changes, followed together at the end; begun again inside, it is one."""
    if _gathering.get() is not None:
        yield
        return
    keys = set()
    token = _gathering.set(keys)
    try:
        yield
    finally:
        _gathering.reset(token)
    follow(keys)


@transaction.atomic
def _write(keys: set[Key]):
    """What is public no more goes at once, however much it is."""
    documents, public = [], set()
    for kind in kinds():
        ids = [key.id for key in keys if key.kind == kind.name]
        if len(keys) > AT_ONCE:
            rows = kind.public(ids).values_list(kind.id_column, flat=True)
            public |= {Key(kind.name, str(pk)) for pk in rows}
        else:
            documents += kind.documents(ids)
    if len(keys) > AT_ONCE:
        rebuild_later()
    else:
        public = {document.key for document in documents}
        indexing.index(documents)
    for some in batched(sorted(keys - public), READ, strict=False):
        indexing.delete(some)


def filed_under(kind: str, facet: str, value: str) -> set[str]:
    """Ids of records of a kind that the index has under a value of a facet."""
    asked = Request(kinds=[kind], selected={facet: [value]}, limit=10_000)
    return {hit.key.id for hit in asking.search(asked).hits}


# --- All of it ------------------------------------------------------------------------


def documents() -> Iterable[Document]:
    """Of everything public, kind by kind."""
    for kind in kinds():
        ids = list(kind.public().values_list(kind.id_column, flat=True))
        for some in batched(ids, READ, strict=False):
            yield from kind.documents(some)


def rebuild(say: Callable[[str], None] = lambda line: None) -> int:
    """Index everything anew, beside what answers meanwhile."""
    with translation.override(settings.LANGUAGE_CODE):
        return rebuilding.rebuild(documents(), say)


def rebuild_later():
    """Have the worker index everything anew: more changed than one change writes. A
    rebuild under way has read some of it already, and gives up."""
    current = state.lock()
    current.analyser_version, current.building = 0, None
    current.save(update_fields=["analyser_version", "building"])


def is_due() -> bool:
    """Whether the index is missing, of another analyser, or asked to be made anew."""
    return rebuilding.is_due()


def rebuild_if_due(say: Callable[[str], None] = lambda line: None) -> bool:
    if not is_due():
        return False
    rebuild(say)
    return True


def drift() -> dict[str, list[Key]]:
    """Where the index and the records differ: ``missing`` in it, ``left over`` there,
    ``different`` in what they are filed under, their days or windows."""
    rows = SearchDocument.objects.filter(generation=state.now().generation)
    columns = ("kind", "key", "date", "codes", "visible_from", "visible_until")
    indexed = {Key(*row[:2]): row[2:] for row in rows.values_list(*columns)}
    indexed = {k: (day, sorted(bytes(c)), *w) for k, (day, c, *w) in indexed.items()}
    found = {"missing": [], "different": []}
    for some in batched(documents(), READ, strict=False):
        with transaction.atomic():
            state.lock()
            codes = facets.codes_of(some)
        for document, code in zip(some, codes, strict=True):
            window = (document.visible_from, document.visible_until)
            is_now = (document.date, sorted(code), *window)
            if document.key not in indexed:
                found["missing"].append(document.key)
            elif indexed.pop(document.key) != is_now:
                found["different"].append(document.key)
    return found | {"left over": sorted(indexed)}


def counted(keys: Iterable[Key]) -> str:
    """Keys in words: how many of each kind."""
    numbers = Counter(key.kind for key in keys)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(numbers.items()))
