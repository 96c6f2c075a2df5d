"""Two organisations beside each other, for who decides whether they are one."""

from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from knowledge_hubs.merged_names import CHOSEN
from oneplanet.text.dates import date_words, portal_day
from oneplanet.text.numbers import number
from programmes.models import Membership, Organisation, OrganisationName
from reporting.models import Activity


@dataclass(frozen=True)
class Fact:
    """What one says (``mine``, that stays) and the other (``theirs``), in words; of a
    column of the two ``name`` is its name."""

    label: str
    mine: list[str]
    theirs: list[str]
    name: str = ""


def facts_of(kept, gone) -> list[Fact]:
    """As many queries however much there is."""
    two = (kept, gone)
    members, activities = Membership.objects.current(), Activity.objects.all()
    columns = [_column(name, *two) for name in CHOSEN]
    others = capfirst(OrganisationName._meta.verbose_name_plural)
    return [
        *columns[:2],
        Fact(others, *map(_other_names, two)),
        *columns[2:],
        Fact(_("Address on this site"), *([row.get_absolute_url()] for row in two)),
        Fact(_("On this site since"), *_since(*two)),
        Fact(_("Members"), *_counted(members, *two)),
        Fact(_("Activities"), *_counted(activities, *two)),
    ]


def _column(name, *two) -> Fact:
    label = capfirst(Organisation._meta.get_field(name).verbose_name)
    values = (getattr(row, name) for row in two)
    return Fact(label, *([str(value)] if value else [] for value in values), name)


def _other_names(organisation) -> list[str]:
    return list(organisation.other_names.order_by("pk").values_list("name", flat=True))


def _since(*two):
    """The day of the first line of each one's history."""
    rows = Organisation.history.filter(id__in=[row.pk for row in two]).order_by()
    first = rows.values("id").annotate(at=Min("history_date"))
    days = {row["id"]: date_words(portal_day(row["at"])) for row in first}
    return ([days[row.pk]] if row.pk in days else [] for row in two)


def _counted(rows, *two):
    rows = rows.filter(organisation__in=two).order_by().values("organisation")
    found = dict(rows.annotate(many=Count("pk")).values_list("organisation", "many"))
    return ([number(found.get(row.pk, 0))] for row in two)
