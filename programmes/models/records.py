"""What curated records of every kind have in common, and the groups of the network."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.publishing import Publishable
from oneplanet.text.folding import FoldedField
from oneplanet.text.languages import in_every_language
from programmes.models.sources import ListedRow
from programmes.models.vocabulary import Basis


class Record(Publishable):
    """Something the network knows of, with a page of its own and a source.

    A title stands in the languages in which it is official. ``lead`` says in one
    sentence what it is, ``body`` the rest; paragraphs are parted by empty lines.
    """

    code = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        help_text=_("The end of its address. It never changes once it is public."),
    )
    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(_("in one sentence"), max_length=500, blank=True)
    body = models.TextField(_("text"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    programmes = models.ManyToManyField(
        "programmes.Programme",
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("programmes"),
        help_text=_("None: it belongs to the whole network."),
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
        verbose_name=_("themes"),
    )
    countries = models.ManyToManyField(
        "programmes.Country",
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("countries"),
    )
    figures = models.ManyToManyField(
        "programmes.PublishedFigure",
        blank=True,
        related_name="+",
        verbose_name=_("published figures"),
    )
    document = models.ForeignKey(
        "programmes.SourceDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source document"),
    )
    paragraph = models.CharField(_("paragraph"), max_length=100, blank=True)
    source = models.CharField(
        _("other source"),
        max_length=250,
        blank=True,
        help_text=_("Where facts beyond the document come from."),
    )
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    note = models.TextField(_("editors' note"), blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    words_folded = FoldedField(source="words")

    page_name = ""  # URL name of its page

    class Meta(Publishable.Meta):
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title or self.code

    def get_absolute_url(self):
        return reverse(self.page_name, args=[self.code])

    @property
    def words(self) -> str:
        """What it is found by: titles and leads in every language."""
        return in_every_language(self, "title", "lead")


class Party(ListedRow):
    """An organisation, or a State, and its part in a record."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        OWNER = "owner", _("Owner")
        AUTHOR = "author", _("Author")
        PUBLISHER = "publisher", _("Publisher")
        PARTNER = "partner", _("Partner")
        MEMBER = "member", _("Member")
        SIGNATORY = "signatory", _("Signatory")
        HOST = "host", _("Host")
        PARTICIPANT = "participant", _("Participant")

    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    country = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(ListedRow.Meta):
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            *ListedRow.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_one_party",
                condition=Q(organisation__isnull=False, country=None)
                | Q(organisation=None, country__isnull=False),
                violation_error_message=_(
                    "Name either an organisation or a country, not both."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.organisation or self.country} — {self.get_role_display()}"


class Coalition(Record):
    """A coalition, pact, commitment scheme, fund or platform the network works with."""

    class Kind(models.TextChoices):
        NETWORK = "network", _("Network initiative")
        SCHEME = "scheme", _("Commitment scheme")
        COMMITMENT = "commitment", _("Commitment")
        PACT = "pact", _("National pact")
        COALITION = "coalition", _("Business coalition")
        CITIES = "cities", _("City network")
        PROJECT = "project", _("Project")
        COMPANY = "company", _("Company programme")
        MOVEMENT = "movement", _("Citizen movement")
        PLATFORM = "platform", _("Platform")
        FUND = "fund", _("Fund")
        COOPERATION = "cooperation", _("Cooperation")
        FORUM = "forum", _("Exchange forum")
        POSITION = "position", _("Engagement in a process")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    started_year = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(
        _("to be reached by"), null=True, blank=True
    )

    page_name = "knowledge_hubs:coalition_detail"

    class Meta(Record.Meta):
        verbose_name = _("coalition or initiative")
        verbose_name_plural = _("coalitions and initiatives")


class CoalitionParty(Party):
    """Who leads, carries or has joined a coalition."""

    coalition = models.ForeignKey(
        Coalition, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("party to a coalition")
        verbose_name_plural = _("parties to coalitions")


class WorkingGroup(Record):
    """A working group, task group or committee of the network or a programme."""

    class Kind(models.TextChoices):
        WORKING = "working", _("Working group")
        TASK = "task", _("Task group")
        INTEREST = "interest", _("Interest group")
        COMMITTEE = "committee", _("Advisory committee")
        INFORMAL = "informal", _("Informal group")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    started_year = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    ended_year = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)

    page_name = "knowledge_hubs:working_group_detail"

    class Meta(Record.Meta):
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")


class WorkingGroupMember(Party):
    """Who leads a working group or sits in it."""

    working_group = models.ForeignKey(
        WorkingGroup, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")
