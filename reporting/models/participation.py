"""That an organisation takes part in another's record: asked for, taken in, left.

Rows lie beside the versions of a record and open no seal; none is ever deleted.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Organisation, roles_of
from reporting.models.activity import Activity
from reporting.models.uniting import MergePartner
from reporting.models.version import ActivityVersion
from reporting.models.version_rows import VersionPartner

SILENCE = timedelta(days=14)  # of the owner; then the desk may answer too
DID = dict(VersionPartner.Role.choices) | {  # in words that hold for both sides
    VersionPartner.Role.IMPLEMENTING: _("Carried it out together")
}


class ParticipationQuerySet(models.QuerySet):
    def waiting(self):
        """Asked for, and not answered yet."""
        return self.filter(outcome="")

    def joined(self):
        """Those that take part today."""
        return self.filter(outcome=Participation.Outcome.TAKEN, ended_at=None)

    def open(self):
        """Either: of an organisation and a record there is one at most."""
        taken = Participation.Outcome.TAKEN
        return self.filter(outcome__in=["", taken], ended_at=None)

    def of_partners(self, user):
        """Those of the person's organisations, or asked for with a draft they write."""
        mine = Q(organisation__in=roles_of(user).organisations)
        drafts = Activity.objects.written_by(user).values("pk")
        return self.filter(mine | Q(draft__in=drafts))

    def visible_to(self, user):
        """To both sides, and to who reviews or follows the record."""
        if not roles_of(user):
            return self.none()
        ours = self.model.objects.of_partners(user).values("pk")
        theirs = Activity.objects.written_by(user).values("pk")
        read = Activity.objects.read_by_reviewers(user).values("pk")
        seen = Q(activity__in=theirs) | Q(activity__in=read)
        return self.filter(Q(pk__in=ours) | seen)

    def with_record(self):
        """With what a line about it says; ``title`` and ``language`` are those of the
        public version, None where there is none."""
        current = ActivityVersion.objects.current().filter(
            activity=OuterRef("activity")
        )
        rows = self.select_related(
            "activity__organisation", "activity__programme", "organisation", "asked_by"
        )
        return rows.annotate(
            title=Subquery(current.values("title")[:1]),
            language=Subquery(current.values("language")[:1]),
        )


def joined_keys(outer):
    """The keys of those that take part in the activity of an outer query, in one
    text."""
    rows = Participation.objects.joined().filter(activity=OuterRef(outer)).order_by()
    keys = StringAgg(Cast("pk", models.CharField()), Value(" "))
    return Subquery(rows.values("activity").annotate(keys=keys).values("keys"))


def took_part(*organisations) -> Q:
    """Of versions: those that name one of them as a partner, of records one of them
    joined, or of which a merged record named it. What is sealed goes on naming those
    merged into them."""
    ones = Organisation.every.one_with(*organisations)
    named = VersionPartner.objects.filter(organisation__in=ones)
    joined = Participation.objects.joined().filter(organisation__in=ones)
    came = MergePartner.objects.filter(organisation__in=ones, merge__undone_at=None)
    return (
        Q(pk__in=named.values("version"))
        | Q(activity__in=joined.values("activity"))
        | Q(activity__in=came.values("merge__kept"))
    )


class Participation(models.Model):
    """``organisation`` asks to take part in ``activity``, which another reported. It
    lasts from the owner's yes (``decided_at``) until either side ends it.

    ``draft`` is the report it was asked with; ``withdraws_draft`` says that this is to
    be withdrawn once the answer is yes.
    """

    MAIL = "participation"  # how the keys of its mails begin
    Role = VersionPartner.Role

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("Taken in")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="participations"
    )
    organisation = models.ForeignKey(
        "programmes.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=14, choices=Role)
    draft = models.ForeignKey(
        Activity, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdraws_draft = models.BooleanField(default=False)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(_("answer"), max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "asked_at", "pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation"],
                condition=Q(outcome__in=["", "taken"], ended_at=None),
                name="participation_one_open",
            ),
            models.CheckConstraint(
                name="participation_role_known",
                condition=Q(role__in=VersionPartner.Role.values),
            ),
            models.CheckConstraint(
                name="participation_decided_by_somebody",
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | Q(
                    outcome__in=["taken", "declined", "taken_back"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="participation_declined_with_a_reason",
                condition=~Q(outcome="declined") | ~Q(reason=""),
                violation_error_message=_("Please say why, in a comment."),
            ),
            models.CheckConstraint(
                name="participation_ended_once_taken",
                condition=Q(ended_at=None, ended_by=None)
                | Q(
                    outcome="taken",
                    ended_at__gte=F("decided_at"),
                    ended_by__isnull=False,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} → {self.activity.code}"

    def get_absolute_url(self):
        return reverse("reporting:participation", args=[self.pk])

    @property
    def did(self):
        """Its role, in words."""
        return DID[self.role]

    @property
    def is_waiting(self) -> bool:
        return not self.outcome

    @property
    def is_joined(self) -> bool:
        return self.outcome == self.Outcome.TAKEN and self.ended_at is None

    @property
    def waits_too_long(self) -> bool:
        return self.is_waiting and self.asked_at <= timezone.now() - SILENCE

    @property
    def state(self):
        """In words for lists."""
        if self.is_joined:
            return _("Takes part")
        if self.ended_at:
            return _("Took part, until it ended")
        return self.get_outcome_display() if self.outcome else _("Not answered yet")

    @property
    def mark(self) -> str:
        """The state's mark (components/state.html)."""
        if self.is_waiting:
            return "submitted"
        return "approved" if self.is_joined else "withdrawn"
