"""The blocks a knowledge hub is built from, in order, and what stands in them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge_hubs.models.hubs import Hub


def optional(model, label, *, on_delete=models.PROTECT, **more):
    """A foreign key that may be empty."""
    return models.ForeignKey(
        model,
        on_delete=on_delete,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        **more,
    )


class Sourced(models.Model):
    """A part of a hub: its place, where it comes from, and how files name it."""

    code = models.CharField(max_length=150, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The smallest number comes first.")
    )
    document = optional(
        "programmes.SourceDocument",
        _("source document"),
        help_text=_("Empty: the document of the hub."),
    )
    paragraph = models.CharField(_("paragraph"), max_length=100, blank=True)
    source = models.CharField(
        _("other source"),
        max_length=250,
        blank=True,
        help_text=_("In words, in English: where facts beyond the document come from."),
    )

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="%(class)s_code_once"
            )
        ]


class HubBlock(Sourced):
    """One block of a hub, in its place. What it holds follows from its kind: a text,
    items, or a list that fills itself by its filter.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        FIGURES = "figures", _("Published figures")
        RECORDS = "records", _("Featured records")
        LIST = "list", _("Automatic list")
        TIMELINE = "timeline", _("Timeline")
        MESSAGES = "messages", _("Key messages")
        STAGES = "stages", _("Activities and policies by stage")

    class Of(models.TextChoices):
        RESOURCE = "resource", _("Tools and publications")
        COALITION = "coalition", _("Coalitions and initiatives")
        WORKING_GROUP = "working_group", _("Working groups")
        CAMPAIGN = "campaign", _("Campaigns and education")
        CASE_STUDY = "case_study", _("Case studies")
        RECOMMENDATION = "recommendation", _("Recommendations")
        LABEL = "label", _("Labels and claims")
        EVENT = "event", _("Events")
        ARTICLE = "article", _("News")
        POLICY = "policy", _("Policies")
        ACTIVITY = "activity", _("Activities")

    hub = models.ForeignKey(
        Hub,
        on_delete=models.CASCADE,
        related_name="blocks",
        verbose_name=_("knowledge hub"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        help_text=_("It decides what the block can hold, and stays as it is."),
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("Leave an empty line between two paragraphs."),
    )
    of = models.CharField(
        _("what it lists"),
        max_length=15,
        choices=Of,
        blank=True,
        help_text=_("Of an automatic list only. It shows what is public."),
    )
    programme = optional(
        "programmes.Programme",
        _("programme"),
        help_text=_("Only what belongs to this programme."),
    )
    tag = optional(
        "programmes.Term",
        _("theme"),
        limit_choices_to={"vocabulary": "tag"},
        help_text=_("Only what is about this theme."),
    )
    sector = optional(
        "programmes.Term",
        _("sector"),
        limit_choices_to={"vocabulary": "sector"},
        help_text=_("Only what belongs to this sector."),
    )
    of_kind = models.CharField(
        _("of the kind"),
        max_length=60,
        blank=True,
        help_text=_("The code of one kind, as in the address of a narrowed list."),
    )
    how_many = models.PositiveSmallIntegerField(
        _("how many"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("A link leads from them to the whole list."),
    )

    chain = optional(
        "knowledge_hubs.ValueChain",
        _("value chain"),
        help_text=_("The chain whose stages are drawn, with what there is at each."),
    )

    class Meta(Sourced.Meta):
        verbose_name = _("block of a hub")
        verbose_name_plural = _("blocks of hubs")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="hubblock_only_lists_are_of_something",
                condition=(Q(kind="list") & ~Q(of=""))
                | (
                    ~Q(kind="list")
                    & Q(of="", programme=None, tag=None, sector=None, of_kind="")
                ),
            ),
            models.CheckConstraint(
                name="hubblock_only_stages_have_a_chain",
                condition=Q(kind="stages", chain__isnull=False)
                | (~Q(kind="stages") & Q(chain=None)),
                violation_error_message=_("Only stages are those of a value chain."),
            ),
            models.CheckConstraint(
                name="hubblock_how_many_fit_a_page",
                condition=Q(how_many__gte=1, how_many__lte=24),
                violation_error_message=_("List between 1 and 24."),
            ),
            models.CheckConstraint(
                name="hubblock_policies_have_no_programme",
                condition=~Q(of="policy") | Q(programme=None),
                violation_error_message=_("A policy belongs to no programme."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.hub.get_absolute_url()}#{self.anchor}"

    def clean(self):
        """Forms hold a part of the columns, so the constraint alone is not asked."""
        if (self.kind == self.Kind.LIST) != bool(self.of):
            raise ValidationError(
                _("Say what the automatic list lists; other blocks list nothing.")
            )
        if (self.kind == self.Kind.STAGES) != bool(self.chain_id):
            raise ValidationError(
                _("Choose the value chain of a block of stages; others have none.")
            )

    @property
    def anchor(self) -> str:
        """The id on the page, the same in every language."""
        return (self.code or f"part-{self.pk}").rpartition("/")[2]


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
    figure = optional("programmes.PublishedFigure", _("published figure"))
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
        ]

    def __str__(self):
        return self.title or str(self.named or self.text)[:80]

    @property
    def named(self) -> models.Model | None:
        """The figure or record it names."""
        names = ("figure", *RECORDS)
        return next(filter(None, (getattr(self, name) for name in names)), None)

    def clean(self):
        """It holds what its block is for, whose kind the database does not see here."""
        kind, kinds = self.block.kind, HubBlock.Kind
        records = [name for name in RECORDS if getattr(self, f"{name}_id")]
        if len(records) > 1:
            raise ValidationError(_("Name one record only in each row."))
        if kind == kinds.RECORDS and not records:
            raise ValidationError(_("Choose the record to feature."))
        if kind == kinds.FIGURES and not self.figure_id:
            raise ValidationError(_("Choose a published figure."))
