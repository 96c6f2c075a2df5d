"""Goal 12 as its pages show it: its targets, who keeps its indicators, what they were
called, and what there is about a target.
"""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from knowledge_hubs.models import Resource
from knowledge_hubs.record_cards import short_cards
from oneplanet.text.folding import fold
from oneplanet.text.languages import shown
from programmes.models import (
    CustodianRole,
    OrganisationRelation,
    ReportingRoute,
    SdgIndicator,
    SdgTarget,
)
from reporting.models import PolicyInstrument

FIGURES = ("PF-10-4", "PF-10-6", "PF-11-1", "PF-11-2")  # on the page of the Goal
MOST_RESOURCES = 8


def goal_targets() -> list[SdgTarget]:
    """All targets; each indicator knows its agencies and tiers. Four queries."""
    indicators = SdgIndicator.objects.prefetch_related("tiers", _agencies())
    found = SdgTarget.objects.prefetch_related(Prefetch("indicators", indicators))
    return list(found)


def indicators_of(target) -> list[SdgIndicator]:
    """With their agencies and tiers. Three queries."""
    return list(target.indicators.prefetch_related("tiers", _agencies()))


def tiers_of(target) -> list[str]:
    """The present tier of each of its indicators; "" where none is known."""
    tiers = [list(indicator.tiers.all()) for indicator in target.indicators.all()]
    return [found[0].tier if found else "" for found in tiers]


def _agencies(path=""):
    roles = CustodianRole.objects.current().select_related("organisation", "part")
    return Prefetch(f"{path}custodian_roles", roles, to_attr="agencies")


def custodians_of(indicator):
    """Who keeps it, or a part of it, now. Two queries."""
    roles = indicator.custodian_roles.current()
    return roles.select_related("organisation", "part", "document").prefetch_related(
        "organisation__other_names"
    )


def routes(**conditions):
    """Ways of reporting that have not ended. One query."""
    rows = ReportingRoute.objects.current().filter(**conditions)
    return rows.select_related("indicator", "part", "document")


def routes_with_agencies() -> list[ReportingRoute]:
    """Each with ``agencies``: who keeps what it reports. Two queries."""
    found = list(routes().prefetch_related(_agencies("indicator__")))
    for route in found:
        route.agencies = [
            role
            for role in route.indicator.agencies
            if role.part_id in (None, route.part_id)
        ]
    return found


FACTS = {  # of a way of reporting: field and label
    "what": pgettext_lazy("to report", "What"),
    "reported_by": gettext_lazy("Who reports"),
    "reported_to": gettext_lazy("To whom"),
    "cycle": gettext_lazy("How often"),
    "next_round": gettext_lazy("Next round"),
    "how": gettext_lazy("How"),
    "address": pgettext_lazy("to report", "Where"),
}


def told(route) -> dict:
    """What is known of a way of reporting: pairs of field and label; and the labels of
    what no source says.
    """
    known = [name for name in FACTS if shown(route, name)[0] or getattr(route, name)]
    return {
        "texts": [(name, FACTS[name]) for name in known if name != "address"],
        "unknown": [label for name, label in FACTS.items() if name not in known],
    }


def participants() -> list[OrganisationRelation]:
    """Who took part in the process of the indicators, by name. Two queries."""
    rows = OrganisationRelation.objects.current().filter(kind="sdg_process")
    rows = rows.select_related("organisation", "document")
    rows = rows.prefetch_related("organisation__other_names")
    return sorted(rows, key=lambda row: fold(row.organisation.official_name()[0]))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an indicator; ``row`` is an IndicatorName, None for the present one."""

    text: str
    language: str
    source: str
    row: object = None


def names_over_time(indicator) -> list[Name]:
    """The present name, then earlier ones, the latest first. One query."""
    present = Name(*shown(indicator, "name"), indicator.source)
    former = indicator.former_names.order_by("-valid_until", "-pk")
    return [present, *(Name(r.name, r.language, r.source, r) for r in former)]


def policies_about(target) -> list[PolicyInstrument]:
    """Policies filed under one of its themes. One query."""
    rows = _filed(PolicyInstrument.objects.all(), target, "tags", "sectors", "goals")
    return list(rows.select_related("country", "document"))


def resources_about(target) -> list[dict]:
    """Cards of what was published under one of its themes. One query."""
    rows = _filed(Resource.objects.published(), target, "tags", "sectors")
    return short_cards(rows[:MOST_RESOURCES])


def _filed(rows, target, *lists):
    """Rows that share a word with the target in one of these lists."""
    themes = SdgTarget.themes.through.objects.filter(sdgtarget=target).values("term")
    shared = Q()
    for name in lists:
        field = rows.model._meta.get_field(name)
        words = field.remote_field.through.objects.filter(term__in=themes)
        shared |= Q(pk__in=words.values(field.m2m_field_name()))
    return rows.filter(shared)
