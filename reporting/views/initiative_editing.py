"""Writing an initiative: save and submit."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import act_once_or_anew, new_key
from oneplanet.templatetags.page import field_id
from oneplanet.typed import labels_of
from programmes.models import Organisation
from reporting.drafts import EditConflict, may_move
from reporting.initiative_drafts import bind, data_of, normal, save_initiative
from reporting.initiative_form import InitiativeForm
from reporting.models import Initiative, NotReady
from reporting.posted import counter_of
from reporting.views.receipts import with_receipt
from reporting.workflow import EDITABLE, Action, StepRefused, label_for_authors


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit(request, code):
    """The form. A save keeps what it can; submitting checks the whole."""
    initiative = _own(request, code)
    if request.method == "POST":
        return _save(request, initiative)
    if initiative.state not in EDITABLE:
        messages.info(request, _("This initiative cannot be edited now."))
        return redirect(initiative.page("record"))
    return _form_page(request, initiative)


def _own(request, code):
    mine = Initiative.objects.written_by(request.user)
    rows = mine.select_related("organisation", "programme")
    return get_object_or_404(rows, code=code)


def _save(request, initiative):
    act = partial(_save_once, request, initiative)
    try:
        address = act_once_or_anew(request, act)
    except EditConflict:
        return _conflict_page(request, initiative)
    except StepRefused:
        return _closed_page(request, initiative)
    return redirect(address)


def _save_once(request, initiative) -> str:
    """Save, then submit where asked; the address to go on to."""
    posted = request.POST
    version = save_initiative(
        initiative, by=request.user, data=posted, counter=counter_of(posted)
    )
    if "submit" in posted:
        return _submit(request, version.initiative)
    if version.refused_fields.exists():
        text = _("Saved. Some answers could not be read; they are marked below.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Saved."))
    return initiative.page("edit")


def _submit(request, initiative) -> str:
    try:
        with transaction.atomic():
            entry = initiative.take(Action.SUBMIT, by=request.user)
    except NotReady:
        return f"{initiative.page('edit')}?check=1"
    said = _("Submitted. You will hear by mail.")
    messages.success(request, with_receipt(said, entry))
    return initiative.page("record")


# --- Its pages ----------------------------------------------------------------------


def _form_page(request, initiative, *, typed=None, conflict=None, status=200):
    """The form of the draft; ``typed`` is shown in place of what is stored, with the
    counter it started from unless both texts are shown."""
    version = initiative.draft()
    data = typed if typed is not None else data_of(version)
    form = bind(data, may_move=may_move(initiative))
    if request.GET.get("check"):
        _add_problems(form, version)
    kept = typed is not None and not conflict
    context = {
        "initiative": initiative,
        "state_label": label_for_authors(initiative.state),
        "version": version,
        "form": form,
        "sections": _sections(form),
        "problems": _lines(form),
        "typed": typed is not None,
        "counter": typed.get("counter", "") if kept else version.edit_count,
        "once": new_key(),
        "organisations": Organisation.objects.values_list("name", flat=True),
        "conflict": conflict,
        "returned": _last_return(initiative),
    }
    return render(request, "reporting/initiative_edit.html", context, status=status)


def _add_problems(form, version):
    """What stands against submitting, beside the fields it is about."""
    for problem in version.problems():
        if problem.field in form.fields and problem.field not in form.errors:
            form.add_error(problem.field, problem.message)


def _sections(form) -> list[tuple]:
    """(name, title, fields) of each part of the form."""
    return [
        (name, title, [form[field] for field in fields if field in form.fields])
        for name, title, fields in InitiativeForm.SECTIONS
    ]


def _lines(form) -> list[dict]:
    """Every error as a line leading to its field, in the page's order."""
    return [
        {"text": text, "id": field_id(field), "label": field.label}
        for _name, _title, fields in _sections(form)
        for field in fields
        for text in field.errors
    ]


def _last_return(initiative):
    if initiative.state == "returned":
        return initiative.history.filter(action=Action.RETURN).last()
    return None


def _conflict_page(request, initiative):
    """The form with what was typed, above it both texts where they differ; 409."""
    initiative = _own(request, initiative.code)
    version = initiative.draft()
    if version is None or initiative.state not in EDITABLE:
        return _closed_page(request, initiative)
    conflict = {
        "fields": _differing(request.POST, version),
        "by": version.entered_by,
    }
    return _form_page(
        request, initiative, typed=request.POST, conflict=conflict, status=409
    )


def _closed_page(request, initiative):
    """What was typed into a draft that meanwhile can be edited no more; 409."""
    initiative = _own(request, initiative.code)
    version = initiative.draft() or initiative.latest_sealed()
    context = {
        "initiative": initiative,
        "fields": _differing(request.POST, version),
    }
    return render(request, "reporting/initiative_closed.html", context, status=409)


def _differing(posted, version) -> list[dict]:
    """Field by field, in words, where the two are not the same."""
    movable = may_move(version.initiative)
    form = bind(posted, may_move=movable)
    mine = normal(posted, may_move=movable)
    theirs = normal(data_of(version), may_move=movable)
    return [
        {
            "label": form.fields[name].label,
            "mine": _in_words(form, name, mine[name]),
            "theirs": _in_words(form, name, theirs[name]),
        }
        for name in mine
        if mine[name] != theirs[name]
    ]


def _in_words(form, name, values) -> list[str]:
    labels = labels_of(form.fields[name])
    return [str(labels.get(value, value)) for value in values]


def _show_again(request, code, *, why, status):
    """The form with everything typed, after a post not carried out."""
    initiative = _own(request, code)
    if initiative.state not in EDITABLE:
        return _closed_page(request, initiative)
    messages.warning(request, why)
    return _form_page(request, initiative, typed=request.POST, status=status)


def _all_in_words(data):
    form = bind(data)
    return [
        (form.fields[name].label, _in_words(form, name, texts))
        for name, texts in normal(data).items()
        if texts
    ]


initiative_edit.show_again = _show_again
initiative_edit.in_words = _all_in_words
