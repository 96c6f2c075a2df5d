"""Attached files, through the same eyes as the version that names them; and one file
sent while its draft is being written.
"""

from django.db.models import Exists, Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oneplanet.templatetags.page import file_size
from reporting.drafts import add_file
from reporting.file_kinds import Mistake
from reporting.models import Activity, ActivityMerge, ActivityVersion, VersionFile
from reporting.sending import sent
from reporting.uploads import check, in_words
from reporting.views.autosave import activity_autosave
from reporting.workflow import StepRefused


@require_safe
def activity_file(request, pk, name):
    """The file as a download; 404 where its version is hidden from the reader, and it
    did not come along to a public record either."""
    visible = ActivityVersion.objects.visible_to(request.user)
    came_along = ActivityMerge.objects.of_public_ones().filter(files=pk)
    row = (
        VersionFile.objects.select_related("stored")
        .filter(Q(version__in=visible) | Exists(came_along))
        .filter(pk=pk, name=name.replace("\x00", ""))
        .first()
    )
    if row is None:
        raise Http404
    response = sent(request, row.stored, row.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def activity_attach(request, code):
    """Add one file to a draft: what static/js/attach.js sends, file by file."""
    if not request.user.is_authenticated:
        return JsonResponse({"state": "signed_out"}, status=401)
    activity = get_object_or_404(Activity.objects.written_by(request.user), code=code)
    if "file" not in request.FILES:
        return _refused(_("No file came with this."))
    upload = check(request.FILES["file"])
    try:
        added = add_file(activity, by=request.user, upload=upload)
    except StepRefused:
        return JsonResponse({"state": "closed"}, status=409)
    if isinstance(added, Mistake):
        return _refused(in_words(added, upload.name))
    where = reverse("reporting:activity_file", args=[added.pk, added.name])
    size = file_size(added.stored.size, autoescape=False)
    state = {"state": "added", "name": added.name, "size": size}
    return JsonResponse(state | {"pk": added.pk, "address": where})


def _refused(words):
    return JsonResponse({"state": "refused", "words": words}, status=422)


# A fresh token for a script whose own is out of date.
activity_attach.show_again = activity_autosave.show_again
