"""Where a country's production and consumption weigh most, as a tool published it: the
newest values of each category, as printed, and the sectors in which they are largest.
"""

from dataclasses import dataclass

from django.db.models import F, Max, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from knowledge_hubs.models import HotspotRelease, HotspotValue
from knowledge_hubs.tables import table
from oneplanet.templatetags.page import in_language
from oneplanet.text import dates
from oneplanet.text.lists import COMMA
from oneplanet.text.numbers import number

LARGEST = 3  # sectors of a category


@dataclass(frozen=True, slots=True)
class Hotspots:
    """``table`` as components/data_table.html takes it; where its values come from."""

    table: dict
    release: HotspotRelease


def hotspots_of(country) -> Hotspots | None:
    """Of the newest public version. One query."""
    values = list(_newest(country))
    if not values:
        return None
    heads = [
        _("Category"),
        _("Seen from"),
        _("Year"),
        _("All sectors"),
        _("Largest sectors"),
    ]
    return Hotspots(table(heads, _rows(values)), values[0].release)


def _newest(country):
    """Of each category and perspective the values of its latest year: that of all
    sectors, and the largest. Sums are never made of them."""
    shown = HotspotRelease.objects.published().values("pk")[:1]
    own = HotspotValue.objects.filter(release=Subquery(shown), country=country)
    own = own.select_related("release__resource")
    kind = [F("indicator"), F("perspective")]
    placed = own.annotate(
        latest=Window(Max("year"), partition_by=kind),
        place=Window(
            RowNumber(),
            partition_by=[*kind, F("year"), Q(sector="")],
            order_by=[F("value").desc(), F("sector").asc()],
        ),
    )
    newest = placed.filter(year=F("latest"), place__lte=LARGEST)
    return newest.order_by("indicator", "perspective", "-value", "sector")


def _rows(values) -> list[list]:
    groups = {}
    for value in values:
        groups.setdefault((value.indicator, value.perspective), []).append(value)
    return [_row(group) for group in groups.values()]


def _row(values) -> list:
    first = values[0]
    whole = [_value(each) for each in values if not each.sector]
    largest = (
        (in_language(each.sector, "en"), _value(each)) for each in values if each.sector
    )
    return [
        in_language(first.indicator, "en"),
        first.get_perspective_display(),
        dates.year(first.year),
        whole[0] if whole else _("not stated"),
        format_html_join(COMMA, "{}: {}", largest),
    ]


def _value(value):
    unit = in_language(value.unit, "en")
    return format_html("<bdi>{} {}</bdi>", number(value.value.normalize()), unit)
