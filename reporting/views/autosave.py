"""Saving while somebody types: what the form's script sends, and what it is answered.

``static/js/autosave.js`` reads the answers.
"""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneplanet.text import dates, zones
from reporting.drafts import EditConflict, save_draft
from reporting.models import Activity
from reporting.posted import counter_of
from reporting.views.beside import after_saving, is_theirs
from reporting.workflow import StepRefused


@require_POST
def activity_autosave(request, code):
    """Keep what is typed, by the rules of a save; files are left alone."""
    if not is_theirs(request):
        return _signed_out(request)
    activity = get_object_or_404(Activity.objects.written_by(request.user), code=code)
    posted = request.POST
    counter = counter_of(posted)
    try:
        version = save_draft(
            activity, by=request.user, data=posted, uploads=None, counter=counter
        )
    except EditConflict:
        return JsonResponse({"state": "conflict"}, status=409)
    except StepRefused:
        return JsonResponse({"state": "closed"}, status=409)
    return _saved(request, version)


def _signed_out(request):
    """``kept``: what was typed waits for its person (oneplanet/pending.py)."""
    is_kept = getattr(request, "kept_text", None) is not None
    return JsonResponse({"state": "signed_out", "kept": is_kept}, status=401)


def _saved(request, version):
    at = timezone.localtime(version.saved_at)
    words = _("Saved at %(time)s %(zone)s")
    words %= {"time": dates.clock(at), "zone": zones.clock_name(at)}
    state = {"state": "saved", "counter": version.edit_count, "saved_at": words}
    return JsonResponse(state | after_saving(request, version))


def _token(request, code, *, why, status):
    """What the script goes on with, after a post not carried out: a fresh token."""
    if not is_theirs(request):
        return _signed_out(request)
    return JsonResponse({"state": "again", "token": get_token(request)}, status=status)


activity_autosave.show_again = _token
activity_autosave.kept_for = "reporting:activity_edit"
