"""What partners say of likely twins of their records, and what the desk says to it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class TwinAnswerQuerySet(models.QuerySet):
    def standing(self):
        """Those that count: of two of one record about another, the later. Each knows
        what the desk ``found`` of the two, or None."""
        same = {"activity": OuterRef("activity"), "other": OuterRef("other")}
        is_later = Q(at__gt=OuterRef("at")) | Q(
            at=OuterRef("at"), pk__gt=OuterRef("pk")
        )
        later = TwinAnswer.objects.filter(is_later, **same)
        replies = TwinReply.objects.filter(answer=OuterRef("pk")).order_by("-at", "-pk")
        found = models.Subquery(replies.values("finding")[:1])
        return self.filter(~Exists(later)).annotate(found=found)

    def questions(self):
        """Those put to the desk that it has not answered."""
        return self.standing().filter(choice=TwinAnswer.Choice.DESK, found=None)

    def not_parted(self):
        """Those of which the desk has not said that the two are two activities."""
        return self.standing().filter(Q(found=None) | Q(found=TwinReply.Finding.SAME))


class TwinAnswer(models.Model):
    """What a partner says of a likely twin of their record. Written once, never
    changed: of two about the same record the later one stands."""

    class Choice(models.TextChoices):
        APART = "apart", _("Keep apart: it is another activity")
        DESK = "desk", _("Ask the desk")
        JOIN = "join", _("Join it: we took part in it, and ask to stand there")

    activity = models.ForeignKey(
        "reporting.Activity", models.CASCADE, related_name="twin_answers"
    )
    other = models.ForeignKey("reporting.Activity", models.CASCADE, related_name="+")
    choice = models.CharField(_("choice"), max_length=5, choices=Choice)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    objects = TwinAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="twinanswer_choice_known",
                condition=Q(choice__in=["apart", "desk", "join"]),
            ),
            models.CheckConstraint(
                name="twinanswer_apart_with_a_reason",
                condition=~Q(choice="apart") | ~Q(reason=""),
                violation_error_message=_("Please say what keeps the two apart."),
            ),
            models.CheckConstraint(
                name="twinanswer_of_two", condition=~Q(activity=models.F("other"))
            ),
        ]

    def __str__(self):
        return f"{self.activity_id} {self.choice} {self.other_id}"

    @property
    def reply(self):
        """The desk's word on it that stands, or None; of rows fetched before."""
        return max(self.replies.all(), key=lambda row: (row.at, row.pk), default=None)

    @property
    def is_open(self) -> bool:
        """Whether the desk is asked and has not answered."""
        return self.choice == self.Choice.DESK and self.reply is None

    @property
    def said(self):
        """What was said, as who reads it later is told."""
        return {
            "apart": _("Kept apart"),
            "desk": _("The desk is asked") if self.is_open else _("The desk was asked"),
            "join": _("Asked to take part in it"),
        }[self.choice]


class TwinReply(models.Model):
    """What the desk says to a partner's question, or to what they said, about a likely
    twin. Written once: a merge and its undoing say it too, and the last one stands."""

    MAIL = "twin"  # begins the keys of the mails about it

    class Finding(models.TextChoices):
        APART = "apart", _("They are two activities: keep them apart")
        SAME = "same", _("It is the same activity")

    answer = models.ForeignKey(TwinAnswer, models.CASCADE, related_name="replies")
    finding = models.CharField(max_length=5, choices=Finding)
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["answer", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="twinreply_finding_known",
                condition=Q(finding__in=["apart", "same"]),
            ),
            models.CheckConstraint(
                name="twinreply_with_words", condition=~Q(reason="")
            ),
        ]

    def __str__(self):
        return f"{self.answer}: {self.finding}"
