"""Two records of one activity made one: which stays, which leads to it from then on.

Merge rows lie beside the versions, never in them; reporting/uniting.py alone writes
them.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.models.version_rows import VersionFile, VersionLink, VersionPartner


class ActivityMergeQuerySet(models.QuerySet):
    def standing(self):
        """Those not undone."""
        return self.filter(undone_at=None)

    def of_public_ones(self):
        """Those by which something came along to a record that is public."""
        open_now = self.model.kept.field.related_model.objects.public()
        return self.standing().filter(kept__in=open_now)


class ActivityMerge(models.Model):
    """``gone`` was found to tell of the same activity as ``kept``. While the row
    stands, ``gone`` is closed and its address leads to ``kept``; both keep their
    histories.

    ``moved`` are lines of oneplanet.merges: what the merge changed, by which it is
    undone.
    """

    MAIL = "merge"  # begins the keys of the mails about it

    gone = models.ForeignKey(
        "reporting.Activity",
        on_delete=models.PROTECT,
        related_name="merges",
        verbose_name=_("merged record"),
    )
    kept = models.ForeignKey(
        "reporting.Activity",
        on_delete=models.PROTECT,
        related_name="merged_here",
        verbose_name=_("record that stays"),
    )
    was_public = models.BooleanField(_("was public"))
    reason = models.TextField(_("why"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    moved = models.JSONField(_("what it changed"), default=list)
    files = models.ManyToManyField(VersionFile, related_name="+", blank=True)
    links = models.ManyToManyField(VersionLink, related_name="+", blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_reason = models.TextField(_("why undone"), max_length=1000, blank=True)

    objects = ActivityMergeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("merge of two activities")
        verbose_name_plural = _("merges of activities")
        constraints = [
            models.CheckConstraint(
                name="activitymerge_of_two", condition=~Q(gone=F("kept"))
            ),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="activitymerge_one_standing",
                violation_error_message=_("It is merged into another record already."),
            ),
            models.CheckConstraint(
                name="activitymerge_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Please say why."),
            ),
            models.CheckConstraint(
                name="activitymerge_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | (
                    Q(undone_at__isnull=False, undone_by__isnull=False)
                    & ~Q(undone_reason="")
                ),
            ),
            models.CheckConstraint(
                name="activitymerge_undone_after",
                condition=Q(undone_at=None) | Q(undone_at__gte=F("at")),
            ),
        ]

    def __str__(self):
        return f"{self.gone} → {self.kept}"


class MergePartner(models.Model):
    """An organisation of the merged record, named with the one that stays while the
    merge stands, and with what it did."""

    merge = models.ForeignKey(ActivityMerge, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=14, choices=VersionPartner.Role)

    class Meta:
        ordering = ["merge", "pk"]
        verbose_name = _("partner of a merged record")
        verbose_name_plural = _("partners of merged records")
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "organisation"], name="mergepartner_once"
            ),
            models.CheckConstraint(
                name="mergepartner_role_known",
                condition=Q(role__in=VersionPartner.Role.values),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"
