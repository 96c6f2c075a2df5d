"""Value chains: their stages in order, what is known of each, what is filed there."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge_hubs.models.block_items import at_most_one
from knowledge_hubs.models.hub_blocks import Sourced, optional
from programmes.models import Record, Stage

CHAINS = [pair for pair in Stage.Chain.choices if pair[0] != Stage.Chain.GENERIC]
# What may be filed at a stage. Activities say themselves at which stages they are.
FILED = ("policy", "resource", "coalition", "campaign")


class OfChain(Sourced):
    """A part of a chain, with its place and its source."""

    document = optional(
        "programmes.SourceDocument",
        _("source document"),
        help_text=_("Empty: the document of the chain."),
    )

    class Meta(Sourced.Meta):
        abstract = True


class ValueChain(Record):
    """The way of one kind of goods from raw material to the end of its life. ``lead``
    says what the chain shows; ``chain`` is the vocabulary its stages come from.
    """

    chain = models.CharField(
        _("value chain"),
        max_length=12,
        choices=CHAINS,
        help_text=_("The stages are those of this chain in the list of stages."),
    )

    page_name = "knowledge_hubs:value_chain_detail"

    class Meta(Record.Meta):
        verbose_name = _("value chain")
        verbose_name_plural = _("value chains")


class ChainStage(OfChain):
    """A stage in the drawing of its chain, in its place. Its name is that of the word
    activities are classified by."""

    chain = models.ForeignKey(
        ValueChain,
        on_delete=models.CASCADE,
        related_name="stages",
        verbose_name=_("value chain"),
    )
    stage = models.OneToOneField(
        "programmes.Stage",
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=~Q(chain=Stage.Chain.GENERIC),
        verbose_name=_("stage"),
        help_text=_("The word that activities choose."),
    )
    address = models.SlugField(
        _("address"),
        max_length=60,
        help_text=_("The end of its address. It never changes once it is public."),
    )
    is_whole = models.BooleanField(
        _("the chain as a whole"),
        default=False,
        help_text=_("It stands under all stages, not in their row."),
    )

    class Meta(OfChain.Meta):
        verbose_name = _("stage of a value chain")
        verbose_name_plural = _("stages of value chains")
        constraints = [
            *OfChain.Meta.constraints,
            models.UniqueConstraint(
                fields=["chain", "address"],
                name="chainstage_address_once",
                violation_error_message=_("Another stage has this address."),
            ),
            models.UniqueConstraint(
                fields=["chain"],
                condition=Q(is_whole=True),
                name="chainstage_one_whole",
                violation_error_message=_("One stage stands for the whole chain."),
            ),
        ]

    def __str__(self):
        return str(self.stage)

    def get_absolute_url(self):
        """The whole chain has the page of the chain."""
        if self.is_whole:
            return self.chain.get_absolute_url()
        name = "knowledge_hubs:value_chain_stage"
        return reverse(name, args=[self.chain.code, self.address])


class ChainFact(OfChain):
    """One thing a document says of a chain, of some of its stages or of all."""

    class Kind(models.TextChoices):
        IMPACT = "impact", _("What happens and where impacts arise")
        INFLUENCE = "influence", _("Who can change it")
        LEVER = "lever", _("Levers")
        CHALLENGE = "challenge", _("Challenges")
        ACTION = "action", _("What is being done")
        GAP = "gap", _("Where more effort is needed")
        SHARE = "share", _("Published figures")

    chain = models.ForeignKey(
        ValueChain,
        on_delete=models.CASCADE,
        related_name="facts",
        verbose_name=_("value chain"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    stages = models.ManyToManyField(
        ChainStage,
        blank=True,
        related_name="facts",
        verbose_name=_("stages"),
        help_text=_("None: it is about the chain as a whole."),
    )
    text = models.TextField(_("text"), max_length=1000, blank=True)
    figure = optional(
        "programmes.PublishedFigure",
        _("published figure"),
        help_text=_("Of the kind “Published figures” only, which has no text."),
    )

    class Meta(OfChain.Meta):
        verbose_name = _("fact about a value chain")
        verbose_name_plural = _("facts about value chains")
        constraints = [
            *OfChain.Meta.constraints,
            models.CheckConstraint(
                name="chainfact_only_shares_have_a_figure",
                condition=Q(kind="share", figure__isnull=False)
                | (~Q(kind="share") & Q(figure=None)),
                violation_error_message=_(
                    "A published figure needs a figure; other facts have none."
                ),
            ),
        ]

    def __str__(self):
        return self.text[:80] or str(self.figure)

    def clean(self):
        if self.kind != self.Kind.SHARE and not self.text:
            raise ValidationError({"text": _("Say what the document says.")})


class ChainLoop(OfChain):
    """A way back in a chain: what leaves one stage and serves again."""

    class Kind(models.TextChoices):
        REUSE = "reuse", pgettext_lazy("a loop", "Reuse")
        RECYCLING = "recycling", pgettext_lazy("a loop", "Recycling")

    leaves = models.ForeignKey(
        ChainStage,
        on_delete=models.CASCADE,
        related_name="loops",
        verbose_name=_("leaves"),
        limit_choices_to={"is_whole": False},
    )
    returns = optional(
        ChainStage,
        _("comes back to"),
        on_delete=models.CASCADE,
        limit_choices_to={"is_whole": False},
        help_text=_("Empty: the document does not say at which stage it comes back."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"), max_length=500)

    class Meta(OfChain.Meta):
        verbose_name = _("loop of a value chain")
        verbose_name_plural = _("loops of value chains")

    def __str__(self):
        return self.text[:80]

    def clean(self):
        both = self.returns_id and self.leaves_id
        if both and self.returns.chain_id != self.leaves.chain_id:
            raise ValidationError({"returns": _("Choose a stage of the same chain.")})


class StageRecord(OfChain):
    """A record filed at a stage: what it is and why is told on its own page."""

    stage = models.ForeignKey(
        ChainStage,
        on_delete=models.CASCADE,
        related_name="records",
        verbose_name=_("stage"),
    )
    policy = optional("reporting.PolicyInstrument", _("policy instrument"))
    resource = optional("knowledge_hubs.Resource", _("resource"))
    coalition = optional("programmes.Coalition", _("coalition or initiative"))
    campaign = optional("knowledge_hubs.Campaign", _("campaign"))

    class Meta(OfChain.Meta):
        verbose_name = _("record at a stage")
        verbose_name_plural = _("records at stages")
        constraints = [
            *OfChain.Meta.constraints,
            models.CheckConstraint(
                name="stagerecord_names_one_thing",
                condition=at_most_one(*FILED) & ~Q(**dict.fromkeys(FILED)),
                violation_error_message=_("Name one record in each row."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["stage", name],
                    name=f"stagerecord_{name}_once",
                    violation_error_message=_("It is filed at this stage already."),
                )
                for name in FILED
            ),
        ]

    def __str__(self):
        return str(self.named or self.pk)

    @property
    def named(self) -> models.Model | None:
        """The record filed here."""
        return next(filter(None, (getattr(self, name) for name in FILED)), None)
