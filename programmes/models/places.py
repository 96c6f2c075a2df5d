"""Countries and regions as the United Nations counts them.

A country's reporting region is kept on its row and always follows from the rules:
whatever writes a country or a rule does it inside :func:`regions_following`.
"""

from contextlib import contextmanager

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_update_with_history

from oneplanet import searching
from oneplanet.text.folding import FoldedField
from oneplanet.text.languages import in_every_language
from programmes.models.vocabulary import Term, Vocabulary


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


class FollowedQuerySet(models.QuerySet):
    """Rows that reporting regions follow from, however many are written at once."""

    def update(self, **values):
        with regions_following():
            return super().update(**values)

    def delete(self):
        with regions_following():
            return super().delete()

    def bulk_create(self, *args, **kwargs):
        with regions_following():
            return super().bulk_create(*args, **kwargs)

    update.alters_data = delete.alters_data = bulk_create.alters_data = True
    delete.queryset_only = True


class CountryQuerySet(FollowedQuerySet):
    def states(self):
        """Member States and observers: where every count of countries starts."""
        return self.filter(kind__in=Country.STATES)

    def with_regions(self):
        """With what pages say of where it is and what it belongs to."""
        return self.select_related(
            "region", "sub_region", "un_group", "reporting_region"
        )


class Country(models.Model):
    """A State, an observer, the EU, or an area the M49 standard lists."""

    class Kind(models.TextChoices):
        STATE = "state", _("Member State")
        OBSERVER = "observer", _("Observer State")
        ORGANISATION = "organisation", _("Regional organisation")
        AREA = "area", _("Area")

    STATES = (Kind.STATE, Kind.OBSERVER)

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
    words_folded = FoldedField(source="words")

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

    def save(self, *args, update_fields=None, **kwargs):
        """With the region that the rules give it, so that its history is true too."""
        if update_fields is not None:
            update_fields = {*update_fields, "reporting_region"}
        with transaction.atomic():
            self.reporting_region_id = _read_rules()(self)
            super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("knowledge_hubs:country_detail", args=[self.code])

    @property
    def words(self) -> str:
        """What it is found by: its names in every language and its codes."""
        codes = (self.code, self.iso2, self.m49)
        return " ".join([in_every_language(self, "name"), *filter(None, codes)])

    @property
    def is_state(self) -> bool:
        """Whether it is one of .states()."""
        return self.kind in self.STATES


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

    objects = FollowedQuerySet.as_manager()

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
        with regions_following():
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with regions_following():
            return super().delete(*args, **kwargs)


@contextmanager
def regions_following():
    """What is written inside is followed by the reporting regions, or not written."""
    with transaction.atomic():
        _wait_for_the_others()
        yield
        apply_region_rules()


def apply_region_rules() -> int:
    """Write each country's reporting region from the rules; how many changed."""
    with transaction.atomic():
        region_of = _read_rules()
        changed = []
        for country in Country.objects.all():
            region = region_of(country)
            if country.reporting_region_id != region:
                country.reporting_region_id = region
                changed.append(country)
        bulk_update_with_history(
            changed,
            Country,
            ["reporting_region"],
            default_change_reason="reporting-region rules",
            manager=Country._base_manager,  # its update would come back here
        )
        if changed:
            searching.rebuild_later()  # whatever names them is filed under regions
    return len(changed)


def _read_rules():
    """Which reporting region the rules give a country, as a function that answers it.

    Inside a transaction: nobody changes a rule or moves a country until its end.
    """
    _wait_for_the_others()
    rules = list(
        ReportingRegionRule.objects.values_list("country_id", "area_id", "region_id")
    )
    by_country = {country: region for country, area, region in rules if country}
    by_area = {area: region for country, area, region in rules if area}

    def region_of(country):
        return (
            by_country.get(country.pk)
            or by_area.get(country.sub_region_id)
            or by_area.get(country.region_id)
        )

    return region_of


def _wait_for_the_others():
    """One writer at a time, or a country moved while a rule changes keeps the old."""
    words = Term.objects.filter(vocabulary=Vocabulary.REPORTING_REGION)
    list(words.order_by("pk").select_for_update(no_key=True).values_list("pk"))
