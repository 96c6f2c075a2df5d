"""Reporting periods, and which submitted version counts in which."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from reporting import period_rules
from reporting.models.uniting import ActivityMerge
from reporting.period_rules import PeriodState, Why
from reporting.workflow import State


class PeriodQuerySet(models.QuerySet):
    def of_activities(self):
        """Those in which activities count, in the order of their days."""
        kind = self.model.Kind.ACTIVITIES
        return self.filter(kind=kind).order_by("starts_on", "pk")

    def open(self):
        """Those whose reports are expected now, the next deadline first."""
        return self.filter(state=PeriodState.OPEN).order_by("deadline_on", "pk")


class ReportingPeriod(models.Model):
    """A span of days whose reports count together, and the day until when they are
    expected. Logging goes on all year: a period closes, the form does not.

    ``state`` and a deadline once announced change only by reporting/periods.py.
    """

    class Kind(models.TextChoices):
        ACTIVITIES = "activities", _("Activities of the network")
        POLICIES = "policies", _("Policies (SDG 12.1.1)")
        PROCUREMENT = "procurement", _("Public procurement (SDG 12.7.1)")

    kind = models.CharField(
        _("what is reported"), max_length=12, choices=Kind, default=Kind.ACTIVITIES
    )
    year = models.PositiveSmallIntegerField(
        _("year"), help_text=_("The year in whose figures its reports count.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"),
        help_text=_(
            "An activity counts in the period that holds its end; while it still runs, "
            "in the one in which it is submitted."
        ),
    )
    deadline_on = models.DateField(
        _("deadline"),
        help_text=_(
            "The last day for reports. It is over when it has ended everywhere on "
            "Earth, at noon UTC of the next day. Once the period is open, only "
            "“Extend the deadline” moves it."
        ),
    )
    allows_late = models.BooleanField(
        _("late reports count here"),
        default=True,
        help_text=_(
            "What comes in after the period is closed still counts in it, marked as "
            "late. Otherwise it counts in the next period."
        ),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PeriodState,
        default=PeriodState.PLANNED,
        editable=False,
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("For the secretariat alone.")
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "kind"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year"],
                name="reportingperiod_one_a_year",
                violation_error_message=_("There is a period of this year already."),
            ),
            models.CheckConstraint(
                name="reportingperiod_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end comes before the start."),
            ),
            models.CheckConstraint(
                name="reportingperiod_deadline_after_start",
                condition=Q(deadline_on__gte=F("starts_on")),
                violation_error_message=_("The deadline comes before the first day."),
            ),
            models.CheckConstraint(
                name="reportingperiod_state_known",
                condition=Q(state__in=PeriodState.values),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {dates.year(self.year)}"

    def clean(self):
        """No day lies in two periods of a kind: an activity counts once."""
        if self.starts_on and self.ends_on:
            others = ReportingPeriod.objects.filter(kind=self.kind).exclude(pk=self.pk)
            others = others.filter(
                starts_on__lte=self.ends_on, ends_on__gte=self.starts_on
            )
            if other := others.first():
                text = _("These days belong to another period: %(period)s.")
                raise ValidationError(text, params={"period": str(other)})

    @property
    def over_at(self):
        """The moment from which what comes in is late."""
        return period_rules.over_at(self.deadline_on)

    @property
    def is_over(self):
        return timezone.now() >= self.over_at

    def steps(self):
        return period_rules.steps_from(self.state)


class PlacementQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(until_at=None)

    def of_one(self, activity):
        """Those that stand of one activity, by key; the last version first, with its
        period and whether it is or was public."""
        versions = self.model._meta.get_field("version").related_model.objects
        public = versions.filter(pk=OuterRef("version"), publications__isnull=False)
        rows = self.standing().filter(version__activity=activity)
        rows = rows.select_related("period").annotate(was_public=Exists(public))
        return rows.order_by("-version__number")

    def counted(self):
        """Standing ones of the version the public reads, and of that under review."""
        return self.standing().filter(self._counts())

    def reported(self):
        """Counted ones, and those of what was merged into another record: its partner
        has told of it, too."""
        merged = ActivityMerge.objects.standing().values("gone")
        return self.standing().filter(self._counts() | Q(version__activity__in=merged))

    def with_counted(self):
        """Each of these with whether it is one of those."""
        return self.annotate(is_counted=self._counts())

    def _counts(self):
        versions = self.model._meta.get_field("version").related_model.objects
        mine = versions.filter(pk=OuterRef("version"))
        later = versions.filter(number__gt=OuterRef("version__number"))
        newer = later.filter(activity=OuterRef("version__activity"))
        waiting = Q(version__activity__state=State.SUBMITTED) & ~Exists(newer)
        return Exists(mine.current()) | waiting


class Placement(models.Model):
    """In which period a submitted version counts, and why. A row without an end holds;
    moved by the desk, it ends and another begins, so that every answer stays traceable.
    """

    # Whether its version counts now, where with_counted() has looked.
    is_counted = True

    version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("version"),
    )
    period = models.ForeignKey(
        ReportingPeriod,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("reporting period"),
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    submitted_at = models.DateTimeField(_("first submitted"))
    is_late = models.BooleanField(_("late"), default=False)
    from_at = models.DateTimeField(_("from"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    until_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["version", "from_at", "pk"]
        verbose_name = _("period of a version")
        verbose_name_plural = _("periods of versions")
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(until_at=None),
                name="placement_one_stands",
            ),
            models.CheckConstraint(
                name="placement_why_known",
                condition=Q(why__in=Why.values),
            ),
            models.CheckConstraint(
                name="placement_moved_with_a_note",
                condition=~Q(why=Why.MOVED) | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="placement_ended_by_somebody",
                condition=Q(until_at=None, until_by=None)
                | Q(until_at__isnull=False, until_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.version_id}: {self.period}"


def where(version, *, at, periods=None, again=False):
    """(period, why, first submission, late) of a version submitted at this moment; the
    period is None where none of these fits yet. ``again``: it was submitted before and
    would be once more, as it is.

    What counts already counts there for good: an activity is counted once. Otherwise
    its first submission decides, so that a return costs nobody their period while its
    figures are not out; and where the desk has moved it, there it stays.
    """
    first_at, placed_in = at, None
    if version.number > 1 or again:
        first_at = _first_submission(version) or at
        ours = list(Placement.objects.of_one(version.activity_id))
        if kept := next((row for row in ours if row.was_public), None):
            return kept.period, Why.KEPT, first_at, kept.is_late
        last = ours[0] if ours else None
        if last and last.why == Why.MOVED and last.period.state != PeriodState.REPORTED:
            return last.period, Why.KEPT, first_at, first_at >= last.period.over_at
        placed_in = last.period if last else None
    if periods is None:
        periods = ReportingPeriod.objects.of_activities()
    period, why = period_rules.counted_in(
        periods,
        ended_on=version.ended_on,
        submitted_at=at,
        first_at=first_at,
        placed_in=placed_in,
    )
    return period, why, first_at, period is not None and first_at >= period.over_at


def _first_submission(version):
    if version.number == 1:
        return version.sealed_at
    sealed = version.activity.versions.exclude(sealed_at=None)
    return sealed.aggregate(first=Min("sealed_at"))["first"]


def place(version, *, by, at) -> Placement | None:
    """Say in which period a version just sealed counts; None where none fits yet."""
    period, why, first_at, is_late = where(version, at=at)
    if period is None:
        return None
    return version.placements.create(
        period=period,
        why=why,
        submitted_at=first_at,
        is_late=is_late,
        from_at=at,
        by=by,
    )
