"""What is done to a programme's questions: an edition is begun from the last, published
and closed; a draft takes the newer one when its author says so.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.models import Activity, Question, QuestionChoice, QuestionSet
from reporting.models.questions import MOST_QUESTIONS
from reporting.workflow import StepRefused


class QuestionsRefused(Exception):
    """A step that cannot be taken now; says why."""


def _locked(edition) -> QuestionSet:
    edition.refresh_from_db(from_queryset=QuestionSet.objects.select_for_update())
    return edition


def next_number(programme) -> int:
    mine = QuestionSet.objects.filter(programme=programme)
    return (mine.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def publish(edition, *, by) -> None:
    """Ask these questions from now on, in the place of the edition before."""
    _locked(edition)
    if edition.is_published:
        raise QuestionsRefused(_("This edition is published already."))
    if why := _unready(edition):
        raise QuestionsRefused(why)
    now = timezone.now()
    before = QuestionSet.objects.open_of(edition.programme)
    if before:
        _end(before, by=by, at=now)
    edition.opened_at, edition.opened_by = now, by
    edition._history_user = by
    edition.save()


def _unready(edition) -> str:
    """Why an edition cannot be published; empty if it can."""
    questions = list(edition.questions.all())
    if not questions:
        return _("An edition without a question cannot be published.")
    if len(questions) > MOST_QUESTIONS:
        return _("No programme may ask more than thirty questions.")
    for question in questions:
        chosen = question.kind in (Question.Kind.ONE, Question.Kind.SEVERAL)
        if chosen and question.choices.count() < 2:
            text = _("“%(question)s” offers fewer than two answers.")
            return text % {"question": question}
        earlier = question.asked_after
        if earlier and question.asked_for not in earlier.answers():
            text = _("“%(question)s” waits for an answer that is not offered.")
            return text % {"question": question}
    return ""


@transaction.atomic
def close(edition, *, by) -> None:
    """Ask them no longer; drafts that have them keep them."""
    _locked(edition)
    if not edition.is_published or edition.closed_at:
        raise QuestionsRefused(_("This edition is not open."))
    _end(edition, by=by, at=timezone.now())


def _end(edition, *, by, at):
    edition.closed_at, edition.closed_by = at, by
    edition._history_user = by
    edition.save()


@transaction.atomic
def begin_next(edition, *, by) -> QuestionSet:
    """A new edition to work on, with the questions of this one."""
    programme = edition.programme
    if QuestionSet.objects.filter(programme=programme, opened_at=None).exists():
        text = _("This programme has an edition that is not published yet.")
        raise QuestionsRefused(text)
    new = QuestionSet(programme=programme, number=next_number(programme))
    new.is_sample, new._history_user = edition.is_sample, by
    new.save()
    copies = {}
    for question in edition.questions.prefetch_related("choices"):
        copies[question.pk] = _copied(question, new, copies)
    return new


def _copied(question, new, copies) -> Question:
    choices = list(question.choices.all())
    copy = Question.objects.get(pk=question.pk)
    copy.pk, copy._state.adding, copy.question_set = None, True, new
    copy.asked_after = copies.get(question.asked_after_id)
    copy.save()
    for choice in choices:
        row = QuestionChoice.objects.get(pk=choice.pk)
        row.pk, row._state.adding, row.question = None, True, copy
        row.save()
    return copy


def newer_for(version) -> QuestionSet | None:
    """The edition the programme asks now, where a draft has another."""
    edition = QuestionSet.objects.open_of(version.activity.programme)
    return edition if edition and edition.pk != version.question_set_id else None


@transaction.atomic
def take_newer(activity, *, by) -> None:
    """Give a draft the questions its programme asks now; answers to the same question
    come along, the others stay with the draft. Raises StepRefused."""
    editable = Activity.objects.editable_by(by).filter(pk=activity.pk)
    if not editable.exists():
        raise StepRefused(_("This activity can no longer be edited."))
    version = activity.versions.select_for_update().get(sealed_at=None)
    edition = newer_for(version)
    if edition is None:
        return
    asked = {row.code: row for row in edition.questions.prefetch_related("choices")}
    for answer in version.answers.with_words():
        _carry_over(answer, asked.get(answer.question.code))
    version.question_set = edition
    version.edit_count += 1
    version.save()


def _carry_over(answer, question) -> None:
    if question is None or question.kind != answer.question.kind:
        return
    if answer.choice:
        offered = {choice.code: choice for choice in question.choices.all()}
        if answer.choice.code not in offered:
            return
        answer.choice = offered[answer.choice.code]
    answer.question, answer.order = question, question.order
    answer.save()
