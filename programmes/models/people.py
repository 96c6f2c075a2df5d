"""People, and the two kinds of row their roles are read from.

A Membership makes somebody an editor or admin of an organisation; an Appointment makes
a reviewer of a programme's desk, a programme lead, a national focal point, the
secretariat or an administrator. Nothing else gives a right.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from oneplanet.bounces import StoppedAddress
from oneplanet.inbox import InboxMessage
from oneplanet.text import dates, zones


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

    def with_messages(self):
        """With ``unread_messages`` and ``mail_is_stopped``, in the same query."""
        unread = InboxMessage.objects.unread().filter(reader=OuterRef("pk")).order_by()
        number = unread.values("reader").annotate(n=Count("pk")).values("n")
        stopped = StoppedAddress.objects.filter(address=OuterRef("email"))
        return self.annotate(
            unread_messages=Coalesce(Subquery(number), 0),
            mail_is_stopped=Exists(stopped),
        )


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
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="UTC",
        validators=[zones.check_zone],
        help_text=_(
            "By its name in the IANA database, such as Africa/Nairobi. Times are shown "
            "in it, on pages and in mails; the editors' pages stay in UTC."
        ),
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

    @cached_property
    def unread_messages(self) -> int:
        """Known with the person already where they come with a session."""
        return self.inbox.unread().count()

    @cached_property
    def mail_is_stopped(self) -> bool:
        """Whether mails to their address came back, so that none is sent."""
        return StoppedAddress.objects.filter(address=self.email).exists()

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
        return self.filter(Q(until_on=None) | Q(until_on__gt=dates.today()))

    def current(self):
        """Appointments in force today."""
        return self.not_ended().filter(from_on__lte=dates.today())


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
        return pgettext("between two things", ", ").join(map(str, parts))


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
    from_on = models.DateField(_("from"), default=dates.today)
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
        return self.until_on is not None and self.until_on <= dates.today()

    @property
    def is_current(self) -> bool:
        return self.from_on <= dates.today() and not self.has_ended


# What the secretariat appoints; administrators appoint to every role.
SECRETARIAT_APPOINTS = frozenset(
    {Appointment.Role.DESK, Appointment.Role.LEAD, Appointment.Role.FOCAL}
)
