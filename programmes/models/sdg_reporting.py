"""Goal 12: what is reported for its indicators, by whom, to whom, how and where."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneplanet.text.languages import set_apart
from programmes.models.sdg import IndicatorPart, SdgIndicator
from programmes.models.sources import ListedRow


class ReportingRoute(ListedRow):
    """How figures for an indicator, or one part of it, reach its custodian agency.

    An empty text is a fact that no source says: the pages say that it is not known.
    """

    class Reporter(models.TextChoices):
        FOCAL_POINT = "focal_point", _("National focal point of the 10YFP")
        PROCUREMENT = "procurement", _("Public procurement authority")
        PARTY = "party", _("Party to an international agreement")

    indicator = models.ForeignKey(
        SdgIndicator,
        on_delete=models.CASCADE,
        related_name="routes",
        verbose_name=_("indicator"),
    )
    part = models.ForeignKey(
        IndicatorPart,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part"),
        help_text=_("Only where a part is reported by itself."),
    )
    reporter = models.CharField(
        _("role of who reports"),
        max_length=12,
        choices=Reporter,
        blank=True,
        help_text=_(
            "Under which role it stands on the page “Where do I report?”. Leave it "
            "empty where no source says who reports."
        ),
    )
    what = models.TextField(
        _("what is reported"),
        help_text=_("In plain words; the official name stands on the same page."),
    )
    reported_by = models.TextField(
        _("who reports"), blank=True, help_text=_("Empty: the page says “not known”.")
    )
    reported_to = models.TextField(
        _("to whom"),
        blank=True,
        help_text=_("Who collects it. The custodian agencies have rows of their own."),
    )
    cycle = models.TextField(
        _("how often"),
        blank=True,
        help_text=_("The rounds so far and the rhythm, as the source gives them."),
    )
    next_round = models.TextField(
        _("next round"),
        blank=True,
        help_text=_("Only once it is announced, with its days. Empty it afterwards."),
    )
    how = models.TextField(
        _("how"),
        blank=True,
        help_text=_("Form, languages, evidence, and what happens after sending."),
    )
    address = models.URLField(
        _("where"),
        max_length=300,
        blank=True,
        help_text=_("The address of the form or the call for data."),
    )
    metadata_address = models.URLField(
        _("official metadata sheet"),
        max_length=300,
        blank=True,
        help_text=_("Definition and method, as the Statistics Division keeps them."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(ListedRow.Meta):
        ordering = ["indicator__order", "order", "pk"]
        verbose_name = _("way of reporting")
        verbose_name_plural = _("ways of reporting")
        constraints = [
            *ListedRow.Meta.constraints,
            models.CheckConstraint(
                name="reportingroute_reporter_known",
                condition=Q(reporter__in=["", "focal_point", "procurement", "party"]),
                violation_error_message=_("Choose one of the roles, or none."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "part"],
                condition=Q(until=None),
                name="reportingroute_one_for_a_part",
                violation_error_message=_(
                    "This part already has a way of reporting that has not ended."
                ),
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(until=None, part=None),
                name="reportingroute_one_for_a_whole",
                violation_error_message=_(
                    "This indicator already has a way of reporting that has not ended."
                ),
            ),
        ]

    def __str__(self):
        part = f" ({self.part.code})" if self.part else ""
        return f"{set_apart(self.indicator.code)}{part}: {self.what}"

    def clean(self):
        if self.part and self.part.indicator_id != self.indicator_id:
            raise ValidationError(
                {"part": _("This part belongs to another indicator.")}
            )
