"""An organisation's own pages: its activities, and one activity from the inside."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import Organisation
from reporting.models import Activity
from reporting.reading import read
from reporting.views.lists import newest_versions, rows
from reporting.workflow import State

PER_PAGE = 25


@login_required
@require_safe
def my_activities(request):
    """What needs attention first, then everything, newest first."""
    mine = newest_versions(Activity.objects.written_by(request.user))
    returned = mine.filter(activity__state=State.RETURNED)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "attention": rows(returned[:PER_PAGE]),
        "activities": page,
        "rows": rows(page.object_list),
        "organisations": Organisation.objects.with_members(request.user),
    }
    return render(request, "reporting/my_activities.html", context)


@login_required
@require_safe
def activity_record(request, code):
    """One activity for its authors: where it stands, its history, what can be done."""
    activity = get_object_or_404(
        Activity.objects.written_by(request.user).select_related(
            "organisation", "programme"
        ),
        code=code,
    )
    shown = activity.versions.select_related("type", "scope").first()
    publication = activity.open_publication()
    context = {
        "activity": activity,
        "content": read([shown])[0],
        "publication": publication,
        "history": activity.history.select_related("by", "version"),
        "steps": activity.steps_for(request.user, is_public=publication is not None),
        "hidden": {"once": new_key()},
        "may_delete": shown.is_draft and shown.number == 1,
    }
    return render(request, "reporting/activity_record.html", context)
