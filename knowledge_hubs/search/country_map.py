"""Results by country: the map of a search, and its table.

The portal draws no borders and no coasts (record 35): each State is a tile among those
of its sub-region, as the M49 standard of the United Nations groups them.
"""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from knowledge_hubs.search.asking import Asked
from knowledge_hubs.tile_drawing import Block, Tile, draw, shade
from oneplanet.remember import for_a_minute
from oneplanet.text.folding import fold
from oneplanet.text.languages import direction
from oneplanet.text.numbers import number
from programmes.models import Country

# M49 regions from west to east, sub-regions from north to south.
REGIONS = ("019", "150", "002", "142", "009")
SUB_REGIONS = (
    *("021", "419", "154", "155", "151", "039", "015", "202"),
    *("143", "030", "145", "034", "035", "057", "054", "053", "061"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A country or area; ``region`` and ``sub_region`` as (code, name), or None."""

    code: str
    name: str
    is_state: bool
    region: tuple[str, str] | None
    sub_region: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class CountryMap:
    """``drawings`` one for each region; ``off_map`` names with links what lies in no
    region; ``countries`` is how many have results."""

    drawings: list = field(default_factory=list)
    table: dict = field(default_factory=dict)
    off_map: list = field(default_factory=list)
    countries: int = 0


def country_map(counts: dict[str, int], asked: Asked, query: QueryDict) -> CountryMap:
    """Of the complete counts of the facet. One query, remembered."""
    drawn = _Drawn(counts, asked, query)
    found = [place for place in _places() if counts.get(place.code)]
    return CountryMap(
        drawings=list(drawn.regions()),
        table=drawn.table(found),
        off_map=[drawn.link(place) for place in found if not place.sub_region],
        countries=len(found),
    )


@for_a_minute
def _places() -> list[Place]:
    rows = Country.objects.select_related("region", "sub_region").order_by("code")
    return [
        Place(r.code, r.name, r.is_state, _named(r.region), _named(r.sub_region))
        for r in rows
    ]


def _named(region):
    return (region.code, region.name) if region else None


class _Drawn:
    """The parts of one map."""

    def __init__(self, counts, asked, query):
        self.counts, self.chosen = counts, asked.chosen.get("country", ())
        self.most = max(counts.values(), default=0)
        self.query = query.copy()
        for name in ("view", "page", "in", "find"):
            self.query.pop(name, None)

    def regions(self):
        """A drawing of each. States stand where they are in every map; areas behind
        them, where they have results."""
        by_region = {}
        for place in _places():
            if place.sub_region and (place.is_state or self.counts.get(place.code)):
                blocks = by_region.setdefault(place.region, {})
                blocks.setdefault(place.sub_region, []).append(place)
        rtl = direction(get_language() or "en") == "rtl"
        for region in sorted(by_region, key=lambda region: _rank(REGIONS, region)):
            blocks = by_region[region].items()
            blocks = sorted(blocks, key=lambda block: _rank(SUB_REGIONS, block[0]))
            rows = [Block(sub[1], self._tiles(places)) for sub, places in blocks]
            yield draw(region[1], rows, rtl=rtl)

    def _tiles(self, places):
        places = sorted(places, key=lambda place: (not place.is_state, place.code))
        return [self._tile(place) for place in places]

    def _tile(self, place) -> Tile:
        count = self.counts.get(place.code, 0)
        if not count:
            return Tile(place.code, _("{country}: nothing").format(country=place.name))
        return Tile(
            place.code,
            _says(place.name, count),
            number(count),
            self._url(place),
            shade(count, self.most),
            place.code in self.chosen,
        )

    def _url(self, place) -> str:
        """The same search, narrowed to that country alone."""
        self.query["country"] = place.code
        return f"?{self.query.urlencode()}"

    def link(self, place):
        said = _says(place.name, self.counts[place.code])
        return format_html('<a href="{}">{}</a>', self._url(place), said)

    def table(self, found) -> dict:
        """Countries with results, those with most first."""
        columns = [{"label": _("Country or area")}]
        columns += [{"label": _("Sub-region")}]
        columns += [{"label": _("Results"), "is_number": True}]
        found = sorted(found, key=lambda p: (-self.counts[p.code], fold(p.name)))
        return {"columns": columns, "rows": [self._row(place) for place in found]}

    def _row(self, place):
        name = format_html('<a href="{}">{}</a>', self._url(place), place.name)
        count = number(self.counts[place.code])
        return [name, place.sub_region[1] if place.sub_region else "–", count]


def _rank(order, region) -> tuple:
    code = region[0]
    return order.index(code) if code in order else len(order), code


def _says(name, count) -> str:
    words = ngettext("{country}: {shown} result", "{country}: {shown} results", count)
    return words.format(country=name, shown=number(count))
