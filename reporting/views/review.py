"""The desk: submissions waiting, and one submission as it was sealed."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import roles_of
from reporting.checks import looked_wrong
from reporting.joining import part_of, with_initiative
from reporting.models import Activity, Initiative
from reporting.periods import MOVERS, standing
from reporting.queue import cards_of, next_for, waiting_for
from reporting.reading import read
from reporting.review_notes import reviewed_fields
from reporting.workflow import Role, State, steps_from

# What a version is read with.
SHOWN = {
    "activity": ("type", "scope", "initiative", "sealed_by", "reported_by"),
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
        .with_noted()
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
    compared = _compared(request, reported, sealed)
    contents = read(compared["versions"])
    roles = reported.roles_of(request.user, is_theirs=reported.is_theirs)
    steps = steps_from(reported.state, roles, is_public=reported.is_public)
    before = contents[1] if contents[1:] else None
    rows = reviewed_fields(reported, contents[0], before, user=request.user)
    return {
        "content": contents[0],
        "fields": {
            "asked": [row for row in rows if row.is_asked],
            "rest": [row for row in rows if not row.is_asked],
        },
        "is_later": before is not None,
        "against": compared["against"],
        "may_compare": compared["may_compare"],
        "may_note": Role.REVIEWER in roles and reported.state == State.SUBMITTED,
        "note_url": reported.page("note"),
        "history": reported.history.select_related("by", "version"),
        "roles": roles,
        "steps": steps,
        "hidden": {"once": new_key()},
        "is_reviewer": roles_of(request.user).is_reviewer,
        "waiting": None if steps else next_for(request.user),
    }


def _compared(request, reported, sealed) -> dict:
    """The version under review and the one it is compared with: the last submitted
    before it, or by ``?against=public`` the public one, where that is another."""
    public = None
    if reported.is_public and sealed[1:] and reported.state != State.APPROVED:
        shown = reported.versions.current().select_related(*SHOWN[reported.kind])
        public = shown.first()
    is_other = public is not None and public.pk not in {row.pk for row in sealed}
    is_asked = is_other and request.GET.get("against") == "public"
    return {
        "versions": [sealed[0], public] if is_asked else sealed,
        "against": "public" if is_asked else "sealed",
        "may_compare": is_other,
    }
