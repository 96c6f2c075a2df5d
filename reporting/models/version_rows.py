"""The typed rows a version owns: who took part, results as numbers, links, files."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.models.files import StoredFile


class VersionRow(models.Model):
    """A typed row of a version."""

    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["version", "order", "pk"]


class VersionPartner(VersionRow):
    """Another organisation that took part, and how."""

    class Role(models.TextChoices):
        IMPLEMENTING = "implementing", _("Carried it out with us")
        FUNDING = "funding", _("Funded it")
        TECHNICAL = "technical", _("Gave expertise")
        HOST = "host", _("Hosted it")
        OTHER = "other", _("Took part")

    version = models.ForeignKey(
        "reporting.ActivityVersion", on_delete=models.PROTECT, related_name="partners"
    )
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation of the network"),
    )
    name = models.CharField(_("name"), max_length=250, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=Role)

    class Meta(VersionRow.Meta):
        verbose_name = _("partner in an activity")
        verbose_name_plural = _("partners in activities")
        constraints = [
            models.CheckConstraint(
                name="versionpartner_is_named",
                condition=(Q(organisation=None) & ~Q(name=""))
                | Q(organisation__isnull=False, name=""),
                violation_error_message=_(
                    "Choose an organisation of the network or write a name, not both."
                ),
            )
        ]

    def __str__(self):
        return self.name or str(self.organisation)


class Quantity(VersionRow):
    """A result as a number with its unit, or the reason why there is none."""

    class Status(models.TextChoices):
        VALUE = "value", _("A number")
        NO_DATA = "no_data", _("No data")
        NOT_RELEVANT = "not_relevant", _("Not relevant")

    version = models.ForeignKey(
        "reporting.ActivityVersion", on_delete=models.PROTECT, related_name="quantities"
    )
    what = models.CharField(_("what was counted"), max_length=200)
    status = models.CharField(_("answer"), max_length=14, choices=Status)
    value = models.DecimalField(
        _("number"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = _("result as a number")
        verbose_name_plural = _("results as numbers")
        constraints = [
            models.CheckConstraint(
                name="quantity_value_or_reason",
                condition=(Q(status="value", value__isnull=False) & ~Q(unit=""))
                | (
                    Q(status__in=["no_data", "not_relevant"], value=None)
                    & ~Q(reason="")
                ),
                violation_error_message=_(
                    "Give a number with its unit, or the reason why there is none."
                ),
            )
        ]

    def __str__(self):
        return self.what


class VersionLink(VersionRow):
    """A public address with more about the activity."""

    version = models.ForeignKey(
        "reporting.ActivityVersion", on_delete=models.PROTECT, related_name="links"
    )
    url = models.URLField(_("address"), max_length=500)
    label = models.CharField(_("what it shows"), max_length=200, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.label or self.url


class VersionFile(VersionRow):
    """A file attached to a version; the bytes are shared under their hash."""

    version = models.ForeignKey(
        "reporting.ActivityVersion", on_delete=models.PROTECT, related_name="files"
    )
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="attached"
    )
    name = models.CharField(_("file name"), max_length=150)

    class Meta(VersionRow.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name
