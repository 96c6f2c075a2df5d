"""That two organisations are one, for as long as that is not undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrganisationMergeQuerySet(models.QuerySet):
    def open(self):
        """Those that hold: not undone."""
        return self.filter(undone_at=None)


def last_merge_of(organisation):
    """When an organisation, told by its path in an outer query, last became one with
    another, or two again; None if it never did."""
    it = OuterRef(organisation)
    rows = OrganisationMerge.objects.filter(Q(kept=it) | Q(gone=it))
    moments = rows.annotate(moment=Coalesce("undone_at", "merged_at"))
    newest = moments.order_by("-moment").values("moment")[:1]
    return Subquery(newest, output_field=models.DateTimeField())


class OrganisationMerge(models.Model):
    """``gone`` is kept as it was, and everything that is going on with it is ``kept``'s
    from then on. Of what was merged into one that is merged itself ``kept`` is the
    last, so no two rows have to be followed. ``moved`` and ``stayed`` are lines of
    oneplanet.merges: what the merge wrote, and what undoing it had to leave.
    """

    kept = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="merges",
        verbose_name=_("organisation that stays"),
    )
    gone = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="merged_away",
        verbose_name=_("organisation merged into it"),
    )
    reason = models.TextField(_("why"), max_length=2000)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    moved = models.JSONField(default=list, editable=False)
    stayed = models.JSONField(default=list, editable=False)

    objects = OrganisationMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        verbose_name = _("merge of organisations")
        verbose_name_plural = _("merges of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="organisationmerge_one_open",
                violation_error_message=_("It is merged into another one already."),
            ),
            models.CheckConstraint(
                name="organisationmerge_of_two",
                condition=~Q(kept=F("gone")),
                violation_error_message=_("Choose two different organisations."),
            ),
            models.CheckConstraint(
                name="organisationmerge_says_why", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="organisationmerge_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.gone} → {self.kept}"

    @property
    def state(self):
        return _("undone") if self.undone_at else _("in force")
