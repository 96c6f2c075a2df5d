"""The index of countries: its order, its parts, and what it can be narrowed by."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet.remember import for_a_minute
from oneplanet.text.folding import fold
from programmes.models import Country
from reporting.facets import Facet, choices


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of place. ``letters`` are pairs of a letter and the countries under it;
    ``count`` is None where nothing is counted: countries are counted as States alone.
    """

    id: str
    count: int | None
    letters: list[tuple[str, list[Country]]]


def parts_of(countries) -> list[Part]:
    """States, then areas, then regional organisations, each in alphabetical order."""
    rows = sorted(countries, key=lambda country: (fold(country.name), country.code))
    states = [row for row in rows if row.is_state]
    others = [
        Part(kind, None, _by_letter(found))
        for kind in (Country.Kind.AREA, Country.Kind.ORGANISATION)
        if (found := [row for row in rows if row.kind == kind])
    ]
    if not states:
        return others
    return [Part("states", len(states), _by_letter(states)), *others]


def _by_letter(rows):
    """Under their first letters; under none in Chinese, which has no alphabet."""
    if get_language() == "zh-hans":
        return [("", rows)]
    letters = groupby(rows, key=lambda country: fold(country.name)[:1].upper())
    return [(letter, list(found)) for letter, found in letters]


def country_facets(query) -> list[Facet]:
    """All facets in the order of the page, with what the query chooses of them."""
    return [
        Facet(name, label, choices(words, query.getlist(name)))
        for name, label, words in _words()
    ]


@for_a_minute
def _words() -> list[tuple]:
    """(query key, name, (value, label, is part, count of States)). One query."""
    states = list(Country.objects.states().with_regions())
    reporting = Counter(row.reporting_region for row in states if row.reporting_region)
    groups = Counter(row.un_group for row in states if row.un_group)
    return [
        ("region", _("Reporting region"), _counted(reporting, by="order")),
        ("m49", _("M49 region"), _areas(states)),
        ("group", _("United Nations regional group"), _counted(groups, by="code")),
        ("special", _("Group of countries"), _special(states)),
        ("kind", _("Kind"), _kinds(states)),
    ]


def _counted(counter, by):
    rows = sorted(counter, key=lambda row: getattr(row, by))
    return [(row.code, str(row), False, counter[row]) for row in rows]


def _areas(states):
    """M49 regions in the order of their codes, each followed by its parts."""
    regions = Counter(row.region for row in states if row.region)
    parts = Counter(row.sub_region for row in states if row.sub_region)
    found = []
    for region in sorted(regions, key=lambda row: row.code):
        found.append((region.code, region.name, False, regions[region]))
        inside = (part for part in parts if part.parent_id == region.pk)
        for part in sorted(inside, key=lambda row: row.code):
            found.append((part.code, part.name, True, parts[part]))
    return found


def _special(states):
    return [
        ("ldc", _("Least developed countries"), False, _of(states, "is_ldc")),
        ("lldc", _("Landlocked developing countries"), False, _of(states, "is_lldc")),
        ("sids", _("Small island developing States"), False, _of(states, "is_sids")),
    ]


def _of(states, flag):
    return sum(getattr(state, flag) for state in states)


def _kinds(states):
    """Only States are counted."""
    counts = Counter(row.kind for row in states)
    return [
        (kind.value, str(kind.label), False, counts.get(kind)) for kind in Country.Kind
    ]
