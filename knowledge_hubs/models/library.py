"""What the network publishes and runs: resources, campaigns, events, articles."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Left, Replace
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import Party, Record


class Resource(Record):
    """A publication, tool or data set: its editions carry the files and addresses."""

    kind = models.ForeignKey(
        "programmes.Term",
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": "resource_type"},
        verbose_name=_("kind"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Empty where it is not known.")
    )
    is_living = models.BooleanField(
        _("living document"),
        default=False,
        help_text=_("Kept up to date under the same title."),
    )
    is_reference = models.BooleanField(
        _("cited only"),
        default=False,
        help_text=_("Science a document cites; not a product of the network."),
    )
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    purpose = models.CharField(
        _("what it is for"),
        max_length=500,
        blank=True,
        help_text=_("Of a tool: what one does with it, in a sentence."),
    )
    users = models.CharField(
        _("whom it serves"),
        max_length=300,
        blank=True,
        help_text=_("Only whom its makers or a document name."),
    )
    maintained_on = models.DateField(
        _("last brought up to date"),
        null=True,
        blank=True,
        help_text=_("Of a tool: the day its keepers state. Empty where they do not."),
    )
    coalitions = models.ManyToManyField(
        "programmes.Coalition",
        blank=True,
        related_name="resources",
        verbose_name=_("coalitions and initiatives"),
    )
    working_groups = models.ManyToManyField(
        "programmes.WorkingGroup",
        blank=True,
        related_name="resources",
        verbose_name=_("working groups"),
    )

    page_name = "knowledge_hubs:resource_detail"

    class Meta(Record.Meta):
        ordering = [F("year").desc(nulls_last=True), "order", "pk"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")


class ResourceParty(Party):
    """Who wrote, published or carries a resource."""

    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("organisation behind a resource")
        verbose_name_plural = _("organisations behind resources")


# What has a meaning of its own in an address; "%" first, as it stands for the others.
OF_ADDRESSES = {"%": "%25", "#": "%23", "?": "%3F", "<": "%3C", ">": "%3E", " ": "%20"}


def doi_address():
    """Of an edition: where its DOI leads. At most 500 signs, as all addresses."""
    path = F("doi")
    for sign, written in OF_ADDRESSES.items():
        path = Replace(path, Value(sign), Value(written))
    whole = Concat(Value("https://doi.org/"), path, output_field=models.CharField())
    return Left(whole, 500)


class Edition(models.Model):
    """One language or version of a resource, and where it is."""

    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="editions"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    label = models.CharField(
        _("which one"),
        max_length=120,
        blank=True,
        help_text=_("For example a version, a region or a part."),
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    stored = models.ForeignKey(
        "reporting.StoredFile",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("file"),
    )
    file_name = models.CharField(_("file name"), max_length=150, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    symbol = models.CharField(_("United Nations symbol"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["resource", "order", "pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.CheckConstraint(
                name="edition_file_has_a_name",
                condition=Q(stored=None, file_name="")
                | (Q(stored__isnull=False) & ~Q(file_name="")),
            )
        ]

    def __str__(self):
        return self.label or self.get_language_display() or self.file_name or self.url

    @property
    def file_url(self):
        """The address of its file."""
        given = (self.resource.code, self.pk, self.file_name)
        return reverse("knowledge_hubs:resource_file", args=given)


class Campaign(Record):
    """A campaign or an education programme of a partner."""

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", _("Campaign")
        EDUCATION = "education", _("Education programme")
        AWARD = "award", _("Award")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    coalition = models.ForeignKey(
        "programmes.Coalition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("coalition or initiative"),
    )
    message = models.CharField(
        _("its message"),
        max_length=300,
        blank=True,
        help_text=_("What it asks people to think or do."),
    )
    channels = models.CharField(
        _("by which ways"),
        max_length=300,
        blank=True,
        help_text=_("For example: videos, social media, posters in shops."),
    )
    audience = models.CharField(
        _("whom it addresses"),
        max_length=300,
        blank=True,
        help_text=_("Only whom the source names."),
    )

    page_name = "knowledge_hubs:campaign_detail"

    class Meta(Record.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")


class CampaignParty(Party):
    """Who runs a campaign."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("organisation behind a campaign")
        verbose_name_plural = _("organisations behind campaigns")


class Event(Record):
    """A conference, session or workshop. Days are given where they are known."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        SESSION = "session", _("Intergovernmental session")
        WORKSHOP = "workshop", _("Workshop")
        ONLINE = "online", _("Online event")
        LAUNCH = "launch", _("Launch")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Where the day is not known.")
    )
    last_year = models.PositiveSmallIntegerField(_("until year"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    working_group = models.ForeignKey(
        "programmes.WorkingGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("working group"),
    )

    page_name = "knowledge_hubs:event_detail"

    class Meta(Record.Meta):
        ordering = [
            F("starts_on").desc(nulls_last=True),
            F("first_year").desc(nulls_last=True),
            "order",
            "pk",
        ]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="event_ends_after_start",
                condition=Q(ends_on=None)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                violation_error_message=_("The end comes before the start."),
            ),
        ]


class EventParty(Party):
    """Who holds an event or takes part in it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        verbose_name = _("participant of an event")
        verbose_name_plural = _("participants of events")


class Article(Record):
    """A piece of news or a story. Its day is the day it is published."""

    page_name = "knowledge_hubs:article_detail"

    class Meta(Record.Meta):
        ordering = [F("publish_at").desc(nulls_last=True), "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class ArticleParty(Party):
    """Whom an article is about."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("organisation of an article")
        verbose_name_plural = _("organisations of articles")
