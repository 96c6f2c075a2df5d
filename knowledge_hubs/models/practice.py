"""What others can learn from and hold to: case studies, recommendations, labels."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models.hub_blocks import Sourced, optional
from programmes.models import Party, Record

YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]


class CaseStudy(Record):
    """What somebody did about a problem, and what others can learn from it. ``body`` is
    what belongs under none of its four headings; a heading nobody filled is left out.
    """

    class Kind(models.TextChoices):
        POLICY = "policy", _("Public policy")
        BUSINESS = "business", _("Business practice")
        COMMUNITY = "community", _("Action of citizens and communities")
        EXCHANGE = "exchange", _("Exchange and training")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    problem = models.TextField(
        _("the problem"),
        blank=True,
        help_text=_("What was wrong, for whom, and why it had not been solved."),
    )
    approach = models.TextField(
        _("what was done"),
        blank=True,
        help_text=_("The steps in their order, and who took them."),
    )
    outcome = models.TextField(
        _("what came of it"),
        blank=True,
        help_text=_("Only what the source states; say who measured it."),
    )
    lessons = models.TextField(
        _("what others can learn"),
        blank=True,
        help_text=_("What helped, what stood in the way, what it needs elsewhere."),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    started_year = models.PositiveSmallIntegerField(
        _("from"), null=True, blank=True, validators=YEARS
    )
    ended_year = models.PositiveSmallIntegerField(
        _("until"), null=True, blank=True, validators=YEARS
    )
    activity = optional(
        "reporting.Activity",
        _("activity"),
        on_delete=models.SET_NULL,  # authors may delete their drafts
        help_text=_("The reported activity it tells of. It shows while it is public."),
    )
    resources = models.ManyToManyField(
        "knowledge_hubs.Resource",
        blank=True,
        related_name="case_studies",
        verbose_name=_("tools and publications"),
        help_text=_("Where the case is told, and what was used in it."),
    )

    page_name = "knowledge_hubs:case_study_detail"

    class Meta(Record.Meta):
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="casestudy_ends_after_start",
                condition=Q(ended_year=None)
                | Q(started_year__isnull=False, ended_year__gte=F("started_year")),
                violation_error_message=_("The end comes before the start."),
            ),
        ]


class CaseStudyParty(Party):
    """Who did what a case study tells of."""

    case_study = models.ForeignKey(
        CaseStudy, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("organisation of a case study")
        verbose_name_plural = _("organisations of case studies")


class Recommendation(Record):
    """What a publication asks somebody to do, in one area where it makes a change.
    ``kind`` is that area.
    """

    class Area(models.TextChoices):
        INFORMATION = "information", _("Labels, claims and standards")
        CAMPAIGNS = "campaigns", _("Campaigns that change behaviour")
        PROCUREMENT = "procurement", _("Public procurement")
        BUSINESS = "business", _("Business models")
        TOGETHER = "together", _("Work across sectors")
        MATERIALS = "materials", _("Use of materials again")

    kind = models.CharField(_("intervention area"), max_length=12, choices=Area)
    addressed_to = models.CharField(
        _("who should act"),
        max_length=300,
        blank=True,
        help_text=_("Whom the publication asks; empty where it does not say."),
    )
    resources = models.ManyToManyField(
        "knowledge_hubs.Resource",
        blank=True,
        related_name="recommendations",
        verbose_name=_("tools and publications"),
        help_text=_("Where it is made, and what helps to follow it."),
    )

    page_name = "knowledge_hubs:recommendation_detail"

    class Meta(Record.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")


class RecommendationParty(Party):
    """Who makes a recommendation."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("organisation behind a recommendation")
        verbose_name_plural = _("organisations behind recommendations")


class ProductLabel(Record):
    """A label or a claim on products: what it says, who gives it, and what stands
    behind it. ``kind`` follows the ISO 14020 family of standards.
    """

    class Kind(models.TextChoices):
        ECOLABEL = "ecolabel", _("Ecolabel (ISO 14024, type I)")
        CLAIM = "claim", _("Self-declared claim (ISO 14021, type II)")
        DECLARATION = (
            "declaration",
            _("Environmental declaration (ISO 14025, type III)"),
        )
        OTHER = "other", _("Other sustainability label")
        UNKNOWN = "unknown", _("Type not stated")

    class Verified(models.TextChoices):
        THIRD_PARTY = "third_party", _("Verified by a third party")
        OWN = "own", _("The word of who gives it")
        UNKNOWN = "unknown", _("Not stated")

    kind = models.CharField(
        _("type"), max_length=12, choices=Kind, default=Kind.UNKNOWN
    )
    says = models.TextField(
        _("what it says"),
        max_length=1000,
        blank=True,
        help_text=_("In plain words: what a buyer may take from it."),
    )
    scope = models.CharField(
        _("which products"),
        max_length=300,
        blank=True,
        help_text=_("Groups of products, and the stages of life it looks at."),
    )
    verified = models.CharField(
        _("who checks it"),
        max_length=12,
        choices=Verified,
        default=Verified.UNKNOWN,
        help_text=_("Only what a source states."),
    )

    page_name = "knowledge_hubs:label_detail"

    class Meta(Record.Meta):
        verbose_name = _("label or claim")
        verbose_name_plural = _("labels and claims")


class ProductLabelParty(Party):
    """Who gives a label."""

    label = models.ForeignKey(
        ProductLabel, on_delete=models.CASCADE, related_name="parties"
    )

    class Meta(Party.Meta):
        verbose_name = _("organisation behind a label")
        verbose_name_plural = _("organisations behind labels")


class LabelAssessment(Sourced):
    """How a label stands to one of the five principles of the Guidelines for Providing
    Product Sustainability Information, by a document's word.
    """

    class Principle(models.TextChoices):
        RELIABILITY = "reliability", _("Reliability")
        RELEVANCE = "relevance", _("Relevance")
        CLARITY = "clarity", _("Clarity")
        TRANSPARENCY = "transparency", _("Transparency")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    class Meets(models.TextChoices):
        YES = "yes", _("met")
        PARTLY = "partly", _("met in part")
        NO = "no", _("not met")

    label = models.ForeignKey(
        ProductLabel, on_delete=models.CASCADE, related_name="assessments"
    )
    principle = models.CharField(_("principle"), max_length=15, choices=Principle)
    meets = models.CharField(_("it is"), max_length=10, choices=Meets)
    text = models.TextField(_("why"), max_length=1000, blank=True)
    document = optional(
        "programmes.SourceDocument",
        _("source document"),
        help_text=_("Empty: the document of the label."),
    )

    class Meta(Sourced.Meta):
        verbose_name = _("assessment of a label")
        verbose_name_plural = _("assessments of labels")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["label", "principle"],
                name="labelassessment_principle_once",
                violation_error_message=_("This principle has been assessed already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_principle_display()}: {self.get_meets_display()}"
