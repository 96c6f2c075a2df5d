"""What stands in the blocks of a knowledge hub: figures, records, moments, messages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge_hubs.models.block_kinds import Kind, Of
from knowledge_hubs.models.hub_blocks import HubBlock, Sourced, optional
from oneplanet.text.languages import in_every_language

# What a list can be of and an item can name; columns of BlockItem have these names.
RECORDS = (
    "resource",
    "coalition",
    "working_group",
    "campaign",
    "case_study",
    "recommendation",
    "label",
    "event",
    "article",
    "policy",
    "activity",
)


def at_most_one(*names) -> Q:
    """A condition: no more than one of the foreign keys is given."""
    condition = Q()
    for name in names:
        others = {f"{other}__isnull": True for other in names if other != name}
        condition |= Q(**others)
    return condition


class BlockItem(Sourced):
    """One thing in a block: a figure, a featured record, a moment or a message.

    It names one figure or record at most: a column for each, so that the database keeps
    what is named and a page asks for all of a kind at once.
    """

    block = models.ForeignKey(HubBlock, on_delete=models.CASCADE, related_name="items")
    when = models.CharField(
        pgettext_lazy("a moment", "when"),
        max_length=60,
        blank=True,
        help_text=_("As printed, for example 2017 or 2015–2020."),
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    quote = models.TextField(
        _("the record’s own words"),
        max_length=600,
        blank=True,
        help_text=_(
            "Copied from the record named here, in a language in which it says them. "
            "Readers see them as a quotation that leads to it."
        ),
    )
    figure = optional("programmes.PublishedFigure", _("published figure"))
    counts = models.CharField(
        _("what it counts"),
        max_length=15,
        choices=Of,
        blank=True,
        help_text=_(
            "How many of them are public, as the block narrows them. The number leads "
            "to the list of what was counted."
        ),
    )
    resource = optional("knowledge_hubs.Resource", _("resource"))
    coalition = optional("programmes.Coalition", _("coalition or initiative"))
    working_group = optional("programmes.WorkingGroup", _("working group"))
    campaign = optional("knowledge_hubs.Campaign", _("campaign"))
    case_study = optional("knowledge_hubs.CaseStudy", _("case study"))
    recommendation = optional("knowledge_hubs.Recommendation", _("recommendation"))
    label = optional("knowledge_hubs.ProductLabel", _("label or claim"))
    event = optional("knowledge_hubs.Event", _("event"))
    article = optional("knowledge_hubs.Article", _("article"))
    policy = optional("reporting.PolicyInstrument", _("policy instrument"))
    activity = optional(
        "reporting.Activity",
        _("activity"),
        on_delete=models.CASCADE,  # authors may delete their drafts
        help_text=_("It shows while it is public."),
    )

    class Meta(Sourced.Meta):
        verbose_name = _("item of a block")
        verbose_name_plural = _("items of blocks")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="blockitem_names_one_thing",
                condition=at_most_one("figure", *RECORDS),
            ),
            models.CheckConstraint(
                name="blockitem_counts_or_names",
                condition=Q(counts="") | Q(figure=None, **dict.fromkeys(RECORDS)),
                violation_error_message=_(
                    "Choose what is counted or a published figure, not both."
                ),
            ),
        ]

    def __str__(self):
        said = self.named or self.get_counts_display() or self.text
        return self.title or str(said)[:80]

    def _clean_lesson(self, records):
        """A lesson is said, and what is quoted stands in what it names."""
        said, quoted = (in_every_language(self, name) for name in ("title", "quote"))
        if quoted and not records:
            raise ValidationError(_("Choose the record whose words these are."))
        if not said and not quoted:
            raise ValidationError(
                _("Say the lesson, or what shows the one above: a record’s own words.")
            )

    @property
    def named(self) -> models.Model | None:
        """The figure or record it names."""
        names = ("figure", *RECORDS)
        return next(filter(None, (getattr(self, name) for name in names)), None)

    def clean(self):
        """It holds what its block is for, whose kind the database does not see here."""
        kind = self.block.kind
        records = [name for name in RECORDS if getattr(self, f"{name}_id")]
        if len(records) > 1:
            raise ValidationError(_("Name one record only in each row."))
        if kind == Kind.RECORDS and not records:
            raise ValidationError(_("Choose the record to feature."))
        if kind == Kind.FIGURES and not self.figure_id:
            raise ValidationError(_("Choose a published figure."))
        if (kind == Kind.COUNTED) != bool(self.counts) and not self.figure_id:
            raise ValidationError(_("Choose what is counted, or a published figure."))
        if kind == Kind.LESSONS:
            self._clean_lesson(records)
        if self.counts == Of.POLICY and self.block.programme_id:
            raise ValidationError(
                _("Policies belong to no programme, by which this block is narrowed.")
            )
