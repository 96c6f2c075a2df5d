"""That one organisation may report for another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from programmes.models import roles_of


class ReportingAgreementQuerySet(models.QuerySet):
    def running(self):
        """In force today."""
        today = dates.today()
        lasting = Q(until_on=None) | Q(until_on__gte=today)
        return self.filter(lasting, ended_at=None, from_on__lte=today)

    def covering(self, organisation, programme):
        """Those for whom this organisation's activities of a programme are written."""
        scope = Q(programme=None) | Q(programme=programme)
        return self.filter(scope, organisation=organisation)

    def of_reporters(self, user):
        """Those that let the person's organisations report."""
        return self.filter(reporter__in=roles_of(user).organisations)


class ReportingAgreement(models.Model):
    """``organisation`` lets ``reporter`` report for it, from a day, for one programme
    or for all. It is ended, never deleted."""

    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="agreements_given",
        verbose_name=_("on behalf of"),
    )
    reporter = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="agreements_received",
        verbose_name=_("who may report"),
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    from_on = models.DateField(_("from"), default=dates.today)
    until_on = models.DateField(_("until"), null=True, blank=True)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("given by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects = ReportingAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("agreement to report")
        verbose_name_plural = _("agreements to report")
        constraints = [
            models.CheckConstraint(
                name="reportingagreement_of_two",
                condition=~Q(organisation=F("reporter")),
                violation_error_message=_("Choose another organisation than your own."),
            ),
            models.CheckConstraint(
                name="reportingagreement_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                violation_error_message=_("The end comes before the start."),
            ),
            models.CheckConstraint(
                name="reportingagreement_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.reporter} → {self.organisation}"

    @property
    def has_run_out(self) -> bool:
        return self.until_on is not None and self.until_on < dates.today()

    @property
    def may_be_ended(self) -> bool:
        return self.ended_at is None and not self.has_run_out

    @property
    def state(self):
        if self.ended_at or self.has_run_out:
            return _("no longer in force")
        return _("from a later day") if self.from_on > dates.today() else _("in force")
