"""Charts of the portal in hubs: how much is public by year, kind or country, drawn with
its table, each number of which leads to the list of what it counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from knowledge_hubs.blocks.given import Given, narrowed_by
from knowledge_hubs.models import HubBlock
from knowledge_hubs.shelves import BY_NAME, Shelf
from oneplanet import charts
from oneplanet.text import dates
from oneplanet.text.lists import SEMICOLON
from oneplanet.text.numbers import number
from reporting.list_words import in_reader_language
from reporting.models import Publication

MOST = 10  # bars; the table has every row


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its label, how many, and the list that shows them."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, ready: the drawing, the same as a table, what is to be known of it."""

    name: str
    drawing: str
    columns: list[dict]
    rows: list[list[str]]
    only: str
    several: bool  # one thing may stand under several
    more: int  # rows of the table without a bar

    @property
    def is_of_policies(self) -> bool:
        return self.columns[1]["key"] == "policy"


def fill(_given: Given, blocks) -> dict[int, Drawing | None]:
    """One query for each chart."""
    return {block.pk: _draw(block) for block in blocks}


def _draw(block) -> Drawing | None:
    of, _dash, by = block.chart.partition("-")
    shelf = BY_NAME[of]
    rows = READERS[block.chart](shelf, block)
    if not rows:
        return None
    bars = [charts.Bar(r.label, r.count, number(r.count)) for r in rows[:MOST]]
    name = block.get_chart_display()
    told = SEMICOLON.join(f"{bar.label}: {bar.words}" for bar in bars)
    draw = charts.bars if by == "year" else charts.long_bars
    given = {"name": name, "description": told, "key": f"chart-{block.pk}"}
    words = SEMICOLON.join(narrowed_by(block))
    return Drawing(
        name=name,
        drawing=draw(bars, rtl=get_language_bidi(), **given),
        columns=[
            {"label": BY_WORDS[by](), "key": by},
            {"label": HubBlock.Of(of).label, "key": of, "is_number": True},
        ],
        rows=[_cells(row) for row in rows],
        only=_("Only: %(words)s") % {"words": words} if words else "",
        several=block.chart in SEVERAL,
        more=max(0, len(rows) - MOST),
    )


def _cells(row) -> list[str]:
    link = format_html('<a href="{}">{}</a>', row.url, number(row.count))
    return [row.label, link]


BY_WORDS = {
    "year": lambda: _("Year"),
    "type": lambda: _("Kind"),
    "country": lambda: _("Country"),
}
SEVERAL = {"activity-country", "policy-type"}


def _url(shelf: Shelf, block, **more) -> str:
    query = urlencode(shelf.query_of(block) | more)
    return f"{reverse(shelf.list_name)}?{query}"


def _rows(shelf, block) -> QuerySet:
    return shelf.narrow(shelf.query_of(block), shelf.rows())


def _by_year(shelf, block) -> list[Row]:
    """Each activity in the year of its reporting period, the last years."""
    versions = _rows(shelf, block).order_by().values("pk")
    counted = Publication.objects.filter(until_at=None, version__in=versions)
    years = dict(
        counted.order_by().values_list("year").annotate(n=Count("pk")).order_by("year")
    )
    if not years:
        return []
    first, last = min(years), max(years)
    first = max(first, last - MOST + 1)
    return [
        Row(dates.year(y), years.get(y, 0), _url(shelf, block, year=y))
        for y in range(first, last + 1)
    ]


def _by(column: str, key: str, name: str = "label") -> Callable:
    """Most first; ``column`` leads to a word with a code and a name."""

    def read(shelf, block) -> list[Row]:
        model = shelf.rows().model
        rows = model._base_manager.filter(
            pk__in=_rows(shelf, block).order_by().values("pk")
        )
        rows = rows.exclude(**{f"{column}__isnull": True}).order_by()
        label = in_reader_language(column, name)
        named = rows.annotate(at=F(f"{column}__code"), called=label)
        counted = named.values_list("at", "called").annotate(n=Count("pk"))
        return [
            Row(word or code, n, _url(shelf, block, **{key: code}))
            for code, word, n in counted.order_by("-n", "at")
        ]

    return read


def _by_type(shelf, block) -> list[Row]:
    """Kinds that are narrower than another count with it, as in its list."""
    rows = _rows(shelf, block).order_by().exclude(type=None)
    words = [in_reader_language(path, "label") for path in ("type__parent", "type")]
    named = rows.annotate(
        at=Coalesce("type__parent__code", "type__code"), called=Coalesce(*words)
    )
    counted = named.values_list("at", "called").annotate(n=Count("pk"))
    return [
        Row(word or code, n, _url(shelf, block, type=code))
        for code, word, n in counted.order_by("-n", "at")
    ]


READERS: Mapping[str, Callable] = {
    "activity-year": _by_year,
    "activity-type": _by_type,
    "activity-country": _by("countries", "country", "name"),
    "policy-type": _by("types", "type"),
    "policy-country": _by("country", "country", "name"),
}
