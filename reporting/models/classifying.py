"""Blind double classification: part of what was approved in a period, classified again
by two reviewers who see neither the record's classification nor each other's.

What they chose is written once. How far they agree is kept with the draw when it is
closed, and is public with the period.
"""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import roles_of
from reporting.models.version import ActivityVersion
from reporting.period_rules import PeriodState


class Judged(models.TextChoices):
    """The vocabularies that are classified again, by the names of their fields."""

    TYPE = "type", _("Kind")
    SCOPE = "scope", _("How far it reached")
    SECTORS = "sectors", _("Sectors")
    STAGES = "stages", _("Value-chain stages")
    IMPACTS = "impacts", _("Impacts")
    GOALS = "goals", _("Goals")
    TARGETS = "targets", _("Targets of Goal 12")
    TAGS = "tags", _("Themes")


ONE_VALUED = {Judged.TYPE, Judged.SCOPE}
FEW = 50  # records; of fewer, a page says that the figures are rough


def person(**given):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **given
    )


class ClassificationDrawQuerySet(models.QuerySet):
    def discussed_by(self, user):
        """All for staff; to reviewers those in which they classify something."""
        if roles_of(user).is_staff:
            return self
        mine = BlindClassification.objects.filter(reviewer=user)
        return self.filter(pk__in=mine.draws())

    def visible_to(self, user):
        """Leads read those that are closed, too: how far the reviewers agreed."""
        found = self.discussed_by(user)
        if not roles_of(user).leads:
            return found
        return self.filter(Q(closed_at__isnull=False) | Q(pk__in=found.values("pk")))

    def discussed(self):
        """Those whose second looks are all there, or closed: before, what one reads of
        the other's choices could sway what is still to be chosen."""
        waiting = BlindClassification.objects.filter(given_at=None)
        return self.filter(Q(closed_at__isnull=False) | ~Q(pk__in=waiting.draws()))

    def with_last_given(self):
        return self.annotate(last_given_at=Max("drawn__classifications__given_at"))

    def public(self):
        """Those closed, once the figures of their period are out."""
        return self.filter(
            closed_at__isnull=False, period__state=PeriodState.REPORTED
        ).order_by("-period__starts_on")

    def with_numbers(self):
        """Each knows how many were drawn (``drawn_number``), and how many of them both
        have classified (``given_number``)."""
        given = DrawnVersion.objects.given_by_both().filter(draw=OuterRef("pk"))
        counted = given.order_by().values("draw").annotate(n=Count("pk")).values("n")
        return self.annotate(
            drawn_number=Count("drawn"), given_number=Coalesce(Subquery(counted), 0)
        )


class ClassificationDraw(models.Model):
    """The random part of what was approved in a period: from ``population`` public
    activities, by reporting/sampling.py and the ``seed``."""

    period = models.OneToOneField(
        "reporting.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="classification_draw",
    )
    seed = models.CharField(max_length=32)
    population = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = person()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = person(null=True, blank=True)

    objects = ClassificationDrawQuerySet.as_manager()

    class Meta:
        ordering = ["-period__starts_on"]
        constraints = [
            models.CheckConstraint(
                name="classificationdraw_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.period} · {self.seed}"

    def get_absolute_url(self):
        return reverse("reporting:classification_draw", args=[self.period.year])

    @property
    def is_small(self) -> bool:
        """Asked where it is read with_numbers()."""
        return self.given_number < FEW


class DrawnVersionQuerySet(models.QuerySet):
    def given_by_both(self):
        """Those both reviewers have classified."""
        given = BlindClassification.objects.filter(drawn=OuterRef("pk"))
        waiting = given.filter(given_at=None)
        return self.filter(Exists(given), ~Exists(waiting))

    def discussed_by(self, user):
        """Those the person may see from both sides: both have classified it, and the
        person is one of them or of staff; and what it is about they may still read."""
        found = self.given_by_both()
        if not roles_of(user).is_staff:
            mine = BlindClassification.objects.filter(reviewer=user)
            found = found.filter(pk__in=mine.values("drawn"))
        return found.filter(version__in=ActivityVersion.objects.visible_to(user))


class DrawnVersion(models.Model):
    """One of the activities drawn, in the version that was public then."""

    draw = models.ForeignKey(
        ClassificationDraw, on_delete=models.CASCADE, related_name="drawn"
    )
    version = models.ForeignKey(
        "reporting.ActivityVersion", on_delete=models.CASCADE, related_name="drawn"
    )
    place = models.PositiveSmallIntegerField()

    objects = DrawnVersionQuerySet.as_manager()

    class Meta:
        ordering = ["draw", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "version"], name="drawnversion_once"
            ),
        ]

    def __str__(self):
        return f"{self.draw_id}: {self.place}"


class BlindClassificationQuerySet(models.QuerySet):
    def of(self, user):
        """The person's own, whose record they may still read."""
        readable = ActivityVersion.objects.visible_to(user)
        return self.filter(reviewer=user, drawn__version__in=readable)

    def waiting(self):
        return self.filter(given_at=None, drawn__draw__closed_at=None)

    def draws(self):
        """Keys of the draws they belong to."""
        return self.order_by().values("drawn__draw")


class BlindClassification(models.Model):
    """A reviewer's classification of an activity drawn: asked for, and given once."""

    drawn = models.ForeignKey(
        DrawnVersion, on_delete=models.CASCADE, related_name="classifications"
    )
    reviewer = person()
    given_at = models.DateTimeField(null=True, blank=True)

    objects = BlindClassificationQuerySet.as_manager()

    class Meta:
        ordering = ["drawn", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["drawn", "reviewer"], name="blindclassification_once"
            ),
        ]

    def __str__(self):
        return f"{self.drawn_id}: {self.reviewer}"

    def get_absolute_url(self):
        return reverse("reporting:classification", args=[self.pk])


class Chosen(models.Model):
    """A word of a vocabulary, by its code."""

    code = models.CharField(max_length=40)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.code


class BlindValueQuerySet(models.QuerySet):
    def of_one(self):
        """Those the other reviewer did not choose. Each knows whether the disagreement
        it makes ``is_settled``."""
        both = BlindValue.objects.filter(
            classification__drawn=OuterRef("classification__drawn"),
            vocabulary=OuterRef("vocabulary"),
            code=OuterRef("code"),
        )
        settled = DrawnVersion.objects.filter(
            pk=OuterRef("classification__drawn"),
            remarks__vocabulary=OuterRef("vocabulary"),
            remarks__settles=True,
        )
        other = both.exclude(classification=OuterRef("classification"))
        return self.filter(~Exists(other)).annotate(is_settled=Exists(settled))


class BlindValue(Chosen):
    """A word a reviewer chose."""

    classification = models.ForeignKey(
        BlindClassification, on_delete=models.CASCADE, related_name="values"
    )
    vocabulary = models.CharField(max_length=10, choices=Judged)

    objects = BlindValueQuerySet.as_manager()

    class Meta(Chosen.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["classification", "vocabulary", "code"],
                name="blindvalue_once",
            ),
        ]
