"""Where a country's production and consumption weigh most, as a tool published it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneplanet.publishing import Publishable


class HotspotRelease(Publishable):
    """One version of the values, brought as a file and shown once it is published. The
    newest public one is what readers see. Values are kept as they were printed.
    """

    code = models.SlugField(_("short name"), max_length=60, unique=True)
    version = models.CharField(
        _("version"),
        max_length=100,
        help_text=_("As its makers name it. Readers see it beside the values."),
    )
    resource = models.ForeignKey(
        "knowledge_hubs.Resource",
        on_delete=models.PROTECT,
        related_name="hotspot_releases",
        verbose_name=_("the tool"),
    )
    released_on = models.DateField(_("published on"), null=True, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=300,
        help_text=_("Under which words its makers allow it to be shown."),
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)
    brought_at = models.DateTimeField(_("brought"), auto_now_add=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("brought by"),
    )

    class Meta(Publishable.Meta):
        ordering = ["-brought_at", "-pk"]
        verbose_name = _("version of hotspot values")
        verbose_name_plural = _("versions of hotspot values")

    def __str__(self):
        return self.version


class HotspotValue(models.Model):
    """One value of a country, as the file has it. Names of categories, sectors and
    units are the tool's own words, in English.
    """

    class Perspective(models.TextChoices):
        PRODUCTION = "production", _("Domestic production")
        CONSUMPTION = "consumption", _("Consumption footprint")

    release = models.ForeignKey(
        HotspotRelease,
        on_delete=models.CASCADE,
        related_name="values",
        verbose_name=_("version"),
    )
    country = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("country"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    indicator = models.CharField(_("category"), max_length=120)
    perspective = models.CharField(_("perspective"), max_length=12, choices=Perspective)
    sector = models.CharField(_("sector"), max_length=160, blank=True)  # "": all
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=60)

    class Meta:
        ordering = ["indicator", "perspective", "year", "sector", "pk"]
        verbose_name = _("hotspot value")
        verbose_name_plural = _("hotspot values")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "release",
                    "country",
                    "year",
                    "indicator",
                    "perspective",
                    "sector",
                ],
                name="hotspotvalue_once",
            ),
            models.CheckConstraint(
                name="hotspotvalue_year_known",
                condition=Q(year__gte=1900, year__lte=2100),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.year}"
