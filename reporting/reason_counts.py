"""Which reasons reviewers give most, by question and language of the report."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from reporting.forms import ActivityForm
from reporting.initiative_form import InitiativeForm
from reporting.models import ActivityNote, InitiativeNote, ReturnReason
from reporting.note_words import NO_REASON
from reporting.review_notes import question_of

FORMS = {ActivityNote: ActivityForm, InitiativeNote: InitiativeForm}


@dataclass(frozen=True, slots=True)
class Counted:
    """A reason or a question: in how many notes, how many of these are open (neither
    settled nor passed over by an approval), and of a question how often which reason
    was given, the most frequent first."""

    label: str
    notes: int
    open: int
    reasons: list


@dataclass(frozen=True, slots=True)
class ReasonCounts:
    """Of notes that were sent, on reports in one language or in all: by reason and by
    question, the most frequent first, and how many there are in each language."""

    reasons: list[Counted]
    questions: list[Counted]
    languages: list
    notes: int


def count_reasons(*, language="") -> ReasonCounts:
    """``language`` is that of the report. A note counts once, also where it was opened
    again; one without a reason counts under “No reason, a comment alone”. Three
    queries."""
    labels = {row.pk: row.label for row in ReturnReason.objects.all()}
    lines = [line for model in FORMS for line in _lines(model, labels)]
    languages = Counter()
    for line in lines:
        languages[line["language"]] += line["notes"]
    if language:
        lines = [line for line in lines if line["language"] == language]
    return ReasonCounts(
        reasons=_by(lines, "reason"),
        questions=_by(lines, "question"),
        languages=sorted(languages.items(), key=lambda pair: (-pair[1], pair[0])),
        notes=sum(line["notes"] for line in lines),
    )


def _lines(model, labels):
    rows = model.objects.sent().with_over().order_by()
    rows = rows.values("field", "reason", "version__language")
    is_open = Q(resolved_at=None, is_over=False)
    for row in rows.annotate(notes=Count("pk"), open=Count("pk", filter=is_open)):
        yield {
            "question": str(question_of(row["field"], FORMS[model])),
            "reason": str(labels.get(row["reason"], NO_REASON)),
            "language": row["version__language"],
            "notes": row["notes"],
            "open": row["open"],
        }


def _by(lines, key) -> list[Counted]:
    notes, still_open, reasons = Counter(), Counter(), {}
    for line in lines:
        notes[line[key]] += line["notes"]
        still_open[line[key]] += line["open"]
        given = reasons.setdefault(line[key], Counter())
        given[line["reason"]] += line["notes"]
    return [
        Counted(label, notes[label], still_open[label], _most(reasons[label]))
        for label, _number in _most(notes)
    ]


def _most(counter) -> list:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
