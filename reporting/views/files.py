"""Attached files, through the same eyes as the version that names them."""

from django.http import Http404
from django.views.decorators.http import require_safe

from reporting.models import ActivityVersion, VersionFile
from reporting.sending import sent


@require_safe
def activity_file(request, pk, name):
    """The file as a download; 404 where its version is hidden from the reader."""
    visible = ActivityVersion.objects.visible_to(request.user)
    row = (
        VersionFile.objects.select_related("stored")
        .filter(pk=pk, name=name.replace("\x00", ""), version__in=visible)
        .first()
    )
    if row is None:
        raise Http404
    response = sent(request, row.stored, row.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
