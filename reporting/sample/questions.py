"""Sample questions of two programmes, and what sample activities answer to them.

They are there before the activities, so that each draft is begun with them.
"""

from datetime import UTC, datetime

from programmes.models import Appointment, Programme, User
from reporting.models import QuestionSet
from reporting.sample import files
from reporting.sample.members import named

ASKED_SINCE = datetime(2018, 1, 8, 9, tzinfo=UTC)


def add_editions() -> int:
    """Add those of programmes that ask nothing yet; how many."""
    added = 0
    for row in files.editions():
        programme = named(Programme, row["programme"])
        if not programme.question_sets.exists():
            _add(programme, row["questions"])
            added += 1
    return added


def _add(programme, questions):
    """Publishing it comes last: what is published takes no question more."""
    edition = QuestionSet.objects.create(programme=programme, number=1, is_sample=True)
    made = {}
    for order, row in enumerate(questions, 1):
        choices, earlier = row.pop("choices"), made.get(row.pop("asked_after"))
        row |= {"asked_for": row["asked_for"] or "", "asked_after": earlier}
        question = edition.questions.create(order=order, **row)
        made[question.code] = question
        for place, choice in enumerate(choices, 1):
            question.choices.create(order=place, **choice)
    staff = User.objects.appointed(Appointment.Role.SECRETARIAT)
    edition.opened_at = ASKED_SINCE
    edition.opened_by = staff.filter(is_sample=True).order_by("pk").first()
    edition.save()


def add_answers(version, code) -> None:
    """What the first draft of a sample activity answers, where it is asked."""
    if version.question_set is None or not version.question_set.is_sample:
        return
    asked = {row.code: row for row in version.question_set.questions.all()}
    for edition in files.editions():
        for row in edition["answers"]:
            if row.pop("activity") == code:
                _answer(version, asked[row.pop("question")], row)


def _answer(version, question, row):
    row |= {"text": row["text"] or "", "order": question.order}
    row["choice"] = question.choices.filter(code=row["choice"]).first()
    version.answers.create(question=question, **row)
