"""Every kind of thing that is searched, in the order of the page: one list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge_hubs import kinds
from knowledge_hubs.models import GlossaryTerm, Hub, SitePage
from knowledge_hubs.search import few, rows
from programmes.models import (
    Country,
    FigureText,
    Organisation,
    Programme,
    SdgIndicator,
    SdgTarget,
)
from reporting.models import ActivityVersion, InitiativeVersion, PolicyInstrument


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` stands in addresses. Where it is large, ``rows(words)`` is a queryset of
    what is found and ``draw`` makes cards of a slice of it; else ``few()`` gives all
    there is as (words, card).
    """

    name: str
    model: type[models.Model]
    title: str
    rows: Callable | None = None
    draw: Callable | None = None
    few: Callable | None = None


def _records(kind: kinds.Kind) -> Kind:
    find = rows.records_of(kind.model)
    return Kind(kind.name, kind.model, kind.title, find, rows.record_cards)


KINDS = (
    Kind("programme", Programme, _("Programmes"), few=few.programmes),
    Kind("page", SitePage, _("About this portal"), few=few.pages),
    Kind("hub", Hub, _("Knowledge hubs"), few=few.hubs),
    Kind("glossary", GlossaryTerm, _("Glossary"), few=few.glossary),
    _records(kinds.RESOURCE),
    Kind(
        "activity",
        ActivityVersion,
        _("Activities"),
        rows.activities,
        rows.activity_cards,
    ),
    Kind(
        "initiative",
        InitiativeVersion,
        _("Initiatives"),
        rows.initiatives,
        rows.initiative_cards,
    ),
    Kind("policy", PolicyInstrument, _("Policies"), few=few.policies),
    _records(kinds.COALITION),
    _records(kinds.WORKING_GROUP),
    _records(kinds.CAMPAIGN),
    _records(kinds.EVENT),
    _records(kinds.ARTICLE),
    Kind(
        "organisation",
        Organisation,
        _("Organisations"),
        rows.organisations,
        rows.organisation_cards,
    ),
    Kind("country", Country, _("Countries"), few=few.countries),
    Kind("target", SdgTarget, _("Targets of Goal 12"), few=few.targets),
    Kind(
        "indicator",
        SdgIndicator,
        _("Indicators of Goal 12"),
        few=few.indicators,
    ),
    Kind("figure", FigureText, _("Published figures"), few=few.figures),
)
