"""Invitations as rows: a membership or an appointment, promised to an address."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.people import User
from programmes.models.roles import (
    DUTY_FOR_THE_RIGHT_THING,
    Appointment,
    Duty,
    Membership,
    roles_of,
)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Neither accepted nor withdrawn; they may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self):
        return self.waiting().filter(expires_at__gt=timezone.now())

    def sent_to(self, user):
        """Open ones that went to an address the person has proven, and that somebody
        else made."""
        proven = user.emailaddress_set.filter(verified=True).values("email")
        return self.open().filter(email__in=proven).exclude(invited_by=user)

    def concerning(self, user):
        """Those sent to the person, and what waits of those they made, which know so
        as ``is_own``."""
        own = Q(invited_by=user)
        rows = self.sent_to(user) | self.waiting().filter(own)
        return rows.annotate(is_own=ExpressionWrapper(own, BooleanField()))

    def withdraw(self):
        """Their links no longer work."""
        return self.update(withdrawn_at=timezone.now())

    def withdraw_void(self, *, maker):
        """Close what waits and is no longer the maker's to promise; called wherever a
        right of theirs ends."""
        maker.forget_roles()
        roles = roles_of(maker)
        made = self.waiting().filter(invited_by=maker)
        void = [row.pk for row in made if not roles.may_promise(row)]
        made.filter(pk__in=void).withdraw()


class InvitationClosed(Exception):
    """It was withdrawn, has expired, is no longer its maker's to promise, or somebody
    else has accepted it."""


INVITATION_LASTS = timedelta(days=21)


def _in_three_weeks():
    return timezone.now() + INVITATION_LASTS


class Invitation(Duty, models.Model):
    """A promise of a membership, or of an appointment, to whoever holds the mail sent
    to this address. Good as long as its maker could make it today."""

    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(
        _("role"),
        max_length=14,
        choices=[*Membership.Role.choices, *Appointment.Role.choices],
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    country = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language of the mail"), max_length=10, choices=settings.LANGUAGES
    )
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), default=_in_three_weeks)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_promises_one_thing",
                condition=Q(
                    role__in=["editor", "admin"],
                    organisation__isnull=False,
                    programme=None,
                    country=None,
                )
                | (Q(organisation=None) & DUTY_FOR_THE_RIGHT_THING),
                violation_error_message=_(
                    "An editor or admin needs an organisation, a desk or lead a "
                    "programme, a focal point a country; the others need none of them."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=[*fields, "email"],
                    condition=Q(accepted_at=None, withdrawn_at=None) & condition,
                    name=f"invitation_one_open{name}",
                    violation_error_message=_(
                        "An invitation to this address is waiting already."
                    ),
                )
                for name, fields, condition in (
                    ("", ["organisation"], Q()),
                    ("_programme", ["role", "programme"], Q(programme__isnull=False)),
                    ("_country", ["role", "country"], Q(country__isnull=False)),
                    (
                        "_network",
                        ["role"],
                        Q(organisation=None, programme=None, country=None),
                    ),
                )
            ),
        ]

    def __str__(self):
        return self.email

    @property
    def covers(self):
        return self.organisation or super().covers

    @property
    def token(self) -> str:
        return signing.dumps(self.pk, salt="invitation")

    @property
    def sent_at(self):
        """When its latest mail was written."""
        return self.expires_at - INVITATION_LASTS

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        if self.accepted_at or self.withdrawn_at or self.has_expired:
            return False
        return roles_of(self.invited_by).may_promise(self)

    @property
    def state(self):
        """In a word for lists."""
        if self.accepted_at:
            return _("accepted")
        if self.withdrawn_at:
            return _("withdrawn")
        return _("expired") if self.has_expired else _("waiting")

    @classmethod
    def of(cls, token: str) -> "Invitation | None":
        """The invitation of this token, open or not; None if we never wrote it."""
        try:
            pk = signing.loads(token, salt="invitation")
        except signing.BadSignature:
            return None
        named = ("organisation", "programme", "country", "invited_by")
        return cls.objects.select_related(*named).filter(pk=pk).first()

    @classmethod
    def find(cls, token: str) -> "Invitation | None":
        """The open invitation of this token, or None."""
        invitation = cls.of(token)
        return invitation if invitation and invitation.is_open else None

    def get_accept_url(self):
        """Holds the secret of the mail, so it goes by no name Django would show."""
        return reverse("programmes:invitation_accept", args=[self.token])

    @transaction.atomic
    def accept(self, *, by: User) -> Membership | Appointment:
        """Make the membership or the appointment, unless the person has it already; of
        two roles in an organisation the higher is kept.

        Accepting twice is accepting once. Nobody accepts what they promised
        themselves. Raises InvitationClosed.
        """
        locked = Invitation.objects.select_for_update().get(pk=self.pk)
        held = locked.held_by(by)
        if held and locked.accepted_by_id == by.pk:
            return held
        if not locked.is_open or locked.invited_by_id == by.pk:
            raise InvitationClosed
        given = locked._give(by, held)
        self.accepted_at, self.accepted_by = timezone.now(), by
        self.save(update_fields=["accepted_at", "accepted_by"])
        by.forget_roles()
        return given

    def held_by(self, user) -> Membership | Appointment | None:
        """What the person has already of what this promises."""
        if self.organisation_id:
            here = {"organisation": self.organisation_id}
            return user.memberships.current().filter(**here).first()
        return user.appointments.not_ended().filter(**self._duty).first()

    @property
    def _duty(self):
        names = ("role", "programme_id", "country_id")
        return {name: getattr(self, name) for name in names}

    def _give(self, user, held) -> Membership | Appointment:
        given = held or self._promised_to(user)
        if self.role == Membership.Role.ADMIN:
            given.role = self.role
        given.save()
        return given

    def _promised_to(self, user):
        given = {"user": user, "by": self.invited_by, "role": self.role}
        if self.organisation_id:
            return Membership(organisation_id=self.organisation_id, **given)
        return Appointment(**given | self._duty)
