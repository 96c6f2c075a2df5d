"""Searches that tell people what is new in them, and when each record first showed."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet import unsubscribing
from oneplanet.idempotency import new_key
from oneplanet.message_kinds import Way

CONFIRM_WITHIN = timedelta(days=7)  # then what was never confirmed is removed
MOST_OF_ONE = 20  # alerts of one address
LONGEST_QUERY = 1000  # letters of what narrows a list, as an address has it


class Appearance(models.Model):
    """When the portal first met a record as one everybody may read. Its key is the
    search's; it stays when the record goes, so that coming back is nothing new. A row
    without key: the kind itself is known, and its next record is news."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="appearance_once", fields=["kind", "key"])
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class SearchAlerts(models.QuerySet):
    def in_force(self):
        return self.exclude(confirmed_at=None)

    def never_confirmed(self):
        """Their links no longer work."""
        last = timezone.now() - CONFIRM_WITHIN
        return self.filter(confirmed_at=None, asked_at__lte=last)

    def of_address(self, email: str):
        """All that go to this address, whoever set them up. It stands in the row of
        who has no account alone."""
        email = email.lower()
        return self.filter(Q(email=email) | Q(reader__email=email))

    def of(self, token: str, *, salt: str, max_age=None):
        """The row a link names; None if we never signed it, long ago, or it is over."""
        try:
            pk = signing.loads(token, salt=salt, max_age=max_age)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).select_related("reader").first()


class SearchAlert(models.Model):
    """Somebody wants to hear of what is new in a list or a search, as everybody may
    read it. The address is kept here until it ends, and for whom has an account not
    here at all.

    ``told_until``: what appeared later has not been told yet. ``told_before``: the same
    before the last mail. ``looked_at``: when it was last looked for something new.
    """

    class Rhythm(models.TextChoices):
        DAILY = Way.DAILY, Way.DAILY.label
        WEEKLY = Way.WEEKLY, Way.WEEKLY.label

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    list = models.CharField(_("list"), max_length=30)
    query = models.CharField(_("narrowed to"), max_length=LONGEST_QUERY, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    language = models.CharField(
        _("language of mails"), max_length=10, choices=settings.LANGUAGES
    )
    way = models.CharField(_("how often"), max_length=10, choices=Rhythm)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    told_until = models.DateTimeField(_("told until"), null=True, blank=True)
    told_before = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(_("last looked"), null=True, blank=True)
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)

    objects = SearchAlerts.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("search alert")
        verbose_name_plural = _("search alerts")
        constraints = [
            models.CheckConstraint(
                name="searchalert_of_one",
                condition=Q(email="", reader__isnull=False)
                | Q(email__gt="", reader__isnull=True),
            ),
            models.CheckConstraint(
                name="searchalert_told_once_confirmed",
                condition=Q(confirmed_at=None, told_until=None, looked_at=None)
                | Q(
                    confirmed_at__isnull=False,
                    told_until__isnull=False,
                    looked_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="searchalert_of_an_account_is_confirmed",
                condition=Q(reader=None) | Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="searchalert_once_of_an_address",
                fields=["email", "list", "query", "language"],
                condition=Q(confirmed_at__isnull=False, reader=None),
            ),
            models.UniqueConstraint(
                name="searchalert_once_of_an_account",
                fields=["reader", "list", "query", "language"],
                condition=Q(reader__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["email"], name="searchalert_address")]

    def __str__(self):
        return f"{self.list}?{self.query}" if self.query else self.list

    def get_absolute_url(self):
        """Where it is confirmed, in the language it is asked in."""
        token = signing.dumps(self.pk, salt=CONFIRMING)
        return reverse("knowledge_hubs:alert_confirm", args=[token])

    @property
    def address(self) -> str:
        return self.reader.email if self.reader else self.email

    @property
    def confirm_until(self):
        return self.asked_at + CONFIRM_WITHIN

    @property
    def may_be_confirmed(self) -> bool:
        return self.confirmed_at is None and timezone.now() < self.confirm_until

    @property
    def list_url(self) -> str:
        """All alerts of its address, for who holds the link."""
        token = signing.dumps(self.pk, salt=LISTING)
        return reverse("knowledge_hubs:alert_list", args=[token])

    @property
    def mails(self) -> str:
        """How the keys of its mails begin."""
        return f"alert-{self.pk}-"


CONFIRMING, LISTING = "knowledge_hubs.confirming", "knowledge_hubs.alerts"
LINKS_GOOD_FOR = unsubscribing.GOOD_FOR
