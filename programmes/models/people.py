"""People, and the two kinds of row their roles are read from.

A Membership makes somebody an editor or admin of an organisation; an Appointment makes
a reviewer of a programme's desk, a programme lead, a national focal point, the
secretariat or an administrator. Nothing else gives a right.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from oneplanet.outbox import OutgoingMail


@dataclass(frozen=True)
class Roles:
    """What one person is today. Ids, so that it can be compared without queries."""

    organisations: frozenset[int] = frozenset()
    administered: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    focal_countries: frozenset[int] = frozenset()
    is_secretariat: bool = False
    is_administrator: bool = False

    @property
    def is_staff(self):
        return self.is_secretariat or self.is_administrator

    @property
    def is_reviewer(self):
        return bool(self.desks) or self.is_secretariat

    @property
    def appoints_to(self) -> frozenset[str]:
        """The duties this person gives and takes back."""
        if self.is_administrator:
            return frozenset(Appointment.Role)
        return SECRETARIAT_APPOINTS if self.is_secretariat else frozenset()

    def may_promise(self, invitation) -> bool:
        """Whether an invitation to this membership or duty is theirs to make."""
        if invitation.organisation_id is None:
            return invitation.role in self.appoints_to
        return self.is_staff or invitation.organisation_id in self.administered

    def __bool__(self):
        return self != Roles()


NOBODY = Roles()


def roles_of(user) -> Roles:
    """The person's roles; none for a visitor."""
    return user.roles if user.is_authenticated and user.is_active else NOBODY


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def reading_mail_of(self, email):
        """Whose account has this address, proven or as the one they signed up with."""
        proven = Q(emailaddress__email=email, emailaddress__verified=True)
        return self.filter(Q(email=email) | proven).distinct()

    def members_of(self, organisation):
        """Active members of the organisation today."""
        return self.active().filter(
            memberships__organisation=organisation, memberships__until=None
        )

    def appointed(self, role, *, programme=None):
        """Active people appointed to the role today (of the programme, if given)."""
        wanted = Appointment.objects.current().filter(role=role)
        if programme is not None:
            wanted = wanted.filter(programme=programme)
        return self.active().filter(pk__in=wanted.values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    @transaction.atomic
    def create_superuser(self, email, password=None, **fields):
        """A person and the appointment that makes an administrator."""
        user = self.create_user(email, password, **fields)
        Appointment.objects.create(user=user, role=Appointment.Role.ADMINISTRATOR)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser):
    """A person with an account. Deactivated and made anonymous, never deleted."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language of mails"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="en",
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_sample = models.BooleanField(_("sample account"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["email"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self):
        if self.name or self.is_active:
            return self.name or self.email
        return str(_("a former member"))

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def roles(self) -> Roles:
        """Two queries, once per request."""
        memberships = list(
            self.memberships.filter(until=None).values_list("organisation_id", "role")
        )
        held = list(
            self.appointments.current().values_list(
                "role", "programme_id", "country_id"
            )
        )
        role = Appointment.Role
        return Roles(
            organisations=frozenset(pk for pk, _role in memberships),
            administered=frozenset(
                pk for pk, kind in memberships if kind == Membership.Role.ADMIN
            ),
            desks=frozenset(p for kind, p, _c in held if kind == role.DESK),
            leads=frozenset(p for kind, p, _c in held if kind == role.LEAD),
            focal_countries=frozenset(c for kind, _p, c in held if kind == role.FOCAL),
            is_secretariat=any(kind == role.SECRETARIAT for kind, _p, _c in held),
            is_administrator=any(kind == role.ADMINISTRATOR for kind, _p, _c in held),
        )

    def forget_roles(self):
        """Read them afresh: they have changed, or may have meanwhile."""
        self.__dict__.pop("roles", None)

    @property
    def is_staff(self):
        return self.is_active and self.roles.is_staff

    @property
    def is_superuser(self):
        return self.is_active and self.roles.is_administrator

    def has_perm(self, perm, obj=None):
        """Administrators may everything; the secretariat curates content."""
        if self.is_superuser:
            return True
        return self.is_staff and perm.split(".")[0] in CURATED_APPS

    def has_perms(self, perms, obj=None):
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label):
        return self.is_superuser or (self.is_staff and app_label in CURATED_APPS)

    @transaction.atomic
    def make_anonymous(self, *, by):
        """Close the account for good and keep nothing of the person but what they
        signed: no name, address, session, key, nor the mails sent to them."""
        self._end_roles(by=by)
        self._forget_in_the_log()
        addresses = {self.email, *self.emailaddress_set.values_list("email", flat=True)}
        OutgoingMail.objects.filter(to__in=addresses).delete()
        invitations = Invitation.objects.filter(email__in=addresses)
        invitations.waiting().withdraw()
        self.email = f"former-{self.pk}@invalid.invalid"
        invitations.update(email=self.email)
        self.emailaddress_set.all().delete()
        self.authenticator_set.all().delete()
        self.usersession_set.all().delete()
        self.name = ""
        self.is_active = False
        self.set_unusable_password()
        self.save()
        self.withdraw_invitations()

    def withdraw_invitations(self):
        """Close what waits and is no longer this person's to promise; called wherever
        a right of theirs ends."""
        self.forget_roles()
        roles = roles_of(self)
        made = Invitation.objects.waiting().filter(invited_by=self)
        void = [row.pk for row in made if not roles.may_promise(row)]
        made.filter(pk__in=void).withdraw()

    def _forget_in_the_log(self):
        """The admin's log names rows as they were called; keep no name or address."""
        rows = [self, *self.memberships.all(), *self.appointments.all()]
        rows += Invitation.objects.filter(email=self.email)
        for row in rows:
            kind = ContentType.objects.get_for_model(row)
            lines = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
            lines.update(object_repr="")

    def _end_roles(self, *, by):
        """One by one, so that each leaves its line of history, signed by ``by``."""
        for membership in self.memberships.current():
            membership.until = timezone.now()
            membership._history_user = by
            membership.save(update_fields=["until"])
        today = timezone.localdate()
        for appointment in self.appointments.filter(until_on=None):
            appointment.until_on = max(today, appointment.from_on)
            appointment._history_user = by
            appointment.save(update_fields=["until_on"])
        self.forget_roles()


