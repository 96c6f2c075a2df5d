"""Saving while somebody types: what the form's script sends, and what it is answered.

``static/js/autosave.js`` reads the answers.
"""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from reporting.drafts import EditConflict
from reporting.posted import counter_of
from reporting.views.beside import after_saving, is_theirs
from reporting.views.saved import still_to_look_at, when_saved
from reporting.workflow import StepRefused
from reporting.writing import BY_KIND, of


@require_POST
def activity_autosave(request, code):
    """Keep what is typed, by the rules of a save; files are left alone."""
    return _autosave(request, "activity", code)


@require_POST
def initiative_autosave(request, code):
    """The same of an initiative."""
    return _autosave(request, "initiative", code)


def _autosave(request, kind, code):
    if not is_theirs(request):
        return _signed_out(request)
    writing, posted = BY_KIND[kind], request.POST
    reported = get_object_or_404(
        writing.model.objects.written_by(request.user), code=code
    )
    counter = counter_of(posted)
    try:
        version = writing.save(reported, by=request.user, data=posted, counter=counter)
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
    """Where the draft stands now: the counter and beginning to go on from, what could
    not be read, what is to be looked at before submitting, and who else is there."""
    state = {"state": "saved", "counter": version.edit_count}
    state |= when_saved(version.saved_at)
    data = of(version.identity).whole(request.POST, version)
    state |= still_to_look_at(version, data)
    return JsonResponse(state | after_saving(request, version, data))


def _token(request, code, *, why, status):
    """What the script goes on with, after a post not carried out: a fresh token."""
    if not is_theirs(request):
        return _signed_out(request)
    return JsonResponse({"state": "again", "token": get_token(request)}, status=status)


activity_autosave.show_again = initiative_autosave.show_again = _token
activity_autosave.kept_for = "reporting:activity_edit"
initiative_autosave.kept_for = "reporting:initiative_edit"
