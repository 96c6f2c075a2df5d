from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import FoldedField
from oneplanet.text.languages import in_every_language
from programmes.models.vocabulary import Basis


class PolicyInstrument(models.Model):
    """A policy a country or regional organisation adopted or is preparing.

    Its name stays in ``name_language``; unknown facts stay empty.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    country = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        related_name="policies",
        verbose_name=_("country or regional organisation"),
    )
    name = models.CharField(_("name"), max_length=300)
    name_language = models.CharField(_("language of the name"), max_length=10)
    summary = models.TextField(_("summary"), blank=True)
    year_text = models.CharField(_("year as stated"), max_length=60, blank=True)
    start_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    adoption_year = models.PositiveSmallIntegerField(
        _("adopted in"), null=True, blank=True
    )
    end_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    types = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "policy_type"},
        verbose_name=_("types"),
    )
    sectors = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "sector"},
        verbose_name=_("sectors"),
    )
    tags = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "tag"},
        verbose_name=_("tags"),
    )
    goals = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "goal"},
        verbose_name=_("Goals"),
    )
    is_single_use_plastics = models.BooleanField(
        _("has provisions on single-use plastics"), null=True, blank=True
    )
    document = models.ForeignKey(
        "programmes.SourceDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source document"),
    )
    paragraph = models.CharField(_("paragraph"), max_length=60, blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    note = models.TextField(_("editors' note"), blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    words_folded = FoldedField(source="words")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("policy instrument")
        verbose_name_plural = _("policy instruments")
        constraints = [
            models.CheckConstraint(
                name="policyinstrument_years_in_order",
                condition=Q(start_year=None)
                | Q(end_year=None)
                | Q(end_year__gte=models.F("start_year")),
                violation_error_message=_("The last year comes before the first."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("knowledge_hubs:policy_detail", args=[self.code])

    @property
    def words(self) -> str:
        """What it is found by: its name, and what it does in every language."""
        return f"{self.name} {in_every_language(self, 'summary')}"
