"""Writing an activity: begin, save, submit."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import (
    OtherBody,
    act_once,
    new_key,
    post_with_files,
)
from oneplanet.typed import answers_of
from programmes.models import Organisation
from reporting.agreements import organisations_of, refusal_to_begin
from reporting.begin_form import BeginForm
from reporting.drafts import EditConflict, save_draft
from reporting.form_steps import BY_NAME, step_of
from reporting.forms import ROW_FORMS
from reporting.joining import begin_in, choices_for
from reporting.models import Activity
from reporting.posted import counter_of
from reporting.question_sets import take_newer
from reporting.uploads import checked
from reporting.views.both_texts import closed_page, conflict_page, in_words, used_page
from reporting.views.form_page import form_page
from reporting.views.saved import remember_remarks
from reporting.views.submitting import edit_address, submit
from reporting.views.switching import is_only_a_switch, language_after
from reporting.workflow import EDITABLE, StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_new(request):
    """Ask for organisation, programme and title; then the form goes on."""
    form = _begin_form(request, request.POST or None)
    if not form.is_valid():
        return _begin_page(request, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data["organisation"], form.chosen_programme()
    if refusal := refusal_to_begin(request.user, *given):
        form.add_error("programme", refusal)
        return _begin_page(request, form, status=422)

    def act():
        activity = begin_in(
            form.chosen_initiative(),
            by=request.user,
            organisation=form.cleaned_data["organisation"],
            programme=form.chosen_programme(),
            title=form.cleaned_data["title"],
        )
        if form.chosen_initiative():
            text = _("Begun with what the initiative says. Change what differs here.")
            messages.success(request, text)
        return edit_address(activity)

    try:
        return redirect(act_once(request, act))
    except OtherBody:
        text = _("This page has begun another activity already. Begin one more?")
        messages.warning(request, text)
        return _begin_page(request, form, status=422)


def _begin_form(request, data):
    organisations = organisations_of(request.user)
    if not organisations:
        raise PermissionDenied
    return BeginForm(
        data,
        organisations=organisations,
        initiatives=choices_for(request.user),
        initial={
            name: request.GET[name]
            for name in ("initiative", "organisation")
            if request.GET.get(name)
        },
    )


def _begin_page(request, form, status):
    context = {"form": form, "once": new_key()}
    return render(request, "reporting/activity_new.html", context, status=status)


def _begin_again(request, *, why, status):
    """The same questions with everything typed, after a post not carried out."""
    form = _begin_form(request, request.POST)
    messages.warning(request, why)
    return _begin_page(request, form, status=status)


def _begin_in_words(data):
    organisations = Organisation.objects.all()
    code = data.get("initiative", "")
    initiatives = {code: code} if code else None
    form = BeginForm(data, organisations=organisations, initiatives=initiatives)
    return answers_of(form)


activity_new.show_again = _begin_again
activity_new.in_words = _begin_in_words


def _own(request, code):
    return get_object_or_404(
        Activity.objects.written_by(request.user).with_origin(), code=code
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request, code):
    """The form. A save keeps what it can; submitting checks the whole."""
    activity = _own(request, code)
    if request.method == "POST":
        return _save(request, activity)
    if activity.state not in EDITABLE:
        messages.info(request, _("This activity cannot be edited now."))
        return redirect("reporting:activity_record", code=activity.code)
    return form_page(request, activity)


def _save(request, activity):
    if is_only_a_switch(request, activity):
        with override(language_after(request.POST)):
            return redirect(_after_saving(activity, _step(request.POST)))
    data = post_with_files(request)
    uploads = checked(request.FILES.getlist("files"))
    act = partial(_save_once, request, activity, uploads)
    try:
        return redirect(act_once(request, act, data=data))
    except EditConflict:
        return conflict_page(request, activity)
    except OtherBody:
        return used_page(request, activity, again=_show_again)
    except StepRefused:
        return closed_page(request, activity)


def _save_once(request, activity, uploads) -> str:
    """Save, then go on; the address to go on to."""
    posted = request.POST
    version = save_draft(
        activity,
        by=request.user,
        data=posted,
        uploads=uploads,
        remove=posted.getlist("remove_file"),
        counter=counter_of(posted),
    )
    with override(language_after(posted)):
        remember_remarks(request, activity, posted, read_in=request.LANGUAGE_CODE)
        return _go_on(request, version)


def _step(posted):
    return BY_NAME.get(posted.get("step", ""))


BESIDE = {"preview", "twins"}  # pages a button saves and goes on to


def _go_on(request, version) -> str:
    """Submit where asked, else say how the save went."""
    posted, activity = request.POST, version.activity
    if "submit" in posted:
        return submit(request, activity)
    step = _step(posted)
    if "newer_questions" in posted:
        take_newer(activity, by=request.user)
        step = BY_NAME["questions"]
    if _has_refused(version, step):
        messages.warning(
            request,
            _("Saved. Some answers do not fit yet; they are marked below."),
        )
    else:
        messages.success(request, _("Saved."))
        if beside := BESIDE & posted.keys():
            return activity.page(beside.pop())
        step = BY_NAME.get(posted.get("go", ""), step)
    return _after_saving(activity, step, posted.get("more"))


def _has_refused(version, step) -> bool:
    """Whether an answer just saved could not be kept as data."""
    fields = version.refused_fields.values_list("field", flat=True)
    return any(step in (None, step_of(field)) for field in fields)


def _after_saving(activity, step, more=None) -> str:
    """The form again: a step of it, or the whole; with room for more rows."""
    asked = {"step": step.name} if step else {}
    if more in ROW_FORMS:
        return f"{edit_address(activity, more=more, **asked)}#{more}"
    return edit_address(activity, **asked)


def _show_again(request, code, *, why, status):
    """The form with everything typed, after a post not carried out."""
    activity = _own(request, code)
    if activity.state not in EDITABLE:
        if hasattr(request, "opened_text"):  # it says how to throw it away
            messages.warning(request, why)
        return closed_page(request, activity)
    messages.warning(request, why)
    return form_page(request, activity, typed=request.POST, status=status)


activity_edit.show_again = _show_again
activity_edit.in_words = in_words
