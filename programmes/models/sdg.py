"""Goal 12: targets, indicators, who keeps them and what they were called."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.text.languages import set_apart
from programmes.models.sources import ListedRow, SourceDocument


class SdgTarget(models.Model):
    """A target of Goal 12, in its official wording and in few words."""

    code = models.CharField(_("code"), max_length=6, unique=True)
    text = models.TextField(_("official wording"))
    short_label = models.CharField(_("in few words"), max_length=160)
    themes = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary__in": ["tag", "sector", "goal"]},
        verbose_name=_("themes"),
        help_text=_(
            "Policies and publications filed under one of these stand on the page of "
            "the target."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source = models.CharField(_("source"), max_length=250, blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)

    class Meta:
        ordering = ["order"]
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")

    def __str__(self):
        return f"{set_apart(self.code)} {self.short_label}"

    def get_absolute_url(self):
        return reverse("knowledge_hubs:sdg_target", args=[self.code])


class SdgIndicator(models.Model):
    """An indicator of Goal 12 under its present name."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    target = models.ForeignKey(
        SdgTarget, on_delete=models.PROTECT, related_name="indicators"
    )
    name = models.TextField(_("official name"))
    short_label = models.CharField(_("in few words"), max_length=160)
    also = models.CharField(
        _("also counted as"),
        max_length=60,
        blank=True,
        help_text=_("Codes of the same indicator under other Goals, with commas."),
    )
    series = models.TextField(_("series codes"), blank=True)
    figures = models.ManyToManyField(
        "programmes.PublishedFigure",
        blank=True,
        related_name="+",
        verbose_name=_("published figures"),
        help_text=_("Figures that say how far reporting on it has come."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source = models.CharField(_("source"), max_length=250, blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)

    class Meta:
        ordering = ["order"]
        verbose_name = _("SDG indicator")
        verbose_name_plural = _("SDG indicators")

    def __str__(self):
        return f"{set_apart(self.code)} {self.short_label}"

    def get_absolute_url(self):
        return reverse("knowledge_hubs:sdg_indicator", args=[self.code])


class IndicatorPart(models.Model):
    """A lettered part of an indicator, such as (a) food loss and (b) food waste."""

    indicator = models.ForeignKey(
        SdgIndicator, on_delete=models.CASCADE, related_name="parts"
    )
    code = models.CharField(_("part"), max_length=4)
    label = models.CharField(_("label"), max_length=250)

    class Meta:
        ordering = ["indicator", "code"]
        verbose_name = _("part of an indicator")
        verbose_name_plural = _("parts of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "code"], name="indicatorpart_unique"
            )
        ]

    def __str__(self):
        return f"{self.indicator.code} ({self.code})"


class CustodianRole(ListedRow):
    """An agency's duty for an indicator or one part of it."""

    class Role(models.TextChoices):
        CUSTODIAN = "custodian", _("Custodian agency")
        PARTNER = "partner", _("Partner agency")

    indicator = models.ForeignKey(
        SdgIndicator, on_delete=models.CASCADE, related_name="custodian_roles"
    )
    part = models.ForeignKey(
        IndicatorPart, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="custodian_roles",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(ListedRow.Meta):
        ordering = ["indicator", "order"]
        verbose_name = _("custodian role")
        verbose_name_plural = _("custodian roles")
        constraints = [
            *ListedRow.Meta.constraints,
            models.CheckConstraint(
                name="custodianrole_role_known",
                condition=Q(role__in=["custodian", "partner"]),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} — {self.indicator.code}"


class IndicatorName(models.Model):
    """A name an indicator had at another time."""

    indicator = models.ForeignKey(
        SdgIndicator, on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.TextField(_("name"))
    language = models.CharField(_("language"), max_length=10, default="en")
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        ordering = ["indicator", "pk"]
        verbose_name = _("former name of an indicator")
        verbose_name_plural = _("former names of indicators")

    def __str__(self):
        return self.name


class IndicatorTier(models.Model):
    """The tier an indicator had in a release of the classification."""

    indicator = models.ForeignKey(
        SdgIndicator, on_delete=models.CASCADE, related_name="tiers"
    )
    tier = models.CharField(
        _("tier"), max_length=3, choices=[("I", "I"), ("II", "II"), ("III", "III")]
    )
    as_of = models.CharField(_("as of release"), max_length=20)
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        ordering = ["indicator", "-as_of"]
        verbose_name = _("tier of an indicator")
        verbose_name_plural = _("tiers of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "as_of"], name="indicatortier_unique"
            )
        ]

    def __str__(self):
        return f"{self.indicator.code}: {self.tier} ({self.as_of})"
