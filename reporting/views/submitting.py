"""Submitting a draft from the pages of its authors. Where likely twins of it are known
that nothing has been said of, it is asked about them first: a question, no rule of the
workflow (record 43)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.form_steps import BY_NAME, step_of
from reporting.models import Activity, NotReady
from reporting.twin_answers import unanswered
from reporting.twin_keeping import NEEDED
from reporting.views.receipts import with_receipt
from reporting.workflow import Action


def submit(request, activity) -> str:
    """Submit the draft; the address to go on to."""
    if asked := twins_first(request, activity):
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
    if not Activity.objects.editable_by(request.user).filter(pk=activity.pk).exists():
        return ""
    draft = activity.versions.select_related(*NEEDED).get(sealed_at=None)
    if not unanswered(draft, user=request.user) or draft.problems():
        return ""
    return f"{activity.page('twins')}?submit=1"


def edit_address(activity, **asked) -> str:
    address = reverse("reporting:activity_edit", args=[activity.code])
    return f"{address}?{urlencode(asked)}" if asked else address
