"""What the public activities of a year say where, in which language and at which stage,
and what nobody says: plain numbers, a year beside the one before.

The same as the public list narrowed to year, region, programme, language or stage.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from oneplanet.text.folding import fold
from programmes.models import Country, Stage, Term
from reporting.choices import NETWORK_WIDE
from reporting.models import ActivityVersion, Publication

SEVERAL = "region_{}"  # how the columns of the one statement are named


@dataclass(frozen=True, slots=True)
class Figure:
    """How many now, and in the year before or None; ``asked`` narrows the list to
    them."""

    number: int
    before: int | None
    asked: dict

    @property
    def url(self) -> str:
        """The public list narrowed to them."""
        return f"{reverse('reporting:activity_list')}?{urlencode(self.asked)}"

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.number - self.before


class Column(NamedTuple):
    """A programme, or network-wide; ``short`` is its acronym where it has one."""

    code: str
    label: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What a row is about, and its figures in the order of the columns."""

    code: str
    label: str
    figures: list[Figure]
    group: str = ""

    @property
    def group_label(self):
        return Stage.Chain(self.group).label if self.group else ""


@dataclass(frozen=True, slots=True)
class Silent:
    """Countries of a region that no public activity of the year names, of how many."""

    code: str
    label: str
    countries: list[Country] = field(default_factory=list)
    of: int = 0


class Gaps:
    """Of one year, beside the one before where there was a period. Six queries."""

    def __init__(self, year, *, before=None, programmes=()):
        self.year, self.before = year, before
        self.programmes = list(programmes)
        regions = Term.objects.filter(vocabulary="reporting_region")
        self.regions = list(regions.in_use().order_by("order", "pk"))
        self._rows = list(_grouped(self._years, self.regions))

    @property
    def _years(self):
        return [year for year in (self.year, self.before) if year]

    @property
    def columns(self) -> list[Column]:
        """Of programmes; network-wide where there is any such."""
        found = [Column(row.code, row.name, row.acronym) for row in self.programmes]
        if any(row["programme"] is None for row in self._rows):
            found.append(Column(NETWORK_WIDE, _("Network-wide")))
        return found

    def by_region(self) -> list[Line]:
        """A row for each region, a figure for each programme and one for all. What
        names several regions is in each of them."""
        return [
            self._line(row.code, row.label, SEVERAL.format(row.pk), region=row.code)
            for row in self.regions
        ]

    def of_all(self) -> Line:
        """The same wherever it was, what names no place included."""
        return self._line("", _("All activities"), "n")

    def _line(self, code, label, column, **asked) -> Line:
        each = [self._sum(column, asked, programme=p.code) for p in self.columns]
        return Line(code, label, [*each, self._sum(column, asked)])

    def _sum(self, column, asked, programme=None) -> Figure:
        sums = Counter()
        for row in self._rows:
            if programme is None or (row["programme"] or NETWORK_WIDE) == programme:
                sums[row["year"]] += row[column]
        if programme:
            asked = asked | {"programme": programme}
        return self._figure(sums, asked)

    def _figure(self, by_year, asked) -> Figure:
        before = by_year[self.before] if self.before else None
        return Figure(by_year[self.year], before, {"year": self.year} | asked)

    def by_language(self, languages) -> list[Line]:
        """``languages`` are (code, name)."""
        sums = {code: Counter() for code, _name in languages}
        for row in self._rows:
            sums[row["language"]][row["year"]] += row["n"]
        return [
            Line(code, name, [self._figure(sums[code], {"language": code})])
            for code, name in languages
        ]

    def by_stage(self) -> list[Line]:
        """Stages of any value chain; those of one chain where it has some figure in
        either year."""
        counted = _by_stage(self._years)
        lines = [
            Line(
                row.code,
                row.label,
                [self._figure(counted.get(row.pk, Counter()), {"stage": row.code})],
                row.chain,
            )
            for row in Stage.objects.in_use().order_by("chain", "order", "pk")
        ]
        known = {"generic"} | {
            line.group
            for line in lines
            if any(figure.number or figure.before for figure in line.figures)
        }
        return sorted(
            (line for line in lines if line.group in known),
            key=lambda line: (line.group != "generic", line.group),
        )

    def silent(self) -> list[Silent]:
        """By region, States and observers that nothing names."""
        found = {row.pk: Silent(row.code, row.label) for row in self.regions}
        states = Country.objects.states().select_related("reporting_region")
        named = set(_named_countries(self.year))
        everywhere = Counter()
        for row in sorted(states, key=lambda row: (fold(row.name), row.pk)):
            everywhere[row.reporting_region_id] += 1
            if row.pk not in named and row.reporting_region_id in found:
                found[row.reporting_region_id].countries.append(row)
        return [
            Silent(one.code, one.label, one.countries, everywhere[key])
            for key, one in found.items()
        ]


def _grouped(years, regions):
    """Rows of year, programme (its code), language, n, and a number for each region."""
    columns = {
        SEVERAL.format(row.pk): Count("pk", filter=_in_region(row)) for row in regions
    }
    public = Publication.objects.filter(until_at=None, year__in=years).order_by()
    rows = public.values(
        "year",
        programme=F("activity__programme__code"),
        language=F("version__language"),
    )
    return rows.annotate(n=Count("pk"), **columns)


def _in_region(region) -> Q:
    """Named itself, or by one of its countries: as reporting/filters.py has it."""
    named = ActivityVersion.regions.through.objects.filter(term=region)
    placed = ActivityVersion.countries.through.objects.filter(
        country__reporting_region=region
    )
    return Q(version__in=named.values("activityversion")) | Q(
        version__in=placed.values("activityversion")
    )


def _by_stage(years) -> dict[int, Counter]:
    """Stage → year → how many. One query."""
    found = {}
    rows = Publication.objects.filter(until_at=None, year__in=years).order_by()
    rows = rows.filter(version__stages__isnull=False).values_list(
        "version__stages", "year"
    )
    for stage, year, number in rows.annotate(n=Count("pk")):
        found.setdefault(stage, Counter())[year] = number
    return found


def _named_countries(year):
    through = ActivityVersion.countries.through.objects
    public = Publication.objects.filter(until_at=None, year=year).values("version")
    rows = through.filter(activityversion__in=public)
    return rows.values_list("country", flat=True).distinct()
