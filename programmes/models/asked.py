"""What somebody asks for by a form, proves by a link in a mail, and others decide."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.idempotency import new_key

CONFIRM_WITHIN = timedelta(days=7)  # then what was never confirmed is removed
KEPT_AFTER = timedelta(days=90)  # who asked is kept so long after the decision


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AskedQuerySet(models.QuerySet):
    def waiting(self):
        """Confirmed, and not decided yet."""
        return self.exclude(confirmed_at=None).filter(decided_at=None)

    def never_confirmed(self):
        """Their links no longer work."""
        last = timezone.now() - CONFIRM_WITHIN
        return self.filter(confirmed_at=None, asked_at__lte=last)

    def long_decided(self):
        return self.filter(decided_at__lte=timezone.now() - KEPT_AFTER)

    def of(self, token: str):
        """The row of this token, or None if we never wrote it."""
        try:
            pk = signing.loads(token, salt=self.model._meta.label_lower)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).first()


class Asked(models.Model):
    """Waits for the person's own address first, then for somebody's decision.

    ``key`` comes with the form: pressing its button twice asks once.
    """

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    name = models.CharField(_("name of the person"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language of mails"), max_length=10, choices=settings.LANGUAGES
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    outcome = models.CharField(
        _("decision"), max_length=10, choices=Outcome, blank=True
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = AskedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_decided_one_way",
                condition=Q(decided_at=None, outcome="")
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="%(class)s_decided_by_somebody",
                condition=Q(decided_by=None, outcome__in=["", "withdrawn"])
                | Q(decided_by__isnull=False, outcome__in=["accepted", "declined"]),
            ),
            models.CheckConstraint(
                name="%(class)s_decided_once_confirmed",
                condition=Q(decided_at=None) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_declined_with_a_reason",
                condition=~Q(outcome="declined") | ~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    @property
    def token(self) -> str:
        return signing.dumps(self.pk, salt=self._meta.label_lower)

    @property
    def confirm_until(self):
        return self.asked_at + CONFIRM_WITHIN

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is not None and self.decided_at is None

    @property
    def may_be_confirmed(self) -> bool:
        return self.confirmed_at is None and timezone.now() < self.confirm_until

    @property
    def state(self):
        """In a word for lists."""
        if self.outcome:
            return self.get_outcome_display()
        return (
            _("waiting for a decision")
            if self.confirmed_at
            else _("address not confirmed")
        )
