"""The blocks a knowledge hub is built from, in order, and what stands in them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models.block_kinds import (
    CONSTRAINTS,
    LISTED,
    OF_A_CHAIN,
    Chart,
    Kind,
    Of,
    Period,
)
from knowledge_hubs.models.hubs import Hub

LONGEST_QUERY = 1000  # letters of an address


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

    Kind, Of, Period, Chart = Kind, Of, Period, Chart

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
    query = models.CharField(
        _("search"),
        max_length=LONGEST_QUERY,
        blank=True,
        help_text=_(
            "Search the portal as a reader would, narrow it, and paste the address of "
            "the page here; or write the words alone. Readers see the first of what it "
            "finds in their language, and a link to all of it. Choices of facets find "
            "the same in every language; words find texts they stand in."
        ),
    )
    period = models.CharField(
        _("to come or past"),
        max_length=6,
        choices=Period,
        blank=True,
        help_text=_("Empty: those to come, then the past ones."),
    )
    chart = models.CharField(
        _("chart"),
        max_length=20,
        choices=Chart,
        blank=True,
        help_text=_(
            "Drawn from what is public on the portal, with the same as a table. It "
            "cannot be embedded from elsewhere."
        ),
    )

    class Meta(Sourced.Meta):
        verbose_name = _("block of a hub")
        verbose_name_plural = _("blocks of hubs")
        constraints = [*Sourced.Meta.constraints, *CONSTRAINTS]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.hub.get_absolute_url()}#{self.anchor}"

    def clean(self):
        """Forms hold a part of the columns, so the constraint alone is not asked."""
        kind = self.Kind
        held = {
            "of": (
                self.kind == kind.LIST,
                _("Say what the automatic list lists; other blocks list nothing."),
            ),
            "chain": (
                self.kind in OF_A_CHAIN,
                _("Choose the value chain of a block of stages; others have none."),
            ),
            "query": (
                self.kind == kind.SEARCH,
                _("Say what the block searches for; other blocks search for nothing."),
            ),
            "chart": (
                self.kind == kind.CHART,
                _("Choose the chart of a block that draws one; others have none."),
            ),
        }
        wrong = {
            name: words
            for name, (is_asked, words) in held.items()
            if is_asked != bool(getattr(self, name))
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def lists(self) -> str:
        """What fills it by itself: a value of Of, or nothing."""
        return self.of or LISTED.get(self.kind, "")

    @property
    def anchor(self) -> str:
        """The id on the page, the same in every language."""
        return (self.code or f"part-{self.pk}").rpartition("/")[2]
