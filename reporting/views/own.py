"""An organisation's own pages: its activities, and one activity from the inside."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import Organisation
from reporting.models import Activity
from reporting.reading import read
from reporting.views.lists import with_shown_version
from reporting.workflow import State


@login_required
@require_safe
def my_activities(request):
    """What needs attention first, then everything, newest first."""
    mine = Activity.objects.written_by(request.user).select_related(
        "organisation", "programme"
    )
    attention = mine.filter(state=State.RETURNED)
    page = Paginator(mine.order_by("-created_at", "-pk"), 25).get_page(
        request.GET.get("page")
    )
    context = {
        "attention": with_shown_version(attention[:25]),
        "activities": page,
        "rows": with_shown_version(page.object_list),
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
    shown = activity.draft() or activity.latest_sealed()
    context = {
        "activity": activity,
        "content": read([shown])[0],
        "publication": activity.open_publication(),
        "history": activity.history.select_related("by", "version"),
        "steps": activity.steps_for(request.user),
        "hidden": {"once": new_key()},
        "may_delete": shown.is_draft and activity.latest_sealed() is None,
    }
    return render(request, "reporting/activity_record.html", context)
