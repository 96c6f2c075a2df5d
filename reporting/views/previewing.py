from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from reporting.checks import looked_wrong, stands_against
from reporting.models import Activity
from reporting.public_records import as_if_public
from reporting.views.steps import page_after


@login_required
@require_safe
def activity_preview(request, code):
    """The newest version somebody may read, as the public will see it once approved.

    What is public already is read where the public reads it.
    """
    rows = Activity.objects.previewed_by(request.user)
    rows = rows.select_related("organisation", "programme")
    activity = get_object_or_404(rows, code=code)
    versions = activity.versions.standing().visible_to(request.user).with_twin()
    version = versions.select_related("type", "scope").order_by("-number")[0]
    context = as_if_public(activity, version)
    if context is None:
        return redirect(activity)
    content = context["content"]
    is_draft = version.sealed_at is None
    context["blockers"] = stands_against(content) if is_draft else []
    context["warnings"] = looked_wrong(content)
    context["back"] = page_after(activity, request.user)
    return render(request, "reporting/activity_preview.html", context)
