"""The mail outbox: mails are rows written with the change they tell of.

The worker sends them. A mail leaves at least once; twice only if the worker died or
lost its database between the server's yes and its own note, and then with the same
Message-ID.
"""

import logging
from datetime import timedelta
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import models
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from oneplanet.text import zones
from oneplanet.text.languages import tag

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
LEASE = timedelta(minutes=2)


class OutgoingMail(models.Model):
    """One mail to one person, waiting or sent."""

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    holds_secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    gave_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
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


def post(
    *, key, to, language, template, context, time_zone="UTC", holds_secret=False
) -> None:
    """Write one mail into the outbox, in the recipient's language and time zone.

    ``template`` is a text template whose first line is the subject; nothing in it is
    escaped. A second mail with the same key is not written. Call inside the
    transaction of the change. The body of a mail that holds a secret is wiped once
    it has left.
    """
    context = Context(context | {"site_url": settings.SITE_URL}, autoescape=False)
    with translation.override(language), timezone.override(zones.find(time_zone)):
        text = get_template(template).template.render(context)
    subject, _, body = text.strip().partition("\n")
    mail = {"subject": subject, "body": body.strip(), "holds_secret": holds_secret}
    queue(key=key, to=to, language=language, **mail)


def queue(*, key, to, language, subject, body, holds_secret=False) -> None:
    """Write one finished mail into the outbox; nothing happens if its key is there."""
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                key=key,
                to=to,
                language=language,
                subject=" ".join(subject.split())[:250],
                body=body,
                holds_secret=holds_secret,
                message_id=make_msgid(domain=settings.MAIL_FROM.rpartition("@")[2]),
            )
        ],
        ignore_conflicts=True,
    )


def beat() -> None:
    """Note that the worker came round."""
    WorkerBeat.objects.update_or_create(pk=1, defaults={"beat_at": timezone.now()})


def send_waiting(limit: int = 50) -> int:
    """Send mails that are due, oldest first; the number sent."""
    sent = 0
    for _ in range(limit):
        answer = send_next()
        if answer is None:
            break
        sent += answer
    return sent


def send_next() -> bool | None:
    """Try the oldest mail that is due: whether it was sent, None if there is none.

    No transaction is open while the server is spoken to: a mail is first claimed for
    LEASE, so a worker that dies in between leaves it to be sent when that has run out.
    """
    mail = _claim_next()
    return None if mail is None else _send(mail)


def _claim_next():
    now = timezone.now()
    due = OutgoingMail.objects.filter(
        sent_at=None, gave_up_at=None, next_try_at__lte=now
    )
    for mail in due[:20]:
        claimed = due.filter(pk=mail.pk, attempts=mail.attempts).update(
            attempts=mail.attempts + 1, next_try_at=now + LEASE
        )
        if claimed:
            mail.attempts += 1
            return mail
    return None


def _send(mail: OutgoingMail) -> bool:
    """Hand one mail to the server and note what it said."""
    connection = mailers.default
    try:
        connection.open()
        if not connection.send_messages([_message(mail)]):
            raise ValueError("no recipient")
    except Exception as error:
        _note_failure(mail, error)
        return False
    else:
        _note_sent(mail)
        return True
    finally:
        _part_from(connection)


def _message(mail: OutgoingMail) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Content-Language": tag(mail.language),
            "Auto-Submitted": "auto-generated",
        },
    )


def _part_from(connection) -> None:
    """Say goodbye. Whether the server answers says nothing of the mail it took."""
    try:
        connection.close()
    except Exception as error:
        log.info("mail server did not say goodbye: %s", error)


def _note_sent(mail: OutgoingMail) -> None:
    values = {"sent_at": timezone.now(), "last_error": ""}
    if mail.holds_secret:
        values["body"] = ""
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    """Set the next try, later each time. Not if another worker has the mail by now."""
    log.warning("mail %s not sent (try %s): %s", mail.pk, mail.attempts, error)
    now = timezone.now()
    values = {
        "last_error": f"{type(error).__name__}: {error}"[:500],
        "next_try_at": now + timedelta(minutes=min(2**mail.attempts, 360)),
    }
    if mail.attempts >= MAX_ATTEMPTS:
        values["gave_up_at"] = now
        if mail.holds_secret:
            values["body"] = ""
    mine = OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts, sent_at=None)
    mine.update(**values)
