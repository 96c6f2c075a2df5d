"""What is reported, reviewed and published under one code for ever: what activities and
initiatives have in common.

Each kind brings rows of its own, under the same names: ``versions``, ``publications``,
``history``; they lead back to it by a foreign key named like the kind.
"""

import logging

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet import searching
from oneplanet.text.folding import fold
from programmes.models import User, roles_of
from reporting import workflow
from reporting.models.asking import ROLE, outsiders
from reporting.models.trusted import TrustedOrganisation
from reporting.notifications import send_receipt, tell_the_other_side
from reporting.workflow import Draft, Publish, Role, State

log = logging.getLogger(__name__)


class NotReady(workflow.StepRefused):
    """Submitting is refused: the draft has problems, listed in ``problems``."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(_("This report is not complete yet."))


class Reported(models.Model):
    """One thing that was reported. ``state`` and publications change only through
    :meth:`take`.
    """

    CODE_BEGINS, CODE_LETTERS = "", 7
    IDENTITY = ("programme",)  # what begin() is given for it, not for its version
    WRITERS = ("organisation",)  # the organisations whose people may have written it

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        editable=False,
        db_index=True,
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)
    # The edit_count of the last draft discarded; that of the next goes on from it.
    discarded_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_state_known", condition=Q(state__in=State.values)
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return self.page("detail")

    def page(self, name) -> str:
        """The address of one of its pages: detail, record, edit, review …"""
        return reverse(f"reporting:{self.kind}_{name}", args=[self.code])

    @property
    def kind(self) -> str:
        """What it is: "activity" or "initiative"; its pages are named so."""
        return self._meta.model_name

    # --- its versions ---------------------------------------------------------

    def draft(self):
        return self.versions.filter(sealed_at=None).first()

    def latest_sealed(self):
        """The submitted version it is about: while it is approved, the public one."""
        sealed = self.versions.standing().exclude(sealed_at=None)
        return sealed.order_by("-number").first()

    def open_publication(self):
        return self.publications.filter(until_at=None).first()

    # --- who may do what --------------------------------------------------------

    def roles_of(self, user, *, among=frozenset(Role), is_theirs=None) -> set[Role]:
        """What the person is to it, of the roles asked for. ``is_theirs`` says whether
        they decide on it, where that is known."""
        held = roles_of(user)
        roles = set()
        if self.is_written_by(held.organisations):
            roles.add(Role.AUTHOR)
        elif Role.REVIEWER in among:
            if self._is_reviewed_by(user) if is_theirs is None else is_theirs:
                roles.add(Role.REVIEWER)
        if held.is_secretariat:
            roles.add(Role.SECRETARIAT)
        return roles & among

    def is_written_by(self, organisations) -> bool:
        """Whether one of these organisations, by key, writes it today."""
        return self.organisation_id in organisations

    def authors(self):
        """The people who write it today, and are told what becomes of it."""
        return User.objects.members_of(self.organisation_id)

    def _is_reviewed_by(self, user) -> bool:
        """As the queryset's ``reviewed_by`` says of many."""
        may = roles_of(user).is_reviewer
        return may and self._deciding().filter(user=user).exists()

    def reviewers(self):
        """The people who decide on it, and are told of a submission."""
        return User.objects.filter(pk__in=self._deciding().values("user"))

    def _deciding(self):
        """The appointments by which people decide on it: of its desk, and of the
        secretariat where no desk can."""
        writers = [getattr(self, f"{name}_id") for name in self.WRITERS]
        able = outsiders(type(self), self.pk, writers)
        of_desk = Q(role=ROLE.DESK, programme=self.programme_id)
        no_desk = ~Exists(able.filter(of_desk))
        return able.filter(of_desk | Q(no_desk, role=ROLE.SECRETARIAT))

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
    def begin(cls, *, by, organisation, at=None, **given):
        """A new one with its first draft version, begun now or noted ``at``. What is
        given belongs to the version, but for what IDENTITY names."""
        own = {name: given.pop(name) for name in cls.IDENTITY if name in given}
        reported = cls.objects.create(
            organisation=organisation,
            created_by=by,
            is_sample=organisation.is_sample,
            created_at=at or timezone.now(),
            **own,
        )
        given = {"language": by.language, "reported_by": organisation} | given
        reported.versions.create(number=1, entered_by=by, **given)
        return reported

    @transaction.atomic
    def take(self, action, *, by, comment="", at=None, number=None):
        """Take one workflow step: lock, check, move, remember, tell; its entry in the
        history. ``number`` is that of the submitted version they have read.

        Mail leaves through the outbox, written in this transaction; a step noted
        afterwards, as taken ``at`` a past moment, is mailed to nobody. What a trusted
        organisation submits is approved with it. Raises StepRefused, of two people
        pressing a button to one; NotReady lists what is missing.
        """
        step, public = self._lock_and_check(action, by=by, comment=comment)
        if number is not None:
            workflow.check_newest(number, newest=self.latest_sealed().number)
        given = {"by": by, "at": at or timezone.now(), "comment": comment}
        entry = self._move(step, public, **given)
        if step.takes_notes:
            self._notes_to_send(by).update(sent_at=given["at"])
        seals = at is None and step.draft is Draft.SEAL
        trust = TrustedOrganisation.objects.covering(entry.version) if seals else None
        if at is None and trust is None:
            tell_the_other_side(entry)
        if seals:
            send_receipt(entry.version.receipt, to=by, is_approved=bool(trust))
        if trust:
            self._approve_by(trust, at=given["at"])
        elif step.publish is not Publish.KEEP:
            searching.changed(self)  # last: who publishes waits for others who do
        return entry

    def _move(self, step, public, *, by, at, comment="", process=""):
        """Do what the step says; its entry in the history, by the process if one is
        named. ``by`` then answers for what is published."""
        before, whose = self.state, {"process": process} if process else {"by": by}
        version = self._change_content(step, public, by=by, at=at)
        self._change_publication(step, public, version, by=by, at=at)
        self.state = step.target
        self.save(update_fields=["state", "discarded_count"])
        if before == State.SUBMITTED:
            self.assignments.open().update(until_at=timezone.now(), until_by=by)
        return self.history.create(
            version=version,
            action=step.action,
            from_state=before,
            to_state=step.target,
            at=at,
            comment=comment.strip() if fold(comment) else "",
            **whose,
        )

    def _approve_by(self, trust, *, at):
        """The reviewer's step, taken by a setting; who set it answers for it."""
        public = self.open_publication()
        step = workflow.check(
            workflow.Action.APPROVE,
            state=self.state,
            roles={Role.REVIEWER},
            is_public=public is not None,
            comment="",
        )
        given = {"by": trust.set_by, "at": at, "process": trust.process}
        tell_the_other_side(self._move(step, public, **given))
        searching.changed(self)

    def _lock_and_check(self, action, *, by, comment):
        """The step, and the open publication if there is one; all is read anew."""
        locked = type(self).objects.select_for_update(of=("self",))
        self.refresh_from_db(from_queryset=locked)
        public = self.open_publication()
        step = workflow.check(
            action,
            state=self.state,
            roles=self.roles_of(by),
            is_public=public is not None,
            comment=comment,
            notes=self._notes_to_send(by).exists(),
        )
        return step, public

    def _notes_to_send(self, by):
        """What the person has written on the version under review, and not sent."""
        notes = self.versions.model.notes.rel.related_model.objects.drafts_of(by)
        return notes.filter(version=self.latest_sealed())

    def _change_content(self, step, public, *, by, at):
        """Do to the draft what the step says; the sealed version the step is about.

        A step only taken while a version is public is about that one.
        """
        if step.draft is Draft.SEAL:
            draft = self.versions.select_for_update().get(sealed_at=None)
            if problems := draft.problems():
                raise NotReady(problems)
            self.make_ready(draft, by=by)
            return draft.submit(by=by, at=at)
        if step.draft is Draft.DROP and (draft := self.draft()):
            self.discarded_count = draft.edit_count
            draft.delete()
        sealed = public.version if step.when_public else self.latest_sealed()
        if step.draft is Draft.COPY:
            sealed.copy_as_draft()
        return sealed

    def make_ready(self, draft, *, by):
        """What is still done to a draft that has no problems before it is sealed."""

    def _change_publication(self, step, public, version, *, by, at):
        if step.publish is not Publish.KEEP and public:
            public.close(by=by, at=at)
        if step.publish is Publish.OPEN:
            given = version.in_publication()
            self.publications.create(version=version, from_at=at, by=by, **given)

    def check_deletion(self, *, by):
        """Raises StepRefused where it is no draft that this person may delete."""
        workflow.check_deletion(
            state=self.state,
            roles=self.roles_of(by),
            was_submitted=self.latest_sealed() is not None,
        )

    @transaction.atomic
    def delete_draft(self, *, by):
        """Delete a draft never submitted; its authors alone may. Raises StepRefused."""
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        locked.check_deletion(by=by)
        log.info("draft %s deleted by user %s", self.code, by.pk)
        for version in self.versions.all():
            version.delete()
        self.delete()
