"""Deleting a draft never submitted, after a question."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import act_once, new_key
from reporting.models import Activity, Initiative
from reporting.workflow import StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_delete(request, code):
    """Ask whether the draft of an activity shall go; a post deletes it."""
    return _ask_or_delete(request, Activity, code, "reporting:my_activities")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_delete(request, code):
    """Ask whether the draft of an initiative shall go; a post deletes it."""
    return _ask_or_delete(request, Initiative, code, "reporting:my_initiatives")


def _ask_or_delete(request, model, code, then):
    """A double click deletes it once, and is not told that there is no such page."""
    act = partial(_delete, request, model, code, then)
    try:
        if request.method != "POST":
            return _page(request, _own(request, model, code))
        return redirect(act_once(request, act))
    except StepRefused as refusal:
        return _say_no(request, model, code, refusal)


def _say_no(request, model, code, refusal):
    messages.error(request, refusal)
    return redirect(f"reporting:{model._meta.model_name}_record", code=code)


def _own(request, model, code):
    mine = model.objects.written_by(request.user)
    rows = mine.select_related("organisation", "programme")
    return get_object_or_404(rows, code=code)


def _delete(request, model, code, then) -> str:
    _own(request, model, code).delete_draft(by=request.user)
    messages.success(request, _("The draft is deleted."))
    return reverse(then)


def _ask_again(model, request, code, *, why, status):
    """The question once more, after a post not carried out."""
    messages.warning(request, why)
    try:
        return _page(request, _own(request, model, code), status=status)
    except StepRefused as refusal:
        return _say_no(request, model, code, refusal)


activity_delete.show_again = partial(_ask_again, Activity)
initiative_delete.show_again = partial(_ask_again, Initiative)


def _page(request, reported, *, status=200):
    reported.check_deletion(by=request.user)
    context = {"reported": reported, "version": reported.draft(), "once": new_key()}
    context["back"] = reported.page("record")
    template = f"reporting/{reported.kind}_delete.html"
    return render(request, template, context, status=status)
