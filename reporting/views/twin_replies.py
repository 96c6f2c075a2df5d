"""The desk reads what partners say of likely twins, and answers."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of
from reporting.models import Activity
from reporting.twin_answers import answers_to, may_reply, reply
from reporting.twin_forms import TwinReplyForm
from reporting.views.steps import USED
from reporting.views.twins import lines_of
from reporting.workflow import StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_twin_reply(request, code, pk):
    """What a partner said or asked about a likely twin; a post answers it."""
    activity, line = _found(request, code, pk)
    form = TwinReplyForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _page(request, activity, line, form, status=status)
    try:
        act = partial(_reply, request, activity, line.answer, form.cleaned_data)
        return redirect(act_once(request, act))
    except OtherBody:
        messages.warning(request, USED)
        return _page(request, activity, line, form, status=422)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(activity.page("review"))


def _found(request, code, pk):
    """A record the person decides on, and what its partner said that stands."""
    readable = Activity.objects.read_by_reviewers(request.user)
    rows = readable.select_related("organisation", "programme")
    activity = get_object_or_404(rows, code=code)
    if not may_reply(activity, request.user):
        raise Http404
    for line in lines_of((), answers_to(activity, user=request.user)):
        if line.answer.pk == pk:
            return activity, line
    raise Http404


def _reply(request, activity, said, given) -> str:
    reply(said, by=request.user, **given)
    messages.success(request, _("Answered. The partner has been told."))
    return activity.page("review") + "#twins"


def _page(request, activity, line, form, *, status):
    other = line.version and line.version.activity.code
    context = {
        "activity": activity,
        "version": activity.latest_sealed(),
        "line": line,
        "beside": other
        and reverse("reporting:activity_beside", args=[activity.code, other]),
        "form": form,
        "once": new_key(),
    }
    page = "reporting/activity_twin_reply.html"
    return render(request, page, context, status=status)


def _show_again(request, code, pk, *, why, status):
    """The answer as typed, after a post not carried out."""
    activity, line = _found(request, code, pk)
    messages.warning(request, why)
    return _page(request, activity, line, TwinReplyForm(request.POST), status=status)


activity_twin_reply.show_again = _show_again
activity_twin_reply.in_words = lambda data: answers_of(TwinReplyForm(data))
