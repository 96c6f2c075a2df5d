"""The one door through which activities and initiatives move: submit, return …"""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.text.dates import moment_words
from oneplanet.text.languages import set_apart
from oneplanet.typed import answers_of, whole_number
from reporting.forms import StepForm
from reporting.models import Activity, Initiative, NotReady
from reporting.views.receipts import with_receipt
from reporting.views.review import review_page
from reporting.views.submitting import notes_first, twins_first
from reporting.workflow import (
    BY_ACTION,
    Action,
    CommentMissing,
    NotNow,
    Role,
    State,
    StepRefused,
    check,
    label_for_authors,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_step(request, code, action):
    """Take one step with an activity; a double click takes it once."""
    return _step(request, Activity, code, action)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_step(request, code, action):
    """Take one step with an initiative; a double click takes it once."""
    return _step(request, Initiative, code, action)


def _step(request, model, code, action):
    """A step nobody can take back is asked about first, whether opened or pressed."""
    final = action in BY_ACTION and BY_ACTION[action].question
    if request.method != "POST" and not final:
        return HttpResponseNotAllowed(["POST"])
    reported = get_object_or_404(model.objects.visible_to(request.user), code=code)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, reported, form, status=422)
    if final and "sure" not in request.POST:
        return _ask_first(request, reported, form, BY_ACTION[action])
    return _take(request, reported, action, form)


def _take(request, reported, action, form):
    comment = form.cleaned_data["comment"]

    def act():
        if action == Action.SUBMIT and (asked := _asked_first(request, reported)):
            return asked
        number = _number_read(request)
        entry = reported.take(action, by=request.user, comment=comment, number=number)
        said = _said(entry)
        if entry.action == Action.SUBMIT:
            is_approved = reported.state == State.APPROVED
            said = with_receipt(AT_ONCE if is_approved else said, entry, is_approved)
        messages.success(request, said)
        return _address_after(entry, request.user)

    try:
        return redirect(act_once(request, act))
    except NotReady:
        return redirect(f"{reported.page('edit')}?check=1")
    except CommentMissing as missing:
        form.add_error("comment", str(missing))
        return _ask_again(request, reported, form, status=422)
    except StepRefused as refusal:
        _say_no(request, reported, refusal, typed=comment)
        return redirect(page_after(reported, request.user))
    except OtherBody:
        messages.warning(request, USED)
        return _ask_again(request, reported, form, status=422)


def _number_read(request) -> int | None:
    """Of the version on the page that posted; None where that says none."""
    number = request.POST.get("number")
    return None if number is None else whole_number(number)


def _asked_first(request, reported) -> str:
    twins = twins_first(request, reported) if reported.kind == "activity" else ""
    return twins or notes_first(request, reported)


def _said(entry):
    if entry.action == Action.APPROVE and entry.OF == "initiative":
        return _("Approved. It is public while one of its activities is.")
    return BY_ACTION[entry.action].done


AT_ONCE = gettext_lazy(
    "Submitted, and approved at once: what your organisation reports to this programme "
    "needs no reviewer for now."
)
USED = gettext_lazy("This page was used for another step already. Please choose again.")


def _say_no(request, reported, refusal, typed):
    """Why not and, where somebody acted before, who and when: whose step it is reads
    the history."""
    last = reported.history.last() if isinstance(refusal, NotNow) else None
    messages.error(request, f"{refusal} {_who_acted(last)}" if last else refusal)
    if typed:
        messages.info(request, _("Your comment was: %(text)s") % {"text": typed})


def _who_acted(entry) -> str:
    said = {"what": entry.what, "who": set_apart(entry.who)}
    said["moment"] = set_apart(moment_words(entry.at))
    if entry.by is None:
        return _("%(what)s on %(moment)s. %(who)s.") % said
    return _("%(what)s by %(who)s on %(moment)s.") % said


def _ask_first(request, reported, form, step):
    """The question before a final step; where it is not open, why not."""
    try:
        check(
            step.action,
            state=reported.state,
            roles=reported.roles_of(request.user),
            is_public=reported.open_publication() is not None,
            comment=str(step.question),  # nobody has been asked for one yet
        )
    except StepRefused as refusal:
        _say_no(request, reported, refusal, typed=form.cleaned_data["comment"])
        return redirect(page_after(reported, request.user))
    return _step_page(request, reported, form, [step], question=step.question)


def _ask_again(request, reported, form, status):
    """The decisions once more, with the comment as typed: for reviewers below all that
    they decide on."""
    if _is_reviewed_by(request.user, reported):
        model, code = type(reported), reported.code
        return review_page(request, model, code, form=form, status=status)
    steps = reported.steps_for(request.user)
    return _step_page(request, reported, form, steps, status=status)


def _step_page(request, reported, form, steps, *, question="", status=200):
    context = {
        "reported": reported,
        "state_label": _state_label(reported, request.user),
        "version": _version_for(reported, request.user),
        "steps": steps,
        "question": question,
        "form": form,
        "hidden": {"once": new_key()} | ({"sure": "1"} if question else {}),
        "back": page_after(reported, request.user),
    }
    template = f"reporting/{reported.kind}_step.html"
    return render(request, template, context, status=status)


def _version_for(reported, user):
    """Of what this person may read the version last submitted, else the draft."""
    readable = reported.versions.standing().visible_to(user).order_by("-number")
    return readable.exclude(sealed_at=None).first() or readable.first()


def _state_label(reported, user):
    """How far it has come; empty for those who only read what is public."""
    roles = reported.roles_of(user)
    if Role.AUTHOR in roles:
        return label_for_authors(reported.state)
    return reported.get_state_display() if roles or _reads(reported, user) else ""


def _is_reviewed_by(user, reported):
    """Whether the page of the review is where the person goes on."""
    is_author = Role.AUTHOR in reported.roles_of(user, among={Role.AUTHOR})
    return not is_author and _reads(reported, user)


def _reads(reported, user):
    readers = type(reported).objects.read_by_reviewers(user)
    return readers.filter(pk=reported.pk).exists()


def _show_again(model, request, code, action, *, why, status):
    """The comment as typed, after a post not carried out."""
    reported = get_object_or_404(model.objects.visible_to(request.user), code=code)
    messages.warning(request, why)
    return _ask_again(request, reported, StepForm(request.POST), status=status)


def _in_words(data):
    return answers_of(StepForm(data))


activity_step.show_again = partial(_show_again, Activity)
initiative_step.show_again = partial(_show_again, Initiative)
activity_step.in_words = initiative_step.in_words = _in_words


def _address_after(entry, user) -> str:
    """Who begins a revision has come to write."""
    if entry.action == Action.REVISE:
        return entry.about.page("edit")
    return page_after(entry.about, user)


def page_after(reported, user) -> str:
    """Where the person goes on from here."""
    if _is_reviewed_by(user, reported):
        return reported.page("review")
    if reported.roles_of(user, among={Role.AUTHOR}):
        return reported.page("record")
    return reported.get_absolute_url()
