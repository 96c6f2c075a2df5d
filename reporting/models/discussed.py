"""Where two reviewers who classified the same blind differ: what is said of it, and how
it is settled.
"""

from django.db import models
from django.db.models import Q

from reporting.models.classifying import Chosen, DrawnVersion, Judged, person

NO_WORD = ""  # a row that says that none fits


class ClassificationRemark(models.Model):
    """What one of them says of a disagreement, how they would settle it, or how it is
    settled. The sealed version stays as it is: what is settled otherwise is told to its
    desk."""

    drawn = models.ForeignKey(
        DrawnVersion, on_delete=models.CASCADE, related_name="remarks"
    )
    vocabulary = models.CharField(max_length=10, choices=Judged)
    text = models.TextField(max_length=2000, blank=True)
    by = person()
    at = models.DateTimeField()
    settles = models.BooleanField(default=False)

    class Meta:
        ordering = ["drawn", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["drawn", "vocabulary"],
                condition=Q(settles=True),
                name="classificationremark_settled_once",
            ),
            models.CheckConstraint(
                name="classificationremark_says_something",
                condition=Q(settles=True) | ~Q(text=""),
            ),
        ]

    def __str__(self):
        return f"{self.drawn_id} {self.vocabulary}"

    @property
    def codes(self) -> frozenset | None:
        """As what it is settled, or would be; None where that is not said."""
        found = frozenset(value.code for value in self.values.all())
        return found - {NO_WORD} if found or self.settles else None

    @property
    def proposes(self) -> bool:
        return self.codes is not None and not self.settles


class SettledValue(Chosen):
    """A word as which a disagreement was settled, or one of the two would settle it.
    Where no word fits, that is one row: NO_WORD."""

    remark = models.ForeignKey(
        ClassificationRemark, on_delete=models.CASCADE, related_name="values"
    )

    class Meta(Chosen.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["remark", "code"], name="settledvalue_once"
            ),
        ]
