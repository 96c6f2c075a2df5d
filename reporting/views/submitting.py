"""Submitting a draft from the pages of its authors. Where likely twins of it are known
that nothing has been said of, it is asked about them first, then about notes nothing
was changed after: questions, no rules of the workflow (record 43)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.form_steps import BY_NAME, step_of
from reporting.models import NotReady
from reporting.review_notes import untouched_notes
from reporting.twin_answers import unanswered
from reporting.twin_keeping import NEEDED
from reporting.views.receipts import with_receipt
from reporting.workflow import Action

UNTOUCHED = "untouched"  # said in an address, and by the form that has shown it


def submit(request, activity) -> str:
    """Submit the draft; the address to go on to."""
    if asked := twins_first(request, activity) or notes_first(request, activity):
        return asked
    try:
        with transaction.atomic():
            entry = activity.take(Action.SUBMIT, by=request.user)
    except NotReady as refusal:
        asked = {"check": 1}
        if request.POST.get("step") in BY_NAME:
            step = step_of(refusal.problems[0].field)
            asked["step"] = step.name if step else request.POST["step"]
        return edit_address(activity, **asked)
    messages.success(request, with_receipt(_("Submitted."), entry))
    return reverse("reporting:activity_record", args=[activity.code])


def twins_first(request, activity) -> str:
    """Where to answer about likely twins before a draft that is ready is submitted;
    empty where there is nothing to ask."""
    if not _may_edit(request.user, activity):
        return ""
    draft = activity.versions.select_related(*NEEDED).get(sealed_at=None)
    if not unanswered(draft, user=request.user) or draft.problems():
        return ""
    return f"{activity.page('twins')}?submit=1"


def notes_first(request, reported) -> str:
    """Where to look once more before a draft that is ready is submitted, though nothing
    has changed where the reviewers wrote notes; empty where that was seen, or there is
    nothing to ask."""
    if UNTOUCHED in request.POST or not _may_edit(request.user, reported):
        return ""
    if not untouched_notes(reported) or reported.draft().problems():
        return ""
    asked = {UNTOUCHED: 1}
    if request.POST.get("step") in BY_NAME:
        asked["step"] = request.POST["step"]
    return f"{reported.page('edit')}?{urlencode(asked)}"


def _may_edit(user, reported) -> bool:
    rows = type(reported).objects.editable_by(user)
    return rows.filter(pk=reported.pk).exists()


def untouched_in(request, reported) -> list:
    """What the notes are about that the page asks to be looked at once more."""
    if UNTOUCHED not in request.GET:
        return []
    return list(dict.fromkeys(note.label for note in untouched_notes(reported)))


def edit_address(activity, **asked) -> str:
    address = reverse("reporting:activity_edit", args=[activity.code])
    return f"{address}?{urlencode(asked)}" if asked else address
