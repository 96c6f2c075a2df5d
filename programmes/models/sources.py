"""Where facts come from, and the figures a document printed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates


class SourceDocument(models.Model):
    """A document that facts on this portal are taken from."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        RESOLUTION = "resolution", _("Resolution")
        DECISION = "decision", _("Decision")
        METADATA = "metadata", _("Indicator metadata")
        PUBLICATION = "publication", _("Publication")
        DATA = "data", _("Data set")

    symbol = models.CharField(_("symbol"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=400)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)

    class Meta:
        ordering = ["symbol"]
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")

    def __str__(self):
        return self.symbol


class ListedRowQuerySet(models.QuerySet):
    def current(self):
        """Rows that have not ended."""
        today = dates.today()
        return self.filter(Q(until=None) | Q(until__gt=today))

    def former(self):
        return self.filter(until__lte=dates.today())


class ListedRow(models.Model):
    """A fact as a document listed it on a day; ended, never overwritten."""

    listed_on = models.DateField(
        _("listed on"),
        null=True,
        blank=True,
        help_text=_("The day of the document that lists it."),
    )
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_(
            "Set this when it has ended, and add a new row for the successor. "
            "Former rows stay readable."
        ),
    )
    document = models.ForeignKey(
        SourceDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source document"),
    )
    paragraph = models.CharField(_("paragraph"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)

    objects = ListedRowQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_listed",
                condition=Q(until=None)
                | Q(listed_on=None)
                | Q(until__gte=F("listed_on")),
                violation_error_message=_("The end comes before the day of listing."),
            )
        ]

    @property
    def is_former(self):
        return bool(self.until and self.until <= dates.today())


class Qualifier(models.TextChoices):
    EXACT = "exact", _("exactly")
    APPROX = "approx", _("about")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    LESS_THAN = "less_than", _("less than")
    RANGE = "range", _("between")


class PublishedFigureQuerySet(models.QuerySet):
    def in_force(self):
        """Figures no later row replaces."""
        return self.filter(replaced_by=None)


class PublishedFigure(models.Model):
    """A figure exactly as a document printed it.

    The database lets nobody update or delete a row. A misprint of ours is mended by
    a new row that names the one it replaces. Wording and notes are a FigureText.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, related_name="figures"
    )
    paragraph = models.CharField(_("paragraph"), max_length=60)
    number = models.DecimalField(
        _("number"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    low = models.DecimalField(
        _("low"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    high = models.DecimalField(
        _("high"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier)
    unit = models.CharField(_("unit"), max_length=40)
    period = models.CharField(_("period"), max_length=200, blank=True)
    base = models.CharField(_("base"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        help_text=_("The row whose misprint this one mends."),
    )

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.CheckConstraint(
                name="publishedfigure_number_or_range",
                condition=Q(
                    qualifier="range",
                    number=None,
                    low__isnull=False,
                    high__gt=F("low"),
                )
                | (
                    ~Q(qualifier="range") & Q(number__isnull=False, low=None, high=None)
                ),
                violation_error_message=_("Give one number, or the ends of a range."),
            ),
            models.CheckConstraint(
                name="publishedfigure_qualifier_known",
                condition=Q(qualifier__in=Qualifier.values),
            ),
        ]

    def __str__(self):
        return self.code


class FigureText(models.Model):
    """How a published figure is worded; editable, with history."""

    figure = models.OneToOneField(
        PublishedFigure, on_delete=models.PROTECT, related_name="text"
    )
    label = models.CharField(_("what it counts"), max_length=400)
    unit_label = models.CharField(_("unit"), max_length=120, blank=True)
    period_label = models.CharField(_("period"), max_length=200, blank=True)
    base_label = models.CharField(_("base"), max_length=400, blank=True)
    note = models.TextField(_("note"), blank=True)
    programmes = models.ManyToManyField(
        "programmes.Programme", blank=True, related_name="figure_texts"
    )
    countries = models.ManyToManyField(
        "programmes.Country",
        blank=True,
        related_name="figure_texts",
        verbose_name=_("countries"),
        help_text=_("Only where the figure is about these countries and no others."),
    )
    to_check = models.BooleanField(_("to be checked"), default=False)

    class Meta:
        ordering = ["figure__order"]
        verbose_name = _("wording of a figure")
        verbose_name_plural = _("wordings of figures")

    def __str__(self):
        return f"{self.figure}: {self.label}"

    def get_absolute_url(self):
        return f"{reverse('knowledge_hubs:figure_list')}#{self.figure.code}"
