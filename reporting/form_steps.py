"""The parts of the report form: each a step of its own, all of them one long page.

A post may hold one part alone. It then names that ``step``, and everything else stays
as it is stored.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

QUESTION = "q-"


@dataclass(frozen=True, slots=True)
class FormStep:
    """A part of the form: the fields, kinds of rows and files asked for in it, or the
    questions of the programme (``q-…``, see reporting/question_fields.py)."""

    name: str
    title: str
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    has_files: bool = False
    has_questions: bool = False

    def asks(self, name) -> bool:
        """Whether a posted field, or kind of row, belongs to it."""
        is_question = self.has_questions and name.startswith(QUESTION)
        return is_question or name in self.fields or name in self.rows


STEPS = (
    FormStep("what", _("What"), ("title", "summary", "results", "type", "language")),
    FormStep(
        "where",
        _("When and where"),
        ("started_on", "ended_on", "scope", "countries", "regions"),
    ),
    FormStep("partners", _("With whom"), ("programme",), ("partners",)),
    FormStep(
        "classification",
        _("What it is about"),
        ("sectors", "stages", "impacts", "goals", "targets", "tags"),
    ),
    FormStep("results", _("Results"), rows=("quantities",)),
    FormStep("attachments", _("Links and files"), rows=("links",), has_files=True),
    FormStep("questions", _("Questions of the programme"), has_questions=True),
)
BY_NAME = {step.name: step for step in STEPS}


def step_of(field) -> FormStep | None:
    """The step in which a field, a row (``links-3``) or the files are asked for."""
    if field == "files":
        return next(step for step in STEPS if step.has_files)
    kind = field if field.startswith(QUESTION) else field.split("-")[0]
    return next((step for step in STEPS if step.asks(kind)), None)
