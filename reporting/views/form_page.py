"""Drawing the report form: from what is stored, from what was typed, or both.

Its address alone is the whole form; ``?step=`` shows one part of it at a time.
"""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext

from oneplanet.idempotency import new_key
from oneplanet.text.numbers import number
from reporting import partner_names
from reporting.checks import findings, problems_in
from reporting.drafts import file_problems, may_move
from reporting.form_steps import BY_NAME
from reporting.forms import ROW_FORMS
from reporting.period_rules import Why
from reporting.periods import expected, foreseen, periods_of_activities
from reporting.posted import bind, data_in, whole
from reporting.question_fields import asked_of, off_the_form
from reporting.question_sets import newer_for
from reporting.reading import read_draft
from reporting.report_completeness import score_of
from reporting.views.beside import beside
from reporting.views.form_parts import (
    lines_of,
    name_figures,
    panel_of,
    progress_of,
    sections_of,
    way_to,
)
from reporting.views.noted import put_notes
from reporting.views.saved import show_remarks
from reporting.views.submitting import untouched_in
from reporting.workflow import Action, label_for_authors

SPARE = 1
MORE = 3


def form_page(request, activity, *, typed=None, status=200):
    """The form of a draft; ``typed`` is shown in place of what is stored, with the
    counter it started from.
    """
    content = read_draft(activity)
    version, asked = content.version, asked_of(content.version)
    here = _step_asked_for(request, typed, version)
    data = data_in(content, asked) if typed is None else whole(typed, version)
    bound = bind(data, may_move=may_move(activity), asked=asked)
    name_figures(bound.form)
    noted = put_notes(activity, bound, here=here)
    if typed is None:
        show_remarks(request, activity, bound)
    if request.GET.get("check"):
        _add_problems(bound, content)
    if typed is not None and request.FILES:
        messages.warning(request, gettext("The files have to be chosen again."))
    organisations = list(partner_names.named())
    partner_names.offer(bound.rows["partners"], organisations)
    periods = periods_of_activities()
    period, why = foreseen(version, periods)
    context = _parts(request, bound, content, here) | {
        "activity": activity,
        "state_label": label_for_authors(activity.state),
        "version": version,
        "form": bound.form,
        "typed": typed is not None,
        "counter": version.edit_count,
        "once": new_key(),
        "organisations": organisations,
        "returned": _last_return(activity),
        "noted": noted,
        "expected": expected(periods),
        "foreseen": period,
        "foreseen_why": why.label if why == Why.NEXT else "",
    }
    context |= beside(request, activity, data=data, typed=typed, asked=asked)
    if typed is not None:
        context["counter"] = typed.get("counter", "")
    return render(request, "reporting/activity_edit.html", context, status=status)


def _step_asked_for(request, typed, version):
    """The part of the form a page is about; None for the whole."""
    asked = request.GET if typed is None else typed
    step = BY_NAME.get(asked.get("step", ""))
    is_empty = step and step.has_questions and not version.question_set_id
    return None if is_empty else step


def _parts(request, bound, content, here) -> dict:
    """The sections of the form, its files, and all there is to look at."""
    version, files = content.version, content.files
    spare = MORE if request.GET.get("more") in ROW_FORMS else SPARE
    refused_files = file_problems(version)
    sections = sections_of(
        bound, spare=spare, files=files, refused_files=refused_files, here=here
    )
    return {
        "sections": sections,
        "step": here,
        "around": _around(sections),
        "newer": newer_for(version),
        "off_the_form": off_the_form(version, content.all_answers),
        "progress": progress_of(sections),
        "problems": lines_of(sections, refused_files),
        "panel": panel_of(findings(content), bound, here=here),
        "score": score_of(version, way=lambda name: way_to(name, bound, here)),
        "checks": bool(request.GET.get("check")),
        "untouched": untouched_in(request, version.activity),
        "files": files,
        "file_problems": refused_files,
    }


def _around(sections) -> dict:
    """The steps before and after the one a page is about, and which it is, in words."""
    places = [n for n, section in enumerate(sections) if section.is_here]
    if len(places) != 1:
        return {"words": ""}
    (place,) = places
    words = {"number": number(place + 1), "all": number(len(sections))}
    words["title"] = sections[place].title
    return {
        "before": sections[place - 1] if place else None,
        "after": next(iter(sections[place + 1 :]), None),
        "words": gettext("Step %(number)s of %(all)s: %(title)s") % words,
    }


def _last_return(activity):
    """What the reviewers wrote, while the activity is back with the partner."""
    if activity.state == "returned":
        return activity.history.filter(action=Action.RETURN).last()
    return None


def _add_problems(bound, content):
    """What stands against submitting, beside the fields it is about."""
    form = bound.form
    for problem in problems_in(content):
        if problem.field in form.fields and problem.field not in form.errors:
            form.add_error(problem.field, problem.message)
