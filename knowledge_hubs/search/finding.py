"""What was found: how much of each kind, and cards of what the page shows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Value

from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.kinds import KINDS, Kind
from oneplanet.text.folding import fold

PER_KIND = 3  # on the page of all kinds


class Found:
    """Hits of one kind: how many, and cards of a slice of them."""

    def __init__(self, kind: Kind, count: int, draw: Callable):
        self.kind, self.count, self._draw = kind, count, draw

    def __len__(self):
        return self.count

    def __getitem__(self, part: slice) -> list[dict]:
        return self._draw(part)

    @property
    def first(self):
        return self[:PER_KIND]

    @property
    def has_more(self):
        return self.count > PER_KIND


@dataclass(frozen=True, slots=True)
class Results:
    """``found`` holds every kind with a hit, in the order of KINDS. ``chosen`` is the
    kind asked for, whether or not it has any."""

    found: list[Found]
    chosen: Found | None

    @property
    def total(self) -> int:
        return sum(found.count for found in self.found)


def results(asked: Asked) -> Results:
    """One query counts the large kinds, one reads each short list anew every minute;
    cards cost one or two for each kind shown."""
    rows = {kind.name: kind.rows(asked.words) for kind in KINDS if kind.rows}
    counts = _count(rows)
    found = {}
    for kind in KINDS:
        if kind.rows:
            found[kind.name] = _in_rows(kind, counts[kind.name], rows[kind.name])
        else:
            found[kind.name] = _among_few(kind, asked.words)
    hits = [one for one in found.values() if one.count]
    return Results(hits, found.get(asked.kind))


def _count(rows: dict) -> dict[str, int]:
    """How many rows each queryset has, in one query."""
    first, *others = (
        # Plain ones: modeltranslation's cannot be put together.
        QuerySet(queryset.model, query=queryset.order_by().query)
        .annotate(of_kind=Value(name))
        .values("of_kind")
        .annotate(n=Count("pk"))
        .values_list("of_kind", "n")
        for name, queryset in rows.items()
    )
    return dict.fromkeys(rows, 0) | dict(first.union(*others, all=True).order_by())


def _in_rows(kind, count, rows):
    return Found(kind, count, lambda part: kind.draw(rows[part]))


def _among_few(kind, words):
    """In the order of the list, but those first whose titles have all the words."""
    cards = [card for text, card in kind.few() if all(word in text for word in words)]
    cards.sort(key=lambda card: not all(w in fold(card["title"]) for w in words))
    return Found(kind, len(cards), lambda part: cards[part])
