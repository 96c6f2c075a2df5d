"""What became of a recommendation, and to whom an award went."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge_hubs.models.hub_blocks import Sourced, optional
from knowledge_hubs.models.library import Campaign
from knowledge_hubs.models.practice import YEARS, Recommendation


class RecommendationStep(Sourced):
    """One step on the way of a recommendation, by a document's word. It stands where
    the last of its steps put it; without one nobody has said.
    """

    class Status(models.TextChoices):
        MADE = "made", pgettext_lazy("recommendation", "Made")
        GUIDED = "guided", pgettext_lazy("recommendation", "Guidance published")
        BEGUN = "begun", pgettext_lazy("recommendation", "Being followed")
        DONE = "done", pgettext_lazy("recommendation", "Carried out")
        DROPPED = "dropped", pgettext_lazy("recommendation", "Not pursued")

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="steps"
    )
    status = models.CharField(_("it is"), max_length=10, choices=Status)
    taken_on = models.DateField(_("day"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Where the day is not known."),
    )
    text = models.CharField(
        _("what was done"),
        max_length=500,
        blank=True,
        help_text=_("Only what the source states."),
    )
    organisation = optional("programmes.Organisation", _("who did it"))
    resource = optional("knowledge_hubs.Resource", _("what it left to read"))
    document = optional(
        "programmes.SourceDocument",
        _("source document"),
        help_text=_("Empty: the document of the recommendation."),
    )

    class Meta(Sourced.Meta):
        verbose_name = _("step of a recommendation")
        verbose_name_plural = _("steps of recommendations")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="recommendationstep_day_or_year",
                condition=Q(taken_on=None) | Q(year=None),
                violation_error_message=_("Give the day or the year, not both."),
            ),
        ]

    def __str__(self):
        return self.get_status_display()


class Award(Sourced):
    """An award that a programme or a campaign gave: when, where, to whom, for what."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="awards"
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Empty where it is not known."),
    )
    country = optional("programmes.Country", _("country"))
    organisation = optional("programmes.Organisation", _("organisation"))
    recipient = models.CharField(
        _("to whom"),
        max_length=300,
        blank=True,
        help_text=_("Where it is no organisation of the network: a school, a class."),
    )
    reason = models.CharField(_("for what"), max_length=500, blank=True)
    number = models.PositiveIntegerField(
        _("how many"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Where a row stands for several. Empty where nobody says."),
    )
    document = optional(
        "programmes.SourceDocument",
        _("source document"),
        help_text=_("Empty: the document of the campaign."),
    )

    class Meta(Sourced.Meta):
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="award_number_counts_some",
                condition=Q(number=None) | Q(number__gte=1),
                violation_error_message=_("Leave it empty where nobody says."),
            ),
        ]

    def __str__(self):
        return str(self.organisation or self.recipient or self.country or self.pk)
