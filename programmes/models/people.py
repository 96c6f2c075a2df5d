"""People with an account; their roles are read from two kinds of row (roles.py)."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from oneplanet.bounces import StoppedAddress
from oneplanet.inbox import InboxMessage
from oneplanet.text import zones
from programmes.models.roles import (
    APPOINTMENTS_OF,
    MEMBERSHIPS_OF,
    Appointment,
    Membership,
    Roles,
)


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
        memberships = MEMBERSHIPS_OF.rows(self.pk)
        held = APPOINTMENTS_OF.rows(self.pk)
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
