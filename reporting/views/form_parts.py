"""The parts of the report form as its page draws them: each with its questions, its
rows, how far it is, and what is to be looked at in it.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from oneplanet.templatetags.page import field_id
from oneplanet.text.lists import SEMICOLON, TWO
from oneplanet.text.numbers import number
from reporting.checks import Severity
from reporting.figure_sources import figures_by_question
from reporting.form_steps import STEPS, FormStep, step_of
from reporting.posted import DraftForms
from reporting.row_forms import MOST_ROWS, ROW_FORMS, ROW_TITLES

STATES = {
    "new": pgettext_lazy("step", "not begun"),
    "begun": pgettext_lazy("step", "begun"),
    "done": pgettext_lazy("step", "done"),
    "optional": pgettext_lazy("step", "optional"),
    "problems": pgettext_lazy("step", "to mend"),
}
PRESET = ("language", "programme")  # answered before anybody comes


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its step, fields, the rows beneath them, how far it is.

    ``state`` says it in a word, see STATES. ``is_here`` says whether it is answered on
    this page; of others only a print shows the answers.
    """

    step: FormStep
    fields: list
    rows: list
    state: str
    is_required: bool
    is_here: bool

    @property
    def state_words(self):
        return STATES[self.state]

    @property
    def is_open(self):
        """Whether something in it stands between the draft and its submission."""
        return self.state not in ("done", "optional")

    @property
    def name(self):
        return self.step.name

    @property
    def title(self):
        return self.step.title

    @property
    def has_files(self):
        return self.step.has_files


def sections_of(bound: DraftForms, *, spare, files, refused_files, here) -> list:
    """Every part in its order; ``here`` is the step the page is about, or None."""
    sections = []
    for step in STEPS:
        names = bound.form.questions if step.has_questions else step.fields
        if step.has_questions and not names:
            continue
        fields = [bound.form[name] for name in names if name in bound.form.fields]
        rows = [_rows(bound, name, spare) for name in step.rows]
        given = (files, refused_files) if step.has_files else ((), ())
        needed = _needed(fields)
        state = _state(fields, needed, rows, *given)
        is_here = here in (None, step)
        sections.append(Section(step, fields, rows, state, bool(needed), is_here))
    return sections


def progress_of(sections) -> dict:
    """How much of what is required is done: in numbers, in arcs, and what is open."""
    required = [section for section in sections if section.is_required]
    done = sum(section.state == "done" for section in required)
    return {
        "done": done,
        "all": len(required),
        "arcs": 6 * done // len(required),
        "open": [section for section in sections if section.is_open],
    }


def _needed(fields) -> list:
    asked = [f for f in fields if not f.asked_when or f.asked_when["is_asked"]]
    return [field for field in asked if field.is_needed]


def _state(fields, needed, rows, files, refused_files) -> str:
    """Done: every needed answer is given without error, or any where none is needed.
    What was answered before anybody came is no beginning."""
    refused = any(field.errors for field in fields)
    refused |= any(row.errors for kind in rows for row in kind["filled"])
    if refused or refused_files:
        return "problems"
    if needed and all(map(_is_answered, needed)):
        return "done"
    own = [field for field in fields if field.name not in PRESET]
    is_begun = bool(files) or any(kind["filled"] for kind in rows)
    is_begun |= any(map(_is_answered, own))
    if needed:
        return "begun" if is_begun else "new"
    return "done" if is_begun else "optional"


def _is_answered(field) -> bool:
    """Whether anything was given; of a list, anything in it."""
    data = field.data
    return any(data) if isinstance(data, list) else bool(data)


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
        "guidance": ROW_FORMS[name].guidance,
        "forms": [*filled, *blank],
        "filled": filled,
        "has_room": bool(blank),
        "notes": _notes(bound, name),
        "most": MOST_ROWS,
    }


def _notes(bound, name) -> str:
    """What reviewers have said of a kind of rows."""
    return getattr(bound.form, "notes", {}).get(name, "")


def name_figures(form) -> None:
    """Say under each question in which published figures its answers are counted."""
    for name, figures in figures_by_question().items():
        if field := form.fields.get(name):
            field.help_text = format_html(
                "{} {} {}",
                field.help_text,
                gettext("Used in published figures:"),
                _ways_to(figures),
            )


def _ways_to(figures) -> str:
    """Links in a row; the sign between two never begins a line."""
    between = str(SEMICOLON)
    mark = between.rstrip()
    marks = [mark] * (len(figures) - 1) + [""]
    way = '<span class="clause"><a href="{}"><bdi>{}</bdi>{}{}</a>{}</span>'
    links = (
        (_address(figure), figure.document.symbol, TWO, _place(figure), after)
        for figure, after in zip(figures, marks, strict=True)
    )
    return format_html_join(between.removeprefix(mark), way, links)


def _address(figure) -> str:
    return f"{reverse('knowledge_hubs:figure_list')}#{figure.code}"


def _place(figure) -> str:
    numbers = ngettext("paragraph {numbers}", "paragraphs {numbers}", 1)
    return numbers.format(numbers=number(int(figure.paragraph)))


# --- What is to be looked at ----------------------------------------------------------


def lines_of(sections, refused_files) -> list[dict]:
    """Every error on the page as a line leading to its field, in the page's order."""
    lines = []
    for section in sections:
        if not section.is_here:
            continue
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


def panel_of(found, bound, *, here) -> list[dict]:
    """What was found, by severity: each with the question and the way to it."""
    return [
        {
            "severity": severity,
            "lines": [
                {
                    "text": what_is_wrong(row, bound),
                    "label": _label(row.field, bound),
                    "url": way_to(row.field, bound, here),
                }
                for row in found
                if row.severity == severity
            ],
        }
        for severity in Severity
        if any(row.severity == severity for row in found)
    ]


def what_is_wrong(found, bound) -> str:
    """In the words beside the question, where the form has any."""
    errors = _errors_of(found.field, bound)
    if not errors or found.severity != Severity.BLOCKER:
        return found.message
    return str(errors[0].messages[0])


def codes_of(field, bound) -> set:
    """What kinds of errors a field has, or the cells of a row (``links-2``)."""
    return {error.code for error in _errors_of(field, bound)}


def _errors_of(field, bound) -> list:
    kind, _dash, order = field.partition("-")
    if kind not in bound.rows:
        return bound.form.errors.as_data().get(field, [])
    rows = bound.rows[kind][int(order) :][:1] if order.isdecimal() else []
    cells = [cell for row in rows for cell in row.errors.as_data().values()]
    return [error for cell in cells for error in cell]


def _label(field, bound):
    if field in bound.form.fields:
        return bound.form.fields[field].label
    kind = field.partition("-")[0]
    return ROW_TITLES.get(kind, gettext("Files"))


def way_to(field, bound, here) -> str:
    """To the question on this page, or on the page of its step."""
    step = step_of(field)
    if field in bound.form.fields:
        place = _place_of(bound.form[field])
    else:
        place = field.partition("-")[0]
    is_here = here is None or step is None or step == here
    return f"#{place}" if is_here else f"?step={step.name}#{place}"


def _place_of(field) -> str:
    """The id of the control; of a list that offers nothing, of the list."""
    offered = getattr(field.field, "choices", None)
    return field.auto_id if offered == [] else field_id(field)
