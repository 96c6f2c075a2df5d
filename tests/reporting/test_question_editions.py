"""Questions a programme adds to the form: numbered editions that never change."""

import pytest

from reporting.models import Question, QuestionSet
from reporting.question_sets import (
    QuestionsRefused,
    begin_next,
    close,
    publish,
)
from tests.factories import (
    make_programme,
    make_questions,
    make_user,
)
from tests.reporting.questions import refused

pytestmark = pytest.mark.django_db


def test_a_published_edition_never_changes():
    edition = make_questions(make_programme(), one="one")
    question, staff = edition.questions.get(), make_user()
    choice = question.choices.first()
    refused(lambda: Question.objects.update(label="Another"))
    refused(lambda: question.delete())
    refused(lambda: edition.questions.create(code="more", kind="text", label="More?"))
    refused(lambda: question.choices.update(label="Another"))
    refused(lambda: question.choices.create(code="c", label="More"))
    refused(choice.delete)
    refused(lambda: QuestionSet.objects.update(number=9))
    refused(lambda: QuestionSet.objects.update(opened_at=None, opened_by=None))
    refused(edition.delete)
    close(edition, by=staff)
    assert (edition.closed_by, edition.questions.get().label) == (staff, question.label)


def test_an_edition_not_published_changes_and_goes():
    edition = make_questions(make_programme(), opened=False, one="one")
    edition.questions.update(label="Another")
    edition.delete()
    assert not Question.objects.exists()


def test_publishing_the_next_edition_closes_the_one_before():
    programme, staff = make_programme(), make_user()
    first = make_questions(programme, by=staff, one="one", text="text")
    follower = first.questions.get(code="text")
    second = begin_next(first, by=staff)
    assert (second.number, second.is_published) == (2, False)
    assert QuestionSet.objects.open_of(programme) == first
    publish(second, by=staff)
    first.refresh_from_db()
    assert (first.closed_by, QuestionSet.objects.open_of(programme)) == (staff, second)
    codes = [list(e.questions.values_list("code", flat=True)) for e in (first, second)]
    assert codes[0] == codes[1] == ["one", "text"]
    assert second.questions.get(code="one").choices.count() == 2
    assert follower.question_set == first


def test_the_next_edition_keeps_conditions_and_languages():
    first = make_questions(make_programme(), opened=False, yes="yes_no", text="text")
    yes, text = first.questions.all()
    text.asked_after, text.asked_for, text.label_fr = yes, "yes", "Quoi ?"
    text.save()
    publish(first, by=make_user())
    second = begin_next(first, by=make_user())
    copy = second.questions.get(code="text")
    assert (copy.asked_after.question_set, copy.asked_for) == (second, "yes")
    assert copy.label_fr == "Quoi ?"


def test_what_cannot_be_published_says_why():
    staff, programme = make_user(), make_programme()
    edition = QuestionSet.objects.create(programme=programme, number=1)
    with pytest.raises(QuestionsRefused, match="without a question"):
        publish(edition, by=staff)
    question = edition.questions.create(code="a", kind="one", label="Which?")
    question.choices.create(code="x", label="X")
    with pytest.raises(QuestionsRefused, match="fewer than two answers"):
        publish(edition, by=staff)
    question.choices.create(code="y", label="Y")
    publish(edition, by=staff)
    for step, why in ((publish, "already"), (begin_next, None), (begin_next, "not")):
        if why is None:
            step(edition, by=staff)
            continue
        with pytest.raises(QuestionsRefused, match=why):
            step(edition, by=staff)
    close(edition, by=staff)
    with pytest.raises(QuestionsRefused, match="not open"):
        close(edition, by=staff)
