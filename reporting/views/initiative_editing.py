"""Writing an initiative: save and submit."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.templatetags.page import field_id
from programmes.models import Organisation
from reporting.drafts import EditConflict, may_move
from reporting.initiative_drafts import data_of, save_initiative
from reporting.initiative_form import InitiativeForm
from reporting.models import Initiative, NotReady
from reporting.posted import counter_of
from reporting.report_completeness import score_of
from reporting.views.beside import beside
from reporting.views.both_texts import closed_page, conflict_page, in_words, used_page
from reporting.views.form_parts import panel_of, way_to
from reporting.views.noted import put_notes
from reporting.views.receipts import with_receipt
from reporting.views.submitting import notes_first, untouched_in
from reporting.views.switching import is_only_a_switch, language_after
from reporting.workflow import EDITABLE, Action, StepRefused, label_for_authors
from reporting.writing import of


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
    if is_only_a_switch(request, initiative):
        with override(language_after(request.POST)):
            return redirect(initiative.page("edit"))
    act = partial(_save_once, request, initiative)
    try:
        return redirect(act_once(request, act))
    except EditConflict:
        return conflict_page(request, initiative)
    except OtherBody:
        return used_page(request, initiative, again=_show_again)
    except StepRefused:
        return closed_page(request, initiative)


def _save_once(request, initiative) -> str:
    """Save, then go on; the address to go on to."""
    posted = request.POST
    version = save_initiative(
        initiative, by=request.user, data=posted, counter=counter_of(posted)
    )
    with override(language_after(posted)):
        return _go_on(request, version)


def _go_on(request, version) -> str:
    """Submit where asked, else say how the save went."""
    initiative = version.initiative
    if "submit" in request.POST:
        return _submit(request, initiative)
    if version.refused_fields.exists():
        text = _("Saved. Some answers do not fit yet; they are marked below.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Saved."))
    return initiative.page("edit")


def _submit(request, initiative) -> str:
    if asked := notes_first(request, initiative):
        return asked
    try:
        with transaction.atomic():
            entry = initiative.take(Action.SUBMIT, by=request.user)
    except NotReady:
        return f"{initiative.page('edit')}?check=1"
    messages.success(request, with_receipt(_("Submitted."), entry))
    return initiative.page("record")


# --- Its pages ----------------------------------------------------------------------


def _form_page(request, initiative, *, typed=None, status=200):
    """The form of the draft; ``typed`` is shown in place of what is stored, with the
    counter it started from."""
    version, writing = initiative.draft(), of(initiative)
    data = data_of(version) if typed is None else typed
    bound = writing.bind(data, may_move=may_move(initiative))
    form, checks = bound.form, bool(request.GET.get("check"))
    found = writing.found(version)
    if checks:
        _add_problems(form, found)
    context = {
        "initiative": initiative,
        "state_label": label_for_authors(initiative.state),
        "version": version,
        "form": form,
        "sections": _sections(form),
        "problems": _lines(form),
        "typed": typed is not None,
        "counter": version.edit_count if typed is None else typed.get("counter", ""),
        "once": new_key(),
        "organisations": Organisation.objects.values_list("name", "acronym"),
        "panel": panel_of(found, bound, here=None),
        "score": score_of(version, way=lambda name: way_to(name, bound, None)),
        "checks": checks,
        "returned": _last_return(initiative),
        "noted": put_notes(initiative, bound),
        "untouched": untouched_in(request, initiative),
    }
    context |= beside(request, initiative, data=data, typed=typed)
    return render(request, "reporting/initiative_edit.html", context, status=status)


def _add_problems(form, found):
    """What stands against submitting, beside the fields it is about."""
    for problem in found:
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


def _show_again(request, code, *, why, status):
    """The form with everything typed, after a post not carried out."""
    initiative = _own(request, code)
    if initiative.state not in EDITABLE:
        if hasattr(request, "opened_text"):  # it says how to throw it away
            messages.warning(request, why)
        return closed_page(request, initiative)
    messages.warning(request, why)
    return _form_page(request, initiative, typed=request.POST, status=status)


initiative_edit.show_again = _show_again
initiative_edit.in_words = partial(in_words, kind="initiative")
