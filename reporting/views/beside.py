"""What the form of a draft carries beside its fields, and what becomes of it."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from reporting.merging import base_after, base_of
from reporting.models import Activity
from reporting.posted import normal, whole
from reporting.presence import in_words, note


def beside(request, activity, *, data, typed, asked=None) -> dict:
    """What the form started from, and who has it open too.

    ``typed`` keeps the beginning it came with, as it keeps its counter.
    """
    base = (
        base_of(normal(data, asked=asked)) if typed is None else typed.get("base", "")
    )
    return {"base": base, "others": in_words(note(activity, request.user))}


def after_saving(request, version) -> dict:
    """The same for a form that goes on after what it posted was saved."""
    saved = normal(whole(request.POST, version))
    base = base_after(request.POST.get("base", ""), saved)
    return {"base": base, "others": in_words(note(version.activity, request.user))}


@require_POST
def activity_presence(request, code):
    """A sign that somebody still has the form open; who else has, in words."""
    if not is_theirs(request):
        return JsonResponse({"state": "signed_out"}, status=401)
    activity = get_object_or_404(Activity.objects.editable_by(request.user), code=code)
    others = in_words(note(activity, request.user))
    return JsonResponse({"state": "there", "others": others})


def is_theirs(request) -> bool:
    """Whether who is signed in now is who the page was made for, in another tab too."""
    user, posted = request.user, request.POST
    return user.is_authenticated and posted.get("person", str(user.pk)) == str(user.pk)
