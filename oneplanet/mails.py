"""Mails as rows, and as what a mail server is handed. ``outbox.py`` writes and sends
them.
"""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from oneplanet import unsubscribing
from oneplanet.bounces import STATUS
from oneplanet.message_kinds import ALERT, BY_CODE, OTHER, mail_choices
from oneplanet.text.languages import tag


class OutgoingMail(models.Model):
    """One mail to one person, waiting or sent. ``reader`` is the account that had the
    address when it was written, if one had.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=mail_choices, default=OTHER
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    holds_secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=250)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_error = models.TextField(_("what went wrong"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    gave_up_at = models.DateTimeField(_("given up"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="mail_waiting",
                condition=models.Q(sent_at=None, gave_up_at=None),
            )
        ]

    def __str__(self):
        return self.subject


class WorkerBeat(models.Model):
    """When the worker last came round. One row."""

    beat_at = models.DateTimeField()

    def __str__(self):
        return str(self.beat_at)


def message_of(mail: OutgoingMail) -> EmailMessage:
    """Who may stop such mails finds the way under the text, and mail programs in the
    headers (RFC 8058). Reports of what could not be delivered go to MAIL_BOUNCES.
    """
    headers = {
        "From": settings.MAIL_FROM,
        "Message-ID": mail.message_id,
        "Content-Language": tag(mail.language),
        "Auto-Submitted": "auto-generated",
    }
    body = mail.body
    if mail.kind == ALERT:
        _one_click(headers, unsubscribing.address_of_mail(mail.key, mail.language))
    elif mail.reader_id and not mail.holds_secret and mail.kind in unsubscribing.WHAT:
        given = {"what": mail.kind, "language": mail.language}
        stop = unsubscribing.address(reader_id=mail.reader_id, **given)
        _one_click(headers, stop)
        body += "\n\n" + _ways_on(mail, stop)
    return EmailMessage(
        subject=mail.subject,
        body=body,
        from_email=settings.MAIL_BOUNCES or settings.MAIL_FROM,
        to=[mail.to],
        headers=headers,
    )


def _one_click(headers, stop: str):
    headers["List-Unsubscribe"] = f"<{stop}>"
    headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _ways_on(mail, stop: str) -> str:
    """Why somebody gets a mail, and how they get fewer."""
    context = {
        "kind": BY_CODE.get(mail.kind),
        "stop": stop,
        "choose": _address_of("programmes:message_ways", mail.language),
    }
    with translation.override(mail.language):
        template = get_template("oneplanet/mail/ways_on.txt").template
        return template.render(Context(context, autoescape=False)).strip()


def _address_of(name: str, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name)


def refusal(error: Exception) -> tuple[str, str]:
    """(status, what the server said) where it refused the address with a 5xx."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return "", ""
    code, text = next(iter(error.recipients.values()), (0, b""))
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    if not 500 <= code < 600:
        return "", ""
    status = STATUS.match(said)
    return (status[0] if status else "5.0.0"), f"{code} {said}"
