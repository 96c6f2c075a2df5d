"""Notes of reviewers on single fields: written, changed, taken away; settled later."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of, whole_number
from reporting.life import flags_of
from reporting.models import Activity, Initiative
from reporting.note_form import NoteForm
from reporting.review_notes import notes_of, settle_note, write_note
from reporting.reviewed import compared, labels_in, said_in
from reporting.workflow import Role, State, StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_note(request, code):
    """A note on one field of a submitted activity; its reviewers may write it."""
    return _note(request, Activity, code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_note(request, code):
    """The same of an initiative."""
    return _note(request, Initiative, code)


def _note(request, model, code):
    reported = _found(request, model, code)
    if "settle" in request.POST or "reopen" in request.POST:
        return _settle(request, reported)
    read = _read(reported)
    if request.method != "POST":
        return _page(request, reported, read, _form_of(request, reported, read))
    form = NoteForm(request.POST, labels=labels_in(read[0]))
    if not form.is_valid():
        return _page(request, reported, read, form, status=422)
    try:
        return redirect(act_once(request, partial(_write, request, reported, form)))
    except OtherBody:
        messages.warning(request, _("This page was used before. Please look again."))
        return _page(request, reported, read, form, status=422)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return _page(request, reported, read, form, status=409)


def _found(request, model, code):
    """What the person decides on now."""
    readable = model.objects.read_by_reviewers(request.user)
    reported = get_object_or_404(
        readable.select_related("organisation", "programme"), code=code
    )
    roles = reported.roles_of(request.user, among={Role.REVIEWER})
    if not roles or reported.state != State.SUBMITTED:
        raise Http404
    return reported


def _read(reported):
    """The version under review, what it is compared with, and by which word."""
    flags = flags_of(reported.history.all())
    return compared(reported.versions.standing(), flags)


def _form_of(request, reported, read):
    """As the person left it: their note on the field the address names."""
    field = request.GET.get("field", "")
    drafts = notes_of(reported).drafts_of(request.user).filter(field=field)
    mine = drafts.order_by("-version__number").first()
    initial = {"field": field}
    if mine:
        initial |= {"reason": mine.reason_id, "comment": mine.comment}
    return NoteForm(initial=initial, labels=labels_in(read[0]))


def _write(request, reported, form):
    note = write_note(
        reported,
        by=request.user,
        number=whole_number(request.POST.get("number", "")),
        **form.cleaned_data,
    )
    if note:
        said = _("Your note is kept. It is sent when you return the report.")
    else:
        said = _("Nothing was written, so there is no note of yours on this field now.")
    messages.add_message(request, messages.SUCCESS if note else messages.INFO, said)
    return f"{reported.page('review')}#notes-{form.cleaned_data['field'] or 'whole'}"


def _settle(request, reported):
    is_settled = "settle" in request.POST
    pk = whole_number(request.POST["settle" if is_settled else "reopen"])
    try:
        note = settle_note(reported, pk, by=request.user, is_settled=is_settled)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(reported.page("review"))
    said = _("The note is settled.") if is_settled else _("The note is open again.")
    messages.success(request, said)
    return redirect(f"{reported.page('review')}#notes-{note.field or 'whole'}")


def _page(request, reported, read, form, *, status=200):
    version = read[0].version
    context = {
        "reported": reported,
        "version": version,
        "form": form,
        "said": said_in(*read, form["field"].value() or ""),
        "number": request.POST.get("number", version.number),
        "once": new_key(),
        "back": reported.page("review"),
    }
    return render(request, "reporting/activity_note.html", context, status=status)


def _show_again(model, request, code, *, why, status):
    """Reason and comment as typed, after a post not carried out."""
    reported = _found(request, model, code)
    messages.warning(request, why)
    read = _read(reported)
    form = NoteForm(request.POST, labels=labels_in(read[0]))
    return _page(request, reported, read, form, status=status)


def _in_words(data):
    return answers_of(NoteForm(data, labels={}))


activity_note.show_again = partial(_show_again, Activity)
initiative_note.show_again = partial(_show_again, Initiative)
activity_note.in_words = initiative_note.in_words = _in_words
