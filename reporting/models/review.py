"""Who has a review in hand, and of whom silence was told. Neither ever decides who may
review: that is asked of the record each time (Reported.roles_of).
"""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.models.asking import ROLE, outsiders

KINDS = ("activity", "initiative")


def one_of(activity, initiative) -> Q:
    """That a row is about something of one kind, never of both or of none."""
    return Q(**{f"{activity}__isnull": False, initiative: None}) | Q(
        **{f"{initiative}__isnull": False, activity: None}
    )


class ReviewAssignmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(until_at=None)

    def held(self):
        """Open ones whose reviewer may still decide on what they have in hand."""
        return self.open().filter(reduce(or_, map(self._is_able, KINDS)))

    def in_vain(self):
        """Open ones whose reviewer may not any more: their duty has ended, or they
        belong to who reports it by now."""
        return self.open().exclude(pk__in=self.model.objects.held().values("pk"))

    def _is_able(self, kind) -> Q:
        """As Reported.reviewers() says of one record."""
        model = self.model._meta.get_field(kind).related_model
        reported, *writers = (
            OuterRef(OuterRef(name))
            for name in (kind, *(f"{kind}__{writer}" for writer in model.WRITERS))
        )
        able = outsiders(model, reported, writers)
        desk = able.filter(role=ROLE.DESK, programme=OuterRef(f"{kind}__programme"))
        mine = Exists(desk.filter(user=OuterRef("reviewer")))
        secretariat = able.filter(role=ROLE.SECRETARIAT, user=OuterRef("reviewer"))
        may = mine | (Exists(secretariat) & ~Exists(desk))
        return Q(may, **{f"{kind}__isnull": False})


class ReviewAssignment(models.Model):
    """Somebody has taken a review, or was given it. A row without an end holds; it ends
    when it is handed on or given back, and with the step that ends the review. The rows
    are the log: who, given by whom, from when until when.
    """

    activity = models.ForeignKey(
        "reporting.Activity",
        on_delete=models.PROTECT,
        null=True,
        related_name="assignments",
        verbose_name=_("activity"),
    )
    initiative = models.ForeignKey(
        "reporting.Initiative",
        on_delete=models.PROTECT,
        null=True,
        related_name="assignments",
        verbose_name=_("initiative"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    from_at = models.DateTimeField(_("from"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("given by"),
    )
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    until_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects = ReviewAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["from_at", "pk"]
        verbose_name = _("review in hand")
        verbose_name_plural = _("reviews in hand")
        constraints = [
            models.CheckConstraint(
                name="reviewassignment_of_one",
                condition=one_of("activity", "initiative"),
            ),
            *(
                models.UniqueConstraint(
                    fields=[kind],
                    condition=Q(until_at=None),
                    name=f"reviewassignment_one_open_{kind}",
                    violation_error_message=_("Somebody has this review in hand."),
                )
                for kind in KINDS
            ),
            models.CheckConstraint(
                name="reviewassignment_ends_after_start",
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                violation_error_message=_("The end comes before the start."),
            ),
            models.CheckConstraint(
                name="reviewassignment_ended_by_somebody",
                condition=Q(until_at=None, until_by=None)
                | Q(until_at__isnull=False, until_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.activity or self.initiative} → {self.reviewer}"


class ReviewEscalation(models.Model):
    """Somebody above the desk was told that a submitted version waits unanswered: the
    lead after a week, the secretariat after two. Written once for each version and
    level, by reporting/escalating.py.
    """

    MAIL = "unanswered"  # begins the keys of the mails about it

    class Level(models.TextChoices):
        LEAD = "lead", _("the programme’s lead")
        SECRETARIAT = "secretariat", _("the secretariat")

    activity_version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="escalations",
        verbose_name=_("version of an activity"),
    )
    initiative_version = models.ForeignKey(
        "reporting.InitiativeVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="escalations",
        verbose_name=_("version of an initiative"),
    )
    level = models.CharField(_("told"), max_length=11, choices=Level)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("review told of as unanswered")
        verbose_name_plural = _("reviews told of as unanswered")
        constraints = [
            models.CheckConstraint(
                name="reviewescalation_of_one",
                condition=one_of("activity_version", "initiative_version"),
            ),
            models.CheckConstraint(
                name="reviewescalation_level_known",
                condition=Q(level__in=["lead", "secretariat"]),
            ),
            *(
                models.UniqueConstraint(
                    fields=[f"{kind}_version", "level"],
                    name=f"reviewescalation_once_{kind}",
                )
                for kind in KINDS
            ),
        ]

    def __str__(self):
        return f"{self.activity_version or self.initiative_version}: {self.level}"

    @property
    def what(self):
        """What happened, in the words of a history."""
        if self.level == self.Level.LEAD:
            return _("Brought to the attention of the programme’s lead")
        return _("Brought to the attention of the secretariat")
