"""Who sees, writes and decides on what is reported: questions to all of a kind."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from programmes.models import Appointment, Membership, roles_of
from reporting.models.codes import LETTERS
from reporting.workflow import EDITABLE, State

ROLE = Appointment.Role


def rows_of(model, name, *, outer="pk", **given):
    """The rows under this name of the reported thing of an outer query."""
    relation = model._meta.get_field(name)
    given |= {relation.field.name: OuterRef(outer)}
    return relation.related_model.objects.filter(**given)


def outsiders(model, reported, writers):
    """Open appointments of people who neither wrote it nor belong to one of these
    organisations, which do (see Reported.WRITERS)."""
    person = OuterRef("user")
    theirs = reduce(or_, (Q(organisation=writer) for writer in writers))
    member = Membership.objects.current().filter(theirs, user=person)
    versions = model._meta.get_field("versions")
    written = versions.related_model.objects.written_by(person)
    writer = written.filter(**{versions.field.name: reported})
    held = Appointment.objects.current().filter(user__is_active=True)
    return held.exclude(Exists(member) | Exists(writer))


class ReportedQuerySet(models.QuerySet):
    def coded(self, words):
        """Those whose code begins so, in any case. All begin alike, so other words ask
        for nothing; the range is what an index can read."""
        code = words.strip().upper()
        if not code.startswith(self.model.CODE_BEGINS):
            return self.none()
        last = code + LETTERS[-1] * self.model.CODE_LETTERS
        return self.filter(code__gte=code, code__lte=last, code__startswith=code)

    def _open_publications(self):
        return rows_of(self.model, "publications", until_at=None)

    def published(self):
        """Those with an open publication."""
        return self.filter(Exists(self._open_publications()))

    def public(self):
        """Those everybody may read."""
        return self.published()

    def with_public(self):
        """Each knows as ``is_public`` whether it has an open publication: the steps of
        the workflow ask for it."""
        return self.annotate(is_public=Exists(self._open_publications()))

    def with_noted(self):
        """Each knows as ``is_noted`` whether a note was ever written on it."""
        versions = self.model._meta.get_field("versions")
        notes = versions.related_model.notes.rel.related_model
        of = f"version__{versions.field.name}"
        return self.annotate(
            is_noted=Exists(notes.objects.filter(**{of: OuterRef("pk")}))
        )

    def with_escalated(self):
        """Each knows as ``is_escalated`` whether it was ever told of as unanswered."""
        versions = self.model._meta.get_field("versions")
        told = versions.related_model._meta.get_field("escalations")
        of = f"{told.field.name}__{versions.field.name}"
        rows = told.related_model.objects.filter(**{of: OuterRef("pk")})
        return self.annotate(is_escalated=Exists(rows))

    def with_reviewed_by(self, user):
        """Each knows as ``is_theirs`` whether the person decides on it."""
        mine = self.model.objects.reviewed_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_theirs=Exists(mine))

    def once_public(self):
        """Those that were public and are no longer: their address answers 410."""
        return self.filter(
            ~Exists(self._open_publications()),
            Exists(rows_of(self.model, "publications")),
        )

    def of_authors(self, user) -> Q:
        """Those of the organisations the person belongs to."""
        return Q(organisation__in=roles_of(user).organisations)

    def written_by(self, user):
        """Those the person may write, while they are drafts."""
        return self.filter(self.of_authors(user))

    def read_by_reviewers(self, user):
        """Those once submitted, of the person's programmes; all for staff."""
        roles = roles_of(user)
        submitted = self.filter(Exists(self._submitted()))
        if roles.is_staff:
            return submitted
        return submitted.filter(programme__in=roles.desks | roles.leads)

    def reviewed_by(self, user):
        """Those the person decides on: of their desk, and for the secretariat what no
        desk can decide on. Never their own organisation's, nor what they wrote."""
        if not roles_of(user).is_reviewer:
            return self.none()
        reported, *writers = (
            OuterRef(OuterRef(name)) for name in ("pk", *self.model.WRITERS)
        )
        able = outsiders(self.model, reported, writers)
        desk = able.filter(role=ROLE.DESK, programme=OuterRef("programme"))
        secretariat = able.filter(role=ROLE.SECRETARIAT, user=user)
        mine = Exists(desk.filter(user=user))
        return self.filter(mine | (Exists(secretariat) & ~Exists(desk)))

    def awaiting_review_by(self, user):
        """Submitted ones on which the person may take a reviewer's step."""
        return self.reviewed_by(user).filter(state=State.SUBMITTED)

    def escalated_to(self, user):
        """Submitted ones of which the person was told that nobody answers, each
        with when, as ``escalated_at``: as the lead of its programme, or as secretariat.
        Never what they wrote or their organisation reports, nor what they decide on."""
        versions = self.model._meta.get_field("versions").related_model
        told = rows_of(versions, "escalations", outer="under_review")
        told_at = told.filter(self._told_to(user)).order_by("at", "pk").values("at")
        newest = self._submitted().order_by("-number").values("pk")
        reported, *writers = (
            OuterRef(OuterRef(name)) for name in ("pk", *self.model.WRITERS)
        )
        able = outsiders(self.model, reported, writers).filter(user=user)
        decided = self.model.objects.reviewed_by(user)
        rows = self.filter(Exists(able), state=State.SUBMITTED)
        return (
            rows.exclude(pk__in=decided.values("pk"))
            .alias(under_review=Subquery(newest[:1]))
            .annotate(escalated_at=Subquery(told_at[:1]))
            .exclude(escalated_at=None)
        )

    def _told_to(self, user) -> Q:
        """Escalations of the levels at which the person is told."""
        roles, kind = roles_of(user), self.model._meta.model_name
        mine = {f"{kind}_version__{kind}__programme__in": roles.leads}
        of_lead = Q(level="lead", **mine)
        return of_lead | Q(level="secretariat") if roles.is_secretariat else of_lead

    def never_submitted(self):
        """Drafts nobody but their authors has seen yet."""
        return self.filter(state=State.DRAFT).exclude(Exists(self._submitted()))

    def begun_again(self):
        """Drafts of what was submitted before: taken back, or a newer text."""
        return self.filter(Exists(self._submitted()), state=State.DRAFT)

    def _submitted(self):
        return rows_of(self.model, "versions", sealed_at__isnull=False)

    def visible_to(self, user):
        """Public ones; to authors theirs; to reviewers those once submitted."""
        visible = Q(pk__in=self.public().values("pk"))
        if roles_of(user):
            visible |= self.of_authors(user)
            visible |= Q(pk__in=self.read_by_reviewers(user).values("pk"))
        return self.filter(visible)

    def editable_by(self, user):
        return self.written_by(user).filter(state__in=EDITABLE)
