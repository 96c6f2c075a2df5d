"""An activity: who reported it, where it stands, which version the public reads."""

import logging

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold
from programmes.models import Appointment, Membership, User, roles_of
from reporting import workflow
from reporting.models.agreement import ReportingAgreement
from reporting.models.answers import leave_out_unasked
from reporting.models.codes import LETTERS, draw
from reporting.models.period import place
from reporting.models.questions import QuestionSet
from reporting.models.receipt import SubmissionReceipt
from reporting.models.version import ActivityVersion
from reporting.notifications import send_receipt, tell_the_other_side
from reporting.readiness import problems_of
from reporting.workflow import EDITABLE, Draft, Publish, Role, State

log = logging.getLogger(__name__)
ROLE = Appointment.Role
CODE_BEGINS, CODE_LETTERS = "OP-", 7


class NotReady(workflow.StepRefused):
    """Submitting is refused: the draft has problems, listed in ``problems``."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(_("This activity is not complete yet."))


def _new_code() -> str:
    return draw(CODE_BEGINS, CODE_LETTERS)


def _outsiders(activity, organisation, reporter):
    """Open appointments of people who neither wrote the activity nor belong to its
    organisation, nor to the one that writes it by agreement."""
    person = OuterRef("user")
    theirs = Q(organisation=organisation) | Q(organisation=reporter)
    member = Membership.objects.current().filter(theirs, user=person)
    writer = ActivityVersion.objects.written_by(person).filter(activity=activity)
    held = Appointment.objects.current().filter(user__is_active=True)
    return held.exclude(Exists(member) | Exists(writer))


def _written_by(user) -> Q:
    mine = roles_of(user).organisations
    running = ReportingAgreement.objects.running().filter(reporter=OuterRef("reporter"))
    covered = running.covering(OuterRef("organisation"), OuterRef("programme"))
    return Q(organisation__in=mine) | (Q(reporter__in=mine) & Exists(covered))


class ActivityQuerySet(models.QuerySet):
    def coded(self, words):
        """Activities whose code begins so, in any case. All begin alike, so other
        words ask for nothing; the range is what an index can read."""
        code = words.strip().upper()
        if not code.startswith(CODE_BEGINS):
            return self.none()
        last = code + LETTERS[-1] * CODE_LETTERS
        return self.filter(code__gte=code, code__lte=last, code__startswith=code)

    def public(self):
        """Activities with an open publication."""
        return self.filter(Exists(_open_publications()))

    def with_public(self):
        """Each knows as ``is_public`` whether one of its versions is."""
        return self.annotate(is_public=Exists(_open_publications()))

    def with_reviewed_by(self, user):
        """Each knows as ``is_theirs`` whether the person decides on it."""
        mine = Activity.objects.reviewed_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_theirs=Exists(mine))

    def once_public(self):
        """Activities that were public and are no longer: their address answers 410."""
        return self.filter(
            ~Exists(_open_publications()),
            Exists(Publication.objects.filter(activity=OuterRef("pk"))),
        )

    def written_by(self, user):
        """Activities of the organisations the person belongs to, and those one of
        these writes for another while an agreement runs."""
        return self.filter(_written_by(user))

    def read_by_reviewers(self, user):
        """Activities once submitted, of the person's programmes; all for staff."""
        roles = roles_of(user)
        submitted = self.filter(Exists(_sealed_versions()))
        if roles.is_staff:
            return submitted
        return submitted.filter(programme__in=roles.desks | roles.leads)

    def reviewed_by(self, user):
        """Those the person decides on: of their desk, and for the secretariat what no
        desk can decide on. Never their own organisation's, nor what they wrote."""
        if not roles_of(user).is_reviewer:
            return self.none()
        outer = ("pk", "organisation", "reporter")
        able = _outsiders(*(OuterRef(OuterRef(name)) for name in outer))
        desk = able.filter(role=ROLE.DESK, programme=OuterRef("programme"))
        secretariat = able.filter(role=ROLE.SECRETARIAT, user=user)
        mine = Exists(desk.filter(user=user))
        return self.filter(mine | (Exists(secretariat) & ~Exists(desk)))

    def awaiting_review_by(self, user):
        """Submitted activities on which the person may take a reviewer's step."""
        return self.reviewed_by(user).filter(state=State.SUBMITTED)

    def visible_to(self, user):
        """Public ones; own organisations'; to reviewers those once submitted."""
        visible = Q(pk__in=self.public().values("pk"))
        if roles_of(user):
            visible |= _written_by(user)
            visible |= Q(pk__in=self.read_by_reviewers(user).values("pk"))
        return self.filter(visible)

    def editable_by(self, user):
        return self.written_by(user).filter(state__in=EDITABLE)

    def previewed_by(self, user):
        """Those the person may see as the public will: of their organisations, and to
        reviewers those once submitted. What was withdrawn will not be public."""
        mine = _written_by(user)
        reviewed = Q(pk__in=self.read_by_reviewers(user).values("pk"))
        return self.filter(mine | reviewed).exclude(state=State.WITHDRAWN)

    def with_origin(self):
        """For authors: with the activity it was begun from, and what that is called
        now, as ``origin_title``; None where there is none of their organisation."""
        newest = ActivityVersion.objects.filter(
            activity=OuterRef("copied_from"),
            activity__organisation=OuterRef("organisation"),
        ).order_by("-number")
        rows = self.select_related("organisation", "programme", "copied_from")
        return rows.annotate(origin_title=Subquery(newest.values("title")[:1]))


