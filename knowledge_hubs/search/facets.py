"""The ways to narrow results: of each facet the values that find most, or, one facet at
a time, all of its values with a search among them.
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from django.http import QueryDict

from knowledge_hubs.models import Hub
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.vocabulary import FACETS, label_of, labels
from oneplanet.remember import for_a_minute
from oneplanet.search.documents import KIND, LANGUAGE
from oneplanet.text.folding import fold
from reporting.facets import Choice

YEAR = "year"
FIRST = 8  # choices of a facet that are shown
FOLDED = 3  # fewer than so many more are shown too


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the results. ``all_url`` leads to all its values where not all
    are here; ``count`` is how many there are. ``is_all``: it is looked through, for
    ``find``, and ``few_url`` leads back."""

    name: str
    label: str
    choices: list[Choice]
    count: int = 0
    all_url: str = ""
    is_all: bool = False
    find: str = ""
    few_url: str = ""

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.selected]


class Row(NamedTuple):
    """A value, before it is known to be shown: a facet may have hundreds."""

    value: str
    label: str
    count: int


def facets_of(counts, asked: Asked, query: QueryDict) -> list[Facet]:
    """In the order of the page; the one that is looked through leads."""
    found, known = [], labels()
    for name, title in FACETS.items():
        chosen = asked.chosen.get(name, ())
        rows = _rows(name, counts.get(name, {}), chosen, known)
        if len(rows) == 1 and not chosen or not rows:
            continue
        if name == asked.inside:
            facet = Facet(name, str(title), _choices(rows, chosen), len(rows))
            found.insert(0, _all(facet, asked, query))
        else:
            found.append(_few(name, title, rows, chosen, query))
    return found


def every_facet(counts, asked: Asked) -> list[Facet]:
    """With all its values."""
    found, known = [], labels()
    for name, title in FACETS.items():
        chosen = asked.chosen.get(name, ())
        rows = _rows(name, counts.get(name, {}), chosen, known)
        found.append(Facet(name, str(title), _choices(rows, chosen), len(rows)))
    return found


def _few(name, title, rows, chosen, query) -> Facet:
    """The first, what is chosen, and the way to the others."""
    if len(rows) <= FIRST + FOLDED:
        return Facet(name, str(title), _choices(rows, chosen), len(rows))
    shown = [row for n, row in enumerate(rows) if n < FIRST or row.value in chosen]
    all_url = _url(query, name)
    return Facet(name, str(title), _choices(shown, chosen), len(rows), all_url)


def _all(facet: Facet, asked, query) -> Facet:
    """In the order of their names, what is chosen first whatever is looked for; years
    as they were."""
    looked_for = fold(asked.find)
    choices = [c for c in facet.choices if c.selected or looked_for in fold(c.label)]
    if facet.name != YEAR:
        choices.sort(key=lambda choice: fold(choice.label))
    choices.sort(key=attrgetter("selected"), reverse=True)
    more = {"is_all": True, "find": asked.find, "few_url": _url(query, "")}
    return Facet(facet.name, facet.label, choices, facet.count, **more)


def _url(query: QueryDict, inside: str) -> str:
    """The same page, all values of a facet in it, or of none."""
    kept = query.copy()
    for name in ("in", "find", "page"):
        kept.pop(name, None)
    if inside:
        kept["in"] = inside
    return f"?{kept.urlencode()}#narrow"


def _choices(rows, chosen) -> list[Choice]:
    return [Choice(v, label, v in chosen, count=count) for v, label, count in rows]


def _rows(name, counts, chosen, known) -> list[Row]:
    """Those with most results first, years by themselves; what was chosen and finds
    nothing comes last, under its code where it has no name."""
    if name in (YEAR, LANGUAGE):
        named = (
            (value, label_of(name, value, known), counts[value]) for value in counts
        )
    else:
        names = titles() if name == KIND else known.get(name, {})
        named = ((value, names.get(value), count) for value, count in counts.items())
    rows = [Row(*row) for row in named if row[1]]
    if name == YEAR:
        rows.sort(reverse=True)
    else:
        rows.sort(key=lambda row: (-row.count, row.label))
    there = {row.value for row in rows}
    lost = [value for value in chosen if value not in there]
    return rows + [Row(value, _last_label(name, value, known), 0) for value in lost]


@for_a_minute
def titles() -> dict[str, str]:
    """Of every kind of result, by its name."""
    return {name: str(kind.title) for name, kind in BY_NAME.items()}


def _last_label(name, value, known) -> str:
    """Of what finds nothing: a hub may be withdrawn within the minute labels are
    remembered for."""
    if name == "hub" and not Hub.objects.published().filter(code=value).exists():
        return value
    return label_in(name, value, known) or value


def label_in(name, value, known) -> str:
    """Of kinds of results too, which are no words of a vocabulary."""
    if name == KIND:
        return titles().get(value, "")
    return label_of(name, value, known)
