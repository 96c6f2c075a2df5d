from collections import defaultdict

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge_hubs.citing import by_source
from knowledge_hubs.figures import IN_CARDS, published, table_of
from knowledge_hubs.gathering import gather
from knowledge_hubs.models import Hub
from knowledge_hubs.structured import programme_data
from programmes.models import Programme, ProgrammeRole
from reporting.cards import newest_cards
from reporting.models import ActivityVersion

LEADING = {ProgrammeRole.Role.LEAD, ProgrammeRole.Role.COLEAD}


@require_safe
def programme_list(request):
    """The six programmes with those who lead them."""
    roles = list(_roles().filter(role__in=LEADING))
    leads = defaultdict(list)
    for role in roles:
        leads[role.programme_id].append(role)
    rows = [
        {"programme": programme, "leads": by_source(leads[programme.pk])}
        for programme in Programme.objects.all()
    ]
    context = {"rows": rows, "listings": by_source(roles)}
    return render(request, "knowledge_hubs/programme_list.html", context)


@require_safe
def programme_detail(request, slug):
    """A programme: what it is about, who leads it, its figures, its activities."""
    programme = get_object_or_404(Programme, slug=slug)
    roles = list(_roles(former=True).filter(programme=programme))
    activities = ActivityVersion.objects.current().filter(activity__programme=programme)
    figures = published(programmes=programme)
    context = {
        "programme": programme,
        "leads": [r for r in roles if r.role in LEADING and not r.is_former],
        "others": [r for r in roles if r.role not in LEADING and not r.is_former],
        "former": [r for r in roles if r.is_former],
        "figures": figures[:IN_CARDS],
        "all_figures": table_of(figures) if len(figures) > IN_CARDS else None,
        "sections": gather(
            Q(programmes=programme), query={"programme": programme.code}, most=6
        ),
        "activities": newest_cards(activities, 6),
        "hubs": Hub.objects.published().filter(programmes=programme),
        "structured": programme_data(programme),
        "share_arc": programme.code,
    }
    return render(request, "knowledge_hubs/programme_detail.html", context)


def _roles(*, former=False):
    roles = ProgrammeRole.objects.all() if former else ProgrammeRole.objects.current()
    return (
        roles.select_related("organisation", "on_behalf_of", "document")
        .prefetch_related("organisation__other_names")
        .order_by("programme__order", "order", "pk")
    )
