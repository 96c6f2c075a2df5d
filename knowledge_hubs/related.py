"""What else there is to read beside a record."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from knowledge_hubs.gathering import Section, gather
from knowledge_hubs.kinds import CASE_STUDY, COALITION, RECOMMENDATION, WORKING_GROUP
from knowledge_hubs.models import (
    Campaign,
    CaseStudy,
    Event,
    Recommendation,
    Resource,
)
from knowledge_hubs.record_cards import short_cards
from programmes.models import Coalition, Term, WorkingGroup

NAMING_RESOURCES = (COALITION, WORKING_GROUP, RECOMMENDATION, CASE_STUDY)


@dataclass(frozen=True, slots=True)
class Related:
    """One section of cards at the end of a page."""

    id: str
    title: str
    cards: list[dict]


def related_to(record) -> list[Related | Section]:
    """Sections in the order of the page; empty ones are left out."""
    if isinstance(record, Resource):
        return gather(Q(resources=record), kinds=NAMING_RESOURCES)
    find = _FINDERS.get(type(record))
    sections = find(record) if find else []
    found = [Related(name, title, short_cards(rows)) for name, title, rows in sections]
    return [section for section in found if section.cards]


def words_of(record) -> dict[str, list]:
    """Programmes, sectors, themes and countries of a record. Three queries."""
    terms = Term.objects.filter(
        Q(pk__in=record.sectors.values("pk")) | Q(pk__in=record.tags.values("pk"))
    )
    found = {"sector": [], "tag": []}
    for term in terms:
        found[term.vocabulary].append(term)
    return {
        "programmes": list(record.programmes.all()),
        "sectors": found["sector"],
        "tags": found["tag"],
        "countries": list(record.countries.all()),
    }


def _of_coalition(coalition):
    resources = Resource.objects.published().filter(coalitions=coalition)
    campaigns = Campaign.objects.published().filter(coalition=coalition)
    return [
        ("resources", _("Tools and publications"), resources),
        ("campaigns", _("Campaigns and education"), campaigns),
    ]


def _of_group(group):
    resources = Resource.objects.published().filter(working_groups=group)
    events = Event.objects.published().filter(working_group=group)
    return [
        ("resources", _("Tools and publications"), resources),
        ("events", _("Events"), events),
    ]


def _of_campaign(campaign):
    coalitions = Coalition.objects.published().filter(pk=campaign.coalition_id)
    return [("coalitions", _("Coalitions and initiatives"), coalitions)]


def _of_case_study(case):
    resources = Resource.objects.published().filter(case_studies=case)
    return [("resources", _("Tools and publications"), resources)]


def _of_recommendation(recommendation):
    resources = Resource.objects.published().filter(recommendations=recommendation)
    return [("resources", _("Tools and publications"), resources)]


def _of_event(event):
    groups = WorkingGroup.objects.published().filter(pk=event.working_group_id)
    return [("groups", _("Working groups"), groups)]


_FINDERS = {
    Coalition: _of_coalition,
    WorkingGroup: _of_group,
    Campaign: _of_campaign,
    CaseStudy: _of_case_study,
    Recommendation: _of_recommendation,
    Event: _of_event,
}
