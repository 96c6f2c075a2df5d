"""Countries and regions as the United Nations counts them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """An M49 region or sub-region, or a regional group of UN Member States."""

    class Kind(models.TextChoices):
        M49_REGION = "m49_region", _("M49 region")
        M49_SUBREGION = "m49_subregion", _("M49 sub-region")
        UN_GROUP = "un_group", _("United Nations regional group")

    code = models.CharField(_("code"), max_length=10, unique=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        ordering = ["kind", "code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self):
        return self.name


class CountryQuerySet(models.QuerySet):
    def states(self):
        """Member States and observers: where every count of countries starts."""
        return self.filter(kind__in=[Country.Kind.STATE, Country.Kind.OBSERVER])


class Country(models.Model):
    """A State, an observer, the EU, or an area the M49 standard lists."""

    class Kind(models.TextChoices):
        STATE = "state", _("Member State")
        OBSERVER = "observer", _("Observer State")
        ORGANISATION = "organisation", _("Regional organisation")
        AREA = "area", _("Area")

    code = models.CharField(_("code"), max_length=10, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, unique=True)
    iso3 = models.CharField(
        "ISO 3166-1 alpha-3", max_length=3, unique=True, null=True, blank=True
    )
    m49 = models.CharField("M49", max_length=3, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=150)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="countries_of_region",
        verbose_name=_("M49 region"),
    )
    sub_region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="countries_of_sub_region",
        verbose_name=_("M49 sub-region"),
    )
    un_group = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="countries_of_group",
        verbose_name=_("United Nations regional group"),
    )
    reporting_region = models.ForeignKey(
        "programmes.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="countries",
        verbose_name=_("reporting region"),
        help_text=_("Follows from the reporting-region rules."),
    )
    is_ldc = models.BooleanField(_("least developed country"), default=False)
    is_lldc = models.BooleanField(_("landlocked developing country"), default=False)
    is_sids = models.BooleanField(_("small island developing State"), default=False)
    groups_as_of = models.DateField(_("these groups as of"), null=True, blank=True)
    note = models.TextField(_("editors' note"), blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")
        constraints = [
            models.CheckConstraint(
                name="country_states_have_codes",
                condition=Q(kind="organisation")
                | Q(iso3__isnull=False, m49__isnull=False),
                violation_error_message=_("A State or area has ISO and M49 codes."),
            ),
            models.CheckConstraint(
                name="country_kind_known",
                condition=Q(kind__in=["state", "observer", "organisation", "area"]),
            ),
        ]

    def __str__(self):
        return self.name


class ReportingRegionRule(models.Model):
    """Which reporting region a place belongs to.

    A rule for a country beats one for its sub-region, and that one for its region.
    """

    area = models.OneToOneField(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("M49 region or sub-region"),
    )
    country = models.OneToOneField(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country or area"),
    )
    region = models.ForeignKey(
        "programmes.Term",
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": "reporting_region"},
        verbose_name=_("reporting region"),
    )
    note = models.TextField(_("editors' note"), blank=True)

    class Meta:
        verbose_name = _("reporting-region rule")
        verbose_name_plural = _("reporting-region rules")
        constraints = [
            models.CheckConstraint(
                name="regionrule_area_or_country",
                condition=Q(area__isnull=False, country__isnull=True)
                | Q(area__isnull=True, country__isnull=False),
                violation_error_message=_(
                    "Name either an M49 area or a country, not both."
                ),
            )
        ]

    def __str__(self):
        return f"{self.country or self.area} → {self.region}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        apply_region_rules()

    def delete(self, *args, **kwargs):
        answer = super().delete(*args, **kwargs)
        apply_region_rules()
        return answer


def apply_region_rules() -> int:
    """Write each country's reporting region from the rules; how many changed."""
    rules = ReportingRegionRule.objects.values_list(
        "country_id", "area_id", "region_id"
    )
    by_country = {country: region for country, area, region in rules if country}
    by_area = {area: region for country, area, region in rules if area}
    changed = []
    for country in Country.objects.all():
        region = (
            by_country.get(country.pk)
            or by_area.get(country.sub_region_id)
            or by_area.get(country.region_id)
        )
        if country.reporting_region_id != region:
            country.reporting_region_id = region
            changed.append(country)
    Country.objects.bulk_update(changed, ["reporting_region"])
    return len(changed)
