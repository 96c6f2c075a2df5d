"""Organisations whose reports need no reviewer, for a time, in one programme."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from reporting.doubts import doubts_of

PROCESS = "trust-"  # a step's process is this and the setting's number


class TrustedOrganisationQuerySet(models.QuerySet):
    def in_force(self):
        today = dates.today()
        return self.filter(ended_at=None, from_on__lte=today, until_on__gte=today)

    def covering(self, version):
        """The setting by which a version just submitted needs no reviewer, or None: of
        its own organisation, in force today, and nothing in it is doubted."""
        reported = version.identity
        if version.reported_by_id != reported.organisation_id:
            return None
        found = self.in_force().filter(
            organisation=reported.organisation_id, programme=reported.programme_id
        )
        trust = found.first()
        return None if trust is None or doubts_of(version) else trust


class TrustedOrganisation(models.Model):
    """What this organisation submits for the programme is approved at once, unless
    something in it is doubted (reporting/doubts.py). Set by staff, with a reason and a
    last day; ended, never changed or deleted.
    """

    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("programme"),
    )
    from_on = models.DateField(_("from"), default=dates.today)
    until_on = models.DateField(
        _("until"), help_text=_("The last day on which it holds.")
    )
    reason = models.TextField(
        _("why"),
        help_text=_("What shows that nobody has to look at its reports first."),
    )
    set_at = models.DateTimeField(_("set"), default=timezone.now, editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("set by"),
        editable=False,
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
        editable=False,
    )

    objects = TrustedOrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        verbose_name = _("trusted organisation")
        verbose_name_plural = _("trusted organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme"],
                condition=Q(ended_at=None),
                name="trustedorganisation_one_open",
                violation_error_message=_(
                    "There is such a setting already. End it before making another."
                ),
            ),
            models.CheckConstraint(
                name="trustedorganisation_ends_after_start",
                condition=Q(until_on__gte=F("from_on")),
                violation_error_message=_("The end comes before the start."),
            ),
            models.CheckConstraint(
                name="trustedorganisation_says_why",
                condition=~Q(reason=""),
            ),
            models.CheckConstraint(
                name="trustedorganisation_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.programme})"

    @property
    def process(self) -> str:
        """How the history names what this setting did."""
        return f"{PROCESS}{self.pk}"

    def end(self, *, by) -> bool:
        """From now on its reports are reviewed; False where it was ended before."""
        mine = type(self).objects.filter(pk=self.pk, ended_at=None)
        return bool(mine.update(ended_at=timezone.now(), ended_by=by))

    @property
    def state(self):
        today = dates.today()
        if self.ended_at or self.until_on < today:
            return _("no longer in force")
        return _("from a later day") if self.from_on > today else _("in force")


def process_in_words(process: str) -> str:
    """A process of the history, for readers."""
    if not process.startswith(PROCESS):
        return process
    text = gettext("No person: setting %(number)s on trusted organisations")
    return text % {"number": process.removeprefix(PROCESS)}
