from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge_hubs.citing import by_source
from knowledge_hubs.structured import organisation_data
from oneplanet.text.folding import fold
from programmes.models import (
    Organisation,
    OrganisationName,
    Programme,
    ProgrammeRole,
    Term,
)
from reporting.cards import newest_cards
from reporting.models import ActivityVersion

PER_PAGE = 50


@require_safe
def organisation_list(request):
    """Organisations of the network by the name that is shown, narrowed by words, type
    and programme.
    """
    query = {
        name: request.GET.get(name, "")[:200].replace("\x00", "")
        for name in ("q", "type", "programme")
    }
    rows = _narrowed(**query).select_related("type", "country")
    found = sorted(rows.prefetch_related("other_names"), key=_by_name)
    context = query | {
        "organisations": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "types": Term.objects.filter(vocabulary="stakeholder_type"),
        "programmes": Programme.objects.all(),
    }
    return render(request, "knowledge_hubs/organisation_list.html", context)


def _narrowed(*, q, type, programme):
    rows = Organisation.objects.all()
    for word in fold(q).split()[:8]:
        named = OrganisationName.objects.filter(name_folded__contains=word)
        rows = rows.filter(
            Q(name_folded__contains=word)
            | Q(pk__in=named.values("organisation"))
            | Q(acronym__iexact=word)
        )
    if type:
        rows = rows.filter(type__code=type)
    if programme:
        roles = ProgrammeRole.objects.current().filter(programme__code=programme)
        rows = rows.filter(pk__in=roles.values("organisation"))
    return rows


def _by_name(organisation):
    """In the order of the names as shown: which they are depends on the reader."""
    name, _language = organisation.official_name()
    return fold(name), organisation.pk


@require_safe
def organisation_detail(request, code):
    """An organisation: its names, its roles as listed, its public activities."""
    organisation = get_object_or_404(
        Organisation.objects.select_related(
            "type", "country", "part_of"
        ).prefetch_related("other_names", "part_of__other_names"),
        code=code,
    )
    activities = ActivityVersion.objects.current().filter(
        activity__organisation=organisation
    )
    shown = organisation.official_name()
    ties = _ties(organisation)
    context = {
        "organisation": organisation,
        "name": shown[0],
        "name_language": shown[1],
        "official_names": [n for n in _official_names(organisation) if n != shown],
        "former_names": [
            row
            for row in organisation.other_names.all()
            if row.kind == OrganisationName.Kind.FORMER
        ],
        "current": by_source(row for row in ties if not row.is_former),
        "former": by_source(row for row in ties if row.is_former),
        "activities": newest_cards(activities, 12),
        "structured": organisation_data(organisation),
    }
    return render(request, "knowledge_hubs/organisation_detail.html", context)


def _official_names(organisation):
    """(name, language), the one it is kept under first."""
    yield organisation.name, organisation.name_language
    for row in organisation.other_names.all():
        if row.kind == OrganisationName.Kind.OFFICIAL:
            yield row.name, row.language


def _ties(organisation):
    """What it is and does in the network: roles, relations, indicators it keeps."""
    return [
        *organisation.programme_roles.select_related(
            "programme", "on_behalf_of", "document"
        ),
        *organisation.relations.select_related("document"),
        *organisation.custodian_roles.select_related("indicator", "part", "document"),
    ]
