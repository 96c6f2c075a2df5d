"""What an activity says, version by version. A sealed version never changes again."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import FoldedField
from programmes.models import roles_of
from reporting.models.files import StoredFile, forget_unused
from reporting.workflow import State

ROWS = ("partners", "quantities", "links", "files", "answers")
LISTS = (
    "countries",
    "regions",
    "sectors",
    "stages",
    "impacts",
    "goals",
    "targets",
    "tags",
)


class ActivityVersionQuerySet(models.QuerySet):
    def current(self):
        """The version the public reads now, of each public activity."""
        return self.filter(publications__until_at=None, publications__isnull=False)

    def public(self):
        """Current and formerly approved versions of activities that are public."""
        mine = self.model._meta.get_field("publications").related_model.objects
        return self.filter(
            Exists(mine.filter(version=OuterRef("pk"))),
            Exists(mine.filter(activity=OuterRef("activity"), until_at=None)),
        )

    def standing(self):
        """Without what was submitted in vain: returned or taken back, its revision
        discarded, it is newer than the public version of an approved activity."""
        mine = self.model._meta.get_field("publications").related_model.objects
        public = mine.filter(
            activity=OuterRef("activity"),
            activity__state=State.APPROVED,
            until_at=None,
            version__number__lt=OuterRef("number"),
        )
        return self.exclude(Exists(public))

    def newest_of(self, activities):
        """The version each of these activities is about: the last that stands."""
        standing = self.model.objects.standing().filter(activity=OuterRef("activity"))
        newest = standing.order_by("-number").values("number")[:1]
        return self.filter(activity__in=activities, number=newest)

    def written_by(self, user):
        """What the person entered or submitted."""
        return self.filter(Q(entered_by=user) | Q(sealed_by=user))

    def with_twin(self):
        """Each knows as ``has_twin`` whether another activity of its organisation,
        begun before it was submitted, has the same title in any version."""
        others = self.model.objects.filter(
            activity__organisation=OuterRef("activity__organisation"),
            activity__created_at__lt=Coalesce(OuterRef("sealed_at"), Now()),
            title_folded=OuterRef("title_folded"),
        ).exclude(Q(activity=OuterRef("activity")) | Q(title_folded=""))
        return self.annotate(has_twin=Exists(others))

    def newest_first(self):
        """Current versions by the day they count on, then newest made."""
        return self.order_by("-publications__day", "-publications__version_id")

    def for_cards(self):
        """With what a record card prints; long texts stay behind."""
        return self.select_related(
            "activity__organisation", "activity__programme", "type"
        ).defer("results", "title_folded", "summary_folded")

    def visible_to(self, user):
        """Public ones; all of one's own organisations; to reviewers sealed ones."""
        visible = Q(pk__in=self.public().values("pk"))
        roles = roles_of(user)
        if roles:
            activities = self.model._meta.get_field("activity").related_model.objects
            visible |= Q(activity__in=activities.written_by(user))
            reviewed = Q(sealed_at__isnull=False)
            if not roles.is_staff:
                reviewed &= Q(activity__programme__in=roles.desks | roles.leads)
            visible |= reviewed
        return self.filter(visible)


