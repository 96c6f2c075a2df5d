"""What else there is to read beside a record."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from knowledge_hubs.models import Campaign, Event, Resource
from knowledge_hubs.record_cards import short_cards
from programmes.models import Coalition, Term, WorkingGroup


@dataclass(frozen=True, slots=True)
class Related:
    """One section of cards at the end of a page."""

    id: str
    title: str
    cards: list[dict]


def related_to(record) -> list[Related]:
    """Sections in the order of the page; empty ones are left out."""
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


def _of_resource(resource):
    coalitions = Coalition.objects.published().filter(resources=resource)
    groups = WorkingGroup.objects.published().filter(resources=resource)
    return [
        ("coalitions", _("Coalitions and initiatives"), coalitions),
        ("groups", _("Working groups"), groups),
    ]


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


def _of_event(event):
    groups = WorkingGroup.objects.published().filter(pk=event.working_group_id)
    return [("groups", _("Working groups"), groups)]


_FINDERS = {
    Resource: _of_resource,
    Coalition: _of_coalition,
    WorkingGroup: _of_group,
    Campaign: _of_campaign,
    Event: _of_event,
}
