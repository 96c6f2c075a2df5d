"""Mails that came back, and the addresses nothing is sent to any more."""

import re

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_BOUNCES = 2  # of different mails for good; then mails to the address stop
MAX_SAID = 500
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
NOT_THE_ADDRESS = ("6", "7")  # the mail's content; the sender or a policy


def is_for_good(status: str) -> bool:
    """Whether it says that the address takes no mail and never will: 5.x.x, but for
    what speaks of the mail or of us.
    """
    kind, subject, _detail = status.split(".")
    return kind == "5" and subject not in NOT_THE_ADDRESS


class Bounce(models.Model):
    """What another mail server answered to one mail, in a report or at once."""

    mail = models.ForeignKey(
        "oneplanet.OutgoingMail",
        on_delete=models.CASCADE,
        related_name="bounces",
        verbose_name=_("mail"),
    )
    address = models.EmailField(_("e-mail address"))
    status = models.CharField(
        _("status"), max_length=11, help_text=_("5.x.x: for good; 4.x.x: for now.")
    )
    is_hard = models.BooleanField(_("for good"))
    said = models.CharField(_("what the server said"), max_length=MAX_SAID, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("mail that came back")
        verbose_name_plural = _("mails that came back")
        constraints = [
            models.UniqueConstraint(fields=["mail", "status"], name="bounce_once"),
        ]
        indexes = [
            models.Index(
                fields=["address"],
                name="bounce_open",
                condition=Q(is_hard=True, settled_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.address}: {self.status}"


class StoppedAddress(models.Model):
    """Takes no mail, by what servers said of it: nothing is sent there until somebody
    says that it works.
    """

    address = models.EmailField(_("e-mail address"), unique=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("address without mail")
        verbose_name_plural = _("addresses without mail")

    def __str__(self):
        return self.address


def is_stopped(address: str) -> bool:
    return StoppedAddress.objects.filter(address=address.lower()).exists()


@transaction.atomic
def record(*, mail, status: str, said: str = "") -> bool:
    """Note what became of a mail, once for each status; whether it was new."""
    address, is_hard = mail.to.lower(), is_for_good(status)
    _row, is_new = Bounce.objects.get_or_create(
        mail=mail,
        status=status,
        defaults={"address": address, "is_hard": is_hard, "said": printable(said)},
    )
    if is_new and is_hard:
        _stop_if_it_is_enough(address)
    return is_new


def _stop_if_it_is_enough(address):
    open_now = Bounce.objects.filter(address=address, is_hard=True, settled_at=None)
    if open_now.values("mail").distinct().count() >= MOST_BOUNCES:
        StoppedAddress.objects.get_or_create(address=address)


@transaction.atomic
def try_again(address: str) -> None:
    """Somebody says that it works: send there again, and count from nought."""
    address = address.lower()
    StoppedAddress.objects.filter(address=address).delete()
    open_now = Bounce.objects.filter(address=address, settled_at=None)
    open_now.update(settled_at=timezone.now())


def printable(text: str) -> str:
    """On one line, without what no column takes; it was written by anybody."""
    words = " ".join(str(text).split())
    kept = "".join(c for c in words if c.isprintable())
    return kept.encode(errors="ignore").decode()[:MAX_SAID]