class Activity(models.Model):
    """What an organisation of the network did, under one code for ever.

    ``state`` and publications change only through :meth:`take`.
    """

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
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        editable=False,
        db_index=True,
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)
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
    # The edit_count of the last draft discarded; that of the next goes on from it.
    discarded_count = models.PositiveIntegerField(default=0, editable=False)
    # Told for as long as it is there: a draft may be deleted though others came of it.
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="copies",
        verbose_name=_("begun from"),
        editable=False,
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                name="activity_state_known", condition=Q(state__in=State.values)
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("reporting:activity_detail", args=[self.code])

    # --- its versions ---------------------------------------------------------

    def draft(self) -> ActivityVersion | None:
        return self.versions.filter(sealed_at=None).first()

    def latest_sealed(self) -> ActivityVersion | None:
        """The submitted version it is about: while it is approved, the public one."""
        sealed = self.versions.standing().exclude(sealed_at=None)
        return sealed.order_by("-number").first()

    def open_publication(self) -> "Publication | None":
        return self.publications.filter(until_at=None).first()

    # --- who may do what --------------------------------------------------------

    def roles_of(self, user, *, among=frozenset(Role), is_theirs=None) -> set[Role]:
        """What the person is to this activity, of the roles asked for. ``is_theirs``
        says whether they decide on it, where that is known."""
        held = roles_of(user)
        roles = set()
        if self.organisation_id in held.organisations or self._is_written_for(
            held.organisations
        ):
            roles.add(Role.AUTHOR)
        elif Role.REVIEWER in among:
            if self._is_reviewed_by(user) if is_theirs is None else is_theirs:
                roles.add(Role.REVIEWER)
        if held.is_secretariat:
            roles.add(Role.SECRETARIAT)
        return roles & among

    def _is_written_for(self, organisations) -> bool:
        """Whether one of these organisations writes it by an agreement that runs."""
        if self.reporter_id is None or self.reporter_id not in organisations:
            return False
        running = ReportingAgreement.objects.running().filter(reporter=self.reporter_id)
        return running.covering(self.organisation_id, self.programme_id).exists()

    def authors(self):
        """The people who write it today, and are told what becomes of it."""
        members = User.objects.members_of(self.organisation_id)
        if self._is_written_for({self.reporter_id}):
            return (members | User.objects.members_of(self.reporter_id)).distinct()
        return members

    def _is_reviewed_by(self, user) -> bool:
        return Activity.objects.reviewed_by(user).filter(pk=self.pk).exists()

    def reviewers(self):
        """The people who decide on it, and are told of a submission."""
        able = _outsiders(self.pk, self.organisation_id, self.reporter_id)
        desk = able.filter(role=ROLE.DESK, programme=self.programme_id)
        chosen = desk if desk.exists() else able.filter(role=ROLE.SECRETARIAT)
        return User.objects.filter(pk__in=chosen.values("user"))

    def steps_for(self, user, *, is_public=None) -> list[workflow.Step]:
        """``is_public`` says whether a version is public, where that is known."""
        if is_public is None:
            is_public = self.open_publication() is not None
        steps = workflow.steps_from(self.state, set(Role), is_public=is_public)
        roles = self.roles_of(user, among={step.role for step in steps})
        return [step for step in steps if step.role in roles]

    # --- the verbs ---------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def begin(
        cls, *, by, organisation, programme=None, copied_from=None, at=None, **content
    ) -> "Activity":
        """A new activity with its first draft version, begun now or noted ``at``.

        Who does not belong to the organisation begins it by agreement, if one runs.
        """
        agreement = ReportingAgreement.objects.running().of_reporters(by)
        agreement = agreement.covering(organisation, programme).first()
        if agreement and organisation.pk not in roles_of(by).organisations:
            content |= {"reported_by": agreement.reporter, "on_behalf_of": organisation}
        activity = cls.objects.create(
            organisation=organisation,
            programme=programme,
            reporter=content.get("reported_by"),
            copied_from=copied_from,
            created_by=by,
            is_sample=organisation.is_sample,
            created_at=at or timezone.now(),
        )
        asked = QuestionSet.objects.open_of(programme)
        given = {"language": by.language, "reported_by": organisation}
        given |= {"question_set": asked} | content
        activity.versions.create(number=1, entered_by=by, **given)
        return activity

    @transaction.atomic
    def take(self, action, *, by, comment="", at=None):
        """Take one workflow step: lock, check, move, remember, tell; its HistoryEntry.

        Of two people pressing a button one is refused. Mail leaves through the outbox,
        written in this transaction; a step noted afterwards, as taken ``at`` a past
        moment, is mailed to nobody. Raises StepRefused; NotReady lists what is missing.
        """
        step, public = self._lock_and_check(action, by=by, comment=comment)
        before, now = self.state, at or timezone.now()
        version = self._change_content(step, public, by=by, at=now)
        self._change_publication(step, public, version, by=by, at=now)
        self.state = step.target
        self.save(update_fields=["state", "discarded_count"])
        entry = self.history.create(
            version=version,
            action=step.action,
            from_state=before,
            to_state=step.target,
            by=by,
            at=now,
            comment=comment.strip() if fold(comment) else "",
        )
        if at is None:
            tell_the_other_side(entry)
            if step.draft is Draft.SEAL:
                send_receipt(version.receipt, to=by)
        return entry

    def _lock_and_check(self, action, *, by, comment):
        """The step, and the open publication if there is one.

        Everything is read anew: it may have moved since.
        """
        locked = Activity.objects.select_for_update(of=("self",))
        self.refresh_from_db(from_queryset=locked)
        public = self.open_publication()
        step = workflow.check(
            action,
            state=self.state,
            roles=self.roles_of(by),
            is_public=public is not None,
            comment=comment,
        )
        return step, public

    def _change_content(self, step, public, *, by, at):
        """Do to the draft what the step says; the sealed version the step is about.

        A step only taken while a version is public is about that one.
        """
        if step.draft is Draft.SEAL:
            draft = self.versions.select_for_update().get(sealed_at=None)
            if problems := problems_of(draft):
                raise NotReady(problems)
            self._say_who_reports(draft, by)
            leave_out_unasked(draft)
            sealed = draft.seal(by=by, at=at)
            place(sealed, by=by, at=at)
            SubmissionReceipt.objects.create(version=sealed)
            return sealed
        if step.draft is Draft.DROP and (draft := self.draft()):
            self.discarded_count = draft.edit_count
            draft.delete()
        sealed = public.version if step.when_public else self.latest_sealed()
        if step.draft is Draft.COPY:
            sealed.copy_as_draft()
        return sealed

    def _say_who_reports(self, draft, by):
        """Of an activity written by agreement: the organisation of who submits it."""
        if self.reporter_id:
            is_own = self.organisation_id in roles_of(by).organisations
            draft.reported_by = self.organisation if is_own else self.reporter
            draft.on_behalf_of = None if is_own else self.organisation
            draft.save(update_fields=["reported_by", "on_behalf_of"])

    def _change_publication(self, step, public, version, *, by, at):
        if step.publish is not Publish.KEEP and public:
            public.close(by=by, at=at)
        if step.publish is Publish.OPEN:
            given = {"day": version.day, "year": version.year}
            self.publications.create(version=version, from_at=at, by=by, **given)

    @transaction.atomic
    def delete_draft(self, *, by):
        """Delete a draft never submitted; its authors alone may. Raises StepRefused."""
        locked = Activity.objects.select_for_update(of=("self",)).get(pk=self.pk)
        workflow.check_deletion(
            state=locked.state,
            roles=locked.roles_of(by),
            was_submitted=locked.latest_sealed() is not None,
        )
        log.info("draft %s deleted by user %s", self.code, by.pk)
        for version in self.versions.all():
            version.delete()
        self.delete()


class PublicationQuerySet(models.QuerySet):
    def as_of(self, moment):
        """Publications open at that moment."""
        return self.filter(
            Q(until_at=None) | Q(until_at__gt=moment), from_at__lte=moment
        )


class Publication(models.Model):
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
    from_at = models.DateTimeField(_("public from"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    until_at = models.DateTimeField(_("public until"), null=True, blank=True)
    until_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
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
            models.CheckConstraint(
                name="publication_ends_after_start",
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
            ),
            models.CheckConstraint(
                name="publication_closed_by_somebody",
                condition=Q(until_at=None, until_by=None)
                | Q(until_at__isnull=False, until_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.activity} {self.from_at:%Y-%m-%d}"

    def close(self, *, by, at):
        self.until_at, self.until_by = at, by
        self.save(update_fields=["until_at", "until_by"])


def _open_publications():
    return Publication.objects.filter(activity=OuterRef("pk"), until_at=None)


def _sealed_versions():
    return ActivityVersion.objects.filter(
        activity=OuterRef("pk"), sealed_at__isnull=False
    )