CURATED_APPS = {"programmes", "reporting", "knowledge_hubs"}


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)


class Membership(models.Model):
    """Somebody works for an organisation on this portal."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("Editor")
        ADMIN = "admin", _("Admin of the organisation")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "programmes.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "user"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(until=None),
                name="membership_one_open",
                violation_error_message=_("This person is a member already."),
            ),
            models.CheckConstraint(
                name="membership_role_known",
                condition=Q(role__in=["editor", "admin"]),
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self):
        return f"{self.user} — {self.organisation}"


class AppointmentQuerySet(models.QuerySet):
    def not_ended(self):
        """Appointments in force today or from a later day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=timezone.localdate()))

    def current(self):
        """Appointments in force today."""
        return self.not_ended().filter(from_on__lte=timezone.localdate())


class Duty:
    """What an appointment, or an invitation to one, has of its own."""

    @property
    def covers(self):
        """The programme, the country, or the network as a whole."""
        return self.programme or self.country or _("The whole network")

    @property
    def in_words(self) -> str:
        """The role, and the programme or country where it has one."""
        parts = filter(None, [self.get_role_display(), self.programme, self.country])
        return pgettext("between list items", ", ").join(map(str, parts))


DUTY_FOR_THE_RIGHT_THING = (
    Q(role__in=["desk", "lead"], programme__isnull=False, country=None)
    | Q(role="focal", country__isnull=False, programme=None)
    | Q(role__in=["secretariat", "administrator"], programme=None, country=None)
)


class Appointment(Duty, models.Model):
    """A duty in the network, from a day, for a programme, a country or the whole."""

    class Role(models.TextChoices):
        DESK = "desk", _("Coordination desk")
        LEAD = "lead", _("Programme lead")
        FOCAL = "focal", _("National focal point")
        SECRETARIAT = "secretariat", _("Secretariat")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(_("role"), max_length=14, choices=Role)
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("programme"),
    )
    country = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("country"),
    )
    from_on = models.DateField(_("from"), default=timezone.localdate)
    until_on = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("appointed by"),
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["role", "programme", "country", "user"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                name="appointment_for_the_right_thing",
                condition=DUTY_FOR_THE_RIGHT_THING,
                violation_error_message=_(
                    "A desk or lead needs a programme, a focal point a country; "
                    "the others need neither."
                ),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                violation_error_message=_("The end comes before the start."),
            ),
            *(
                models.UniqueConstraint(
                    fields=fields,
                    condition=Q(until_on=None) & condition,
                    name=f"appointment_one_open_{name}",
                    violation_error_message=_(
                        "This person has this appointment already."
                    ),
                )
                for name, fields, condition in (
                    (
                        "programme",
                        ["user", "role", "programme"],
                        Q(programme__isnull=False),
                    ),
                    ("country", ["user", "role", "country"], Q(country__isnull=False)),
                    ("network", ["user", "role"], Q(programme=None, country=None)),
                )
            ),
        ]

    def __str__(self):
        return f"{self.user} — {self.get_role_display()}"

    @property
    def has_ended(self) -> bool:
        return self.until_on is not None and self.until_on <= timezone.localdate()

    @property
    def is_current(self) -> bool:
        return self.from_on <= timezone.localdate() and not self.has_ended


# What the secretariat appoints; administrators appoint to every role.
SECRETARIAT_APPOINTS = frozenset(
    {Appointment.Role.DESK, Appointment.Role.LEAD, Appointment.Role.FOCAL}
)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Neither accepted nor withdrawn; they may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self):
        return self.waiting().filter(expires_at__gt=timezone.now())

    def withdraw(self):
        """Their links no longer work."""
        return self.update(withdrawn_at=timezone.now())


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
