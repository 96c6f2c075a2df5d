from django.core.paginator import Paginator
from django.db.models import Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs.citing import by_source
from knowledge_hubs.filters import OrganisationFilter
from knowledge_hubs.gathering import gather
from knowledge_hubs.narrowing import organisation_choices
from knowledge_hubs.reported_years import reported_years
from knowledge_hubs.structured import organisation_data
from programmes.models import Organisation, OrganisationName
from reporting.cards import cards_of_initiatives, newest_cards
from reporting.models import ActivityVersion, dead_since
from reporting.models.participation import took_part

PER_PAGE = 50
ACTIVITIES = 12


@require_safe
def organisation_list(request):
    """Organisations of the network by the name that is shown, narrowed."""
    rows = Organisation.objects.by_shown_name()
    chosen = OrganisationFilter(request.GET, queryset=rows)
    found = chosen.qs if chosen.is_valid() else rows.none()
    found = found.select_related("type", "country").prefetch_related("other_names")
    context = {
        "organisations": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "narrowing": organisation_choices(request.GET),
        "errors": chosen.form.errors.get("q"),
        "query": request.GET.get("q", "").replace("\x00", ""),
    }
    return render(request, "knowledge_hubs/organisation_list.html", context)


@require_safe
def organisation_detail(request, code):
    """An organisation: its names, its roles as listed, what it has a part in."""
    organisation, parts = _with_parts(code)
    whole = filter(None, [organisation.part_of])
    prefetch_related_objects([organisation, *whole, *parts], "other_names")
    ties = _ties(organisation)
    context = _names(organisation) | {
        "organisation": organisation,
        "structured": organisation_data(organisation),
        "parts": parts,
        "current": by_source(row for row in ties if not row.is_former),
        "former": by_source(row for row in ties if row.is_former),
        "reported": reported_years(organisation),
        "of_others": _of_others(organisation),
        "activities": newest_cards(_activities(organisation), ACTIVITIES),
        "initiatives": cards_of_initiatives(organisation),
        "sections": _sections(organisation),
    }
    return render(request, "knowledge_hubs/organisation_detail.html", context)


def _with_parts(code):
    """The organisation, and what is part of it by the name that is shown. One query."""
    known = Organisation.objects.select_related("type", "country", "part_of")
    known = known.annotate(dead_since=dead_since("website"))
    rows = list(known.filter(Q(code=code) | Q(part_of__code=code)).by_shown_name())
    organisation = next((row for row in rows if row.code == code), None)
    if organisation is None:
        raise Http404
    return organisation, [row for row in rows if row != organisation]


def _names(organisation) -> dict:
    """The name shown, the other official ones, and those it had before."""
    shown = organisation.official_name()
    former = OrganisationName.Kind.FORMER
    return {
        "name": shown[0],
        "name_language": shown[1],
        "official_names": [n for n in _official_names(organisation) if n != shown],
        "former_names": [n for n in organisation.other_names.all() if n.kind == former],
    }


def _activities(organisation):
    """Public ones that it reported, or in which it took part."""
    return ActivityVersion.objects.current().filter(
        Q(activity__organisation=organisation) | took_part(organisation)
    )


def _of_others(organisation) -> int:
    """How many public records of others it took part in. One query."""
    others = ActivityVersion.objects.current().filter(took_part(organisation))
    return others.exclude(activity__organisation=organisation).count()


def _sections(organisation):
    return gather(
        Q(parties__organisation=organisation),
        party=Q(organisation=organisation),
        query={"organisation": organisation.code},
    )


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
