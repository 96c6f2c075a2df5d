"""Staff: why reports are returned, counted."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programmes.models import roles_of
from reporting.reason_counts import count_reasons


@login_required
@require_safe
def return_reasons(request):
    """The reasons given most, by question and language of the report."""
    if not roles_of(request.user).is_staff:
        raise PermissionDenied
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else ""
    context = {"counts": count_reasons(language=language), "language": language}
    return render(request, "reporting/return_reasons.html", context)
