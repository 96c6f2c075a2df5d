"""What the form of a draft carries beside its fields, and what becomes of it."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from reporting.merging import base_after, base_of
from reporting.presence import in_words, note
from reporting.writing import BY_KIND, of


def beside(request, reported, *, data, typed, **known) -> dict:
    """What the form started from, and who has it open too.

    ``typed`` keeps the beginning it came with, as it keeps its counter; ``known`` is
    what was read before and helps to read ``data``.
    """
    normal = of(reported).normal
    base = base_of(normal(data, **known)) if typed is None else typed.get("base", "")
    return {"base": base, "others": in_words(note(reported, request.user))}


def after_saving(request, version, data) -> dict:
    """The same for a form that goes on after what it posted was saved."""
    reported = version.identity
    base = base_after(request.POST.get("base", ""), of(reported).normal(data))
    return {"base": base, "others": in_words(note(reported, request.user))}


@require_POST
def activity_presence(request, code):
    """A sign that somebody still has the form open; who else has, in words, and what
    was saved last: the counter, and by which page after how much typing."""
    return _presence(request, "activity", code)


@require_POST
def initiative_presence(request, code):
    """The same of an initiative."""
    return _presence(request, "initiative", code)


def _presence(request, kind, code):
    if not is_theirs(request):
        return JsonResponse({"state": "signed_out"}, status=401)
    mine = BY_KIND[kind].model.objects.editable_by(request.user)
    reported = get_object_or_404(mine, code=code)
    draft = reported.draft()
    last = {"counter": draft.edit_count, "page": draft.page_key}
    others = in_words(note(reported, request.user))
    there = {"state": "there", "others": others, "turn": draft.page_turn}
    return JsonResponse(there | last)


def is_theirs(request) -> bool:
    """Whether who is signed in now is who the page was made for, in another tab too."""
    user, posted = request.user, request.POST
    return user.is_authenticated and posted.get("person", str(user.pk)) == str(user.pk)
