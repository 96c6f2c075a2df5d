from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from knowledge_hubs.hub_editing import has_second_factor, hubs_edited_by, may_edit
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
    page = read(hub) if signed_in else None
    body = (
        drawn(hub, page, is_now=True)
        if page
        else drawn_for_visitors(hub, hub.updated_at)
    )
    context = {"hub": hub, "body": body, "structured": hub_data(hub)}
    if page and page.hidden and may_edit(request.user, hub):
        context["hidden"] = page.hidden
    return render(request, "knowledge_hubs/hub_detail.html", context)


@login_required
@require_safe
def my_hubs(request):
    """The hubs somebody edits, and what each still lacks; 404 for who edits none."""
    edited = hubs_edited_by(request.user)
    if not edited:
        raise Http404
    context = {"edited": edited, "may_write": has_second_factor(request.user)}
    return render(request, "knowledge_hubs/my_hubs.html", context)


def drawn(hub, page, *, is_now=False) -> str:
    """The page from its opening to its sources, as HTML; ``is_now``: nothing of it is
    remembered."""
    context = {"hub": hub, "read": page, "is_now": is_now}
    return render_to_string("knowledge_hubs/hubs/whole.html", context)


@for_a_minute
def drawn_for_visitors(hub, _updated_at) -> str:
    return drawn(hub, read(hub))
