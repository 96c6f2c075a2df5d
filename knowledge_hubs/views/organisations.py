from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.text.folding import fold
from programmes.models import Organisation, OrganisationName, Programme, Term
from reporting.cards import newest_cards
from reporting.models import ActivityVersion

PER_PAGE = 50


@require_safe
def organisation_list(request):
    """Organisations of the network by name, narrowed by words, type and programme."""
    rows = Organisation.objects.select_related("type", "country").prefetch_related(
        "other_names"
    )
    query = request.GET
    for word in fold(query.get("q", "")[:200].replace("\x00", "")).split()[:8]:
        rows = rows.filter(
            Q(name_folded__contains=word)
            | Q(pk__in=_named_otherwise(word))
            | Q(acronym__iexact=word)
        )
    if kind := query.get("type", "").replace("\x00", ""):
        rows = rows.filter(type__code=kind)
    if programme := query.get("programme", "").replace("\x00", ""):
        rows = rows.filter(
            programme_roles__programme__code=programme, programme_roles__until=None
        ).distinct()
    context = {
        "organisations": Paginator(rows, PER_PAGE).get_page(query.get("page")),
        "types": Term.objects.filter(vocabulary="stakeholder_type"),
        "programmes": Programme.objects.all(),
        "q": query.get("q", "").replace("\x00", ""),
        "type": kind,
        "programme": programme,
    }
    return render(request, "knowledge_hubs/organisation_list.html", context)


def _named_otherwise(word):
    names = Organisation.other_names.rel.related_model.objects
    return names.filter(name_folded__contains=word).values("organisation")


@require_safe
def organisation_detail(request, code):
    """An organisation: its names, its roles as listed, its public activities."""
    organisation = get_object_or_404(
        Organisation.objects.select_related(
            "type", "country", "part_of"
        ).prefetch_related("other_names"),
        code=code,
    )
    roles = organisation.programme_roles.select_related(
        "programme", "on_behalf_of", "document"
    )
    activities = ActivityVersion.objects.current().filter(
        activity__organisation=organisation
    )
    name, name_language = organisation.official_name()
    context = {
        "organisation": organisation,
        "name": name,
        "name_language": name_language,
        "names": [
            row
            for row in organisation.other_names.all()
            if row.name != name and row.kind != OrganisationName.Kind.ALIAS
        ],
        "roles": roles,
        "relations": organisation.relations.select_related("programme", "document"),
        "custodian_roles": organisation.custodian_roles.select_related(
            "indicator", "part"
        ),
        "activities": newest_cards(activities, 12),
    }
    return render(request, "knowledge_hubs/organisation_detail.html", context)
