"""Attached files, through the same eyes as the version that names them."""

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplanet import errors
from reporting.models import ActivityVersion, VersionFile

# Should a browser open it after all, nothing in it runs and nothing frames it.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


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
    try:
        content = row.stored.content.open("rb")
    except FileNotFoundError:
        text = _("The file is missing on the server. The secretariat has been told.")
        return errors.refused(request, text=text, status=503)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=row.name,
        content_type=row.media_type,
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
