"""What campaigns found and reached: each result with who was asked, and how."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models.hub_blocks import Sourced, optional
from knowledge_hubs.models.library import Campaign
from oneplanet.text.languages import in_every_language
from programmes.models.sources import Qualifier

NO_RANGES = [pair for pair in Qualifier.choices if pair[0] != Qualifier.RANGE]


class CampaignResultQuerySet(models.QuerySet):
    def in_force(self):
        """Without those whose published figure a later row replaces."""
        stands = Q(figure__replaced_by=None, figure__text__isnull=False)
        return self.filter(Q(figure=None) | stands)


class CampaignResult(Sourced):
    """One thing that was measured of a campaign: a published figure, a number of its
    own, or words. What is not known stays empty and is shown as not stated.
    """

    low = high = None  # its own number is written as a figure is (text.numbers)

    class Kind(models.TextChoices):
        SITUATION = "situation", _("Where people stood")
        REACH = "reach", _("Whom it reached")
        OUTCOME = "outcome", _("What changed")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="results"
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        help_text=_("Many reached is no change yet: keep the two apart."),
    )
    metric = models.CharField(
        _("what was measured"),
        max_length=300,
        help_text=_("For example: people who say they throw away less food."),
    )
    figure = optional(
        "programmes.PublishedFigure",
        _("published figure"),
        help_text=_("The number as a document printed it. No other is then given."),
    )
    number = models.DecimalField(
        _("number"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Where no published figure holds it."),
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=NO_RANGES, default=Qualifier.EXACT
    )
    unit_label = models.CharField(
        _("unit"),
        max_length=60,
        blank=True,
        help_text=_("As it stands after the number: %, people, tonnes."),
    )
    in_words = models.CharField(
        _("in words"),
        max_length=300,
        blank=True,
        help_text=_("Where the source gives no number."),
    )
    sample = models.CharField(_("who was asked or counted"), max_length=300, blank=True)
    sample_size = models.PositiveIntegerField(
        _("how many were asked"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty where the source does not say; never guessed."),
    )
    method = models.CharField(
        _("method"),
        max_length=300,
        blank=True,
        help_text=_("For example: survey online, people speak about themselves."),
    )
    measured_on = models.DateField(_("day"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("Where the day is not known."),
    )
    document = optional(
        "programmes.SourceDocument",
        _("source document"),
        help_text=_("Empty: the document of the campaign."),
    )

    objects = CampaignResultQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("result of a campaign")
        verbose_name_plural = _("results of campaigns")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="campaignresult_one_value",
                condition=Q(figure__isnull=False, number=None)
                | Q(figure=None, number__isnull=False)
                | Q(figure=None, number=None),
                violation_error_message=_(
                    "Choose a published figure or give a number, not both."
                ),
            ),
            models.CheckConstraint(
                name="campaignresult_sample_is_of_somebody",
                condition=Q(sample_size=None) | Q(sample_size__gte=1),
                violation_error_message=_("Leave it empty where nobody was asked."),
            ),
            models.CheckConstraint(
                name="campaignresult_day_or_year",
                condition=Q(measured_on=None) | Q(year=None),
                violation_error_message=_("Give the day or the year, not both."),
            ),
        ]

    def __str__(self):
        return self.metric

    def clean(self):
        """Words stand in six columns, which the database does not see as one."""
        has_number = self.figure_id or self.number is not None
        if not has_number and not in_every_language(self, "in_words"):
            raise ValidationError(
                _("Say what came out: a published figure, a number or words.")
            )
