"""Several approvals asked for at once, each decided for itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.models.review import one_of


class BulkApproval(models.Model):
    """A reviewer asked for several versions to be approved. Its rows are there before
    the first is decided, so whatever breaks off in between is seen, and goes on.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("approval of several reports")
        verbose_name_plural = _("approvals of several reports")

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("reporting:bulk_approval", args=[self.pk])


class BulkApprovalRow(models.Model):
    """One of the versions, as the reviewer saw it, and what became of it.

    ``reason`` is written in the ``language`` in which the reviewer read the portal.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Not decided yet")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not approved")

    approval = models.ForeignKey(
        BulkApproval,
        on_delete=models.PROTECT,
        related_name="rows",
        verbose_name=_("approval of several reports"),
    )
    activity_version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="bulk_approvals",
        verbose_name=_("version of an activity"),
    )
    initiative_version = models.ForeignKey(
        "reporting.InitiativeVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="bulk_approvals",
        verbose_name=_("version of an initiative"),
    )
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING
    )
    reason = models.TextField(_("why not"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("report in an approval of several")
        verbose_name_plural = _("reports in approvals of several")
        constraints = [
            models.CheckConstraint(
                name="bulkapprovalrow_of_one",
                condition=one_of("activity_version", "initiative_version"),
            ),
            models.CheckConstraint(
                name="bulkapprovalrow_refused_with_a_reason",
                condition=(Q(outcome="refused") & ~Q(reason=""))
                | Q(outcome__in=["waiting", "approved"], reason=""),
            ),
            *(
                models.UniqueConstraint(
                    fields=["approval", f"{kind}_version"],
                    name=f"bulkapprovalrow_once_{kind}",
                )
                for kind in ("activity", "initiative")
            ),
        ]

    def __str__(self):
        return f"{self.version}: {self.outcome}"

    @property
    def version(self):
        return self.activity_version or self.initiative_version
