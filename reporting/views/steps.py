"""The one door through which an activity moves: submit, return, approve …"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, new_key, once
from oneplanet.typed import answers_of
from reporting.forms import StepForm
from reporting.models import Activity, NotReady
from reporting.views.receipts import with_receipt
from reporting.workflow import (
    BY_ACTION,
    Action,
    CommentMissing,
    Role,
    StepRefused,
    check,
    label_for_authors,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_step(request, code, action):
    """Take one step; a double click takes it once.

    A step nobody can take back is asked about first, whether opened or pressed.
    """
    final = action in BY_ACTION and BY_ACTION[action].question
    if request.method != "POST" and not final:
        return HttpResponseNotAllowed(["POST"])
    activity = get_object_or_404(Activity.objects.visible_to(request.user), code=code)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, activity, form, status=422)
    if final and "sure" not in request.POST:
        return _ask_first(request, activity, form, BY_ACTION[action])
    return _take(request, activity, action, form)


def _take(request, activity, action, form):
    comment = form.cleaned_data["comment"]

    def act():
        entry = activity.take(action, by=request.user, comment=comment)
        said = BY_ACTION[entry.action].done
        if entry.action == Action.SUBMIT:
            said = with_receipt(said, entry)
        messages.success(request, said)
        return _address_after(entry, request.user)

    try:
        key = request.POST.get("once", "")
        where = request.path
        return redirect(
            once(user=request.user, key=key, data=request.POST, act=act, where=where)
        )
    except NotReady:
        edit = reverse("reporting:activity_edit", args=[activity.code])
        return redirect(f"{edit}?check=1")
    except CommentMissing as missing:
        form.add_error("comment", str(missing))
        return _ask_again(request, activity, form, status=422)
    except StepRefused as refusal:
        _say_no(request, refusal, typed=comment)
        return redirect(page_after(activity, request.user))
    except OtherBody:
        messages.warning(request, USED)
        return _ask_again(request, activity, form, status=422)


USED = gettext_lazy("This page was used for another step already. Please choose again.")


def _say_no(request, refusal, typed):
    messages.error(request, refusal)
    if typed:
        messages.info(request, _("Your comment was: %(text)s") % {"text": typed})


def _ask_first(request, activity, form, step):
    """The question before a final step; where it is not open, why not."""
    try:
        check(
            step.action,
            state=activity.state,
            roles=activity.roles_of(request.user),
            is_public=activity.open_publication() is not None,
            comment=str(step.question),  # nobody has been asked for one yet
        )
    except StepRefused as refusal:
        _say_no(request, refusal, typed=form.cleaned_data["comment"])
        return redirect(page_after(activity, request.user))
    return _step_page(request, activity, form, [step], question=step.question)


def _ask_again(request, activity, form, status):
    """The decisions once more, with the comment as typed."""
    steps = activity.steps_for(request.user)
    return _step_page(request, activity, form, steps, status=status)


def _step_page(request, activity, form, steps, *, question="", status=200):
    context = {
        "activity": activity,
        "state_label": _state_label(activity, request.user),
        "version": _version_for(activity, request.user),
        "steps": steps,
        "question": question,
        "comment": form["comment"].value() or "",
        "error": " ".join(form.errors.get("comment", ())),
        "hidden": {"once": new_key()} | ({"sure": "1"} if question else {}),
        "back": page_after(activity, request.user),
    }
    return render(request, "reporting/activity_step.html", context, status=status)


def _version_for(activity, user):
    """Of what this person may read the version last submitted, else the draft."""
    readable = activity.versions.standing().visible_to(user).order_by("-number")
    return readable.exclude(sealed_at=None).first() or readable.first()


def _state_label(activity, user):
    """How far it has come; empty for those who only read what is public."""
    roles = activity.roles_of(user)
    if Role.AUTHOR in roles:
        return label_for_authors(activity.state)
    return activity.get_state_display() if roles or _reads(activity, user) else ""


def _reads(activity, user):
    readers = Activity.objects.read_by_reviewers(user)
    return readers.filter(pk=activity.pk).exists()


def _show_again(request, code, action, *, why, status):
    """The comment as typed, after a post not carried out."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), code=code)
    messages.warning(request, why)
    return _ask_again(request, activity, StepForm(request.POST), status=status)


def _in_words(data):
    return answers_of(StepForm(data))


activity_step.show_again = _show_again
activity_step.in_words = _in_words


def _address_after(entry, user) -> str:
    """Who begins a revision has come to write."""
    if entry.action == Action.REVISE:
        return reverse("reporting:activity_edit", args=[entry.activity.code])
    return page_after(entry.activity, user)


def page_after(activity, user) -> str:
    """Where the person goes on from here."""
    roles = activity.roles_of(user)
    if Role.AUTHOR in roles:
        return reverse("reporting:activity_record", args=[activity.code])
    if _reads(activity, user):
        return reverse("reporting:activity_review", args=[activity.code])
    return activity.get_absolute_url()
