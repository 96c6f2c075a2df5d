"""What an activity says, version by version. A sealed version never changes again."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import FoldedField
from reporting.models.files import forget_unused
from reporting.models.period import place
from reporting.models.refused import Refused
from reporting.models.twins import Likely, TwinProfile
from reporting.models.versioned import Version, VersionQuerySet
from reporting.readiness import problems_of
from reporting.workflow import EDITABLE

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


class ActivityVersionQuerySet(VersionQuerySet):
    def with_twin(self):
        """Each knows as ``has_twin`` whether another activity of its organisation,
        begun before it was submitted, has the same title in any version."""
        others = self.model.objects.filter(
            activity__organisation=OuterRef("activity__organisation"),
            activity__created_at__lt=Coalesce(OuterRef("sealed_at"), Now()),
            title_folded=OuterRef("title_folded"),
        ).exclude(Q(activity=OuterRef("activity")) | Q(title_folded=""))
        return self.annotate(has_twin=Exists(others))

    def newest_or_public(self):
        """Of each activity the version submitted last, and the one the public reads."""
        newer = self.model.objects.exclude(sealed_at=None).filter(
            activity=OuterRef("activity"), number__gt=OuterRef("number")
        )
        public = self._publications(version=OuterRef("pk"), until_at=None)
        sealed = self.exclude(sealed_at=None)
        return sealed.filter(Exists(public) | ~Exists(newer))

    def written_under(self, agreement):
        """Open drafts that the other organisation writes by the agreement."""
        drafts = self.filter(
            sealed_at=None,
            activity__state__in=EDITABLE,
            activity__organisation=agreement.organisation,
            activity__reporter=agreement.reporter,
        )
        if agreement.programme_id is None:
            return drafts
        return drafts.filter(activity__programme=agreement.programme_id)

    def newest_first(self):
        """Current versions by the day they count on, then newest made."""
        return self.order_by("-publications__day", "-publications__version_id")

    def for_cards(self):
        """With what a record card prints; long texts stay behind."""
        return self.select_related(
            "activity__organisation", "activity__programme", "type"
        ).defer("results", "title_folded", "summary_folded")


class ActivityVersion(Version):
    """The content of a report, in columns and rows. Draft until submitted, then sealed.

    Texts are in ``language``. Empty means not answered; it is never zero.
    """

    OF, lists, rows = "activity", LISTS, ROWS

    activity = models.ForeignKey(
        "reporting.Activity", on_delete=models.PROTECT, related_name="versions"
    )
    initiative = models.ForeignKey(
        "reporting.Initiative",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activity_versions",
        verbose_name=_("initiative"),
        help_text=_("What it is part of; its values were copied, never followed."),
    )
    summary = models.TextField(_("summary"), max_length=5000, blank=True)
    results = models.TextField(_("results"), max_length=5000, blank=True)
    scope = models.ForeignKey(
        "programmes.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "scope"},
        verbose_name=_("scope"),
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
    on_behalf_of = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    summary_folded = FoldedField(source="summary")

    objects = ActivityVersionQuerySet.as_manager()

    class Meta(Version.Meta):
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
            *Version.Meta.constraints,
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

    @property
    def day(self):
        """The day it counts on: its end, or its start while it runs."""
        return self.ended_on or self.started_on

    @property
    def year(self) -> int | None:
        """The year it counts in: its period's, or while it has none that of its day."""
        if placed := self.placement():
            return placed.period.year
        return self.day.year if self.day else None

    def placement(self):
        return self.placements.filter(until_at=None).select_related("period").first()

    def problems(self) -> list:
        return problems_of(self)

    def likely_twins(self, among) -> list[Likely]:
        """Of these versions those that are likely of the same activity."""
        return TwinProfile.objects.likely(self, among)

    def in_publication(self) -> dict:
        return {"day": self.day, "year": self.year}

    def submit(self, *, by, at):
        """Seal it, write its receipt, say in which period it counts, and keep what its
        likely twins are found by."""
        super().submit(by=by, at=at)
        place(self, by=by, at=at)
        TwinProfile.objects.follow(self)
        return self

    def delete(self, *args, **kwargs):
        """Delete a draft, its rows, and files no other version names."""
        stored = list(self.files.values_list("stored", flat=True))
        answer = super().delete(*args, **kwargs)
        forget_unused(stored)
        return answer


class RefusedField(Refused):
    """A field's text as typed that could not be kept; shown again until mended."""

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="refused_fields"
    )
