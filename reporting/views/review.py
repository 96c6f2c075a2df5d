"""The desk: submissions waiting, and one submission as it was sealed."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, OuterRef, Subquery, Window
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import roles_of
from reporting.cards import card, with_places
from reporting.checks import looked_wrong
from reporting.comparing import changes
from reporting.models import Activity, ActivityVersion
from reporting.periods import MOVERS, standing
from reporting.reading import read
from reporting.workflow import State, steps_from


def _latest_sealed():
    return (
        ActivityVersion.objects.filter(activity=OuterRef("pk"), sealed_at__isnull=False)
        .order_by("-number")
        .values("pk")[:1]
    )


def _longest_waiting_first(activities):
    return activities.annotate(since=Max("versions__sealed_at")).order_by("since", "pk")


@login_required
@require_safe
def review_queue(request):
    """Submissions the person may review, or follows, the longest waiting first."""
    roles = roles_of(request.user)
    if roles.is_reviewer:
        waiting = Activity.objects.awaiting_review_by(request.user)
    elif roles.leads or roles.is_staff:
        readable = Activity.objects.read_by_reviewers(request.user)
        waiting = readable.filter(state=State.SUBMITTED)
    else:
        raise PermissionDenied
    waiting = _longest_waiting_first(waiting).annotate(shown=Subquery(_latest_sealed()))
    page = Paginator(waiting, 25).get_page(request.GET.get("page"))
    versions = with_places(ActivityVersion.objects.for_cards()).in_bulk(
        [activity.shown for activity in page.object_list]
    )
    rows = [
        {
            "card": card(versions[activity.shown], address="reporting:activity_review"),
            "since": activity.since,
        }
        for activity in page.object_list
    ]
    context = {"page_of": page, "rows": rows, "roles": roles}
    return render(request, "reporting/review_queue.html", context)


@login_required
@require_safe
def activity_review(request, code):
    """The sealed version as a document, its history, and the decisions."""
    activity = get_object_or_404(
        Activity.objects.read_by_reviewers(request.user)
        .with_public()
        .with_reviewed_by(request.user)
        .select_related("organisation", "programme"),
        code=code,
    )
    sealed = list(
        activity.versions.standing()
        .exclude(sealed_at=None)
        .select_related("type", "scope", "sealed_by", "reported_by")
        .with_twin()
        .order_by("-number")[:2]
    )
    contents = read(sealed)
    roles = activity.roles_of(request.user, is_theirs=activity.is_theirs)
    steps = steps_from(activity.state, roles, is_public=activity.is_public)
    context = {
        "activity": activity,
        "content": contents[0],
        "warnings": looked_wrong(contents[0]),
        "changes": changes(contents[1], contents[0]) if contents[1:] else [],
        "placement": standing(sealed[:1]).get(sealed[0].pk),
        "may_move": roles & MOVERS,
        "history": activity.history.select_related("by", "version"),
        "steps": steps,
        "hidden": {"once": new_key()},
        "is_reviewer": roles_of(request.user).is_reviewer,
        "waiting": None if steps else _others_waiting(request.user),
    }
    return render(request, "reporting/activity_review.html", context)


def _others_waiting(user) -> dict | None:
    """For somebody done with this one: the code of what has waited longest for their
    review, and the number of all that wait, itself among them."""
    waiting = _longest_waiting_first(Activity.objects.awaiting_review_by(user))
    counted = waiting.annotate(number=Window(Count("pk")))
    return counted.values("code", "number").first()
