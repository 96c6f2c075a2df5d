"""Which pages show what a machine translated and nobody has checked since: their
readers are told, and led to the original.
"""

from collections import defaultdict
from itertools import chain

from django.utils.translation import get_language

from knowledge_hubs.translating.kinds import BY_LABEL, KINDS, kind_of
from oneplanet.desk import SOURCE
from oneplanet.remember import for_a_minute
from oneplanet.translations import by_machine


def is_by_machine(row, *, now=False) -> bool:
    """Whether a text of a record, or of what is part of it, is a machine's in the
    reader's language. ``now`` asks again; visitors hear of a check within a minute.
    """
    ask = _records.__wrapped__ if now else _records
    return (kind_of(row).label, str(row.pk)) in _unless_source(ask)


def machine_translated() -> frozenset[tuple[str, str]]:
    """(kind, key) of all such records in the reader's language, for lists of many: as
    visitors hear of them."""
    return _unless_source(_records)


def _unless_source(ask):
    return frozenset() if get_language() == SOURCE else ask()


@for_a_minute
def _records() -> frozenset[tuple[str, str]]:
    """One query, and one for each kind of part that has such texts."""
    marks = by_machine([kind.model for kind in KINDS]).filter(language=get_language())
    marked = defaultdict(set)
    for label, pk in marks.order_by().values_list("model", "row").distinct():
        marked[label].add(pk)
    found = (_wholes(BY_LABEL[label], keys, marks) for label, keys in marked.items())
    return frozenset(chain.from_iterable(found))


def _wholes(kind, keys, marks):
    if kind.of:
        rows = kind.model._base_manager.filter(
            pk__in=marks.filter(model=kind.label).values("row")
        )
        keys = rows.order_by().values_list(kind.to_whole, flat=True).distinct()
    return [(kind.parent._meta.label_lower, str(key)) for key in keys]
