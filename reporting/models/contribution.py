"""What somebody without an account was asked to write for a draft, by a mailed link."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text.dates import portal_day
from reporting.models.activity import Activity
from reporting.models.page_saves import SavedByPage

LASTS = timedelta(days=14)  # a link, unless another day is chosen
KEPT_AFTER = timedelta(days=90)  # who contributed, once it is over
SALT = "reporting.contribution"


class ContributionQuerySet(models.QuerySet):
    def of_authors(self, user):
        """Those asked for by the organisations the person writes for."""
        return self.filter(activity__in=Activity.objects.written_by(user))

    def sent(self):
        """Sent, and neither taken nor declined yet."""
        return self.filter(decided_at=None, revoked_at=None).exclude(sent_at=None)

    def open(self):
        """Their links take what is written."""
        now = timezone.now()
        return self.filter(sent_at=None, revoked_at=None, expires_at__gt=now)

    def long_over(self):
        """Decided, revoked or run out so long ago that nobody need know who it was."""
        last = timezone.now() - KEPT_AFTER
        ran_out = Q(sent_at=None, expires_at__lte=last)
        return self.filter(Q(decided_at__lte=last) | Q(revoked_at__lte=last) | ran_out)

    def of(self, token: str):
        """The row of this token, open or not; None if we never wrote it."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).first()


class Contribution(SavedByPage):
    """Answers to some questions of one activity's form, by somebody outside.

    ``answers`` are what the form posted, name → texts, exactly as typed: they become
    data only when a member takes them into the draft. ``sections`` are the parts of the
    form that were asked for.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("Taken into the draft")
        DECLINED = "declined", _("Declined")

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="contributions"
    )
    name = models.CharField(_("name of the person"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language of mails"), max_length=10, choices=settings.LANGUAGES
    )
    message = models.TextField(_("message"), max_length=2000, blank=True)
    sections = models.JSONField(_("parts of the form"), default=list)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires"))
    answers = models.JSONField(_("answers as typed"), default=dict)
    edit_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    outcome = models.CharField(
        _("decision"), max_length=10, choices=Outcome, blank=True
    )
    taken = models.JSONField(_("questions whose answers were taken"), default=list)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(
                name="contribution_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="contribution_decided_once_sent",
                condition=Q(decided_at=None, decided_by=None, outcome="")
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    sent_at__isnull=False,
                    outcome__in=["taken", "declined"],
                ),
            ),
            models.UniqueConstraint(
                fields=["activity", "email"],
                condition=Q(sent_at=None, revoked_at=None) & ~Q(email=""),
                name="contribution_one_asked",
            ),
        ]

    def __str__(self):
        return self.name or str(_("somebody outside"))

    def get_absolute_url(self):
        """Holds the secret of the mail: for who was asked alone."""
        return reverse("reporting:contribute", args=[self.token])

    @property
    def token(self) -> str:
        return signing.dumps(self.pk, salt=SALT)

    @property
    def expires_on(self):
        """The last day; it ends when it has ended everywhere."""
        return portal_day(self.expires_at - timedelta(days=1))

    @property
    def is_over(self) -> bool:
        """The link takes nothing more because its day has passed."""
        return self.sent_at is None and self._has_passed

    @property
    def is_open(self) -> bool:
        return not (self.sent_at or self.revoked_at or self.is_over)

    @property
    def is_readable(self) -> bool:
        """Sent, and its link still shows what was written: until its day has passed."""
        return bool(self.sent_at) and not self.revoked_at and not self._has_passed

    @property
    def _has_passed(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def waits_for_decision(self) -> bool:
        return bool(self.sent_at) and not (self.decided_at or self.revoked_at)

    @property
    def state(self):
        """In words for lists."""
        if self.outcome:
            return self.get_outcome_display()
        if self.revoked_at:
            return _("revoked")
        if self.sent_at:
            return _("waiting for your decision")
        if self.is_over:
            return _("expired")
        return _("begun, not sent yet") if self.saved_at else _("not begun yet")
