"""The one door through which an activity moves: submit, return, approve …"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from oneplanet import errors
from oneplanet.idempotency import OtherBody, new_key, once
from reporting.forms import StepForm
from reporting.models import Activity, NotReady
from reporting.workflow import BY_ACTION, Role, StepRefused


@login_required
@require_POST
def activity_step(request, code, action):
    """Take one step; a double click takes it once."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), code=code)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, activity, form, status=422)

    def act():
        comment = form.cleaned_data["comment"]
        entry = activity.take(action, by=request.user, comment=comment)
        messages.success(request, BY_ACTION[entry.action].done)
        return page_after(activity, request.user)

    try:
        key = request.POST.get("once", "")
        return redirect(once(user=request.user, key=key, data=request.POST, act=act))
    except NotReady:
        edit = reverse("reporting:activity_edit", args=[activity.code])
        return redirect(f"{edit}?check=1")
    except StepRefused as refusal:
        _say_no(request, refusal, typed=form.cleaned_data["comment"])
        return redirect(page_after(activity, request.user))
    except OtherBody:
        messages.warning(request, USED)
        return _ask_again(request, activity, form, status=422)


USED = gettext_lazy("This page was used for another step already. Please choose again.")


def _say_no(request, refusal, typed):
    messages.error(request, refusal)
    if typed:
        messages.info(request, _("Your comment was: %(text)s") % {"text": typed})


def _ask_again(request, activity, form, status):
    """The decisions once more, with the comment as typed."""
    context = {
        "activity": activity,
        "version": activity.latest_sealed() or activity.draft(),
        "steps": activity.steps_for(request.user),
        "comment": form["comment"].value() or "",
        "error": " ".join(form.errors.get("comment", ())),
        "hidden": {"once": new_key()},
        "back": page_after(activity, request.user),
    }
    return render(request, "reporting/activity_step.html", context, status=status)


def _show_again(request, code, action):
    """The comment as typed, after a post whose token had run out."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), code=code)
    messages.warning(request, errors.TOO_LONG)
    return _ask_again(request, activity, StepForm(request.POST), status=403)


activity_step.show_again = _show_again


def page_after(activity, user) -> str:
    """Where the person goes on from here."""
    roles = activity.roles_of(user)
    if Role.AUTHOR in roles:
        return reverse("reporting:activity_record", args=[activity.code])
    readers = Activity.objects.read_by_reviewers(user)
    if readers.filter(pk=activity.pk).exists():
        return reverse("reporting:activity_review", args=[activity.code])
    return activity.get_absolute_url()
