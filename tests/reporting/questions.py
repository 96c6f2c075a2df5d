"""What the tests of a programme's questions ask and answer."""

import pytest
from django.db import DatabaseError, transaction

from reporting.drafts import save_draft
from reporting.models import Activity, Question
from tests.factories import (
    make_questions,
)
from tests.reporting.writing import typed

KINDS = {kind: kind for kind in Question.Kind.values}
TYPED = {
    "q-text": "A line",
    "q-long": "Two\nlines",
    "q-yes_no": "no",
    "q-one": "a",
    "q-several": ["a", "b"],
    "q-number": "1234.5",
    "q-date": "02/04/2020",
}


def with_questions(writer, **kinds):
    """The programme of the draft asks these; the draft has them."""
    user, activity = writer
    edition = make_questions(activity.programme, **(kinds or KINDS))
    activity.versions.update(question_set=edition)
    return edition


def save(writer, data, **given):
    user, activity = writer
    activity = Activity.objects.get(pk=activity.pk)
    data["programme"] = given.pop("programme", activity.programme.code)
    given.setdefault("counter", activity.draft().edit_count)
    return save_draft(activity, by=user, data=data, **given)


def answered(edition, **given):
    return typed(questions=str(edition.pk), **TYPED | given)


def words(version) -> list:
    return [(a.question.code, a.words) for a in version.answers.with_words()]


def refused(attack):
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        attack()
