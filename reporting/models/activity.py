"""An activity: who reported it, where it stands, which version the public reads."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from programmes.models import roles_of
from reporting.models.asking import ReportedQuerySet
from reporting.models.codes import draw
from reporting.models.publishing import Publishing
from reporting.models.reported import Reported
from reporting.models.version import ActivityVersion
from reporting.workflow import State

CODE_BEGINS, CODE_LETTERS = "OP-", 7


def _new_code() -> str:
    return draw(CODE_BEGINS, CODE_LETTERS)


class ActivityQuerySet(ReportedQuerySet):
    def previewed_by(self, user):
        """Those the person may see as the public will: of their organisations, and to
        reviewers those once submitted. What was withdrawn will not be public."""
        mine = Q(organisation__in=roles_of(user).organisations)
        reviewed = Q(pk__in=self.read_by_reviewers(user).values("pk"))
        return self.filter(mine | reviewed).exclude(state=State.WITHDRAWN)

    def with_origin(self):
        """For authors: with the activity it was begun from, and what that is called
        now, as ``origin_title``; None where there is none of their organisation."""
        newest = ActivityVersion.objects.filter(
            activity=OuterRef("copied_from"),
            activity__organisation=OuterRef("organisation"),
        ).order_by("-number")
        rows = self.select_related("organisation", "programme", "copied_from")
        return rows.annotate(origin_title=Subquery(newest.values("title")[:1]))


class Activity(Reported):
    """What an organisation of the network did, under one code for ever.

    ``state`` and publications change only through :meth:`take`.
    """

    CODE_BEGINS, CODE_LETTERS = CODE_BEGINS, CODE_LETTERS
    IDENTITY = ("programme", "copied_from")

    code = models.CharField(
        _("code"), max_length=12, unique=True, default=_new_code, editable=False
    )
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("reporting organisation"),
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("programme"),
    )
    # Told for as long as it is there: a draft may be deleted though others came of it.
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="copies",
        verbose_name=_("begun from"),
        editable=False,
    )

    objects = ActivityQuerySet.as_manager()

    class Meta(Reported.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")


class PublicationQuerySet(models.QuerySet):
    def as_of(self, moment):
        """Publications open at that moment."""
        return self.filter(
            Q(until_at=None) | Q(until_at__gt=moment), from_at__lte=moment
        )


class Publication(Publishing):
    """From when until when a version is the public one. Written by the verb alone."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="publications"
    )
    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="publications"
    )
    day = models.DateField(
        _("day it counts on"),
        help_text=_("Its end, or its start while it runs: lists are in this order."),
    )
    year = models.PositiveSmallIntegerField(
        _("year it counts in"),
        help_text=_("Its reporting period’s; while it has none, that of the day."),
    )

    objects = PublicationQuerySet.as_manager()

    class Meta(Publishing.Meta):
        ordering = ["activity", "-from_at"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        indexes = [
            models.Index(
                fields=["-day", "-version"],
                name="publication_open",
                condition=Q(until_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(until_at=None),
                name="publication_one_open",
            ),
            *Publishing.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.activity} {self.from_at:%Y-%m-%d}"
