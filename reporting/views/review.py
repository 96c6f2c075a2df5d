"""The desk: submissions waiting, and one submission as it was sealed."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max, OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import roles_of
from reporting.cards import card
from reporting.models import Activity, ActivityVersion
from reporting.reading import changed_fields, read


def _latest_sealed():
    return (
        ActivityVersion.objects.filter(activity=OuterRef("pk"), sealed_at__isnull=False)
        .order_by("-number")
        .values("pk")[:1]
    )


@login_required
@require_safe
def review_queue(request):
    """Submissions the person may review, the one waiting longest first."""
    roles = roles_of(request.user)
    if not roles.is_reviewer:
        raise PermissionDenied
    waiting = (
        Activity.objects.awaiting_review_by(request.user)
        .annotate(since=Max("versions__sealed_at"), shown=Subquery(_latest_sealed()))
        .order_by("since", "pk")
    )
    page = Paginator(waiting, 25).get_page(request.GET.get("page"))
    versions = ActivityVersion.objects.for_cards().in_bulk(
        [activity.shown for activity in page.object_list]
    )
    rows = [
        {
            "card": card(versions[activity.shown], address="reporting:activity_review"),
            "since": activity.since,
        }
        for activity in page.object_list
    ]
    return render(
        request, "reporting/review_queue.html", {"page_of": page, "rows": rows}
    )


@login_required
@require_safe
def activity_review(request, code):
    """The sealed version as a document, its history, and the decisions."""
    activity = get_object_or_404(
        Activity.objects.read_by_reviewers(request.user).select_related(
            "organisation", "programme"
        ),
        code=code,
    )
    sealed = list(
        activity.versions.exclude(sealed_at=None)
        .select_related("type", "scope", "sealed_by", "reported_by")
        .order_by("-number")[:2]
    )
    contents = read(sealed)
    publication = activity.open_publication()
    context = {
        "activity": activity,
        "content": contents[0],
        "changed": changed_fields(contents[1], contents[0]) if contents[1:] else None,
        "publication": publication,
        "history": activity.history.select_related("by", "version"),
        "steps": activity.steps_for(request.user, is_public=publication is not None),
        "hidden": {"once": new_key()},
    }
    return render(request, "reporting/activity_review.html", context)
