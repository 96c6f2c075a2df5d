"""The questions a programme adds to the report form, in numbered editions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_QUESTIONS = 30


class QuestionSetQuerySet(models.QuerySet):
    def published(self):
        """Those partners have been asked: open ones and closed ones."""
        return self.exclude(opened_at=None)

    def open_of(self, programme) -> "QuestionSet | None":
        """The edition a programme asks now."""
        if programme is None:
            return None
        mine = self.published().filter(programme=programme, closed_at=None)
        return mine.first()


class QuestionSet(models.Model):
    """One edition of a programme's questions. Published, it never changes: answers are
    read beside the very words they answer. Another wording is another edition.

    ``opened_at`` and ``closed_at`` are written by reporting/question_sets.py alone.
    """

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="question_sets",
        verbose_name=_("programme"),
    )
    number = models.PositiveSmallIntegerField(_("edition"), editable=False)
    opened_at = models.DateTimeField(_("published"), null=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("published by"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("closed by"),
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        verbose_name = _("edition of questions")
        verbose_name_plural = _("questions of programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="questionset_number_once"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(opened_at=None),
                name="questionset_one_draft",
                violation_error_message=_(
                    "This programme has an edition that is not published yet."
                ),
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="questionset_one_open",
            ),
            models.CheckConstraint(
                name="questionset_opened_by_somebody",
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="questionset_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None)
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    closed_at__gte=F("opened_at"),
                ),
            ),
        ]

    def __str__(self):
        return _("%(programme)s, edition %(number)s") % {
            "programme": self.programme,
            "number": self.number,
        }

    @property
    def is_published(self):
        return self.opened_at is not None


class Question(models.Model):
    """One question of an edition, in six languages."""

    class Kind(models.TextChoices):
        TEXT = "text", _("A line of text")
        LONG = "long", _("A longer text")
        YES_NO = "yes_no", _("Yes or no")
        ONE = "one", _("One of several")
        SEVERAL = "several", _("Several of a list")
        NUMBER = "number", _("A number with its unit")
        DATE = "date", _("A day")

    question_set = models.ForeignKey(
        QuestionSet,
        on_delete=models.CASCADE,
        related_name="questions",
        verbose_name=_("edition"),
    )
    code = models.SlugField(
        _("code"),
        max_length=40,
        help_text=_(
            "The same in every edition as long as the question means the same: by it a "
            "draft’s answer is carried over to the next edition."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind)
    label = models.CharField(
        _("question"),
        max_length=200,
        help_text=_("A whole question, as you would ask it across a table."),
    )
    guidance = models.CharField(
        _("guidance"),
        max_length=400,
        help_text=_("What a good answer holds, in one sentence."),
    )
    unit = models.CharField(
        _("unit"),
        max_length=60,
        blank=True,
        help_text=_("Of a number: people, tonnes, schools … Otherwise empty."),
    )
    is_needed = models.BooleanField(
        _("needed before submitting"),
        default=False,
        help_text=_("Ask for what partners surely know; nobody submits without it."),
    )
    asked_after = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("asked after"),
        help_text=_(
            "An earlier question of this edition, answered by yes or no or from a "
            "list. Left empty, the question is always asked."
        ),
    )
    asked_for = models.SlugField(
        _("if the answer is"),
        max_length=40,
        blank=True,
        help_text=_("“yes”, “no”, or the code of a choice of that question."),
    )

    class Meta:
        ordering = ["question_set", "order", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "code"],
                name="question_code_once",
                violation_error_message=_("This edition has a question of this code."),
            ),
            models.CheckConstraint(
                name="question_asked_after_an_answer",
                condition=Q(asked_after=None, asked_for="")
                | (Q(asked_after__isnull=False) & ~Q(asked_for="")),
                violation_error_message=_(
                    "Name the earlier question and the answer to it, or neither."
                ),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def name(self) -> str:
        """What its field is called in the form."""
        return f"q-{self.code}"

    def answers(self) -> set[str]:
        """The codes it may be answered with; none of a text, a number or a day."""
        if self.kind == self.Kind.YES_NO:
            return {"yes", "no"}
        if self.kind in (self.Kind.ONE, self.Kind.SEVERAL):
            return set(self.choices.values_list("code", flat=True))
        return set()

    def clean(self):
        """A condition names an earlier question of this edition and an answer to it."""
        earlier = self.asked_after
        if earlier is None:
            return
        if earlier.question_set_id != self.question_set_id:
            text = _("The earlier question belongs to another edition.")
            raise ValidationError({"asked_after": text})
        if (earlier.order, earlier.pk) >= (self.order or 0, self.pk or 10**9):
            text = _("The question it is asked after has to stand before it.")
            raise ValidationError({"asked_after": text})
        if self.asked_for not in earlier.answers():
            text = _("The earlier question has no such answer.")
            raise ValidationError({"asked_for": text})


class QuestionChoice(models.Model):
    """One answer that is offered to a question."""

    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        related_name="choices",
        verbose_name=_("question"),
    )
    code = models.SlugField(
        _("code"), max_length=40, help_text=_("The same in every edition.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("words"), max_length=150)

    class Meta:
        ordering = ["question", "order", "pk"]
        verbose_name = _("answer offered")
        verbose_name_plural = _("answers offered")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="questionchoice_code_once"
            )
        ]

    def __str__(self):
        return self.label
