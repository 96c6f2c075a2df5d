"""The rows of a spreadsheet that was brought, and what came of each."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneplanet.text.said import for_reader


class UploadedRowQuerySet(models.QuerySet):
    def waiting(self):
        """Not taken over, and saying something else than what is there."""
        return self.filter(accepted_at=None).exclude(outcome=UploadedRow.Outcome.SAME)

    def wrote(self):
        """Taken over, and not only to keep what was there."""
        return self.exclude(accepted_at=None).exclude(before={})

    def by_outcome(self):
        """What needs somebody first, then what would change; then what was taken over,
        but for rows left alone when it was undone, and the rest."""
        order = {outcome: place for place, outcome in enumerate(UploadedRow.Outcome)}
        places = [
            When(accepted_at__isnull=False, remark="", then=Value(10)),
            When(accepted_at__isnull=False, then=Value(11)),
            *(When(outcome=o, then=Value(place)) for o, place in order.items()),
        ]
        return self.order_by(Case(*places), "number")


class UploadedRow(models.Model):
    """One row of a spreadsheet: its cells as they were, what they would change, and,
    once taken over, what stood there before."""

    class Outcome(models.TextChoices):
        WRONG = "wrong", pgettext_lazy("row", "To be mended")
        CONFLICT = "conflict", pgettext_lazy("row", "In conflict")
        CHANGED = "changed", pgettext_lazy("row", "Changed")
        ADDED = "added", pgettext_lazy("row", "New")
        SAME = "same", pgettext_lazy("row", "Unchanged")

    upload = models.ForeignKey(
        "reporting.SheetUpload", on_delete=models.CASCADE, related_name="rows"
    )
    number = models.PositiveIntegerField(_("row of the sheet"))
    activity = models.ForeignKey(
        "reporting.Activity", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)  # field → texts as said keeps them
    differences = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)
    is_chosen = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)
    # Of the draft: as it was when looked at, and as taking over left it.
    edit_count = models.PositiveIntegerField(null=True)
    left_count = models.PositiveIntegerField(null=True)
    remark = models.JSONField(default=str, blank=True)  # as said keeps it

    objects = UploadedRowQuerySet.as_manager()

    class Meta:
        ordering = ["upload", "number"]
        indexes = [
            models.Index(fields=["upload", "outcome"], name="uploadedrow_outcome")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "number"], name="uploadedrow_once"
            ),
            models.CheckConstraint(
                name="uploadedrow_outcome_known",
                condition=Q(
                    outcome__in=("wrong", "conflict", "changed", "added", "same")
                ),
            ),
        ]

    def __str__(self):
        return f"{self.upload} {self.number}"

    @property
    def problems_in_words(self) -> dict[str, list[str]]:
        """Field → what is wrong with it, in the reader's language."""
        return {
            name: [for_reader(text) for text in texts]
            for name, texts in self.problems.items()
        }

    @property
    def remark_in_words(self) -> str:
        return for_reader(self.remark)

    @property
    def is_unknown(self) -> bool:
        """Whether it is about an activity, and nobody can tell what it was begun from:
        there are only two texts to compare."""
        bases = [difference["base"] for difference in self.differences]
        return bool(self.activity_id and bases) and not any(
            base is not None for base in bases
        )
