"""An activity: who reported it, where it stands, which version the public reads."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from programmes.models import User, roles_of
from reporting.models.agreement import ReportingAgreement
from reporting.models.answers import leave_out_unasked
from reporting.models.asking import ReportedQuerySet, rows_of
from reporting.models.codes import draw
from reporting.models.publishing import Publishing
from reporting.models.questions import QuestionSet
from reporting.models.reported import Reported
from reporting.models.version import ActivityVersion
from reporting.workflow import State, check_answered

CODE_BEGINS, CODE_LETTERS = "OP-", 7


def _new_code() -> str:
    return draw(CODE_BEGINS, CODE_LETTERS)


class ActivityQuerySet(ReportedQuerySet):
    def of_authors(self, user) -> Q:
        """Also those one of the person's organisations writes for another while an
        agreement runs."""
        mine = roles_of(user).organisations
        running = ReportingAgreement.objects.running()
        running = running.filter(reporter=OuterRef("reporter"))
        covered = running.covering(OuterRef("organisation"), OuterRef("programme"))
        by_agreement = Q(reporter__in=mine) & Exists(covered)
        return super().of_authors(user) | by_agreement

    def previewed_by(self, user):
        """Those the person may see as the public will: of their organisations, and to
        reviewers those once submitted. What was withdrawn will not be public."""
        mine = self.of_authors(user)
        reviewed = Q(pk__in=self.read_by_reviewers(user).values("pk"))
        return self.filter(mine | reviewed).exclude(state=State.WITHDRAWN)

    def with_merges(self):
        """Each knows as ``has_merges`` whether something was merged into it, and as
        ``had_merges`` whether ever, be it undone."""
        ever = rows_of(self.model, "merged_here")
        standing = ever.filter(undone_at=None)
        return self.annotate(has_merges=Exists(standing), had_merges=Exists(ever))

    def with_said_of_twins(self):
        """Each knows as ``has_said_of_twins`` whether its authors ever said what a
        likely twin is to it."""
        said = rows_of(self.model, "twin_answers")
        return self.annotate(has_said_of_twins=Exists(said))

    def with_origin(self):
        """For authors: with the activity it was begun from, and what that is called
        now, as ``origin_title``; None where there is none of their organisation."""
        newest = ActivityVersion.objects.filter(
            activity=OuterRef("copied_from"),
            activity__organisation=OuterRef("organisation"),
        ).order_by("-number")
        rows = self.select_related("organisation", "programme", "copied_from")
        return rows.annotate(origin_title=Subquery(newest.values("title")[:1]))


class Activity(Reported):
    """What an organisation of the network did, under one code for ever.

    ``state`` and publications change only through :meth:`take`.
    """

    CODE_BEGINS, CODE_LETTERS = CODE_BEGINS, CODE_LETTERS
    IDENTITY = ("programme", "copied_from", "reporter")
    WRITERS = ("organisation", "reporter")

    code = models.CharField(
        _("code"), max_length=12, unique=True, default=_new_code, editable=False
    )
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("reporting organisation"),
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("programme"),
    )
    # Who writes it by agreement; its versions say who reported each.
    reporter = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by agreement by"),
        editable=False,
    )
    # Told for as long as it is there: a draft may be deleted though others came of it.
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="copies",
        verbose_name=_("begun from"),
        editable=False,
    )

    objects = ActivityQuerySet.as_manager()

    class Meta(Reported.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def is_written_by(self, organisations) -> bool:
        """Also by one that writes it by an agreement that runs."""
        return super().is_written_by(organisations) or self._is_written_for(
            organisations
        )

    def _is_written_for(self, organisations) -> bool:
        """Whether one of these organisations writes it by an agreement that runs."""
        if self.reporter_id is None or self.reporter_id not in organisations:
            return False
        running = ReportingAgreement.objects.running().filter(reporter=self.reporter_id)
        return running.covering(self.organisation_id, self.programme_id).exists()

    def authors(self):
        members = super().authors()
        if self._is_written_for({self.reporter_id}):
            return (members | User.objects.members_of(self.reporter_id)).distinct()
        return members

    @classmethod
    @transaction.atomic
    def begin(cls, *, by, organisation, programme=None, **given) -> "Activity":
        """Who does not belong to the organisation begins it by agreement, if one
        runs. The programme's open questions go with it."""
        agreement = ReportingAgreement.objects.running().of_reporters(by)
        agreement = agreement.covering(organisation, programme).first()
        if agreement and organisation.pk not in roles_of(by).organisations:
            given |= {"reported_by": agreement.reporter, "on_behalf_of": organisation}
        given |= {"programme": programme, "reporter": given.get("reported_by")}
        given = {"question_set": QuestionSet.objects.open_of(programme)} | given
        return super().begin(by=by, organisation=organisation, **given)

    def _lock_and_check(self, action, *, by, comment):
        """Nothing is approved over a question of its authors about a likely twin."""
        step, public = super()._lock_and_check(action, by=by, comment=comment)
        check_answered(step, asks=self.twin_answers.questions().exists())
        return step, public

    def make_ready(self, draft, *, by):
        """Of an activity written by agreement it names the organisation of who submits
        it; what is answered without being asked goes."""
        if self.reporter_id:
            is_own = self.organisation_id in roles_of(by).organisations
            draft.reported_by = self.organisation if is_own else self.reporter
            draft.on_behalf_of = None if is_own else self.organisation
            draft.save(update_fields=["reported_by", "on_behalf_of"])
        leave_out_unasked(draft)


class PublicationQuerySet(models.QuerySet):
    def as_of(self, moment):
        """Publications open at that moment."""
        return self.filter(
            Q(until_at=None) | Q(until_at__gt=moment), from_at__lte=moment
        )


class Publication(Publishing):
    """From when until when a version is the public one. Written by the verb alone."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="publications"
    )
    version = models.ForeignKey(
        ActivityVersion, on_delete=models.PROTECT, related_name="publications"
    )
    day = models.DateField(
        _("day it counts on"),
        help_text=_("Its end, or its start while it runs: lists are in this order."),
    )
    year = models.PositiveSmallIntegerField(
        _("year it counts in"),
        help_text=_("Its reporting period’s; while it has none, that of the day."),
    )

    objects = PublicationQuerySet.as_manager()

    class Meta(Publishing.Meta):
        ordering = ["activity", "-from_at"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        indexes = [
            models.Index(
                fields=["-day", "-version"],
                name="publication_open",
                condition=Q(until_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(until_at=None),
                name="publication_one_open",
            ),
            *Publishing.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.activity} {self.from_at:%Y-%m-%d}"
