"""Stored files on their way out: as downloads, of which nothing runs in a browser."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from oneplanet import errors
from reporting.file_kinds import media_type

# Should a browser open it after all, nothing in it runs and nothing frames it.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def sent(request, stored, name):
    """The bytes under this name; a page with 503 where the disk has them no more."""
    try:
        content = stored.content.open("rb")
    except FileNotFoundError:
        text = _("The file is missing on the server. The secretariat has been told.")
        return errors.refused(request, text=text, status=503)
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=media_type(name)
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response
