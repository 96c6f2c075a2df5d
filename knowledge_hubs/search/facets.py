"""The ways to narrow results: of each facet the values that find most, or, one facet at
a time, all of its values with a search among them.
"""

from dataclasses import dataclass
from operator import attrgetter

from django.http import QueryDict

from knowledge_hubs.models import Hub
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.vocabulary import FACETS, label_of, labels
from oneplanet.search.documents import KIND
from oneplanet.text.folding import fold
from reporting.facets import Choice

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


def facets_of(counts, asked: Asked, query: QueryDict) -> list[Facet]:
    """In the order of the page; the one that is looked through leads."""
    found = [
        _all(facet, asked, query) if facet.name == asked.inside else _few(facet, query)
        for facet in every_facet(counts, asked)
        if facet.count > 1 or facet.chosen
    ]
    return sorted(found, key=lambda facet: not facet.is_all)


def every_facet(counts, asked: Asked) -> list[Facet]:
    """With all its values."""
    found, known = [], labels()
    for name, title in FACETS.items():
        chosen = asked.chosen.get(name, ())
        choices = _choices(name, counts.get(name, {}), chosen, known)
        found.append(Facet(name, str(title), choices, len(choices)))
    return found


def _few(facet: Facet, query) -> Facet:
    """The first, what is chosen, and the way to the others."""
    if facet.count <= FIRST + FOLDED:
        return facet
    first = [c for n, c in enumerate(facet.choices) if n < FIRST or c.selected]
    all_url = _url(query, facet.name)
    return Facet(facet.name, facet.label, first, facet.count, all_url)


def _all(facet: Facet, asked, query) -> Facet:
    """In the order of their names, what is chosen first whatever is looked for; years
    as they were."""
    looked_for = fold(asked.find)
    choices = [c for c in facet.choices if c.selected or looked_for in fold(c.label)]
    if facet.name != "year":
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


def _choices(name, counts, chosen, known) -> list[Choice]:
    """Those with most results first, years by themselves; what was chosen and finds
    nothing comes last, under its code where it has no name."""
    rows = [
        Choice(value, label, value in chosen, count=count)
        for value, count in counts.items()
        if (label := label_in(name, value, known))
    ]
    if name == "year":
        rows.sort(key=lambda choice: choice.value, reverse=True)
    else:
        rows.sort(key=lambda choice: (-choice.count, choice.label))
    there = {choice.value for choice in rows}
    lost = [value for value in chosen if value not in there]
    return rows + [Choice(v, _last_label(name, v, known), True, count=0) for v in lost]


def _last_label(name, value, known) -> str:
    """Of what finds nothing: a hub may be withdrawn within the minute labels are
    remembered for."""
    if name == "hub" and not Hub.objects.published().filter(code=value).exists():
        return value
    return label_in(name, value, known) or value


def label_in(name, value, known) -> str:
    """Of kinds of results too, which are no words of a vocabulary."""
    if name == KIND:
        return str(BY_NAME[value].title) if value in BY_NAME else ""
    return label_of(name, value, known)