class ActivityVersion(models.Model):
    """The content of a report, in columns and rows. Draft until submitted, then sealed.

    Texts are in ``language``. Empty means not answered; it is never zero.
    """

    activity = models.ForeignKey(
        "reporting.Activity", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=5000, blank=True)
    results = models.TextField(_("results"), max_length=5000, blank=True)
    type = models.ForeignKey(
        "programmes.ActivityType",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("type"),
    )
    started_on = models.DateField(_("start"), null=True, blank=True)
    ended_on = models.DateField(_("end"), null=True, blank=True)
    scope = models.ForeignKey(
        "programmes.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "scope"},
        verbose_name=_("scope"),
    )
    countries = models.ManyToManyField(
        "programmes.Country", blank=True, related_name="+", verbose_name=_("countries")
    )
    regions = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "reporting_region"},
        verbose_name=_("regions"),
    )
    sectors = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "sector"},
        verbose_name=_("sectors"),
    )
    stages = models.ManyToManyField(
        "programmes.Stage",
        blank=True,
        related_name="+",
        verbose_name=_("value-chain stages"),
    )
    impacts = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "impact"},
        verbose_name=_("impacts"),
    )
    goals = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "goal"},
        verbose_name=_("Sustainable Development Goals"),
    )
    targets = models.ManyToManyField(
        "programmes.SdgTarget",
        blank=True,
        related_name="+",
        verbose_name=_("targets of Goal 12"),
    )
    tags = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "tag"},
        verbose_name=_("tags"),
    )
    question_set = models.ForeignKey(
        "reporting.QuestionSet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edition of the programme’s questions"),
    )
    reported_by = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reported by"),
    )
    on_behalf_of = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    edit_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    sealed_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    title_folded = FoldedField(source="title")
    summary_folded = FoldedField(source="summary")

    objects = ActivityVersionQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "-number"]
        verbose_name = _("version of an activity")
        verbose_name_plural = _("versions of activities")
        indexes = [  # the titles alone, to be read through in a search
            models.Index(
                fields=["title_folded", "sealed_at"], name="activityversion_titles"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"], name="activityversion_number_once"
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(sealed_at=None),
                name="activityversion_one_draft",
            ),
            models.CheckConstraint(
                name="activityversion_sealed_by_somebody",
                condition=Q(sealed_at=None, sealed_by=None)
                | Q(sealed_at__isnull=False, sealed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="activityversion_ends_after_start",
                condition=Q(started_on=None)
                | Q(ended_on=None)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("The end comes before the start."),
            ),
            models.CheckConstraint(
                name="activityversion_sealed_is_complete",
                condition=Q(sealed_at=None)
                | (
                    ~Q(title="")
                    & ~Q(summary="")
                    & Q(type__isnull=False, started_on__isnull=False)
                    & Q(scope__isnull=False)
                ),
            ),
        ]

    def __str__(self):
        return self.title or self.activity.code

    @property
    def is_draft(self):
        return self.sealed_at is None

    @property
    def day(self):
        """The day it counts on: its end, or its start while it runs."""
        return self.ended_on or self.started_on

    @property
    def year(self) -> int | None:
        """The year it counts in: its period's, or while it has none that of its day."""
        placed = self.placements.filter(until_at=None).select_related("period").first()
        if placed:
            return placed.period.year
        return self.day.year if self.day else None

    def seal(self, *, by, at) -> "ActivityVersion":
        """Close this version for ever. Called by Activity.take alone."""
        self.sealed_at, self.sealed_by = at, by
        self.save(update_fields=["sealed_at", "sealed_by"])
        return self

    def copy_as_draft(self) -> "ActivityVersion":
        """A new draft with the same content, its rows and lists included.

        Its words are still those of who entered them. Its counter goes on from that of
        every draft before it: a form opened then is never taken for one of this draft.
        """
        copy = ActivityVersion.objects.get(pk=self.pk)
        copy.pk = None
        copy._state.adding = True
        copy.sealed_at = copy.sealed_by = None
        copy.edit_count = max(self.edit_count, self.activity.discarded_count) + 1
        copy.number = self.activity.versions.order_by("-number")[0].number + 1
        copy.save()
        for name in LISTS:
            getattr(copy, name).set(getattr(self, name).all())
        for name in ROWS:
            for row in getattr(self, name).all():
                row.pk, row.version = None, copy
                row._state.adding = True
                row.save()
        return copy

    def delete(self, *args, **kwargs):
        """Delete a draft, its rows, and files no other version names."""
        stored = list(self.files.values_list("stored", flat=True))
        for name in LISTS:
            getattr(self, name).clear()
        for name in (*ROWS, "refused_fields"):
            getattr(self, name).all().delete()
        answer = super().delete(*args, **kwargs)
        forget_unused(stored)
        return answer


class VersionRow(models.Model):
    """A typed row of a version."""

    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["version", "order", "pk"]


class VersionPartner(VersionRow):
    """Another organisation that took part, and how."""

    class Role(models.TextChoices):
        IMPLEMENTING = "implementing", _("Carried it out with us")
        FUNDING = "funding", _("Funded it")
        TECHNICAL = "technical", _("Gave expertise")
        HOST = "host", _("Hosted it")
        OTHER = "other", _("Took part")

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="partners"
    )
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation of the network"),
    )
    name = models.CharField(_("name"), max_length=250, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=Role)

    class Meta(VersionRow.Meta):
        verbose_name = _("partner in an activity")
        verbose_name_plural = _("partners in activities")
        constraints = [
            models.CheckConstraint(
                name="versionpartner_is_named",
                condition=(Q(organisation=None) & ~Q(name=""))
                | Q(organisation__isnull=False, name=""),
                violation_error_message=_(
                    "Choose an organisation of the network or write a name, not both."
                ),
            )
        ]

    def __str__(self):
        return self.name or str(self.organisation)


class Quantity(VersionRow):
    """A result as a number with its unit, or the reason why there is none."""

    class Status(models.TextChoices):
        VALUE = "value", _("A number")
        NO_DATA = "no_data", _("No data")
        NOT_RELEVANT = "not_relevant", _("Not relevant")

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="quantities"
    )
    what = models.CharField(_("what was counted"), max_length=200)
    status = models.CharField(_("answer"), max_length=14, choices=Status)
    value = models.DecimalField(
        _("number"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = _("quantity")
        verbose_name_plural = _("quantities")
        constraints = [
            models.CheckConstraint(
                name="quantity_value_or_reason",
                condition=(Q(status="value", value__isnull=False) & ~Q(unit=""))
                | (
                    Q(status__in=["no_data", "not_relevant"], value=None)
                    & ~Q(reason="")
                ),
                violation_error_message=_(
                    "Give a number with its unit, or the reason why there is none."
                ),
            )
        ]

    def __str__(self):
        return self.what


class VersionLink(VersionRow):
    """A public address with more about the activity."""

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="links"
    )
    url = models.URLField(_("address"), max_length=500)
    label = models.CharField(_("what it shows"), max_length=200, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.label or self.url


class VersionFile(VersionRow):
    """A file attached to a version; the bytes are shared under their hash."""

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="files"
    )
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="attached"
    )
    name = models.CharField(_("file name"), max_length=150)

    class Meta(VersionRow.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name


class RefusedField(models.Model):
    """A field's text as typed that could not be kept; shown again until mended."""

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="refused_fields"
    )
    field = models.CharField(max_length=80)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "field"], name="refusedfield_once"
            )
        ]

    def __str__(self):
        return self.field
