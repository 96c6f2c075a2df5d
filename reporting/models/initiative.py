"""An initiative: what several activities belong to, and what its owners say of it."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from reporting.models.activity import Publication
from reporting.models.asking import ReportedQuerySet, rows_of
from reporting.models.codes import draw
from reporting.models.history import Entry
from reporting.models.publishing import Publishing
from reporting.models.receipt import Receipt
from reporting.models.refused import Refused
from reporting.models.reported import Reported
from reporting.models.version import ActivityVersion
from reporting.models.versioned import Version, VersionQuerySet
from reporting.readiness import problems_of_initiative
from reporting.workflow import State, StepRefused

CODE_BEGINS, CODE_LETTERS = "IN-", 7


def _new_code() -> str:
    return draw(CODE_BEGINS, CODE_LETTERS)


def _activity_publications(**given):
    """Publications of versions that say they are part of the initiative asked about."""
    return Publication.objects.filter(version__initiative=OuterRef("pk"), **given)


class InitiativeQuerySet(ReportedQuerySet):
    def public(self):
        """Those with an approved version, while one of their activities is public."""
        return self.published().filter(Exists(_activity_publications(until_at=None)))

    def with_shown(self):
        """Each knows as ``is_shown`` whether everybody may read it."""
        mine = self.model.objects.public().filter(pk=OuterRef("pk"))
        return self.annotate(is_shown=Exists(mine))

    def once_public(self):
        """Those that were public, and whose approved version was taken off the site."""
        return super().once_public().filter(Exists(_activity_publications()))

    def open_to(self, organisation):
        """Those an activity of this organisation may be part of."""
        return self.open_to_any([organisation.pk])

    def open_to_any(self, organisations):
        """Those open to one of these: their own, unless withdrawn, and those whose
        approved version names one of them among the owners."""
        own = Q(organisation__in=organisations) & ~Q(state=State.WITHDRAWN)
        named = rows_of(
            self.model,
            "publications",
            until_at=None,
            version__owners__in=organisations,
        )
        return self.filter(own | Exists(named))


class Initiative(Reported):
    """Something an organisation does with others over years: what single activities,
    reported one by one, belong to. Figures count the activities, never the initiative.
    """

    CODE_BEGINS, CODE_LETTERS = CODE_BEGINS, CODE_LETTERS

    code = models.CharField(
        _("code"), max_length=12, unique=True, default=_new_code, editable=False
    )
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("leading organisation"),
        help_text=_("It writes the initiative; other owners are part of its text."),
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("programme"),
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta(Reported.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def activities(self):
        """The activities whose public version says that it is part of this."""
        return ActivityVersion.objects.current().filter(initiative=self)

    @property
    def is_named(self) -> bool:
        """Whether a submitted version of an activity says that it is part of this."""
        return self.activity_versions.exclude(sealed_at=None).exists()

    def check_deletion(self, *, by):
        """What sealed versions name stays."""
        super().check_deletion(by=by)
        if self.is_named:
            text = _("Submitted activities are part of it. Withdraw it instead.")
            raise StepRefused(text)

    @transaction.atomic
    def delete_draft(self, *, by):
        """Drafts of activities that named it go on without it."""
        locked = Initiative.objects.select_for_update(of=("self",)).get(pk=self.pk)
        locked.check_deletion(by=by)
        locked.activity_versions.update(initiative=None)
        super().delete_draft(by=by)


class InitiativeVersionQuerySet(VersionQuerySet):
    def public(self):
        """Current and formerly approved versions of initiatives that are public."""
        shown = Initiative.objects.public().filter(pk=OuterRef("initiative"))
        return super().public().filter(Exists(shown))

    def listed(self):
        """What the public reads now, the initiatives begun last first."""
        rows = self.current().public().for_cards()
        return rows.order_by("-started_on", "-initiative")

    def for_cards(self):
        """With what a record card prints."""
        return self.select_related(
            "initiative__organisation", "initiative__programme", "type"
        )


class InitiativeVersion(Version):
    """What its owners say of an initiative. Draft until submitted, then sealed."""

    OF = "initiative"
    lists = ("owners", "countries", "regions", "sectors")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="versions"
    )
    objectives = models.TextField(_("objectives"), max_length=5000, blank=True)
    owners = models.ManyToManyField(
        "programmes.Organisation",
        blank=True,
        related_name="+",
        verbose_name=_("further owners"),
    )

    objects = InitiativeVersionQuerySet.as_manager()

    class Meta(Version.Meta):
        ordering = ["initiative", "-number"]
        verbose_name = _("version of an initiative")
        verbose_name_plural = _("versions of initiatives")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "number"], name="initiativeversion_number_once"
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(sealed_at=None),
                name="initiativeversion_one_draft",
            ),
            *Version.Meta.constraints,
            models.CheckConstraint(
                name="initiativeversion_sealed_is_complete",
                condition=Q(sealed_at=None)
                | (
                    ~Q(title="")
                    & ~Q(objectives="")
                    & Q(type__isnull=False, started_on__isnull=False)
                ),
            ),
        ]

    @property
    def summary(self):
        """What lists say of it."""
        return self.objectives

    def problems(self) -> list:
        return problems_of_initiative(self)


class InitiativePublication(Publishing):
    """From when until when a version is the approved one; it is public while one of the
    initiative's activities is, too."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="publications"
    )
    version = models.ForeignKey(
        InitiativeVersion, on_delete=models.PROTECT, related_name="publications"
    )

    class Meta(Publishing.Meta):
        ordering = ["initiative", "-from_at"]
        verbose_name = _("approval of an initiative")
        verbose_name_plural = _("approvals of initiatives")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(until_at=None),
                name="initiativepublication_one_open",
            ),
            *Publishing.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.initiative} {self.from_at:%Y-%m-%d}"


class InitiativeEntry(Entry):
    """One step in an initiative's life."""

    OF, MAIL = "initiative", "initiative_step"

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="history"
    )
    version = models.ForeignKey(
        InitiativeVersion, on_delete=models.PROTECT, null=True, related_name="history"
    )

    class Meta(Entry.Meta):
        verbose_name = _("history entry of an initiative")
        verbose_name_plural = _("history entries of initiatives")


class InitiativeReceipt(Receipt):
    """Of a submitted initiative."""

    MAIL = "initiative_receipt"

    version = models.OneToOneField(
        InitiativeVersion,
        on_delete=models.PROTECT,
        related_name="receipt",
        verbose_name=_("version"),
    )

    class Meta(Receipt.Meta):
        verbose_name = _("receipt of a submitted initiative")
        verbose_name_plural = _("receipts of submitted initiatives")


class InitiativeRefusedField(Refused):
    """A field's text as typed that could not be kept; shown again until mended."""

    version = models.ForeignKey(
        InitiativeVersion, on_delete=models.PROTECT, related_name="refused_fields"
    )
