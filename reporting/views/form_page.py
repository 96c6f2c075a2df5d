"""Drawing the report form: from what is stored, from what was typed, or both."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oneplanet.idempotency import new_key
from oneplanet.templatetags.page import field_id
from programmes.models import Organisation
from reporting.drafts import file_problems, may_move
from reporting.forms import MOST_ROWS, ROW_FORMS, ActivityForm
from reporting.periods import expected, foreseen, periods_of_activities
from reporting.posted import bind, data_of
from reporting.readiness import problems_of
from reporting.views.beside import beside
from reporting.workflow import Action, label_for_authors

ROW_TITLES = {
    "partners": _("Organisations that took part"),
    "quantities": _("Results as numbers"),
    "links": _("Links"),
}
SPARE = 1
MORE = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its name, title, fields, rows beneath them, whether done."""

    name: str
    title: str
    fields: list
    rows: list
    is_done: bool
    has_files: bool = False


def form_page(request, activity, version, *, typed=None, conflict=None, status=200):
    """The form of a draft; ``typed`` is shown in place of what is stored.

    What was typed keeps the counter it started from, unless both texts are shown.
    """
    data = typed if typed is not None else data_of(version)
    bound = bind(data, may_move=may_move(activity))
    if request.GET.get("check"):
        _add_problems(bound, version)
    if typed is not None and request.FILES:
        messages.warning(request, gettext("The files have to be chosen again."))
    periods = periods_of_activities()
    context = _parts(request, bound, version) | {
        "activity": activity,
        "state_label": label_for_authors(activity.state),
        "version": version,
        "form": bound.form,
        "typed": typed is not None,
        "counter": version.edit_count,
        "once": new_key(),
        "organisations": Organisation.objects.values_list("name", flat=True),
        "conflict": conflict,
        "returned": _last_return(activity),
        "expected": expected(periods),
        "foreseen": foreseen(version, periods),
    }
    context |= beside(request, activity, data=data, typed=typed)
    if typed is not None and not conflict:
        context["counter"] = typed.get("counter", "")
    return render(request, "reporting/activity_edit.html", context, status=status)


def _parts(request, bound, version) -> dict:
    """The sections of the form, its files, and every problem in one list."""
    spare = MORE if request.GET.get("more") in ROW_FORMS else SPARE
    files = list(version.files.select_related("stored"))
    refused_files = file_problems(version)
    sections = sections_of(bound, spare, files)
    return {
        "sections": sections,
        "done": [n for n, section in enumerate(sections, 1) if section.is_done],
        "open": [section for section in sections if not section.is_done],
        "problems": _lines(sections, refused_files),
        "files": files,
        "file_problems": refused_files,
    }


def _last_return(activity):
    """What the reviewers wrote, while the activity is back with the partner."""
    if activity.state == "returned":
        return activity.history.filter(action=Action.RETURN).last()
    return None


def _add_problems(bound, version):
    """What stands against submitting, beside the fields it is about."""
    form = bound.form
    for problem in problems_of(version):
        if problem.field in form.fields and problem.field not in form.errors:
            form.add_error(problem.field, problem.message)


def _lines(sections, refused_files) -> list[dict]:
    """Every error on the page as a line leading to its field, in the page's order."""
    lines = []
    for section in sections:
        fields = list(section.fields)
        for rows in section.rows:
            fields += [field for row in rows["filled"] for field in row]
        lines += [
            {"text": text, "id": field_id(field), "label": field.label}
            for field in fields
            for text in field.errors
        ]
        if section.has_files:
            label = _("Files")
            lines += [{"text": t, "id": "files", "label": label} for t in refused_files]
    return lines


def sections_of(bound, spare, files) -> list[Section]:
    form, sections = bound.form, []
    for name, title, fields in ActivityForm.SECTIONS:
        shown = [form[field] for field in fields if field in form.fields]
        rows = [_rows(bound, "partners", spare)] if name == "partners" else []
        sections.append(Section(name, title, shown, rows, _is_done(form, fields)))
    numbers = _rows(bound, "quantities", spare)
    links = _rows(bound, "links", spare)
    sections.append(
        Section("results", _("Results"), [], [numbers], bool(numbers["filled"]))
    )
    sections.append(
        Section(
            "attachments",
            _("Links and files"),
            [],
            [links],
            bool(links["filled"] or files),
            has_files=True,
        )
    )
    return sections


def _is_done(form, fields) -> bool:
    """Every needed field answered without error, or any field where none is needed.

    A field no longer asked, as the programme after a submission, is answered.
    """
    answered = [
        field
        for field in fields
        if field not in form.fields
        or (form.data.get(field) and not form.errors.get(field))
    ]
    needed = [field for field in fields if field in form.NEEDED]
    return set(needed) <= set(answered) if needed else bool(answered)


def _rows(bound, name, spare) -> dict:
    """Filled rows keep their numbers; blank ones follow while there is room."""
    filled, first = bound.rows[name], bound.counts[name]
    spare = max(0, min(spare, MOST_ROWS - len(filled)))
    blank = [
        ROW_FORMS[name](prefix=f"{name}-{number}")
        for number in range(first, first + spare)
    ]
    return {
        "name": name,
        "title": ROW_TITLES[name],
        "forms": [*filled, *blank],
        "filled": filled,
        "has_room": bool(blank),
        "most": MOST_ROWS,
    }
