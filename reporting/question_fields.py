"""The questions of a programme as fields of the report form, and answers as what is
posted and kept. A field is called by the question's code: an answer typed for one
edition is an answer to the same question of the next.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates, languages, numbers
from oneplanet.text.fields import (
    PortalCharField,
    PortalDateField,
    PortalDecimalField,
)
from reporting.choices import NOT_OFFERED
from reporting.conditions import Condition
from reporting.models import Answer, Question, QuestionSet
from reporting.row_forms import exact

Kind = Question.Kind
LINE, LONG = 300, 5000  # characters
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))


def questions_of(set_id) -> list[Question]:
    """The questions of a published edition, in their order; none of any other."""
    text = str(set_id or "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return []
    published = QuestionSet.objects.published().filter(pk=text)
    rows = Question.objects.filter(question_set__in=published)
    rows = rows.select_related("question_set", "asked_after")
    return list(rows.prefetch_related("choices"))


def asked_of(version) -> list[Question]:
    """The questions of a draft read for its form (reporting.reading.read_draft)."""
    edition = version.question_set
    return list(edition.questions.all()) if edition else []


# --- As fields ------------------------------------------------------------------------


def field_of(question) -> forms.Field:
    """The field that asks a question, in the reader's language."""
    given = {"label": _label(question), "help_text": _marked(question, "guidance")}
    field = _MAKERS[question.kind](question, **given)
    field.required = False
    field.needed_to_submit = question.is_needed
    field.asked_after = None
    if earlier := question.asked_after:
        answers = frozenset({question.asked_for})
        field.asked_after = Condition(question.name, earlier.name, answers)
    if isinstance(field, forms.ChoiceField):
        field.error_messages["invalid_choice"] = NOT_OFFERED
    return field


def _label(question):
    label = _marked(question, "label")
    if question.kind != Kind.NUMBER or not question.unit:
        return label
    return format_html("{} ({})", label, _marked(question, "unit"))


def _marked(row, name):
    """A text in the reader's language, or in English and marked as that."""
    text, code = languages.shown(row, name)
    if code == (get_language() or "en"):
        return text
    mark = '<span lang="{}" dir="{}">{}</span>'
    return format_html(mark, languages.tag(code), languages.direction(code), text)


def _offered(question) -> list:
    return [(row.code, _marked(row, "label")) for row in question.choices.all()]


def _line(question, **given):
    return PortalCharField(max_length=LINE, **given)


def _long(question, **given):
    widget = forms.Textarea(attrs={"rows": 4})
    return PortalCharField(max_length=LONG, widget=widget, **given)


def _yes_no(question, **given):
    return forms.ChoiceField(choices=YES_OR_NO, widget=forms.RadioSelect, **given)


def _one(question, **given):
    offered = _offered(question)
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **given)


def _several(question, **given):
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(choices=_offered(question), widget=widget, **given)


def _number(question, **given):
    limits = {"max_digits": 20, "decimal_places": 4, "min_value": -(10**15)}
    return PortalDecimalField(validators=[exact], **limits, **given)


def _date(question, **given):
    return PortalDateField(**given)


_MAKERS = {
    Kind.TEXT: _line,
    Kind.LONG: _long,
    Kind.YES_NO: _yes_no,
    Kind.ONE: _one,
    Kind.SEVERAL: _several,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
}


# --- As answers -----------------------------------------------------------------------


def posted_of(version, *, answers=None, asked=None) -> dict[str, list[str]]:
    """What a version answers to its edition, as the form posts it. Its ``answers``,
    with their words, and what it is ``asked`` are read where they are not given."""
    answers = version.answers.with_words() if answers is None else answers
    asked = questions_of(version.question_set_id) if asked is None else asked
    posted = {question.name: [] for question in asked}
    for answer in answers:
        if answer.question.question_set_id == version.question_set_id:
            posted[answer.question.name].append(_as_posted(answer))
    for question in asked:
        if question.kind != Kind.SEVERAL and not posted[question.name]:
            posted[question.name] = [""]  # of boxes none is posted
    return posted


def _as_posted(answer) -> str:
    if answer.number is not None:
        return numbers.for_input(answer.number)
    if answer.day:
        return dates.for_input(answer.day)
    return answer.code or answer.text


def keep_answer(version, question, value) -> None:
    """Put a cleaned value in the place of what was answered before."""
    version.answers.filter(question=question).delete()
    Answer.objects.bulk_create(
        Answer(version=version, question=question, order=question.order, **cells)
        for cells in _cells(question, value)
    )


def _cells(question, value):
    """The columns of each row an answer takes; nothing answered takes none."""
    if question.kind in (Kind.ONE, Kind.SEVERAL):
        codes = value if isinstance(value, list) else [value]
        return [{"choice": c} for c in question.choices.all() if c.code in codes]
    if value in (None, ""):
        return []
    if question.kind == Kind.YES_NO:
        return [{"is_yes": value == "yes"}]
    column = {Kind.NUMBER: "number", Kind.DATE: "day"}.get(question.kind, "text")
    return [{column: value}]


def plain(question, text) -> str:
    """One shape of a typed answer, however its number or day is written."""
    try:
        if question.kind == Kind.NUMBER and text:
            return numbers.for_input(numbers.parse(text))
        if question.kind == Kind.DATE and text:
            return dates.parse(text).isoformat()
    except (ValueError, ValidationError):
        return text
    return text


def off_the_form(version, answers) -> list[Answer]:
    """Answers a draft keeps to questions its form does not ask: of another edition, or
    of the programme it belonged to before."""
    edition = version.question_set_id
    return [row for row in answers if row.question.question_set_id != edition]
