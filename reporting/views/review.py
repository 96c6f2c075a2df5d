"""The desk: submissions waiting, and one submission as it was sealed."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import roles_of
from reporting.checks import looked_wrong
from reporting.comparing import changes
from reporting.joining import part_of, with_initiative
from reporting.models import Activity, Initiative
from reporting.periods import MOVERS, standing
from reporting.queue import cards_of, next_for, waiting_for
from reporting.reading import read
from reporting.twin_answers import answers_to
from reporting.twin_finding import twins_of
from reporting.views.twins import lines_of
from reporting.workflow import Role, steps_from

# What a version is read with.
SHOWN = {
    "activity": (
        "type",
        "scope",
        "initiative",
        "sealed_by",
        "reported_by",
        "twin_profile",
    ),
    "initiative": ("type", "sealed_by", "reported_by"),
}


@login_required
@require_safe
def review_queue(request):
    """Submissions the person may review, or follows, the longest waiting first."""
    roles = roles_of(request.user)
    if not (roles.is_reviewer or roles.leads or roles.is_staff):
        raise PermissionDenied
    waiting = waiting_for(request.user)
    page = Paginator(waiting, 25).get_page(request.GET.get("page"))
    context = {"page_of": page, "rows": cards_of(page.object_list), "roles": roles}
    return render(request, "reporting/review_queue.html", context)


@login_required
@require_safe
def activity_review(request, code):
    """The sealed version as a document, its history, and the decisions."""
    activity = _found(request, Activity, code)
    versions = with_initiative(activity.versions.standing()).with_twin()
    context = _reviewed(request, activity, versions) | {"activity": activity}
    sealed = context["content"].version
    context["warnings"] = looked_wrong(context["content"])
    context["part_of"] = part_of(sealed, role=Role.REVIEWER)
    context["placement"] = standing([sealed]).get(sealed.pk)
    context["may_move"] = context["roles"] & MOVERS
    said = answers_to(activity, user=request.user)
    context["twins"] = lines_of(twins_of(sealed, user=request.user), said)
    return render(request, "reporting/activity_review.html", context)


@login_required
@require_safe
def initiative_review(request, code):
    """The same of an initiative, and how many of its activities are public."""
    initiative = _found(request, Initiative, code)
    versions = initiative.versions.standing()
    context = _reviewed(request, initiative, versions) | {"initiative": initiative}
    context["public_activities"] = initiative.activities().count()
    return render(request, "reporting/initiative_review.html", context)


def _found(request, model, code):
    rows = (
        model.objects.read_by_reviewers(request.user)
        .with_public()
        .with_reviewed_by(request.user)
        .select_related("organisation", "programme")
    )
    return get_object_or_404(rows, code=code)


def _reviewed(request, reported, versions) -> dict:
    """What both pages show: the sealed text, what changed in it, and the decisions."""
    sealed = list(
        versions.exclude(sealed_at=None)
        .select_related(*SHOWN[reported.kind])
        .order_by("-number")[:2]
    )
    contents = read(sealed)
    roles = reported.roles_of(request.user, is_theirs=reported.is_theirs)
    steps = steps_from(reported.state, roles, is_public=reported.is_public)
    return {
        "content": contents[0],
        "changes": changes(contents[1], contents[0]) if contents[1:] else [],
        "history": reported.history.select_related("by", "version"),
        "roles": roles,
        "steps": steps,
        "hidden": {"once": new_key()},
        "is_reviewer": roles_of(request.user).is_reviewer,
        "waiting": None if steps else next_for(request.user),
    }
