"""The words everything is classified by. Codes are permanent; labels are translated."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """How sure we are of a word or a name."""

    REPORT = "report", _("Stated in the report")
    CONFIRMED = "confirmed", _("Confirmed by a public source")
    GENERAL = "general", _("From general knowledge")
    DECISION = "decision", _("Decided for this portal")
    RENDERING = "rendering", _("Our rendering of a translated name")


class Vocabulary(models.TextChoices):
    IMPACT = "impact", _("Impact categories")
    SECTOR = "sector", _("Sectors")
    STAKEHOLDER_TYPE = "stakeholder_type", _("Stakeholder types")
    CONTENT_TYPE = "content_type", _("Content types")
    RESOURCE_TYPE = "resource_type", _("Resource types")
    INITIATIVE_TYPE = "initiative_type", _("Types of initiative")
    POLICY_TYPE = "policy_type", _("Policy instrument types")
    LEGAL_STATUS = "legal_status", _("Legal status")
    POLICY_STAGE = "policy_stage", _("Policy-cycle stages")
    LEAD_MINISTRY = "lead_ministry", _("Lead ministries")
    POLICY_SUPPORT = "policy_support", _("Support from partners")
    NETWORK_SUPPORT = "network_support", _("Support from the 10YFP")
    TAG = "tag", _("Tags")
    APPROACH_STEP = "approach_step", _("Value-chain approach steps")
    SCOPE = "scope", _("Geographic scopes")
    REPORTING_REGION = "reporting_region", _("Reporting regions")
    GOAL = "goal", _("Sustainable Development Goals")


class WordQuerySet(models.QuerySet):
    def in_use(self):
        """Words a person may choose today."""
        return self.filter(retired_on=None)


class Word(models.Model):
    """A coded, translated word. Never deleted once used; retired instead."""

    code = models.CharField(_("code"), max_length=40)
    label = models.CharField(_("label"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("broader word"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.label or self.code


class Term(Word):
    """One word of one vocabulary: a sector, an impact, a tag, a Goal …"""

    vocabulary = models.CharField(
        _("vocabulary"), max_length=20, choices=Vocabulary, db_index=True
    )

    class Meta:
        ordering = ["vocabulary", "order", "pk"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "code"], name="term_unique_in_vocabulary"
            ),
            models.CheckConstraint(
                name="term_vocabulary_known",
                condition=Q(vocabulary__in=Vocabulary.values),
            ),
        ]


class ActivityType(Word):
    """What kind of thing a partner did, and whether it counts as implementation."""

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")

    level = models.CharField(_("level"), max_length=10, choices=Level)
    is_implementation = models.BooleanField(_("counts as implementation"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("activity type")
        verbose_name_plural = _("activity types")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="activitytype_unique"),
            models.CheckConstraint(
                name="activitytype_level_known",
                condition=Q(level__in=["output", "outcome"]),
            ),
        ]


class Stage(Word):
    """A stage of a value chain; stages of one sector name their generic stages."""

    class Chain(models.TextChoices):
        GENERIC = "generic", _("Any value chain")
        FOOD = "food", _("Food")
        CONSTRUCTION = "construction", _("Buildings and construction")
        TEXTILES = "textiles", _("Textiles")
        PLASTICS = "plastics", _("Plastics")

    chain = models.CharField(_("value chain"), max_length=12, choices=Chain)
    generic_stages = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="specific_stages",
        limit_choices_to={"chain": "generic"},
        verbose_name=_("generic stages"),
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("value-chain stage")
        verbose_name_plural = _("value-chain stages")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="stage_unique"),
            models.CheckConstraint(
                name="stage_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("pk")),
            ),
        ]
