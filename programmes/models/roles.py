"""What gives a right: memberships of organisations and appointments to duties.

A Membership makes somebody an editor or admin of an organisation; an Appointment makes
a reviewer of a programme's desk, a programme lead, a national focal point, the
secretariat or an administrator. Nothing else gives a right.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from oneplanet.kept_questions import KeptQuestion
from oneplanet.text import dates


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)


class Membership(models.Model):
    """Somebody works for an organisation on this portal."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("Editor")
        ADMIN = "admin", _("Admin of the organisation")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        "programmes.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
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
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
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
        settings.AUTH_USER_MODEL,
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


def _memberships_of(pk):
    found = Membership.objects.filter(until=None).filter(user=pk)
    return found.values_list("organisation_id", "role")


def _appointments_of(pk):
    found = Appointment.objects.current().filter(user=pk)
    return found.values_list("role", "programme_id", "country_id")


MEMBERSHIPS_OF = KeptQuestion(_memberships_of)
APPOINTMENTS_OF = KeptQuestion(_appointments_of)


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
    def reads_for_a_duty(self):
        """Programme leads and national focal points."""
        return bool(self.leads or self.focal_countries)

    @property
    def is_reviewer(self):
        return bool(self.desks) or self.is_secretariat

    @property
    def hears_of_silence(self):
        """Who is told of what no reviewer answers: leads, and the secretariat."""
        return bool(self.leads) or self.is_secretariat

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


def duties_of(user):
    """The appointments that hold today, with what they are for."""
    return user.appointments.current().select_related("programme", "country")
