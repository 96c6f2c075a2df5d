from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from knowledge_hubs.hub_reading import read, with_owners
from knowledge_hubs.models import Hub
from knowledge_hubs.structured import hub_data
from oneplanet import errors
from oneplanet.open_data.changes import taken_off
from oneplanet.remember import for_a_minute


@require_safe
def hub_list(request):
    """All hubs that are public, by kind."""
    hubs = Hub.objects.published().prefetch_related("programmes")
    groups = [
        {"kind": kind, "hubs": [hub for hub in hubs if hub.kind == kind]}
        for kind in Hub.Kind
    ]
    context = {"groups": [group for group in groups if group["hubs"]]}
    return render(request, "knowledge_hubs/hub_list.html", context)


@require_safe
def hub_detail(request, code):
    """A hub with its blocks; to editors before it is public too."""
    hubs = Hub.objects.visible_to(request.user).filter(code=code)
    hub = with_owners(hubs).first()
    if hub is None:
        if taken_off(Hub).filter(code=code).exists():
            return errors.gone(request)
        raise Http404
    signed_in = request.user.is_authenticated  # editors see at once what they changed
    body = drawn(hub) if signed_in else drawn_for_visitors(hub, hub.updated_at)
    context = {"hub": hub, "body": body, "structured": hub_data(hub)}
    return render(request, "knowledge_hubs/hub_detail.html", context)


def drawn(hub, _updated_at=None) -> str:
    """The page from its opening to its sources, as HTML."""
    context = {"hub": hub, "read": read(hub)}
    return render_to_string("knowledge_hubs/hubs/whole.html", context)


drawn_for_visitors = for_a_minute(drawn)
