"""What a version answers to the questions of its programme."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates, numbers
from reporting.conditions import unasked_of, unasked_questions
from reporting.models.questions import Question, QuestionChoice
from reporting.models.version import ActivityVersion
from reporting.models.version_rows import Quantity, VersionRow


class AnswerQuerySet(models.QuerySet):
    def with_words(self):
        """With the question and the choice they name."""
        return self.select_related("question", "choice")


class Answer(VersionRow):
    """An answer to a question of the programme; of several choices, one of them. It is
    read, never counted.
    """

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="answers_given",
        verbose_name=_("question"),
    )
    choice = models.ForeignKey(
        QuestionChoice,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("choice"),
    )
    text = models.TextField(_("text"), max_length=5000, blank=True)
    number = models.DecimalField(
        _("number"), max_digits=20, decimal_places=4, null=True
    )
    day = models.DateField(_("day"), null=True)
    is_yes = models.BooleanField(_("yes"), null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta(VersionRow.Meta):
        verbose_name = _("answer to a question of the programme")
        verbose_name_plural = _("answers to the programme’s questions")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question"],
                condition=Q(choice=None),
                name="answer_once",
            ),
            models.UniqueConstraint(
                fields=["version", "question", "choice"], name="answer_choice_once"
            ),
            models.CheckConstraint(
                name="answer_says_one_thing",
                condition=(
                    Q(choice__isnull=False, text="", number=None, day=None, is_yes=None)
                    | (~Q(text="") & Q(choice=None, number=None, day=None, is_yes=None))
                    | Q(choice=None, text="", number__isnull=False, day=None)
                    & Q(is_yes=None)
                    | Q(choice=None, text="", number=None, day__isnull=False)
                    & Q(is_yes=None)
                    | Q(choice=None, text="", number=None, day=None)
                    & Q(is_yes__isnull=False)
                ),
            ),
        ]

    def __str__(self):
        return f"{self.question.label} – {self.words}"

    @property
    def words(self) -> str:
        """The answer in the reader's language; a text is in its author's."""
        if self.choice_id:
            return self.choice.label
        if self.is_yes is not None:
            return gettext("Yes") if self.is_yes else gettext("No")
        if self.number is not None:
            return f"{numbers.number(self.number)} {self.question.unit}".strip()
        return dates.date_words(self.day) if self.day else self.text

    @property
    def code(self) -> str:
        """By what a later question may be asked."""
        if self.choice_id:
            return self.choice.code
        return {True: "yes", False: "no"}.get(self.is_yes, "")

    @property
    def says(self) -> tuple:
        """By what two versions are compared, whatever edition asked."""
        return self.question.code, self.code, self.text, self.number, self.day


def leave_out_unasked(version) -> None:
    """Take out of a draft what it answers without being asked: a sealed version holds
    answers to what was asked and no others. Called by Activity.take alone.
    """
    for name in unasked_of(version):
        getattr(version, name).clear()
        version.refused_fields.filter(field=name).delete()
    version.quantities.filter(status=Quantity.Status.VALUE).update(reason="")
    version.quantities.exclude(status=Quantity.Status.VALUE).update(unit="")
    unasked = unasked_answers(version, version.answers.with_words())
    version.answers.filter(pk__in=[answer.pk for answer in unasked]).delete()
    version.refused_fields.filter(field__startswith="q-").delete()


def unasked_answers(version, answers) -> list:
    """Those of a version's answers that its questions do not ask for: of another
    edition or programme, or after an earlier answer that is another now."""
    answers = list(answers)
    mine = [a for a in answers if a.question.question_set_id == version.question_set_id]
    codes = {}
    for answer in mine:
        codes.setdefault(answer.question_id, set()).add(answer.code)
    questions = version.question_set.questions.all() if mine else ()
    unasked = unasked_questions(questions, codes)
    return [a for a in answers if a not in mine or a.question_id in unasked]
