"""How many activities of an organisation are public, year by year and by kind."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet import charts
from oneplanet.text import dates, languages, numbers
from reporting.list_words import in_reader_language
from reporting.models import Publication

MOST = 12  # years, each with a bar


@dataclass(frozen=True, slots=True)
class Year:
    """``label`` names it, or the years before the first that has a bar of its own;
    ``is_open`` while more may come."""

    label: str
    count: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class ReportedYears:
    """Years from the first with a public activity to this one, none left out: a year
    without one is a zero. ``kinds`` are pairs of a name and how many, most first."""

    years: list[Year]
    kinds: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(year.count for year in self.years)

    @property
    def drawing(self):
        name, number = _("Public activities by year"), numbers.number
        told = (f"{year.label}: {number(year.count)}" for year in self.years)
        rows = (
            charts.Bar(year.label, year.count, number(year.count), year.is_open)
            for year in self.years
        )
        rtl = languages.direction(get_language() or "en") == "rtl"
        given = {"name": name, "description": "; ".join(told), "key": "years"}
        return charts.bars(rows, rtl=rtl, **given)

    @property
    def columns(self) -> list[dict]:
        return [
            {"label": _("Year"), "is_number": False},
            {"label": _("Public activities"), "is_number": True},
        ]

    @property
    def rows(self) -> list[list[str]]:
        """The same as a table."""
        open_year = _("%(year)s, so far")
        return [
            [
                open_year % {"year": year.label} if year.is_open else year.label,
                numbers.number(year.count),
            ]
            for year in self.years
        ]


def reported_years(organisation) -> ReportedYears | None:
    """Of what it reported itself; None where nothing is public. One query."""
    years, kinds = Counter(), Counter()
    open_now = Publication.objects.filter(
        until_at=None, activity__organisation=organisation
    )
    kind = in_reader_language("version__type", "label")
    grouped = open_now.order_by().annotate(kind=kind).values_list("year", "kind")
    for year, label, count in grouped.annotate(count=Count("pk")):
        years[year] += count
        kinds[label] += count
    if not years:
        return None
    return ReportedYears(_without_gaps(years), kinds.most_common())


def _without_gaps(counts) -> list[Year]:
    now = dates.today().year
    first, last = min(counts), max(*counts, now)
    start = max(first, last - MOST + 1)
    found = [Year(dates.year(y), counts[y], y >= now) for y in range(start, last + 1)]
    if first < start:
        earlier = sum(count for year, count in counts.items() if year < start)
        label = _("before %(year)s") % {"year": dates.year(start)}
        found.insert(0, Year(label, earlier, is_open=False))
    return found
