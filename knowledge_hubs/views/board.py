from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs import citing
from knowledge_hubs.figures import published
from knowledge_hubs.record_cards import short_cards
from programmes.models import (
    BoardMember,
    OrganisationRelation,
    SourceDocument,
    WorkingGroup,
)

LEGAL_BASIS = ("A/RES/67/203", "A/RES/69/214", "A/DEC/72/416")
FRIENDS = "friends-of-scp"


@require_safe
def board(request):
    """The Board of the 10YFP as listed, what it rests on, and who serves it."""
    seats = BoardMember.objects.select_related("country__un_group", "document")
    current = [seat for seat in seats if not seat.is_former]
    relations = OrganisationRelation.objects.current().filter(kind="secretariat")
    context = {
        "current": current,
        "groups": _by_group(current),
        "former": [seat for seat in seats if seat.is_former],
        "figures": published(figure__unit="board_members"),
        "legal_basis": sorted(
            SourceDocument.objects.filter(symbol__in=LEGAL_BASIS),
            key=lambda document: LEGAL_BASIS.index(document.symbol),
        ),
        "legal_basis_source": citing.place("E/2021/56", "Annex II"),
        "secretariat": relations.select_related(
            "organisation", "document"
        ).prefetch_related("organisation__other_names"),
        "friends": short_cards(WorkingGroup.objects.published().filter(code=FRIENDS)),
    }
    return render(request, "knowledge_hubs/board.html", context)


def _by_group(seats):
    """(regional group, its seats in the order of the list), by the groups' codes."""
    groups = {}
    for seat in seats:
        groups.setdefault(seat.country.un_group, []).append(seat)
    return sorted(groups.items(), key=lambda pair: pair[0].code if pair[0] else "")
