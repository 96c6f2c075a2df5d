"""The initiative an activity is part of, as long as the activity is a draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.typed import answers_of
from reporting.initiative_form import JoinForm
from reporting.joining import choices_for, join
from reporting.models import Activity, Initiative
from reporting.workflow import EDITABLE, StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_initiative(request, code):
    """Say which initiative the draft is part of; nothing is copied unless asked."""
    activity = _own(request, code)
    if activity.state not in EDITABLE:
        messages.info(request, _("This activity cannot be edited now."))
        return redirect(activity.page("record"))
    form = _form(request, activity, request.POST or None)
    if form.is_valid():
        return _join(request, activity, form)
    return _page(request, activity, form, status=422 if form.is_bound else 200)


def _own(request, code):
    mine = Activity.objects.written_by(request.user)
    rows = mine.select_related("organisation", "programme")
    return get_object_or_404(rows, code=code)


def _form(request, activity, data):
    """With the initiative it is part of now, though it may be closed meanwhile."""
    initiatives = choices_for(request.user, activity.organisation)
    draft = activity.draft()
    now = draft.initiative.code if draft and draft.initiative else ""
    if now:
        initiatives.setdefault(now, now)
    return JoinForm(data, initiatives=initiatives, initial={"initiative": now})


def _join(request, activity, form):
    code = form.cleaned_data["initiative"]
    initiative = Initiative.objects.get(code=code) if code else None
    copies = form.cleaned_data["copies"]
    try:
        join(activity, initiative, by=request.user, copies=copies)
    except StepRefused as refusal:
        messages.error(request, refusal)
        return redirect(activity.page("record"))
    messages.success(request, _("Saved."))
    return redirect(activity.page("edit"))


def _page(request, activity, form, *, status):
    context = {"activity": activity, "version": activity.draft(), "form": form}
    template = "reporting/activity_initiative.html"
    return render(request, template, context, status=status)


def _show_again(request, code, *, why, status):
    """The choice as made, after a post not carried out."""
    activity = _own(request, code)
    messages.warning(request, why)
    if activity.state not in EDITABLE:
        return redirect(activity.page("record"))
    form = _form(request, activity, request.POST)
    return _page(request, activity, form, status=status)


def _in_words(data):
    code = data.get("initiative", "")
    return answers_of(JoinForm(data, initiatives={code: code} if code else {}))


activity_initiative.show_again = _show_again
activity_initiative.in_words = _in_words
